"""Tells a person what was decided about them, in their inbox and by mail (feature M10)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from comments import reader_notes, sanctions
from comments.models import Clearing, CommentEvent, Sanction
from newsportal.core import notices
from newsportal.core.models import Notice, User
from newsportal.core.notice_kinds import Kind, Told, register

DECIDED = "sanction.decided"


def imposed(*, sanction: int) -> None:
    """Tell the person when the moderator can undo it no more (listener of ``sanction.imposed``)."""
    found = Sanction.objects.filter(pk=sanction).first()
    if found is None:
        return
    if found.made_by_id is None:
        say_imposed.func(sanction)
    else:
        say_imposed.using(run_after=found.made_at + sanctions.UNDO_FOR).enqueue(sanction)


@task()
def say_imposed(sanction: int) -> None:
    """Tell the person and note it, unless it was taken back at once."""
    found = Sanction.objects.filter(pk=sanction).exclude(lifted_as=Sanction.End.UNDONE).first()
    if found is not None:
        reader_notes.sanctioned(found)
        _send(found, "imposed")


def lifted(*, sanction: int) -> None:
    """Tell the person (listener of ``sanction.lifted``)."""
    found = Sanction.objects.filter(pk=sanction).first()
    if found is not None:
        reader_notes.lifted(found)
        _send(found, "lifted")


def _send(found: Sanction, step: str) -> None:
    occasion = f"sanction:{found.pk}:{step}"
    notices.send(
        DECIDED, [found.person], occasion=occasion, ids={"sanction": found.pk, "step": step}
    )


def is_told_with_a_ban(event: CommentEvent) -> bool:
    """Whether a comment went with all others of a banned person: one mail says so, not hundreds."""
    return Clearing.objects.filter(
        sanction__person=event.comment.author_id,
        sanction__made_by=event.actor_id,
        sanction__made_at__lte=event.at,
        sanction__lifted_at=None,
        last__gte=event.comment_id,
    ).exists()


def tell(told: Sequence[Notice], person: User) -> list[Told | None]:
    """The decisions as they are now."""
    own = Sanction.objects.of(person).for_lists().select_related("clearing")
    found = own.in_bulk([one.ids["sanction"] for one in told])
    return [_told(one, found.get(one.ids["sanction"])) for one in told]


def _told(notice: Notice, sanction: Sanction | None) -> Told | None:
    if sanction is None:
        return None
    was_lifted = notice.ids.get("step") == "lifted"
    kind = sanction.get_kind_display()
    if was_lifted:
        title = _("A decision about you holds no more: %(kind)s") % {"kind": kind}
    else:
        title = _("A moderator has decided about you: %(kind)s") % {"kind": kind}
    return Told(
        title=title,
        url=f"{reverse('comments:own-sanctions')}#s-{sanction.pk}",
        words={
            "sentence": "" if was_lifted else sanctions.sentence(sanction),
            "said": "" if was_lifted else sanction.words,
            "has_cleared": not was_lifted and hasattr(sanction, "clearing"),
        },
        is_over=not was_lifted and sanction.lifted_at is not None,
    )


def _everybody(_person: User) -> bool:
    return True


def register_kinds() -> None:
    """Make the kind known; the app calls it when it is ready."""
    register(
        Kind(
            code=DECIDED,
            label=gettext_lazy("Decisions about you"),
            hint=gettext_lazy("When a moderator warns or suspends you, or takes that back."),
            template="comments/mail/sanction_decided",
            offered_to=_everybody,
            tell=tell,
            for_readers=True,
        )
    )
