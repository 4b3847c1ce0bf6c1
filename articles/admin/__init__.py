"""The newsroom's admin, one module a noun."""

from articles.admin import authors, images, menus, pages, sections, stories, tags

__all__ = ["authors", "images", "menus", "pages", "sections", "stories", "tags"]
