"""No body of a story can act: hostile text, odd text, huge text, and any text at all."""

import string

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import markup, tidying
from articles.markup import STORY_TAGS, clean_story_html, plain_text
from articles.tidying.vocabulary import MAX_DEPTH
from tests.hostile_text import NAUGHTY, VECTORS, depth_of, safe_or_explain

SCHEMES = {"http", "https", "mailto"}
#: A level of nesting is a list with its item, or a table with body, row and cell; then marks.
DEEPEST = 5 * MAX_DEPTH + len(tidying.MARK_ORDER) + 1


def check(html: str) -> None:
    """A cleaned text is safe, shallow and a fixed point, and nh3 had nothing to add."""
    assert safe_or_explain(html, STORY_TAGS, SCHEMES) == []
    assert depth_of(html) <= DEEPEST
    assert clean_story_html(html) == html
    assert nh3.clean(html, tags=set(STORY_TAGS), link_rel=None).count("<") == html.count("<")


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_hostile_html_becomes_harmless(vector: str) -> None:
    for html in (vector, f"<p>{vector}</p>", f'<ul><li title="{vector}">', f"<b>{vector}" * 3):
        check(clean_story_html(html))


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_the_sanitiser_stops_what_tidying_might_let_through(
    vector: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "tidy", lambda html, _policy: html)
    cleaned = markup.clean(vector, markup.STORY_POLICY, markup.SANITISER)
    assert safe_or_explain(cleaned, STORY_TAGS, SCHEMES) == []


@pytest.mark.parametrize(
    "attribute",
    [
        'class="pull modal"',
        'style="x"',
        'id="x"',
        'onclick="x"',
        'rel="opener"',
        'target="_blank"',
        'loading="eager"',
        'data-embed="https://evil.example/"',
        'data-image="x"',
        'width="9%"',
        'src="//evil.example/x.png"',
        'href="javascript:x"',
        'colspan="9999"',
        'scope="x"',
        'start="-1"',
        'dir="x"',
        'lang="<"',
    ],
)
def test_the_sanitiser_judges_every_attribute_by_the_same_functions(attribute: str) -> None:
    for tag in STORY_TAGS:
        written = markup.SANITISER.clean(f"<table><tr><td><{tag} {attribute}>x")
        assert attribute not in written


@pytest.mark.parametrize("text", NAUGHTY.values(), ids=NAUGHTY)
def test_odd_text_is_taken_as_text(text: str) -> None:
    cleaned = clean_story_html(f"<p>{text}</p>")
    check(cleaned)
    cleaned.encode()  # what the database and the browser must be able to read
    assert "\0" not in cleaned
    check(clean_story_html(text))


@pytest.mark.parametrize(
    "address",
    [
        "https://user:word@evil.example/",
        "https://bank.example@evil.example/",
        "https:evil.example",
        "https:///evil.example",
        "https://",
        "http://[::1",
        "http://a b.example/",
        "http://%41.example/",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "x:y",
        "1:2",
        "",
        "https://evil.example/" + "x" * 2000,
    ],
)
def test_an_address_that_deceives_or_fails_is_no_link(address: str) -> None:
    assert clean_story_html(f'<p><a href="{address}">x</a></p>') == "<p>x</p>"


