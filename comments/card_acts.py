"""What a moderator's card posts, read and done in one place.

The queue, the admin's list of comments and a comment's own page post the same fields: ``_decide``
names the act and the comment, as ``approve:12`` or, with its reason, ``reject:12:abuse``; beside it
stand ``reason-12``, ``words-12``, ``answer-12``, ``branch-12``, and what was seen: ``revision-12``
and ``seen-12``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import claiming, editing, moderation, rights
from comments.desk_cards import VERBS
from comments.models import Comment, CommentEvent, Reason
from comments.models.decision import WORDS_LENGTH
from comments.models.report import ANSWER_LENGTH
from newsportal.core.plain_text import clean_line

MARKS = ("feature", "unfeature", "pin", "unpin")
#: Settles reports and leaves the comment as it is.
KEEP = "keep"
#: Was published at once, and is fine (feature M9).
READ = "read"
CLAIM, RELEASE = "claim", "release"

#: More digits than any id has.
LONGEST = 18

#: The tag of a message that carries the way back; the number of the event follows.
UNDO_TAG = "undo-"


@dataclass(frozen=True)
class Outcome:
    """What came of an act.

    Args:
        comment: None when there is none that this person decides on.
        sentence: what the moderator is told.
        status: HTTP status; 200 when it was done.
        event: what can be undone for a minute.
        leaves: the comment is decided, and the next one's turn.
        typed: the words to the author, to stand in their field again.
    """

    comment: Comment | None
    sentence: str
    status: int = 200
    event: CommentEvent | None = None
    leaves: bool = False
    typed: str = ""

    @property
    def is_done(self) -> bool:
        return self.status == 200

    @property
    def comment_pk(self) -> int:
        return self.comment.pk if self.comment else 0


def do(request: HttpRequest) -> Outcome:
    """Do what a card of this request asks for."""
    user: Any = request.user
    verb, _colon, rest = request.POST.get("_decide", "").partition(":")
    number, _colon, reason = rest.partition(":")
    comment = None
    if (
        verb in (*VERBS, *MARKS, KEEP, READ, CLAIM, RELEASE)
        and number.isascii()
        and number.isdigit()
    ):
        comment = rights.decidable(user).filter(pk=int(number[:LONGEST])).first()
    if comment is None:
        return Outcome(None, _("That comment is not there."), 404)
    try:
        if verb in (CLAIM, RELEASE):
            return _claim(comment, user, verb)
        return _decide(comment, verb, user, reason, request.POST)
    except (moderation.TooLate, claiming.Taken) as late:
        comment.refresh_from_db()
        typed = request.POST.get(f"words-{comment.pk}", "")[:WORDS_LENGTH]
        return Outcome(comment, late.message, 409, typed=typed)


def _decide(
    comment: Comment, verb: str, user: Any, reason: str, posted: Mapping[str, str]
) -> Outcome:
    pk = comment.pk
    reason = reason or posted.get(f"reason-{pk}", "")
    typed, most = posted.get(f"words-{pk}", ""), WORDS_LENGTH
    if verb == KEEP:
        typed, most = posted.get(f"answer-{pk}", ""), ANSWER_LENGTH
    words = one_line(typed)
    if len(words) > most:
        sentence = _("These words are longer than %(most)d characters. Nothing was decided.")
        return Outcome(comment, sentence % {"most": most}, 422, typed=typed)
    reports = comment.open_reports
    event = moderation.decide(
        comment,
        verb,
        user,
        reason=reason if reason in Reason.values else Reason.OTHER,
        words=words,
        revision=editing.read_revision(posted.get(f"revision-{pk}", "")),
        seen=posted.get(f"seen-{pk}") or None,
        branch=posted.get(f"branch-{pk}") or None,
    )
    claiming.decided(comment)
    sentence = _kept(reports) if verb == KEEP else _is_now(comment, verb)
    if verb == READ:
        sentence = _("You have read %(name)s’s comment; it stays.") % {"name": comment.author_name}
    return Outcome(comment, sentence, event=event, leaves=verb in (*VERBS, KEEP, READ))


def _kept(number: int) -> str:
    words = ngettext(
        "The comment stays; %(number)d report is settled.",
        "The comment stays; %(number)d reports are settled.",
        number,
    )
    return words % {"number": number}


def _is_now(comment: Comment, verb: str) -> str:
    return _("%(name)s’s comment is %(status)s now.") % {
        "name": comment.author_name,
        "status": state_after(comment, verb),
    }


def _claim(comment: Comment, user: Any, verb: str) -> Outcome:
    if verb == RELEASE:
        claiming.release(comment, user)
        return Outcome(comment, _("You are no longer on this comment."))
    claiming.claim(comment, user)
    minutes = int(claiming.HOLDS.total_seconds() // 60)
    words = ngettext(
        "Colleagues see for %(number)d minute that you are on this comment.",
        "Colleagues see for %(number)d minutes that you are on this comment.",
        minutes,
    )
    return Outcome(comment, words % {"number": minutes})


def tell(request: HttpRequest, outcome: Outcome, *, look_again: str = "") -> None:
    """Say on the next page what came of an act, with the way back where there is one.

    Args:
        look_again: the comment's page, where its card is gone from the one that comes next.
    """
    words = outcome.sentence
    if look_again and outcome.is_done:
        words = format_html('{} <a href="{}">{}</a>', words, look_again, _("Look at it again"))
    level = messages.SUCCESS if outcome.is_done else messages.WARNING
    if outcome.comment is None:
        level = messages.ERROR
    tag = f"{UNDO_TAG}{outcome.event.pk}" if outcome.event else ""
    messages.add_message(request, level, words, extra_tags=tag)


def seen_revisions(posted: Mapping[str, Any]) -> dict[int, int]:
    """The revisions of the cards that were on the page when a bulk verb was chosen."""
    return {
        pk: int(value)
        for pk, value in _of_cards(posted, "revision").items()
        if value.isascii() and value.isdigit() and len(value) < 6
    }


def seen_states(posted: Mapping[str, Any]) -> dict[int, str]:
    """The states of the cards that were on the page when a bulk verb was chosen."""
    return {pk: value for pk, value in _of_cards(posted, "seen").items() if value}


def _of_cards(posted: Mapping[str, Any], name: str) -> dict[int, str]:
    pattern = re.compile(rf"{name}-([0-9]{{1,{LONGEST}}})")
    found = ((pattern.fullmatch(key), str(value)) for key, value in posted.items())
    return {int(match[1]): value for match, value in found if match}


def state_after(comment: Comment, verb: str) -> str:
    """What a comment is after a verb, in words."""
    marks = {
        "feature": _("an editors’ pick"),
        "unfeature": _("no editors’ pick"),
        "pin": _("pinned"),
        "unpin": _("not pinned"),
    }
    return str(marks.get(verb) or comment.get_status_display())


def one_line(typed: str) -> str:
    """Words as one line; "" where nothing in them can be read."""
    try:
        return clean_line(typed.encode("utf-8", "ignore").decode())
    except ValidationError:
        return ""
