"""Static pages: About, Contact, guidelines, policies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.markup import StoryHTMLField
from articles.models.document import Document, DocumentQuerySet
from articles.models.image import Image


class PageQuerySet(DocumentQuerySet["Page"]):
    def newsroom_list(self) -> PageQuerySet:
        """All that the admin's list of pages shows."""
        return self.select_related("working_revision__created_by").defer(
            "body_html", "working_revision__snapshot"
        )

    def showing_image(self, image: Image) -> PageQuerySet:
        """Pages whose public text shows a picture."""
        return self.filter(body_html__contains=str(image.file.name))

    def using_image(self, image: Image) -> PageQuerySet:
        """Pages that show a picture, in what readers see or in the working copy."""
        return self.filter(
            models.Q(body_html__contains=image.file.name)
            | models.Q(working_revision__snapshot__body_html__icontains=image.file.name)
        )


class Page(Document):
    """A page at /<slug>/; see `Document` for its states and times."""

    slug = models.SlugField(max_length=80, blank=True, allow_unicode=True, editable=False)
    title = models.CharField(_("title"), max_length=160, blank=True, editable=False)
    standfirst = models.TextField(_("introduction"), blank=True, editable=False)
    body_html = StoryHTMLField(_("body"), blank=True, editable=False)
    markup_version = models.PositiveSmallIntegerField(default=0, editable=False)
    # What search engines and the cards of links are told in place of title and introduction (R5).
    search_title = models.CharField(
        max_length=160, blank=True, default="", db_default="", editable=False
    )
    search_description = models.CharField(
        max_length=320, blank=True, default="", db_default="", editable=False
    )
    working_title = models.CharField(_("title"), max_length=160, blank=True, editable=False)
    working_revision = models.ForeignKey(
        "articles.PageRevision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    live_revision = models.ForeignKey(
        "articles.PageRevision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    change_revision = models.ForeignKey(
        "articles.PageRevision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    source = models.CharField(max_length=200, blank=True, editable=False)
    import_id = models.CharField(max_length=100, blank=True, editable=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["working_title", "pk"]
        permissions = [
            ("publish_page", _("May publish and withdraw pages")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "import_id"],
                condition=~models.Q(import_id=""),
                name="page_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.working_title or self.title or str(_("Untitled page"))

    def get_absolute_url(self) -> str:
        return f"/{self.slug}/" if self.slug else ""
