"""Newsletters that readers can sign up for (feature R11)."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.section import Section

#: Stories of one mail: what somebody reads through at breakfast, and far below what mail programs
#: cut off.
FEWEST, MOST = 1, 20


def every_day() -> list[int]:
    """What a new briefing begins with."""
    return list(range(7))


class NewsletterQuerySet(models.QuerySet["Newsletter"]):
    """One method a question."""

    def offered(self) -> NewsletterQuerySet:
        """What readers can sign up for, in the editors' order."""
        return self.filter(is_on=True).order_by("order", "name", "pk")

    def briefings_by_themselves(self) -> NewsletterQuerySet:
        """Those that the clock fills and sends."""
        return self.filter(is_on=True, kind=Newsletter.Kind.DAILY, is_automatic=True)


class Newsletter(models.Model):
    """What can be signed up for: its name, what it is about, and when it comes."""

    class Kind(models.TextChoices):
        DAILY = "daily", _("Briefing")
        BREAKING = "breaking", _("Breaking news")

    class Weekday(models.IntegerChoices):
        """As `datetime.date.weekday` counts them."""

        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(
        _("short name"),
        max_length=60,
        unique=True,
        help_text=_("Mail programs sort by it; keep it the same."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind.choices,
        default=Kind.DAILY,
        help_text=_("A briefing has several stories. Breaking news is one story, sent at once."),
    )
    section = models.ForeignKey(
        Section,
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="newsletters",
        help_text=_("Whose stories it brings, with all below; empty: the whole paper’s."),
    )
    description = models.CharField(
        _("description"),
        max_length=200,
        help_text=_("One or two sentences for who thinks of signing up: what comes, how often."),
    )
    intro = models.TextField(
        _("words on top"),
        max_length=1000,
        blank=True,
        help_text=_("Stands at the top of every mail; an issue can have words of its own below."),
    )
    is_on = models.BooleanField(
        _("offered"),
        default=True,
        help_text=_("Switched off, nobody can sign up and nothing goes out; no address is lost."),
    )
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    sender_name = models.CharField(
        _("name of the sender"),
        max_length=60,
        blank=True,
        help_text=_("Empty: the newspaper’s name."),
    )
    reply_to = models.EmailField(
        _("answers go to"),
        blank=True,
        help_text=_("Empty: the newspaper’s contact address."),
    )
    is_automatic = models.BooleanField(
        _("fills and sends itself"),
        default=True,
        help_text=_(
            "At its hour the newest stories since the last one go out, unless an editor has sent "
            "or timed an issue for that day. Off: editors put every issue together."
        ),
    )
    at = models.TimeField(
        _("time of day"),
        default=datetime.time(6, 30),
        help_text=_("In the newsroom’s zone."),
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday.choices),
        verbose_name=_("on these days"),
        default=every_day,
        blank=True,
    )
    most = models.PositiveSmallIntegerField(
        _("stories at most"),
        default=7,
        validators=[MinValueValidator(FEWEST), MaxValueValidator(MOST)],
    )

    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    objects = NewsletterQuerySet.as_manager()

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering = ["order", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(most__gte=FEWEST, most__lte=MOST), name="newsletter_has_some_stories"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_breaking(self) -> bool:
        return self.kind == self.Kind.BREAKING
