"""Stories that a reader has put aside to read (feature R10)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone

from articles.models.story import Story
from newsportal.core.models import User


class SavedStoryQuerySet(models.QuerySet["SavedStory"]):
    def of(self, person: User) -> SavedStoryQuerySet:
        return self.filter(person=person)

    def listed(self) -> SavedStoryQuerySet:
        """Those that the person's list tells of: live stories, and that one was taken away.

        What waits for its time again, or lies under an embargo, is not told of.
        """
        told = Story.objects.live() | Story.objects.gone()
        return self.filter(story__in=told.order_by().values("pk"))

    def newest_first(self) -> SavedStoryQuerySet:
        return self.order_by("-at", "-pk")

    def for_cards(self) -> SavedStoryQuerySet:
        """All that the cards of the stories show, but the bylines."""
        unread = [f"story__{name}" for name in ("body_html", "body_text", "search")]
        return self.select_related("story__section", "story__lead_image", "story__live_blog").defer(
            *unread
        )


class SavedStory(models.Model):
    """A story on a reader's list; nobody but the reader sees that it is there."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_stories"
    )
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="savings")
    at = models.DateTimeField(default=timezone.now)

    objects = SavedStoryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "story"], name="story_saved_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("person", F("at").desc(), F("id").desc(), name="saved_newest"),
        ]

    def __str__(self) -> str:
        return f"a reader saved {self.story_id}"

    @property
    def readable(self) -> Story | None:
        """The story while it is live, else None: nothing of it is shown then."""
        story: Any = self.story
        return story if story.is_live() else None
