"""The newsroom's admin, one module a noun."""

from articles.admin import (
    authors,
    corrections,
    images,
    menus,
    missing,
    pages,
    sections,
    series,
    stories,
    tags,
)

__all__ = [
    "authors",
    "corrections",
    "images",
    "menus",
    "missing",
    "pages",
    "sections",
    "series",
    "stories",
    "tags",
]
