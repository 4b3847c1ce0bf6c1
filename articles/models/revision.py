"""Revisions: every save of a story or page, whole, with who and when. Rows are never changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.page import Page
from articles.models.story import Story


class Revision(models.Model):
    """One state of the working copy; `articles.working_copy` reads and writes `snapshot`."""

    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True


class StoryRevision(Revision):
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="revisions")

    class Meta:
        ordering = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["story", "number"], name="story_revision_number"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} r{self.number}"


class PageRevision(Revision):
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="revisions")

    class Meta:
        ordering = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "number"], name="page_revision_number"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} r{self.number}"


class StoryEvent(models.Model):
    """One act on a story: who, when, from which state to which. Append-only, points to texts."""

    class Kind(models.TextChoices):
        CREATED = "created", _("created")
        SAVED = "saved", _("saved")
        SUBMITTED = "submitted", _("submitted for review")
        SENT_BACK = "sent_back", _("sent back")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        CHANGED = "changed", _("changes published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    from_status = models.CharField(max_length=12, blank=True)
    to_status = models.CharField(max_length=12, blank=True)
    revision = models.ForeignKey(
        StoryRevision, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.story_id} {self.kind}"


class PageEvent(models.Model):
    """One act on a page that readers notice: who, when, with which revision. Append-only."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    revision = models.ForeignKey(
        PageRevision, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.kind}"
