"""Submitting a comment: every check runs, then one transaction writes all of it."""

from __future__ import annotations

import hashlib
import struct
import unicodedata
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from articles.chrome import current as chrome
from articles.models import Story
from comments import alikeness, gate, markup, moderation, nudging, sanctions, screening
from comments.discussions import Rule, discussion_of, rule_for
from comments.gate import NotAccepted
from comments.models import MAX_DEPTH, Comment, CommentEvent, Signal
from comments.screening import external
from newsportal.core import versions
from newsportal.core.events import announce
from newsportal.core.models import User
from newsportal.core.paper import absolute

Status = Comment.Status

NOT_PUBLIC_ANY_MORE = gettext_lazy(
    "The comment that you answer is not public any more. You can post yours as a new one."
)


@dataclass(frozen=True)
class Guest:
    """Somebody without an account: a name that may stand above a comment, and an address."""

    name: str
    email: str


@dataclass(frozen=True)
class Examined:
    """Words that passed the gate, with what every check said of them; nothing is written yet."""

    submission: screening.Submission
    verdicts: list[screening.Named]
    rule: Rule


@dataclass(frozen=True)
class Submitted:
    """What became of a submission: the comment, and whether this call made it."""

    comment: Comment
    is_new: bool


def hash_of(text: str) -> bytes:
    """16 bytes that are equal for texts that differ in case, width, space and punctuation only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    letters = "".join(character for character in folded if character.isalnum())
    return hashlib.blake2b((letters or folded).encode(), digest_size=16).digest()


def step(sequence: int) -> bytes:
    """A comment's own part of its path: its sequence number, four bytes, big-endian."""
    return struct.pack(">I", sequence)


def submit(  # noqa: PLR0913 — what a form and its request know
    story: Story,
    author: User,
    text: str,
    *,
    reply_to: Comment | None = None,
    form_key: uuid.UUID | None = None,
    address: str | None = None,
    agent: str = "",
    nudge: bool = False,
) -> Submitted:
    """Write a reader's comment as held or approved, as the strictest check says.

    Args:
        text: cleaned by the form; its shape is right.
        reply_to: the public comment of the same story that is answered.
        form_key: the key the form was given; the same key and words of the same author are the
            same comment.
        address: network address, kept 90 days.
        agent: what the browser calls itself; told to outside checks that want it, never kept.
        nudge: say what a check would hold instead of holding it.

    Raises:
        nudging.Nudge: as asked for; nothing is written.
        NotAccepted: the story or the discussion is closed, the parent cannot be answered, or slow
            mode asks for patience.
        sanctions.MayNotWrite: the author is banned or suspended, or has a warning to read.
    """
    again = _submitted_before(author, form_key)
    if again and again.text == text:
        return Submitted(again, is_new=False)
    if again:
        form_key = None  # the browser's "back" brought the old form, and it was used for new words
    try:
        words = prepare(
            story, author, text, reply_to=reply_to, address=address, agent=agent, nudge=nudge
        )
        return write(words, reply_to=reply_to, form_key=form_key, address=address)
    except (IntegrityError, NotAccepted, nudging.Nudge):
        # The same form, sent twice at once: the other was faster, also past slow mode, and its
        # words are what the check of repetitions found.
        again = _submitted_before(author, form_key)
        if again is None:
            raise
        return Submitted(again, is_new=False)


def prepare(
    story: Story,
    author: User,
    text: str,
    *,
    reply_to: Comment | None = None,
    address: str | None = None,
    agent: str = "",
    nudge: bool = False,
) -> Examined:
    """Ask the gate and every check about new words; arguments and errors as for `submit`.

    Services outside are asked here, so never call it inside a transaction.
    """
    rule = rule_for(story, discussion_of(story))
    is_always_held = gate.check(author, story, rule)
    if reply_to is not None:
        gate.check_reply(rule)
    origin = screening.Origin(address=address, is_always_held=is_always_held)
    submission, verdicts = examine(text, story, author, rule, origin)
    if nudge:
        nudging.check(text, verdicts)
    kind = "comment" if reply_to is None else "reply"
    verdicts = verdicts + outside(submission, verdicts, kind=kind, address=address, agent=agent)
    return Examined(submission, verdicts, rule)


