"""What a moderator's card tells of a comment (feature M5), loaded for a page of cards at once.

The queue, the admin's list and a comment's own page show the same cards.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.chrome import current as chrome
from comments import marking, moderation, report_cards, rights, trust
from comments.history import History
from comments.models import Claim, Comment, CommentVersion, Reason, Sanction, Signal
from comments.models.comment import CommentQuerySet
from comments.screening import explaining
from newsportal.core.models import FormerName, User
from newsportal.core.sentences import ago

#: What a button on a card may ask for, and in which states it is offered.
VERBS = {
    "approve": moderation.MAY_APPROVE,
    "reject": moderation.MAY_REJECT,
    "spam": moderation.MAY_MARK_SPAM,
    "remove": moderation.MAY_REMOVE,
    "restore": moderation.MAY_RESTORE,
}

#: How long a card tells a comment's age; beyond, the day says more.
TOLD_AS_AGE = datetime.timedelta(days=1)

#: Decisions on an author's comments that a card names, of so many of the latest comments.
DECISIONS_TOLD, DECISIONS_SOUGHT_IN = 3, 20


@dataclass(frozen=True)
class Check:
    """What one check said, and what would have happened without it."""

    signal: Signal
    pieces: list[marking.Segment]
    without: str

    @property
    def name(self) -> str:
        return self.signal.name

    @property
    def words(self) -> str:
        return self.signal.words


@dataclass(frozen=True)
class Decision:
    """One that was made on another comment of the author."""

    status: str
    label: str
    reason: str
    at: datetime.datetime | None


@dataclass(frozen=True)
class Record:
    """An author's history where the moderator decides.

    Args:
        standing: the sanctions in force, each in a few words.
    """

    history: History
    decisions: Sequence[Decision] = ()
    former_names: Sequence[str] = ()
    standing: Sequence[str] = ()
    #: Sanctions that were in force before.
    past: int = 0


@dataclass
class Card:
    """A comment with all that its card shows; drawing it asks for nothing more."""

    comment: Comment
    segments: list[marking.Segment]
    fired: list[Check]
    passed: list[str]
    replies: int
    former_text: str
    record: Record | None
    decider: str = ""
    holder: str = ""
    is_mine: bool = False
    may_sanction: bool = False
    reports: dict[str, Any] = field(default_factory=dict)
    #: Whether its author is published at once where newcomers wait, and why (feature M9).
    trust: trust.Standing | None = None
    #: What a moderator tried and what came of it: shown on the card itself.
    told: str = ""
    typed: str = ""
    #: The panel with the reasons stands open: something in it is to be mended.
    is_open: bool = False
    #: The cards before and after it on the page.
    preceding: int | None = None
    following: int | None = None

    @property
    def pk(self) -> int:
        return self.comment.pk

    @property
    def title(self) -> str:
        return _("Comment by %(name)s") % {"name": self.comment.author_name}

    @property
    def offered(self) -> list[str]:
        found = [verb for verb, states in VERBS.items() if self.comment.status in states]
        return found + moderation.marks_offered(self.comment)

    @property
    def age(self) -> str:
        """How long ago it was written, in words; "" when the day says more."""
        written = self.comment.created_at
        return ago(written) if timezone.now() - written < TOLD_AS_AGE else ""

    @property
    def address(self) -> str | None:
        return self.comment.public_address()

    @property
    def parent_address(self) -> str | None:
        if self.comment.parent is None:
            return None
        self.comment.parent.story = self.comment.story
        return self.comment.parent.public_address()

    @property
    def reasons(self) -> list[tuple[int, str, str]]:
        """Digit, code and words of each reason."""
        return [(at, code, str(words)) for at, (code, words) in enumerate(Reason.choices, 1)]


def with_all(rows: CommentQuerySet) -> CommentQuerySet:
    """Load comments with what a card tells of them: one query, and one of their reports."""
    of_it = {"comment": OuterRef("pk")}
    signals = Signal.objects.filter(**of_it, revision=OuterRef("revision")).order_by("pk")
    names = ("revision", "check_name", "version", "verdict", "code", "score", "spans", "inputs")
    former = CommentVersion.objects.filter(**of_it).order_by("-revision")
    below = Comment.objects.filter(parent=OuterRef("pk")).order_by().values("parent")
    claim = Claim.objects.filter(**of_it, until__gt=timezone.now())
    decider = User.objects.filter(pk=OuterRef("decided_by"))
    # Few joins: with ten, planning them takes the database longer than reading.
    return rows.select_related("author", "story", "parent__author").annotate(
        card_claim=Subquery(
            claim.values(data=JSONObject(person="person", name="person__display_name"))
        ),
        card_decider=Subquery(decider.values("display_name")),
        card_signals=ArraySubquery(
            signals.values(data=JSONObject(**{name: name for name in names}))
        ),
        card_former=Coalesce(
            Subquery(former.values("text")[:1]), Value(""), output_field=TextField()
        ),
        card_replies=Coalesce(Subquery(below.annotate(n=Count("*")).values("n")), Value(0)),
    )


def cards_of(comments: Sequence[Comment], viewer: Any) -> list[Card]:
    """The cards of comments that `with_all` loaded.

    Args:
        viewer: who reads them; limits what is told of sanctions, and offered.
    """
    _load_reports(comments)
    authors = {one.author_id for one in comments if one.author_id is not None}
    records = _records(authors, viewer) if authors else {}
    cards = [_card(one, records, viewer) for one in comments]
    standings = trust.standings_of(one.author for one in comments if one.author is not None)
    for card in cards:
        card.trust = standings.get(card.comment.author_id or 0)
    return cards


def _card(comment: Comment, records: Mapping[int, Record], viewer: Any) -> Card:
    loaded: Any = comment
    signals = [Signal(comment=comment, **one) for one in loaded.card_signals]
    claim = loaded.card_claim or {"person": None, "name": ""}
    author = comment.author
    comment.story.section = chrome.get().section(comment.story.section_id)
    return Card(
        comment=comment,
        segments=marking.segments(comment.text, [one for one in signals if one.is_firing]),
        fired=[_check(one) for one in explaining.explain(signals)],
        passed=[one.name for one in signals if not one.is_firing],
        replies=loaded.card_replies,
        former_text=loaded.card_former,
        record=records.get(comment.author_id or 0),
        decider=loaded.card_decider or "",
        holder=claim["name"],
        is_mine=claim["person"] == viewer.pk,
        may_sanction=author is not None
        and not author.is_staff
        and rights.may_sanction(viewer, Sanction.Kind.WARNING, comment.story.section),
        reports=report_cards.of_card(comment),
    )


def _check(found: explaining.Explained) -> Check:
    signal = found.signal
    text, is_word = signal.comment.text, marking.is_of_words(signal)
    pieces = [
        marking.Segment(text[start:end], (signal.name,), is_word)
        for start, end in marking.spans_of(signal, len(text))
    ]
    return Check(signal, pieces, found.without)


def _load_reports(comments: Sequence[Comment]) -> None:
    """The open reports of those that have any; none is asked for where there is none."""
    reported = [one for one in comments if one.open_reports]
    if reported:
        report_cards.load_open(reported)


# Authors -----------------------------------------------------------------------------------------


def _records(authors: Collection[int], viewer: Any) -> dict[int, Record]:
    """What `history.histories_of` tells of authors, and more, in one query."""
    decidable = rights.decidable(viewer).filter(author=OuterRef("pk")).order_by()
    counts = decidable.values("status").annotate(n=Count("*"))
    latest = decidable.order_by("-created_at")
    seen = rights.sanctions_seen(viewer).filter(person=OuterRef("pk"))
    standing = seen.standing().order_by("-made_at")
    known = seen.counted().order_by().values("person").annotate(n=Count("*")).values("n")
    notes = rights.notes_seen(viewer).filter(person=OuterRef("pk")).order_by()
    names = FormerName.objects.filter(person=OuterRef("pk")).order_by("-until", "-pk")
    people = User.objects.filter(pk__in=authors).annotate(
        card_counts=ArraySubquery(counts.values(data=JSONObject(status="status", n="n"))),
        card_decisions=ArraySubquery(
            latest.values(
                data=JSONObject(status="status", reason="reason", at="decided_at", by="decided_by")
            )[:DECISIONS_SOUGHT_IN]
        ),
        card_standing=ArraySubquery(
            standing.values(
                data=JSONObject(kind="kind", section="section__name", ends_at="ends_at")
            )
        ),
        card_known=Coalesce(Subquery(known), Value(0)),
        card_notes=Coalesce(
            Subquery(notes.values("person").annotate(n=Count("*")).values("n")), Value(0)
        ),
        card_names=ArraySubquery(names.values("name")),
    )
    return {person.pk: _record(person) for person in people}


def _record(person: Any) -> Record:
    counts = {one["status"]: one["n"] for one in person.card_counts}
    return Record(
        History(person.pk, counts, notes=person.card_notes),
        decisions=[_decision(one) for one in _by_people(person.card_decisions)],
        former_names=person.card_names,
        standing=[_sanction(one) for one in person.card_standing],
        past=person.card_known - len(person.card_standing),
    )


def _by_people(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last decisions that somebody made; what checks published was never decided on."""
    decided = [one for one in rows if one["by"]]
    return sorted(decided, key=lambda one: one["at"], reverse=True)[:DECISIONS_TOLD]


def _decision(row: Mapping[str, Any]) -> Decision:
    return Decision(
        row["status"],
        str(dict(Comment.Status.choices).get(row["status"], row["status"])),
        str(dict(Reason.choices).get(row["reason"], "")),
        parse_datetime(row["at"]) if row["at"] else None,
    )


def _sanction(row: Mapping[str, Any]) -> str:
    """A sanction in force in a few words: “Suspension in Sport until 4 May”."""
    words = str(dict(Sanction.Kind.choices).get(row["kind"], row["kind"])).capitalize()
    if row["section"]:
        words = _("%(what)s in %(section)s") % {"what": words, "section": row["section"]}
    ends = parse_datetime(row["ends_at"]) if row["ends_at"] else None
    if ends is not None:
        until = date_format(timezone.localtime(ends), "SHORT_DATETIME_FORMAT")
        words = _("%(what)s until %(when)s") % {"what": words, "when": until}
    return words
