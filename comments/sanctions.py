"""Sanctions on people, and the one gate before everything that readers write (feature M10).

Whatever lets a reader write asks `check_may_write` first: it holds at once, whatever form was open.
What a sanctioned person still may do asks nobody: sign in, read the reasons, appeal, give notice,
unsubscribe, download and delete their own.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.chrome import current as chrome
from articles.models import Section, Story
from comments import rights
from comments.models import Comment, KeptSanction, Reason, Sanction, SanctionEvent
from comments.models.sanction import SanctionQuerySet
from newsportal.core.events import announce
from newsportal.core.models import User

Kind = Sanction.Kind
End = Sanction.End

#: Ends by which a sanction speaks against nobody.
NOT_COUNTED = (End.UNDONE, End.OVERTURNED)

#: How long the one who decided can take it back as if it had not been; the person is told after.
UNDO_FOR = datetime.timedelta(seconds=60)


class MayNotWrite(Exception):
    """A sanction stands in the way; `message` tells the person what, why and until when."""

    def __init__(self, sanction: Sanction) -> None:
        self.sanction = sanction
        self.message = sentence(sanction)
        super().__init__(self.message)

    @property
    def is_warning(self) -> bool:
        """Whether reading it is all that is asked."""
        return self.sanction.kind == Kind.WARNING


class Refused(Exception):
    """The sanction cannot be imposed or lifted; `message` is a sentence, `field` its place."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


# The gate ----------------------------------------------------------------------------------------


def check_may_write(person: User, story: Story | None = None) -> bool:
    """Let a person write, or say why not. One query.

    Args:
        person: with an account; a guest's address goes to `check_address_may_write`.
        story: where; None asks for what belongs to no section, so that only sanctions of the whole
            site count.

    Returns:
        Whether everything that the person writes there waits for a moderator; screening is told.

    Raises:
        MayNotWrite: a ban or a suspension stands, or a warning was not read yet.
    """
    standing = _standing(story, person=person)
    _refuse(standing)
    return any(one.kind == Kind.HOLD for one in standing)


def check_address_may_write(email: str, story: Story | None = None) -> None:
    """The same for somebody without an account, by the address that they give.

    Leaving one's account does not lead round a sanction, and neither does deleting it. A warning
    waits for the account.

    Raises:
        MayNotWrite: a ban or a suspension of the account with this address stands, or of one that
            was deleted since.
    """
    address = User.objects.normalize_email(email)
    found = _standing(story, person__email=address)
    _refuse([one for one in found if one.kind != Kind.WARNING])
    places = {section.pk for section in _above(story)}
    kept = KeptSanction.objects.standing().filter(digest=digest(address)).select_related("section")
    left = [one.as_sanction() for one in kept if one.section_id is None or one.section_id in places]
    _refuse(left)


def digest(email: str) -> str:
    """What is kept of an e-mail address whose account is gone (`comments.kept_sanctions`). Nobody
    gets the address back from it without the portal's secret."""
    address = User.objects.normalize_email(email)
    return salted_hmac("comments.kept_sanctions", address, algorithm="sha256").hexdigest()


def that_forbid(person: User, story: Story) -> SanctionQuerySet:
    """The bans and suspensions that stand between a person and writing below a story."""
    places = Q(section=None) | Q(section__in=[section.pk for section in _above(story)])
    return Sanction.objects.standing().filter(
        places, person=person, kind__in=(Kind.BAN, Kind.SUSPENSION)
    )


def places_forbidden(person: User) -> Callable[[Story], bool]:
    """Says of many stories whether a ban or a suspension keeps a person from writing below them;
    one query, whatever their number."""
    standing = Sanction.objects.standing().filter(
        person=person, kind__in=(Kind.BAN, Kind.SUSPENSION)
    )
    places = set(standing.values_list("section", flat=True))

    def is_forbidden(story: Story) -> bool:
        return None in places or any(section.pk in places for section in _above(story))

    return is_forbidden


def strictest(standing: Iterable[Sanction]) -> Sanction | None:
    """Of those that shut out, the one that is told first."""
    return min(standing, key=_strictness, default=None)


def _standing(story: Story | None, **whose: object) -> list[Sanction]:
    """What is in force at this moment in this place."""
    found = Sanction.objects.standing().filter(**whose).select_related("section")
    places = {section.pk for section in _above(story)}
    return [one for one in found if one.section_id is None or one.section_id in places]


def _above(story: Story | None) -> list[Section]:
    if story is None:
        return []
    return chrome.get().trail(chrome.get().section(story.section_id))


def _refuse(standing: list[Sanction]) -> None:
    """Raise the strictest that shuts out; of two suspensions the longer one, of two warnings the
    older one."""
    if first := strictest(one for one in standing if one.kind in Sanction.SHUTS_OUT):
        raise MayNotWrite(first)


def _strictness(sanction: Sanction) -> tuple[int, float]:
    kind = Sanction.SHUTS_OUT.index(Kind(sanction.kind))
    moment = -sanction.ends_at.timestamp() if sanction.ends_at else sanction.made_at.timestamp()
    return kind, moment


def sentence(sanction: Sanction) -> str:
    """What a sanction means to the person, as one sentence with the reason."""
    words = {
        "until": date_format(timezone.localtime(sanction.ends_at), "DATETIME_FORMAT")
        if sanction.ends_at
        else "",
        "section": sanction.section.name if sanction.section else "",
        "reason": sanction.reason_words,
    }
    has_section = bool(sanction.section)
    texts = {
        Kind.WARNING: _("A moderator has a word for you first. The reason: %(reason)s."),
        Kind.HOLD: _("A moderator reads what you write in “%(section)s” first: %(reason)s.")
        if has_section
        else _("A moderator reads what you write first: %(reason)s."),
        Kind.SUSPENSION: _("You cannot write in “%(section)s” until %(until)s: %(reason)s.")
        if has_section
        else _("You cannot write here until %(until)s: %(reason)s."),
        Kind.BAN: _("You cannot write in “%(section)s” any more: %(reason)s.")
        if has_section
        else _("You cannot write here any more: %(reason)s."),
    }
    return texts[Kind(sanction.kind)] % words


