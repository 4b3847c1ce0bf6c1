"""What live stories owe their readers, as it was found when each was last read (feature E26)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models.image import Image
from articles.models.story import Story


class StoryDebt(models.Model):
    """One thing to mend in a live story; `articles.debts.reading` alone writes these rows.

    What time or another row decides (whether the story is live, a licence has run out, a picture
    has got its words meanwhile) is asked when the report is made, not kept here.
    """

    class Kind(models.TextChoices):
        NO_ALT = "no_alt", _("no alternative text")
        NO_CREDIT = "no_credit", _("no credit")
        RIGHTS = "rights", _("a licence that ends")
        DEAD_LINK = "dead_link", _("dead link")

    #: In `detail` of a missing text: it is missing in the story's own text, not in the library.
    IN_TEXT = "text"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="debts")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    image = models.ForeignKey(Image, null=True, on_delete=models.CASCADE, related_name="+")
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                F("story"),
                F("kind"),
                Coalesce(F("image"), Value(0)),
                F("detail"),
                name="story_debt_once",
            ),
            models.CheckConstraint(
                condition=Q(image__isnull=False) | Q(kind__in=["dead_link", "no_alt"]),
                name="story_debt_names_its_picture",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "story"], name="story_debt_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.kind}"


class DebtReading(models.Model):
    """When a live story was last read for what it owes; without a row it is read next."""

    story = models.OneToOneField(
        Story, primary_key=True, on_delete=models.CASCADE, related_name="debt_reading"
    )
    at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.story_id} {self.at:%Y-%m-%d %H:%M}"
