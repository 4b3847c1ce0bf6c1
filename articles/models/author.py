"""Authors: whose name stands over a story. An author need not have an account."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Author(models.Model):
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True, allow_unicode=True)
    title = models.CharField(
        _("title"), max_length=120, blank=True, help_text=_("Such as “Diplomatic editor”.")
    )
    bio = models.TextField(_("biography"), max_length=2000, blank=True)
    portrait = models.ForeignKey(
        "articles.Image",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    email = models.EmailField(_("public e-mail"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
        help_text=_("Marks this person’s own comments below the story."),
    )
    source = models.CharField(max_length=200, blank=True, editable=False)
    import_id = models.CharField(max_length=100, blank=True, editable=False)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "import_id"],
                condition=~models.Q(import_id=""),
                name="author_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """The first letters of the first and last word of the name, for the circle by a byline."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    def get_absolute_url(self) -> str:
        return reverse("articles:author", args=[self.slug])

    def public_address(self) -> str:
        return self.get_absolute_url()
