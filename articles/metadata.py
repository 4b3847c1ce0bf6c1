"""What a page tells of itself to whoever shows a link to it: search results and cards (feature R5).

One `Card` a page, whatever its kind; `templates/_meta.html` writes it. The fallbacks of a story
stand here and nowhere else, so that the form's preview and the public page agree:

- in search results: the search title, else the headline; the description, else the standfirst;
- on the card of a link: the social headline, else the headline (a search title is written for
  queries, a headline for people); the same description; the social picture, else the picture on
  top, else the newspaper's logo or mark.

Pictures on cards keep to the rule of cards: one whose licence has run out is not sent any more.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import to_locale

from articles import licences
from articles.chrome import Chrome
from articles.models import Author, Image, LiveUpdate, Page, Section, Story, Tag
from newsportal.core.paper import absolute

#: Where search engines cut, in characters of a Latin script; ideographs are twice as wide.
LONG_TITLE, LONG_DESCRIPTION = 60, 160
#: The narrowest picture that stands large on a card; smaller ones are a square beside the words.
LARGE = 600
#: Open Graph wants a language with a country; these are the ones that its readers know.
LOCALES = {"ar": "ar_AR", "de": "de_DE", "en": "en_US", "ko": "ko_KR"}
#: What stands for a newspaper without a logo.
MARK, MARK_SIZE = "brand/icon-512.png", 512


@dataclass(frozen=True)
class CardPicture:
    """A JPEG or PNG as cards take it: whole address, size in pixels (0: unknown), words."""

    url: str
    width: int = 0
    height: int = 0
    alt: str = ""

    @property
    def is_large(self) -> bool:
        return self.width >= LARGE


@dataclass(frozen=True)
class Card:
    """What one page tells.

    Attributes:
        title: without the newspaper's name.
        url: the whole address that is shared.
        kind: "website", "article" or "profile", as Open Graph has it.
        language: of the text, as an IETF tag.
        published, modified, section, tags, authors: of an article; authors by their addresses.
    """

    title: str
    url: str
    picture: CardPicture
    description: str = ""
    kind: str = "website"
    language: str = "en"
    published: datetime.datetime | None = None
    modified: datetime.datetime | None = None
    section: str = ""
    tags: Sequence[str] = ()
    authors: Sequence[str] = ()

    @property
    def locale(self) -> str:
        """Such as en_US; "" for a language of which no country is known."""
        locale = to_locale(self.language)
        return locale if "_" in locale else LOCALES.get(locale, "")


# Of stories --------------------------------------------------------------------------------------


def search_title(story: Story | Page) -> str:
    """The title in search results and of the browser's tab."""
    return story.search_title or (story.title if isinstance(story, Page) else story.headline)


def description(story: Story | Page) -> str:
    """The words below the title, in search results and on cards; "" when nothing stands for it."""
    return one_line(story.search_description or story.standfirst)


def social_headline(story: Story) -> str:
    return story.social_headline or story.headline


def social_image(story: Story) -> Image | None:
    """The picture of the story's own card, as far as its licence holds."""
    return licences.on_card(story.social_image) or licences.on_card(story.lead_image)


def of_story(story: Story, paper: Chrome, modified: datetime.datetime | None) -> Card:
    """A story's card.

    Args:
        story: public, with names, tags and both pictures (`Story.objects.for_story_page`).
        modified: the last change that its page tells of.
    """
    image = social_image(story)
    return Card(
        title=social_headline(story),
        url=absolute(story.get_absolute_url()),
        picture=picture_of(image, paper),
        description=description(story),
        kind="article",
        language=story.language,
        published=story.first_live_at,
        modified=modified,
        section=story.section.name if story.section else "",
        tags=[tag.name for tag in story.tags.all()],
        authors=list(
            dict.fromkeys(absolute(one.author.get_absolute_url()) for one in story.bylines.all())
        ),
    )


