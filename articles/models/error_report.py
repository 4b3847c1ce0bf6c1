"""Errors that readers report in stories (feature C9, E26)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.correction import Correction
from articles.models.story import Story
from newsportal.core.client_network import SEALED_LENGTH
from newsportal.core.models.user import DISPLAY_NAME_LENGTH

#: Characters: a sentence or two of the story, and a letter to the editor about them.
QUOTE_LENGTH = 500
WORDS_LENGTH = 3_000
ANSWER_LENGTH = 3_000


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    """One method a question of editors."""

    def open(self) -> ErrorReportQuerySet:
        return self.filter(state=ErrorReport.State.OPEN)

    def alike(self, report: ErrorReport) -> ErrorReportQuerySet:
        """A report with all open ones of the same words of the same story."""
        same = Q(pk=report.pk)
        if report.quote_key:
            same |= Q(story=report.story_id, quote_key=report.quote_key)
        return self.open().filter(same)

    def first_of_each(self) -> ErrorReportQuerySet:
        """Open ones, those of the same words of a story once: what is to be looked at."""
        earlier = ErrorReport.objects.open().filter(
            story=OuterRef("story"), quote_key=OuterRef("quote_key"), pk__lt=OuterRef("pk")
        )
        return self.open().filter(Q(quote_key="") | ~Exists(earlier))


class ErrorReport(models.Model):
    """One reader's word that something in a story is wrong; `articles.error_reports` writes it."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        CORRECTED = "corrected", _("corrected")
        DISMISSED = "dismissed", _("dismissed")

    story = models.ForeignKey(
        Story, verbose_name=_("story"), on_delete=models.CASCADE, related_name="error_reports"
    )
    quote = models.TextField(_("words of the story"), max_length=QUOTE_LENGTH, blank=True)
    #: Equal for quotes with the same letters and digits; empty without a quote.
    quote_key = models.CharField(max_length=32, blank=True)
    words = models.TextField(_("what is wrong"), max_length=WORDS_LENGTH)
    name = models.CharField(max_length=DISPLAY_NAME_LENGTH, blank=True)
    email = models.EmailField(blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Of guests, sealed; kept 90 days (house rule 23).
    network = models.CharField(max_length=SEALED_LENGTH, blank=True)
    at = models.DateTimeField(
        pgettext_lazy("an error in a story", "reported"), default=timezone.now
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(max_length=ANSWER_LENGTH, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    correction = models.ForeignKey(
        Correction, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["story", "quote_key"],
                name="error_report_open",
                condition=Q(state="open"),
            ),
            models.Index(fields=["-at", "-id"], name="error_report_newest"),
        ]

    def __str__(self) -> str:
        return self.quote or self.words[:QUOTE_LENGTH]
