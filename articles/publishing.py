"""The verbs of stories and pages: the only writer of their states and public copies (rule 3).

Every verb is one transaction: guard on the state it comes from, the change, an append-only
event, versions of the pages that show it, and whatever listens to it.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.search import SearchVector
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles import markup
from articles.chrome import current as chrome
from articles.models import (
    Byline,
    Page,
    PageEvent,
    PageRevision,
    Section,
    SectionListing,
    Story,
    StoryEvent,
    StoryRevision,
)
from articles.search import configuration_of
from articles.working_copy import PageContent, StoryContent, content_of, next_number
from newsportal.core import addresses, versions
from newsportal.core.events import announce
from newsportal.core.models import User

Status = Story.Status

#: From which states each verb may start.
MAY_SUBMIT = (Status.DRAFT,)
MAY_SEND_BACK = (Status.IN_REVIEW, Status.READY)
MAY_PUBLISH = (Status.DRAFT, Status.IN_REVIEW, Status.READY, Status.SCHEDULED, Status.WITHDRAWN)
MAY_WITHDRAW = (Status.PUBLISHED, Status.SCHEDULED)
MAY_UNSCHEDULE = (Status.SCHEDULED,)


class Refused(Exception):
    """A verb that is not allowed now; `message` is a sentence for the person, `field` its place."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(Refused):
    """Somebody else has saved meanwhile; `newest` is their revision."""

    def __init__(self, newest: StoryRevision | PageRevision) -> None:
        who = newest.created_by or _("Somebody")
        super().__init__(
            _(
                "%(who)s saved a newer version while you were writing. Nothing was overwritten: "
                "copy your changes, load the page again and put them into the newer version."
            )
            % {"who": who}
        )
        self.newest = newest


# Saving ------------------------------------------------------------------------------------------


@transaction.atomic
def create_story(actor: User | None, content: StoryContent, note: str = "") -> Story:
    """Begin a story as a draft with its first revision."""
    story = Story.objects.create(created_by=actor)
    _write_revision(story, actor, content, note)
    _log(story, StoryEvent.Kind.CREATED, actor, "", Status.DRAFT)
    return story


@transaction.atomic
def save_story(
    story: Story,
    actor: User | None,
    content: StoryContent,
    *,
    based_on: int | None = None,
    note: str = "",
) -> StoryRevision:
    """Save a new revision; what readers see does not change.

    Args:
        based_on: number of the revision that the editor had opened.

    Raises:
        Conflict: a newer revision than `based_on` exists.
    """
    locked = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    newest = locked.working_revision
    if newest is not None and based_on is not None and newest.number != based_on:
        raise Conflict(newest)
    if newest is not None and StoryContent.of(newest.snapshot) == _cleaned(content):
        story.working_revision = newest
        return newest
    revision = _write_revision(story, actor, content, note)
    _log(story, StoryEvent.Kind.SAVED, actor, locked.status, locked.status)
    return revision


def _cleaned(content: StoryContent) -> StoryContent:
    return replace(content, body_html=markup.clean_story_html(content.body_html))


def _write_revision(
    story: Story, actor: User | None, content: StoryContent, note: str
) -> StoryRevision:
    content = _cleaned(content)
    revision = StoryRevision.objects.create(
        story=story,
        number=next_number(story.revisions),
        snapshot=content.snapshot(),
        created_by=actor,
        note=note,
    )
    story.working_revision = revision
    story.working_title = content.headline
    story.working_section_id = content.section
    story.changed_at = timezone.now()
    story.save(update_fields=["working_revision", "working_title", "working_section", "changed_at"])
    return revision


def _log(story: Story, kind: str, actor: User | None, before: str, after: str) -> None:
    StoryEvent.objects.create(
        story=story,
        kind=kind,
        actor=actor,
        from_status=before,
        to_status=after,
        revision_id=story.working_revision_id,
    )


# States ------------------------------------------------------------------------------------------


def submit(story: Story, actor: User | None) -> None:
    """Ask an editor to read a draft."""
    _move(story, actor, MAY_SUBMIT, Status.IN_REVIEW, StoryEvent.Kind.SUBMITTED)


def send_back(story: Story, actor: User | None) -> None:
    """Give a story in review back to its writer as a draft."""
    _move(story, actor, MAY_SEND_BACK, Status.DRAFT, StoryEvent.Kind.SENT_BACK)