def of_update(update: LiveUpdate, story: Story, paper: Chrome) -> Card:
    """The card of one update of a live blog: its own picture, else the story's."""
    author = [absolute(update.author.get_absolute_url())] if update.author else []
    return Card(
        title=update.title,
        url=absolute(update.get_absolute_url()),
        picture=picture_of(licences.on_card(update.image) or social_image(story), paper),
        description=shortened(update.body_text),
        kind="article",
        language=story.language,
        published=update.at,
        modified=update.edited_at,
        section=story.section.name if story.section else "",
        authors=author,
    )


# Of other pages ----------------------------------------------------------------------------------


def of_home(paper: Chrome) -> Card:
    return of_list(paper.site.name, "/", paper.site.tagline, paper)


def of_section(section: Section, paper: Chrome, number: int = 1) -> Card:
    words = section.description or _("The latest on %(name)s from %(paper)s.") % {
        "name": section.name,
        "paper": paper.site.name,
    }
    return of_list(section.name, section.get_absolute_url(), words, paper, number)


def of_tag(tag: Tag, paper: Chrome, number: int = 1) -> Card:
    words = tag.description or _("All stories of %(paper)s on %(name)s.") % {
        "name": tag.name,
        "paper": paper.site.name,
    }
    return of_list(tag.name, tag.get_absolute_url(), words, paper, number)


def of_author(author: Author, paper: Chrome, number: int = 1) -> Card:
    words = author.bio or author.title
    words = shortened(words) if words else _("All stories of %(name)s.") % {"name": author.name}
    return Card(
        title=author.name,
        url=_numbered(author.get_absolute_url(), number),
        picture=picture_of(licences.on_card(author.portrait), paper, crop="1x1"),
        description=words,
        kind="profile",
        language=paper.site.language,
    )


def of_page(page: Page, paper: Chrome) -> Card:
    return Card(
        title=search_title(page),
        url=absolute(page.get_absolute_url()),
        picture=brand(paper),
        description=description(page),
        language=paper.site.language,
    )


def of_list(title: str, path: str, words: str, paper: Chrome, number: int = 1) -> Card:
    """A page that lists: its title, its path, what it lists, and which page of it this is."""
    return Card(
        title=title,
        url=_numbered(path, number),
        picture=brand(paper),
        description=one_line(words),
        language=paper.site.language,
    )


def _numbered(path: str, number: int) -> str:
    return absolute(f"{path}?page={number}" if number > 1 else path)


# Words and pictures ------------------------------------------------------------------------------


def one_line(words: str) -> str:
    return " ".join(words.split())


def shortened(words: str) -> str:
    """As much of a text as search results show, ended at a word."""
    text = one_line(words)
    if len(text) <= LONG_DESCRIPTION:
        return text
    cut = text[:LONG_DESCRIPTION]
    return f"{(cut.rpartition(' ')[0] or cut[:-1]).rstrip('.,;:–- ')}…"


def widest(image: Image, crop: str) -> dict[str, Any] | None:
    """The widest JPEG of a crop; None as long as the worker has not made it."""
    made = image.widths("jpeg", crop)
    return made[-1] if made else None


def picture_of(image: Image | None, paper: Chrome, crop: str = "16x9") -> CardPicture:
    """The crop of a picture that cards want, the whole of it until that is made, or the mark."""
    if image is None:
        return brand(paper)
    made = widest(image, crop)
    if made is None:
        return CardPicture(absolute(image.url), image.width, image.height, image.alt)
    address = absolute(image.file.storage.url(made["name"]))
    return CardPicture(address, made["width"], made["height"], image.alt)


def brand(paper: Chrome) -> CardPicture:
    """The newspaper's logo, or the portal's mark where it has none."""
    if paper.logo_url:
        return CardPicture(absolute(paper.logo_url), *paper.logo_size, alt=paper.site.name)
    return CardPicture(absolute(static(MARK)), MARK_SIZE, MARK_SIZE, paper.site.name)
