"""Paging of lists of stories by number, as readers and robots type it (feature R1)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from articles.models import Story
from articles.models.story import StoryQuerySet

#: Stories on a page.
SIZE = 20
#: Beyond this page the archive goes on by date: deep pages by number shift while one reads.
LAST_PAGE = 50


@dataclass(frozen=True)
class StoryPage:
    """One page of a list; neighbours are None where there are none."""

    stories: list[Story]
    number: int
    previous: int | None
    next: int | None

    @property
    def continues_in_archive(self) -> bool:
        return self.number == LAST_PAGE


def number_of(request: HttpRequest) -> int:
    """The number of the page that ``?page=`` asks for.

    Raises Http404 for what is no page number from 1 to LAST_PAGE.
    """
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit()) or not 1 <= int(asked[:4]) <= LAST_PAGE:
        raise Http404
    return int(asked[:4])


def page_of(stories: StoryQuerySet, request: HttpRequest) -> StoryPage:
    """The page that ``?page=`` asks for, without counting them all.

    Raises Http404 as `number_of`, and for a page past the end.
    """
    number = number_of(request)
    start = (number - 1) * SIZE
    return numbered(list(stories.for_cards().with_names()[start : start + SIZE + 1]), number, SIZE)


def numbered(found: list[Story], number: int, size: int) -> StoryPage:
    """A page of what stands on it and one more if there is a next.

    Args:
        size: stories of a page.

    Raises Http404 for an empty page that is not the first.
    """
    if not found and number > 1:
        raise Http404
    has_next = len(found) > size and number < LAST_PAGE
    return StoryPage(
        stories=found[:size],
        number=number,
        previous=number - 1 if number > 1 else None,
        next=number + 1 if has_next else None,
    )
