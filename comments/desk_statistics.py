"""The desk's figures: per moderator, section, reason, day and hour of a period (feature M14).

Agencies bill by them, so they are exact and come out the same whenever somebody asks: a decision
counts for whoever took it at its time, one that was taken back at once counts as undone and as
nothing else, and a colleague whose account is gone stays "a former colleague". The rows come from
`comments.figures`, which says what a decision is; here they are only laid out. The page and its
file are the same lines.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import rights as newsroom_rights
from articles.chrome import current as chrome
from comments import agreement, desk_days, figures
from comments.desk_days import AUTOMATIC, CAME, FORMER, Cell
from comments.discussions import newsroom_zone
from comments.models import Appeal, Reason, SecondLook
from newsportal.core.models import User

#: Who sees every moderator's figures; everybody else the own and those of all others together.
COMPARE = "comments.compare_moderators"

#: Everybody else, for those who do not compare.
OTHERS = "others"

#: The verbs in the order of the columns.
VERBS = (
    ("approved", gettext_lazy("Approved")),
    ("rejected", gettext_lazy("Rejected")),
    ("spam", gettext_lazy("Spam")),
    ("removed", gettext_lazy("Removed")),
    ("restored", gettext_lazy("Restored")),
    ("held", gettext_lazy("Taken back to wait")),
    ("kept", gettext_lazy("Kept after reports")),
)


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see.

    Args:
        first, last: days of the newsroom, both included.
        section: only below stories of this main section.
        person: only decisions of this person.
    """

    first: datetime.date
    last: datetime.date
    section: int | None = None
    person: int | None = None

    @property
    def period(self) -> figures.Period:
        return figures.days(self.first, self.last)


@dataclass(frozen=True)
class Line:
    """One line of a table; an empty cell is what makes no sense there.

    Args:
        key: what the line is about; "" for the total.
        came: comments that came in; None where they are nobody's.
        decided: how many by the name of the verb.
        overturned: of these, how many an appeal took back later.
        median, most: seconds from coming in to the decision that half and nine in ten of the
            decisions on waiting comments needed at most; None where nothing had waited.
        pairs: what second looks at these decisions said.
    """

    key: str
    name: str
    came: int | None = None
    decided: Mapping[str, int] = field(default_factory=dict)
    undone: int = 0
    overturned: int = 0
    automatic: int = 0
    median: int | None = None
    most: int | None = None
    pairs: agreement.Pairs | None = None
    #: What the address of this line's own figures asks for; "" where it has none.
    link: str = ""

    @property
    def total(self) -> int:
        """All decisions that stand."""
        return sum(self.decided.values())

    @property
    def waited(self) -> tuple[str, str]:
        """Median and nine in ten, as they are shown."""
        return clock(self.median), clock(self.most)

    @property
    def cells(self) -> list[str]:
        """What stands behind the name, in the order of `HEAD`."""
        looked = self.pairs is not None and self.pairs.number
        return [
            "" if self.came is None else str(self.came),
            *(str(self.decided.get(verb, 0)) for verb, _label in VERBS),
            str(self.total),
            str(self.undone),
            str(self.overturned),
            *self.waited,
            str(self.pairs.number) if looked and self.pairs else "",
            f"{self.pairs.percent}%" if looked and self.pairs else "",
        ]


#: The heads of the columns behind the name.
HEAD = (
    gettext_lazy("Came in"),
    *(label for _verb, label in VERBS),
    gettext_lazy("Decisions"),
    gettext_lazy("Undone"),
    gettext_lazy("Overturned on appeal"),
    gettext_lazy("Waited, median"),
    gettext_lazy("Waited, 9 of 10"),
    gettext_lazy("Second looks"),
    gettext_lazy("Agreed"),
)


@dataclass(frozen=True)
class Table:
    """Lines about one thing: by moderator, by section …"""

    code: str
    title: str
    head: str
    lines: list[Line]


@dataclass(frozen=True)
class Report:
    """All that the page and the file show."""

    total: Line
    tables: list[Table]

    @property
    def share_automatic(self) -> int | None:
        """Percent of all decisions that no person took; None without any."""
        if not self.total.total:
            return None
        return round(100 * self.total.automatic / self.total.total)

    def table(self, code: str) -> Table:
        return next(table for table in self.tables if table.code == code)


