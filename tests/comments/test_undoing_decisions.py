"""What a moderator decides at the desk: the page changes at once, people hear of it a minute later,
and until then all of it can be taken back (features M2, M3, M4)."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail
from django.db.models import F

from comments import appealing, editing, moderation, reporting, telling
from comments.models import Comment, CommentEvent, Decision, Discussion, Report
from newsportal import roles
from newsportal.core.models import User
from tests import factories as f
from tests.comments.telling import told, work

pytestmark = pytest.mark.django_db

STATE = (
    *("status", "hides_branch", "hidden_ancestors", "public_descendants", "appeared", "reason"),
    *("decided_at", "decided_by", "featured_at", "pinned_at", "open_reports", "report_weight"),
)


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian")


@pytest.fixture
def rana() -> User:
    return f.UserFactory(display_name="Rana")


@pytest.fixture
def mina() -> User:
    return f.UserFactory(display_name="Mina", is_staff=True)


@pytest.fixture
def ada() -> User:
    return f.UserFactory(display_name="Ada", is_staff=True)


@pytest.fixture
def story():
    return f.published(headline="Ferries late")


def everything(story) -> list[object]:
    """All that a decision may change below a story."""
    discussion = Discussion.objects.values("public_count", "held_count").get(story=story)
    story.refresh_from_db()
    return [
        *Comment.objects.filter(story=story).order_by("pk").values_list(*STATE),
        *Report.objects.order_by("pk").values_list("state", "settled_by", "settled_at", "answer"),
        (discussion, story.comment_count),
    ]


def pass_a_minute(event: CommentEvent) -> None:
    CommentEvent.objects.filter(comment=event.comment).update(at=F("at") - moderation.UNDO_FOR)


def test_every_verb_is_undone_to_exactly_what_was_before(story, rana, mina, ada):
    top = f.approved(story, rana)
    answer = f.approved(story, reply_to=top)
    f.held(story, reply_to=answer)
    moderation.feature(top, ada)
    moderation.pin(top, ada)
    reporting.report(top, reporting.Reporter(f.UserFactory()), "abuse", "He means me.")
    refused, gone = f.rejected(story), f.removed(story)
    waiting, spam = f.held(story), f.spam(story)
    before = everything(story)
    tried = [
        *((top, verb) for verb in "remove hold unfeature unpin keep".split()),
        *((answer, verb) for verb in "remove hold feature".split()),
        *((waiting, verb) for verb in "approve reject spam".split()),
        *((refused, verb) for verb in "approve spam".split()),
        *((spam, verb) for verb in "approve reject".split()),
        (gone, "restore"),
    ]

    for comment, verb in tried:
        for branch in ("keep", "hide"):
            event = moderation.decide(
                comment, verb, mina, reason="abuse", words="Calm down.", branch=branch
            )
            assert everything(story) != before or verb in ("approve", "reject", "spam"), verb
            undone = moderation.undo(event, mina)
            comment.refresh_from_db()
            assert everything(story) == before, (verb, branch)
            assert (undone.kind, undone.undoes, undone.actor) == ("undone", event, mina)
    assert moderation.recount(repair=False) == []
    assert reporting.recount(repair=False) == []
    work()
    assert rana.notices.filter(kind=telling.REFUSED).count() == 0


def test_it_is_undone_by_who_did_it_within_the_minute_and_only_the_last(story, rana, mina, ada):
    comment = f.held(story, rana)
    event = moderation.decide(comment, "approve", mina)

    with pytest.raises(moderation.TooLate, match="only who decided"):
        moderation.undo(event, ada)
    later = moderation.decide(comment, "remove", ada)
    with pytest.raises(moderation.TooLate, match="Ada has made this comment “removed”"):
        moderation.undo(event, mina)
    moderation.undo(later, ada)
    for one in (event, later):  # the undoing happened since; and nothing is undone twice
        with pytest.raises(moderation.TooLate):
            moderation.undo(one, one.actor)
    late = moderation.decide(comment, "remove", mina)
    pass_a_minute(late)
    with pytest.raises(moderation.TooLate, match="minute to undo this is over"):
        moderation.undo(late, mina)
    system = moderation.restore(comment, None)
    with pytest.raises(moderation.TooLate, match="cannot be undone here"):
        moderation.undo(system, mina)


def test_words_that_were_edited_or_appealed_for_since_stay_decided(story, rana, mina):
    f.policy("hold_all", edit_minutes=5)
    shown, refused = f.held(story, rana), f.held(story, rana)
    approval = moderation.decide(shown, "approve", mina)
    refusal = moderation.decide(refused, "reject", mina)
    editing.edit(Comment.objects.get(pk=shown.pk), rana, "Seven ferries.", revision=1)
    appealing.appeal(refused, rana, "Why?")

    tally = moderation.undo_all([approval, refusal], mina)

    assert tally.done == 0
    assert "Rana has edited this comment" in tally.skipped[1]
    assert "appealed" in tally.skipped[0]


def test_an_old_page_overrides_nobody_and_tells_who_decided(story, rana, mina, ada):
    comment = f.held(story, rana)
    seen_by_both = Comment.objects.get(pk=comment.pk)
    moderation.decide(comment, "reject", ada, seen="held")

    with pytest.raises(moderation.TooLate, match="Ada has made this comment “rejected” on "):
        moderation.decide(seen_by_both, "approve", mina, revision=1, seen="held")
    moderation.decide(seen_by_both, "approve", mina, revision=1, seen="rejected")  # read, and meant
    with pytest.raises(moderation.TooLate):
        moderation.decide(comment, "feature", ada, revision=2)
    with pytest.raises(moderation.TooLate, match="has settled these reports"):
        moderation.decide(comment, "keep", ada)

    kinds = list(comment.events.values_list("kind", flat=True))
    assert kinds == ["submitted", "rejected", "approved"]


def test_the_author_hears_when_the_minute_is_over_and_of_what_stands(
    story, rana, mina, ada, client, monkeypatch
):
    comment = f.held(story, rana)
    undone = moderation.decide(comment, "reject", mina, reason="abuse", words="By mistake.")
    moderation.undo(undone, mina)
    moderation.decide(comment, "reject", mina, reason="abuse", words="The minister is *a person*.")
    monkeypatch.setattr("tests.accounts.people.let_the_minute_pass", lambda: None)
    assert work() == []
    monkeypatch.undo()

    (letter,) = work()

    html, _kind = letter.alternatives[0]
    for body in (letter.body, html):
        assert "The minister is *a person*." in body
        assert "By mistake" not in body
    client.force_login(rana)
    for address in ("/me/comments/", f"/me/comments/{comment.pk}/"):
        page = client.get(address).content.decode()
        assert "The minister is *a person*." in page
        assert "By mistake" not in page
        assert "Mina" not in page
    # What changed again before anybody heard of it is told once, as it is now.
    moderation.decide(comment, "approve", ada)
    moderation.decide(comment, "remove", mina, words="No.")
    assert [one.subject for one in work()] == ["Your comment on “Ferries late” was removed"]
    moderation.decide(comment, "restore", ada)
    assert told(rana)[0] == "Your comment on “Ferries late” was removed (decided anew since)"
    work()
    assert told(rana)[0] == "Decided anew: your comment on “Ferries late” is published"


def test_reporters_hear_of_no_decision_that_was_undone(story, rana, mina):
    comment, sam = f.approved(story), f.UserFactory()
    reporting.report(comment, reporting.Reporter(sam), "spam")
    work()
    undone = moderation.decide(comment, "remove", mina, reason="off_topic")
    moderation.undo(undone, mina)
    work()
    assert told(sam) == []
    assert Comment.objects.get(pk=comment.pk).open_reports == 1

    moderation.decide(comment, "keep", mina, words="It is what the story is about.")

    (letter,) = work()
    assert "It is what the story is about." in letter.body
    assert told(sam) == ["The comment that you reported stays"]


def test_an_appeal_that_a_decision_closed_by_itself_waits_again_when_it_is_undone(rana, mina, ada):
    roles.give(ada, roles.ADMINISTRATOR)
    comment = f.held(author=rana)
    moderation.reject(comment, mina)
    made = appealing.appeal(comment, rana, "It was a quotation.")
    event = moderation.decide(comment, "approve", mina)
    made.refresh_from_db()
    assert made.state == "overturned"

    moderation.undo(event, mina)

    made.refresh_from_db()
    assert (made.state, made.outcome, made.answered_by) == ("open", None, None)
    mail.outbox.clear()
    assert not [letter for letter in work() if "appeal was right" in letter.subject]
    appealing.decide(made, ada, overturn=True, answer="You are right.")
    outcome = CommentEvent.objects.latest("pk")
    with pytest.raises(moderation.TooLate, match="cannot be undone here"):
        moderation.undo(outcome, ada)


def test_words_to_the_author_go_with_the_account_and_stand_in_no_event(story, rana, mina):
    comment = f.held(story, rana)
    moderation.decide(comment, "reject", mina, words="Rana, please.")
    columns = [name for name in CommentEvent.objects.values()[0] if name not in ("id", "at")]
    assert not any(
        "Rana, please." in str(value)
        for value in CommentEvent.objects.values_list(*columns, flat=False)
    )

    from comments import personal_data

    rows = [row for row in personal_data._events(rana) if "Rana, please." in row]
    assert len(rows) == 1
    personal_data.erase(rana, keep_comments=True)

    assert set(Decision.objects.values_list("words", flat=True)) == {""}


def test_a_pinned_thread_comes_back_on_top_only_while_there_is_room(story, mina, ada):
    roots = [f.approved(story) for _ in range(moderation.MOST_PINNED + 1)]
    for root in roots[:-1]:
        moderation.decide(root, "pin", mina)
    event = moderation.decide(roots[0], "unpin", mina)
    moderation.decide(roots[-1], "pin", ada)

    with pytest.raises(moderation.TooLate, match="pinned here already"):
        moderation.undo(event, mina)


def test_what_was_published_unread_is_read_once(story, mina, ada):
    f.policy("open")
    comment = f.held(story)
    assert comment in Comment.objects.unread()

    event = moderation.decide(comment, "read", mina, seen="approved")
    with pytest.raises(moderation.TooLate, match="Mina has made this comment “read, and left"):
        moderation.decide(comment, "read", ada)
    assert comment not in Comment.objects.unread()
    moderation.undo(event, mina)

    assert comment in Comment.objects.unread()


def test_who_had_decided_before_may_have_left_within_the_minute(story, rana, mina):
    lee = f.UserFactory()
    comment = f.held(story, rana)
    moderation.decide(comment, "reject", lee)
    event = moderation.decide(comment, "approve", mina)
    lee.delete()

    moderation.undo(event, mina)

    comment.refresh_from_db()
    assert (comment.status, comment.decided_by) == ("rejected", None)
    assert comment.decided_at < event.at + datetime.timedelta(seconds=1)
