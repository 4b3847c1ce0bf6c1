"""The verbs of fronts: save a draft, publish it, discard it, take an older one up again (E13).

Every verb is told which version the editor has seen and moves the front only from there
(compare-and-swap, house rule 4): who comes second is told who was faster, and both arrangements
stay.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import rights
from articles.chrome import current as chrome
from articles.front_layout import Layout, automatic, read, unsigned, write
from articles.models import Front, FrontVersion, Section
from articles.publishing import Refused
from newsportal.core import versions
from newsportal.core.events import announce
from newsportal.core.models import User

#: Drafts that are kept of a front; what readers saw is kept for good. Every drag is a version.
KEPT_DRAFTS = 50


class Overtaken(Refused):
    """Somebody else moved the front meanwhile.

    Attributes:
        newest: what stands there now.
    """

    def __init__(self, newest: FrontVersion | None) -> None:
        who = (newest.published_by or newest.saved_by) if newest else None
        super().__init__(
            _(
                "%(who)s was faster: this front has been changed while you were arranging it. "
                "Nothing is overwritten."
            )
            % {"who": who or _("Somebody")}
        )
        self.newest = newest


def may_arrange(user: Any, section_id: int | None) -> bool:
    """Whether somebody may arrange and publish the front of a section, or of the home page.

    A role that is limited to sections holds for their fronts and not for the home page. This is
    the one place where fronts ask for permission.
    """
    if not user.has_perm("articles.change_front"):
        return False
    limits = rights.sections_of(user)
    return limits is None or section_id in limits


def begin(section: Section | None) -> Front:
    """The front of a section or of the home page, made when there is none yet."""
    front, _made = Front.objects.get_or_create(section=section)
    return front


def layout_of(front: Front) -> Layout:
    """What an editor goes on from: the draft, else the live front, else what fills itself."""
    kept = front.working.layout if front.working else None
    return automatic(chrome.get(), front.section) if kept is None else read(kept)


def save(front: Front, actor: User | None, layout: Layout, seen: int) -> FrontVersion | None:
    """Keep an arrangement as the draft; readers see nothing of it.

    What says the same as the version that was seen is no new one: that one is returned, None where
    the front still fills itself.

    Args:
        seen: id of the version that the editor began with, 0 for none.

    Raises Overtaken when another one stands there by now. The arrangement is kept all the same,
    in the history, and moves nothing.
    """
    if seen == (front.working_id or 0) and unsigned(layout) == unsigned(layout_of(front)):
        return front.working
    with transaction.atomic():
        made = _add(front, actor, _signed(layout, layout_of(front), actor))
        is_moved = _is_moved(front, seen, working=made)
    if not is_moved:
        raise Overtaken(_standing(front))
    _forget_old_drafts(front)
    return made


def publish(front: Front, actor: User | None, seen: int) -> None:
    """Show the draft to readers, at once.

    Raises Refused when there is no draft, Overtaken when another version stands there by now.
    """
    if seen == (front.live_id or 0):
        raise Refused(_("There is no draft: readers already see this arrangement."))
    with transaction.atomic():
        _move(front, seen, live_id=seen or None)
        _published(front, actor, seen)


def let_run(front: Front, actor: User | None, seen: int) -> None:
    """Let the front fill itself again; what was arranged stays in its history.

    Raises Overtaken when another version stands there by now.
    """
    with transaction.atomic():
        made = _add(front, actor, None)
        _move(front, seen, working=made, live=made)
        _published(front, actor, made.pk)


def discard(front: Front, seen: int) -> None:
    """Drop the draft: editors go on from what readers see. The draft stays in the history.

    Raises Overtaken when another version stands there by now.
    """
    with transaction.atomic():
        _move(front, seen, working_id=front.live_id)


def restore(front: Front, actor: User | None, version: FrontVersion, seen: int) -> FrontVersion:
    """Make an older arrangement the draft, with who placed what as it was then.

    Raises Overtaken when another version stands there by now.
    """
    with transaction.atomic():
        made = _add(front, actor, version.layout)
        _move(front, seen, working=made)
    return made


# Parts -------------------------------------------------------------------------------------------


def _add(front: Front, actor: User | None, layout: Any) -> FrontVersion:
    # The row is locked so that two who save at once get two numbers.
    Front.objects.select_for_update(of=("self",)).get(pk=front.pk)
    newest = front.versions.order_by("-number").values_list("number", flat=True).first()
    kept = write(layout) if isinstance(layout, Layout) else layout
    return FrontVersion.objects.create(
        front=front,
        number=(newest or 0) + 1,
        layout=kept,
        saved_at=timezone.now(),
        saved_by=actor,
    )


def _is_moved(front: Front, seen: int, **to: Any) -> bool:
    """Move the front on if `seen` is still its working version."""
    standing = {"working": seen} if seen else {"working__isnull": True}
    if not Front.objects.filter(pk=front.pk, **standing).update(**to):
        return False
    front.refresh_from_db()
    return True


def _move(front: Front, seen: int, **to: Any) -> None:
    if not _is_moved(front, seen, **to):
        raise Overtaken(_standing(front))


def _forget_old_drafts(front: Front) -> None:
    """Drop drafts that nobody published and that many others have followed."""
    in_use = [pk for pk in (front.live_id, front.working_id) if pk]
    drafts = front.versions.filter(published_at=None).exclude(pk__in=in_use)
    old = drafts.order_by("-number").values_list("pk", flat=True)[KEPT_DRAFTS:]
    FrontVersion.objects.filter(pk__in=list(old)).delete()


def _standing(front: Front) -> FrontVersion | None:
    now = Front.objects.select_related("working__saved_by", "working__published_by")
    return now.get(pk=front.pk).working


def _published(front: Front, actor: User | None, version: int) -> None:
    FrontVersion.objects.filter(pk=version).update(published_at=timezone.now(), published_by=actor)
    versions.bump("fronts", front.key)
    announce("front.published", front=front.pk, actor=actor.pk if actor else None)


def _signed(layout: Layout, before: Layout, actor: User | None) -> Layout:
    """The layout with who placed each card and when; what stood there before keeps its own."""
    standing = {
        (container.key, card.story): card
        for container in before.containers
        for card in container.cards
    }
    now: datetime.datetime = timezone.now()
    containers = []
    for container in layout.containers:
        cards = []
        for card in container.cards:
            old = standing.get((container.key, card.story))
            by, at = (old.by, old.at) if old else (actor.pk if actor else None, now)
            cards.append(replace(card, by=by, at=at))
        containers.append(replace(container, cards=tuple(cards)))
    return Layout(tuple(containers))