@transaction.atomic
def write(
    words: Examined,
    *,
    reply_to: Comment | None = None,
    form_key: uuid.UUID | None = None,
    address: str | None = None,
) -> Submitted:
    """Write words that were examined, in one transaction; arguments and errors as for `submit`.

    Raises IntegrityError when the same form was faster.
    """
    submission = words.submission
    comment = _new(submission, status_for(words.verdicts), words.verdicts)
    comment.form_key, comment.address = form_key, address
    _place(comment, reply_to)
    if submission.author is not None:
        ask_once_more(submission.author, submission.story, words.verdicts)
        gate.check_pace(submission.story, words.rule, author=submission.author)
    if comment.status == Status.HELD:
        alikeness.compare(comment)
    comment.save()
    _keep(comment, words.verdicts)
    moderation.count_new(comment, submission.written_at)
    announce("comment.submitted", comment=comment.pk)
    return Submitted(comment, is_new=True)


def outside(
    submission: screening.Submission,
    verdicts: list[screening.Named],
    *,
    kind: str,
    address: str | None = None,
    agent: str = "",
) -> list[screening.Named]:
    """What services outside say of words that our own checks would publish (feature M7).

    Of what waits anyway the worker asks them (`comments.asking`), so that nobody waits for them;
    what is spam already they are not told.
    """
    if screening.strictest(verdicts) is not screening.Strictness.PASS:
        return []
    asked = external.services()
    if not asked:
        return []
    author = submission.author
    question = external.Question(
        text=submission.text,
        kind=kind,
        story=absolute(submission.story.get_absolute_url()),
        author=author.display_name if author else "",
        author_id=author.pk if author else None,
        address=address,
        written_at=submission.written_at,
        language=chrome.get().site.language,
        agent=agent,
        occasion="new" if submission.edited is None else "edit",
    )
    return external.ask(question, asked)


def ask_once_more(author: User, story: Story, verdicts: list[screening.Named]) -> None:
    """Whether somebody may still write, where services outside took their time after the gate was
    asked; in the caller's transaction. Raises sanctions.MayNotWrite."""
    said = {name for name, _verdict in verdicts}
    if any(one.name in said for one in external.services()):
        sanctions.check_may_write(author, story)


@transaction.atomic
def submit_unconfirmed(
    story: Story,
    guest: Guest,
    text: str,
    rule: Rule,
    *,
    reply_to: Comment | None = None,
    address: str | None = None,
) -> Submitted:
    """Write a guest's comment that nobody sees until its address is confirmed.

    The same words at the same place from the same address are the same comment: a guest's form
    carries no key, since it stands on pages that are the same for all.

    Raises:
        NotAccepted: the parent cannot be answered.
    """
    origin = screening.Origin(address=address, email=guest.email)
    submission, verdicts = examine(text, story, None, rule, origin)
    comment = _new(submission, Status.UNCONFIRMED, verdicts)
    comment.guest_name, comment.guest_email = guest.name, guest.email
    comment.address = address
    _place(comment, reply_to)  # the lock: of two at once one finds the other's
    again = Comment.objects.filter(
        story=story,
        guest_email=guest.email,
        text=text,
        reply_to=comment.reply_to,
        status__in=(Status.UNCONFIRMED, Status.HELD),
    ).first()
    if again is not None:
        return Submitted(again, is_new=False)
    alikeness.compare(comment)
    comment.save()
    _keep(comment, verdicts)
    moderation.take_number(comment)
    return Submitted(comment, is_new=True)


def screen_again(comment: Comment) -> None:
    """Keep what every check says now in place of what it said when the words were typed: between
    the two a guest's mail may have lain for days. In the caller's transaction; no state moves."""
    comment.signals.filter(revision=comment.revision).delete()
    verdicts = screening.rerun(comment)
    Signal.objects.bulk_create(signals_of(comment, verdicts))
    Comment.objects.filter(pk=comment.pk).update(flags=screening.flags(verdicts))


def rerender(comment: Comment) -> None:
    """Make a comment's HTML anew after the markup changed; its text stays what was typed."""
    if comment.came_as_html:
        html = markup.clean_comment_html(comment.body_html)
    else:
        html = markup.render_comment(comment.text)
    with transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(
            body_html=html, markup_version=markup.COMMENT_MARKUP_VERSION
        )
        versions.bump(f"discussion:{comment.story_id}")


