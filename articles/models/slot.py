"""Slots: first-party notices that editors place beside the news (feature R16)."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.links import check_link
from articles.models.image import Image
from articles.models.section import Section


class SlotQuerySet(models.QuerySet["Slot"]):
    """One method a question."""

    def on_or_to_come(self, now: datetime.datetime | None = None) -> SlotQuerySet:
        """Switched on and not over, the first in the editors' order first."""
        ahead = Q(ends_at=None) | Q(ends_at__gt=now or timezone.now())
        return self.filter(ahead, is_on=True).order_by("order", "-starts_at", "-pk")


class Slot(models.Model):
    """One notice in one place. From when to when it shows is a question of the clock."""

    class Kind(models.TextChoices):
        HOUSE = "house", _("Notice of the house")
        SPONSOR = "sponsor", _("Paid for by a sponsor")
        DONATION = "donation", _("Request for support")
        NEWSLETTER = "newsletter", _("Form for newsletters")

    class Place(models.TextChoices):
        FRONT = "front", _("On top of the front page")
        LIST = "list", _("In lists of stories, after the fifth")
        STORY = "story", _("Below a story’s text")
        FOOT = "foot", _("Above the footer of every page")

    name = models.CharField(
        _("name"), max_length=80, help_text=_("For the newsroom; readers do not see it.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.HOUSE)
    place = models.CharField(_("place"), max_length=10, choices=Place.choices, default=Place.STORY)
    is_on = models.BooleanField(
        _("switched on"), default=False, help_text=_("Off, nobody sees it whatever the dates.")
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: until it is switched off.")
    )
    order = models.PositiveSmallIntegerField(
        _("order"),
        default=10,
        help_text=_("A place shows one notice: of those that could stand there the lowest."),
    )
    sections = models.ManyToManyField(
        Section,
        verbose_name=_("only in these sections"),
        blank=True,
        related_name="+",
        help_text=_("With all below them. Empty: everywhere."),
    )
    label = models.CharField(
        _("label"),
        max_length=60,
        blank=True,
        help_text=_("Stands above it, such as “Advertisement” or “Sponsored by Harbour Bank”."),
    )
    headline = models.CharField(_("headline"), max_length=120, blank=True)
    text = models.CharField(_("text"), max_length=400, blank=True)
    link = models.CharField(
        _("link"),
        max_length=500,
        blank=True,
        validators=[check_link],
        help_text=_("A path such as /about/ or an address that begins with https://"),
    )
    link_words = models.CharField(
        _("words of the link"),
        max_length=40,
        blank=True,
        help_text=_("What a click does, such as “Give to the fund”."),
    )
    image = models.ForeignKey(
        Image,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="slots",
        help_text=_("From the image library; it is shown cropped to 4:3."),
    )
    frame = models.CharField(
        _("frame of another site"),
        max_length=500,
        blank=True,
        help_text=_(
            "The address of a page of 300 pixels’ height that stands in the notice. Only hosts "
            "that whoever runs the portal has named may be shown."
        ),
    )
    source = models.CharField(max_length=200, blank=True, editable=False)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice in a slot")
        verbose_name_plural = _("notices in slots")
        ordering = ["place", "order", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="slot_ends_after_its_start",
                violation_error_message=_("It would end before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="sponsor") | ~Q(label=""),
                name="slot_of_a_sponsor_is_labelled",
                violation_error_message=_("Readers must see what is paid for: write a label."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sponsored(self) -> bool:
        return self.kind == self.Kind.SPONSOR

    @property
    def rel(self) -> str:
        """What its link says to search engines and to the page that it opens."""
        if self.is_sponsored:
            return "sponsored noopener"
        return "" if self.link.startswith("/") else "noopener"

    def is_running(self, now: datetime.datetime | None = None) -> bool:
        now = now or timezone.now()
        is_over = self.ends_at is not None and self.ends_at <= now
        return self.is_on and self.starts_at <= now and not is_over
