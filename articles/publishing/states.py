"""The steps between a draft and its readers, and back (features E4, E6, E10, E11)."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import checks
from articles.models import Document, Page, PublicVersion, Story
from articles.models.revision import Event
from articles.publishing import copying
from articles.publishing.due import settle, settle_later
from articles.publishing.events import already, lock, log, move, tell
from articles.publishing.refusals import Refused
from articles.working_copy import content_of
from newsportal.core import versions
from newsportal.core.models import User

Status = Document.Status
Change = Document.Change

#: From which states each verb may start.
MAY_SUBMIT = (Status.DRAFT,)
MAY_TAKE_BACK = (Status.IN_REVIEW,)
MAY_APPROVE = (Status.DRAFT, Status.IN_REVIEW)
MAY_SEND_BACK = (Status.IN_REVIEW, Status.READY)
MAY_PUBLISH = (Status.DRAFT, Status.IN_REVIEW, Status.READY, Status.SCHEDULED, Status.WITHDRAWN)
MAY_WITHDRAW = (Status.PUBLISHED,)
MAY_UNSCHEDULE = (Status.SCHEDULED,)


def _begin(document: Story | Page) -> tuple[Any, datetime.datetime]:
    """The locked row, after everything is recorded that time has done to it meanwhile."""
    locked = lock(document)
    now = timezone.now()
    settle(locked, now)
    return locked, now


def _end(document: Story | Page, what: str, actor: User | None, *shown: str) -> None:
    """Let the caller's copy say what is true now; tell pages and listeners."""
    document.refresh_from_db()
    if shown:
        versions.bump(*shown)
    tell(document, what, actor)


# Before readers see it ---------------------------------------------------------------------------


@transaction.atomic
def submit(document: Story | Page, actor: User | None, note: str = "") -> None:
    """Ask an editor to read a draft. Raises Refused from another state."""
    locked, _now = _begin(document)
    move(locked, actor, MAY_SUBMIT, Status.IN_REVIEW, Event.Kind.SUBMITTED, note)
    _end(document, "submitted", actor)


@transaction.atomic
def take_back(document: Story | Page, actor: User | None) -> None:
    """Take one's own draft back from review, to go on writing."""
    locked, _now = _begin(document)
    move(locked, actor, MAY_TAKE_BACK, Status.DRAFT, Event.Kind.TAKEN_BACK)
    _end(document, "taken_back", actor)


@transaction.atomic
def approve(document: Story | Page, actor: User | None, note: str = "") -> None:
    """Find a draft ready: nothing is left but to publish it."""
    locked, _now = _begin(document)
    move(locked, actor, MAY_APPROVE, Status.READY, Event.Kind.APPROVED, note)
    _end(document, "approved", actor)


@transaction.atomic
def send_back(document: Story | Page, actor: User | None, note: str = "") -> None:
    """Give a document back to its writer as a draft, with a word on what to change.

    Raises Refused without that word, or from a state that has no way back.
    """
    if not note.strip() and actor is not None:
        raise Refused(_("Say in a word or two what should be changed."), "note")
    locked, _now = _begin(document)
    move(locked, actor, MAY_SEND_BACK, Status.DRAFT, Event.Kind.SENT_BACK, note)
    _end(document, "sent_back", actor)


# Publishing --------------------------------------------------------------------------------------


@transaction.atomic
def publish(
    document: Story | Page,
    actor: User | None,
    *,
    at: datetime.datetime | None = None,
    change: str = Change.UPDATE,
    updated_at: datetime.datetime | None = None,
    note: str = "",
) -> None:
    """Show the newest revision to readers from `at` (now when None; later: it is scheduled).

    What is public already gets the newest revision as its public copy at once; the date in a
    story's address is that of first going live and stays (DESIGN section 4). A change that was
    scheduled for later is dropped: it would put older words over newer ones.

    Args:
        change: what a change of a live copy means to readers; a typing error is no update.
        updated_at: when it was last changed, of something that comes from elsewhere.

    Raises:
        Refused: a check that blocks, an embargo, an address that is taken, or a state that has
            no way here.
    """
    locked, now = _begin(document)
    if locked.status not in (*MAY_PUBLISH, Status.PUBLISHED):
        raise Refused(already(locked))
    content = content_of(locked)
    copying.check_content(content)
    if actor is not None:
        checks.refuse_blocked(locked, content)
    changes_live_copy = locked.status == Status.PUBLISHED
    if changes_live_copy and not locked.has_changes and actor is not None:
        raise Refused(_("There is nothing to change: readers see the newest version."))
    live_at = locked.live_at if changes_live_copy else (at or now)
    _refuse_under_embargo(locked, live_at)
    before = copying.keys(locked)
    was_live = locked.was_live(now)
    status = Status.PUBLISHED if live_at <= now else Status.SCHEDULED
    fields: dict[str, Any] = {
        "status": status,
        "live_at": live_at,
        "withdraw_at": locked.withdraw_at if changes_live_copy else None,
        "withdrawal_note": locked.withdrawal_note if changes_live_copy else "",
        "first_live_at": locked.first_live_at if was_live else live_at,
        "live_revision": locked.working_revision,
        "change_at": None,
        "change_revision": None,
        "changed_at": now,
        "updated_at": updated_at,
    }
    if was_live and updated_at is None:
        is_update = locked.has_changes and change != Change.TYPO
        fields["updated_at"] = max(now, live_at) if is_update else locked.updated_at
    if isinstance(locked, Story) and (not was_live or locked.published_on is None):
        fields["published_on"] = timezone.localdate(live_at, timezone=copying.newsroom_zone())
    copying.copy(locked, content, fields)
    kind = (
        Event.Kind.CHANGED
        if changes_live_copy
        else Event.Kind.PUBLISHED
        if status == Status.PUBLISHED
        else Event.Kind.SCHEDULED
    )
    log(locked, kind, actor, locked.status, status, note)
    if isinstance(locked, Story):
        keep_version(locked, max(live_at, now) if was_live else live_at, change, updated_at)
    document.refresh_from_db()
    versions.bump(*before, *copying.keys(document))
    tell(document, "published", actor)
    if status == Status.SCHEDULED:
        settle_later(live_at)
        tell(document, "scheduled", actor)
    else:
        tell(document, "changed" if changes_live_copy else "live", actor)


