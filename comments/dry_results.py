"""What a dry run found, in plain words and with examples (feature M8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments import dry_rules, rights
from comments.models import Comment, DryRun
from comments.nudging import Piece, pieces

#: What became of comments, in the order of tables.
OUTCOMES: dict[str, Promise] = {
    "approved": gettext_lazy("Approved by people"),
    "refused": gettext_lazy("Refused by people"),
    "published": gettext_lazy("Published, read by nobody yet"),
    "refused_by_checks": gettext_lazy("Refused by checks"),
    "waiting": gettext_lazy("Waiting"),
}
#: Which examples are shown, under which heading: those that say most about the rule first.
GROUPS: tuple[tuple[str, str, Promise], ...] = (
    ("caught", "approved", gettext_lazy("It would hold these, which people approved")),
    ("caught", "refused", gettext_lazy("It would hold these, which people refused")),
    ("caught", "published", gettext_lazy("It would hold these, which nobody has read yet")),
    ("caught", "waiting", gettext_lazy("It would hold these, which wait")),
    ("lost", "refused", gettext_lazy("It would no longer hold these, which people refused")),
    ("lost", "approved", gettext_lazy("It would no longer hold these, which people approved")),
)
#: Examples of a group on the page.
SHOWN = 6
#: Fewer decisions than this say nothing of how good a rule is.
ENOUGH = 10
#: Characters of a text that are shown, and of these before the first mark.
EXCERPT, BEFORE_MARK = 320, 120

#: From which share of approved ones on, what is said of a rule: the first that is reached.
JUDGEMENTS: tuple[tuple[float, Promise], ...] = (
    (
        0.9,
        gettext_lazy(
            "People approved nearly all of what it holds: it would cost moderators time and "
            "writers patience, for almost nothing."
        ),
    ),
    (0.5, gettext_lazy("People approved more than half of what it holds.")),
    (0.1, gettext_lazy("People refused most of what it holds.")),
    (0.0, gettext_lazy("People refused nearly all of what it holds: it finds what it should.")),
)


@dataclass(frozen=True)
class Row:
    """A line of the table: an outcome, and how many of each kind."""

    label: Promise
    caught: int
    new: int
    lost: int


@dataclass(frozen=True)
class Example:
    """A comment that somebody may see, with what the rule points at."""

    comment: Comment
    pieces: list[Piece]
    is_cut_before: bool
    is_cut_after: bool
    is_edited: bool

    @property
    def url(self) -> str:
        return reverse("admin:comments_comment_change", args=[self.comment.pk])


@dataclass(frozen=True)
class Group:
    """Examples under a heading, and how many there are in all."""

    heading: Promise
    total: int
    examples: list[Example]


def number(run: DryRun, what: str, *outcomes: str) -> int:
    """How many comments the rule did something with, of these outcomes or of all."""
    counts: dict[str, int] = run.counts.get(what, {})
    return sum(counts.get(outcome, 0) for outcome in outcomes or counts)


def label_of(run: DryRun) -> str:
    """What was tried."""
    try:
        return dry_rules.label_of(run.rule)
    except dry_rules.Unknown:
        return _("A check that is not there any more")


def has_before(run: DryRun) -> bool:
    """Whether the rule does something today, with which it can be compared."""
    kind = run.rule.get("kind")
    return bool(run.rule.get("is_on")) if kind == "words" else kind != "on"


def sentences(run: DryRun) -> list[str]:
    """What the run says so far, the weightiest first."""
    caught, lost = number(run, "caught"), number(run, "lost")
    said = []
    if run.rule.get("kind") != "off":
        said += _of_caught(run, caught)
    if lost or run.rule.get("kind") == "off":
        said += _of_lost(run, lost)
    return said


def _of_caught(run: DryRun, caught: int) -> list[str]:
    if not caught:
        return [
            ngettext(
                "It would have held none of %(checked)d comment.",
                "It would have held none of %(checked)d comments.",
                run.checked,
            )
            % {"checked": run.checked}
        ]
    approved, refused = number(run, "caught", "approved"), number(run, "caught", "refused")
    words = {"caught": caught, "checked": run.checked, "approved": approved, "refused": refused}
    said = [
        ngettext(
            "It would have held %(caught)d comment of %(checked)d; people approved %(approved)d "
            "of these and refused %(refused)d.",
            "It would have held %(caught)d comments of %(checked)d; people approved %(approved)d "
            "of these and refused %(refused)d.",
            caught,
        )
        % words,
        _judgement(approved, refused),
    ]
    new = number(run, "new")
    if has_before(run):
        said.append(
            ngettext(
                "%(new)d of them passes this rule as it is today.",
                "%(new)d of them pass this rule as it is today.",
                new,
            )
            % {"new": new}
            if new
            else _("All of them are held by this rule as it is today.")
        )
    return said


def _judgement(approved: int, refused: int) -> str:
    decided = approved + refused
    if decided < ENOUGH:
        return _("People decided on too few of them to say how good the rule is.")
    return str(next(words for least, words in JUDGEMENTS if approved / decided >= least))


def _of_lost(run: DryRun, lost: int) -> list[str]:
    if not lost:
        return [_("It holds nothing today that it would not hold then.")]
    words = {
        "lost": lost,
        "approved": number(run, "lost", "approved"),
        "refused": number(run, "lost", "refused"),
    }
    return [
        ngettext(
            "It would no longer hold %(lost)d comment; people approved %(approved)d of these and "
            "refused %(refused)d.",
            "It would no longer hold %(lost)d comments; people approved %(approved)d of these and "
            "refused %(refused)d.",
            lost,
        )
        % words
    ]


def rows(run: DryRun) -> list[Row]:
    """The table of numbers; outcomes that nothing had are left out."""
    found = [
        Row(label, *(number(run, what, outcome) for what in ("caught", "new", "lost")))
        for outcome, label in OUTCOMES.items()
    ]
    return [row for row in found if row.caught or row.lost]


def groups(run: DryRun, viewer: Any) -> list[Group]:
    """Examples that somebody may see, in two queries; what was emptied since is not shown."""
    kept = {
        (what, outcome): run.examples.get(what, {}).get(outcome, [])
        for what, outcome, _heading in GROUPS
    }
    wanted = {pk for examples in kept.values() for pk, _revision, _spans in examples}
    visible = _visible(viewer, wanted)
    found = []
    for what, outcome, heading in GROUPS:
        newest_first = reversed(kept[what, outcome])
        examples = [
            _example(visible[pk], revision, spans)
            for pk, revision, spans in newest_first
            if pk in visible
        ][:SHOWN]
        if examples:
            found.append(Group(heading, number(run, what, outcome), examples))
    return found


def _visible(viewer: Any, wanted: Iterable[int]) -> dict[int, Comment]:
    comments: QuerySet[Comment] = (
        rights.decidable(viewer)
        .exclude(status=Comment.Status.DELETED)
        .exclude(text="")
        .filter(pk__in=list(wanted))
        .select_related("author", "story__section")
    )
    return {comment.pk: comment for comment in comments}


def _example(comment: Comment, revision: int, spans: list[list[int]]) -> Example:
    text, is_edited = comment.text, comment.revision != revision
    marked = [] if is_edited else [(start, end) for start, end in spans]
    first = min((start for start, _end in marked), default=0)
    begin = max(0, first - BEFORE_MARK) if first > BEFORE_MARK else 0
    shown = text[begin : begin + EXCERPT]
    moved = [(max(0, start - begin), end - begin) for start, end in marked]
    return Example(
        comment,
        list(pieces(shown, moved)),
        is_cut_before=begin > 0,
        is_cut_after=begin + EXCERPT < len(text),
        is_edited=is_edited,
    )
