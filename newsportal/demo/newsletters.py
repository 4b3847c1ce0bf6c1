"""Newsletters of the demonstration: three to sign up for, one that went out, one in the making."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from articles.models import Issue, IssueEvent, Newsletter, Section, Subscriber, Subscription
from articles.newsletters import composing, subscribing
from newsportal.core import versions
from newsportal.core.models import User

MORNING, BREAKING, TRADE = "morning-tide", "breaking-news", "trade-winds"


@dataclass(frozen=True)
class _Text:
    """A newsletter as the demonstration has it."""

    slug: str
    name: str
    kind: str
    description: str
    intro: str = ""
    section: str = ""
    weekdays: tuple[int, ...] = tuple(range(7))


TEXTS = (
    _Text(
        MORNING,
        "Morning tide",
        Newsletter.Kind.DAILY,
        "What happened while you slept, in seven stories, before the first ferry.",
        "Good morning from Harbour City.",
    ),
    _Text(
        BREAKING,
        "Breaking news",
        Newsletter.Kind.BREAKING,
        "One story, at once, a few times a month: when you would want to be woken.",
    ),
    _Text(
        TRADE,
        "Trade winds",
        Newsletter.Kind.DAILY,
        "Ships, cargo and the money behind them. On working days.",
        section="business",
        weekdays=tuple(range(5)),
    ),
)
#: How long ago the one issue went out that the list shows as sent.
SENT_AGO = datetime.timedelta(hours=9)
#: Of so many addresses of readers each third gets more than the morning's.
READERS = 24


def make(
    people: Mapping[str, User],
    sections: Mapping[str, Section],
    addresses: Iterable[str],
    now: datetime.datetime,
) -> None:
    """Offer the newsletters, let readers have signed up, and show an issue of yesterday.

    Args:
        people: the accounts by name.
        sections: by path.
        addresses: of readers.
        now: the moment of loading.
    """
    letters = {
        text.slug: Newsletter.objects.create(
            slug=text.slug,
            name=text.name,
            kind=text.kind,
            description=text.description,
            intro=text.intro,
            section=sections.get(text.section),
            weekdays=list(text.weekdays),
            order=order,
        )
        for order, text in enumerate(TEXTS)
    }
    versions.bump("newsletters")
    readers = list(addresses)[:READERS]
    for number, email in enumerate(readers):
        wanted = list(letters.values()) if number % 3 == 0 else [letters[MORNING]]
        since = now - datetime.timedelta(days=3 + 5 * number)
        subscribing.subscribe(email, wanted, Subscription.Source.DEMO, since)
    editor = people["Mina Holt"]
    _went_out(letters[MORNING], len(readers), now)
    composing.begin(letters[TRADE], editor, composing.stories_of(letters[TRADE])[:4])


def _went_out(newsletter: Newsletter, readers: int, now: datetime.datetime) -> None:
    """Yesterday's issue, of which only the numbers are left, as of every old one."""
    stories = composing.newest_for(newsletter, now - SENT_AGO)
    issue = composing.begin(newsletter, None, stories or composing.stories_of(newsletter)[:5])
    at = now - SENT_AGO
    Issue.objects.filter(pk=issue.pk).update(
        state=Issue.State.SENT,
        created_at=at,
        send_at=at,
        started_at=at,
        ended_at=at + datetime.timedelta(seconds=readers),
        edition=at.date(),
        total=readers,
        sent=readers - 1,
        refused=1,
    )
    issue.events.update(at=at)
    for kind in (IssueEvent.Kind.TIMED, IssueEvent.Kind.BEGUN, IssueEvent.Kind.SENT):
        IssueEvent.objects.create(issue=issue, kind=kind, at=at)


def remove(cast: Iterable[User]) -> list[str]:
    """Take the newsletters away again with who got them.

    Args:
        cast: the people of the demonstration.

    Returns:
        The names of those that stay, because somebody else has signed up or sent an issue.
    """
    people = {person.pk for person in cast}
    Subscription.objects.filter(source=Subscription.Source.DEMO).delete()
    Subscriber.objects.filter(subscriptions=None).delete()
    kept = []
    for letter in Newsletter.objects.filter(slug__in=[text.slug for text in TEXTS]):
        others = letter.issues.exclude(created_by=None).exclude(created_by__in=people)
        if letter.subscriptions.exists() or others.exists():
            kept.append(letter.name)
            continue
        letter.issues.all().delete()
        letter.delete()
    versions.bump("newsletters")
    return kept
