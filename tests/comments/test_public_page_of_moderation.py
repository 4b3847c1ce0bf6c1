"""Feature M11: everybody reads how comments are moderated, with numbers that recognise nobody."""

from __future__ import annotations

import csv
import datetime
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from comments import moderation, public_figures, rules
from comments.models import CommentEvent, Reason, RuleText
from tests import factories as f

pytestmark = pytest.mark.django_db

PAGE = "/moderation/"
MINUTES_AGO = datetime.timedelta(minutes=5)


def page(client: Client | None = None) -> str:
    response = (client or Client()).get(PAGE)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_rules_checks_and_redress_are_those_that_hold_here(settings):
    f.site(contact_email="desk@example.org")
    settings.COMMENT_CHECKS = ("comments.screening.links.links", f"{__name__}.a_check_of_ours")
    rules.keep(RuleText(reason="abuse", text="Be kind, or be silent."), None)
    f.policy("hold_all", appeal_days=3, contact_languages="English and Irish")

    told = page()

    assert "Be kind, or be silent." in told
    assert "A moderator reads every comment before it appears." in told
    assert "Many links, and a newcomer’s first link, wait" in told
    assert "Whatever names a ferry waits." in told
    assert "mostly in capitals" not in told
    assert "answers within 3 days" in told
    assert "desk@example.org" in told
    assert "English and Irish" in told
    assert "there are none yet" in told
    assert "out-of-court" not in told  # a small publisher promises what it has to, and no more

    f.policy("open", profile="platform", dispute_bodies="Ombuds <b>Body</b>, https://example.org/o")
    shown = Client().get(PAGE).content.decode()
    assert "certified body for out-of-court dispute settlement" in shown
    assert "Ombuds &lt;b&gt;Body&lt;/b&gt;" in shown
    assert "is warned and then suspended" in shown
    story = f.published()
    assert f'href="{PAGE}"' in Client().get(f"{story.get_absolute_url()}comments/").content.decode()


def a_check_of_ours(_submission):
    """Whatever names a ferry waits."""


def test_numbers_are_counted_by_the_hour_told_in_a_table_and_a_file_and_few_are_not_told_apart():
    f.site()
    f.policy("hold_all")
    mina, story = f.UserFactory(), f.published()
    for _number in range(6):
        moderation.reject(f.held(story), mina, reason=Reason.OFF_TOPIC)
    for _number in range(2):
        moderation.reject(f.held(story), mina, reason=Reason.ABUSE)
    moderation.approve(f.held(story), mina)
    f.sanction(f.UserFactory(), "ban")

    public_figures.count_months.func()

    told = page()
    this_month = timezone.localtime().strftime("%B %Y")
    assert f"{this_month} 9 1 9 8 0 9 0 0 minutes" in told
    assert "Personal attack or abuse fewer than 5" in told
    assert "Not about the story 6" in told
    assert "Ban fewer than 5" in told
    assert "Misleading claims 0" in told
    shown = Client().get(PAGE).content.decode()
    assert shown.count('class="chart-refused"') == 1  # nothing was before this month
    assert "style=" not in shown
    rows = list(
        csv.DictReader(io.StringIO(Client().get(f"{PAGE}figures.csv").content.decode("utf-8-sig")))
    )
    now = f"{timezone.localtime():%Y-%m}"
    found = {(row["figure"], row["of"]): row["number"] for row in rows if row["month"] == now}
    assert found["reasons", "off_topic"] == "6"
    assert found["reasons", "abuse"] == found["sanctions", "ban"] == "<5"
    assert found["written", ""] == "9"


def test_the_latest_decisions_name_nobody_and_tell_nothing_that_is_not_public():
    f.site()
    f.policy("hold_all")
    mina, rana = f.UserFactory(display_name="Mina"), f.UserFactory(display_name="Rana Aziz")
    storm = f.published(headline="A storm")
    refused = f.held(storm, rana, text="The minister is a goat.")
    moderation.reject(refused, mina, reason=Reason.ABUSE)
    moderation.remove(f.approved(storm, rana), None, reason=Reason.OFF_TOPIC)
    waiting, gone = f.published(headline="Waiting"), f.published(headline="Taken back")
    again = f.held(waiting)
    moderation.reject(again, mina)
    moderation.approve(again, mina)
    moderation.hold(again, mina)  # waits again
    moderation.reject(own := f.held(gone), mina)
    moderation.delete(own, own.author)
    for headline, verb in (("Withdrawn", publishing.withdraw), ("Embargoed", embargo)):
        story = f.published(headline=headline)
        moderation.reject(f.held(story), mina)
        verb(story, None)
    fresh = f.published(headline="This minute")
    CommentEvent.objects.update(at=timezone.now() - MINUTES_AGO)
    moderation.reject(f.held(fresh), mina)

    told = page()

    assert "Refused · personal attack or abuse · by a moderator A storm" in told
    assert "Removed · not about the story · by an automatic check A storm" in told
    for hidden in (
        *("Waiting", "Taken back", "Withdrawn", "Embargoed", "This minute"),
        *("Mina", "Rana", "goat", f"comments/{refused.pk}"),
    ):
        assert hidden not in told, hidden
    assert f"comments/{refused.pk}" not in Client().get(PAGE).content.decode()

    f.policy("hold_all", public_log=False)
    assert "A storm" not in page()
    assert "Latest decisions" not in page()


def embargo(story, actor) -> None:
    story.embargo_until = timezone.now() + datetime.timedelta(days=1)
    story.save()


def test_it_costs_the_same_with_many_decisions(settings):
    settings.VERSION_CHECK_SECONDS = 60
    f.site()
    f.policy("open")
    public_figures.count_months.func()
    story = f.published()
    moderation.remove(f.approved(story), None, reason="abuse")
    CommentEvent.objects.update(at=timezone.now() - MINUTES_AGO)
    page()
    with CaptureQueriesContext(connection) as few:
        page()
    for _number in range(8):
        moderation.remove(f.approved(f.published()), None, reason="abuse")
    CommentEvent.objects.update(at=timezone.now() - MINUTES_AGO)
    page()
    with CaptureQueriesContext(connection) as many:
        assert page().count("· by an automatic check") == 9

    assert len(many) == len(few) <= 8