# Verbs -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Order:
    """What a moderator decides about a person.

    Args:
        section: where it holds, with all below it; None is the whole site.
        ends_at: a suspension's end, aware; None for every other kind.
        words: told to the person with the reason.
        note: for colleagues.
        comment: what the moderator had before them.
    """

    kind: str
    reason: str
    section: Section | None = None
    ends_at: datetime.datetime | None = None
    words: str = ""
    note: str = ""
    comment: Comment | None = None


@transaction.atomic
def impose(person: User, order: Order, actor: User | None) -> Sanction:
    """Warn, hold, suspend or ban a person.

    Args:
        actor: who decides; None is the system.

    Raises:
        Refused: the actor has not the right, the person works here, the end is not to come, or the
            same is in force already.
    """
    # The person's row serialises what two moderators decide at once.
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    _check_actor(actor, order.kind, order.section)
    _check_order(person, order)
    sanction = Sanction.objects.create(
        person=person,
        kind=order.kind,
        section=order.section,
        reason=order.reason,
        words=order.words,
        note=order.note,
        ends_at=order.ends_at,
        made_by=actor,
        comment=order.comment,
    )
    _record(sanction, SanctionEvent.Kind.IMPOSED, actor)
    return sanction


@transaction.atomic
def lift(sanction: Sanction, actor: User | None) -> None:
    """End a sanction before its time.

    Raises:
        Refused: the actor has not the right, or it is not in force any more.
    """
    _check_actor(actor, sanction.kind, sanction.section)
    if not _end(Sanction.objects.standing().filter(pk=sanction.pk), End.LIFTED, actor):
        raise Refused(_("This sanction is not in force any more."))
    _record_end(sanction, End.LIFTED, actor)


@transaction.atomic
def undo(sanction: Sanction, actor: User) -> None:
    """Take back within `UNDO_FOR` what one decided, as if it had not been: nobody was told.

    Raises:
        Refused: somebody else decided it, the time is over, or it does not hold any more.
    """
    fresh = Sanction.objects.filter(
        pk=sanction.pk,
        made_by=actor,
        made_at__gt=timezone.now() - UNDO_FOR,
        lifted_at=None,
    )
    if not _end(fresh, End.UNDONE, actor):
        raise Refused(_("It is too late to take this back: lift it instead."))
    _record_end(sanction, End.UNDONE, actor)


@transaction.atomic
def overturn(sanction: Sanction, actor: User) -> None:
    """Take a sanction back after an appeal (`comments.appealing` asks who may): it counts no more,
    also when its time is over.

    Raises:
        Refused: it was lifted meanwhile.
    """
    if not _end(Sanction.objects.filter(pk=sanction.pk, lifted_at=None), End.OVERTURNED, actor):
        raise Refused(_("This sanction is not in force any more."))
    _record_end(sanction, End.OVERTURNED, actor)


def _end(those: SanctionQuerySet, how: str, actor: User | None) -> int:
    return those.update(lifted_at=timezone.now(), lifted_by=actor, lifted_as=how)


def _record_end(sanction: Sanction, how: str, actor: User | None) -> None:
    sanction.refresh_from_db()
    _record(sanction, SanctionEvent.Kind(how), actor)


@transaction.atomic
def acknowledge(sanction: Sanction, person: User) -> None:
    """Take a warning as read by the person it is for; once is enough."""
    waiting = Sanction.objects.standing().filter(pk=sanction.pk, person=person, kind=Kind.WARNING)
    if waiting.update(acknowledged_at=timezone.now()):
        sanction.refresh_from_db()
        _record(sanction, SanctionEvent.Kind.ACKNOWLEDGED, person)


def _check_actor(actor: User | None, kind: str, section: Section | None) -> None:
    if actor is not None and not rights.may_sanction(actor, kind, section):
        raise Refused(_("Your role does not decide this here."))


def _check_order(person: User, order: Order) -> None:
    if person.is_staff:
        raise Refused(_("Colleagues are not sanctioned: take their role away first."))
    if order.kind not in Kind.values or order.reason not in Reason.values:
        raise Refused(_("Choose a kind and a reason."))
    is_suspension = order.kind == Kind.SUSPENSION
    if is_suspension != (order.ends_at is not None):
        raise Refused(_("A suspension needs an end, and nothing else has one."), "until")
    if order.ends_at is not None and order.ends_at <= timezone.now():
        raise Refused(_("The end has to be in the future."), "until")
    _check_is_new(person, order)


def _check_is_new(person: User, order: Order) -> None:
    """Refuse what somebody else has decided already; a further warning is a further word."""
    same = Sanction.objects.standing().filter(person=person, kind=order.kind, section=order.section)
    if order.ends_at is not None:
        same = same.filter(ends_at__gte=order.ends_at)
    if order.kind == Kind.WARNING:
        return
    standing = same.select_related("made_by").first()
    if standing is not None:
        raise Refused(
            _("This holds already: %(who)s decided it on %(when)s.")
            % {
                "who": standing.made_by or _("the system"),
                "when": date_format(timezone.localtime(standing.made_at), "DATETIME_FORMAT"),
            }
        )


def _record(sanction: Sanction, kind: SanctionEvent.Kind, actor: User | None) -> None:
    SanctionEvent.objects.create(sanction=sanction, kind=kind, actor=actor)
    announce(f"sanction.{kind}", sanction=sanction.pk)
