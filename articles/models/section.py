"""Sections: the tree that stories are filed in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Section(models.Model):
    """A department of the paper, at any depth; `path` is its address and that of its stories."""

    class Colour(models.TextChoices):
        """The palette of static/css/portal.css; each has a checked twin for the dark theme."""

        WORLD = "world", _("blue")
        POLITICS = "politics", _("crimson")
        BUSINESS = "business", _("green")
        SCIENCE = "science", _("teal")
        CULTURE = "culture", _("violet")
        SPORT = "sport", _("rust")
        OPINION = "opinion", _("ochre")
        SLATE = "slate", _("slate")

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=60, allow_unicode=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("inside"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    path = models.CharField(max_length=400, unique=True, editable=False)
    order = models.PositiveIntegerField(_("order"), default=0)
    description = models.CharField(_("description"), max_length=300, blank=True)
    colour = models.CharField(
        _("colour"), max_length=12, choices=Colour.choices, default=Colour.SLATE
    )
    source = models.CharField(max_length=200, blank=True, editable=False)
    import_id = models.CharField(max_length=100, blank=True, editable=False)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order", "name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "import_id"],
                condition=~models.Q(import_id=""),
                name="section_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/{self.path}/"

    def public_address(self) -> str:
        return self.get_absolute_url()
