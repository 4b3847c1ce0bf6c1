"""Reactions to stories and comments: configured kinds, one per person and target."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Story
from comments.models.comment import Comment


class ReactionKind(models.Model):
    class Valence(models.IntegerChoices):
        POSITIVE = 1, _("positive")
        NEUTRAL = 0, _("neutral")
        NEGATIVE = -1, _("negative")

    class Icon(models.TextChoices):
        """The symbols of static/icons/reactions.svg."""

        INSIGHTFUL = "insightful", _("lamp")
        MOVED = "moved", _("heart")
        SURPRISED = "surprised", _("star burst")
        DISAGREE = "disagree", _("crossed bubbles")
        AGREE = "agree", _("tick")
        THANKS = "thanks", _("hand")

    label = models.CharField(_("label"), max_length=30, unique=True)
    icon = models.CharField(_("icon"), max_length=12, choices=Icon.choices)
    valence = models.SmallIntegerField(
        _("valence"),
        choices=Valence.choices,
        default=Valence.NEUTRAL,
        help_text=_("Positive ones lift a comment in the order “best”."),
    )
    for_stories = models.BooleanField(_("below stories"), default=True)
    for_comments = models.BooleanField(_("below comments"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(
        _("offered"),
        default=True,
        help_text=_("Uncheck to retire a kind; what was given stays counted."),
    )

    class Meta:
        verbose_name = _("kind of reaction")
        verbose_name_plural = _("kinds of reaction")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label


class Reaction(models.Model):
    """What one person (an account, or a guest known by a signed cookie) gave one target."""

    kind = models.ForeignKey(ReactionKind, on_delete=models.PROTECT, related_name="+")
    story = models.ForeignKey(Story, null=True, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="reactions"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    guest = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(story__isnull=False, comment__isnull=True)
                | Q(story__isnull=True, comment__isnull=False),
                name="reaction_has_one_target",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, guest__isnull=True)
                | Q(user__isnull=True, guest__isnull=False),
                name="reaction_has_one_person",
            ),
            *(
                models.UniqueConstraint(
                    fields=[target, person],
                    condition=Q(**{f"{target}__isnull": False, f"{person}__isnull": False}),
                    name=f"reaction_once_{target}_{person}",
                )
                for target in ("story", "comment")
                for person in ("user", "guest")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} on {self.story_id or self.comment_id}"
