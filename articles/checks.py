"""What an editor is told before publishing: what blocks, and what only warns (feature E22).

Each check is a small function of the content about to be published; the form shows all findings
beside the fields, `publishing` refuses what blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import image_uses, kinds
from articles.dead_links import dead_links
from articles.metadata import LONG_DESCRIPTION, LONG_TITLE
from articles.models import Image, Page, Section, Story
from articles.publishing.refusals import Refused
from articles.working_copy import PageContent, StoryContent

#: Search results and most cards cut longer headlines.
LONG_HEADLINE = 100

BLOCKER, WARNING = "blocker", "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to mend: `level` is a blocker or a warning, `field` its place in the form."""

    level: str
    code: str
    message: str
    field: str

    @property
    def blocks(self) -> bool:
        return self.level == BLOCKER


class _Body(HTMLParser):
    """The links of a text, and how many of its pictures do not say what they show."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.silent = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        if tag == "img":
            self.silent += not (values.get("alt") or "").strip()


class Subject:
    """A story's content about to be published, with what the checks ask of it."""

    def __init__(self, story: Story | None, content: StoryContent) -> None:
        self.story = story
        self.content = content

    @cached_property
    def body(self) -> _Body:
        return _Body(self.content.body_html)

    @cached_property
    def pictures(self) -> list[Image]:
        """The lead picture and those of the gallery."""
        wanted = [self.content.lead_image, *(item.image for item in self.content.gallery)]
        return list(Image.objects.filter(pk__in=[pk for pk in wanted if pk]))

    @cached_property
    def shown(self) -> list[Image]:
        """Every picture that readers will see, those of the text too."""
        return image_uses.pictures_in(self.content)


Check = Callable[[Subject], Iterator[Finding]]


def headline(subject: Subject) -> Iterator[Finding]:
    words = subject.content.headline.strip()
    if not words:
        yield Finding(BLOCKER, "no-headline", _("It has no headline."), "headline")
    elif len(words) > LONG_HEADLINE:
        message = _("The headline has %(count)d characters; cards cut it after about %(limit)d.")
        yield Finding(
            WARNING,
            "long-headline",
            message % {"count": len(words), "limit": LONG_HEADLINE},
            "headline",
        )


def section(subject: Subject) -> Iterator[Finding]:
    pk = subject.content.section
    if pk is None or not Section.objects.filter(pk=pk).exists():
        yield Finding(BLOCKER, "no-section", _("It is filed in no section."), "section")


def embargo(subject: Subject) -> Iterator[Finding]:
    if subject.story is not None and subject.story.is_embargoed:
        message = _("It is under embargo: nothing may be public before it ends.")
        yield Finding(BLOCKER, "embargo", message, "embargo_until")


def alternative_text(subject: Subject) -> Iterator[Finding]:
    silent = sum(not image.alt.strip() for image in subject.pictures) + subject.body.silent
    if not silent:
        return
    message = ngettext(
        "%(count)d picture has no alternative text: readers who cannot see it learn nothing.",
        "%(count)d pictures have no alternative text: readers who cannot see them learn nothing.",
        silent,
    ) % {"count": silent}
    reason = subject.content.missing_alt_reason.strip()
    yield Finding(WARNING if reason else BLOCKER, "no-alt", message, "missing_alt_reason")


def standfirst(subject: Subject) -> Iterator[Finding]:
    if not subject.content.standfirst.strip():
        message = _("The standfirst is empty; cards and link previews have nothing to say.")
        yield Finding(WARNING, "no-standfirst", message, "standfirst")


def text(subject: Subject) -> Iterator[Finding]:
    content = subject.content
    if not content.body_html.strip() and not content.gallery and kinds.of(content.kind).needs_text:
        yield Finding(WARNING, "no-text", _("It has no text yet."), "body")


def byline(subject: Subject) -> Iterator[Finding]:
    if not subject.content.bylines:
        yield Finding(WARNING, "no-byline", _("No name stands over it."), "bylines")


def tags(subject: Subject) -> Iterator[Finding]:
    if not subject.content.tags:
        message = _("It has no tag, so no related stories are found by subject.")
        yield Finding(WARNING, "no-tag", message, "tags")


def credit(subject: Subject) -> Iterator[Finding]:
    bare = sum(not image.credit.strip() for image in subject.shown)
    if bare:
        message = ngettext(
            "%(count)d picture has no credit.", "%(count)d pictures have no credit.", bare
        )
        yield Finding(WARNING, "no-credit", message % {"count": bare}, "lead_image")


def rights(subject: Subject) -> Iterator[Finding]:
    today = timezone.localdate()
    for image in subject.shown:
        if image.licence_expires and image.licence_expires < today:
            message = _("The licence of “%(picture)s” has run out.") % {"picture": image}
            yield Finding(WARNING, "expired-rights", message, "lead_image")


def links(subject: Subject) -> Iterator[Finding]:
    for path in dead_links(subject.body.links):
        message = _("A link leads nowhere: %(path)s") % {"path": path}
        yield Finding(WARNING, "dead-link", message, "body")


def searching(subject: Subject) -> Iterator[Finding]:
    """What search engines are told: words that they cut, and what keeps them away (R5)."""
    content = subject.content
    message = _("The title in search results has %(count)d characters; about %(limit)d are shown.")
    yield from _cut("search_title", content.search_title, LONG_TITLE, message)
    message = _("The description has %(count)d characters; search results show about %(limit)d.")
    yield from _cut("search_description", content.search_description, LONG_DESCRIPTION, message)
    if content.noindex:
        message = _("It is kept from search engines: nobody finds it in search results.")
        yield Finding(WARNING, "noindex", message, "noindex")
    if content.canonical_url:
        message = _("Search engines are sent to the address where it first stood.")
        yield Finding(WARNING, "canonical", message, "canonical_url")


def _cut(field: str, words: str, limit: int, message: str) -> Iterator[Finding]:
    length = len(words.strip())
    if length > limit:
        yield Finding(WARNING, f"long-{field}", message % {"count": length, "limit": limit}, field)


#: In the order of the form. A new check is one function and one line.
CHECKS: tuple[Check, ...] = (
    headline,
    section,
    embargo,
    alternative_text,
    standfirst,
    text,
    byline,
    tags,
    credit,
    rights,
    links,
    searching,
)


def findings(story: Story | None, content: StoryContent) -> list[Finding]:
    """All that the checks have to say of a story with this content, blockers first."""
    subject = Subject(story, content)
    found = [finding for check in CHECKS for finding in check(subject)]
    return sorted(found, key=lambda finding: not finding.blocks)


def refuse_blocked(document: Story | Page, content: StoryContent | PageContent) -> None:
    """Raise Refused with the first finding that blocks; embargoes have a guard of their own."""
    if not isinstance(content, StoryContent):
        return
    subject: Any = Subject(document if isinstance(document, Story) else None, content)
    for finding in alternative_text(subject):
        if finding.blocks:
            raise Refused(
                f"{finding.message} " + _("Add it, or say why it is missing."), finding.field
            )
