"""Kinds of notices: each app registers its own, and the core delivers them without knowing what
they are about.

A kind exists when something sends it; people choose only among kinds that can happen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from newsportal.core.models import Notice, User

Ids = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """What a notice says to its recipient, worked out at the moment of showing or sending.

    Args:
        title: one line of plain text.
        url: where it leads, a path of ours.
        words: what the mail's templates say besides.
        is_over: something later took its place and is told by itself: the inbox still shows it,
            but no mail goes out any more.
    """

    title: str
    url: str
    words: Mapping[str, Any] = field(default_factory=dict)
    is_over: bool = False


@dataclass(frozen=True)
class Outline:
    """What a webhook may be told of the same, worked out at the moment of sending.

    Args:
        line: what happened, naming no headline.
        url: where it leads: a path of ours, for those who may follow it.
        data: ids and plain facts, for programs.
        headline: what it is about; empty when nobody outside may know it, as under embargo.
        is_public: readers see it, so its headline is no secret.
    """

    line: str
    url: str
    data: Mapping[str, int | str | None]
    headline: str = ""
    is_public: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    Args:
        code: its name in the database and in a webhook's `type`, such as ``story.submitted``.
        label: a plural for the page of choices: “Stories sent for review”.
        hint: when it comes and to whom.
        template: path of the mail's templates without ``_subject.txt``, ``.txt`` and ``.html``.
        offered_to: whether a person may hear of this kind at all; asked again at every sending,
            so that who lost a role hears nothing any more.
        tell: what notices of this kind say to their recipient, in their order; None where the
            person may not see what it is about (any more). Kinds may share one function, which
            is then called once for all of them.
        outline: the same for webhooks; None where there is nothing (any more) to tell. A kind
            without the function goes to no webhook.
        in_inbox, by_mail, in_digest: how those hear of it who have not chosen.
        for_readers: it comes from the discussion, so its mails lead to a person's own pages and
            not into the newsroom.
        minutes: for kinds that wait for a time to pass: the site's own minutes (None: never).
    """

    code: str
    label: Promise
    hint: Promise
    template: str
    offered_to: Callable[[User], bool]
    tell: Callable[[Sequence[Notice], User], list[Told | None]]
    outline: Callable[[str, Ids], Outline | None] | None = None
    in_inbox: bool = True
    by_mail: bool = True
    in_digest: bool = False
    for_readers: bool = False
    minutes: Callable[[], int | None] | None = None


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; apps call it when they are ready. The order is that of the choices."""
    _kinds.update({kind.code: kind for kind in kinds})


def kind_of(code: str) -> Kind | None:
    """The kind of that name; None when the app that sent it is gone."""
    return _kinds.get(code)


def kinds_for(person: User) -> list[Kind]:
    """Kinds that a person may hear of."""
    return [kind for kind in _kinds.values() if kind.offered_to(person)]


def kinds_for_webhooks(owner: User | None) -> list[Kind]:
    """Kinds that a webhook of that person, or of the newsroom (None), may hear of."""
    known = list(_kinds.values()) if owner is None else kinds_for(owner)
    return [kind for kind in known if kind.outline is not None]
