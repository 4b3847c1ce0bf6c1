"""Sending an issue, address by address, so that a crash neither loses nor doubles (record 0043).

An issue that begins gets a row for each address, in the transaction that begins it. For each mail
the row is claimed and that is committed, then the mail is handed over, then the row is marked; the
next row is claimed in the same transaction. A worker that is killed leaves at most one claimed row:
nobody knows whether the server has that mail, so it is called unclear and not sent again. All
others are certainly sent or certainly not.

One chain of tasks sends an issue; each link works for some seconds and queues the next, so that a
long list keeps nothing else waiting. Each row is claimed in the name of the chain (`Issue.run`): a
chain that was given up and comes back after all finds that it may claim nothing.
"""

from __future__ import annotations

import datetime
import time
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task

from articles.models import Issue, IssueEvent, Recipient, Subscription, Suppression
from articles.newsletters import letters, suppressing
from articles.newsletters.handing import Kind as Came
from articles.newsletters.handing import Line, Outcome
from articles.newsletters.letters import Letter
from newsportal.core.models import User

State, Kind = Issue.State, IssueEvent.Kind
Waits, Reason = Recipient.State, Suppression.Reason

#: Seconds that one task sends before it lets others work.
SLICE = 10.0
#: A chain that was not heard of for so long is dead; one mail takes no longer, whatever the server
#: does (six answers of at most `EMAIL_TIMEOUT` seconds).
LEASE = datetime.timedelta(minutes=3)
#: Rows that are read ahead.
AHEAD = 50
#: Rows that are written at once when an issue begins.
ROWS = 2000
#: Pauses in seconds before a mail is tried again that the server puts off (4xx); after the last it
#: is refused. Greylisting wants minutes; a briefing of yesterday evening wants nobody.
PAUSES = (60, 5 * 60, 15 * 60, 60 * 60)
#: Pauses in seconds after a line that broke, and after which failure in a row somebody has to look.
BREAKS = (5, 15, 60, 5 * 60, 10 * 60)
MOST_BREAKS = 12

#: What an outcome makes of a row; the rest is tried again.
BECOMES = {
    Came.TAKEN: Waits.SENT,
    Came.DEAD: Waits.REFUSED,
    Came.REFUSED: Waits.REFUSED,
    Came.UNCLEAR: Waits.UNCLEAR,
}


# Beginning ---------------------------------------------------------------------------------------


def take_up(now: datetime.datetime | None = None) -> int:
    """Begin what is due, and take up what a worker has left in the middle (a beat).

    Args:
        now: the moment, for tests.

    Returns:
        How many issues were given to a worker.
    """
    now = now or timezone.now()
    begun = [begin(issue, now) for issue in Issue.objects.due(now)]
    left = [_take_over(issue, now) for issue in Issue.objects.left_alone(now)]
    return sum(begun) + sum(left)


@transaction.atomic
def begin(issue: Issue, now: datetime.datetime) -> bool:
    """Let an issue whose time has come go out; False when it was stopped or somebody was faster."""
    run = uuid.uuid4()
    moved = Issue.objects.due(now).filter(pk=issue.pk)
    if not moved.update(state=State.SENDING, started_at=now, run=run, lease_until=now + LEASE):
        return False
    readers = Subscription.objects.filter(newsletter=issue.newsletter_id).reachable()
    rows = (
        Recipient(issue=issue, subscriber_id=pk, next_at=now)
        for pk in readers.order_by("pk").values_list("subscriber", flat=True).iterator()
    )
    Recipient.objects.bulk_create(rows, batch_size=ROWS)
    IssueEvent.objects.create(issue=issue, kind=Kind.BEGUN)
    send_some.enqueue(issue.pk, str(run))
    return True


@transaction.atomic
def _take_over(issue: Issue, now: datetime.datetime) -> bool:
    run = uuid.uuid4()
    left = Issue.objects.left_alone(now).filter(pk=issue.pk, run=issue.run)
    if not left.update(run=run, lease_until=now + LEASE):
        return False
    send_some.enqueue(issue.pk, str(run))
    return True


# Going on ----------------------------------------------------------------------------------------


@task()
def send_some(issue: int, run: str, failures: int = 0) -> None:
    """Send for some seconds and queue what comes next (the worker)."""
    go_on(issue, uuid.UUID(run), failures)


