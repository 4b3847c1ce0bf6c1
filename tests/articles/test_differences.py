"""What two texts, bodies, lists and revisions have in common, and what not (features E7, E17)."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import differences
from articles.differences.alignment import EDITS, STEPS, Work, common
from articles.differences.blocks import blocks_of
from articles.differences.texts import split
from articles.markup import clean_story_html
from articles.working_copy import BylineContent, GalleryContent, PageContent, StoryContent

#: Few words, so that texts repeat and agree; Arabic with and without vowels, Korean, signs.
WORDS = st.sampled_from(
    [
        *"the a ferry left port , . 10 \n".split(" "),
        "وُلد",
        "ولد",
        "서울에서",
        "é",
        "e\u0301",
        "👩‍🚒",
    ]
)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join)
ANY_TEXT = st.text(max_size=60)
MARKED = st.builds(
    lambda mark, text: mark.format(text.replace("\n", " ")),
    st.sampled_from(
        ["{}", "<strong>{}</strong>", "<em>{}</em>", '<a href="/a">{}</a>', '<a href="/b">{}</a>']
    ),
    TEXTS,
)
BLOCKS = st.builds(
    lambda form, parts: form.format(" ".join(parts)),
    st.sampled_from(
        [
            "<p>{}</p>",
            "<h2>{}</h2>",
            "<blockquote><p>{}</p></blockquote>",
            "<ul><li>{}</li><li>two</li></ul>",
            "<table><tr><td>{}</td><td>2</td></tr></table>",
            "<pre>{}</pre>",
            "<hr>",
        ]
    ),
    st.lists(MARKED, max_size=4),
)
BODIES = st.lists(BLOCKS, max_size=8).map("".join).map(clean_story_html)


def told(difference):
    """Ops and texts, to be compared with."""
    return [(segment.op, segment.text) for segment in difference.segments]


def side(segments, left_out):
    """One side of a difference, as characters with their formatting."""
    return [
        (
            character,
            segment.old_marks
            if segment.op == "reformat" and left_out == "insert"
            else segment.marks,
        )
        for segment in segments
        if segment.op != left_out
        for character in segment.text
    ]


def characters(html):
    return [
        (character, marks) for block in blocks_of(html) for text, marks in block.pieces
        for character in text
    ]  # fmt: skip


@given(TEXTS | ANY_TEXT, TEXTS | ANY_TEXT)
def test_applying_the_difference_gives_both_texts(old, new):
    segments = differences.words(old, new).segments
    assert "".join(one.text for one in segments if one.op != "delete") == new
    assert "".join(one.text for one in segments if one.op != "insert") == old
    assert all(one.text for one in segments)


@given(BODIES, BODIES)
def test_applying_the_difference_gives_both_bodies_with_their_formatting(old, new):
    found = differences.bodies(old, new).blocks
    segments = [segment for block in found for segment in block.segments]
    assert side(segments, "delete") == characters(new)
    assert side(segments, "insert") == characters(old)


@given(BODIES)
def test_a_body_does_not_differ_from_itself(body):
    assert differences.bodies(body, body).is_equal


@given(st.lists(st.integers(0, 6)), st.lists(st.integers(0, 6)))
def test_what_is_common_is_equal_and_in_order(old, new):
    i = j = 0
    for run_i, run_j, size in common(old, new, Work()):
        assert size > 0
        assert run_i >= i
        assert run_j >= j
        assert old[run_i : run_i + size] == new[run_j : run_j + size]
        i, j = run_i + size, run_j + size


@given(st.lists(st.integers(0, 4), max_size=40), st.lists(st.integers(0, 4), max_size=40))
def test_as_much_is_common_as_there_is(old, new):
    longest = [[0] * (len(new) + 1) for _row in range(len(old) + 1)]
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            longest[i + 1][j + 1] = (
                longest[i][j] + 1 if one == other else max(longest[i][j + 1], longest[i + 1][j])
            )
    assert sum(size for _i, _j, size in common(old, new, Work())) == longest[-1][-1]


@given(ANY_TEXT)
def test_the_words_of_a_text_are_the_text(text):
    assert "".join(split(text)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It’s ten.", ["It’s", " ", "ten", "."]),
        ("وُلِدَ محمد", ["وُلِدَ", " ", "محمد"]),
        ("서울에서 열린", ["서울에서", " ", "열린"]),
        ("cafe\u0301 noir", ["cafe\u0301", " ", "noir"]),
        ("हिन्दी में", ["हिन्दी", " ", "में"]),
        ("東京駅", ["東", "京", "駅"]),
        ("👩\u200d🚒 👍🏽", ["👩\u200d🚒", " ", "👍🏽"]),
    ],
)
def test_a_word_is_what_its_script_calls_one(text, words):
    assert split(text) == words


def test_changed_words_are_told_by_words():
    assert told(differences.words("Nine people were on the ferry.", "Ten people were on it.")) == [
        ("delete", "Nine"),
        ("insert", "Ten"),
        ("equal", " people were on "),
        ("delete", "the ferry"),
        ("insert", "it"),
        ("equal", "."),
    ]


def test_agreements_by_chance_do_not_break_a_rewritten_phrase():
    assert told(differences.words("It was six of nine.", "It was five of ten.")) == [
        ("equal", "It was "),
        ("delete", "six of nine"),
        ("insert", "five of ten"),
        ("equal", "."),
    ]


def test_a_word_in_another_form_is_marked_and_says_how():
    old = '<p>The ferry left at <a href="/a">six</a> with <strong>nine</strong>.</p>'
    new = '<p>The <em>ferry</em> left at <a href="/b">six</a> with nine.</p>'
    block = differences.bodies(old, new).blocks[0]
    assert block.op == "change"
    assert [(one.text, one.note) for one in block.segments if one.op == "reformat"] == [
        ("ferry", "italic"),
        ("six", "link to /b instead of /a"),
        ("nine", "no longer bold"),
    ]
    assert not [one for one in block.segments if one.op in ("insert", "delete")]


def test_formatting_of_half_a_word_is_no_other_word():
    block = differences.bodies("<p>ferryman</p>", "<p><em>ferry</em>man</p>").blocks[0]
    assert told(block) == [("reformat", "ferry"), ("equal", "man")]


def test_a_paragraph_that_became_a_quotation_says_so():
    words = "We heard the bell before we saw the boat."
    (block,) = differences.bodies(
        f"<p>{words}</p>", f"<blockquote><p>{words}</p></blockquote>"
    ).blocks
    assert (block.op, block.old_kind, block.kind) == ("reformat", "paragraph", "quote")
    assert told(block) == [("equal", words)]


def test_another_picture_with_the_same_words_is_told_without_its_address():
    figure = '<figure><img src="/media/{}.jpg" alt="A ferry"><figcaption>Boat</figcaption></figure>'
    (block,) = differences.bodies(figure.format("secret1"), figure.format("secret2")).blocks
    assert block.kind == "figure"
    assert [one.note for one in block.segments if one.op == "reformat"] == ["another picture"]


def test_rows_items_and_paragraphs_are_told_apart():
    old = "<p>One two three.</p><ul><li>one</li><li>two</li></ul>"
    new = "<p>One two three.</p><ul><li>one</li><li>three</li><li>two</li></ul>"
    found = differences.bodies(old, new).blocks
    assert [(block.op, block.kind) for block in found] == [
        ("equal", "paragraph"),
        ("equal", "item"),
        ("insert", "item"),
        ("equal", "item"),
    ]


def test_what_went_stands_before_what_came():
    found = differences.bodies("<p>Old words here.</p>", "<p>Quite another text.</p>").blocks
    assert [block.op for block in found] == ["delete", "insert"]


def test_unchanged_paragraphs_far_from_a_change_are_folded():
    body = [f"<p>Paragraph {number} stands.</p>" for number in range(20)]
    changed = [*body[:10], "<p>Paragraph 10 sat down.</p>", *body[11:]]
    folded = differences.bodies("".join(body), "".join(changed)).folded
    assert [(one.op, getattr(one, "count", 1)) for one in folded] == [
        ("skip", 9),
        ("equal", 1),
        ("change", 1),
        ("equal", 1),
        ("skip", 8),
    ]


def long_body(characters, seed, breaks=True):
    """A body of so many characters of words from a vocabulary of a thousand."""
    words = random.Random(seed).choices(range(1000), k=characters // 4)  # noqa: S311 - no secret
    lines = (" ".join(f"w{one}" for one in words[at : at + 60]) for at in range(0, len(words), 60))
    return "".join(f"<p>{line}</p>\n" for line in lines) if breaks else f"<p>{' '.join(lines)}</p>"


@pytest.mark.trial
@pytest.mark.parametrize("breaks", [True, False])
def test_two_megabytes_take_a_bounded_amount_of_work(breaks):
    old, new = long_body(2_000_000, 1, breaks), long_body(2_000_000, 2, breaks)
    for other in (new, old.replace("w7", "x7")):
        work = Work()
        found = differences.bodies(old, other, work)
        # What was begun when the allowance ended is finished: one paragraph, one row of blocks.
        assert work.spent < STEPS + 4 * (EDITS**2 + len(blocks_of(old)))
        segments = [segment for block in found.blocks for segment in block.segments]
        assert side(segments, "delete") == characters(other)


def test_a_small_change_in_two_megabytes_is_told_by_words():
    old = long_body(2_000_000, 1)
    new = old.replace("w", "changed ", 1)
    work = Work()
    found = differences.bodies(old, new, work)
    assert not found.coarse
    assert work.spent < 2_000
    assert [block.op for block in found.folded] == ["change", "equal", "skip"]


def test_what_came_went_and_moved_in_a_list_is_told_by_name():
    found = differences.relations(
        [1, 2, 3, 4], [3, 1, 2, 5], {1: "Ana", 2: "Bo", 3: "Chi", 4: "Di"}
    )
    assert [(one.op, one.name) for one in found.items] == [
        ("move", "Chi"),
        ("equal", "Ana"),
        ("equal", "Bo"),
        ("delete", "Di"),
        ("insert", "#5"),
    ]


def test_a_revision_differs_in_fields_of_the_form_in_its_order():
    old = StoryContent(
        headline="Old ferry", tags=[1], kind="report", gallery=[GalleryContent(7, "Boat")]
    )
    new = StoryContent(
        headline="New ferry",
        tags=[1, 2],
        kind="analysis",
        bylines=[BylineContent(4)],
        gallery=[GalleryContent(7, "Ship")],
    )
    names = differences.Names(tags={2: "Sea"}, authors={4: "Mina Holt"}, images={7: "Ferry"})
    found = {one.name: one for one in differences.contents(old, new, names)}
    assert list(found) == ["headline", "bylines", "tags", "gallery", "kind"]
    assert [one.name for one in found["bylines"].difference.items] == ["Mina Holt (writer)"]
    assert [one.name for one in found["tags"].difference.items] == ["#1", "Sea"]
    assert told(found["kind"].difference) == [("delete", "Report"), ("insert", "Analysis")]
    (picture,) = found["gallery"].difference.items
    assert (picture.op, picture.name) == ("reformat", "Ferry")
    assert told(picture) == [("delete", "Boat"), ("insert", "Ship")]


def test_pages_differ_in_their_fields_too():
    old, new = PageContent(title="About", slug="about"), PageContent(title="About us", slug="about")
    (field,) = differences.contents(old, new, differences.Names())
    assert (field.name, field.kind) == ("title", "text")
