"""What stands at an address that somebody has typed: the content that a notice is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext as _

from articles.models import Page, Story
from comments.models import Comment
from comments.views.places import find_story
from newsportal.core import addresses

#: A comment on a page of its story, as links to it are written.
ANCHOR = re.compile(r"c-(\d{1,18})\Z")


@dataclass(frozen=True)
class Content:
    """A story, one of its comments, or (neither) a page of the newspaper, where readers find it."""

    address: str
    story: Story | None = None
    comment: Comment | None = None


def content_at(typed: str, host: str) -> Content:
    """Find what readers see at an address of ours.

    Args:
        typed: a whole address, or a path.
        host: by which name this portal was asked.

    Raises:
        ValidationError: it leads elsewhere, or to nothing that readers see, with a sentence.
    """
    try:
        parts = urlsplit(typed)
        own = {host.lower(), urlsplit(settings.SITE_URL).netloc.lower()}
        is_ours = parts.scheme in ("", "http", "https") and parts.netloc.lower() in (*own, "")
    except ValueError:
        is_ours = False
    if not is_ours:
        raise ValidationError(_("This address is not on our site. We decide only on what we show."))
    path = parts.path if parts.path.startswith("/") else f"/{parts.path}"
    try:
        match = resolve(path if path.endswith("/") else f"{path}/")
    except Resolver404:
        raise _nothing() from None
    if match.url_name == "address":
        return _page(path)
    return _below_a_story(match, parts.fragment)


def _nothing() -> ValidationError:
    return ValidationError(
        _(
            "Readers find no story and no comment at this address. Copy it from “Link to this "
            "comment”, or from the line of your browser; it may have been removed already."
        )
    )


def _page(path: str) -> Content:
    found = addresses.find(path)
    if found is not None and isinstance(found.owner, Page) and found.owner.is_live():
        return Content(found.owner.get_absolute_url())
    raise _nothing()


def _below_a_story(match: ResolverMatch, fragment: str) -> Content:
    """A comment that the address names, else its story."""
    named = match.kwargs
    if "slug" not in named or "year" not in named:
        raise ValidationError(
            _("Many things stand there. Give the address of the story or comment itself.")
        )
    story = find_story(named["year"], named["month"], named["day"], named["slug"])
    if story is None:
        raise _nothing()
    anchor = ANCHOR.match(fragment)
    number = anchor[1] if anchor else None
    if number is None and match.namespace == "comments":
        number = named.get("pk")
    if number is None:
        return Content(story.get_absolute_url(), story)
    comment = Comment.objects.of_story(story).listed().filter(pk=number).first()
    if comment is None:
        raise _nothing()
    comment.story = story
    return Content(comment.get_absolute_url(), story, comment)
