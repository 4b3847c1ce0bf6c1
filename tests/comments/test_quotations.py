"""Feature M17: a quotation is found however it was written, and nothing beside it goes."""

from __future__ import annotations

import pytest

from comments.quotations import FAR, GAP, NEAR, Words

TEXT = "Alderman Zorblat took nine thousand crowns from the *orphans’* fund. He is a thief!"
WORDS = Words.of([TEXT])


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (f"> {TEXT}\n\nI doubt it.", f"> {GAP}\n\nI doubt it."),
        ("> he is a THIEF\n\nProve it.", f"> {GAP}\n\nProve it."),
        (
            "> ALDERMAN ZORBLAT took **nine thousand**\n> crowns from the orphans fund\n\nNo.",
            f"> {GAP}\n\nNo.",
        ),
        (
            "You say “took nine thousand crowns from the orphans’ fund”; I do not.",
            f"You say “{GAP}”; I do not.",
        ),
        ("The orphans need nine thousand crowns.", None),
        ("> Something else that somebody said\n\nYes.", None),
        ("I am no thief", None),
    ],
)
def test_of_what_somebody_typed_the_quotation_alone_goes(typed, left):
    assert WORDS.without_quotes(typed) == (left or typed)


def test_in_html_the_words_go_across_tags_and_the_tags_stay():
    html = (
        "<p>Look:</p><blockquote><p>Alderman <em>Zorblat</em> took nine &amp; thousand crowns</p>"
        "</blockquote><p>I &lt;3 the government</p>"
    )

    cut = WORDS.without_in_html(html)

    assert "Zorblat" not in cut
    assert "crowns" not in cut
    assert cut.startswith("<p>Look:</p><blockquote><p>")
    assert cut.endswith("</p></blockquote><p>I &lt;3 the government</p>")


def test_json_loses_them_wherever_they_stand():
    value = {"args": ["Re: x", {TEXT: [TEXT, 3, None]}]}

    cut = str(WORDS.without_in_json(value, FAR))

    assert "Zorblat" not in cut
    assert "Re: x" in cut


def test_scripts_without_spaces_and_composed_letters_are_found():
    korean = Words.of(["시장은 고아원 기금에서 구천 크라운을 가져갔다고 나는 분명히 말한다"])
    french = Words.of(["Le maire a volé l’été dernier les élèves de l’école"])

    assert "구천" not in korean.without("그는 “고아원 기금에서 구천 크라운을 가져갔다고”", NEAR)
    assert "eleves" not in french.without("le MAIRE a vole l'ete dernier les eleves", NEAR)


def test_a_long_text_costs_no_more_than_its_length():
    long = Words.of([" ".join(f"word{number}" for number in range(1500))])

    assert long.without(TEXT * 100, FAR) == TEXT * 100
    assert long.probes == []
    assert "Alderman" in WORDS.probes
