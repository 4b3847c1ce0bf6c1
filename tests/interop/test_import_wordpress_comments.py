"""Comments come in with their threads and states; what is no comment does not."""

import datetime

import pytest
from django.test import Client

from comments.models import Comment, Discussion
from newsportal.interop.reporting import Outcome, Thing
from tests.interop import wxr
from tests.interop.conftest import Import

pytestmark = pytest.mark.django_db


def shape() -> list[tuple[str, int, str]]:
    comments = Comment.objects.order_by("story", "path")
    return [(one.import_id, one.depth, one.status) for one in comments]


def test_threads_keep_their_shape_also_when_replies_come_first(bring: Import) -> None:
    bring(
        wxr.item(
            1,
            wxr.comment(9, parent=8, date_gmt="2019-05-02 10:00:00"),
            wxr.comment(8, parent=7, date_gmt="2019-05-02 09:00:00"),
            wxr.comment(7, date_gmt="2019-05-02 08:00:00"),
            wxr.comment(10, date_gmt="2019-05-02 11:00:00"),
        )
    )

    assert shape() == [
        ("7", 0, "approved"),
        ("8", 1, "approved"),
        ("9", 2, "approved"),
        ("10", 0, "approved"),
    ]


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("1", "approved"),
        ("0", "held"),
        ("hold", "held"),
        ("spam", "spam"),
        ("trash", "removed"),
    ],
)
def test_states_are_kept(bring: Import, written: str, status: str) -> None:
    bring(wxr.item(1, wxr.comment(5, approved=written)))

    assert Comment.objects.get().status == status
    assert Comment.objects.public().count() == (status == "approved")


def test_a_comment_of_the_future_is_dated_by_its_story(bring: Import) -> None:
    never = "2199-01-01 00:00:00"
    bring(wxr.item(1, wxr.comment(5, date=never, date_gmt=never)))

    comment = Comment.objects.get()
    assert comment.created_at == datetime.datetime(2019, 5, 1, 8, tzinfo=datetime.UTC)


def test_counts_are_of_public_ones(bring: Import) -> None:
    bring(
        wxr.item(
            1,
            wxr.comment(5),
            wxr.comment(6, parent=5, approved="0"),
            wxr.comment(7, parent=6),  # below one that waits, so nobody sees it yet
            wxr.comment(8, approved="spam"),
        )
    )

    discussion = Discussion.objects.get()
    assert (discussion.public_count, discussion.held_count) == (1, 1)
    assert discussion.story.comment_count == 1


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("pingback", "pingbacks and trackbacks are no comments"),
        ("trackback", "pingbacks and trackbacks are no comments"),
        ("order_note", "the kind “order_note” is no comment"),
    ],
)
def test_what_is_no_comment_is_left_out_and_said_so(bring: Import, kind: str, reason: str) -> None:
    report = bring(wxr.item(1, wxr.comment(5, kind=kind), wxr.comment(6, kind="comment")))

    assert [one.import_id for one in Comment.objects.all()] == ["6"]
    assert report.left[Thing.COMMENT, reason].count == 1


def test_a_reply_to_a_pingback_begins_a_thread(bring: Import) -> None:
    bring(wxr.item(1, wxr.comment(5, kind="pingback"), wxr.comment(6, parent=5)))

    assert shape() == [("6", 0, "approved")]


def test_names_and_addresses_of_people_are_kept_as_text_that_can_be_erased(bring: Import) -> None:
    bring(wxr.item(1, wxr.comment(5, "See <script>x</script><b>this</b>", name="R &amp; <i>B</i>")))

    comment = Comment.objects.get()
    assert (comment.guest_name, comment.guest_email) == ("R & B", "rana@example.org")
    assert comment.author is None
    assert comment.address is None
    assert comment.body_html == "<p>See <strong>this</strong></p>"
    assert comment.created_at == datetime.datetime(2019, 5, 2, 8, tzinfo=datetime.UTC)


def test_comments_stand_on_the_storys_page(bring: Import, client: Client) -> None:
    bring(wxr.item(1, wxr.comment(5, "A fine bridge."), wxr.comment(6, "Secret.", approved="0")))

    page = client.get("/news/2019/05/01/a-bridge-opens/").content

    assert b"A fine bridge." in page
    assert b"Secret." not in page


def test_comments_that_cannot_be_kept_are_reported(bring: Import) -> None:
    report = bring(
        wxr.item(
            1,
            wxr.comment("none"),
            wxr.comment(5, ""),
            wxr.comment(6, "<img>"),
            wxr.comment(7, "x" * 70_000),
            wxr.comment(8, approved="queued"),
            wxr.comment(9),
        )
    )

    assert [one.import_id for one in Comment.objects.all()] == ["9"]
    assert report.counts[Thing.COMMENT, Outcome.LEFT] == 5


def test_comments_on_pages_are_left_out_and_said_so(bring: Import) -> None:
    report = bring(wxr.item(1, wxr.comment(5), post_type="page"))

    assert not Comment.objects.exists()
    assert any("no discussion" in reason for _thing, reason in report.left)


def test_comments_that_answer_each_other_in_a_ring_end(bring: Import) -> None:
    bring(wxr.item(1, wxr.comment(5, parent=6), wxr.comment(6, parent=5), wxr.comment(7, parent=7)))

    assert Comment.objects.count() == 3