def clock(seconds: int | None) -> str:
    """Hours, minutes and seconds, such as 0:04:12; empty when not known."""
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def may_compare(user: Any) -> bool:
    """Whether somebody sees every moderator's figures."""
    return bool(user.has_perm(COMPARE))


# Counting -----------------------------------------------------------------------------------------

#: What a line is about, and its value; ("", "") is the total.
Key = tuple[str, Any]
TOTAL: Key = ("", "")


@dataclass
class _Sum:
    """What is added up for one line."""

    came: int = 0
    undone: int = 0
    automatic: int = 0
    decided: Counter[str] = field(default_factory=Counter)
    waits: list[int] = field(default_factory=list)

    def count(self, verb: str, number: int, *, is_automatic: bool) -> None:
        if verb == CAME:
            self.came += number
            return
        self.decided[verb] += number
        if is_automatic:
            self.automatic += number

    def add(self, cell: Cell) -> None:
        self.count(cell.verb, cell.number, is_automatic=cell.who == AUTOMATIC)
        self.undone += cell.undone
        self.waits += cell.waits


def _sums(cells: Iterable[Cell], see: _Seen) -> dict[Key, _Sum]:
    """The cells of the period that somebody may see, added up for every line that they stand in."""
    sums: defaultdict[Key, _Sum] = defaultdict(_Sum)
    by_hour: Counter[tuple[int, str, bool]] = Counter()
    for cell in cells:
        if not see.section(cell.section) or not see.person(cell.who):
            continue
        keys: list[Key] = [TOTAL, ("section", cell.section), ("day", cell.day)]
        if cell.verb != CAME:
            keys.append(("who", see.name_of(cell.who)))
        if cell.reason and cell.verb != CAME:
            keys.append(("reason", cell.reason))
        for key in keys:
            sums[key].add(cell)
        is_automatic = cell.who == AUTOMATIC
        for hour, number in cell.hours.items():
            by_hour[int(hour), cell.verb, is_automatic] += number
    for (clock_hour, verb, by_check), number in by_hour.items():
        sums["hour", clock_hour].count(verb, number, is_automatic=by_check)
    return sums


@dataclass(frozen=True)
class _Seen:
    """What of the cells somebody sees, and under which name of a person."""

    asked: Asked
    user: int
    compares: bool
    limits: Collection[int] | None
    here: Collection[str]

    def section(self, section: Any) -> bool:
        is_theirs = self.limits is None or section in self.limits
        return is_theirs and self.asked.section in (None, section)

    def person(self, who: str) -> bool:
        return self.asked.person is None or who == str(self.asked.person)

    def name_of(self, who: str) -> str:
        """The line that somebody's decisions stand in."""
        if who == AUTOMATIC or who == str(self.user):
            return who
        if not self.compares:
            return OTHERS
        return who if who in self.here else FORMER


def _pairs(asked: Asked, see: _Seen) -> dict[Key, agreement.Pairs]:
    """What second looks said of the decisions of the period, for every line."""
    looks = SecondLook.objects.filter(asked.period.around("event__at"))
    found: dict[Key, agreement.Pairs] = {}
    counted = agreement.counted(looks, "event__actor", "event__comment__story__section", "first")
    for (actor, section, first), pairs in counted.items():
        who = FORMER if actor is None else str(actor)
        if not see.section(section) or not see.person(who):
            continue
        for key in (("who", see.name_of(who)), ("section", section), ("reason", first), TOTAL):
            found[key] = found.get(key, agreement.Pairs()) + pairs
    return found


def _overturned(asked: Asked, see: _Seen) -> Counter[Key]:
    """Of the decisions of the period those that an appeal took back since, for every line."""
    found: Counter[Key] = Counter()
    zone = newsroom_zone()
    appeals = Appeal.objects.filter(
        asked.period.around("event__at"), state=Appeal.State.OVERTURNED
    ).values_list(
        *("event__actor", "event__by_former", "event__reason", "event__at"),
        "comment__story__section",
    )
    for actor, by_former, reason, at, section in appeals:
        who = str(actor) if actor else FORMER if by_former else AUTOMATIC
        if not see.section(section) or not see.person(who):
            continue
        local = timezone.localtime(at, zone)
        found.update(
            [
                TOTAL,
                ("who", see.name_of(who)),
                ("section", section),
                ("reason", reason),
                ("day", local.date()),
                ("hour", local.hour),
            ]
        )
    return found