def go_on(pk: int, run: uuid.UUID, failures: int = 0, seconds: float = SLICE) -> None:
    """Send for some seconds; then queue the next task, or end the issue.

    Args:
        failures: how often in a row the line has broken.
        seconds: how long to send; for tests.
    """
    issue = Issue.objects.filter(pk=pk, run=run, state=State.SENDING).first()
    if issue is None:
        return
    # Of this issue nobody hands anything over now: what is claimed was left by a dead worker.
    issue.recipients.filter(state=Waits.CLAIMED).update(state=Waits.UNCLEAR)
    some = _Slice(issue, run)
    some.work(seconds)
    trouble = some.trouble
    if trouble is None:
        _after_work(some)
        return
    failures = 1 if some.handed else failures + 1
    if trouble.kind is Came.BARRED or failures >= MOST_BREAKS:
        _give_up(issue, run, trouble)
        return
    pause = datetime.timedelta(seconds=BREAKS[min(failures, len(BREAKS)) - 1])
    Issue.objects.filter(pk=pk, run=run).update(problem=trouble.problem)
    _queue(issue, run, timezone.now() + pause, failures)


def _after_work(some: _Slice) -> None:
    """Queue what comes next when nothing is in the way, or end the issue."""
    rest = some.issue.recipients.filter(state=Waits.WAITING).order_by("next_at")
    next_at = rest.values_list("next_at", flat=True).first()
    if some.is_empty or next_at is None:
        kind = Kind.EMPTY if some.is_empty else Kind.SENT
        close(some.issue, kind, sources=(State.SENDING,), run=some.run)
    else:
        Issue.objects.filter(pk=some.issue.pk, run=some.run).update(problem="")
        _queue(some.issue, some.run, next_at, 0)


def _queue(issue: Issue, run: uuid.UUID, at: datetime.datetime, failures: int) -> None:
    """Queue the chain's next task, unless the issue was paused or taken over."""
    at = max(at, timezone.now())
    mine = Issue.objects.filter(pk=issue.pk, run=run, state=State.SENDING)
    with transaction.atomic():
        if mine.update(lease_until=at + LEASE):
            send_some.using(run_after=at).enqueue(issue.pk, str(run), failures)


def _give_up(issue: Issue, run: uuid.UUID, trouble: Outcome) -> None:
    """Pause an issue that the mail server does not take from us, until somebody has looked."""
    mine = Issue.objects.filter(pk=issue.pk, run=run, state=State.SENDING)
    with transaction.atomic():
        if mine.update(state=State.PAUSED, problem=f"{trouble.code} {trouble.problem}".strip()):
            IssueEvent.objects.create(issue=issue, kind=Kind.PAUSED)


@transaction.atomic
def close(
    issue: Issue,
    kind: str,
    *,
    sources: tuple[str, ...],
    run: uuid.UUID | None = None,
    actor: User | None = None,
) -> bool:
    """End an issue, with what became of it in numbers; who has not got it gets it no more.

    Args:
        kind: the event that says why.
        sources: the states that it may be in.
        run: the chain that ends it; None: whoever has it.
        actor: who ends it; None: the system.

    Returns:
        Whether it was in one of these states.
    """
    found = Issue.objects.filter(pk=issue.pk, state__in=sources)
    if run is not None:
        found = found.filter(run=run)
    if not found.update(state=State.SENT, ended_at=timezone.now(), problem=""):
        return False
    issue.recipients.filter(state=Waits.WAITING).update(state=Waits.DROPPED)
    counted = issue.recipients.tally()
    Issue.objects.filter(pk=issue.pk).update(
        total=sum(counted.values()),
        sent=counted[Waits.SENT],
        refused=counted[Waits.REFUSED],
        dropped=counted[Waits.DROPPED],
        unclear=counted[Waits.UNCLEAR] + counted[Waits.CLAIMED],
    )
    IssueEvent.objects.create(issue=issue, kind=kind, actor=actor)
    return True


