"""The newsroom's nouns, one a file."""

from articles.models.author import Author
from articles.models.image import Image
from articles.models.menu import MenuItem
from articles.models.page import Page
from articles.models.revision import PageEvent, PageRevision, StoryEvent, StoryRevision
from articles.models.section import Section
from articles.models.story import Byline, SectionListing, Story, StoryActivity
from articles.models.tag import Tag

__all__ = [
    "Author",
    "Byline",
    "Image",
    "MenuItem",
    "Page",
    "PageEvent",
    "PageRevision",
    "Section",
    "SectionListing",
    "Story",
    "StoryActivity",
    "StoryEvent",
    "StoryRevision",
    "Tag",
]
