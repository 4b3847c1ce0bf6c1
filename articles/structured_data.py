"""What pages tell search engines about themselves: JSON-LD in the words of schema.org (R5).

A page's data is put together from small parts, one function each, and says nothing that its page
does not show: no correction without its box, no comment count without comments, no policy whose
page is not live, no rank of an author who is named without it. Times carry their offset and
addresses are absolute. `articles.markup.linked_data` writes the data into the page.

Source of the properties: ANCHORS section 3, after schema.org and Google's guides to articles,
breadcrumbs and profile pages. Google reads no search box of a site any more, so none is told.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from articles import kinds, licences, markup
from articles.chrome import Chrome
from articles.corrections import Shown
from articles.live_stream import Stream
from articles.metadata import Card, widest
from articles.models import Author, Byline, Correction, Image, LiveUpdate, Page, Section, Story, Tag
from newsportal.core.paper import absolute

Data = dict[str, Any]

#: Crops of a picture that search engines ask for.
CROPS = ("1x1", "4x3", "16x9")
#: Characters of one update's text: enough to be told by, and a page of them stays light.
UPDATE_TEXT = 600


# Stories -----------------------------------------------------------------------------------------


def of_story(
    story: Story,
    paper: Chrome,
    stream: Stream | None = None,
    corrections: Shown | None = None,
) -> list[Data]:
    """A story as an article, and the way to it.

    Args:
        story: public, with bylines, tags and picture at hand (`Story.objects.for_story_page`).
        paper: the newspaper, which publishes it.
        stream: the page of updates that is shown, for a live blog.
        corrections: what stands on the page of it.
    """
    address = absolute(story.get_absolute_url())
    data: Data = {
        "@context": "https://schema.org",
        "@type": story.kind_class.schema_type,
        "mainEntityOfPage": address,
        "url": address,
        "headline": story.headline,
        "description": story.standfirst,
        "inLanguage": story.language,
        "isAccessibleForFree": True,
        "datePublished": moment(story.first_live_at),
        "dateModified": moment(last_change(story, stream, corrections)),
        "author": _authors(story, paper),
        "publisher": _organization(paper),
        "image": _images(licences.on_page(story.lead_image, story), story.lead_caption),
        "articleSection": story.section.name if story.section else "",
        "keywords": [tag.name for tag in story.tags.all()],
        "wordCount": markup.word_count(story.body_html, story.language) or None,
        "correction": [_correction(one, story) for one in corrections.all if one.mends]
        if corrections
        else [],
    }
    if story.comment_count:
        data |= {"commentCount": story.comment_count, "discussionUrl": f"{address}#comments"}
    if stream is not None:
        data |= _live_blog(story, stream, paper)
    return [_told(data), *_breadcrumbs(paper.trail(story.section), story)]


def of_update(update: LiveUpdate, story: Story, paper: Chrome) -> list[Data]:
    """The page of one update: a posting of its live blog."""
    blog = {
        "@type": kinds.Live.schema_type,
        "url": absolute(story.get_absolute_url()),
        "headline": story.headline,
    }
    own = _update(update, paper) | {"isPartOf": blog, "publisher": _organization(paper)}
    return [{"@context": "https://schema.org", **own}]


def moment(time: datetime.datetime | None) -> str | None:
    """A time of the newsroom's zone with its offset."""
    return timezone.localtime(time).isoformat(timespec="seconds") if time else None


def last_change(
    story: Story, stream: Stream | None, corrections: Shown | None
) -> datetime.datetime | None:
    """The newest time that the story's page tells of."""
    times = [story.first_live_at, story.updated_at if story.shows_update else None]
    if stream is not None:
        times += [stream.newest_at, stream.blog.closed_at]
    if corrections is not None:
        times += [one.edited_at or one.at for one in corrections.all]
    return max((time for time in times if time), default=None)


def _authors(story: Story, paper: Chrome) -> list[Data]:
    """Everybody named, those who wrote it first."""
    bylines = sorted(story.bylines.all(), key=lambda one: one.role != Byline.Role.WRITER)
    return [_person(author, paper) for author in dict.fromkeys(byline.author for byline in bylines)]


def _person(author: Author, paper: Chrome) -> Data:
    """Somebody by name and page. A house byline, called like the paper, is nobody in person."""
    is_house = author.name.casefold() == paper.site.name.casefold()
    return {
        "@type": "Organization" if is_house else "Person",
        "name": author.name,
        "url": absolute(author.get_absolute_url()),
    }


def _images(image: Image | None, caption: str = "") -> list[Data]:
    """The widest JPEG of each crop, or the whole picture as long as the worker has made none."""
    if image is None:
        return []
    storage = image.file.storage
    made = [
        (storage.url(found["name"]), found["width"], found["height"])
        for found in (widest(image, crop) for crop in CROPS)
        if found
    ]
    words = {
        "caption": caption or image.caption,
        "creditText": image.credit,
        # What is no address is a name of a licence, for which schema.org has no place.
        "license": image.licence if urlsplit(image.licence).scheme in ("http", "https") else "",
    }
    return [
        _told(
            {"@type": "ImageObject", "url": absolute(url), "width": width, "height": height} | words
        )
        for url, width, height in made or [(image.url, image.width, image.height)]
    ]


def _correction(correction: Correction, story: Story) -> Data:
    """A correction or clarification; an update or an editor's note corrects nothing."""
    return {
        "@type": "CorrectionComment",
        "text": correction.text,
        "datePublished": moment(correction.at),
        "url": f"{absolute(story.get_absolute_url())}#correction-{correction.pk}",
    }


