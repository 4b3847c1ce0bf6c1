"""What the newsroom keeps beside a story or page while it works on it; readers never see it."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.document import AboutDocument, Document


class EditorialNote(AboutDocument):
    """A word among colleagues: an internal note, or why something was sent back (feature E21).

    Events point here and hold no text themselves, so that a text can be erased (house rule 5).
    """

    text = models.TextField(_("note"), max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


class PresenceQuerySet(models.QuerySet["Presence"]):
    def others_at(self, document: Document, user: Any) -> PresenceQuerySet:
        """Who else has the form of `document` open, the longest there first."""
        since = timezone.now() - Presence.LASTS
        return (
            self.filter(**Presence.of(document), seen_at__gte=since)
            .exclude(user=user)
            .select_related("user")
            .order_by("since", "pk")
        )


class Presence(AboutDocument):
    """Somebody has the form of a story or page open (feature E8)."""

    #: The form's script says “still here” every ten seconds; three missed ones and one is gone.
    LASTS = datetime.timedelta(seconds=30)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "story"],
                condition=models.Q(story__isnull=False),
                name="presence_once_a_story",
            ),
            models.UniqueConstraint(
                fields=["user", "page"],
                condition=models.Q(page__isnull=False),
                name="presence_once_a_page",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["seen_at"], name="presence_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.seen_at:%H:%M:%S}"


class Autosave(AboutDocument):
    """What somebody typed and has not saved: kept in case the browser dies (feature E9).

    One a person and document; of a document that is not saved yet, one a kind (`model`).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=12)
    #: The fields of the form as they were posted: [[name, value], …].
    fields = models.JSONField()
    #: Number of the revision that the form had opened; 0 before the first.
    based_on = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "story"],
                condition=models.Q(story__isnull=False),
                name="autosave_once_a_story",
            ),
            models.UniqueConstraint(
                fields=["user", "page"],
                condition=models.Q(page__isnull=False),
                name="autosave_once_a_page",
            ),
            models.UniqueConstraint(
                fields=["user", "model"],
                condition=models.Q(story__isnull=True, page__isnull=True),
                name="autosave_once_a_new_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.model} {self.at:%Y-%m-%d %H:%M}"


class PreviewLink(AboutDocument):
    """A signed link that shows the newest revision to whoever holds it (feature E12).

    `articles.previewing` signs the row's number; the row says when the link ends.
    """

    label = models.CharField(_("for whom"), max_length=100, blank=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.label or f"{self.document} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class SectionLimit(models.Model):
    """Somebody's role holds only in this section and below it (feature E5).

    People without a row act everywhere.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="section_limits"
    )
    section = models.ForeignKey("articles.Section", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("limit to a section")
        verbose_name_plural = _("limits to sections")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "section"], name="section_limit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.section_id}"
