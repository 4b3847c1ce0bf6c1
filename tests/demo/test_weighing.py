"""Pages are weighed beside their budgets; how long they take is no test's business (rule 20)."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from newsportal.demo import weighing
from newsportal.demo.weighing import Weighed
from tests import factories as f


def test_what_is_over_its_budget_is_named():
    kilobytes = {"document": 20.1, "stylesheet": 30.0, "script": 15.1, "font": 130.0}

    assert Weighed("home", kilobytes, 20, 1501, "img", 0.011).over == [
        "document",
        "script",
        "LCP",
        "CLS",
    ]
    assert Weighed("story", {**kilobytes, "script": 15.0}, 25, 1500, "img", 0.01).over == []


def test_without_a_browser_one_line_says_so(monkeypatch):
    monkeypatch.setattr(weighing, "missing", lambda: "Chromium")
    said = StringIO()

    call_command("weigh_pages", stdout=said, stderr=said)

    assert said.getvalue().startswith("PAGES NOT WEIGHED IN A BROWSER: there is no Chromium here.")
    assert said.getvalue().count("\n") == 1


@pytest.mark.trial
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_goes_over_the_line_is_within_its_budget():
    f.site()
    f.approved(f.published(headline="Ferry comes back", section=f.section("world")))
    said = StringIO()

    call_command("weigh_pages", stdout=said, stderr=said)

    lines = said.getvalue().splitlines()
    for name in ("home", "section", "story, 1 comment", "search"):
        (line,) = [line for line in lines if line.startswith(name)]
        assert not {"document", "stylesheet", "script", "font"} & set(
            line.replace(",", " ").split()
        )