def schedule(
    document: Story | Page, actor: User | None, at: datetime.datetime, note: str = ""
) -> None:
    """Publish the newest revision at a set time, by itself, at its second.

    Raises Refused for a time that has passed, what is live already, and all that `publish` does.
    """
    if at <= timezone.now():
        raise Refused(_("That time has passed. Choose a later one, or publish now."), "at")
    if document.is_live():
        raise Refused(_("Readers see it already: schedule its changes instead."), "at")
    publish(document, actor, at=at, note=note)


@transaction.atomic
def unschedule(document: Story | Page, actor: User | None) -> None:
    """Stop what was to go live by itself; it stays ready.

    Raises Refused when it is not scheduled, or its time has come.
    """
    locked, now = _begin(document)
    if locked.status == Status.PUBLISHED:
        raise Refused(_("It has just gone live. Withdraw it instead."))
    first_live_at = locked.first_live_at if locked.was_live(now) else None
    move(
        locked,
        actor,
        MAY_UNSCHEDULE,
        Status.READY,
        Event.Kind.UNSCHEDULED,
        live_at=None,
        first_live_at=first_live_at,
    )
    if isinstance(locked, Story):
        locked.public_versions.filter(at__gt=now).delete()
    _end(document, "unscheduled", actor, *copying.keys(locked))


def keep_version(
    story: Story,
    at: datetime.datetime,
    change: str,
    rewritten: datetime.datetime | None = None,
) -> None:
    """Note that readers get the newest revision at `at` (feature E17).

    What they never saw, because its time has not come, leaves no version; what an import rewrites
    (`rewritten`) takes the place of the one before. A sealed one stays as it is: what is published
    again after that is another version, which can be read.
    """
    assert story.working_revision_id is not None  # what is published has been saved
    story.public_versions.filter(at__gt=timezone.now()).delete()
    last = story.public_versions.order_by("-at", "-pk").first()
    is_again = last and last.revision_id == story.working_revision_id
    if last and not last.sealed_at and (is_again or rewritten):
        PublicVersion.objects.filter(pk=last.pk).update(revision_id=story.working_revision_id)
        return
    story.public_versions.create(revision_id=story.working_revision_id, at=at, change=change)


# Changes of what is live -------------------------------------------------------------------------


@transaction.atomic
def schedule_change(
    document: Story | Page,
    actor: User | None,
    at: datetime.datetime,
    change: str = Change.UPDATE,
) -> None:
    """Replace the live copy by the newest revision at a set time; the worker does it (rule 2).

    Raises Refused when it is not live, nothing has changed, or the time has passed.
    """
    locked, now = _begin(document)
    if not locked.is_live(now):
        raise Refused(already(locked))
    if not locked.has_changes:
        raise Refused(_("There is nothing to change: readers see the newest version."), "at")
    if at <= now:
        raise Refused(_("That time has passed. Choose a later one, or publish now."), "at")
    if locked.withdraw_at and at >= locked.withdraw_at:
        raise Refused(_("It will be withdrawn before that."), "at")
    content = content_of(locked)
    copying.check_content(content)
    if actor is not None:
        checks.refuse_blocked(locked, content)
    move(
        locked,
        actor,
        (Status.PUBLISHED,),
        Status.PUBLISHED,
        Event.Kind.CHANGE_SCHEDULED,
        change_at=at,
        change_revision=locked.working_revision,
        change_class=change,
    )
    settle_later(at)
    _end(document, "change_scheduled", actor)


