"""Which notice stands in which slot of a page (feature R16).

Notices come from the process's own copy and cost a page no query. When they begin and end is a
question of the clock (house rule 2). Every guest gets the same notice, so that a page stays the
same bytes for all; nothing is counted and nothing asks who looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.chrome import Chrome
from articles.models import Section, Slot, Story
from newsportal.core import versions

#: Version key of all notices.
KEY = "slots"


@dataclass(frozen=True)
class Placed:
    """A notice with the ids of the sections that it is limited to; none: everywhere."""

    slot: Slot
    sections: frozenset[int] = frozenset()

    def belongs_to(self, trail: list[Section]) -> bool:
        return not self.sections or any(section.pk in self.sections for section in trail)


def _load() -> tuple[Placed, ...]:
    slots = Slot.objects.on_or_to_come().select_related("image").prefetch_related("sections")
    return tuple(Placed(one, frozenset(sec.pk for sec in one.sections.all())) for one in slots)


current = versions.VersionedCopy(_load, KEY)


def at(
    place: str,
    chrome: Chrome,
    section: Section | None = None,
    story: Story | None = None,
    *,
    has_form: bool = False,
) -> Slot | None:
    """The notice that stands in a place now, if any.

    Args:
        section: of the page; notices that are limited to sections stand nowhere else.
        story: on whose page it is; a story that is paid for stands beside no other sponsor's, and
            the form for newsletters stands below every story anyway.
        has_form: whether the page is about newsletters and has their form.
    """
    now = timezone.now()
    trail = chrome.trail(section)
    is_paid = story is not None and story.kind_class.is_advertising
    for placed in current.get():
        slot = placed.slot
        if slot.place != place or not slot.is_running(now) or not placed.belongs_to(trail):
            continue
        is_double = (has_form or story is not None) and slot.kind == Slot.Kind.NEWSLETTER
        if (is_paid and slot.is_sponsored) or is_double or not _has_something(slot, chrome):
            continue
        return slot
    return None


def _has_something(slot: Slot, chrome: Chrome) -> bool:
    """Whether there is anything to show: newsletters to sign up for, a host that is still named."""
    if slot.kind == Slot.Kind.NEWSLETTER:
        return bool(chrome.newsletters)
    return not slot.frame or may_frame(slot.frame)


def may_frame(address: str) -> bool:
    """Whether whoever runs the portal lets pages of this address's site into notices."""
    parts = urlsplit(address)
    return parts.scheme == "https" and parts.netloc in settings.SLOT_HOSTS


def check(slot: Slot) -> None:
    """Raise ValidationError, by field, for a notice that readers could not make sense of."""
    problems: dict[str, str] = {}
    if slot.kind == Slot.Kind.NEWSLETTER:
        if slot.place == Slot.Place.STORY:
            problems["place"] = _("The form for newsletters stands below every story already.")
    else:
        problems = _problems_of_words(slot)
    if slot.is_sponsored and not slot.label:
        problems["label"] = _("Readers must see what is paid for: write a label.")
    if slot.ends_at is not None and slot.ends_at <= slot.starts_at:
        problems["ends_at"] = _("It would end before it begins.")
    if slot.frame and not may_frame(slot.frame):
        problems["frame"] = _(
            "This site may not stand in our pages. Whoever runs the portal names the hosts that "
            "may (SLOT_HOSTS)."
        )
    if problems:
        raise ValidationError(problems)


def _problems_of_words(slot: Slot) -> dict[str, str]:
    problems = {}
    if not (slot.headline or slot.text or slot.image_id or slot.frame):
        problems["headline"] = _("Write a headline or a text, or choose a picture.")
    if slot.link and not slot.link_words:
        problems["link_words"] = _("Say what a click does.")
    if slot.link_words and not slot.link:
        problems["link"] = _("Say where it leads.")
    return problems


def changed() -> None:
    """Every page may show another notice from now on; in the transaction of the change."""
    with transaction.atomic():
        versions.bump(KEY)
