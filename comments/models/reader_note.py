"""What moderators should know of a reader: notes by colleagues and by the system (feature M13)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from comments.models.comment import Comment
from comments.models.sanction import Sanction

#: A note is read in passing: a paragraph, not a file.
NOTE_LENGTH = 1000


class ReaderNoteQuerySet(models.QuerySet["ReaderNote"]):
    """One method a question."""

    def about(self, person: settings.AUTH_USER_MODEL) -> ReaderNoteQuerySet:  # type: ignore[name-defined]
        """A reader's, the newest first."""
        return self.filter(person=person).order_by("-at", "-pk")

    def for_lists(self) -> ReaderNoteQuerySet:
        """All that a line about a note shows."""
        return self.select_related("author", "section", "sanction", "comment__story")


class ReaderNote(models.Model):
    """A word on a reader, for moderators only; `comments.reader_notes` alone writes it.

    A colleague's note is `WORDS`; every other kind is the system's, at most once an `occasion`, and
    its sentence is made when it is read. The row goes with the person.
    """

    class Kind(models.TextChoices):
        WORDS = "words", _("note")
        FIRST_REFUSAL = "first_refusal", _("first comment refused")
        MANY_REFUSED = "many_refused", _("many comments refused in a day")
        RENAMED = "renamed", _("name changed")
        SANCTIONED = "sanctioned", _("sanction")
        LIFTED = "lifted", _("sanction lifted")
        APPEAL_WON = "appeal_won", _("right in an appeal")
        WRONG_REPORTS = "wrong_reports", _("reports mostly dismissed")
        SAME_NETWORK = "same_network", _("network of a banned account")
        CAME_BACK = "came_back", _("came back under a sanction")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reader_notes"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.WORDS)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: A colleague's words; of a change of name the former one.
    text = models.TextField(max_length=NOTE_LENGTH, blank=True)
    number = models.PositiveIntegerField(default=0)
    #: Where what it says happened; moderators of other sections do not read it.
    section = models.ForeignKey(Section, null=True, on_delete=models.SET_NULL, related_name="+")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.SET_NULL, related_name="+")
    sanction = models.ForeignKey(Sanction, null=True, on_delete=models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)

    objects = ReaderNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note on a reader")
        verbose_name_plural = _("notes on readers")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "occasion"],
                condition=~Q(occasion=""),
                name="reader_note_once_an_occasion",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-at", "-id"], name="reader_note_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"
