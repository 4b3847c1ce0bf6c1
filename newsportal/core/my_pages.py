"""A person's own pages below ``/me/``: each app registers its own, one frame leads to all of them.

The core knows neither what stands in them nor who made them; `templates/me/base.html` is the
frame, `/me/` the list with a line about each.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class MyPage:
    """One page of a signed-in person.

    Args:
        url_name: its address.
        label: what the menu calls it.
        hint: a sentence for the overview.
        order: its place in the menu; what readers come for most stands first.
    """

    url_name: str
    label: Promise
    hint: Promise
    order: int

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_pages: dict[str, MyPage] = {}


def register(*pages: MyPage) -> None:
    """Make pages known; apps call it when they are ready."""
    _pages.update({page.url_name: page for page in pages})


def my_pages() -> list[MyPage]:
    """All pages in the order of the menu."""
    return sorted(_pages.values(), key=lambda page: page.order)
