"""When services outside are asked about a comment, and what follows from their answers (M7).

What our own checks would publish is asked about while its author waits, within two seconds
(`submitting.outside`). What waits for a moderator anyway, guests' comments among it, is asked about
by the worker, so that nobody waits for it; so is once more, some minutes later, what waits because
a service gave no answer. Nothing is asked about spam, about what a guest has not confirmed, or
about what somebody has decided on.

The worker asks outside any transaction and writes in one: the discussion's lock, then a look
whether the comment still is what was asked about.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from articles.chrome import current as chrome
from comments import gate, moderation, sanctions, screening, weighing
from comments.discussions import discussion_of, rule_for
from comments.models import Comment, CommentEvent, Discussion, Signal
from comments.screening import Named, Strictness, external, strictest
from comments.submitting import signals_of
from newsportal.core.models import User
from newsportal.core.paper import absolute

Status = Comment.Status
Kind = CommentEvent.Kind

#: How long after no answer came the worker asks again: a restart takes less.
ASK_AGAIN_AFTER = datetime.timedelta(minutes=3)
#: What stands in a signal's inputs once a service was asked again.
ASKED = "asked"
#: After these a comment waits without anybody having decided on it.
UNDECIDED = (Kind.SUBMITTED, Kind.EDITED, Kind.CONFIRMED)


def follow(*, comment: int, **_ids: int | None) -> None:
    """Let the worker ask about what was just written and waits (listener, in its transaction)."""
    if not external.services():
        return
    written = Comment.objects.filter(pk=comment, status=Status.HELD).first()
    if written is None:
        return
    verdicts = dict(_signals(written).values_list("check_name", "code"))
    if any(one.name not in verdicts for one in external.services()):
        ask.enqueue(comment, written.revision)
    elif any(code in external.FAILURES for code in verdicts.values()):
        _ask_again(written)


def _ask_again(comment: Comment) -> None:
    later = timezone.now() + ASK_AGAIN_AFTER
    ask.using(run_after=later).enqueue(comment.pk, comment.revision)


@task()
def ask(comment: int, revision: int) -> None:
    """Ask the services that have not answered yet about a comment that waits (the worker).

    Harmless however often it runs: who has answered, or was asked again, is not asked any more.
    """
    waiting = _waiting(comment, revision)
    if waiting is None:
        return
    before = {one.check_name: one for one in _signals(waiting)}
    open_ones = [one for one in external.services() if _is_open(before.get(one.name))]
    if not open_ones:
        return
    verdicts = external.ask(
        question_of(waiting, before.keys() & {one.name for one in open_ones}),
        open_ones,
        seconds=external.PATIENT_SECONDS,
    )
    settle(waiting, verdicts)


@transaction.atomic
def settle(asked: Comment, verdicts: list[Named]) -> None:
    """Keep what services said of a waiting comment, and do what follows.

    It is put away as spam, published where it waited for nothing but an answer, or waits on. When
    it was edited or decided on meanwhile, nothing happens.
    """
    Discussion.objects.select_for_update().get(story=asked.story_id)
    comment = _waiting(asked.pk, asked.revision)
    if comment is None:
        return
    before = {one.check_name: one for one in _signals(comment)}
    news = [(name, verdict) for name, verdict in verdicts if _is_open(before.get(name))]
    rows = signals_of(comment, news)
    for row in rows:
        if (first := before.get(row.check_name)) is not None:
            row.inputs |= {ASKED: 2, "before": first.code}
    _signals(comment).filter(check_name__in=[name for name, _verdict in news]).delete()
    Signal.objects.bulk_create(rows)
    weighing.weigh([comment.pk])
    if any(verdict.strictness >= Strictness.SPAM for _name, verdict in news):
        moderation.mark_spam(comment, None, revision=comment.revision)
    elif any(row.code in external.FAILURES and ASKED not in row.inputs for row in rows):
        _ask_again(comment)
    elif _waited_for_an_answer(comment, before) and _passes_now(comment):
        moderation.approve(comment, None, revision=comment.revision)
        # Published, and nobody of the newsroom has read it (feature M9).
        Comment.objects.filter(pk=comment.pk).update(unread_since=comment.decided_at)


def question_of(comment: Comment, again: object = False) -> external.Question:
    """What services are asked about a comment that stands in the database.

    Args:
        again: whether some of them gave no answer before.
    """
    occasion = "new" if comment.revision == 1 else "edit"
    return external.Question(
        text=comment.text,
        kind="comment" if comment.reply_to_id is None else "reply",
        story=absolute(comment.story.get_absolute_url()),
        author=comment.author_name,
        author_id=comment.author_id,
        address=comment.address,
        written_at=comment.edited_at or comment.created_at,
        language=chrome.get().site.language,
        occasion="again" if again else occasion,
    )


def _signals(comment: Comment) -> QuerySet[Signal]:
    """What the checks said of the words that stand there now."""
    return Signal.objects.filter(comment=comment, revision=comment.revision)


def _is_open(signal: Signal | None) -> bool:
    """Whether a service with this signal is still to be asked: not yet, or once more."""
    if signal is None:
        return True
    return signal.code in external.FAILURES and ASKED not in signal.inputs


def _waiting(pk: int, revision: int) -> Comment | None:
    """The comment, if it waits with these words and nobody has decided on it."""
    found = Comment.objects.select_related("story__section", "author", "reply_to")
    comment = found.filter(pk=pk, revision=revision, status=Status.HELD).first()
    if comment is None or not comment.text:
        return None
    last = comment.events.last()
    return comment if last is not None and last.kind in UNDECIDED else None


def _waited_for_an_answer(comment: Comment, before: dict[str, Signal]) -> bool:
    """Whether it would have been published at once, had every service answered.

    A guest's always waits, and an edit never publishes what waits (C15, C4).
    """
    last = comment.events.last()
    if comment.author is None or last is None or last.from_status == Status.HELD:
        return False
    failed = any(one.code in external.FAILURES for one in before.values())
    return failed and not _signals(comment).exclude(verdict="pass").exists()


def _passes_now(comment: Comment) -> bool:
    """Whether gate and checks would let it through at this moment: a sanction, a closed discussion
    or a stricter policy that came meanwhile leaves it to a moderator."""
    author: User = comment.author  # type: ignore[assignment]
    rule = rule_for(comment.story, discussion_of(comment.story))
    try:
        is_always_held = gate.check(author, comment.story, rule)
    except (gate.NotAccepted, sanctions.MayNotWrite):
        return False
    return not is_always_held and strictest(screening.rerun(comment)) is Strictness.PASS
