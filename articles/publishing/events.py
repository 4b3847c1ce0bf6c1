"""The log of acts on a document, and the guard that every verb begins with."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import EditorialNote
from articles.publishing.refusals import Refused
from newsportal.core.events import announce
from newsportal.core.models import User


def log(
    document: Any,
    kind: str,
    actor: User | None,
    before: str,
    after: str,
    note: str = "",
    *,
    revision: int | None = None,
) -> None:
    """Append who did what. A note becomes a row of its own, so that it can be erased (rule 5).

    Args:
        revision: id of the revision that it was done to; the newest when None.
    """
    text = note.strip()
    document.events.create(
        kind=kind,
        actor=actor,
        from_status=before,
        to_status=after,
        revision_id=revision or document.working_revision_id,
        note=EditorialNote.objects.create(
            text=text[:2000], author=actor, **EditorialNote.of(document)
        )
        if text
        else None,
    )


def tell(document: Any, what: str, actor: User | None) -> None:
    """Announce an act to whatever the settings list for it, such as ``story.live``."""
    name = document._meta.model_name
    announce(f"{name}.{what}", **{name: document.pk, "actor": actor.pk if actor else None})


def lock(document: Any) -> Any:
    """The row of a document, locked until the transaction ends."""
    return type(document)._default_manager.select_for_update(of=("self",)).get(pk=document.pk)


def move(
    locked: Any,
    actor: User | None,
    sources: tuple[str, ...],
    to: str,
    kind: str,
    note: str = "",
    **fields: Any,
) -> None:
    """Compare and swap the state (house rule 4); zero rows mean that someone was faster."""
    before = locked.status
    moved = (
        type(locked)
        ._default_manager.filter(pk=locked.pk, status__in=sources)
        .update(status=to, changed_at=timezone.now(), **fields)
    )
    if not moved:
        raise Refused(already(locked))
    log(locked, kind, actor, before, to, note)


def already(document: Any) -> str:
    """Why a step is not possible: the state, and who brought it about."""
    last = document.events.select_related("actor").first()
    who = (last.actor if last else None) or _("the system")
    return _("This is not possible: it is “%(status)s” (%(who)s did that last).") % {
        "status": document.get_status_display(),
        "who": who,
    }
