"""Feature C12: a muted person's comments are folded, for one reader and nobody else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments import muting
from comments.models import Mute
from newsportal.core import limits
from newsportal.core.models import User
from tests import factories as f
from tests.comments.telling import told, work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site()


@pytest.fixture
def rana() -> User:
    return f.UserFactory(display_name="Rana")


@pytest.fixture
def sam() -> User:
    return f.UserFactory(display_name="Sam")


@pytest.fixture
def story():
    return f.published()


@pytest.fixture
def reader(rana) -> Client:
    client = Client()
    client.force_login(rana)
    return client


def test_a_question_first_then_the_comments_are_folded_and_replies_stay(reader, rana, sam, story):
    comment = f.approved(story, sam, text="Sams words.")
    f.approved(story, reply_to=comment, text="An answer to Sam.")
    page = story.get_absolute_url()
    guests = Client().get(page).content
    address = f"{comment.get_absolute_url()}mute/"
    assert f"{address}?next={page}" in reader.get(page).content.decode()

    assert "Mute <bdi>Sam</bdi>?" in reader.get(f"{address}?next={page}").content.decode()
    assert not Mute.objects.exists()
    response = reader.post(address, {"next": page})

    assert response["Location"] == f"{page}#muted-{comment.pk}"
    for place in (page, comment.get_absolute_url(), f"{page}comments/"):
        shown = reader.get(place).content.decode()
        folded = shown.partition("comment-muted")[2].partition("</details>\n")[0]
        assert "Sams words." in shown
        assert f'id="muted-{comment.pk}"><summary><span>You have muted <bdi>Sam</bdi>.' in shown
        assert "An answer to Sam." in shown.partition("comment-muted")[2]
        assert folded
    assert shown.count("comment-muted") == 1
    assert Client().get(page).content == guests
    client = Client()
    client.force_login(sam)
    assert "comment-muted" not in client.get(page).content.decode()
    work()
    assert not any("mute" in str(title).lower() for title in told(sam))


def test_a_script_that_mutes_and_follows_everybody_is_told_to_wait(reader, monkeypatch):
    place = f.approved().get_absolute_url()
    counted = []

    def refuse(name, key, **_limit):
        counted.append((name, key.partition(":")[0]))
        return limits.Verdict(allowed=False, retry_after_seconds=9)

    monkeypatch.setattr(limits, "hit", refuse)

    for act in ("mute", "follow"):
        refused = reader.post(f"{place}{act}/")
        assert (refused.status_code, refused["Retry-After"]) == (429, "9")
        assert reader.get(f"{place}{act}/").status_code == 200
    assert counted == [("reader-act", "user")] * 2
    assert not Mute.objects.exists()


def test_the_list_takes_it_back(reader, rana, sam):
    muting.mute(rana, sam)
    muting.mute(rana, sam)
    muting.mute(sam, rana)
    row = Mute.objects.get(person=rana)
    foreign = Mute.objects.get(person=sam)
    assert "Sam" in reader.get("/me/muted/").content.decode()

    reader.post(f"/me/muted/{foreign.pk}/stop/")
    reader.post(f"/me/muted/{row.pk}/stop/")

    assert list(Mute.objects.all()) == [foreign]
    assert "You have muted nobody" in reader.get("/me/muted/").content.decode()


def test_nobody_mutes_themselves_a_guest_or_what_is_not_there(reader, rana, sam, story):
    own, held = f.approved(story, rana), f.held(story, sam)
    nameless = f.approved(story)
    nameless.author.delete()
    for comment in (own, held, nameless):
        assert reader.post(f"{comment.get_absolute_url()}mute/").status_code == 404
    public = f.approved(story, sam)
    assert "/accounts/login/" in Client().post(f"{public.get_absolute_url()}mute/")["Location"]
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(rana)
    assert forger.post(f"{public.get_absolute_url()}mute/").status_code == 403
    assert not Mute.objects.exists()
    with pytest.raises(ValueError, match="themselves"):
        muting.mute(rana, rana)


@pytest.mark.parametrize("people", [1, 9])
def test_muted_and_followed_cost_one_query_together(reader, rana, story, people):
    for _number in range(people):
        sam = f.UserFactory()
        f.approved(story, sam)
        muting.mute(rana, sam)
    page = story.get_absolute_url()
    reader.get(page)

    with CaptureQueriesContext(connection) as captured:
        reader.get(page)

    asked = [query["sql"] for query in captured if "comments_mute" in query["sql"]]
    assert len(asked) == 1
    assert "comments_discussionfollow" in asked[0]
