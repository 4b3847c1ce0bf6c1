"""The feed of a story's comments in every format (features C17, R3)."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from comments import moderation
from newsportal.accounts import profile
from newsportal.core.models import PageVersion
from tests import factories as f
from tests.articles.told import FORMS, NAMES, read
from tests.test_query_budgets import GUEST, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian")


def test_it_tells_public_comments_whole_and_what_they_answer(monkeypatch):
    story = f.published(headline="Ferry comes back")
    rana = f.UserFactory(display_name="Rana Aziz")
    root = f.approved(story, rana, text="I was on *that* ferry.")
    reply = f.approved(story, reply_to=root, text="So was I.")
    for hidden in (f.held, f.rejected, f.spam, f.removed, f.deleted):
        hidden(story, text="Nobody reads this.")
    place = f"http://127.0.0.1:8000{story.get_absolute_url()}"

    for form in FORMS:
        feed = read(f"{story.get_absolute_url()}feed/{form}")
        assert feed.title == "Comments on: Ferry comes back"
        assert feed.page == place
        answer, first = feed.entries
        assert first.title == "Rana Aziz on: Ferry comes back"
        assert first.authors == ["Rana Aziz"]
        assert first.url == f"{place}comments/{root.pk}/"
        assert "I was on <em>that</em> ferry." in first.html
        assert first.id.endswith(f":comment/{root.pk}")
        if form == "json/":
            above = answer.raw["_discussion"]["in_reply_to"]["id"]
        else:
            above = answer.raw.find("thr:in-reply-to", NAMES).get("ref")
        assert above == first.id

    # It goes on to older ones, and to nowhere by a cursor of somebody's own making.
    monkeypatch.setattr("comments.views.feeds.LENGTH", 1)
    newest = read(f"{story.get_absolute_url()}feed/atom/")
    older = read((newest.following or "").removeprefix("http://127.0.0.1:8000"))
    assert [one.id for one in (*newest.entries, *older.entries)] == [answer.id, first.id]
    assert older.following is None
    forged = Client().get(f"{story.get_absolute_url()}feed/json/?after=x")
    assert (forged.status_code, forged["Location"]) == (
        302,
        f"{story.get_absolute_url()}feed/json/",
    )
    moderation.remove(reply, None, reason="abuse")
    assert [one.id for one in read(f"{story.get_absolute_url()}feed/").entries] == [first.id]


def test_who_asks_by_time_hears_of_new_comments_and_of_new_names():
    story = f.published()
    rana = f.UserFactory(display_name="Rana Aziz")
    f.approved(story, rana)
    path = f"{story.get_absolute_url()}feed/"
    long_ago = timezone.now() - datetime.timedelta(hours=3)
    PageVersion.objects.update(changed_at=long_ago)
    known = {"if-modified-since": Client().get(path)["Last-Modified"]}
    assert known["if-modified-since"] == http_date(long_ago.timestamp())
    assert Client().get(path, headers=known).status_code == 304

    profile.rename(rana, "Rana A.")

    renamed = Client().get(path, headers=known)
    assert renamed.status_code == 200
    assert "Rana A. on: " in renamed.content.decode()
    PageVersion.objects.update(changed_at=long_ago)
    f.approved(story)
    assert Client().get(path, headers=known).status_code == 200


@pytest.mark.parametrize("comments", [1, 6])
def test_it_asks_no_more_for_many_comments(comments, settings):
    settings.VERSION_CHECK_SECONDS = 60
    story = f.published()
    for _one in range(comments):
        f.approved(story)

    assert len(queries(Client(), f"{story.get_absolute_url()}feed/atom/")) <= GUEST // 2
