"""The newsroom's admin, one module a noun."""

from articles.admin import authors, images, menus, missing, pages, sections, series, stories, tags

__all__ = [
    "authors",
    "images",
    "menus",
    "missing",
    "pages",
    "sections",
    "series",
    "stories",
    "tags",
]
