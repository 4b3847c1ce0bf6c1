"""The nightly look at the counters of discussions (feature C16): drift is told, never hidden.

Counters move only in the verb that moves the state, so drift is a fault of ours or of somebody's
hand in the database. It is told to administrators and in the log; `manage.py reconcile_counts`
mends it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django_tasks import task

from comments import desk_days, moderation, reporting, weighing
from comments.models import Comment
from newsportal.core import notices
from newsportal.core.models import Notice, User
from newsportal.core.notice_kinds import Kind, Told, register

DRIFT = "comments.drift"

#: Whoever sets the newspaper up hears of it.
RIGHT = "core.change_sitesettings"

logger = logging.getLogger(__name__)


def tonight() -> None:
    """Have the worker compare all counters with the truth (the beat's, once a day)."""
    compare.enqueue()


@task()
def compare() -> None:
    """Tell administrators of counters that are not true; a second look, under each story's lock,
    leaves out what merely moved during the first."""
    suspects = _suspects()
    drifts = moderation.recount(repair=False, stories=suspects) if suspects else []
    drifts += reporting.recount(repair=False)
    drifts += weighing.recount(repair=False)
    days = desk_days.untrue()
    if not drifts and not days:
        return
    for day in days:
        logger.error("the desk's figures of %s are not those of its events", day)
    for drift in drifts:
        logger.error(
            "story %d: %s is %d, true is %d",
            drift.story,
            drift.counter,
            drift.stored,
            drift.true,
        )
    notices.send(
        DRIFT,
        ModelBackend().with_perm(RIGHT),
        occasion=f"night:{timezone.localdate()}",
        ids={"counters": len(drifts) + len(days)},
        to_newsroom=False,
    )


def _suspects() -> list[int]:
    """Stories whose counters are not those of their comments: one statement over all of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT discussion.story_id
            FROM comments_discussion AS discussion
            JOIN articles_story AS story ON story.id = discussion.story_id
            LEFT JOIN (
                SELECT story_id,
                    count(*) FILTER (WHERE status = %(approved)s
                                     AND hidden_ancestors = 0) AS public,
                    count(*) FILTER (WHERE status = %(held)s) AS held
                FROM comments_comment GROUP BY story_id
            ) AS truth ON truth.story_id = discussion.story_id
            WHERE discussion.public_count <> coalesce(truth.public, 0)
               OR discussion.held_count <> coalesce(truth.held, 0)
               OR story.comment_count <> coalesce(truth.public, 0)
            ORDER BY discussion.story_id
            """,
            {"approved": Comment.Status.APPROVED, "held": Comment.Status.HELD},
        )
        return [story for (story,) in cursor.fetchall()]


def tell(told: Sequence[Notice], _person: User) -> list[Told | None]:
    """How many counters of discussions had drifted that night."""
    return [_told(int(notice.ids["counters"])) for notice in told]


def _told(count: int) -> Told:
    title = ngettext(
        "%(count)d counter of comments is not true",
        "%(count)d counters of comments are not true",
        count,
    ) % {"count": count}
    return Told(title=title, url=reverse("admin:comments_discussion_changelist"))


def _looks_after_the_paper(person: Any) -> bool:
    return bool(person.is_staff and person.has_perm(RIGHT))


def register_kinds() -> None:
    """Make the kind of notice known; the app calls it when it is ready."""
    register(
        Kind(
            code=DRIFT,
            label=gettext_lazy("Counters of comments that are not true"),
            hint=gettext_lazy("When the nightly comparison finds one; it should never come."),
            template="comments/mail/drift",
            offered_to=_looks_after_the_paper,
            tell=tell,
        )
    )
