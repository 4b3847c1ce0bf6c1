"""Features M5, M6: each check names its cause, and what would have happened without it."""

from __future__ import annotations

import datetime
import sys
import types

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import controls, screening, wording
from comments.discussions import save_policy
from comments.models import Comment, OpeningHours, Policy, SectionDiscussion, Signal
from comments.screening.explaining import explain
from newsportal import roles
from newsportal.core import versions
from tests import factories as f

SHOUT = "LOOK HERE AT WHAT THEY DID TO OUR FERRY"


def signal(check: str, verdict: str) -> Signal:
    return Signal(check_name=check, verdict=verdict, code="x")


def test_without_a_check_the_strictest_of_the_others_counts():
    policy, links = signal("policy", "hold"), signal("links", "hold")
    words, calm = signal("word_lists", "reject"), signal("shouting", "pass")

    told = [(one.signal.check_name, one.without) for one in explain([policy, links, words, calm])]

    assert told == [
        ("word_lists", "without it: still waits (Policy, Links)"),
        ("policy", "without it: still refused (Word list)"),
        ("links", "without it: still refused (Word list)"),
    ]
    assert [one.without for one in explain([calm, words])] == ["without it: published"]
    assert explain([calm]) == []
    # A verdict that a check of tomorrow's left counts as a hold.
    foreign = explain([signal("mine", "ponder"), links])
    assert [one.without for one in foreign] == [
        "without it: still waits (Links)",
        "without it: still waits (mine)",
    ]


@pytest.mark.django_db
def test_the_cause_of_a_hold_is_named_with_who_set_it_and_until_when():
    f.site(time_zone="UTC")
    f.policy(Policy.OPEN)
    story, mina = f.published(), f.UserFactory(display_name="Mina")
    roles.give(mina, roles.MODERATOR)

    def said() -> str:
        comment = f.held(story, text="I was there.")
        return comment.signals.get(check_name="policy").words

    assert said() == "ok"

    until = timezone.now() + datetime.timedelta(days=2)
    control = controls.switch_on("hold", mina, until, story=story)
    told = said()
    assert told.startswith("hold: hold all until ")
    assert told.endswith(", set by Mina")
    held = Comment.objects.latest("pk").signals.get(check_name="policy")
    assert "Mina" not in str(held.inputs)  # who it was is a key, so that a name can be erased
    controls.switch_off(control, mina)
    assert held.words == told

    save_policy(SectionDiscussion(section=story.section, policy=Policy.HOLD_ALL))
    assert said() == (
        f"hold: every comment waits, by the policy of the section “{story.section.name}”"
    )
    later = timezone.now() + datetime.timedelta(days=3)
    OpeningHours.objects.create(weekday=later.weekday(), opens="10:00", closes="11:00")
    versions.bump("discussion-policies")
    assert said().startswith("hold: outside opening hours; read again from ")


@pytest.mark.django_db
def test_checks_run_again_over_a_stored_comment_without_writing_anything():
    f.site()
    f.policy(Policy.OPEN)
    comment = f.approved(text=SHOUT)
    before = Signal.objects.count()

    with CaptureQueriesContext(connection) as captured:
        said = screening.rerun(comment)
        chosen = screening.rerun(comment, ["comments.screening.shouting.shouting", lengthy])

    assert dict(said)["shouting"].code == "shouting"
    assert [(name, verdict.code) for name, verdict in chosen] == [
        ("shouting", "shouting"),
        ("lengthy", "long"),
    ]
    assert all(query["sql"].lstrip().startswith("SELECT") for query in captured.captured_queries)
    assert Signal.objects.count() == before


def lengthy(submission):
    return screening.Verdict(screening.Strictness.HOLD, "long", score=len(submission.text))


@pytest.mark.django_db
def test_the_check_that_the_docs_show_works_as_they_say(settings, monkeypatch):
    """docs/checks.md: one function and one line."""
    text = (settings.BASE_DIR / "docs" / "checks.md").read_text()
    example = types.ModuleType("example_checks")
    exec(text.split("```python\n")[1].split("```")[0], example.__dict__)  # noqa: S102 -- our docs
    monkeypatch.setitem(sys.modules, "example_checks", example)
    settings.COMMENT_CHECKS = (*settings.COMMENT_CHECKS, "example_checks.questions")
    f.site()
    f.policy(Policy.OPEN)

    held = f.held(text="Why? Why? Why? Why? Why? Why?")

    assert held.status == Comment.Status.HELD
    said = held.signals.get(check_name="questions")
    assert said.words == "hold: many_questions"
    assert said.pieces == ["?"] * 6
    assert f.held(text="Why?").status == Comment.Status.APPROVED
    # Every check that ships has its line in the docs, its name, and words for what it finds.
    for dotted in settings.COMMENT_CHECKS[:-1]:
        name = dotted.rpartition(".")[2]
        assert f"| `{name}` |" in text, name
        assert name in wording.NAMES, name