def _live_blog(story: Story, stream: Stream, paper: Chrome) -> Data:
    """What a live blog has beyond an article: when it covers, and the updates on this page."""
    return {
        "coverageStartTime": moment(story.first_live_at),
        "coverageEndTime": moment(stream.blog.closed_at) if stream.blog.is_closed else None,
        "liveBlogUpdate": [_update(update, paper) for update in stream.all_shown()],
    }


def _update(update: LiveUpdate, paper: Chrome) -> Data:
    return _told(
        {
            "@type": "BlogPosting",
            "headline": update.title,
            "url": absolute(update.get_absolute_url()),
            "datePublished": moment(update.at),
            "dateModified": moment(update.edited_at),
            "author": _author_of(update, paper),
            "articleBody": update.body_text[:UPDATE_TEXT],
            "image": _images(licences.on_card(update.image)),
        }
    )


def _author_of(update: LiveUpdate, paper: Chrome) -> Data:
    if update.author is not None:
        return _person(update.author, paper)
    if update.name:
        return {"@type": "Person", "name": update.name}
    return {"@type": "Organization", "name": paper.site.name}


# Other pages -------------------------------------------------------------------------------------


def of_home(paper: Chrome) -> list[Data]:
    """The site under its name, and the newspaper behind it."""
    site = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": paper.site.name,
        "description": paper.site.tagline,
        "url": absolute("/"),
        "inLanguage": paper.site.language,
        "publisher": _organization(paper),
    }
    return [_told(site)]


def of_section(card: Card, section: Section, paper: Chrome, stories: Sequence[Story]) -> list[Data]:
    return [_list(card, stories), *_breadcrumbs(paper.trail(section))]


def of_tag(card: Card, tag: Tag, stories: Sequence[Story]) -> list[Data]:
    return [_list(card, stories) | {"about": {"@type": "Thing", "name": tag.name}}]


def of_author(card: Card, author: Author, paper: Chrome) -> list[Data]:
    """The page of a person with all that it shows of them; a house byline's is a list."""
    person = _person(author, paper)
    if person["@type"] == "Organization":
        return [_page("CollectionPage", card)]
    portrait = licences.on_card(author.portrait)
    person |= {
        "jobTitle": author.title,
        "description": author.bio,
        "email": author.email,
        "image": absolute(_portrait(portrait)) if portrait else "",
        "worksFor": {"@type": "NewsMediaOrganization", "name": paper.site.name},
    }
    return [_page("ProfilePage", card) | {"mainEntity": _told(person)}]


def of_page(card: Card, page: Page, paper: Chrome) -> list[Data]:
    times = {"datePublished": moment(page.first_live_at), "publisher": _organization(paper)}
    return [_page("WebPage", card) | _told(times)]


def of_list(
    card: Card, trail: Sequence[tuple[str, str]] = (), kind: str = "CollectionPage"
) -> list[Data]:
    """A page of links, such as a month of the archive, or one that is nobody's own.

    Args:
        kind: what schema.org calls it.
        trail: names and paths that stand above it, topmost first.
    """
    found = [_page(kind, card)]
    if trail:
        found.append(_trail([*trail, (card.title, "")]))
    return found


def _page(kind: str, card: Card) -> Data:
    return _told(
        {
            "@context": "https://schema.org",
            "@type": kind,
            "name": card.title,
            "description": card.description,
            "url": card.url,
            "inLanguage": card.language,
        }
    )


def _list(card: Card, stories: Sequence[Story]) -> Data:
    """A list with the addresses of what it shows, in order."""
    items = [
        {"@type": "ListItem", "position": place, "url": absolute(story.get_absolute_url())}
        for place, story in enumerate(stories, start=1)
    ]
    data = _page("CollectionPage", card)
    return data | {"mainEntity": {"@type": "ItemList", "itemListElement": items}} if items else data


def _portrait(image: Image) -> str:
    made = widest(image, "1x1")
    return image.file.storage.url(made["name"]) if made else image.url


# Parts -------------------------------------------------------------------------------------------


def _organization(paper: Chrome) -> Data:
    """The newspaper with what its footer says of it."""
    site = paper.site
    data: Data = {
        "@type": "NewsMediaOrganization",
        "@id": absolute("/#newspaper"),
        "name": site.name,
        "url": absolute("/"),
        "email": site.contact_email,
        "foundingDate": str(paper.founded or ""),
        "sameAs": [profile.url for profile in paper.profiles],
    }
    if paper.logo_url:
        width, height = paper.logo_size
        logo = {"@type": "ImageObject", "url": absolute(paper.logo_url)}
        data["logo"] = logo | ({"width": width, "height": height} if width else {})
    data |= {one.name: absolute(one.page.get_absolute_url()) for one in paper.policies}
    return _told(data)


def _breadcrumbs(trail: Sequence[Section], story: Story | None = None) -> list[Data]:
    """The way from the topmost section to the page, as its header shows it.

    A single step is no way: engines ask for two.
    """
    steps = [(section.name, section.get_absolute_url()) for section in trail]
    if story is not None:
        steps.append((story.headline, ""))
    return [_trail(steps)] if len(steps) > 1 else []


def _trail(steps: Sequence[tuple[str, str]]) -> Data:
    """Names and paths, topmost first; the page itself needs no path."""
    items = [
        {"@type": "ListItem", "position": place, "name": name}
        | ({"item": absolute(path)} if path else {})
        for place, (name, path) in enumerate(steps, start=1)
    ]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": items,
    }


def _told(data: Data) -> Data:
    """What there is to tell: nothing empty."""
    return {name: value for name, value in data.items() if value not in ("", None, [])}
