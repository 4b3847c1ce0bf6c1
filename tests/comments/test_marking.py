"""Marks stand at the characters that a check meant, whatever it says."""

from __future__ import annotations

import pytest

from comments import marking
from comments.models import Signal


def said(check: str, *spans, code: str = "") -> Signal:
    return Signal(check_name=check, verdict="hold", code=code, spans=list(spans))


@pytest.mark.parametrize(
    ("spans", "marked"),
    [
        ([[0, 3], [3, 5]], ["abc", "de"]),
        ([[0, 4], [2, 6]], ["ab", "cd", "ef"]),
        ([[-1, 2], [4, 4], [5, 2], [3, 99], ["0", 2], [1], None, [1.0, 2]], []),
        (None, []),
        ("abc", []),
    ],
)
def test_stretches_put_together_are_the_text_and_forged_spans_are_left_out(spans, marked):
    signal = Signal(check_name="links", verdict="hold", spans=spans)

    found = marking.segments("abcdef", [signal])

    assert "".join(one.text for one in found) == "abcdef"
    assert [one.text for one in found if one.checks] == marked


def test_a_stretch_names_every_check_over_it_and_knows_a_word_of_a_list():
    found = marking.segments("👍🏽 fool!", [said("word_lists", [3, 7]), said("shouting", [0, 7])])

    assert [(one.text, one.is_word) for one in found] == [
        ("👍🏽 ", False),
        ("fool", True),
        ("!", False),
    ]
    assert found[1].title == "Word list, Capitals"
    assert marking.segments("", [said("links", [0, 1])]) == []
    assert marking.is_of_words(said("foreign", code="word"))
