"""No comment can act, whatever a stranger types or an import brings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import tidying
from articles.markup import clean
from comments import markup
from comments.markup import (
    COMMENT_HTML_MAX_LENGTH,
    COMMENT_MAX_LENGTH,
    COMMENT_TAGS,
    MAX_QUOTE_DEPTH,
    clean_comment_html,
    render_comment,
    render_imported_comment,
)
from tests.articles.test_markup_story_safety import PATTERNS, SOUP
from tests.hostile_text import NAUGHTY, VECTORS, depth_of, safe_or_explain

#: Quotes, then a list with its item, then a link with two marks.
DEEPEST = MAX_QUOTE_DEPTH + 2 + 3


def check(html: str) -> None:
    assert safe_or_explain(html, COMMENT_TAGS) == []
    assert clean_comment_html(html) == html
    html.encode()


@pytest.mark.parametrize("text", [*VECTORS.values(), *NAUGHTY.values()], ids=[*VECTORS, *NAUGHTY])
def test_hostile_and_odd_text_is_shown_as_typed(text: str) -> None:
    for source in (text, f"> - *{text}*", f"https://a.example/{text}"):
        html = render_comment(source[:COMMENT_MAX_LENGTH])
        check(html)
        assert depth_of(html) <= DEEPEST


@pytest.mark.parametrize("html", [*VECTORS.values(), *NAUGHTY.values()], ids=[*VECTORS, *NAUGHTY])
def test_hostile_imports_become_harmless(html: str) -> None:
    check(render_imported_comment(html))
    check(clean_comment_html(html))


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_the_sanitiser_stops_what_tidying_might_let_through(
    vector: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "tidy", lambda html, _policy: html)
    cleaned = clean(vector, markup.POLICY, markup.SANITISER)
    assert safe_or_explain(cleaned, COMMENT_TAGS) == []


SOURCES = {
    "quote marks": ">",
    "quotes that come and go": ">>>a\nb\n",
    "lists that come and go": "- a\nb\n1. c\n",
    "stars": "*",
    "stars and letters": "*a **b ",
    "stars that nearly close": "**a*",
    "addresses": "https://",
    "addresses with brackets": "https://a.example/(",
    "brackets after an address": ")",
    "addresses in a row": "https://a.example ",
    "backslashes": "\\*",
    "items": "- ",
    "line ends": "\n",
    "marks": "e\u0301",
    "references": "&amp",
}


@pytest.mark.parametrize("pattern", SOURCES.values(), ids=SOURCES)
@pytest.mark.parametrize("start", ["", "https://a.example/", "> "], ids=["bare", "link", "quote"])
def test_pathological_text_grows_by_a_constant_factor_at_most(start: str, pattern: str) -> None:
    room = COMMENT_MAX_LENGTH - len(start)
    html = render_comment(start + pattern * (room // len(pattern)))
    check(html)
    assert len(html) <= 16 * COMMENT_MAX_LENGTH < COMMENT_HTML_MAX_LENGTH
    assert depth_of(html) <= DEEPEST


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_pathological_imports_stay_shallow_and_small(pattern: str) -> None:
    html = render_imported_comment(pattern * (30_000 // len(pattern)))
    check(html)
    assert len(html) <= 16 * 30_000
    assert depth_of(html) <= 2 * 2 * MAX_QUOTE_DEPTH + 4


_LINES = st.builds(
    "{}{}".format,
    st.sampled_from(["", "> ", ">> ", ">>>>> ", "- ", "1. ", "7) ", "  ", "> - ", "\t"]),
    st.lists(
        st.sampled_from(
            ["*", "**", "***", "a", " ", "https://a.example/(b)", "<i>", "&", "\\", "é"]
        )
        | st.text(max_size=3),
        max_size=8,
    ).map("".join),
)


@settings(max_examples=200)
@given(st.lists(_LINES, max_size=12).map("\n".join))
def test_any_text_is_rendered_safe_and_stays_as_it_is(source: str) -> None:
    html = render_comment(source)
    check(html)
    assert depth_of(html) <= DEEPEST


@settings(max_examples=200)
@given(SOUP)
def test_any_import_is_rendered_safe_and_stays_as_it_is(html: str) -> None:
    check(render_imported_comment(html))
    check(clean_comment_html(html))
