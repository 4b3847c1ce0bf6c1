"""Trying a changed rule on comments of the past: the worker runs it and counts (feature M8).

A batch is a task of its own. The first goes before others, since somebody looks at the page, and
is all that a small newsroom needs; the further ones go after everything else, so that mails and
notices do not wait however many comments there are. Each writes its numbers only if nobody has
written them, so that a task done twice counts once. Nothing of a comment is touched.
"""

from __future__ import annotations

import datetime
import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from comments import dry_rules, rights, screening
from comments.models import Comment, DryRun
from comments.models.comment import CommentQuerySet
from comments.screening import Check, Strictness, Submission, Verdict
from newsportal.core.models import User

logger = logging.getLogger(__name__)

State = DryRun.State
Status = Comment.Status

#: Days that can be looked back: nobody's habits of a year ago say what a rule does now.
DAYS, MOST_DAYS = 30, 90
#: How long a run is kept.
KEEP = datetime.timedelta(days=7)
#: Runs of all people at the same time.
MOST_AT_ONCE = 3
#: Comments of one task, and seconds after which it stops earlier.
BATCH = 500
BATCH_SECONDS = 5.0
#: Examples kept of each kind and outcome, the newest.
EXAMPLES = 12
#: Places marked in one example.
MOST_SPANS = 20
#: Of the first batch, and of the further ones; everything else has 0.
PRIORITY_FIRST, PRIORITY = 10, -50

#: What was decided, or not: comments in other states say nothing about a rule.
LOOKED_AT = (Status.APPROVED, Status.HELD, Status.REJECTED, Status.SPAM, Status.REMOVED)


class Refused(Exception):
    """Nothing is begun; the message says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def may_run(user: Any) -> bool:
    """Whether somebody tries rules."""
    return bool(user.has_perm("comments.run_dryrun")) and rights.may_moderate(user)


@transaction.atomic
def begin(actor: User, rule: dict[str, Any], days: int) -> DryRun:
    """Let the worker try a rule.

    Args:
        rule: as `dry_rules.read` takes it.
        days: how many days of comments.

    Raises:
        Refused: too many are running.
        dry_rules.Unknown: the rule names what is not there.
    """
    dry_rules.read(rule)
    if DryRun.objects.filter(state=State.RUNNING).count() >= MOST_AT_ONCE:
        raise Refused(
            _("%(number)d tries are running already. Wait for one of them, or stop one.")
            % {"number": MOST_AT_ONCE}
        )
    run = DryRun.objects.create(made_by=actor, rule=rule, days=days)
    go_on.using(priority=PRIORITY_FIRST).enqueue(run.pk, 0)
    return run


def cancel(run: DryRun) -> bool:
    """Stop a run; what it has counted stays. False when it had ended already."""
    running = DryRun.objects.filter(pk=run.pk, state=State.RUNNING)
    return bool(running.update(state=State.CANCELLED))  # type: ignore[misc]


def again(run: DryRun, actor: User) -> DryRun:
    """Try the same once more, on the comments of the same number of days until now. Errors as for
    `begin`."""
    return begin(actor, run.rule, run.days)


def forget_old(now: datetime.datetime | None = None) -> int:
    """Delete runs of more than a week ago; returns how many."""
    oldest = (now or timezone.now()) - KEEP
    return DryRun.objects.filter(made_at__lt=oldest).delete()[0]


def outcome_of(comment: Comment) -> str:
    """What became of a comment: approved or refused by people, published or refused by checks
    alone, or waiting."""
    by_people = comment.decided_by_id is not None
    if comment.status == Status.HELD:
        return "waiting"
    if comment.status == Status.APPROVED:
        return "approved" if by_people else "published"
    return "refused" if by_people else "refused_by_checks"


@dataclass
class _Found:
    """What one batch found."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    examples: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    failed: int = 0
    checked: int = 0

    def note(self, what: str, comment: Comment, verdict: Verdict) -> None:
        outcome = outcome_of(comment)
        self.counts.setdefault(what, Counter())[outcome] += 1
        spans = [list(span) for span in verdict.spans[:MOST_SPANS]]
        kept = self.examples.setdefault(what, {}).setdefault(outcome, [])
        kept.append([comment.pk, comment.revision, spans])