@transaction.atomic
def publish(
    story: Story,
    actor: User | None,
    *,
    at: datetime.datetime | None = None,
    updated_at: datetime.datetime | None = None,
) -> None:
    """Show the newest revision to readers from `at` (now when None; later: it is scheduled).

    A story that is published already gets the newest revision as its public copy and says when
    it was updated (`updated_at`, now when None). The date in the address is that of first going
    live and stays (DESIGN section 4).

    Raises:
        Refused: no headline or section, an address that is taken, or a state that has no way here.
    """
    now = timezone.now()
    locked = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    if locked.status not in (*MAY_PUBLISH, Status.PUBLISHED):
        raise Refused(_already(locked))
    changes_live_copy = locked.status == Status.PUBLISHED
    content = _publishable(locked)
    before = _keys(locked)
    live_at = locked.live_at if changes_live_copy and locked.live_at else (at or now)
    was_live = locked.first_live_at is not None and locked.first_live_at <= now
    status = Status.PUBLISHED if live_at <= now else Status.SCHEDULED
    first_live_at = locked.first_live_at if was_live else live_at
    fields: dict[str, Any] = {
        "status": status,
        "live_at": live_at,
        "withdraw_at": None,
        "withdrawal_note": "",
        "first_live_at": first_live_at,
        "updated_at": (updated_at or now) if was_live else updated_at,
        "live_revision": locked.working_revision,
        "changed_at": now,
    }
    published_on = locked.published_on
    if not was_live or published_on is None:
        published_on = timezone.localdate(live_at, timezone=newsroom_zone())
        fields["published_on"] = published_on
    fields["slug"] = _free_slug(locked, content, published_on)
    _remember_address(locked, fields["slug"], published_on)
    _copy(locked, content, fields)
    kind = (
        StoryEvent.Kind.CHANGED
        if changes_live_copy
        else StoryEvent.Kind.PUBLISHED
        if status == Status.PUBLISHED
        else StoryEvent.Kind.SCHEDULED
    )
    _log(locked, kind, actor, story.status, status)
    story.refresh_from_db()
    versions.bump(*before, *_keys(story))
    announce("story.published", story=story.pk)


@transaction.atomic
def withdraw(story: Story, actor: User | None, note: str = "") -> None:
    """Take a story from readers at once; its address answers 410 with `note` from now on.

    Raises Refused when the story is not published or scheduled.
    """
    before = _keys(story)
    _move(
        story,
        actor,
        MAY_WITHDRAW,
        Status.WITHDRAWN,
        StoryEvent.Kind.WITHDRAWN,
        withdraw_at=timezone.now(),
        withdrawal_note=note,
    )
    versions.bump(*before)
    announce("story.withdrawn", story=story.pk)


@transaction.atomic
def unschedule(story: Story, actor: User | None) -> None:
    """Make a scheduled story, not live yet, a draft again.

    Raises Refused when it is not scheduled, or its time has come.
    """
    if story.is_live():
        raise Refused(_("The story has just gone live. Withdraw it instead."))
    _move(story, actor, MAY_UNSCHEDULE, Status.DRAFT, StoryEvent.Kind.SENT_BACK, live_at=None)


@transaction.atomic
def _move(
    story: Story,
    actor: User | None,
    sources: tuple[Status, ...],
    to: Status,
    kind: StoryEvent.Kind,
    **fields: Any,
) -> None:
    """Compare and swap the state (house rule 4); zero rows mean that someone was faster."""
    before = story.status
    moved = Story.objects.filter(pk=story.pk, status__in=sources).update(
        status=to, changed_at=timezone.now(), **fields
    )
    story.refresh_from_db()
    if not moved:
        raise Refused(_already(story))
    _log(story, kind, actor, before, to)


def _already(story: Story) -> str:
    last = story.events.select_related("actor").first()
    who = (last.actor if last else None) or _("the system")
    return _("This is not possible: the story is “%(status)s” (%(who)s did that last).") % {
        "status": story.get_status_display(),
        "who": who,
    }


# The public copy ---------------------------------------------------------------------------------


def newsroom_zone() -> datetime.tzinfo:
    """The zone whose dates stand in addresses."""
    return ZoneInfo(chrome.get().site.time_zone)


def _publishable(story: Story) -> StoryContent:
    content = content_of(story)
    assert isinstance(content, StoryContent)
    if not content.headline.strip():
        raise Refused(_("A story needs a headline before it is published."), "headline")
    if content.section is None:
        raise Refused(_("Choose a section: it becomes part of the address."), "section")
    return content


def story_slug(content: StoryContent) -> str:
    """The slug that the editor typed, else one made of the headline; never of digits alone."""
    slug = slugify(content.slug or content.headline, allow_unicode=True)[:100].strip("-")
    if not slug or slug.isdigit():
        slug = f"story-{slug}".rstrip("-")
    return slug


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
    """Let the address that readers knew lead on when the slug changes (the date never does)."""
    old = story.get_absolute_url()
    if old and story.first_live_at and (story.slug, story.published_on) != (slug, published_on):
        addresses.remember(old, story)


def _copy(story: Story, content: StoryContent, fields: dict[str, Any]) -> None:
    """Copy a revision's content into the rows that public pages read."""
    text = markup.plain_text(content.body_html)
    fields |= {
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
        "search": search_vector(content, text),
    }
    try:
        Story.objects.filter(pk=story.pk).update(**fields)
    except IntegrityError as error:
        raise Refused(_("Another story took this address just now. Try again."), "slug") from error
    story.tags.set(content.tags)
    story.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(story=story, author_id=byline.author, role=byline.role, order=order)
        for order, byline in enumerate(content.bylines)
    )
    write_listings(story, [content.section, *content.further_sections])


