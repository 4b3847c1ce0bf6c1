"""Kinds of stories: one class each, listed in `settings.STORY_KINDS` (features F3 and X3).

What differs from kind to kind stands in the kind's class and nowhere else; whoever adds a kind of
their own writes one class (docs/extending.md). A code that no class has any more, because an
extension went, is shown as a report with its code for a name: no story is lost over it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: As long as the column that keeps it.
LONGEST_CODE = 12


class StoryKind:
    """What the portal asks of a kind.

    Attributes:
        code: kept with each story and part of class names; small letters, at most 12.
        label: what readers and editors call it.
        schema_type: its name among schema.org's articles. A report is no ReportageNewsArticle: that
            claims a way of working of which the page says nothing.
        template: the story's page; it extends ``articles/story.html``.
        is_news: stands where fronts show news.
        is_advertising: was paid for: marked everywhere, no news for search engines and newsletters.
        says_so_in_titles: a headline alone, as in a feed, would be taken for a report.
        needs_text: an empty body is worth a warning before publishing.
    """

    # A class is callable, and templates call what they can.
    do_not_call_in_templates: ClassVar[bool] = True

    code: ClassVar[str] = ""
    label: ClassVar[str | Promise] = ""
    schema_type: ClassVar[str] = "NewsArticle"
    template: ClassVar[str] = "articles/story.html"
    is_news: ClassVar[bool] = True
    is_advertising: ClassVar[bool] = False
    says_so_in_titles: ClassVar[bool] = False
    needs_text: ClassVar[bool] = True


class Report(StoryKind):
    code = "report"
    label = pgettext_lazy("kind of story", "Report")


class Analysis(StoryKind):
    code = "analysis"
    label = _("Analysis")
    schema_type = "AnalysisNewsArticle"


class Opinion(StoryKind):
    code = "opinion"
    label = pgettext_lazy("kind of story", "Opinion")
    schema_type = "OpinionNewsArticle"
    is_news = False
    says_so_in_titles = True


class Review(StoryKind):
    code = "review"
    label = _("Review")
    schema_type = "ReviewNewsArticle"


class Live(StoryKind):
    code = "live"
    label = _("Live")
    schema_type = "LiveBlogPosting"
    needs_text = False


class Gallery(StoryKind):
    code = "gallery"
    label = _("Gallery")


class Sponsored(StoryKind):
    code = "sponsored"
    label = _("Sponsored")
    schema_type = "AdvertiserContentArticle"
    is_news = False
    is_advertising = True
    says_so_in_titles = True


def is_code(code: str) -> bool:
    """Whether it can be kept with a story and stand in a class name."""
    return code.isascii() and code.isalpha() and code.islower() and len(code) <= LONGEST_CODE


def known() -> dict[str, type[StoryKind]]:
    """Every kind by its code, in the order of the settings."""
    return _read(tuple(settings.STORY_KINDS))


def of(code: str) -> type[StoryKind]:
    """The class of a code; for one that nobody knows, a report of that name."""
    found = known().get(code)
    return found or type("Unknown", (StoryKind,), {"code": code, "label": code})


def choices() -> list[tuple[str, str | Promise]]:
    """Codes and labels, as fields of forms and models take them."""
    return [(code, kind.label) for code, kind in known().items()]


def not_news() -> list[str]:
    """Codes of what fronts leave out where they show news."""
    return [code for code, kind in known().items() if not kind.is_news]


def advertising() -> list[str]:
    """Codes of what somebody paid for."""
    return [code for code, kind in known().items() if kind.is_advertising]


@lru_cache(maxsize=4)
def _read(dotted: tuple[str, ...]) -> dict[str, type[StoryKind]]:
    found: list[type[StoryKind]] = [import_string(one) for one in dotted]
    return {kind.code: kind for kind in found}
