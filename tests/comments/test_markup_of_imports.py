"""Comments of other systems keep their sense in our allow-list."""

import pytest
from django.core.exceptions import ValidationError

from comments.markup import IMPORTED_COMMENT_MAX_LENGTH, clean_comment_html, render_imported_comment

LINK = '<a href="https://a.example/" rel="nofollow ugc noopener">x</a>'
IMPORTED = {
    "lines and paragraphs, as WordPress stores them": (
        "Hi <b>there</b>\nsecond\r\n\r\nnew <i>one</i>",
        "<p>Hi <strong>there</strong><br>second</p>\n<p>new <em>one</em></p>",
    ),
    "paragraphs, as Disqus stores them": ("<p>a</p>\n\n<p>b<br />c</p>", "<p>a</p>\n<p>b<br>c</p>"),
    "quotes": ("<blockquote>a</blockquote>b", "<blockquote><p>a</p></blockquote>\n<p>b</p>"),
    "lists": ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul><li>a</li><li>b</li></ul>"),
    "code": (
        "<pre><code>a\n  b</code></pre><code>c</code>",
        "<pre>a\n  b</pre>\n<p><code>c</code></p>",
    ),
    "links are not vouched for": (
        '<a href="https://a.example/" title="t" rel="follow" target="_blank">x</a>',
        f"<p>{LINK}</p>",
    ),
    "links of other schemes are text": (
        '<a href="javascript:x">a</a> <a href="/b">b</a> <a href="mailto:c@d.example">c</a>',
        "<p>a b c</p>",
    ),
    "pictures are links with their words": (
        '<img src="https://a.example/" alt="x"><img src="https://spy.example/">',
        f"<p>{LINK}</p>",
    ),
    "headings and tables are paragraphs": (
        "<h1>a</h1><table><tr><td>b</td><td>c</td></tr></table><hr>d",
        "<p>a</p>\n<p>b</p>\n<p>c</p>\n<p>d</p>",
    ),
    "struck text is text": ("<del>a</del> <s>b</s> <q>c</q>", "<p>a b “c”</p>"),
    "frames of a provider are links": (
        '<iframe src="https://a.example/"></iframe>',
        f"<p>{LINK.replace('>x<', '>https://a.example/<')}</p>",
    ),
}


@pytest.mark.parametrize(("stored", "html"), IMPORTED.values(), ids=IMPORTED)
def test_an_imported_comment_takes_our_shape(stored: str, html: str) -> None:
    assert render_imported_comment(stored) == html
    assert clean_comment_html(html) == html


def test_too_long_an_import_is_refused() -> None:
    with pytest.raises(ValidationError, match="too long"):
        render_imported_comment("x" * (IMPORTED_COMMENT_MAX_LENGTH + 1))
