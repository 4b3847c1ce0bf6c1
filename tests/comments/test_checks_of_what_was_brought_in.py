"""Comments that were brought in are screened as if they had been written here (feature M6)."""

import datetime

import pytest
from django.utils import timezone

from comments import importing
from comments.importing import Row
from comments.models import Comment, Signal
from tests import factories as f

pytestmark = pytest.mark.django_db

WORDS = "The ferry to Low Quay left early again, and nobody at the desk knew why."
SHOUT = "WHO AT THE FERRY DESK WILL ANSWER FOR THIS AT LAST?"


@pytest.fixture
def story():
    f.site()
    return f.published()


@pytest.fixture
def rana():
    return f.UserFactory(display_name="Rana")


def bring_in(story, *rows):
    """Rows of (key, author, text, state), one a minute; decided half a minute later."""
    start = timezone.now() - datetime.timedelta(hours=1)
    minute = datetime.timedelta(minutes=1)
    importing.bring_in(
        story,
        [
            Row(
                key=key,
                author=author,
                guest_name="" if author else "A guest",
                text=text,
                status=state,
                created_at=start + number * minute,
                decided_at=None if state == "held" else start + number * minute + minute / 2,
            )
            for number, (key, author, text, state) in enumerate(rows)
        ],
        source="demo",
        is_own_history=True,
    )


def screen() -> int:
    return importing.screen_as_written(Comment.objects.filter(source="demo"))


def codes(key: str) -> dict[str, str]:
    signals = Comment.objects.get(import_id=key).signals.all()
    return {signal.check_name: signal.code for signal in signals if signal.code}


def test_every_check_says_what_it_found_and_no_state_moves(story, rana):
    bring_in(story, ("shout", rana, SHOUT, "rejected"), ("calm", rana, "I was there.", "held"))

    assert screen() == 2

    assert codes("shout") == {"policy": "hold_all", "shouting": "shouting"}
    assert codes("calm") == {"policy": "hold_all"}
    assert list(Comment.objects.oldest_first().values_list("status", flat=True)) == [
        "rejected",
        "held",
    ]


def test_the_same_words_are_found_in_the_later_comment_only(story, rana):
    bring_in(story, ("first", rana, WORDS, "approved"), ("second", rana, WORDS.upper(), "spam"))
    screen()
    assert "repetition" not in codes("first")
    assert codes("second")["repetition"] == "repeated"


def test_a_link_is_a_newcomers_until_something_of_theirs_was_approved(story, rana):
    link = "The figures stand at https://example.org/figures"
    bring_in(
        story,
        ("new", rana, f"{link}/1", "approved"),
        ("known", rana, f"{link}/2", "approved"),
        ("guest", None, f"{link}/3", "held"),
    )
    screen()
    assert codes("new")["links"] == "newcomers_link"
    assert "links" not in codes("known")
    assert codes("guest")["links"] == "newcomers_link"


def test_what_bears_signals_is_left_alone(story, rana, settings):
    bring_in(story, ("one", rana, WORDS, "held"))
    assert screen() == 1
    assert screen() == 0
    assert Signal.objects.count() == len(settings.COMMENT_CHECKS)
