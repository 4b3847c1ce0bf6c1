"""One post on its way to a story: content, state, comments and old addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import publishing
from articles.models import Section, Story
from articles.working_copy import BylineContent, StoryContent, content_of
from comments import importing as comment_importing
from comments.models import Comment, Discussion, Policy
from newsportal.core import addresses
from newsportal.interop.reporting import Outcome, Thing
from newsportal.interop.wordpress import addresses as old
from newsportal.interop.wordpress.bodies import Body, one_line
from newsportal.interop.wordpress.context import Context
from newsportal.interop.wordpress.discussions import report_others, rows_of
from newsportal.interop.wordpress.nouns import login_of, slug_of
from newsportal.interop.wordpress.reading import SiteInfo, WXRItem
from newsportal.interop.wordpress.sections import file_story
from newsportal.interop.wordpress.sorting import Fate

HEADLINE_LENGTH = 200
SLUG_LENGTH = 100
CAPTION_LENGTH = 500
#: Digits of the largest key that a database column holds.
NUMBER_DIGITS = 18
#: What may stand for a thing in feeds: an absolute address of any scheme, or at least its shape.
FEED_ID = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f]+")
FEED_ID_LENGTH = 500
#: The plugin for several authors files posts under terms of this taxonomy and these names.
COAUTHORS = "author"
COAUTHOR_PREFIX = "cap-"


class StoryImport:
    def __init__(
        self, context: Context, item: WXRItem, fate: Fate, published: datetime | None, body: Body
    ) -> None:
        self._context = context
        self._item = item
        self._fate = fate
        self._published = published
        self._body = body
        self._identity = context.identity(item.post_id)

    def bring_in(self) -> Outcome:
        """Bring the story, or to one that is here already what it lacks.

        Raises publishing.Refused when it cannot be published as it should; nothing is written then.
        """
        known = Story.objects.filter(**self._identity).first()
        report_others(self._item, self._context)
        if self._context.report.is_dry_run:
            self._plan()
            return Outcome.KNOWN if known else Outcome.MADE
        if known:
            self._add_to(known)
            return Outcome.KNOWN
        content = self._content()
        with transaction.atomic():
            self._make(content)
        return Outcome.MADE

    def _plan(self) -> None:
        self._content()  # counts sections, tags and authors that it would need
        keys = [row.key for row in rows_of(self._item, self._context, self._published)]
        known = Comment.objects.filter(source=self._context.source, import_id__in=keys).count()
        self._context.report.count(Thing.COMMENT, Outcome.KNOWN, known)
        self._context.report.count(Thing.COMMENT, Outcome.MADE, len(keys) - known)

    def _make(self, content: StoryContent) -> None:
        story = publishing.create_story(None, content, self._context.note(self._fate))
        Story.objects.filter(pk=story.pk).update(**self._identity)
        self._keep_feed_id(story)
        if self._fate.public:
            publishing.publish(story, None, at=self._published, updated_at=self._changed_at())
        Discussion.objects.get_or_create(story=story)
        if self._item.comment_status == "closed":
            Discussion.objects.filter(story=story).update(policy=Policy.CLOSED)
        self._bring_comments(story)
        places = old.of_item(self._item, self._context.site.info, pages=self._body.pages)
        own = story.get_absolute_url()
        addresses.remember_all(
            story, {place.path: place.ending for place in places if place.path != own}
        )

    @transaction.atomic
    def _add_to(self, story: Story) -> None:
        """Bring what an earlier run did not: newer comments, and pictures if nobody edited."""
        self._bring_comments(story)
        self._keep_feed_id(story)
        revision = story.working_revision
        is_untouched = revision is not None and revision.number == 1
        if self._context.pictures.is_wanted and is_untouched:
            self._bring_pictures(story)

    def _keep_feed_id(self, story: Story) -> None:
        """Let readers' programs know the story again by the name that they know it by (R3).

        A name that no feed may give, or that is another story's, is none.
        """
        name = self._item.guid.strip()
        is_name = len(name) <= FEED_ID_LENGTH and FEED_ID.fullmatch(name)
        if story.feed_id or not is_name or Story.objects.filter(feed_id=name).exists():
            return
        Story.objects.filter(pk=story.pk).update(feed_id=name)

    def _bring_comments(self, story: Story) -> None:
        rows = rows_of(self._item, self._context, self._published)
        if not rows:
            return
        result = comment_importing.bring_in(story, rows, source=self._context.source)
        self._context.report.count(Thing.COMMENT, Outcome.MADE, result.made)
        self._context.report.count(Thing.COMMENT, Outcome.KNOWN, result.known)
        for key, reason in result.skipped:
            self._context.report.leave(Thing.COMMENT, f"#{key}", reason)

    def _bring_pictures(self, story: Story) -> None:
        before = content_of(story)
        content = content_of(story)
        assert isinstance(content, StoryContent)
        content.body_html = self._body.html
        content.lead_image, content.lead_caption = self._lead_image(content.headline)
        if content == before:
            return
        publishing.save_story(story, None, content, note=_("Pictures were added."))
        if story.status == Story.Status.PUBLISHED:
            # The text is the same: readers are not told of an update.
            publishing.publish(story, None, updated_at=story.updated_at or story.first_live_at)
        self._context.report.remark(_("stories of an earlier run got their pictures"), str(story))

    # The content

    def _content(self) -> StoryContent:
        item, nouns = self._item, self._context.nouns
        filing = file_story(item, self._context.site.tree)
        section = nouns.section(filing.main)
        further = [nouns.section(slug) for slug in filing.further]
        tags = [nouns.tag_of(term) for term in item.terms if term.domain == "post_tag"]
        headline = self._context.title(item, self._body, HEADLINE_LENGTH)
        image, caption = self._lead_image(headline)
        return StoryContent(
            headline=headline,
            standfirst=one_line(item.excerpt),
            body_html=self._body.html,
            kind=Story.Kind.GALLERY if _is_gallery(item) else Story.Kind.REPORT,
            language=language_of(self._context.site.info),
            slug=self._slug(headline),
            section=section.pk if section else None,
            further_sections=_keys(further, without=section),
            tags=list(dict.fromkeys(tag.pk for tag in tags if tag)),
            bylines=self._bylines(),
            lead_image=image,
            lead_caption=caption,
        )

    def _bylines(self) -> list[BylineContent]:
        """The authors that a plugin for several of them lists, else the one of the post."""
        logins = [
            (term.slug.removeprefix(COAUTHOR_PREFIX), one_line(term.name))
            for term in self._item.terms
            if term.domain == COAUTHORS
        ] or [(login_of(self._item.creator), "")]
        authors = [self._context.nouns.author_of(login, name) for login, name in logins if login]
        return [
            BylineContent(author=key)
            for key in dict.fromkeys(author.pk for author in authors if author)
        ]

    def _lead_image(self, headline: str) -> tuple[int | None, str]:
        """Key and caption of the picture that WordPress calls the featured image."""
        number = self._item.meta_value("_thumbnail_id")
        is_number = number.isascii() and number.isdigit() and len(number) <= NUMBER_DIGITS
        pictures = self._context.pictures
        attachment = pictures.attachment(int(number)) if is_number else None
        if attachment is None or self._context.report.is_dry_run:
            return None, ""
        image = pictures.image(attachment.url, attachment.number) if pictures.is_wanted else None
        if image is None:
            self._context.report.remark(_("lead pictures were not brought"), headline)
            return None, ""
        return image.pk, attachment.caption[:CAPTION_LENGTH]

    def _slug(self, headline: str) -> str:
        """The old name where it is free on its day, else with the old number behind it."""
        wanted = StoryContent(slug=slug_of(self._item.post_name, SLUG_LENGTH), headline=headline)
        slug = publishing.story_slug(wanted)
        if self._published is None:
            return slug
        day = timezone.localdate(self._published, timezone=publishing.newsroom_zone())
        taken = Story.objects.filter(published_on=day, slug=slug).exclude(**self._identity)
        if not taken.exists():
            return slug
        ending = f"-{self._item.post_id}"
        return slug[: SLUG_LENGTH - len(ending)].strip("-") + ending

    def _changed_at(self) -> datetime | None:
        changed = self._context.moment_of(self._item.post_modified, self._item.post_modified_gmt)
        published = self._published
        return changed if changed and published and changed > published else None


def language_of(info: SiteInfo) -> str:
    """The language of an old site's stories: "en" for "en-US"."""
    base = info.language.lower().replace("_", "-").partition("-")[0]
    return base if base.isascii() and base.isalpha() and len(base) in {2, 3} else "en"


def _is_gallery(item: WXRItem) -> bool:
    return any(
        term.domain == "post_format" and term.slug == "post-format-gallery" for term in item.terms
    )


def _keys(sections: Sequence[Section | None], *, without: Section | None) -> list[int]:
    keys = dict.fromkeys(section.pk for section in sections if section)
    return [key for key in keys if without is None or key != without.pk]
