"""How fast an issue of a newsletter goes out, to a mail server that takes everything (feature R11).

Set beside a bare loop that hands the same mails to the same server over one connection: how much of
its rate is left when each mail is claimed, made for its reader, checked against what is public, and
marked.
"""

from __future__ import annotations

import smtplib
import time
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from articles.models import Issue, Newsletter, Story, Subscriber, Subscription
from articles.newsletters import composing, issuing, letters, sending
from articles.newsletters.tokens import key_of
from newsportal.demo.mail_sink import Sink

#: Nobody's addresses (RFC 2606).
DOMAIN = "bench.invalid"
STORIES = 7


@dataclass(frozen=True)
class Mailing:
    """What was reached.

    Attributes:
        mails, bare: a second.
        doubled, missing: addresses that got it twice, or not at all.
        queries: statements for each mail, beside those that a slice takes once.
    """

    mails: float
    bare: float
    doubled: int
    missing: int
    queries: float


def run(number: int) -> Mailing:
    """Send one issue to so many addresses, and the same mails by a bare loop."""
    with Sink() as sink, override_settings(**sink.settings, NEWSLETTER_RATE=0.0):
        newsletter = _newsletter(number)
        try:
            issue = _begun(newsletter)
            began = time.perf_counter()
            queries = _send(issue)
            took = time.perf_counter() - began
            taken = dict(sink.taken)
            bare = _bare(sink, issue, number)
        finally:
            newsletter.issues.all().delete()
            Subscriber.objects.filter(email__endswith=f"@{DOMAIN}").delete()
            newsletter.delete()
    doubled = sum(count > 1 for count in taken.values())
    return Mailing(number / took, bare, doubled, number - len(taken), queries)


def _newsletter(number: int) -> Newsletter:
    made = Newsletter.objects.create(name="Bench", slug="bench", description="Bench.")
    now = timezone.now()
    emails = [f"reader{one}@{DOMAIN}" for one in range(number)]
    rows = Subscriber.objects.bulk_create(
        [Subscriber(email=email, key=key_of(email)) for email in emails], batch_size=2000
    )
    Subscription.objects.bulk_create(
        [
            Subscription(subscriber=row, newsletter=made, state="active", confirmed_at=now)
            for row in rows
        ],
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_subscriber, articles_subscription")
    return made


def _begun(newsletter: Newsletter) -> Issue:
    stories = Story.objects.live().newest_first()[:STORIES]
    issue = issuing.send(composing.begin(newsletter, None, stories), None)
    Issue.objects.filter(pk=issue.pk).update(send_at=timezone.now())
    sending.take_up()
    issue.refresh_from_db()
    return issue


def _send(issue: Issue) -> float:
    """Let the chain run to its end; returns the statements that each further mail takes."""
    assert issue.run is not None  # it has begun
    waiting = issue.recipients.filter(state="waiting")
    one, some, before = _statements(issue, 0), _statements(issue, 0.5), issue.recipients.count()
    handed = before - waiting.count() - 1
    while issue.state == Issue.State.SENDING:
        sending.go_on(issue.pk, issue.run)
        issue.refresh_from_db()
    return (some - one) / max(handed - 1, 1)


def _statements(issue: Issue, seconds: float) -> int:
    """How many statements a slice takes."""
    assert issue.run is not None  # it has begun
    with CaptureQueriesContext(connection) as captured:
        sending.go_on(issue.pk, issue.run, seconds=seconds)
    return len(captured)


def _bare(sink: Sink, issue: Issue, number: int) -> float:
    """A loop that does nothing but hand the same mail over."""
    letter = letters.render(issue)
    assert letter is not None  # its stories are public
    message: EmailMultiAlternatives = letter.sample(f"reader@{DOMAIN}")
    body = message.message().as_bytes()
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", sink.port) as server:
        server.ehlo()
        for one in range(number):
            server.mail("news@example.org")
            server.rcpt(f"bare{one}@{DOMAIN}")
            server.data(body)
    return number / (time.perf_counter() - began)