def quantile(ordered: list[int], part: float) -> int | None:
    """The value that a part of many lies below, between two where it falls there; None of none."""
    if not ordered:
        return None
    place = (len(ordered) - 1) * part
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return round(ordered[below] + (ordered[above] - ordered[below]) * (place - below))


# Laying out ---------------------------------------------------------------------------------------


def report(asked: Asked, user: User) -> Report:
    """Count what somebody may see of what they asked for."""
    cells = list(desk_days.cells(asked.first, asked.last))
    names = _names({int(cell.who) for cell in cells if cell.who.isdigit()})
    limits = newsroom_rights.sections_of(user)
    see = _Seen(asked, user.pk, may_compare(user), limits, names)
    sums, pairs, overturned = _sums(cells, see), _pairs(asked, see), _overturned(asked, see)

    def line(by: str, value: Any, name: str) -> Line:
        key: Key = (by, value)
        one = sums.get(key, _Sum())
        waits = sorted(one.waits)
        return Line(
            key="" if value is None else str(value),
            name=name,
            came=one.came if by not in ("who", "reason") and asked.person is None else None,
            decided=one.decided,
            undone=one.undone,
            overturned=overturned[key],
            automatic=one.automatic,
            median=quantile(waits, 0.5),
            most=quantile(waits, 0.9),
            pairs=pairs.get(key),
            link=_link(by, value),
        )

    used: defaultdict[str, set[Any]] = defaultdict(set)
    for by, value in sums:
        used[by].add(value)
    sections = {pk: str(one) for pk, one in chrome.get().sections.items()}
    titles = {
        "who": (_("By moderator"), _("Moderator"), _who(used["who"], names, user)),
        "section": (
            _("By section"),
            _("Section"),
            [(pk, sections.get(pk) or _("Without a section")) for pk in used["section"]],
        ),
        "reason": (_("By reason"), _("Reason"), _reasons(used["reason"])),
        "day": (_("By day"), _("Day"), [(day, date_format(day)) for day in _days(asked)]),
        "hour": (_("By hour of the day"), _("Hour"), [(hour, _hour(hour)) for hour in range(24)]),
    }
    tables = [
        Table(code, title, head, [line(code, value, name) for value, name in rows])
        for code, (title, head, rows) in titles.items()
    ]
    for table in tables[:2]:
        if table.code == "section":
            table.lines.sort(key=lambda made: (-made.total, made.name))
    return Report(total=line(*TOTAL, _("All")), tables=tables)


def _names(people: Collection[int]) -> dict[str, str]:
    """Names by id as text, in their order; whose account is gone has none."""
    found = User.objects.filter(pk__in=people).order_by("display_name", "pk")
    return {str(pk): name for pk, name in found.values_list("pk", "display_name")}


def _link(by: str, value: Any) -> str:
    """What the address of a line's own figures asks for."""
    has_own = by in ("who", "section") and value not in (None, AUTOMATIC, FORMER, OTHERS)
    return str(value) if has_own else ""


def _days(asked: Asked) -> Iterable[datetime.date]:
    number = (asked.last - asked.first).days + 1
    return [asked.first + datetime.timedelta(days=place) for place in range(number)]


def _who(keys: set[str], names: Mapping[str, str], user: User) -> list[tuple[str, str]]:
    """The lines of people: oneself, the others in the order of their names, then nobody's."""
    own = str(user.pk)
    found = [(own, _("%(name)s (you)") % {"name": names[own]})] if own in keys else []
    found += [(key, name) for key, name in names.items() if key in keys and key != own]
    unnamed = {
        OTHERS: _("All other moderators"),
        FORMER: _("A former colleague"),
        AUTOMATIC: _("Automatic checks"),
    }
    return found + [(key, name) for key, name in unnamed.items() if key in keys]


def _hour(hour: int) -> str:
    return f"{hour:02}:00–{hour + 1:02}:00"


def _reasons(used: set[str]) -> list[tuple[str, str]]:
    """The reasons that were given, in the order of the list that moderators choose from."""
    known = {code: str(label) for code, label in Reason.choices if code in used}
    known |= {code: code for code in sorted(used - set(known))}
    return [(code, label[:1].upper() + label[1:]) for code, label in known.items()]
