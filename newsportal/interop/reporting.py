"""What an import did: counts by kind, what was left out and why, what is not as it was.

A report stays small however large the import is: reasons are few, and of the things behind each
only the first are named (all of them go to `on_left`, which the command's --verbosity 2 prints).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsportal.core.sentences import listed, quoted

#: Things named behind a reason; the rest are a number.
EXAMPLES = 3
#: Characters of a name in a line of the summary.
NAME_LENGTH = 60


class Thing(Enum):
    """What an import brings."""

    SECTION = "section"
    TAG = "tag"
    AUTHOR = "author"
    STORY = "story"
    PAGE = "page"
    PICTURE = "picture"
    MENU_ITEM = "menu item"
    COMMENT = "comment"
    OTHER = "other"


PLURALS: dict[Thing, Promise] = {
    Thing.SECTION: gettext_lazy("sections"),
    Thing.TAG: gettext_lazy("tags"),
    Thing.AUTHOR: gettext_lazy("authors"),
    Thing.STORY: gettext_lazy("stories"),
    Thing.PAGE: gettext_lazy("pages"),
    Thing.PICTURE: gettext_lazy("pictures"),
    Thing.MENU_ITEM: gettext_lazy("menu items"),
    Thing.COMMENT: gettext_lazy("comments"),
    Thing.OTHER: gettext_lazy("other items"),
}


class Outcome(Enum):
    MADE = "made"
    KNOWN = "known"  # brought by an earlier run
    LEFT = "left"


@dataclass
class Tally:
    """How many, and the first few by name."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        self.count += 1
        if name and len(self.examples) < EXAMPLES and name not in self.examples:
            self.examples.append(Truncator(name).chars(NAME_LENGTH))

    def named(self) -> str:
        """The examples in quotation marks, with a sign that there are more."""
        named = listed(map(quoted, self.examples))
        return f"{named}, …" if named and self.count > len(self.examples) else named


@dataclass
class Report:
    """Counts of one import; `items` are the files' records, which must all be accounted for."""

    is_dry_run: bool = False
    items_read: int = 0
    items: Counter[Outcome] = field(default_factory=Counter)
    counts: Counter[tuple[Thing, Outcome]] = field(default_factory=Counter)
    left: dict[tuple[Thing, str], Tally] = field(default_factory=dict)
    drafts: dict[str, Tally] = field(default_factory=dict)
    remarks: dict[str, Tally] = field(default_factory=dict)
    #: Hears of each thing that is left out.
    on_left: Callable[[str], None] | None = None

    def count(self, thing: Thing, outcome: Outcome, number: int = 1) -> None:
        self.counts[thing, outcome] += number

    def count_item(self, thing: Thing, outcome: Outcome) -> None:
        """Count a record of the file and the thing that it is."""
        self.items[outcome] += 1
        self.counts[thing, outcome] += 1

    def leave(self, thing: Thing, name: str, reason: str) -> None:
        """Note that something is left out; `reason` completes "…, because"."""
        self.counts[thing, Outcome.LEFT] += 1
        self.left.setdefault((thing, reason), Tally()).add(name)
        if self.on_left:
            self.on_left(f"{PLURALS[thing]}: “{name}”: {reason}")

    def leave_item(self, thing: Thing, name: str, reason: str) -> None:
        """Note that a record of the file is left out."""
        self.items[Outcome.LEFT] += 1
        self.leave(thing, name, reason)

    def draft(self, name: str, reason: str) -> None:
        """Note that something came in but is not public."""
        self.drafts.setdefault(reason, Tally()).add(name)

    def remark(self, sentence: str, name: str) -> None:
        """Note that something is not as it was; `sentence` says what became of it."""
        self.remarks.setdefault(sentence, Tally()).add(name)

    @property
    def items_accounted(self) -> int:
        return sum(self.items.values())

    def lines(self) -> Iterator[str]:
        """The summary, for people."""
        yield _("What would be imported:") if self.is_dry_run else _("Imported:")
        for thing, plural in PLURALS.items():
            made = self.counts[thing, Outcome.MADE]
            known = self.counts[thing, Outcome.KNOWN]
            if made or known:
                yield "  " + _("%(made)d %(things)s, and %(known)d that were here already") % {
                    "made": made,
                    "known": known,
                    "things": plural,
                }
        yield self._account()
        yield from self._section(
            _("Left out:"),
            (
                (f"{PLURALS[thing]}: {reason}", tally)
                for (thing, reason), tally in self.left.items()
            ),
        )
        yield from self._section(_("Not public, but drafts:"), iter(self.drafts.items()))
        yield from self._section(_("Not quite as it was:"), iter(self.remarks.items()))

    def _account(self) -> str:
        return ngettext(
            "%(read)d item read: %(made)d imported, %(known)d here already, %(left)d left out.",
            "%(read)d items read: %(made)d imported, %(known)d here already, %(left)d left out.",
            self.items_read,
        ) % {
            "read": self.items_read,
            "made": self.items[Outcome.MADE],
            "known": self.items[Outcome.KNOWN],
            "left": self.items[Outcome.LEFT],
        }

    @staticmethod
    def _section(title: str, tallies: Iterator[tuple[str, Tally]]) -> Iterator[str]:
        ordered = sorted(tallies, key=lambda pair: (-pair[1].count, pair[0]))
        if not ordered:
            return
        yield title
        for words, tally in ordered:
            named = tally.named()
            yield f"  {tally.count} × {words} ({named})" if named else f"  {tally.count} × {words}"
