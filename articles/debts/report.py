"""The report of debts: counts, pages, and the same as a CSV file.

Whatever the number of stories, counts cost one query, and a page three.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles import rights
from articles.chrome import current as chrome
from articles.debts.kinds import Debt, Kind, all_kinds, kind_of
from articles.models import Image, Section, Story
from articles.models.story import StoryQuerySet
from newsportal.core.models import User
from newsportal.core.redirect_files import safe_cell

#: Lines read from the database at once for a download.
CHUNK = 500


def may_see(person: Any) -> bool:
    """Whether somebody answers for what is live, here or in some sections."""
    return bool(person.has_perm("articles.change_any_story"))


def stories_of(person: Any, section: Section | None = None) -> StoryQuerySet:
    """Live stories that a person answers for, perhaps in one section and below it only."""
    stories = Story.objects.live()
    limits = rights.sections_of(person)
    if limits is not None:
        stories = stories.filter(section__in=limits)
    if section is not None:
        tree = chrome.get()
        below = [pk for pk, one in tree.sections.items() if section in tree.trail(one)]
        stories = stories.filter(section__in=below)
    return stories


def sections_for(person: Any) -> list[Section]:
    """Sections to choose from, in the order of the tree."""
    return [
        section
        for section in sorted(chrome.get().sections.values(), key=lambda one: one.path)
        if rights.holds_in(person, section.pk)
    ]


def counts(stories: StoryQuerySet) -> dict[str, int]:
    """How many debts of each kind, all kinds named."""
    counted = [
        kind.owed(stories)
        .values("debt_kind")
        .annotate(number=Count("pk"))
        .values_list("debt_kind", "number")
        for kind in all_kinds()
    ]
    return {kind.code: 0 for kind in all_kinds()} | dict(_together(counted))


def rows(stories: StoryQuerySet, kinds: Sequence[Kind]) -> Any:
    """The debts of these kinds, those of the newest stories first: most readers meet them."""
    found = _together([kind.owed(stories) for kind in kinds])
    order = ("-debt_first_live", "debt_story", "debt_kind", "debt_image", "debt_detail")
    return found.order_by(*order)


def told(found: Iterable[Any]) -> list[Debt]:
    """Rows with what they are about."""
    rows_now = list(found)
    stories = Story.objects.for_addresses().in_bulk({row[1] for row in rows_now})
    images = Image.objects.in_bulk({row[2] for row in rows_now if row[2]})
    return [
        Debt(kind, stories[story], images.get(image), detail, since)
        for code, story, image, detail, since, _first_live in rows_now
        if (kind := kind_of(code)) and story in stories
    ]


def table(person: User, stories: StoryQuerySet, kinds: Sequence[Kind]) -> Iterator[str]:
    """Every debt as a line of a CSV file."""
    yield _cells(
        _("kind"),
        _("section"),
        _("story"),
        _("address"),
        pgettext("what is wrong", "what"),
        _("mend"),
    )
    site = settings.SITE_URL.rstrip("/")
    every = rows(stories, kinds).iterator(CHUNK)
    while some := [row for row, _number in zip(every, range(CHUNK), strict=False)]:
        for debt in told(some):
            yield _cells(
                str(debt.kind.label),
                str(debt.story.section or ""),
                debt.story.headline,
                f"{site}{debt.story.get_absolute_url()}",
                debt.says,
                f"{site}{debt.kind.mend(debt, person).url}",
            )


def _together(queries: Sequence[Any]) -> Any:
    first, *others = queries
    return first.union(*others, all=True) if others else first


def _cells(*cells: str) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()
