"""What pages tell search engines about themselves: JSON-LD in the words of schema.org.

A page's data is put together from small parts, one function each, so that a part which another
feature owns (corrections, breadcrumbs) is one more line in `of_story`. Times carry their offset
and addresses are absolute. `articles.markup.linked_data` writes the data into the page.

Source of the properties: ANCHORS section 3, after schema.org and Google's guide to articles.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from articles import licences
from articles.corrections import Shown
from articles.live_stream import Stream
from articles.models import Author, Byline, Correction, Image, LiveUpdate, Story
from newsportal.core.models import SiteSettings

Data = dict[str, Any]

#: Kinds of stories that schema.org knows by a name of their own.
TYPES = {
    Story.Kind.ANALYSIS: "AnalysisNewsArticle",
    Story.Kind.OPINION: "OpinionNewsArticle",
    Story.Kind.REVIEW: "ReviewNewsArticle",
    Story.Kind.SPONSORED: "AdvertiserContentArticle",
    Story.Kind.LIVE: "LiveBlogPosting",
}
DEFAULT_TYPE = "NewsArticle"

#: Crops of a picture that search engines ask for.
CROPS = ("1x1", "4x3", "16x9")
#: Characters of one update's text: enough to be told by, and a page of them stays light.
UPDATE_TEXT = 600


def of_story(
    story: Story,
    site: SiteSettings,
    stream: Stream | None = None,
    corrections: Shown | None = None,
) -> Data:
    """A story as an article.

    Args:
        story: public, with bylines, tags and picture at hand (`Story.objects.for_story_page`).
        site: the newspaper, which publishes it.
        stream: the page of updates that is shown, for a live blog.
        corrections: what stands on the page of it.
    """
    data: Data = {
        "@context": "https://schema.org",
        "@type": TYPES.get(Story.Kind(story.kind), DEFAULT_TYPE),
        "mainEntityOfPage": absolute(story.get_absolute_url()),
        "url": absolute(story.get_absolute_url()),
        "headline": story.headline,
        "description": story.standfirst,
        "inLanguage": story.language,
        "isAccessibleForFree": True,
        "datePublished": moment(story.first_live_at),
        "dateModified": moment(_last_change(story, stream, corrections)),
        "author": _authors(story),
        "publisher": _publisher(site),
        "image": _images(licences.on_page(story.lead_image, story)),
        "articleSection": story.section.name if story.section else "",
        "keywords": [tag.name for tag in story.tags.all()],
        "correction": [_correction(one, story) for one in corrections.all if one.mends]
        if corrections
        else [],
    }
    if stream is not None:
        data |= _live_blog(story, stream, site)
    return {name: value for name, value in data.items() if value not in ("", None, [])}


def absolute(address: str) -> str:
    """An address with our host; one that has a host already (of the media) stays."""
    return settings.SITE_URL + address if address.startswith("/") else address


def moment(time: datetime.datetime | None) -> str | None:
    """A time of the newsroom's zone with its offset."""
    return timezone.localtime(time).isoformat(timespec="seconds") if time else None


def _last_change(
    story: Story, stream: Stream | None, corrections: Shown | None
) -> datetime.datetime | None:
    times = [story.first_live_at, story.updated_at if story.shows_update else None]
    if stream is not None:
        times += [stream.newest_at, stream.blog.closed_at]
    if corrections is not None:
        times += [one.edited_at or one.at for one in corrections.all]
    return max((time for time in times if time), default=None)


def _authors(story: Story) -> list[Data]:
    """Everybody named, those who wrote it first."""
    bylines = sorted(story.bylines.all(), key=lambda one: one.role != Byline.Role.WRITER)
    return [_person(author) for author in dict.fromkeys(byline.author for byline in bylines)]


def _person(author: Author) -> Data:
    return {
        "@type": "Person",
        "name": author.name,
        "url": absolute(author.get_absolute_url()),
    }


def _publisher(site: SiteSettings) -> Data:
    publisher: Data = {
        "@type": "NewsMediaOrganization",
        "name": site.name,
        "url": absolute("/"),
    }
    if site.logo:
        publisher["logo"] = {"@type": "ImageObject", "url": absolute(site.logo.url)}
    return publisher


def _images(image: Image | None) -> list[str]:
    """The widest JPEG of each crop, or the whole picture as long as the worker has made none."""
    if image is None:
        return []
    widest = [image.widths("jpeg", crop)[-1:] for crop in CROPS]
    made = [image.file.storage.url(found[0]["name"]) for found in widest if found]
    return [absolute(address) for address in made or [image.url]]


def _correction(correction: Correction, story: Story) -> Data:
    """A correction or clarification; an update or an editor's note corrects nothing."""
    return {
        "@type": "CorrectionComment",
        "text": correction.text,
        "datePublished": moment(correction.at),
        "url": f"{absolute(story.get_absolute_url())}#correction-{correction.pk}",
    }


def _live_blog(story: Story, stream: Stream, site: SiteSettings) -> Data:
    """What a live blog has beyond an article: when it covers, and the updates on this page."""
    return {
        "coverageStartTime": moment(story.first_live_at),
        "coverageEndTime": moment(stream.blog.closed_at) if stream.blog.is_closed else None,
        "liveBlogUpdate": [_update(update, site) for update in stream.all_shown()],
    }


def _update(update: LiveUpdate, site: SiteSettings) -> Data:
    data: Data = {
        "@type": "BlogPosting",
        "headline": update.title,
        "url": absolute(update.get_absolute_url()),
        "datePublished": moment(update.at),
        "dateModified": moment(update.edited_at),
        "author": _author_of(update, site),
        "articleBody": update.body_text[:UPDATE_TEXT],
        "image": _images(update.image),
    }
    return {name: value for name, value in data.items() if value not in ("", None, [])}


def _author_of(update: LiveUpdate, site: SiteSettings) -> Data:
    if update.author is not None:
        return _person(update.author)
    if update.name:
        return {"@type": "Person", "name": update.name}
    return {"@type": "Organization", "name": site.name}
