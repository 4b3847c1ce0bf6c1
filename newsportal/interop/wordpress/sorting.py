"""What becomes of an item: a story, a page, a picture, a menu entry, or nothing, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from newsportal.interop.wordpress.addresses import file_name
from newsportal.interop.wordpress.reading import WXRItem

# What Pillow opens and newsrooms upload; an SVG is a document with scripts, not a picture.
PICTURE_ENDINGS = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".gif", ".webp", ".avif"})

# How WordPress and its common plugins store what has no place of its own in a newspaper.
_MACHINERY = frozenset(
    {
        "revision",
        "custom_css",
        "customize_changeset",
        "oembed_cache",
        "user_request",
        "wp_block",
        "wp_template",
        "wp_template_part",
        "wp_global_styles",
        "wp_navigation",
        "wp_font_family",
        "wp_font_face",
    }
)


class Kind(Enum):
    STORY = "story"
    PAGE = "page"
    PICTURE = "picture"
    MENU_ENTRY = "menu entry"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Fate:
    """`public` says whether readers could see it; `reason` is a sentence when it is skipped or
    when something public there does not become public here."""

    kind: Kind
    public: bool
    reason: str = ""


def fate(item: WXRItem, published: datetime | None, now: datetime) -> Fate:
    """Sort one item.

    `published` is the item's date in UTC, `now` the moment of the import. Whatever readers could
    not see on the old site without a password, a right or waiting is never public here.
    """
    if item.post_id is None:
        return Fate(Kind.NOTHING, public=False, reason=_("it has no number of its own"))
    if item.status in {"trash", "auto-draft"}:
        return Fate(Kind.NOTHING, public=False, reason=_never_meant(item.status))
    if item.post_type == "attachment":
        return _fate_of_attachment(item)
    if item.post_type == "nav_menu_item":
        return Fate(Kind.MENU_ENTRY, public=item.status == "publish")
    if item.post_type not in {"post", "page"}:
        return Fate(Kind.NOTHING, public=False, reason=_no_place(item.post_type))
    kind = Kind.STORY if item.post_type == "post" else Kind.PAGE
    hidden = _why_hidden(item, published, now)
    return Fate(kind, public=not hidden, reason=hidden)


def _never_meant(status: str) -> str:
    if status == "trash":
        return _("it lay in the trash")
    return _("it is an empty draft that was never saved")


def _no_place(post_type: str) -> str:
    if post_type in _MACHINERY:
        return _("“%(type)s” belongs to the old site’s machinery") % {"type": post_type}
    if not post_type:
        return _("it does not say what it is")
    return _("the kind “%(type)s” has no place here") % {"type": post_type[:40]}


def _fate_of_attachment(item: WXRItem) -> Fate:
    name = file_name(item.attachment_url or item.guid)
    if PurePosixPath(name).suffix.lower() in PICTURE_ENDINGS:
        return Fate(Kind.PICTURE, public=True)
    return Fate(
        Kind.NOTHING,
        public=False,
        reason=_("only pictures are brought, and this is another kind of file"),
    )


def _why_hidden(item: WXRItem, published: datetime | None, now: datetime) -> str:
    """Why the item becomes a draft, as a sentence; empty when it becomes public."""
    if item.password:
        return _("it was protected by a password")
    if item.status == "publish":
        if published is None:
            return _("it has no date")
        return _("its date lies in the future") if published > now else ""
    return {
        "future": _("it was scheduled for later"),
        "private": _("it was private"),
        "pending": _("it was waiting for review"),
        "draft": _("it was a draft"),
        "inherit": _("its state depended on another item"),
    }.get(item.status, _("its state “%(status)s” is not known here") % {"status": item.status[:40]})