PATTERNS = {
    "blocks": "<div><p>",
    "quotes": "<blockquote>x",
    "lists": "<ul><li>x",
    "items": "<li>x",
    "tables": "<table><tr><td>x",
    "figures": "<figure><figcaption>x",
    "marks": "<b>x<i>",
    "links": '<a href="/x">y',
    "crossing": "<b><p>x</b></p>",
    "attributes on open marks": "<p><font color=1>x",
    "open brackets": "<",
    "open tags": "<a ",
    "open comments": "<!-- ",
    "open quotes": '<a b="',
    "end tags": "</p></b>",
    "references": "&amp",
    "references without end": "&#x",
    "headings": "<table><tr><th>x",
    "line breaks": "x<br>",
    "pictures": '<img src="/media/x.jpg" alt="y">',
    "frames": '<iframe src="https://vimeo.com/1">',
    "objects that hold back end tags": "<div><object></div></object>",
    "Word's items": '<p class=MsoListParagraph><span style="mso-list:Ignore">1.</span>x',
}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
@pytest.mark.parametrize("ending", ["", ">", '">', "-->"], ids=["cut", "gt", "quote", "comment"])
def test_pathological_html_costs_linear_work(
    pattern: str, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, not timed: tokens read, tokens built, and characters handed to the sanitiser."""
    work = {"read": 0, "built": 0, "sanitised": 0}
    feed, tokens, tidy = tidying.Builder.feed, tidying.tokens, tidying.tidy

    def counted_feed(self: tidying.Builder, token: tidying.Token) -> None:
        work["built"] += len(self.stack)
        feed(self, token)

    def counted_tokens(html: str) -> object:
        for token in tokens(html):
            work["read"] += len(token.value)
            yield token

    def counted_tidy(html: str, policy: tidying.Policy) -> str:
        result = tidy(html, policy)
        work["sanitised"] += len(result)
        return result

    monkeypatch.setattr(tidying.Builder, "feed", counted_feed)
    monkeypatch.setattr(tidying, "tokens", counted_tokens)
    monkeypatch.setattr(tidying, "tidy", counted_tidy)
    html = pattern * (6_000 // len(pattern)) + ending
    cleaned = clean_story_html(html)
    assert work["read"] <= 8 * len(html)
    assert work["built"] <= 5 * MAX_DEPTH * len(html)
    assert work["sanitised"] <= 16 * len(html)
    assert len(cleaned) <= 8 * len(html)
    assert depth_of(cleaned) <= DEEPEST


def test_deep_quotes_keep_their_text_and_lose_their_depth() -> None:
    cleaned = clean_story_html("<blockquote>" * 10_000 + "a" + "</blockquote>" * 10_000 + "b")
    assert plain_text(cleaned) == "a\nb"
    assert cleaned.count("<blockquote>") == MAX_DEPTH
    assert cleaned.endswith("<p>b</p>")


_NAMES = st.sampled_from([*STORY_TAGS, *"b i div span svg math style script iframe u font".split()])
_VALUES = st.sampled_from(
    [
        'href="/x"',
        "href='javascript:x'",
        'href="https://e.example/?a=1&b"',
        'src="/media/x.jpg"',
        'src="https://vimeo.com/1"',
        'alt="a&quot;b"',
        'class="pull"',
        "class=MsoListParagraph",
        'style="font-weight:bold;mso-list:l0"',
        'style="mso-list:Ignore"',
        "dir=rtl",
        "lang=ko",
        'data-embed="https://vimeo.com/1"',
        "colspan=3",
        "rowspan=2",
        "start=4",
        'title="',
        "x='",
        "onclick=x",
    ]
)
_TAGS = st.builds(
    "<{}{} {}{}".format,
    st.sampled_from(["", "", "/"]),
    _NAMES,
    st.lists(_VALUES, max_size=3).map(" ".join),
    st.sampled_from([">", ">", ">", "/>", ""]),
)
_TEXTS = st.one_of(
    st.sampled_from(["a", " ", "\n\n", "\u00a0", "&lt;", "&#x3c", "<!--", "-->", "<![if x]>", '"']),
    st.text(max_size=5),
)
SOUP = st.lists(st.one_of(_TAGS, _TAGS, _TEXTS), max_size=30).map("".join)


@settings(max_examples=200)
@given(SOUP)
def test_any_soup_of_tags_comes_out_safe_and_stays_as_it_is(html: str) -> None:
    check(clean_story_html(html))


@settings(max_examples=200)
@given(SOUP)
def test_tidying_alone_is_already_what_the_sanitiser_would_write(html: str) -> None:
    """Else bodies would change on a second save, and the sanitiser would repair unseen."""
    tidy = tidying.tidy(html, markup.STORY_POLICY)
    assert markup.SANITISER.clean(tidy) == tidy
    assert tidying.tidy(tidy, markup.STORY_POLICY) == tidy


@given(st.text())
def test_any_text_comes_out_safe(text: str) -> None:
    check(clean_story_html(text))


@given(st.text(alphabet=string.ascii_letters + string.digits + " .,-éß한ع<>&\"'"))
def test_plain_words_are_never_lost(text: str) -> None:
    """What is no tag stays readable, angle brackets included."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain_text(clean_story_html(f"<p>{escaped}</p>")) == " ".join(text.split())
