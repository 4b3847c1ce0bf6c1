"""Bars of the desk's figures: two beside each other for every hour or day (feature M14).

The drawing is stretched to the width that there is, so it holds bars only; words and numbers stand
around it as text, and all numbers below it as a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comments.desk_statistics import Line

#: Units of the drawing: a slot's width, a bar's, and the height of the tallest.
SLOT, BAR, TALLEST = 100, 40, 1000


@dataclass(frozen=True)
class Bar:
    x: int
    height: int

    @property
    def y(self) -> int:
        return TALLEST - self.height


@dataclass(frozen=True)
class Chart:
    """Two rows of bars with one scale.

    Args:
        code: names the chart among those of a page.
        says: the drawing in a sentence or two, for those who hear it.
        marks: words below, spread over the width.
    """

    code: str
    title: str
    says: str
    came: list[Bar]
    decided: list[Bar]
    marks: list[str]
    most: int

    bar = BAR
    height = TALLEST

    @property
    def width(self) -> int:
        return SLOT * len(self.came)


def chart(code: str, title: str, lines: Sequence[Line], marks: list[str]) -> Chart:
    """The bars of lines that tell what came in and what was decided."""
    came = [line.came or 0 for line in lines]
    decided = [line.total for line in lines]
    most = max([*came, *decided, 1])

    def bars(numbers: list[int], offset: int) -> list[Bar]:
        return [
            Bar(place * SLOT + offset, -(-number * TALLEST // most))
            for place, number in enumerate(numbers)
        ]

    said = [
        _("Most came in: %(when)s (%(number)d).") % _peak(lines, came),
        _("Most were decided: %(when)s (%(number)d).") % _peak(lines, decided),
    ]
    return Chart(
        code=code,
        title=title,
        says=" ".join(said) if any(came) or any(decided) else _("Nothing in this period."),
        came=bars(came, (SLOT - 2 * BAR) // 2),
        decided=bars(decided, (SLOT - 2 * BAR) // 2 + BAR),
        marks=marks,
        most=most,
    )


def _peak(lines: Sequence[Line], numbers: list[int]) -> dict[str, object]:
    most = max(numbers)
    return {"when": lines[numbers.index(most)].name, "number": most}
