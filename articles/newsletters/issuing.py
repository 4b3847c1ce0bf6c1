"""Letting an issue go: once, in a minute or at a time, and stopping, pausing and ending it.

Every step is a compare-and-swap on the state with an event beside it (house rule 4): of two clicks
at once one does it and the other is told by whom. The worker does the rest (`sending`).
"""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.chrome import current as chrome
from articles.models import Issue, IssueEvent, Newsletter, Story, Subscription
from articles.newsletters import composing, letters, sending
from articles.newsletters.composing import already
from articles.publishing import Refused
from newsportal.core.events import A_MINUTE
from newsportal.core.models import User

State, Kind = Issue.State, IssueEvent.Kind

#: Further ahead nobody knows what will be news.
FURTHEST = datetime.timedelta(days=30)
#: States in which an issue goes out or has gone out.
ON_ITS_WAY = (State.WAITING, State.SENDING, State.PAUSED, State.SENT)


def readers_of(newsletter: Newsletter) -> int:
    """How many addresses an issue would go to now."""
    return Subscription.objects.filter(newsletter=newsletter).reachable().count()


@transaction.atomic
def send(issue: Issue, actor: User | None, at: datetime.datetime | None = None) -> Issue:
    """Let a draft go out: in a minute, in which it can be stopped, or at a time.

    Args:
        at: aware; None: in a minute.

    Raises:
        Refused: the newsletter is switched off, nobody gets it, none of the stories is public, the
            time cannot be, or somebody was faster.
    """
    now = timezone.now()
    newsletter = Newsletter.objects.select_for_update().get(pk=issue.newsletter_id)
    if not newsletter.is_on:
        raise Refused(_("This newsletter is switched off."))
    if not letters.standing(issue):
        raise Refused(_("None of its stories is public now, so there is nothing to send."))
    if not readers_of(newsletter):
        raise Refused(_("Nobody gets this newsletter yet."))
    send_at = _time(at, now)
    moved = Issue.objects.filter(pk=issue.pk, state=State.DRAFT).update(
        state=State.WAITING,
        send_at=send_at,
        confirmed_by=actor,
        edition=edition_of(newsletter, send_at, issue),
        problem="",
    )
    if not moved:
        raise Refused(already(issue))
    _log(issue, Kind.TIMED, actor)
    issue.refresh_from_db()
    return issue


def _time(at: datetime.datetime | None, now: datetime.datetime) -> datetime.datetime:
    if at is None:
        return now + A_MINUTE
    if at < now:
        raise Refused(_("That time has passed."), "at")
    if at > now + FURTHEST:
        raise Refused(_("That is too far ahead: thirty days at most."), "at")
    return max(at, now + A_MINUTE)


def edition_of(
    newsletter: Newsletter, at: datetime.datetime, issue: Issue | None = None
) -> datetime.date | None:
    """The day whose briefing an issue is, in the newsroom's zone; None where that day has one.

    Asked under the lock of the newsletter's row.
    """
    if newsletter.is_breaking:
        return None
    day = at.astimezone(ZoneInfo(chrome.get().site.time_zone)).date()
    others = newsletter.issues.filter(edition=day)
    if issue is not None:
        others = others.exclude(pk=issue.pk)
    return None if others.exists() else day


@transaction.atomic
def break_news(newsletter: Newsletter, story: Story, actor: User) -> Issue:
    """Send one story to all readers of a newsletter of breaking news, in a minute.

    Raises:
        Refused: as `send`; also when it has gone to them, or is about to.
    """
    Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    before = newsletter.issues.of_story(story).filter(state__in=ON_ITS_WAY).first()
    if before is not None:
        raise Refused(already(before))
    return send(composing.begin(newsletter, actor, [story]), actor)


def stop(issue: Issue, actor: User) -> None:
    """Take an issue back before it began to go out; it is a draft again.

    Raises:
        Refused: it is on its way already, or somebody was faster.
    """
    _step(issue, (State.WAITING,), State.DRAFT, Kind.STOPPED, actor, send_at=None)


def pause(issue: Issue, actor: User) -> None:
    """Send no further mail of an issue for now; the one that is being handed over goes.

    Raises Refused when it is not being sent.
    """
    _step(issue, (State.SENDING,), State.PAUSED, Kind.PAUSED, actor)


def resume(issue: Issue, actor: User) -> None:
    """Go on where it was paused; a worker looks for it within seconds.

    Raises Refused when it is not paused.
    """
    now = timezone.now()
    _step(issue, (State.PAUSED,), State.SENDING, Kind.RESUMED, actor, lease_until=now, problem="")


def end(issue: Issue, actor: User) -> None:
    """Let a paused issue be over: who has not got it gets it no more.

    Raises Refused when it is not paused.
    """
    if not sending.close(issue, Kind.ENDED, sources=(State.PAUSED,), actor=actor):
        raise Refused(already(issue))
    issue.refresh_from_db()


def _step(
    issue: Issue, sources: tuple[str, ...], to: str, kind: str, actor: User, **fields: object
) -> None:
    with transaction.atomic():
        found = Issue.objects.filter(pk=issue.pk, state__in=sources)
        if not found.update(state=to, **fields):
            raise Refused(already(issue))
        _log(issue, kind, actor)
    issue.refresh_from_db()


def _log(issue: Issue, kind: str, actor: User | None) -> None:
    IssueEvent.objects.create(issue=issue, kind=kind, actor=actor)


def test(issue: Issue, actor: User) -> None:
    """Mail an issue as it is now to whoever works on it, at once.

    Raises:
        Refused: none of its stories is public now.
        OSError: the mail server cannot be reached.
    """
    letter = letters.render(issue)
    if letter is None:
        raise Refused(_("None of its stories is public now, so there is nothing to send."))
    letter.sample(actor.email).send()