@task(priority=PRIORITY)
def go_on(run: int, last: int) -> None:
    """Deal with one batch after the comment `last`, and leave the next one to another task."""
    row = DryRun.objects.select_related("made_by").filter(pk=run, last=last).first()
    if row is None or not row.is_running:
        return
    try:
        change = dry_rules.read(row.rule)
    except dry_rules.Unknown:  # taken out of the settings meanwhile
        cancel(row)
        return
    comments = _comments(row)
    if row.total is None:
        begins = _measure(row, comments)
        comments = comments.filter(pk__gte=begins)
    batch = list(_for_checks(comments.filter(pk__gt=last))[:BATCH])
    end, found, done = time.monotonic() + BATCH_SECONDS, _Found(), last
    for comment in batch:
        _try(change, comment, found)
        done, found.checked = comment.pk, found.checked + 1
        if time.monotonic() > end:
            break
    is_over = len(batch) < BATCH and found.checked == len(batch)
    _write(row, found, done, is_over=is_over)


def _measure(run: DryRun, comments: CommentQuerySet) -> int:
    """Count what there is to do; returns the first comment's key, so that no batch reads its way
    there."""
    known = comments.order_by().aggregate(total=Count("pk"), first=Min("pk"))
    run.total = known["total"]
    DryRun.objects.filter(pk=run.pk).update(total=run.total)
    return known["first"] or 0


def _comments(run: DryRun) -> CommentQuerySet:
    """What the person who made the run decides on, of its days."""
    since = run.made_at - datetime.timedelta(days=run.days)
    return rights.decidable(run.made_by).filter(
        status__in=LOOKED_AT, created_at__gt=since, created_at__lte=run.made_at
    )


def _for_checks(comments: CommentQuerySet) -> CommentQuerySet:
    return comments.select_related(
        "author", "story__section", "story__discussion", "reply_to"
    ).order_by("pk")


def _try(change: dry_rules.Change, comment: Comment, found: _Found) -> None:
    """Note what the rule would do that it does not do, and the other way round."""
    if not comment.text:
        return
    submission = screening.submission_of(comment)
    before = _ask(change.before, submission, found)
    after = _ask(change.after, submission, found)
    fires, fired = after.strictness > Strictness.PASS, before.strictness > Strictness.PASS
    if fires:
        found.note("caught", comment, after)
        if not fired:
            found.note("new", comment, after)
    elif fired:
        found.note("lost", comment, before)


def _ask(check: Check | None, submission: Submission, found: _Found) -> Verdict:
    """What a check says; one that breaks says nothing, and is counted."""
    if check is None:
        return Verdict()
    try:
        return check(submission)
    except Exception:
        if not found.failed:
            logger.exception("A check on trial broke")
        found.failed += 1
        return Verdict()


@transaction.atomic
def _write(run: DryRun, found: _Found, last: int, *, is_over: bool) -> None:
    """Add a batch's numbers and go on, unless somebody did, or stopped it."""
    row = DryRun.objects.select_for_update().filter(pk=run.pk, last=run.last).first()
    if row is None or not row.is_running:
        return
    row.last = last
    row.checked += found.checked
    row.failed += found.failed
    for what, numbers in found.counts.items():
        row.counts[what] = dict(Counter(row.counts.get(what, {})) + numbers)
    for what, by_outcome in found.examples.items():
        kept = row.examples.setdefault(what, {})
        for outcome, examples in by_outcome.items():
            kept[outcome] = [*kept.get(outcome, []), *examples][-EXAMPLES:]
    if is_over:
        row.state = State.DONE
        row.total = row.checked
    row.save(update_fields=["last", "checked", "failed", "counts", "examples", "state", "total"])
    if not is_over:
        go_on.enqueue(row.pk, last)
