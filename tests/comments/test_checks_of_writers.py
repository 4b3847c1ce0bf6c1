"""Features M6, M9: what checks know of who writes, from one query, and whom the policy trusts."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import moderation, screening, trust
from comments.author_records import LAST, record_of
from comments.discussions import discussion_of, rule_for
from comments.models import Comment, Policy, Sanction
from comments.screening import Origin
from comments.screening.links import host_of
from comments.submitting import examine
from newsportal.core import versions
from tests import factories as f

pytestmark = pytest.mark.django_db
HOUSE = "203.0.113.7"


@pytest.fixture
def story():
    f.site()
    f.policy(Policy.OPEN)
    return f.published()


@pytest.fixture
def rana():
    return f.UserFactory(display_name="Rana")


@pytest.fixture
def mina():
    return f.UserFactory(display_name="Mina", is_superuser=True, is_staff=True)


def said(story, author=None, text="I was there.", address=None, email="") -> dict[str, str]:
    """The codes of the checks that fire for a text, by check."""
    rule = rule_for(story, discussion_of(story))
    _submission, verdicts = examine(text, story, author, rule, Origin(address, email))
    return {name: verdict.code for name, verdict in verdicts if verdict.code}


def earlier(story, author, status="approved", number=1, *, days=30.0, **fields) -> None:
    """Comments of long ago, as rows: what they went through is not asked for here."""
    at = timezone.now() - datetime.timedelta(days=days)
    for _each in range(number):
        comment = f.approved(story, author)
        Comment.objects.filter(pk=comment.pk).update(
            **{"status": status, "created_at": at, "decided_at": at, "unread_since": None} | fields
        )


def test_half_refused_is_read_first_even_where_all_is_open(story, rana):
    earlier(story, rana, "rejected", 2)
    earlier(story, rana, "approved", 1)
    assert said(story, rana) == {}
    earlier(story, rana, "spam")
    assert said(story, rana) == {"refusals": "often_refused"}
    earlier(story, rana, "approved", 3)
    assert said(story, rana) == {}


def test_a_refused_comment_that_is_deleted_stays_a_refused_one(story, rana, mina):
    for _number in range(4):
        comment = f.held(story, rana)
        moderation.remove(comment, mina)
        moderation.delete(comment, rana)
    moderation.delete(f.held(story, rana), rana)

    record = record_of(rana.pk, timezone.now())

    assert (record.refused, record.decided, record.approved) == (4, 4, 0)
    assert "refusals" in said(story, rana)


def test_faster_than_people_write_is_read_first(story, rana):
    for _number in range(4):
        f.held(story, rana)
    assert said(story, rana) == {}
    last = f.held(story, rana)
    assert said(story, rana) == {"posting_rate": "burst"}
    Comment.objects.filter(pk=last.pk).update(
        created_at=timezone.now() - datetime.timedelta(minutes=11)
    )
    assert said(story, rana) == {}


def test_a_network_of_refused_comments_is_read_first_whoever_writes(story, rana):
    sam = f.UserFactory()
    earlier(story, sam, "spam", 5, days=0.1, address="203.0.113.200")
    earlier(story, rana, "spam", 1, days=0.1, address=HOUSE)

    assert said(story, rana, address=HOUSE) == {"network": "refused_nearby"}
    assert said(story, None, address=HOUSE, email="a@b.example") == {
        "guest": "guest",
        "network": "refused_nearby",
    }
    assert said(story, sam, address=HOUSE).get("network") is None  # one's own are no neighbours
    assert said(story, rana, address="203.0.114.7") == {}
    Comment.objects.update(created_at=timezone.now() - datetime.timedelta(days=2))
    assert said(story, rana, address=HOUSE) == {}


def test_a_throw_away_address_is_read_first_as_the_newsroom_has_the_list(story):
    site = f.policy(Policy.OPEN, throwaway_domains="bin.example\n-yopmail.com")
    versions.bump("discussion-policies")
    assert site.throwaway_domains
    for address, is_found in (
        ("a@mailinator.com", True),
        ("a@x.MAILINATOR.com", True),
        ("a@mx.bin.example", True),
        ("a@yopmail.com", False),
        ("a@notmailinator.com", False),
    ):
        author = f.UserFactory(email=address)
        assert ("throwaway" in said(story, author)) is is_found, address
        assert ("throwaway" in said(story, None, email=address)) is is_found, address


def test_links_to_welcome_hosts_do_not_count(story, rana, settings):
    f.policy(Policy.OPEN, link_hosts="https://www.council.example/\nstats.example")
    versions.bump("discussion-policies")
    text = f"See https://docs.council.example/a www.stats.example/b {settings.SITE_URL}/c"
    assert said(story, rana, text) == {}
    assert said(story, rana, f"{text} http://evil-council.example/d")["links"] == "newcomers_link"
    assert said(story, rana, "https://[bad/ is a link")["links"] == "newcomers_link"
    assert host_of("HTTPS://User@Example.ORG.:80/x") == "example.org"


def test_trust_is_earned_by_what_somebody_read_and_lost_at_once(story, rana, mina):
    f.policy(Policy.HOLD_NEWCOMERS)

    def lacks() -> tuple[str, ...]:
        return trust.standing_of(rana).lacks

    assert said(story, rana) == {"policy": "newcomer"}
    f.policy(Policy.OPEN)
    unread = [f.held(story, rana, text=f"Words number {number}.") for number in range(3)]
    f.policy(Policy.HOLD_NEWCOMERS)
    assert {one.status for one in unread} == {"approved"}
    assert lacks() == ("newcomer",)  # published at once, and nobody has read them yet
    earlier(story, rana, number=3)
    assert lacks() == ()
    assert said(story, rana) == {}

    moderation.remove(unread[0], mina)
    assert lacks() == ("often_refused", "refused_lately")
    held = f.held(story, rana, text="And now?")
    assert held.status == Comment.Status.HELD
    assert held.signals.get(check_name="policy").words == (
        "hold: 1 of 4 comments refused, a comment was refused in the last 7 days"
    )
    moderation.restore(unread[0], mina)
    assert lacks() == ()
    sanction = f.sanction(rana, "hold")
    assert lacks() == ("sanctioned",)
    Sanction.objects.filter(pk=sanction.pk).update(lifted_at=timezone.now())
    rana.date_joined = timezone.now()
    assert lacks() == ("young_account",)
    f.policy(Policy.HOLD_NEWCOMERS, trust_days=0, trust_approved=9)
    assert lacks() == ("newcomer",)


def test_all_records_come_from_one_query_over_the_last_comments(story, rana, monkeypatch):
    people = [rana, *f.UserFactory.create_batch(4)]
    for person in people:
        earlier(story, person, number=2)
    monkeypatch.setattr("comments.author_records.LAST", 1)
    with CaptureQueriesContext(connection) as captured:
        standings = trust.standings_of(people)
    asked = [one for one in captured.captured_queries if "core_pageversion" not in one["sql"]]
    assert len([one for one in asked if "LATERAL" in one["sql"]]) == 1
    assert {one.record.approved for one in standings.values()} == {1}
    assert trust.standings_of([]) == {}
    assert LAST > 1
    # A comment that is screened again counts for nothing itself, and what came later neither.
    comment = Comment.objects.filter(author=rana).earliest("pk")
    verdicts = dict(screening.rerun(comment, ["comments.screening.history.refusals"]))
    assert verdicts["refusals"].inputs["decided"] == 0
