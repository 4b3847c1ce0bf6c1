"""A task whose worker died is done by another one (S5)."""

import datetime

import pytest
from django.conf import settings
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from newsportal.core import unfinished

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def running(*workers: str, since: datetime.timedelta) -> DBTaskResult:
    """A task that the last of these workers began some time ago."""
    now = timezone.now()
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=now - since,
        run_after=now - since,
        args_kwargs={"args": [1], "kwargs": {}},
        task_path="articles.images.make_renditions",
        backend_name="default",
        worker_ids=list(workers),
    )


def test_the_worker_looks_for_them_by_itself() -> None:
    assert settings.BEATS["newsportal.core.unfinished.take_up"] <= HOUR.total_seconds()


def test_a_task_that_was_broken_off_goes_back_into_the_queue() -> None:
    lost = running("first", since=2 * HOUR)

    assert unfinished.take_up() == 1
    assert DBTaskResult.objects.ready().get() == lost


def test_a_task_that_may_still_run_is_left_alone() -> None:
    row = running("first", since=HOUR / 2)

    assert unfinished.take_up() == 0
    row.refresh_from_db()
    assert row.status == TaskResultStatus.RUNNING


def test_a_task_that_kills_its_workers_is_given_up_and_says_why() -> None:
    row = running("first", "second", "third", since=2 * HOUR)

    assert unfinished.take_up() == 0
    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED
    assert "WorkerLost" in row.exception_class_path
