"""Feature R7: what a page is built of: headings, landmarks, labels, names, summaries of errors."""

from __future__ import annotations

import pytest
from django.template import loader
from django.test import Client

from comments.models import Policy
from tests import factories as f
from tests.safety.addresses import Newspaper
from tests.safety.page_structure import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(paper_of_the_file: Newspaper) -> Newspaper:
    return paper_of_the_file


OURS = {"sec-fetch-site": "same-origin"}
LONG = {"text": "x" * 20_000, "name": "Sam", "email": "no address", "guest": "post"}


def problems_of(response) -> list[str]:
    return Page(response.content.decode()).problems


def test_every_page_has_headings_in_order_landmarks_names_and_labels(paper):
    client, found = Client(), {}
    for name, path in {
        **paper.pages,
        **{one: paper.paths[one] for one in ("gone", "missing")},
    }.items():
        found[name] = problems_of(client.get(path))

    assert {name: problems for name, problems in found.items() if problems} == {}


def test_every_form_in_error_sums_up_what_is_wrong_with_links_to_its_fields(paper):
    f.policy(Policy.OPEN, guests_allowed=True)
    place, comment = paper.story.get_absolute_url(), paper.comment.get_absolute_url()
    forms = {
        "comment": (f"{place}comments/", {"text": "", "post": "1"}),
        "guest's comment": (f"{place}comments/", LONG),
        "reply": (f"{comment}reply/", {"text": "", "post": "1"}),
        "report": (f"{comment}report/", {}),
        "report of an error": (f"{place}report-error/", {"note": ""}),
        "notice": ("/notice/", {}),
        "newsletters": ("/newsletters/", {"email": "no address"}),
        "sign up": ("/accounts/signup/", {"email": "no address"}),
        "sign in": ("/accounts/login/", {"login": "no address"}),
        "forgotten password": ("/accounts/password/reset/", {"email": "no address"}),
    }
    found = {}
    for name, (path, typed) in forms.items():
        response = Client().post(path, typed, headers=OURS)
        page = Page(response.content.decode())
        has_summary = [] if page.has_summary else [f"no summary, status {response.status_code}"]
        found[name] = has_summary + page.problems

    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_last_two_pages_are_built_as_well(name):
    assert Page(loader.get_template(name).render()).problems == []


def test_what_is_wrong_with_a_page_is_found():
    """The parser itself: a page with every mistake once."""
    bad = (
        "<html><title> </title><body><a href='/x'></a><h2>B</h2><h4>C</h4><nav></nav><nav></nav>"
        "<img src=x><input name=q class=is-invalid><p id=a><p id=a><b aria-describedby=z></b>"
        "<div class=error-summary data-focus><a href='#no'>no</a></div>"
        "<i data-focus tabindex=3></i>"
    )

    assert len(Page(bad).problems) == 16
