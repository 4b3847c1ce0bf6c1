"""Bringing comments in: threads, states, times and counters, and a second run that does nothing."""

import datetime
import uuid

import pytest
from django.utils import timezone

from articles import publishing, sections
from articles.models import Section, Story, StoryActivity
from articles.working_copy import StoryContent
from comments import importing, moderation
from comments.importing import GivenReaction, Row
from comments.models import MAX_DEPTH, Comment, CommentEvent, Discussion, Reaction, ReactionKind
from newsportal.core.models import User

pytestmark = pytest.mark.django_db

WRITTEN = datetime.datetime(2024, 5, 1, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture
def story() -> Story:
    section = Section(name="World", slug="world")
    sections.save(section)
    content = StoryContent(
        headline="Ferry talks resume", section=section.pk, body_html="<p>Yes.</p>"
    )
    story = publishing.create_story(None, content)
    publishing.publish(story, None, at=timezone.now() - datetime.timedelta(hours=1))
    return story


def row(key: str, parent: str = "", status: str = "approved", minutes: int | None = None, **fields):
    fields.setdefault("text", f"Comment {key}")
    after = datetime.timedelta(minutes=int(key) if minutes is None else minutes)
    return Row(key=key, parent=parent, status=status, created_at=WRITTEN + after, **fields)


def bring_in(story: Story, *rows: Row, **options):
    return importing.bring_in(story, rows, source="elsewhere", **options)


def shape(story: Story) -> list[tuple[str, int]]:
    """Key and depth of each comment as the thread reads."""
    comments = Comment.objects.of_story(story).order_by("path")
    return [(comment.import_id, comment.depth) for comment in comments]


def test_threads_keep_their_shape_whatever_the_order_of_the_rows(story):
    rows = [row("1"), row("2", "1"), row("3", "2"), row("4"), row("5", "1")]
    bring_in(story, *reversed(rows))
    assert shape(story) == [("1", 0), ("2", 1), ("3", 2), ("5", 1), ("4", 0)]
    reply = Comment.objects.get(import_id="3")
    assert (reply.parent.import_id, reply.reply_to.import_id) == ("2", "2")
    assert reply.root.import_id == "1"


def test_times_states_and_names_are_kept(story):
    rana = User.objects.create_user("rana@example.org")
    bring_in(story, row("1", author=rana), row("2", status="held", guest_name="Sam"))
    first, second = Comment.objects.order_by("sequence")
    assert (first.created_at, first.author) == (WRITTEN + datetime.timedelta(minutes=1), rana)
    assert (second.status, second.author_name) == ("held", "Sam")


def test_counters_are_true_and_replies_below_hidden_ones_are_not_counted(story):
    bring_in(
        story,
        row("1"),
        row("2", "1"),
        row("3", status="rejected"),
        row("4", "3"),
        row("5", status="held"),
        row("6", status="removed"),
        row("7", "6"),
    )
    story.refresh_from_db()
    discussion = Discussion.objects.get(story=story)
    assert (story.comment_count, discussion.public_count, discussion.held_count) == (3, 3, 1)
    assert moderation.recount(repair=False) == []
    assert Comment.objects.get(import_id="1").public_descendants == 1
    assert Comment.objects.get(import_id="4").hidden_ancestors == 1
    assert sum(StoryActivity.objects.values_list("comments", flat=True)) == 3


def test_a_second_run_changes_nothing_and_a_longer_one_adds_below_what_stands(story):
    bring_in(story, row("1"), row("2", "1"))
    again = bring_in(story, row("1"), row("2", "1"))
    assert (again.made, again.known) == (0, 2)
    more = bring_in(story, row("1"), row("2", "1"), row("3", "2"))
    assert (more.made, more.known) == (1, 2)
    assert shape(story) == [("1", 0), ("2", 1), ("3", 2)]
    assert Discussion.objects.get(story=story).next_sequence == 4


def test_a_parent_that_is_missing_or_a_ring_makes_a_root(story):
    bring_in(story, row("1", "99"), row("2", "4"), row("3", "2"), row("4", "3"), row("5", "5"))
    assert shape(story) == [("1", 0), ("2", 0), ("3", 1), ("4", 2), ("5", 0)]


def test_below_the_deepest_level_replies_stand_side_by_side_and_name_whom_they_answer(story):
    rows = [row(str(key), str(key - 1) if key > 1 else "") for key in range(1, MAX_DEPTH + 4)]
    bring_in(story, *rows)
    deepest = Comment.objects.order_by("sequence").last()
    assert deepest.depth == MAX_DEPTH
    assert deepest.reply_to.import_id == str(MAX_DEPTH + 2)


def test_html_of_another_system_is_cleaned_and_its_text_kept(story):
    html = 'Good <b>point</b><script>alert(1)</script>, see <a href="javascript:x()">this</a>'
    bring_in(story, row("1", text="", html=html))
    comment = Comment.objects.get()
    assert "script" not in comment.body_html
    assert comment.text.startswith("Good point")


def test_rows_with_nothing_to_show_are_skipped_with_a_sentence(story):
    result = bring_in(story, row("1", text=" "), row("2", text="x" * 10_001), row("3", "1"))
    assert [key for key, _why in result.skipped] == ["1", "2"]
    assert all(why.endswith(".") for _key, why in result.skipped)
    assert shape(story) == [("3", 0)]


def test_an_import_says_imported_and_no_more(story):
    mina = User.objects.create_user("mina@example.org")
    bring_in(story, row("1", decided_at=WRITTEN, decided_by=mina))
    event = CommentEvent.objects.get()
    assert (event.kind, event.from_status, event.to_status) == ("imported", "", "approved")


def test_own_history_tells_submission_and_decision_at_their_times(story):
    mina = User.objects.create_user("mina@example.org")
    rana = User.objects.create_user("rana@example.org")
    later = WRITTEN + datetime.timedelta(hours=2)
    bring_in(
        story,
        row("1", status="rejected", reason="abuse", author=rana, decided_at=later, decided_by=mina),
        row("2", status="held", author=rana),
        row("3", status="deleted", author=rana, decided_at=later),
        is_own_history=True,
    )
    told = CommentEvent.objects.order_by("comment", "at").values_list(
        "comment__import_id", "kind", "to_status", "actor__email", "at"
    )
    written = [WRITTEN + datetime.timedelta(minutes=minutes) for minutes in (0, 1, 2, 3)]
    assert list(told) == [
        ("1", "submitted", "held", "rana@example.org", written[1]),
        ("1", "rejected", "rejected", "mina@example.org", later),
        ("2", "submitted", "held", "rana@example.org", written[2]),
        ("3", "submitted", "held", "rana@example.org", written[3]),
        ("3", "deleted", "deleted", "rana@example.org", later),
    ]


def test_reactions_are_counted_from_the_rows_and_one_person_counts_once(story):
    comment = bring_in(story, row("1")).comments["1"]
    moved = ReactionKind.objects.create(label="Touched", icon="moved")
    guest = uuid.uuid4()
    given = [
        GivenReaction(kind=moved, at=WRITTEN, guest=guest),
        GivenReaction(kind=moved, at=WRITTEN, guest=guest),
        GivenReaction(kind=moved, at=WRITTEN, guest=uuid.uuid4()),
        GivenReaction(kind=moved, at=WRITTEN, guest=guest, comment=comment),
    ]
    assert importing.bring_in_reactions(story, given) == 3
    comment.refresh_from_db()
    assert Discussion.objects.get(story=story).reaction_counts == {str(moved.pk): 2}
    assert comment.reaction_counts == {str(moved.pk): 1}
    Reaction.objects.all().delete()
    importing.recount_reactions([story.pk])
    assert Discussion.objects.get(story=story).reaction_counts == {}
