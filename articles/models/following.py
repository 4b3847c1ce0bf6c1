"""Sections, tags and authors that a reader follows (feature R10)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.author import Author
from articles.models.section import Section
from articles.models.tag import Tag
from newsportal.core.models import User

#: What can be followed; its kind is the name of the link to it.
Followed = Section | Tag | Author


class FollowingQuerySet(models.QuerySet["Following"]):
    def of(self, person: User) -> FollowingQuerySet:
        return self.filter(person=person)

    def about(self, thing: Followed) -> FollowingQuerySet:
        return self.filter(**Following.link(thing))

    def with_names(self) -> FollowingQuerySet:
        return self.select_related("section", "tag", "author")


class Following(models.Model):
    """One reader follows one section (with all below it), one tag or one author."""

    KINDS: ClassVar[dict[str, type[Followed]]] = {
        "section": Section,
        "tag": Tag,
        "author": Author,
    }

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings"
    )
    section = models.ForeignKey(Section, null=True, on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, null=True, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Author, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = FollowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(
                    Q(section__isnull=False, tag__isnull=True, author__isnull=True)
                    | Q(section__isnull=True, tag__isnull=False, author__isnull=True)
                    | Q(section__isnull=True, tag__isnull=True, author__isnull=False)
                ),
                name="following_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["person", "section"],
                condition=Q(section__isnull=False),
                name="section_followed_once",
            ),
            models.UniqueConstraint(
                fields=["person", "tag"], condition=Q(tag__isnull=False), name="tag_followed_once"
            ),
            models.UniqueConstraint(
                fields=["person", "author"],
                condition=Q(author__isnull=False),
                name="author_followed_once",
            ),
        ]

    def __str__(self) -> str:
        # Who it is concerns nobody, not even where the newsroom deletes a tag with its followers.
        return f"a reader follows {self.thing}"

    @staticmethod
    def link(thing: Followed) -> dict[str, Any]:
        """The link to a thing, as arguments of filter and create."""
        return {str(thing._meta.model_name): thing}

    @classmethod
    def find(cls, kind: str, pk: int) -> Followed | None:
        """The thing of a kind ("section", "tag" or "author") with this id, if there is one."""
        model = cls.KINDS.get(kind)
        found: Followed | None = (
            model._default_manager.filter(pk=pk).first() if model else None  # type: ignore[assignment]
        )
        return found

    @property
    def thing(self) -> Followed:
        found = self.section or self.tag or self.author
        assert found is not None  # the database sees to it
        return found
