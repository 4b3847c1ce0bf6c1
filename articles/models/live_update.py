"""Live blogs: the timed updates below a story of kind “live” (feature E15).

The story itself is written and published like any other. Whether anybody sees its updates is a
question to the story (`Story.live`): an update of a story that is not live is nowhere.
Only `articles.live` writes these rows.
"""

from __future__ import annotations

import datetime
import hashlib
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.markup import StoryHTMLField
from articles.models.author import Author
from articles.models.image import Image
from articles.models.story import Story

#: Words that stand for an update without a headline, in lists and titles.
TITLE_WORDS = 12


class LiveBlog(models.Model):
    """What a live story has beyond a story: whether it goes on, its summary, who may post."""

    class Status(models.TextChoices):
        OPEN = "open", _("running")
        CLOSED = "closed", _("ended")

    story = models.OneToOneField(
        Story, primary_key=True, on_delete=models.CASCADE, related_name="live_blog"
    )
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    summary_html = StoryHTMLField(blank=True)
    closed_at = models.DateTimeField(null=True)
    #: Time of the newest public update, for cards and for finding what nobody goes on with.
    newest_at = models.DateTimeField(null=True)
    #: People who may post here without the right to publish.
    reporters = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.story_id} {self.status}"

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED

    @property
    def summary_mark(self) -> str:
        """A short mark of the summary as it stands: an edit names the one it was made from."""
        return hashlib.sha256(self.summary_html.encode()).hexdigest()[:16]


class LiveUpdateQuerySet(models.QuerySet["LiveUpdate"]):
    def public(self) -> LiveUpdateQuerySet:
        """Updates that readers see as long as their story is live."""
        return self.filter(status=LiveUpdate.Status.PUBLIC)

    def for_reading(self) -> LiveUpdateQuerySet:
        """All that an update shows; its story is in hand."""
        return self.select_related("author", "posted_by", "image")

    def newest_first(self) -> LiveUpdateQuerySet:
        return self.order_by("-at", "-pk")

    def oldest_first(self) -> LiveUpdateQuerySet:
        return self.order_by("at", "pk")

    def with_story(self) -> LiveUpdateQuerySet:
        """The story too, as the page of one update shows it."""
        return self.for_reading().select_related("story__section", "story__lead_image")


class LiveUpdate(models.Model):
    """One update. `author` is whose name stands over it; without one it is whoever posted it."""

    class Status(models.TextChoices):
        PUBLIC = "public", _("public")
        REMOVED = "removed", _("removed")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="live_updates")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PUBLIC)
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    body_html = StoryHTMLField(_("text"), blank=True)
    body_text = models.TextField(blank=True)
    markup_version = models.PositiveSmallIntegerField(default=0)
    image = models.ForeignKey(Image, null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        Author, null=True, on_delete=models.PROTECT, related_name="live_updates"
    )
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_key = models.BooleanField(_("key event"), default=False)
    at = models.DateTimeField(_("time"))
    edited_at = models.DateTimeField(null=True)
    #: Number of the text that readers see; an edit names the one that it was made from.
    revision = models.PositiveIntegerField(default=1)
    #: The composer's own key: the same one posted twice is one update.
    form_key = models.UUIDField(null=True)

    objects = LiveUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("live update")
        verbose_name_plural = _("live updates")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["story", "form_key"],
                condition=Q(form_key__isnull=False),
                name="live_update_posted_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["story", "-at", "-id"],
                name="live_update_newest",
                condition=Q(status="public"),
            ),
            models.Index(
                fields=["story"],
                name="live_update_standing_out",
                condition=Q(status="public") & (Q(is_pinned=True) | Q(is_key=True)),
            ),
            models.Index(fields=["story", "-at", "id"], name="live_update_in_newsroom"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.story.get_absolute_url()}updates/{self.pk}/"

    @property
    def is_public(self) -> bool:
        return self.status == self.Status.PUBLIC

    @property
    def title(self) -> str:
        """Its headline, else its first words."""
        return self.headline or Truncator(self.body_text).words(TITLE_WORDS) or str(_("Picture"))

    @property
    def name(self) -> str:
        """Whose update it is, or "" when that account is gone."""
        if self.author is not None:
            return self.author.name
        return self.posted_by.display_name if self.posted_by is not None else ""

    @property
    def key(self) -> tuple[datetime.datetime, int]:
        """Where it stands in the order of time."""
        return self.at, self.pk


class LiveUpdateRevision(models.Model):
    """A text that an update had from `at` on. Rows are never changed, but may be erased."""

    update = models.ForeignKey(LiveUpdate, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    headline = models.CharField(max_length=200, blank=True)
    body_html = StoryHTMLField(blank=True)
    image = models.ForeignKey(Image, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        default_permissions = ()
        ordering = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["update", "number"], name="live_revision_number"),
        ]

    def __str__(self) -> str:
        return f"{self.update_id} r{self.number}"


class LiveEvent(models.Model):
    """One act on a live blog or an update of it. Append-only; texts stand in the revisions."""

    class Kind(models.TextChoices):
        POSTED = "posted", _("posted")
        EDITED = "edited", _("edited")
        REMOVED = "removed", _("removed")
        PUT_BACK = "put_back", _("put back")
        PINNED = "pinned", _("pinned")
        UNPINNED = "unpinned", _("unpinned")
        MARKED = "marked", _("marked as a key event")
        UNMARKED = "unmarked", _("no longer a key event")
        CLOSED = "closed", _("ended")
        REOPENED = "reopened", _("opened again")
        REPORTERS = "reporters", _("reporters named")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="live_events")
    update = models.ForeignKey(
        LiveUpdate, null=True, on_delete=models.CASCADE, related_name="events"
    )
    revision = models.ForeignKey(
        LiveUpdateRevision, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    from_status = models.CharField(max_length=8, blank=True)
    to_status = models.CharField(max_length=8, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.story_id} {self.kind}"
