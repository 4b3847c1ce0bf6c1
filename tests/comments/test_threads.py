"""Features C1 and C3: threads, paging by key, branches and permalinks."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import moderation, threads
from comments.importing import Row, bring_in
from comments.models import MAX_DEPTH, Comment
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(settings):
    settings.VERSION_CHECK_SECONDS = 60  # deep threads take hundreds of comments
    f.site()
    return f.published()


def brought(story, parents):
    """Public comments in bulk: each answers the one of this place before it, or nothing."""
    begun = timezone.now() - datetime.timedelta(hours=1)
    rows = [
        Row(
            key=str(place),
            parent="" if parent is None else str(parent),
            created_at=begun + datetime.timedelta(seconds=place),
            guest_name=f"Reader {place}",
            text=f"Thought number {place}.",
            status="approved",
        )
        for place, parent in enumerate(parents)
    ]
    made = bring_in(story, rows, source="test").comments
    return [made[row.key] for row in rows]


def all_roots(story, order):
    seen, after = [], None
    while True:
        page = threads.thread_page(story, order, after)
        seen += [node.comment.pk for node in page.nodes]
        if page.next_cursor is None:
            return seen
        after = threads.read_cursor(page.next_cursor, order)
        assert after is not None


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_paging_skips_and_repeats_nothing_even_at_equal_times(story, order):
    comments = brought(story, [None] * 47)
    moment = timezone.now() - datetime.timedelta(hours=1)
    Comment.objects.update(created_at=moment)

    seen = all_roots(story, order)

    expected = [comment.pk for comment in comments]
    assert seen == (expected[::-1] if order == "newest" else expected)


def test_a_comment_that_arrives_while_one_reads_moves_nothing(story):
    brought(story, [None] * 30)
    first = threads.thread_page(story, "newest")
    f.approved(story)

    second = threads.thread_page(story, "newest", threads.read_cursor(first.next_cursor, "newest"))

    shown = [node.comment.pk for node in first.nodes + second.nodes]
    assert len(shown) == len(set(shown)) == 30


def test_a_page_shows_the_first_replies_and_says_how_many_more(story):
    root = f.approved(story)
    replies = [f.approved(story, reply_to=root) for _ in range(threads.REPLIES + 4)]

    (node,) = threads.thread_page(story).nodes

    assert [reply.comment for reply in node.replies] == replies[: threads.REPLIES]
    assert node.more == 4


def test_replies_stand_below_what_they_answer(story):
    root = f.approved(story)
    one = f.approved(story, reply_to=root)
    two = f.approved(story, reply_to=root)
    deep = f.approved(story, reply_to=one)

    (node,) = threads.thread_page(story).nodes

    assert [reply.comment for reply in node.replies] == [one, two]
    assert [reply.comment for reply in node.replies[0].replies] == [deep]


def test_below_the_deepest_level_a_reply_becomes_a_sibling_and_names_whom_it_answers(story):
    *_above, comment = brought(story, [None, *range(MAX_DEPTH - 1)])
    assert comment.depth == MAX_DEPTH - 1
    for _ in range(3):
        comment = f.approved(story, reply_to=comment)

    assert comment.depth == MAX_DEPTH
    assert comment.reply_to.depth == MAX_DEPTH
    assert comment.parent.depth == MAX_DEPTH - 1
    assert len(bytes(comment.path)) == 4 * (MAX_DEPTH + 1)


def test_a_branch_pages_depth_first_without_a_gap(story):
    places = range(threads.BRANCH + 20)
    root, *_below = brought(story, [None, *(0 if place % 3 else place for place in places)])

    first = threads.branch(root)
    second = threads.branch(root, threads.read_branch_cursor(first.top.cursor))

    paths = [bytes(c.path) for c in [*first.comments()[1:], *second.comments()[1:]]]
    assert paths == [bytes(path) for path in below(root)]
    assert not second.top.cursor


def below(root):
    return Comment.objects.below(root).values_list("path", flat=True)


def test_a_permalink_shows_what_it_answers_and_its_neighbours(client, story):
    root = f.approved(story, text="The root of it")
    f.approved(story, text="Said before", reply_to=root)
    middle = f.approved(story, text="In the middle", reply_to=root)
    f.approved(story, text="Said after", reply_to=root)
    f.approved(story, text="An answer to it", reply_to=middle)

    page = client.get(middle.get_absolute_url()).content.decode()

    for words in (
        "The root of it",
        "In the middle",
        "An answer to it",
        "Said before",
        "Said after",
    ):
        assert words in page
    assert f'rel="canonical" href="http://127.0.0.1:8000{story.get_absolute_url()}"' in page


@pytest.mark.parametrize("number", ["", "%00", "%ff", "x" * 3000])
def test_a_number_that_no_comment_came_with_is_a_404(client, story, number):
    assert (
        client.get(f"{story.get_absolute_url()}comments/find/?import={number}").status_code == 404
    )


@pytest.mark.parametrize("cursor", ["x", "", "a" * 5000, "%00", "eyJ~x"])
def test_a_malformed_cursor_leads_to_the_first_page(client, story, cursor):
    comment = f.approved(story)
    base = f"{story.get_absolute_url()}comments/"

    for address in (base, comment.get_absolute_url()):
        response = client.get(address, {"after": cursor})
        assert (response.status_code, response["Location"]) == (302, address)


def test_a_cursor_of_another_order_leads_to_the_first_page(client, story):
    brought(story, [None] * 25)
    cursor = threads.thread_page(story, "newest").next_cursor
    base = f"{story.get_absolute_url()}comments/"

    assert client.get(base, {"order": "newest", "after": cursor}).status_code == 200
    assert client.get(base, {"order": "oldest", "after": cursor}).status_code == 302


def test_an_old_number_of_an_imported_comment_leads_to_its_permalink(client, story):
    comment = f.approved(story)
    Comment.objects.update(source="https://old.example", import_id="77")

    response = client.get(f"{story.get_absolute_url()}comments/find/?import=77")

    assert response["Location"] == comment.get_absolute_url()
    assert client.get(f"{story.get_absolute_url()}comments/find/?import=78").status_code == 404


def test_the_readers_own_waiting_reply_stands_below_its_parent(story):
    rana = f.UserFactory()
    root = f.approved(story)
    waiting = f.held(story, rana, reply_to=root)

    (node,) = threads.thread_page(story, reader=rana).nodes

    assert [reply.comment for reply in node.replies] == [waiting]
    assert threads.thread_page(story).nodes[0].replies == []


def test_counts_below_follow_a_removed_reply(story):
    root = f.approved(story)
    replies = [f.approved(story, reply_to=root) for _ in range(threads.REPLIES + 2)]
    moderation.remove(replies[0], None)

    (node,) = threads.thread_page(story).nodes

    assert node.more == 1


def test_an_old_anchor_of_an_imported_comment_leads_to_it_without_script(client, story):
    comment = f.approved(story)
    Comment.objects.update(source="https://old.example", import_id="77")

    page = client.get(story.get_absolute_url()).content.decode()

    inside = page[page.index(f'id="c-{comment.pk}"') :]
    assert '<a id="comment-77"></a>' in inside


def test_a_branch_of_answers_to_answers_is_shown_whatever_its_depth(client, story):
    chain = brought(story, [None, *range(MAX_DEPTH + 1)])

    for comment in (chain[0], chain[60], chain[-1]):
        page = client.get(comment.get_absolute_url())

        assert page.status_code == 200
        for shown in chain[chain.index(comment) :][: threads.BRANCH]:
            assert f'id="c-{shown.pk}"' in page.content.decode()


def links_to_more(page):
    return [
        html.unescape(link)
        for link in re.findall(r'href="([^"#]*)[^"]*"[^>]* data-more>', page.content.decode())
    ]


def test_show_more_leads_to_exactly_the_rest_in_three_queries_a_page(
    client, story, monkeypatch, settings
):
    settings.VERSION_CHECK_SECONDS = 60  # menus and policies come from their own keys
    monkeypatch.setattr(threads, "BRANCH", 4)
    root = f.approved(story)
    replies = [f.approved(story, reply_to=root) for _ in range(threads.REPLIES + 9)]
    page = client.get(story.get_absolute_url())
    shown = [reply.pk for reply in replies[: threads.REPLIES]]
    left = len(replies) - threads.REPLIES
    while links := links_to_more(page):
        assert f"Show {left} more repl" in page.content.decode()
        client.get(links[0])
        with CaptureQueriesContext(connection) as captured:
            page = client.get(links[0])
        assert len(captured) <= 3
        reply = r'<li data-parent="\d+"><article [^>]* id="c-(\d+)"'
        found = re.findall(reply, page.content.decode())
        shown += map(int, found)
        left -= len(found)

    assert shown == [reply.pk for reply in replies]
    assert left == 0


def test_far_below_most_of_the_way_up_is_folded(client, story):
    chain = brought(story, [None, *range(11)])

    page = client.get(chain[-1].get_absolute_url()).content.decode()

    way = page[page.index("folded-way") : page.index("</details>\n<ol")]
    assert "7 comments between" in way
    assert [pk for pk in chain if f'id="c-{pk.pk}"' in way] == chain[1:8]
    assert page.index(f'id="c-{chain[0].pk}"') < page.index("folded-way")