@transaction.atomic
def cancel_change(document: Story | Page, actor: User | None) -> None:
    """Drop a change that was to come by itself. Raises Refused when there is none."""
    locked, _now = _begin(document)
    if locked.change_at is None:
        raise Refused(_("No change is scheduled."))
    move(
        locked,
        actor,
        (Status.PUBLISHED,),
        Status.PUBLISHED,
        Event.Kind.CHANGE_CANCELLED,
        change_at=None,
        change_revision=None,
    )
    _end(document, "change_cancelled", actor)


# Away from readers -------------------------------------------------------------------------------


@transaction.atomic
def withdraw(
    document: Story | Page,
    actor: User | None,
    note: str = "",
    at: datetime.datetime | None = None,
) -> None:
    """Take a document from readers, now or at a set time, by itself, at its second.

    Its address answers 410 with `note` from then on.

    Raises:
        Refused: it is not published, or the time has passed.
    """
    locked, now = _begin(document)
    note = note.strip()[:300]
    if at is None:
        move(
            locked,
            actor,
            MAY_WITHDRAW,
            Status.WITHDRAWN,
            Event.Kind.WITHDRAWN,
            withdraw_at=now,
            withdrawal_note=note,
            change_at=None,
            change_revision=None,
        )
        _end(document, "withdrawn", actor, *copying.keys(locked))
        return
    if at <= now:
        raise Refused(_("That time has passed. Choose a later one, or withdraw it now."), "at")
    move(
        locked,
        actor,
        MAY_WITHDRAW,
        Status.PUBLISHED,
        Event.Kind.WITHDRAWAL_SCHEDULED,
        withdraw_at=at,
        withdrawal_note=note,
    )
    settle_later(at)
    _end(document, "withdrawal_scheduled", actor, *copying.keys(locked))


@transaction.atomic
def keep_published(document: Story | Page, actor: User | None) -> None:
    """Drop a withdrawal that was to come by itself. Raises Refused when there is none."""
    locked, _now = _begin(document)
    if locked.status != Status.PUBLISHED or locked.withdraw_at is None:
        raise Refused(_("No withdrawal is scheduled."))
    move(
        locked,
        actor,
        MAY_WITHDRAW,
        Status.PUBLISHED,
        Event.Kind.WITHDRAWAL_CANCELLED,
        withdraw_at=None,
        withdrawal_note="",
    )
    _end(document, "withdrawal_cancelled", actor, *copying.keys(locked))


# Embargo -----------------------------------------------------------------------------------------


def _refuse_under_embargo(document: Any, at: datetime.datetime) -> None:
    if document.embargo_until and document.embargo_until > at:
        raise Refused(
            _("It is under embargo until %(end)s. Schedule it for then or later.")
            % {"end": moment(document.embargo_until)},
            "embargo_until",
        )


def moment(at: datetime.datetime) -> str:
    """A time as the newsroom reads it, in its zone."""
    return date_format(timezone.localtime(at, copying.newsroom_zone()), "DATETIME_FORMAT")


@transaction.atomic
def set_embargo(
    document: Story | Page, actor: User | None, until: datetime.datetime | None
) -> None:
    """Let nothing of a document be public before `until`; None lifts the embargo.

    Lifting one before its end is `break_embargo`, which needs a right of its own.

    Raises:
        Refused: readers see it already, it is scheduled for an earlier time, the time has
            passed, or an embargo that still holds would end earlier.
    """
    locked, now = _begin(document)
    if locked.embargo_until == until:
        return
    if locked.is_live(now):
        raise Refused(_("Readers see it already. Withdraw it first."), "embargo_until")
    if until is not None and until <= now:
        raise Refused(_("That time has passed."), "embargo_until")
    if locked.is_embargoed and (until is None or until < locked.embargo_until):
        raise Refused(
            _("It is under embargo until %(end)s. Only who may break embargoes can end it earlier.")
            % {"end": moment(locked.embargo_until)},
            "embargo_until",
        )
    if until and locked.status == Status.SCHEDULED and locked.live_at < until:
        raise Refused(
            _("It is scheduled for %(time)s, before the embargo ends. Unschedule it first.")
            % {"time": moment(locked.live_at)},
            "embargo_until",
        )
    kind = Event.Kind.EMBARGOED if until else Event.Kind.EMBARGO_LIFTED
    move(locked, actor, (locked.status,), locked.status, kind, embargo_until=until)
    if until:
        settle_later(until)
    _end(document, "embargoed", actor, *copying.keys(locked))


@transaction.atomic
def break_embargo(document: Story | Page, actor: User | None, note: str) -> None:
    """End an embargo before its time, with the reason in the log.

    Who may do so (`articles.break_embargo`) is asked by the caller.

    Raises Refused without a reason or without an embargo that still holds.
    """
    locked, _now = _begin(document)
    if not locked.is_embargoed:
        raise Refused(_("No embargo holds."), "embargo_until")
    if not note.strip():
        raise Refused(_("Say why the embargo is broken."), "note")
    move(
        locked,
        actor,
        (locked.status,),
        locked.status,
        Event.Kind.EMBARGO_BROKEN,
        note,
        embargo_until=None,
    )
    _end(document, "embargo_broken", actor, *copying.keys(locked))
