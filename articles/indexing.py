"""The one address of each matter, and what search engines may show of a page (feature R4).

A matter is what a reader would call one thing: a story, a section, a tag, an author, a page, a
month of the archive. Its canonical address is what sitemaps list and what every other address of
the same matter names. The rules, which `tests/test_robots_find_each_matter_once.py`
proves by walking the links as a robot does:

- A page says nothing but “noindex” unless its template names what it shows. So forms, accounts,
  personal pages, questions before a change and errors are never found, and a new page is not
  found by oversight. A page that is not to be found names no address: Google reads “not this one”
  and “that one instead” together as either.
- A story is found at its own address. The pages of its discussion, all their orders, what is new
  since, the permalinks of its comments, the pages of a live blog and the permalinks of its updates
  show parts of it and name it.
- A story whose editors name the address where it first stood names that one; one that they keep
  from search engines says so, and so do all the pages below it.
- The pages of a list show different stories, so each names itself (`?page=2`), and the first has
  no number: Google advises against naming the first page on all
  (developers.google.com/search/docs/specialty/ecommerce/pagination-and-incremental-page-loading).
- Addresses are built from what is shown and never from what was asked, so that parameters that
  the page does not know are dropped.
- What only leads on to other pages is followed and not found: searches, lists without a story,
  years and days of the archive (the months hold the same stories), older pages of corrections
  (they shift with each new one), and what changed in a story (its words stand there already).
- Previews are nobody's business: whatever the template names, they are not found.
- Feeds, tables and other answers that are no page say so in a header (`RobotsMiddleware`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from articles.models import Story
from articles.paging import StoryPage
from newsportal.core.paper import absolute

#: Search engines may show it, and its picture as large as they like (Discover asks for that).
SHOWN = "max-image-preview:large"
#: They may not, and it leads nowhere worth following.
HIDDEN = "noindex"
#: They may not, but what it links to they may.
FOLLOWED = "noindex, follow"


class Placed(Protocol):
    """Whatever has a page of its own."""

    def get_absolute_url(self) -> str: ...


@dataclass(frozen=True)
class Standing:
    """What a page tells robots.

    Args:
        robots: the content of its robots meta.
        address: the absolute address of what it shows; empty when it names none.
    """

    robots: str = HIDDEN
    address: str = ""

    @property
    def is_shown(self) -> bool:
        return self.robots == SHOWN


NOT_FOUND = Standing()
LEADS_ON = Standing(FOLLOWED)


def of_story(story: Story) -> Standing:
    """A story's own page, and every page that shows a part of it."""
    if story.noindex:
        return NOT_FOUND
    return Standing(SHOWN, story.canonical_url or absolute(story.get_absolute_url()))


def of_page(thing: Placed | str) -> Standing:
    """Anything that stands at one address: a thing, or a path from our root."""
    path = thing if isinstance(thing, str) else thing.get_absolute_url()
    return Standing(SHOWN, absolute(path))


def of_list(thing: Placed | str, page: StoryPage) -> Standing:
    """One page of a list of stories; a list without any only leads on."""
    if not page.stories:
        return LEADS_ON
    first = of_page(thing)
    if page.number == 1:
        return first
    return Standing(SHOWN, f"{first.address}?page={page.number}")
