"""What the discussion holds about a person, and how it goes (feature R15).

Nothing here names anybody else: neither whom a comment answers nor who decided on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Story
from comments import (
    appealing,
    kept_sanctions,
    legal_notices,
    moderation,
    notice_givers,
    reacting,
    reader_notes,
    reporting,
    watching,
)
from comments.models import (
    Appeal,
    Comment,
    CommentEvent,
    CommentVersion,
    Decision,
    DiscussionFollow,
    LegalNotice,
    Mute,
    NoticeGiver,
    Reaction,
    ReaderNote,
    Report,
    Sanction,
    SecondLook,
    Signal,
)
from comments.models.comment import CommentQuerySet
from newsportal.core.models import User
from newsportal.core.personal_data import Part, Row, register, register_erasure

#: Comments deleted between two looks at the database; each is a transaction of its own.
AT_ONCE = 500

_COMMENT = _("Comment")
_WHEN = _("When")
_REASON = _("Reason")


def register_all() -> None:
    """Called when the app is ready."""
    register(
        Part(
            "comments",
            _("Your comments"),
            20,
            {
                "id": _COMMENT,
                "address": _("Address"),
                "story": _("Story"),
                "written": _("Written"),
                "edited": _("Edited"),
                "state": _("State"),
                "reason": _REASON,
                "text": _("Text"),
                "network_address": _("Network address"),
            },
            _comments,
        ),
        Part(
            "comment_versions",
            _("What your comments said before you edited them"),
            21,
            {"id": _COMMENT, "version": _("Version"), "written": _("Written"), "text": _("Text")},
            lambda person: (
                CommentVersion.objects.filter(comment__author=person)
                .order_by("comment", "revision")
                .values_list("comment", "revision", "at", "text")
            ),
        ),
        Part(
            "comment_history",
            _("What happened to your comments"),
            22,
            {
                "id": _COMMENT,
                "what": pgettext_lazy("what happened", "What"),
                "when": _WHEN,
                "reason": _REASON,
                "words": _("Words to you"),
            },
            _events,
        ),
        Part(
            "reactions",
            _("Your reactions"),
            23,
            {
                "reaction": _("Reaction"),
                "to": pgettext_lazy("what a reaction was given to", "To"),
                "when": _WHEN,
            },
            _reactions,
        ),
        Part(
            "decisions",
            _("Decisions about you"),
            24,
            {
                "kind": _("Kind"),
                "section": _("Section"),
                "reason": _REASON,
                "words": _("Words to you"),
                "note": _("Note of moderators"),
                "since": _("Since"),
                "until": _("Until"),
                "lifted": _("Lifted"),
                "acknowledged": _("Read by you"),
            },
            _sanctions,
        ),
        Part(
            "moderators_notes",
            _("Notes of moderators about you"),
            30,
            {
                "note": _("Note"),
                "by": pgettext_lazy("who wrote it", "By"),
                "when": _WHEN,
                "edited": _("Edited"),
            },
            _notes,
        ),
        Part(
            "appeals",
            _("Your appeals"),
            25,
            {
                "id": _("Comment, or decision about you"),
                "made": _("Made"),
                "text": _("Text"),
                "state": _("State"),
                "answered": _("Answered"),
                "answer": _("Answer"),
            },
            _appeals,
        ),
        Part(
            "followed_discussions",
            _("Discussions you follow"),
            26,
            {"address": _("Address"), "id": _COMMENT, "since": _("Since")},
            _followed,
        ),
        Part(
            "reports",
            _("Comments that you reported"),
            28,
            {
                "id": _COMMENT,
                "reason": _REASON,
                "words": _("Your words"),
                "when": _WHEN,
                "state": _("State"),
                "answer": _("Answer"),
            },
            _reports,
        ),
        Part(
            "legal_notices",
            _("Notices of illegal content that you gave"),
            29,
            {
                "reference": _("Reference"),
                "about": pgettext_lazy("what it is about", "About"),
                "ground": _("Ground"),
                "law": _("Law"),
                "explanation": _("Explanation"),
                "name": _("Name"),
                "email": _("E-mail address"),
                "when": _WHEN,
                "state": _("State"),
                "appeal": _("Appeal"),
                "decisions": _("Decisions"),
            },
            _legal_notices,
        ),
        Part(
            "second_looks",
            _("Second looks at decisions of colleagues"),
            31,
            {"id": _COMMENT, "opinion": _("Opinion"), "reason": _REASON, "when": _WHEN},
            _second_looks,
        ),
        Part(
            "notices_standing",
            _("How your notices are taken"),
            30,
            {
                "trusted": _("Trusted since"),
                "warned": _("Warned"),
                "suspended": _("Suspended until"),
            },
            lambda person: NoticeGiver.objects.filter(email=person.email.lower()).values_list(
                "trusted_since", "warned_at", "suspended_until"
            ),
        ),
        Part(
            "muted_people",
            _("People you muted"),
            27,
            {"since": _("Since")},  # not who: that is about somebody else
            _mutes,
        ),
    )
    register_erasure(erase)


def _comments(person: User) -> Iterator[Row]:
    own = Comment.objects.filter(author=person).select_related("story__section")
    for comment in own.order_by("created_at", "pk").iterator(chunk_size=AT_ONCE):
        is_refused = comment.status in (Comment.Status.REJECTED, Comment.Status.REMOVED)
        yield (
            comment.pk,
            _address(comment.story, f"comments/{comment.pk}/"),
            comment.story.headline if comment.story.is_live() else "",
            comment.created_at,
            comment.edited_at,
            comment.get_status_display(),
            comment.reason_words if is_refused else "",
            comment.text,
            comment.address,
        )


def _events(person: User) -> Iterator[Row]:
    told = CommentEvent.objects.filter(comment__author=person).select_related("decision")
    for event in told.order_by("at", "pk").iterator(chunk_size=AT_ONCE):
        decision = getattr(event, "decision", None)
        # With "kept" they were said to those who reported it.
        words = decision.words if decision and event.kind != CommentEvent.Kind.KEPT else ""
        yield event.comment_id, event.get_kind_display(), event.at, event.reason_words, words


def _reactions(person: User) -> Iterator[Row]:
    given = Reaction.objects.filter(user=person).select_related(
        "kind", "story__section", "comment__story__section"
    )
    for reaction in given.order_by("at", "pk").iterator(chunk_size=AT_ONCE):
        comment = reaction.comment
        story = comment.story if comment else reaction.story
        below = f"comments/{comment.pk}/" if comment else ""
        yield reaction.kind.label, _address(story, below) if story else "", reaction.at


def _sanctions(person: User) -> Iterator[Row]:
    for sanction in Sanction.objects.of(person).select_related("section"):
        yield (
            sanction.get_kind_display(),
            sanction.section.name if sanction.section else "",
            sanction.reason_words,
            sanction.words,
            sanction.note,
            sanction.made_at,
            sanction.ends_at,
            sanction.lifted_at,
            sanction.acknowledged_at,
        )


def _notes(person: User) -> Iterator[Row]:
    """What is noted is about the person (GDPR article 15, decision 34); who noted it is not."""
    for note in ReaderNote.objects.about(person).select_related("sanction"):
        is_system = note.kind != ReaderNote.Kind.WORDS
        by = _("the system") if is_system else _("a moderator")
        yield reader_notes.sentence(note), by, note.at, note.edited_at


def _appeals(person: User) -> Iterator[Row]:
    made = Appeal.objects.filter(person=person).select_related("sanction")
    for appeal in made.order_by("made_at", "pk"):
        yield (
            appeal.sanction.get_kind_display() if appeal.sanction else appeal.comment_id,
            appeal.made_at,
            appeal.text,
            appeal.get_state_display(),
            appeal.answered_at,
            appeal.answer,
        )


def _followed(person: User) -> Iterator[Row]:
    for row in DiscussionFollow.objects.of_person(person):
        yield _address(row.story, "#comments"), row.branch_id, row.at


def _reports(person: User) -> Iterator[Row]:
    for row in Report.objects.filter(reporter=person).order_by("at", "pk"):
        reason, state = row.get_reason_display(), row.get_state_display()
        yield row.comment_id, reason, row.words, row.at, state, row.answer


def _legal_notices(person: User) -> Iterator[Row]:
    for row in LegalNotice.objects.filter(user=person).prefetch_related("decisions"):
        decided = [f"{one.get_act_display()}: {one.text}" for one in row.decisions.all()]
        said = (row.law, row.explanation, row.name, row.email, row.at)
        about = (row.reference, row.address, row.get_ground_display())
        yield *about, *said, row.get_state_display(), row.appeal, "\n".join(decided)


def _second_looks(person: User) -> Iterator[Row]:
    """What they would have decided, and not what was."""
    given = SecondLook.objects.filter(moderator=person).select_related("event")
    for look in given.order_by("at", "pk"):
        yield look.event.comment_id, look.get_opinion_display(), look.reason_words, look.at


def _mutes(person: User) -> Iterator[Row]:
    yield from Mute.objects.filter(person=person).order_by("at").values_list("at")


def _address(story: Story, below: str) -> str:
    """Where it stands, as long as the story stands there: an address tells a headline too."""
    return f"{settings.SITE_URL}{story.get_absolute_url()}{below}" if story.is_live() else ""


# Erasing ------------------------------------------------------------------------------------------


def erase(person: User, keep_comments: bool) -> None:
    """Delete what a person wrote and gave; comments that stay lose their network address.

    Args:
        person: whose account is being deleted.
        keep_comments: leave what is published, under “A former reader”. What was never published,
            or was taken down, goes in either case: nobody can read it, so nobody misses it.
    """
    kept_sanctions.keep(person)
    reacting.withdraw_all(person)
    appealing.withdraw_all(person)
    reporting.forget_person(person)
    watching.forget_person(person)
    legal_notices.forget_person(person)
    notice_givers.forget_person(person)
    going = Comment.objects.filter(author=person)
    if keep_comments:
        going = going.exclude(status=Comment.Status.APPROVED)
    while batch := list(going.filter(status__in=moderation.MAY_DELETE).order_by("-pk")[:AT_ONCE]):
        for comment in batch:
            _delete(comment, person)
    _blank(going)
    Decision.objects.filter(event__comment__author=person).update(words="")
    Comment.objects.filter(author=person).update(address=None, form_key=None)


def _delete(comment: Comment, person: User) -> None:
    # When a moderator was faster, the next look finds the comment in its new state.
    with suppress(moderation.TooLate):
        moderation.delete(comment, person)


def _blank(gone: CommentQuerySet) -> None:
    """Take the words away: of comments that are gone, of their versions, of what checks quoted."""
    Signal.objects.filter(comment__in=gone).delete()
    CommentVersion.objects.filter(comment__in=gone).update(text="", body_html="")
    gone.update(text="", body_html="", text_hash=b"", alike_key=0, alike_bands=None)
