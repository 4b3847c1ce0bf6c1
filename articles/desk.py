"""Who else has a form open, and what was typed in it and not saved (features E8, E9)."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from articles.models import Autosave, Document, Presence
from newsportal.core.models import User

#: Fields of the form that are no part of what was typed.
_NOT_TYPED = ("csrfmiddlewaretoken",)

#: Unsaved texts are offered for so long; the nightly command forgets older ones.
AUTOSAVES_LAST = datetime.timedelta(days=30)


def be_present(document: Document, user: User) -> None:
    """Note that `user` has the form of `document` open now."""
    now = timezone.now()
    presence, made = Presence.objects.get_or_create(
        user=user, **Presence.of(document), defaults={"since": now, "seen_at": now}
    )
    if not made:
        came_back = presence.seen_at < now - Presence.LASTS
        since = now if came_back else presence.since
        Presence.objects.filter(pk=presence.pk).update(seen_at=now, since=since)


def leave(document: Document, user: User) -> None:
    """Note that `user` has closed the form."""
    Presence.objects.filter(user=user, **Presence.of(document)).delete()


def others(document: Document, user: User) -> list[str]:
    """Names of the colleagues who have the form open now."""
    return [str(one.user) for one in Presence.objects.others_at(document, user)]


@transaction.atomic
def keep(
    user: User, model: str, document: Document | None, typed: QueryDict, based_on: int
) -> Autosave:
    """Keep what somebody typed, in place of what was kept of the same form before.

    Args:
        model: "story" or "page".
        document: None while it has never been saved.
        typed: the form as it stands, files left out.
        based_on: number of the revision that the form had opened.
    """
    place = _place(document)
    pairs = [[name, value] for name, values in typed.lists() for value in values]
    kept = [pair for pair in pairs if pair[0] not in _NOT_TYPED]
    autosave, _made = Autosave.objects.update_or_create(
        user=user,
        model=model,
        **place,
        defaults={"fields": kept, "based_on": based_on, "at": timezone.now()},
    )
    return autosave


def kept(user: User, model: str, document: Document | None) -> Autosave | None:
    """What was typed and neither saved nor discarded."""
    since = timezone.now() - AUTOSAVES_LAST
    return Autosave.objects.filter(
        user=user, model=model, at__gte=since, **_place(document)
    ).first()


def discard(user: User, model: str, document: Document | None) -> None:
    """Drop what was kept."""
    Autosave.objects.filter(user=user, model=model, **_place(document)).delete()


def typed(autosave: Autosave) -> QueryDict:
    """What was kept, as a form is posted."""
    data = QueryDict(mutable=True)
    for name, value in autosave.fields:
        data.appendlist(name, value)
    return data


def _place(document: Document | None) -> dict[str, Any]:
    return {"story": None, "page": None} | (Autosave.of(document) if document else {})


def forget_expired(now: datetime.datetime) -> int:
    """Delete unsaved texts that are offered no more, and who was where; return how many."""
    old, _each = Autosave.objects.filter(at__lt=now - AUTOSAVES_LAST).delete()
    gone, _each = Presence.objects.filter(seen_at__lt=now - datetime.timedelta(days=1)).delete()
    return old + gone
