"""Menus: what stands in the main menu and in the footer, in the editors' order."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.links import check_link
from articles.models.page import Page
from articles.models.section import Section


class MenuItemQuerySet(models.QuerySet["MenuItem"]):
    def in_reading_order(self) -> MenuItemQuerySet:
        """Each top line followed by the lines below it, menu by menu."""
        return self.annotate(
            top_order=Coalesce("parent__order", "order"), top=Coalesce("parent_id", "pk")
        ).order_by("menu", "top_order", "top", F("parent_id").asc(nulls_first=True), "order", "pk")


class MenuItem(models.Model):
    """One line of a menu: a section, a page or a free link, at most one level below another."""

    class Menu(models.TextChoices):
        MAIN = "main", _("main menu")
        FOOTER = "footer", _("footer")
        #: Further menus of an imported site: shown nowhere until an editor moves their items.
        ASIDE = "aside", _("kept aside")

    menu = models.CharField(_("menu"), max_length=8, choices=Menu.choices, default=Menu.MAIN)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("below"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="children",
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    section = models.ForeignKey(
        Section, verbose_name=_("section"), null=True, blank=True, on_delete=models.CASCADE
    )
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.CASCADE
    )
    url = models.CharField(
        _("link"),
        max_length=500,
        blank=True,
        validators=[check_link],
        help_text=_("A path such as /tags/climate/ or an address that begins with https://"),
    )
    label = models.CharField(
        _("label"),
        max_length=60,
        blank=True,
        help_text=_("Empty: the name of the section or page."),
    )
    source = models.CharField(max_length=200, blank=True, editable=False)
    import_id = models.CharField(max_length=100, blank=True, editable=False)

    objects = MenuItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("menu item")
        verbose_name_plural = _("menu items")
        ordering = ["menu", "order", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(section__isnull=False, page__isnull=True, url="")
                | Q(section__isnull=True, page__isnull=False, url="")
                | (Q(section__isnull=True, page__isnull=True) & ~Q(url="")),
                name="menu_item_leads_to_one_place",
                violation_error_message=_("Choose a section, a page or a link: exactly one."),
            ),
            models.UniqueConstraint(
                fields=["source", "import_id"],
                condition=~Q(import_id=""),
                name="menu_item_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        if self.label:
            return self.label
        if self.section:
            return self.section.name
        return self.page.title if self.page else self.url

    def clean(self) -> None:
        if self.url and not self.label:
            raise ValidationError({"label": _("A free link needs a label.")})
        if self.parent is None:
            return
        if self.parent.parent_id is not None:
            raise ValidationError({"parent": _("The menu has one nested level at most.")})
        if self.pk and (self.parent_id == self.pk or self.children.exists()):
            raise ValidationError(
                {"parent": _("This item has items below it, so it cannot move below another.")}
            )
        if self.parent.menu != self.menu:
            raise ValidationError({"parent": _("This item stands in the other menu.")})
