"""The newsroom's admin, one module a noun."""

from articles.admin import (
    authors,
    banners,
    corrections,
    error_reports,
    fronts,
    images,
    menus,
    missing,
    pages,
    sections,
    series,
    standards,
    stories,
    tags,
)

__all__ = [
    "authors",
    "banners",
    "corrections",
    "error_reports",
    "fronts",
    "images",
    "menus",
    "missing",
    "pages",
    "sections",
    "series",
    "standards",
    "stories",
    "tags",
]
