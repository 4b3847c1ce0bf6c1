"""Revisions: every save of a story or page, whole, with who and when. Rows are never changed."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.desk import EditorialNote
from articles.models.document import Document
from articles.models.page import Page
from articles.models.story import Story

#: The JPEG of a picture as a text names it: 128 random bits, which stand nowhere else.
_PICTURE_FILE = re.compile(r"[0-9a-f]{32}\.jpg")


def pictures_of(snapshot: dict[str, Any]) -> list[str]:
    """What a snapshot shows: “#12” for a picture by its id, the file’s name for one in the text."""
    ids = [snapshot.get("lead_image"), snapshot.get("social_image")]
    ids += [item["image"] for item in snapshot.get("gallery", ())]
    files = _PICTURE_FILE.findall(snapshot.get("body_html", ""))
    return sorted({*(f"#{pk}" for pk in ids if pk), *files})


class PicturesField(ArrayField):
    """What the row's snapshot shows, so that the stories of a picture are found by an index.

    Filled on the way to the database, in bulk too: the snapshot is never changed.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("base_field", models.CharField(max_length=40))
        kwargs.setdefault("default", list)
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        """As a plain array: migrations need nothing of this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> list[str]:  # noqa: ARG002
        found = pictures_of(model_instance.snapshot)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, found)
        return found


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
    pictures = PicturesField()

    @property
    def document_id(self) -> int:
        return self.story_id

    class Meta:
        ordering = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["story", "number"], name="story_revision_number"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["pictures"], name="revision_by_picture"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} r{self.number}"


class PageRevision(Revision):
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="revisions")

    @property
    def document_id(self) -> int:
        return self.page_id

    class Meta:
        ordering = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "number"], name="page_revision_number"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} r{self.number}"


class Event(models.Model):
    """One act on a document: who, when, from which state to which. Append-only, without texts."""

    class Kind(models.TextChoices):
        CREATED = "created", _("created")
        SAVED = "saved", _("saved")
        RESTORED = "restored", _("an older version restored")
        SUBMITTED = "submitted", _("submitted for review")
        TAKEN_BACK = "taken_back", _("taken back from review")
        APPROVED = "approved", _("found ready")
        SENT_BACK = "sent_back", _("sent back")
        SCHEDULED = "scheduled", _("scheduled")
        UNSCHEDULED = "unscheduled", _("unscheduled")
        PUBLISHED = "published", _("published")
        CHANGE_SCHEDULED = "change_due", _("a change scheduled")
        CHANGE_CANCELLED = "change_off", _("a scheduled change cancelled")
        CHANGED = "changed", _("changes published")
        WITHDRAWAL_SCHEDULED = "withdraw_due", _("withdrawal scheduled")
        WITHDRAWAL_CANCELLED = "withdraw_off", _("scheduled withdrawal cancelled")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EMBARGOED = "embargoed", _("embargo set")
        EMBARGO_LIFTED = "embargo_off", _("embargo lifted")
        EMBARGO_BROKEN = "embargo_broken", _("embargo broken")
        ASSIGNED = "assigned", _("assigned")
        REFILED = "refiled", _("filed under another section")
        SEALED = "sealed", _("a public version sealed")
        UNSEALED = "unsealed", _("the seal of a public version opened")

    kind = models.CharField(max_length=16, choices=Kind.choices)
    from_status = models.CharField(max_length=12, blank=True)
    to_status = models.CharField(max_length=12, blank=True)
    note = models.ForeignKey(EditorialNote, null=True, on_delete=models.SET_NULL, related_name="+")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    #: The steps of a story's way to its readers, in order.
    WAY: ClassVar[tuple[str, ...]] = ("draft", "in_review", "ready", "published")

    @property
    def skipped(self) -> list[str]:
        """Labels of the steps that a verb went past, such as review and ready (feature E4)."""
        to = "published" if self.to_status == "scheduled" else self.to_status
        if self.from_status not in self.WAY or to not in self.WAY:
            return []
        passed = self.WAY[self.WAY.index(self.from_status) + 1 : self.WAY.index(to)]
        return [str(Document.Status(status).label) for status in passed]


class StoryEvent(Event):
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="events")
    revision = models.ForeignKey(
        StoryRevision, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.story_id} {self.kind}"


class PageEvent(Event):
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="events")
    revision = models.ForeignKey(
        PageRevision, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.kind}"


class PublicVersionQuerySet(models.QuerySet["PublicVersion"]):
    def seen(self) -> PublicVersionQuerySet:
        """Versions that readers have had before them, newest first."""
        return self.filter(at__lte=timezone.now()).order_by("-at", "-pk")


class PublicVersion(models.Model):
    """One text of a story that readers have seen, from `at` on (feature E17).

    A version can be sealed with a reason: its text is then shown to nobody outside.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="public_versions")
    revision = models.ForeignKey(StoryRevision, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("visible from"))
    change = models.CharField(
        max_length=12, choices=Document.Change.choices, default=Document.Change.UPDATE
    )
    sealed_reason = models.CharField(max_length=200, blank=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sealed_at = models.DateTimeField(null=True)

    objects = PublicVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["story", "-at"], name="public_version_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.at:%Y-%m-%d %H:%M}"
