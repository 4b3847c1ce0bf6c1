"""What a moderator, or all of them together, keep an eye on (feature M1)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

#: One line on a pill.
NAME_LENGTH = 40


class WatchListQuerySet(models.QuerySet["WatchList"]):
    """One method a question."""

    def seen_by(self, person: Any) -> WatchListQuerySet:
        """One's own and those that are shared, by name."""
        return self.filter(Q(owner=person.pk) | Q(is_shared=True)).order_by(Lower("name"), "pk")


class WatchList(models.Model):
    """Sections, tags and stories under one name; what waits below any of them is on the list.

    The choices are ids in columns of the row, so that the queue reads all lists in one query. An
    id whose section, tag or story is gone matches nothing any more.
    """

    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    #: Null: who made it is gone, and it was shared.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_shared = models.BooleanField(_("for all moderators"), default=False)
    sections = models.JSONField(default=list, blank=True)
    tags = models.JSONField(default=list, blank=True)
    stories = models.JSONField(default=list, blank=True)

    objects = WatchListQuerySet.as_manager()

    class Meta:
        verbose_name = _("watch list")
        verbose_name_plural = _("watch lists")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
