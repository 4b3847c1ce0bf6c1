"""Feature C13: what is new for who comes back (?since=) and for a page that stays open (news/)."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments import moderation, news
from comments.models import Discussion
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    f.site()
    return f.published()


def place(story):
    return f"{story.get_absolute_url()}comments/"


def ids(html):
    return [int(pk) for pk in re.findall(r'<article class="comment[^"]*" id="c-(\d+)"', html)]


def read(story, **query):
    return Client().get(place(story), query).content.decode()


def newest(story):
    return Discussion.objects.get(story=story).newest


def test_only_branches_with_something_new_are_shown_and_what_they_answer_is_folded(story):
    old, other = f.approved(story, text="The old one"), f.approved(story, text="Another")
    known = f.approved(story, reply_to=old)
    link = re.search(r"\?since=(\d+)#new", read(story))
    assert link
    assert int(link[1]) == newest(story)
    reply, root = f.approved(story, reply_to=known), f.approved(story)

    page = read(story, since=link[1])

    assert ids(page) == [root.pk, old.pk, known.pk, reply.pk]
    assert other.pk not in ids(page)
    folded = page.split('<details class="folded"><summary>')
    assert page.count('<details class="folded">') == 2
    assert "The old one" in folded[1].split("</summary>")[0]
    assert "Nothing new since you read this." in read(story, since=newest(story))


def test_what_was_approved_late_is_new_though_it_was_written_before(story):
    waiting = f.held(story)
    f.approved(story)
    seen = newest(story)

    moderation.approve(waiting, None)

    assert ids(read(story, since=seen)) == [waiting.pk]
    seen = newest(story)
    moderation.remove(waiting, None)
    moderation.restore(waiting, None)
    assert ids(read(story, since=seen)) == []


def test_pages_of_what_is_new_go_on_without_a_gap_and_cost_the_same(story, monkeypatch):
    monkeypatch.setattr(news, "ROOTS", 2)
    roots = [f.approved(story) for _ in range(5)]
    f.approved(story, reply_to=roots[0])
    seen, address, costs = [], f"{place(story)}?since=0", []
    while address:
        with CaptureQueriesContext(connection) as captured:
            page = Client().get(address).content.decode()
        costs.append(sum('"comments_comment"' in query["sql"] for query in captured))
        seen += ids(page)
        found = re.search(r'rel="next" data-more href="([^"#]*)', page)
        address = found[1].replace("&amp;", "&") if found else ""

    assert [pk for pk in seen if pk in {root.pk for root in roots}] == [
        root.pk for root in reversed(roots)
    ]
    assert len(seen) == 6
    assert max(costs) <= 4  # of them the story's, which asks whether there are picks


@pytest.mark.parametrize("since", ["", "x", "-1", "99999999999", "2147483648", "1&after=x", "١"])
def test_a_number_that_is_none_leads_to_the_first_page(story, since):
    f.approved(story)
    response = Client().get(f"{place(story)}?since={since}")

    assert (response.status_code, response["Location"]) == (302, place(story))


def test_an_open_page_is_told_the_same_as_everybody_and_mostly_nothing(story, client):
    first = f.approved(story)
    address = f"{place(story)}news/"
    with CaptureQueriesContext(connection) as captured:
        answer = Client().get(address)
    sam = f.UserFactory()
    client.force_login(sam)
    waiting = f.held(story, sam)

    assert answer.json() == {"comments": [[newest(story), first.pk]], "is_all": True}
    asked = [query for query in captured.captured_queries if "pageversion" not in query["sql"]]
    assert len(asked) <= 2
    assert client.get(address).content == answer.content
    known = {"headers": {"if-none-match": answer["ETag"]}}
    assert Client().get(address, **known).status_code == 304
    moderation.approve(waiting, None)
    assert Client().get(address, **known).json()["comments"][0][1] == waiting.pk


def test_pages_of_a_story_that_went_ask_no_further(story):
    f.approved(story)
    f.publishing.withdraw(story, None, "")

    assert Client().get(f"{place(story)}news/").status_code == 404
