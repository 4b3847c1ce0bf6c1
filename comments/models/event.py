"""What happened to comments, and what every check said of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comments import wording
from comments.models.comment import Comment, LegalGround, Reason


class CommentEventQuerySet(models.QuerySet["CommentEvent"]):
    """One method a question of those who read the history."""

    def standing(self) -> CommentEventQuerySet:
        """What was done and not taken back within the minute; the undoing itself is none."""
        return self.filter(undone_by=None).exclude(kind=CommentEvent.Kind.UNDONE)

    def moves(self) -> CommentEventQuerySet:
        """What brought a state about; an edit that changed only words, or a mark, did not."""
        return self.exclude(from_status=F("to_status"))


class CommentEvent(models.Model):
    """One transition. Append-only; an actor of null is the system; the text is never held here.

    What a moderator told the author stands beside it (`Decision`), where it can be erased.
    """

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        IMPORTED = "imported", _("imported")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        MARKED_SPAM = "marked_spam", _("marked as spam")
        REMOVED = "removed", _("removed")
        RESTORED = "restored", _("restored")
        HELD = "held", _("taken back to wait")
        DELETED = "deleted", _("deleted by its author")
        EDITED = "edited", _("edited")
        CONFIRMED = "confirmed", _("confirmed by mail")
        FEATURED = "featured", _("featured")
        UNFEATURED = "unfeatured", _("no longer featured")
        PINNED = "pinned", _("pinned")
        UNPINNED = "unpinned", _("no longer pinned")
        READ = "read", _("read, and left as it is")
        KEPT = "kept", _("kept as it stands after reports")
        UNDONE = "undone", _("taken back at once")
        ERASED = "erased", _("erased for legal reasons")
        QUOTE_ERASED = "quote_erased", _("lost a quotation of an erased comment")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    from_status = models.CharField(max_length=12, blank=True)
    to_status = models.CharField(max_length=12)
    revision = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=20, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: A person acted whose account is gone; without it an actor of null is the system. The database
    #: sets it when it takes the actor away, since nothing else of an event may change.
    by_former = models.BooleanField(default=False, db_default=False, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    #: Which event this one takes back; once, and within the minute.
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.CASCADE, related_name="undone_by", editable=False
    )

    objects = CommentEventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["comment", "at"], name="comment_event_history"),
            # The log of the desk, whole and of one colleague (feature M11).
            models.Index(fields=["-at", "-id"], name="comment_event_newest"),
            models.Index(
                fields=["actor", "-at", "-id"],
                name="comment_event_of_actor",
                condition=Q(actor__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.kind}"

    @property
    def reason_words(self) -> str:
        """The reason that was given, in words; empty when none was."""
        return str((dict(Reason.choices) | dict(LegalGround.choices)).get(self.reason, self.reason))


class Signal(models.Model):
    """What one check said of one revision of a comment; every check leaves one."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="signals")
    revision = models.PositiveSmallIntegerField(default=1)
    check_name = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    verdict = models.CharField(max_length=8)
    code = models.CharField(max_length=40, blank=True)
    score = models.FloatField(null=True)
    spans = models.JSONField(default=list)
    inputs = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.check_name}: {self.verdict}"

    @property
    def is_firing(self) -> bool:
        """Whether the check asked for anything but publishing."""
        return self.verdict != "pass"

    @property
    def name(self) -> str:
        """The check, as moderators know it."""
        return wording.name_of(self.check_name)

    @property
    def words(self) -> str:
        """What the check said, for a moderator: “ok” or “hold: many links”."""
        return wording.words_of(self.verdict, self.code, self.inputs)

    @property
    def pieces(self) -> list[str]:
        """The parts of the comment's text that the check points at."""
        return [self.comment.text[start:end] for start, end in self.spans]
