"""What changed: the versions of a story that readers have seen, and their differences (E17)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import changes, places
from articles.changes import Version
from articles.models import Story
from articles.views import addresses, stories
from newsportal.core import addresses as registry
from newsportal.core.guest_pages import public_page, shows

#: Below the address of its story.
PLACE = "changes/"
#: Digits of a version's number: nobody publishes a story more often.
DIGITS = 6


@require_safe
@public_page
def what_changed(
    request: HttpRequest, section: str, year: str, month: str, day: str, slug: str
) -> HttpResponse:
    """The list, and the difference of the two that `old` and `new` ask for: else the last change.

    Answers as the story does: moved, withdrawn (410) or nothing (404).
    """
    story = stories.find(year, month, day, slug, Story.objects.for_addresses())
    if story is None:
        return _moved_or_lost(request)
    if not story.is_live():
        return addresses.gone(request, story.withdrawal_note)
    if request.path != (right := story.get_absolute_url() + PLACE):
        return _moved(request, right)
    asked = request.GET.get("old"), request.GET.get("new")
    old, new = (_number(text) for text in asked)
    versions = changes.of_story(story)
    numbers = {version.number for version in versions}
    if any(text and number not in numbers for text, number in zip(asked, (old, new), strict=True)):
        return HttpResponseRedirect(request.path)
    shows(request, f"story:{story.pk}")
    pair = changes.to_compare(versions, old, new)
    context = {
        "story": story,
        "rows": _rows(versions, pair),
        "readable": [version for version in versions if not version.is_sealed],
        "pair": pair,
        # What the form begins with where nothing is compared.
        "chosen": pair or changes.to_compare(versions, None, None),
        "found": changes.difference(*pair) if pair else [],
        "why_none": None if pair else _why_none(versions, old, new),
    }
    return render(request, "articles/changes.html", context)


@dataclass(frozen=True)
class Row:
    """A line of the list: `before` is the number of the version that it is compared with."""

    version: Version
    before: int | None
    is_shown: bool


def _rows(versions: list[Version], pair: tuple[Version, Version] | None) -> list[Row]:
    found = []
    for version in versions:
        compared = changes.to_compare(versions, None, version.number)
        before = compared[0].number if compared else None
        is_shown = bool(pair and pair[1] == version and pair[0].number == before)
        found.append(Row(version, before, is_shown))
    return found


def _why_none(versions: list[Version], old: int | None, new: int | None) -> str:
    """A sentence for readers who see no difference."""
    if len(versions) < 2:
        return _("This story has not been changed since it was first published.")
    asked = {old, new} - {None}
    if any(version.is_sealed and version.number in asked for version in versions):
        return _("One of these versions cannot be read any more; why stands beside it.")
    if old is not None and old == new:
        return _("Choose two different versions.")
    return _("There are no two versions to compare.")


def _number(text: str | None) -> int | None:
    if text and text.isascii() and text.isdigit() and len(text) <= DIGITS:
        return int(text)
    return None


def _moved(request: HttpRequest, right: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{right}?{query}" if query else right)


def _moved_or_lost(request: HttpRequest) -> HttpResponse:
    """A story that stood here before has its changes at its present address (feature E23)."""
    former = request.path.removesuffix(PLACE)
    found = registry.find(places.dated(former))
    if found is not None and found.redirect:
        return _moved(request, found.redirect + PLACE)
    return addresses.lost(request)