def _submitted_before(author: User, form_key: uuid.UUID | None) -> Comment | None:
    if form_key is None:
        return None
    return Comment.objects.filter(author=author, form_key=form_key).first()


def _new(
    submission: screening.Submission, status: Status, verdicts: list[screening.Named]
) -> Comment:
    """The unsaved row of words that were examined."""
    return Comment(
        story=submission.story,
        author=submission.author,
        text=submission.text,
        body_html=markup.render_comment(submission.text),
        markup_version=markup.COMMENT_MARKUP_VERSION,
        text_hash=submission.text_hash,
        status=status,
        reason="" if status == Status.UNCONFIRMED else screening.reason_of(verdicts),
        flags=screening.flags(verdicts),
        unread_since=submission.written_at if status == Status.APPROVED else None,
        hides_branch=status in Comment.HIDING,
    )


def examine(
    text: str,
    story: Story,
    author: User | None,
    rule: Rule,
    origin: screening.Origin,
    *,
    edited: Comment | None = None,
) -> tuple[screening.Submission, list[screening.Named]]:
    """Run every check over words; returns what the checks were given, and what they said.

    Args:
        origin: where they come from, with what the gate said.
        edited: the comment that gets the words; it counts for nothing itself.
    """
    submission = screening.Submission(
        text=text,
        text_hash=hash_of(text),
        story=story,
        author=author,
        rule=rule,
        origin=origin,
        written_at=timezone.now(),
        edited=edited.pk if edited else None,
    )
    return submission, screening.screen(submission)


def status_for(verdicts: list[screening.Named]) -> Status:
    """The state that the strictest verdict asks for."""
    return {
        screening.Strictness.PASS: Status.APPROVED,
        screening.Strictness.HOLD: Status.HELD,
        screening.Strictness.REJECT: Status.REJECTED,
        screening.Strictness.SPAM: Status.SPAM,
    }[screening.strictest(verdicts)]


def _place(comment: Comment, reply_to: Comment | None) -> None:
    """Give the comment its sequence number and its place, under the discussion's lock."""
    comment.sequence = gate.enter(comment.story_id).next_sequence
    comment.appeared = comment.sequence if comment.status == Status.APPROVED else 0
    if reply_to is None:
        comment.path = step(comment.sequence)
        return
    answered = Comment.objects.public().filter(story=comment.story, pk=reply_to.pk).first()
    if answered is None:
        raise NotAccepted(str(NOT_PUBLIC_ANY_MORE), "reply_to")
    place_below(comment, answered)


def place_below(comment: Comment, answered: Comment) -> None:
    """Put `comment`, whose sequence is set, below the one it answers.

    Below the deepest level it becomes a sibling of the answered one, whose name stays (C1).
    """
    parent = answered
    if answered.depth >= MAX_DEPTH and answered.parent is not None:
        parent = answered.parent
    comment.reply_to = answered
    comment.parent = parent
    comment.root_id = parent.root_id or parent.pk
    comment.depth = parent.depth + 1
    comment.path = bytes(parent.path) + step(comment.sequence)


def signals_of(comment: Comment, verdicts: list[screening.Named]) -> list[Signal]:
    """The unsaved rows that keep what each check said of a comment's present words."""
    return [
        Signal(
            comment=comment,
            revision=comment.revision,
            check_name=name,
            version=verdict.version,
            verdict=verdict.strictness.name.lower(),
            code=verdict.code,
            score=verdict.score,
            spans=list(verdict.spans),
            inputs=verdict.inputs,
        )
        for name, verdict in verdicts
    ]


def _keep(comment: Comment, verdicts: list[screening.Named]) -> None:
    """Event and signals of a new comment, in the caller's transaction."""
    Signal.objects.bulk_create(signals_of(comment, verdicts))
    CommentEvent.objects.create(
        comment=comment,
        kind=CommentEvent.Kind.SUBMITTED,
        to_status=comment.status,
        revision=comment.revision,
        reason=comment.reason,
        actor=comment.author,
    )
