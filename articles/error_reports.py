"""Errors that readers report: taking one, answering it, and what a correction settles (C9).

Reports of the same words of a story are answered together, whoever sent them. Nothing here asks
who the actor is: whoever may publish a story answers for its errors, and the admin asks for that.
"""

from __future__ import annotations

import datetime
import hashlib
import unicodedata
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import error_mails
from articles.models import Correction, ErrorReport, Story
from articles.publishing import Refused
from newsportal.core import limits, writing_gate
from newsportal.core.client_network import SEALED_LENGTH
from newsportal.core.events import announce
from newsportal.core.models import User

State = ErrorReport.State

#: The same words again within this time are a button that was pressed twice.
TWICE_WITHIN = datetime.timedelta(hours=1)
#: How long networks, and after the answer names and addresses, are kept (house rule 23).
KEEP = datetime.timedelta(days=90)
#: Answers to one address a day: nobody has confirmed it.
MAILS, MAILS_SECONDS = 10, 24 * 60 * 60

NOT_PUBLIC = gettext_lazy(
    "This story is not public any more. Nothing is lost: copy what you wrote from here."
)


@dataclass(frozen=True)
class Said:
    """What a reader says, cleaned by the form; `quote`, `name` and `email` may be empty."""

    words: str
    quote: str = ""
    name: str = ""
    email: str = ""


def key_of(quote: str) -> str:
    """The same for quotes that differ in case, width, space and punctuation only; "" for none."""
    folded = unicodedata.normalize("NFKC", quote).casefold()
    letters = "".join(character for character in folded if character.isalnum())
    return hashlib.blake2b(letters.encode(), digest_size=16).hexdigest() if letters else ""


def stands_in(story: Story, quote: str) -> bool:
    """Whether readers still find the quoted words in the story, however they are spaced."""
    shown = f"{story.headline} {story.standfirst} {story.body_text}"
    return " ".join(quote.split()).casefold() in " ".join(shown.split()).casefold()


@transaction.atomic
def give(story: Story, said: Said, *, user: User | None, network: str) -> ErrorReport:
    """Take a reader's report of an error in a story that everybody reads.

    Args:
        user: who is signed in.
        network: sealed, of a guest; see `sealed_network`.

    Raises:
        Refused: readers do not see the story any more. What the gates raise for who may not write.
    """
    if user is not None:
        writing_gate.check(user, story)
    if not story.is_live():
        raise Refused(str(NOT_PUBLIC))
    network = "" if user else network[:SEALED_LENGTH]
    who = {"user": user} if user else {"user": None, "network": network}
    since = timezone.now() - TWICE_WITHIN
    again = story.error_reports.filter(words=said.words, quote=said.quote, at__gt=since, **who)
    if (twice := again.first()) is not None:
        return twice
    key = key_of(said.quote)
    is_known = bool(key) and story.error_reports.open().filter(quote_key=key).exists()
    made: ErrorReport = story.error_reports.create(
        quote=said.quote,
        quote_key=key,
        words=said.words,
        name=said.name,
        email=said.email,
        user=user,
        network=network,
    )
    if not is_known:
        announce("story.error_reported", story=story.pk, report=made.pk)
    return made


def answer(report: ErrorReport, actor: User, text: str) -> int:
    """Answer a report and all that say the same; those with an address read it by mail.

    Returns how many. Raises Refused without a text, or when somebody was faster.
    """
    if not text:
        raise Refused(_("Write what the reader is told."), "text")
    return _settle(report, actor, State.ANSWERED, text)


def dismiss(report: ErrorReport, actor: User, text: str = "") -> int:
    """Put a report away with all that say the same; they are told only what `text` says.

    Returns how many. Raises Refused when somebody was faster.
    """
    return _settle(report, actor, State.DISMISSED, text)


def corrected(report: ErrorReport, actor: User, correction: Correction) -> int:
    """Readers are told of the error: so are those who reported it, by mail, in its words.

    Returns how many. Raises Refused when somebody was faster.
    """
    return _settle(report, actor, State.CORRECTED, correction.text, correction)


@transaction.atomic
def _settle(
    report: ErrorReport,
    actor: User,
    state: str,
    text: str,
    correction: Correction | None = None,
) -> int:
    """Compare and swap on the open ones, so that two editors answer once."""
    open_now = list(ErrorReport.objects.alike(report).select_for_update().order_by("pk"))
    if report.pk not in {one.pk for one in open_now}:
        raise Refused(_who_was_faster(report))
    ErrorReport.objects.filter(pk__in=[one.pk for one in open_now]).update(
        state=state,
        answer=text,
        answered_by=actor,
        answered_at=timezone.now(),
        correction=correction,
    )
    if text:
        for one in open_now:
            if one.email and _may_mail(one.email):
                error_mails.answer(one, report.story, state, text)
    report.refresh_from_db()
    return len(open_now)


def _may_mail(email: str) -> bool:
    name = "error answer"
    return limits.hit(name, email.lower(), limit=MAILS, per_seconds=MAILS_SECONDS).allowed


def _who_was_faster(report: ErrorReport) -> str:
    now = ErrorReport.objects.select_related("answered_by").get(pk=report.pk)
    return _("%(who)s has settled this already: %(state)s.") % {
        "who": now.answered_by or _("Somebody"),
        "state": now.get_state_display(),
    }


# For the newsroom ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """Open reports of the same words, the oldest first; the first stands for all."""

    reports: list[ErrorReport]
    stands: bool

    @property
    def first(self) -> ErrorReport:
        return self.reports[0]


def groups_of(story: Story) -> list[Group]:
    """A story's open reports, the words that most readers mind first."""
    found: dict[str, list[ErrorReport]] = {}
    for report in story.error_reports.open().order_by("at", "pk"):
        found.setdefault(report.quote_key or f"one:{report.pk}", []).append(report)
    groups = [Group(rows, stands_in(story, rows[0].quote)) for rows in found.values()]
    return sorted(groups, key=lambda group: -len(group.reports))


def forget_expired(now: datetime.datetime | None = None) -> int:
    """Forget networks after 90 days, and as long after the answer who reported; how many rows."""
    then = (now or timezone.now()) - KEEP
    networks = ErrorReport.objects.filter(at__lt=then).exclude(network="").update(network="")
    old = ErrorReport.objects.filter(answered_at__lt=then)
    named = old.filter(~Q(name="") | ~Q(email="") | Q(user__isnull=False))
    return networks + named.update(name="", email="", user=None)


def forget_person(person: User) -> int:
    """Forget who reported: the account is being deleted. What was said of the story stays.

    Returns:
        How many reports there were.
    """
    theirs = ErrorReport.objects.filter(Q(user=person) | Q(email__iexact=person.email))
    return theirs.update(name="", email="", user=None)
