"""Feature R11: a worker that is killed again and again while it sends makes nobody get it twice."""

from __future__ import annotations

import multiprocessing
import time

import pytest
from django.db import connections
from django.test.utils import override_settings
from django.utils import timezone

from articles.models import Issue, Recipient
from articles.newsletters import sending
from newsportal.demo.mail_sink import Sink
from tests import factories as f

READERS, KILLS = 300, 5


def send(pk: int, run: str) -> None:
    """A worker's process."""
    sending.go_on(pk, run, seconds=600)


@pytest.mark.trial
@pytest.mark.django_db(transaction=True)
def test_whoever_is_killed_sends_nothing_twice_and_loses_nobody():
    f.site()
    letter = f.newsletter()
    for number in range(READERS):
        f.subscriber(letter, f"reader{number}@example.org")
    with Sink() as sink, override_settings(**sink.settings, NEWSLETTER_RATE=0.0):
        issue = f.issue_on_its_way(letter)
        for kill in range(1, KILLS + 1):
            work(issue, sink, until=READERS * kill // (KILLS + 1))
            # Each time later than the lease of the chain before, which began in this future.
            assert sending.take_up(timezone.now() + 2 * kill * sending.LEASE) == 1
            issue.refresh_from_db()
        work(issue, sink, until=READERS + 1)

    issue.refresh_from_db()
    states = {
        row.subscriber.email: row.state for row in issue.recipients.select_related("subscriber")
    }
    unclear = {email for email, state in states.items() if state == Recipient.State.UNCLEAR}
    assert issue.state == Issue.State.SENT
    assert len(unclear) <= KILLS, "at most one for each kill"
    assert set(states.values()) <= {Recipient.State.SENT, Recipient.State.UNCLEAR}
    assert max(sink.taken.values()) == 1, "nobody twice"
    assert set(states) - set(sink.taken) <= unclear, "and whoever is called sent has it"


def work(issue: Issue, sink: Sink, until: int) -> None:
    """Let a process send until so many mails are taken, then kill it as `kill -9` does."""
    connections.close_all()  # the child must not speak over the parent's line
    child = multiprocessing.get_context("fork").Process(target=send, args=(issue.pk, issue.run))
    child.start()
    while child.is_alive() and sum(sink.taken.values()) < until:
        time.sleep(0.002)
    child.kill()
    child.join()