class _Slice:
    """Some seconds of sending.

    Attributes:
        handed: mails that the server has answered for.
        trouble: what is in the way.
        is_empty: whether nothing of the issue is public any more.
    """

    def __init__(self, issue: Issue, run: uuid.UUID) -> None:
        self.issue = issue
        self.run = run
        self.handed = 0
        self.trouble: Outcome | None = None
        self.is_empty = False
        self._letter: Letter | None = None
        self._done: tuple[Recipient, Outcome] | None = None

    def work(self, seconds: float) -> None:
        """Hand over one mail after the other until the time is up, or something is in the way."""
        pace = _Pace(settings.NEWSLETTER_RATE, seconds)
        with Line() as line:
            for recipient in self._rows():
                if not self._claim(recipient):
                    break
                if recipient.state == Waits.CLAIMED and not self._hand_over(line, recipient):
                    break
                if not pace.goes_on():
                    break
        with transaction.atomic():
            self._note_done()

    def _rows(self) -> Iterator[Recipient]:
        """Whose turn it is. No row comes twice: whatever is done to one, it waits no more."""
        waiting = self.issue.recipients.select_related("subscriber")
        while rows := list(waiting.waiting(timezone.now())[:AHEAD]):
            yield from rows

    def _claim(self, recipient: Recipient) -> bool:
        """Note what became of the mail before and claim the next row, in one transaction.

        Returns whether to go on: not when the issue was paused or another chain has taken over, and
        not when nothing of it is public any more.
        """
        with transaction.atomic():
            self._note_done()
            if not self._look():
                return False
            waiting = Recipient.objects.filter(pk=recipient.pk, state=Waits.WAITING)
            mine = waiting.filter(issue__state=State.SENDING, issue__run=self.run)
            attempts = recipient.attempts + 1
            wanted = mine.filter(self._is_wanted())
            if wanted.update(state=Waits.CLAIMED, run=self.run, attempts=attempts):
                recipient.state, recipient.attempts = Waits.CLAIMED, attempts
                return True
            # Its owner has left, or the issue was paused or taken over.
            return bool(mine.update(state=Waits.DROPPED))

    def _is_wanted(self) -> Exists:
        return Exists(
            Subscription.objects.filter(
                subscriber=OuterRef("subscriber"), newsletter=self.issue.newsletter_id
            ).reachable()
        )

    def _look(self) -> bool:
        """Make the mail anew when what readers see has changed; False when nothing is left."""
        shown = letters.standing(self.issue)
        if self._letter is None or self._letter.standing != shown:
            self._letter = letters.render(self.issue)
        self.is_empty = self._letter is None
        return not self.is_empty

    def _hand_over(self, line: Line, recipient: Recipient) -> bool:
        assert self._letter is not None  # `_look` went before
        assert recipient.subscriber is not None  # who wants it is somebody
        outcome = line.hand_over(self._letter.to(recipient, recipient.subscriber.email))
        self._done = (recipient, outcome)
        if outcome.kind in (Came.BROKEN, Came.BARRED):
            self.trouble = outcome
            return False
        self.handed += 1
        return True

    def _note_done(self) -> None:
        """Write what became of the last mail, in the caller's transaction."""
        if self._done is None:
            return
        recipient, outcome = self._done
        self._done = None
        # A chain that was given up meanwhile, and comes back, still knows better.
        row = Recipient.objects.filter(
            pk=recipient.pk, run=self.run, state__in=(Waits.CLAIMED, Waits.UNCLEAR)
        )
        if outcome.kind in BECOMES:
            row.update(state=BECOMES[outcome.kind], code=outcome.code)
        elif outcome.kind is not Came.LATER:  # the line broke: it is nobody's fault
            row.update(state=Waits.WAITING, attempts=recipient.attempts - 1)
        elif recipient.attempts > len(PAUSES):
            row.update(state=Waits.REFUSED, code=outcome.code)
        else:
            pause = datetime.timedelta(seconds=PAUSES[recipient.attempts - 1])
            later = timezone.now() + pause
            row.update(state=Waits.WAITING, next_at=later, code=outcome.code)
        if outcome.kind is Came.DEAD and recipient.subscriber is not None:
            suppressing.suspend(recipient.subscriber.email, Reason.HARD, outcome.code)


class _Pace:
    """So many mails a second, and the end of the slice.

    Args:
        rate: mails a second; 0 for as fast as it goes.
        seconds: how long the slice lasts.
    """

    def __init__(self, rate: float, seconds: float) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._next = time.monotonic()
        self._until = self._next + seconds

    def goes_on(self) -> bool:
        """Wait for the next mail's turn; False when the time is up."""
        now = time.monotonic()
        if now >= self._until:
            return False
        self._next = max(self._next + self._gap, now)
        if self._gap:
            time.sleep(max(self._next - now, 0.0))
        return True
