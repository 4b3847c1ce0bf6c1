"""Fronts: how the home page, or a section's, is arranged, and every arrangement it ever had."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.image import Image
from articles.models.section import Section


class FrontQuerySet(models.QuerySet["Front"]):
    def for_desk(self) -> FrontQuerySet:
        """All that the newsroom's list of fronts says of each, the home page first."""
        return self.select_related(
            "section", "live__published_by", "working__saved_by", "live__saved_by"
        ).order_by(F("section").asc(nulls_first=True))

    def using_image(self, image: Image) -> FrontQuerySet:
        """Fronts whose live copy or draft shows a picture in place of a story's own."""
        shown = {"containers": [{"cards": [{"image": image.pk}]}]}
        return self.filter(Q(live__layout__contains=shown) | Q(working__layout__contains=shown))


class Front(models.Model):
    """The front of the home page (without a section) or of a section.

    Only `articles.arranging` writes it. Readers see `live`; editors work on `working`, which is a
    draft whenever it is another version.
    """

    section = models.ForeignKey(
        Section, null=True, on_delete=models.CASCADE, related_name="fronts", editable=False
    )
    live = models.ForeignKey(
        "articles.FrontVersion",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    working = models.ForeignKey(
        "articles.FrontVersion",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects = FrontQuerySet.as_manager()

    class Meta:
        verbose_name = _("front")
        verbose_name_plural = _("fronts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Coalesce(F("section"), Value(0)), name="front_once_a_page"),
        ]

    def __str__(self) -> str:
        return self.section.name if self.section else gettext("Home page")

    def get_absolute_url(self) -> str:
        return self.section.get_absolute_url() if self.section else "/"

    @property
    def key(self) -> str:
        """The version key of the page (house rule 14)."""
        return f"section:{self.section_id}" if self.section_id else "home"

    @property
    def has_draft(self) -> bool:
        return self.working_id != self.live_id

    @property
    def is_automatic(self) -> bool:
        """Whether readers see what fills itself, arranged by nobody."""
        return self.live is None or self.live.layout is None


class FrontVersionQuerySet(models.QuerySet["FrontVersion"]):
    def seen_of(self, front: Front) -> FrontVersionQuerySet:
        """What readers saw on a front, the newest first."""
        seen = self.filter(front=front, published_at__isnull=False)
        return seen.select_related("saved_by", "published_by").order_by("-published_at", "-number")

    def in_use(self) -> FrontVersionQuerySet:
        """What readers see of arranged fronts, and what editors work on."""
        fronts = Front.objects.filter(Q(live=OuterRef("pk")) | Q(working=OuterRef("pk")))
        return self.filter(Exists(fronts), layout__isnull=False).select_related("front__section")

    def with_story(self, story: int) -> FrontVersionQuerySet:
        """Those on which somebody placed a story."""
        return self.filter(layout__contains={"containers": [{"cards": [{"story": story}]}]})


class FrontVersion(models.Model):
    """One arrangement that was saved, and when readers got it, if they ever did. Never changed, but
    that a container follows its tag into another one.

    The layout names every card with who placed it there and when; see `articles.front_layout`.
    None stands for the front that fills itself.
    """

    front = models.ForeignKey(Front, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    layout: Any = models.JSONField(null=True)
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = FrontVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["front", "number"], name="front_version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.front_id}: {self.number}"
