"""Copying a revision into the rows that public pages read: the only place that does (rule 3)."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles import canonical, markup, places, search
from articles.chrome import current as chrome
from articles.models import Byline, Page, Section, SectionListing, Story, StoryPicture
from articles.publishing.refusals import Refused
from articles.working_copy import PageContent, StoryContent, without_dead_ends
from newsportal.core import addresses, versions


def newsroom_zone() -> datetime.tzinfo:
    """The zone whose dates stand in addresses."""
    return ZoneInfo(chrome.get().site.time_zone)


def check_content(content: StoryContent | PageContent) -> None:
    """Raise Refused for content that has no place among public pages."""
    if isinstance(content, PageContent):
        if not content.title.strip():
            raise Refused(_("A page needs a title before it is published."), "title")
        return
    if not content.headline.strip():
        raise Refused(_("A story needs a headline before it is published."), "headline")
    if content.section is None or not Section.objects.filter(pk=content.section).exists():
        raise Refused(_("Choose a section: it becomes part of the address."), "section")


def copy(document: Story | Page, content: Any, fields: dict[str, Any]) -> None:
    """Write a revision's content into the public rows of a locked document.

    Args:
        fields: times and states to write with it, in the same statement.

    Raises:
        Refused: the address is taken.
    """
    if isinstance(document, Story):
        _copy_story(document, content, fields)
    else:
        _copy_page(document, content, fields)


def keys(document: Story | Page) -> set[str]:
    """Version keys of everything that shows the document or its card."""
    if isinstance(document, Page):
        return {f"page:{document.pk}", "menu"}
    found = {f"story:{document.pk}", "home"}
    found |= {f"section:{pk}" for pk in document.listings.values_list("section", flat=True)}
    found |= {f"tag:{pk}" for pk in document.tags.values_list("pk", flat=True)}
    found |= {f"author:{pk}" for pk in document.bylines.values_list("author", flat=True)}
    return found


def rerender(thing: Story | Page) -> None:
    """Clean a public copy anew after the allow-list changed; no revision, no update for readers."""
    html = markup.clean_story_html(thing.body_html)
    with transaction.atomic():
        type(thing)._default_manager.filter(pk=thing.pk).update(
            body_html=html, markup_version=markup.MARKUP_VERSION
        )
        versions.bump(f"{thing._meta.model_name}:{thing.pk}")


# Pages -------------------------------------------------------------------------------------------


def _copy_page(page: Page, content: PageContent, fields: dict[str, Any]) -> None:
    slug = slugify(content.slug or content.title, allow_unicode=True)[:80].strip("-")
    if not slug:
        raise Refused(_("Type an address: none can be made of this title."), "slug")
    try:
        addresses.claim(f"/{slug}/", page)
    except addresses.AddressTaken as taken:
        raise Refused(" ".join(taken.messages), "slug") from taken
    Page.objects.filter(pk=page.pk).update(
        slug=slug,
        title=content.title.strip(),
        standfirst=content.standfirst.strip(),
        search_title=content.search_title.strip(),
        search_description=content.search_description.strip(),
        body_html=content.body_html,
        markup_version=markup.MARKUP_VERSION,
        **fields,
    )


# Stories -----------------------------------------------------------------------------------------


def story_slug(content: StoryContent) -> str:
    """The slug that the editor typed, else one made of the headline; never of digits alone."""
    slug = slugify(content.slug or content.headline, allow_unicode=True)[:100].strip("-")
    if not slug or slug.isdigit():
        slug = f"story-{slug}".rstrip("-")
    return slug


def _copy_story(story: Story, content: StoryContent, fields: dict[str, Any]) -> None:
    content = without_dead_ends(content)
    published_on = fields.get("published_on") or story.published_on
    assert published_on is not None  # whatever is copied has been given a date
    slug = _free_slug(story, content, published_on)
    _remember_address(story, slug, published_on)
    text = markup.plain_text(content.body_html)
    fields |= {
        "slug": slug,
        "kind": content.kind,
        "language": content.language,
        "section_id": content.section,
        "further_section_ids": [
            section for section in content.further_sections if section != content.section
        ],
        "headline": content.headline.strip(),
        "kicker": content.kicker.strip(),
        "standfirst": content.standfirst.strip(),
        "dateline": content.dateline.strip(),
        "body_html": content.body_html,
        "markup_version": markup.MARKUP_VERSION,
        "body_text": text,
        "reading_minutes": markup.reading_minutes(text, content.language),
        "lead_image_id": content.lead_image,
        "lead_caption": content.lead_caption.strip(),
        "related_ids": [pk for pk in content.related if pk != story.pk],
        "series_id": content.series,
        "missing_alt_reason": content.missing_alt_reason.strip(),
        "search_title": content.search_title.strip(),
        "search_description": content.search_description.strip(),
        "social_headline": content.social_headline.strip(),
        "social_image_id": content.social_image,
        "canonical_url": canonical.elsewhere(content.canonical_url, slug, published_on),
        "noindex": content.noindex,
    }
    try:
        with transaction.atomic():
            Story.objects.filter(pk=story.pk).update(**fields)
    except IntegrityError as error:
        raise Refused(_("Another story took this address just now. Try again."), "slug") from error
    story.tags.set(content.tags)
    story.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(story=story, author_id=byline.author, role=byline.role, order=order)
        for order, byline in enumerate(content.bylines)
    )
    story.pictures.all().delete()
    StoryPicture.objects.bulk_create(
        StoryPicture(story=story, image_id=item.image, caption=item.caption.strip(), order=order)
        for order, item in enumerate(content.gallery)
    )
    write_listings(story, [content.section, *content.further_sections])
    search.write([story.pk])


def _free_slug(story: Story, content: StoryContent, published_on: datetime.date) -> str:
    """The story's slug on its date. A taken one is refused when typed, numbered when made by us."""
    slug = story_slug(content)
    if story.slug and not content.slug and story.published_on == published_on:
        return story.slug  # a changed headline does not move a story (feature E23)
    others = Story.objects.exclude(pk=story.pk).filter(published_on=published_on)
    if not others.filter(slug=slug).exists():
        return slug
    if content.slug:
        raise Refused(
            _("Another story of that day has the address “%(slug)s”.") % {"slug": slug}, "slug"
        )
    taken = set(others.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(
        f"{slug}-{number}" for number in range(2, 10_000) if f"{slug}-{number}" not in taken
    )


def _remember_address(story: Story, slug: str, published_on: datetime.date) -> None:
    """Let the address that readers knew lead on when the slug changes (the date never does).

    It is kept without its section, which may change too: whatever stood before the date led here.
    """
    old = story.get_absolute_url()
    if old and story.first_live_at and (story.slug, story.published_on) != (slug, published_on):
        addresses.remember(places.dated(old), story)


def write_listings(story: Story, section_ids: list[int | None]) -> None:
    """Put the story on the pages of its sections and of all sections above them."""
    above = dict(Section.objects.values_list("pk", "parent_id"))
    wanted: set[int] = set()
    for start in section_ids:
        pk = start
        while pk is not None and pk in above and pk not in wanted:
            wanted.add(pk)
            pk = above[pk]
    story.listings.exclude(section__in=wanted).delete()
    SectionListing.objects.bulk_create(
        (SectionListing(story=story, section_id=pk) for pk in wanted), ignore_conflicts=True
    )
