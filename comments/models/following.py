"""Discussions and branches that people follow, and what they do by default (feature C11)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Story
from comments.models.comment import Comment


class DiscussionFollowQuerySet(models.QuerySet["DiscussionFollow"]):
    """One method a question."""

    def of_person(self, person: settings.AUTH_USER_MODEL) -> DiscussionFollowQuerySet:  # type: ignore[name-defined]
        """What somebody follows, with all that a list shows, the newest first."""
        return (
            self.filter(person=person)
            .select_related("story__section", "branch__author")
            .order_by("-pk")
        )

    def reached_by(self, comment: Comment) -> DiscussionFollowQuerySet:
        """Those that a comment is news to: of its story, or of a branch that it stands in."""
        path = bytes(comment.path)
        above = [path[:length] for length in range(4, len(path), 4)]
        branches = Comment.objects.filter(story=comment.story_id, path__in=above).values("pk")
        return self.filter(Q(story=comment.story_id, branch=None) | Q(branch__in=branches))


class DiscussionFollow(models.Model):
    """Somebody hears of new comments below a story or, with `branch`, below one comment."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followed_discussions"
    )
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    branch = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = DiscussionFollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("followed discussion")
        verbose_name_plural = _("followed discussions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "story"],
                condition=Q(branch__isnull=True),
                name="discussion_followed_once",
            ),
            models.UniqueConstraint(
                fields=["person", "branch"],
                condition=Q(branch__isnull=False),
                name="branch_followed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.story_id}/{self.branch_id or ''}"


class DiscussionHabit(models.Model):
    """What a person wants done without asking; without a row the defaults hold."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="discussion_habit",
    )
    follows_own = models.BooleanField(_("follow what is said below my comments"), default=True)

    class Meta:
        verbose_name = _("habit in discussions")
        verbose_name_plural = _("habits in discussions")

    def __str__(self) -> str:
        return f"{self.person_id}"
