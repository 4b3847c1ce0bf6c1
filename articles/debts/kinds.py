"""Kinds of debts: which rows there are, what each says, and where it is mended.

A new kind is one `register` when its app is ready, in the same way as kinds of notices: whatever
rows it has, it gives them as `columns`, so that one query reads a page of all kinds.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, CharField, DateTimeField, F, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import licences
from articles.models import Image, Story, StoryDebt
from articles.models.story import StoryQuerySet
from newsportal.core.models import User
from newsportal.core.sentences import ago


@dataclass(frozen=True)
class Debt:
    """One line of the report.

    Args:
        image: the picture that it is about.
        detail: what its kind needs to say it: a path, a number.
        since: from when on, where that is known.
    """

    kind: Kind
    story: Story
    image: Image | None
    detail: str
    since: datetime.datetime | None

    @property
    def says(self) -> str:
        return self.kind.says(self)


@dataclass(frozen=True)
class Mend:
    """Where a person mends a debt."""

    label: str
    url: str


@dataclass(frozen=True)
class Kind:
    """One kind.

    Args:
        code: its name in addresses, such as ?kind=dead_link.
        label: its name, for the pills and each line.
        why: what readers lose by it, and how it is mended.
        owed: its rows among these live stories, made by `columns`.
        says: what is wrong, in words.
        mend: where this person mends it.
    """

    code: str
    label: Promise
    why: Promise
    owed: Callable[[StoryQuerySet], Any]
    says: Callable[[Debt], str]
    mend: Callable[[Debt, User], Mend]


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; apps call it when they are ready. The order is that of the report."""
    _kinds.update({kind.code: kind for kind in kinds})


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def kind_of(code: str) -> Kind | None:
    return _kinds.get(code)


def columns(
    rows: Any,
    code: str,
    *,
    story: str,
    image: str = "",
    detail: str = "",
    since: str = "",
) -> Any:
    """A kind's rows as every kind gives them.

    Args:
        rows: a QuerySet of any model.
        code: the kind's.
        story, image, detail, since: names of the fields that lead to each; story is "pk" of
            stories themselves.
    """
    first_live = "first_live_at" if story == "pk" else f"{story}__first_live_at"
    # A bare NULL would take the type of a text, which no union matches with the others'.
    no_image: Combinable = Cast(Value(None), BigIntegerField())
    no_time: Combinable = Cast(Value(None), DateTimeField())
    said: Combinable = Cast(F(detail), CharField()) if detail else Value("", CharField())
    return (
        rows.order_by()
        .annotate(
            debt_kind=Value(code, CharField()),
            debt_story=F(story),
            debt_image=F(image) if image else no_image,
            debt_detail=said,
            debt_since=F(since) if since else no_time,
            debt_first_live=F(first_live),
        )
        .values_list(
            "debt_kind",
            "debt_story",
            "debt_image",
            "debt_detail",
            "debt_since",
            "debt_first_live",
        )
    )


# Our own kinds ------------------------------------------------------------------------------------


def _stored(code: str, still: Callable[[], Q] = Q) -> Callable[[StoryQuerySet], Any]:
    """Rows that the reading has found, as far as they still hold."""

    def owed(stories: StoryQuerySet) -> Any:
        rows = StoryDebt.objects.filter(still(), kind=code, story__in=stories.values("pk"))
        return columns(rows, code, story="story", image="image", detail="detail")

    return owed


def _stale(stories: StoryQuerySet) -> Any:
    rows = Story.objects.stale_live().filter(pk__in=stories.values("pk"))
    return columns(rows, "stale_live", story="pk", since="silent_since")


def _no_alt(debt: Debt) -> str:
    words = _("A picture in the text") if debt.detail == StoryDebt.IN_TEXT else _picture(debt)
    reason = debt.story.missing_alt_reason
    if not reason:
        return words
    return f"{words} · " + _("published without: “%(reason)s”") % {"reason": reason}


def _picture(debt: Debt) -> str:
    return str(debt.image) if debt.image else ""


def _run_out(debt: Debt) -> str:
    ended = debt.image.licence_expires if debt.image else None
    day = date_format(ended, "DATE_FORMAT") if ended else ""
    return _("%(picture)s · run out on %(day)s") % {"picture": _picture(debt), "day": day}


def _silent(debt: Debt) -> str:
    since = ago(debt.since) if debt.since else ""
    return _("Labelled live, and silent; last update %(ago)s") % {"ago": since}


def in_story(debt: Debt, _person: User) -> Mend:
    """The story's form."""
    url = reverse("admin:articles_story_change", args=[debt.story.pk])
    return Mend(_("Open the story"), url)


def _in_library(debt: Debt, person: User) -> Mend:
    """The picture's form, else the story's."""
    is_in_text = debt.image is None or debt.detail == StoryDebt.IN_TEXT
    if is_in_text or not person.has_perm("articles.change_image"):
        return in_story(debt, person)
    url = reverse("admin:articles_image_change", args=[debt.image.pk])  # type: ignore[union-attr]
    return Mend(_("Open the picture"), url)


register(
    Kind(
        "no_alt",
        gettext_lazy("No alternative text"),
        gettext_lazy("Readers who cannot see the picture learn nothing. Say what it shows."),
        _stored("no_alt", lambda: Q(detail=StoryDebt.IN_TEXT) | Q(image__alt="")),
        _no_alt,
        _in_library,
    ),
    Kind(
        "no_credit",
        gettext_lazy("No credit"),
        gettext_lazy("Nobody is named for the picture. Write whose it is in the library."),
        _stored("no_credit", lambda: Q(image__credit="")),
        _picture,
        _in_library,
    ),
    Kind(
        "rights",
        gettext_lazy("Rights ran out"),
        gettext_lazy("The licence has ended. Renew it in the library, or take the picture out."),
        _stored("rights", lambda: Q(image__licence_expires__lt=licences.day_of())),
        _run_out,
        _in_library,
    ),
    Kind(
        "dead_link",
        gettext_lazy("Dead link"),
        gettext_lazy(
            "It leads to nothing that readers find. Change it in the story, or lead the address on."
        ),
        _stored("dead_link"),
        lambda debt: debt.detail,
        in_story,
    ),
    Kind(
        "stale_live",
        gettext_lazy("Live and silent"),
        gettext_lazy("Labelled live, and nothing was said for half a day. Go on, or end it."),
        _stale,
        _silent,
        in_story,
    ),
)
