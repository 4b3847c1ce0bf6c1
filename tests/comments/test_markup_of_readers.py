"""What Rana types is what everybody sees: paragraphs, emphasis, quotes, lists, links, no HTML."""

import pytest
from django.core.exceptions import ValidationError

from comments.markup import COMMENT_MAX_LENGTH, render_comment

RENDERED = {
    "paragraphs and line breaks": ("a\nb\n\n\n c  d \r\n", "<p>a<br>b</p>\n<p>c d</p>"),
    "nothing": (" \n\t\u00a0\n", ""),
    "html is shown": ("<b>a</b> &amp;", "<p>&lt;b&gt;a&lt;/b&gt; &amp;amp;</p>"),
    "emphasis": (
        "*a* **b** ***c***",
        "<p><em>a</em> <strong>b</strong> <strong><em>c</em></strong></p>",
    ),
    "emphasis in emphasis": ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
    "crossing emphasis": ("**a *b** c*", "<p><strong>a *b</strong> c*</p>"),
    "stars that mean stars": (
        "2*3*4, 5 * 6 * 7, a * b*, **, ****x****",
        "<p>2*3*4, 5 * 6 * 7, a * b*, **, ****x****</p>",
    ),
    "an escaped star": (r"\*a\*", "<p>*a*</p>"),
    "emphasis before a particle": ("*강조*는", "<p><em>강조</em>는</p>"),
    "emphasis over a line": ("*a\nb*", "<p><em>a<br>b</em></p>"),
    "emphasis ends with its paragraph": ("*a\n\nb*", "<p>*a</p>\n<p>b*</p>"),
    "a quote and the answer": ("> a\n> b\nc", "<blockquote><p>a<br>b</p></blockquote>\n<p>c</p>"),
    "a quote of a quote": (
        ">> a\n> b",
        "<blockquote><blockquote><p>a</p></blockquote><p>b</p></blockquote>",
    ),
    "paragraphs in a quote": ("> a\n>\n> b", "<blockquote><p>a</p><p>b</p></blockquote>"),
    "two quotes": (
        "> a\n\n> b",
        "<blockquote><p>a</p></blockquote>\n<blockquote><p>b</p></blockquote>",
    ),
    "an empty quote": (">\n> >\n", ""),
    "a comparison inside a line": ("3 > 2", "<p>3 &gt; 2</p>"),
    "a list": (
        "Why:\n- a\n- b\n\n* c\n• d\nso",
        "<p>Why:</p>\n<ul><li>a</li><li>b</li><li>c</li><li>d</li></ul>\n<p>so</p>",
    ),
    "a numbered list": ("1. a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
    "an answer to point three": ("3. no", '<ol start="3"><li>no</li></ol>'),
    "a date at the start of a line": ("in May\n12. it was", "<p>in May<br>12. it was</p>"),
    "a year is no number of a list": ("1984. What a year", "<p>1984. What a year</p>"),
    "an item over two lines": ("- a\n  b\n- c", "<ul><li>a<br>b</li><li>c</li></ul>"),
    "a list in a quote": (
        "> - a\n> - b\nc",
        "<blockquote><ul><li>a</li><li>b</li></ul></blockquote>\n<p>c</p>",
    ),
    "dashes that are none": ("-a\n--\n– b", "<p>-a<br>--<br>– b</p>"),
    "headings, pictures and tables are text": ("# a\n![b](c)\n|d|", "<p># a<br>![b](c)<br>|d|</p>"),
    "template code is text": ("{{ x }} {% y %}", "<p>{{ x }} {% y %}</p>"),
}


@pytest.mark.parametrize(("typed", "html"), RENDERED.values(), ids=RENDERED)
def test_typed_text_becomes_html(typed: str, html: str) -> None:
    assert render_comment(typed) == html


def linked(href: str, shown: str) -> str:
    return f'<a href="{href}" rel="nofollow ugc noopener">{shown}</a>'


LINKS = {
    "plain": ("see http://a.example/b", f"see {linked('http://a.example/b', 'a.example/b')}"),
    "no slash at the end": ("https://a.example/", linked("https://a.example/", "a.example")),
    "end of a sentence": (
        "https://a.example/b?c=1.",
        f"{linked('https://a.example/b?c=1', 'a.example/b?c=1')}.",
    ),
    "several marks": (
        "https://a.example/b!?…",
        f"{linked('https://a.example/b', 'a.example/b')}!?…",
    ),
    "in brackets": ("(https://a.example/b)", f"({linked('https://a.example/b', 'a.example/b')})"),
    "brackets of its own": (
        "(https://a.example/b_(c))",
        f"({linked('https://a.example/b_(c)', 'a.example/b_(c)')})",
    ),
    "ampersand": (
        "https://a.example/?b=1&c=2",
        linked("https://a.example/?b=1&amp;c=2", "a.example/?b=1&amp;c=2"),
    ),
    "emphasised": ("*https://a.example/b*", linked("https://a.example/b", "<em>a.example/b</em>")),
    "port": ("https://a.example:8443/b", linked("https://a.example:8443/b", "a.example:8443/b")),
    "capitals": ("HTTPS://A.Example/B", linked("https://a.example/B", "a.example/B")),
    "query without a path": (
        "https://a.example?b=/c",
        linked("https://a.example?b=/c", "a.example?b=/c"),
    ),
    "long": (
        "https://a.example/" + "b" * 80,
        linked("https://a.example/" + "b" * 80, "a.example/" + "b" * 49 + "…"),
    ),
    "the host is shown whole": (
        f"https://{'a' * 60}.example/bbbbbbbbbbbbbbbbbb",
        linked(f"https://{'a' * 60}.example/bbbbbbbbbbbbbbbbbb", f"{'a' * 60}.example/bbbbbbbbbb…"),
    ),
    "one script of its own": (
        "https://пример.рф/",
        linked("https://xn--e1afmkfd.xn--p1ai/", "пример.рф"),
    ),
    "korean": ("https://한글.example", linked("https://xn--bj0bj06e.example", "한글.example")),
    "german": ("https://müller.example", linked("https://xn--mller-kva.example", "müller.example")),
    "mixed scripts": (
        "https://раypal.example",
        linked("https://xn--ypal-43d9g.example", "xn--ypal-43d9g.example"),
    ),
    "look-alikes of one script": (
        "https://арр.example",
        linked("https://xn--80a6aa.example", "xn--80a6aa.example"),
    ),
    "punycode as typed": (
        "https://xn--80ak6aa92e.example",
        linked("https://xn--80ak6aa92e.example", "xn--80ak6aa92e.example"),
    ),
    "user information": (
        "https://bank.example@evil.example/",
        "https://bank.example@evil.example/",
    ),
    "no host": ("https://", "https://"),
    "a name of this machine": ("http://localhost/x", "http://localhost/x"),
    "bad brackets": ("http://[::1", "http://[::1"),
    "other schemes": ("ftp://a.example javascript:alert(1)", "ftp://a.example javascript:alert(1)"),
    "inside a word": ("xhttps://a.example", "xhttps://a.example"),
    "too long": ("https://a.example/" + "b" * 2000,) * 2,
    "a quotation mark ends it": (
        '"https://a.example/b"x',
        f'"{linked("https://a.example/b", "a.example/b")}"x',
    ),
    "a tag ends it": (
        "https://a.example/<b>",
        f"{linked('https://a.example/', 'a.example')}&lt;b&gt;",
    ),
}


@pytest.mark.parametrize(("typed", "html"), LINKS.values(), ids=LINKS)
def test_addresses_become_links_that_show_where_they_lead(typed: str, html: str) -> None:
    assert render_comment(typed) == f"<p>{html}</p>"


def test_ten_thousand_quote_marks_are_three() -> None:
    html = render_comment(">" * (COMMENT_MAX_LENGTH - 2) + " x")
    assert html == "<blockquote>" * 3 + "<p>x</p>" + "</blockquote>" * 3


def test_too_long_a_comment_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValidationError, match="10001 characters, where 10000 fit"):
        render_comment("x" * (COMMENT_MAX_LENGTH + 1))


def test_marks_do_not_climb_over_other_lines() -> None:
    assert render_comment("Z" + "\u0301" * 50 + "x") == "<p>Z" + "\u0301" * 6 + "x</p>"
