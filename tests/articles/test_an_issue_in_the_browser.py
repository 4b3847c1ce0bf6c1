"""Feature R11: an issue of a newsletter is read in a browser too, and shows what is public now."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models import Issue, Story
from articles.newsletters import letters
from articles.public_addresses import addresses
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    f.site(name="The Meridian")
    return f.newsletter("The morning", slug="morning", intro="Good morning.")


def test_the_mail_leads_to_a_page_that_shows_what_it_showed(letter, settings):
    first, second = f.published(headline="Ferry <1>"), f.published(headline="Second")
    f.subscriber(letter, "rana@example.org")
    words = {"subject": "What a day", "intro": "By Edith <3"}
    issue = f.issue_on_its_way(letter, first, second, **words)
    link = f"{settings.SITE_URL}{issue.get_absolute_url()}"
    made = letters.render(issue)
    mail = made.to(issue.recipients.get(), "rana@example.org")
    assert link in mail.body
    assert link in mail.alternatives[0][0]
    # who tests it or looks at it in the newsroom is not led to a page that is not there yet
    for shown in (made.sample("edith@example.org").body, made.shown_html(), made.shown_text()):
        assert "@@" not in shown
        assert issue.get_absolute_url() not in shown

    response = Client().get(issue.get_absolute_url())

    html = response.content.decode()
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-cache"
    assert {f"story:{first.pk}", f"story:{second.pk}"} <= set(response["Surrogate-Key"].split())
    for shown in ("What a day", "By Edith &lt;3", "Good morning.", "The morning", "Second"):
        assert shown in html
    assert html.index("Ferry &lt;1&gt;") < html.index(">Second<")
    assert '<meta name="robots" content="noindex, follow">' in html
    assert ("articles:issue", issue.get_absolute_url()) in set(addresses())
    f.slot(place="foot", kind="newsletter")
    assert 'action="/newsletters/"' in Client().get(issue.get_absolute_url()).text, (
        "to be passed on"
    )


def test_what_is_not_public_any_more_is_not_shown_and_nothing_that_speaks_of_it(letter):
    gone, stays = f.published(headline="Gone soon"), f.published(headline="Stays")
    f.subscriber(letter, "rana@example.org")
    words = {"subject": "Gone soon, says Edith", "intro": "Read of what is gone."}
    issue = f.issue_on_its_way(letter, gone, stays, **words)
    page = issue.get_absolute_url()
    assert "Gone soon" in Client().get(page).content.decode()

    publishing.withdraw(gone, None, "We were wrong.")

    html = Client().get(page).content.decode()
    assert "one soon" not in html
    assert "what is gone" not in html
    assert "The morning: Stays" in html
    # an embargo is a question of time, asked at every request
    later = timezone.now() + datetime.timedelta(hours=1)
    Story.objects.filter(pk=stays.pk).update(embargo_until=later)
    response = Client().get(page)
    assert response.status_code == 410
    assert b"Stays" not in response.content
    assert b"Gone soon" not in response.content


def test_before_it_goes_out_there_is_no_page(letter):
    f.subscriber(letter, "rana@example.org")
    draft = f.issue(letter, subject="Not yet")
    for state in (Issue.State.DRAFT, Issue.State.WAITING, Issue.State.SKIPPED):
        Issue.objects.filter(pk=draft.pk).update(state=state, send_at=timezone.now())
        assert Client().get(draft.get_absolute_url()).status_code == 404
        assert draft.get_absolute_url() not in {path for _kind, path in addresses()}
    for number in ("0", "9" * 18, "9" * 40, "x"):
        assert Client().get(f"/newsletters/issues/{number}/").status_code == 404


@pytest.mark.parametrize("stories", [1, 12])
def test_the_page_keeps_the_budget_at_any_size(letter, stories, settings):
    settings.VERSION_CHECK_SECONDS = 60
    shown = [f.published(lead_image=f.picture(), tags=[f.TagFactory()]) for _each in range(stories)]
    f.subscriber(letter, "rana@example.org")
    page = f.issue_on_its_way(letter, *shown).get_absolute_url()
    Client().get(page)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(page).status_code == 200
    assert len(captured) <= 8, [one["sql"][:90] for one in captured]