def write_listings(story: Story, section_ids: list[int | None]) -> None:
    """Put the story on the pages of its sections and of all sections above them."""
    above = dict(Section.objects.values_list("pk", "parent_id"))
    wanted: set[int] = set()
    for start in section_ids:
        pk = start
        while pk is not None and pk not in wanted:
            wanted.add(pk)
            pk = above.get(pk)
    story.listings.exclude(section__in=wanted).delete()
    SectionListing.objects.bulk_create(
        (SectionListing(story=story, section_id=pk) for pk in wanted), ignore_conflicts=True
    )


def search_vector(content: StoryContent, text: str) -> Any:
    """What search finds: headline over standfirst over body, in the story's language."""
    config = configuration_of(content.language)
    return (
        SearchVector(Value(f"{content.headline} {content.kicker}"), weight="A", config=config)
        + SearchVector(Value(content.standfirst), weight="B", config=config)
        + SearchVector(Value(text[:200_000]), weight="D", config=config)
    )


def _keys(story: Story) -> set[str]:
    """Version keys of everything that shows the story or its card."""
    keys = {f"story:{story.pk}", "home"}
    keys |= {f"section:{pk}" for pk in story.listings.values_list("section", flat=True)}
    keys |= {f"tag:{pk}" for pk in story.tags.values_list("pk", flat=True)}
    keys |= {f"author:{pk}" for pk in story.bylines.values_list("author", flat=True)}
    return keys


def rerender(thing: Story | Page) -> None:
    """Clean a public copy anew after the allow-list changed; no revision, no update for readers."""
    html = markup.clean_story_html(thing.body_html)
    with transaction.atomic():
        type(thing)._default_manager.filter(pk=thing.pk).update(
            body_html=html, markup_version=markup.MARKUP_VERSION
        )
        versions.bump(f"{thing._meta.model_name}:{thing.pk}")


# Pages -------------------------------------------------------------------------------------------


@transaction.atomic
def create_page(actor: User | None, content: PageContent, note: str = "") -> Page:
    """Begin a page as a draft with its first revision."""
    page = Page.objects.create()
    _write_page_revision(page, actor, content, note)
    return page


@transaction.atomic
def save_page(
    page: Page,
    actor: User | None,
    content: PageContent,
    *,
    based_on: int | None = None,
    note: str = "",
) -> PageRevision:
    """Save a new revision of a page; what readers see does not change. Raises Conflict."""
    locked = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
    newest = locked.working_revision
    if newest is not None and based_on is not None and newest.number != based_on:
        raise Conflict(newest)
    return _write_page_revision(page, actor, content, note)


def _write_page_revision(
    page: Page, actor: User | None, content: PageContent, note: str
) -> PageRevision:
    content = replace(content, body_html=markup.clean_story_html(content.body_html))
    revision = PageRevision.objects.create(
        page=page,
        number=next_number(page.revisions),
        snapshot=content.snapshot(),
        created_by=actor,
        note=note,
    )
    page.working_revision = revision
    page.working_title = content.title
    page.changed_at = timezone.now()
    page.save(update_fields=["working_revision", "working_title", "changed_at"])
    return revision


@transaction.atomic
def publish_page(page: Page, actor: User | None) -> None:
    """Show the newest revision of a page to readers at /<slug>/.

    Raises Refused without a title or when the address is taken or reserved.
    """
    locked = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
    content = content_of(locked)
    assert isinstance(content, PageContent)
    if not content.title.strip():
        raise Refused(_("A page needs a title before it is published."), "title")
    slug = slugify(content.slug or content.title, allow_unicode=True)[:80].strip("-")
    try:
        addresses.claim(f"/{slug}/", locked)
    except addresses.AddressTaken as taken:
        raise Refused(" ".join(taken.messages), "slug") from taken
    now = timezone.now()
    Page.objects.filter(pk=page.pk).update(
        status=Page.Status.PUBLISHED,
        slug=slug,
        title=content.title.strip(),
        standfirst=content.standfirst.strip(),
        body_html=content.body_html,
        markup_version=markup.MARKUP_VERSION,
        published_at=locked.published_at or now,
        updated_at=now,
        live_revision=locked.working_revision,
        changed_at=now,
    )
    page.refresh_from_db()
    _log_page(page, PageEvent.Kind.PUBLISHED, actor)


@transaction.atomic
def withdraw_page(page: Page, actor: User | None) -> None:
    """Take a page from readers; menus leave it out. Raises Refused when it is not published."""
    moved = Page.objects.filter(pk=page.pk, status=Page.Status.PUBLISHED).update(
        status=Page.Status.WITHDRAWN, changed_at=timezone.now()
    )
    page.refresh_from_db()
    if not moved:
        raise Refused(_("This is not possible: the page is not published."))
    _log_page(page, PageEvent.Kind.WITHDRAWN, actor)


def _log_page(page: Page, kind: PageEvent.Kind, actor: User | None) -> None:
    """Append who did it, and tell all that shows the page: itself and the menus."""
    PageEvent.objects.create(
        page=page, kind=kind, actor=actor, revision_id=page.working_revision_id
    )
    versions.bump(f"page:{page.pk}", "menu")
