"""Whatever an editor types or pastes becomes one of a few clean shapes."""

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings

from articles.editor import StoryEditorField
from articles.markup import (
    STORY_HTML_MAX_LENGTH,
    clean_story_html,
    plain_text,
    reading_minutes,
)
from tests.articles.pasted import GOOGLE_DOCS, GOOGLE_DOCS_CLEAN, WORD, WORD_CLEAN

SHAPES = {
    "old tags take their modern names": (
        "<p><b>a</b> <i>b</i> <strike>c</strike> <del>d</del> <u>e</u> <tt>f</tt></p>",
        "<p><strong>a</strong> <em>b</em> <s>c</s> <s>d</s> e <code>f</code></p>",
    ),
    "headings are those of a story": (
        "<h1>a</h1><h3>b</h3><h5>c</h5><h6>d</h6>",
        "<h2>a</h2>\n<h3>b</h3>\n<h4>c</h4>\n<h4>d</h4>",
    ),
    "crossing tags nest": (
        "<p><b>a<i>b</b>c</i></p>",
        "<p><strong>a<em>b</em></strong><em>c</em></p>",
    ),
    "unclosed tags end with their paragraph": (
        "<p><b>a<p>b",
        "<p><strong>a</strong></p>\n<p>b</p>",
    ),
    "a mark round paragraphs holds in each": (
        "<b><p>a</p><p>b</p></b>",
        "<p><strong>a</strong></p>\n<p><strong>b</strong></p>",
    ),
    "loose text gets a paragraph": (
        "a<div>b</div>c<blockquote>d</blockquote>",
        "<p>a</p>\n<p>b</p>\n<p>c</p>\n<blockquote><p>d</p></blockquote>",
    ),
    "two line breaks are a paragraph": ("<p>a<br>b<br><br>c", "<p>a<br>b</p>\n<p>c</p>"),
    "empty paragraphs go": ("<p>a</p><p>&nbsp;</p><p> <br></p><p>\u200b</p>", "<p>a</p>"),
    "runs of no-break spaces are a space": ("<p>&nbsp;a &nbsp;&nbsp; b</p>", "<p>a b</p>"),
    "one no-break space is typography": ("<p>10&nbsp;000 «&nbsp;oui&nbsp;»</p>",) * 2,
    "a list in a list belongs to its item": (
        "<ul><li>a</li><ul><li>b</li></ul></ul>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
    ),
    "an item without a list gets one": ("<li>a<li>b", "<ul><li>a</li><li>b</li></ul>"),
    "an item's only paragraph is bare": (
        "<ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul>",
        "<ul><li>a</li><li><p>b</p><p>c</p></li></ul>",
    ),
    "rows of headings are the head": (
        "<table><tr><th>a</th></tr><tr><th>b</th><td>c</td></tr></table>",
        (
            '<table><thead><tr><th scope="col">a</th></tr></thead>'
            '<tbody><tr><th scope="row">b</th><td>c</td></tr></tbody></table>'
        ),
    ),
    "a caption of a table makes a figure": (
        "<table><caption>a</caption><tr><td>b</table>",
        (
            "<figure><table><tbody><tr><td>b</td></tr></tbody></table>"
            "<figcaption>a</figcaption></figure>"
        ),
    ),
    "a picture alone gets a figure": (
        '<p>a <img src="/media/x.jpg" alt="x"> b</p>',
        '<p>a</p>\n<figure><img src="/media/x.jpg" alt="x" loading="lazy"></figure>\n<p>b</p>',
    ),
    "a figure of something else is none": (
        "<figure><p>a</p><figcaption>b</figcaption></figure>",
        "<p>a</p>\n<p>b</p>",
    ),
    "a picture of another site is a link with its words": (
        '<img src="https://other.example/x.jpg" alt="A ferry">',
        '<p><a href="https://other.example/x.jpg" rel="noopener">A ferry</a></p>',
    ),
    "a picture of an emoji is the emoji": (
        '<p>ha <img class="emoji" src="https://s.example/1.png" alt="😀"></p>',
        "<p>ha 😀</p>",
    ),
    "a counting pixel is nothing": ('<p>a<img src="https://spy.example/p.gif"></p>', "<p>a</p>"),
    "WordPress's pull quote is ours": (
        '<figure class="wp-block-pullquote"><blockquote><p>a</p></blockquote></figure>',
        '<blockquote class="pull"><p>a</p></blockquote>',
    ),
    "a frame of a provider is an embed": (
        '<iframe src="https://www.youtube.com/embed/x" onload="x()"></iframe>',
        (
            '<figure class="embed" data-embed="https://www.youtube.com/embed/x">'
            '<a href="https://www.youtube.com/embed/x" rel="noopener">'
            "https://www.youtube.com/embed/x</a></figure>"
        ),
    ),
    "any other frame is a link": (
        '<iframe src="https://other.example/x">no frames</iframe>',
        '<p><a href="https://other.example/x" rel="noopener">https://other.example/x</a></p>',
    ),
    "an embed of a stranger is its link": (
        (
            '<figure class="embed" data-embed="https://evil.example/1">'
            '<a href="https://evil.example/1">a</a></figure>'
        ),
        '<p><a href="https://evil.example/1" rel="noopener">a</a></p>',
    ),
    "preformatted text keeps its spaces": ("<pre>\n a\n   <b>b</b></pre>", "<pre> a\n   b</pre>"),
    "text between < and nothing is text": (
        "<p>I <3 you, a < b > c",
        "<p>I &lt;3 you, a &lt; b &gt; c</p>",
    ),
    "text without any tag has paragraphs": ("a\nb\n\n\nc & d", "<p>a<br>b</p>\n<p>c &amp; d</p>"),
    "quotation marks are written": ("<p>he said <q>no</q></p>", "<p>he said “no”</p>"),
    "direction and language of blocks stay": (
        '<p dir="RTL" lang="ar" id="x" title="y" style="color:red" class="big">a</p>',
        '<p dir="rtl" lang="ar">a</p>',
    ),
    "a list may begin at another number": (
        '<ol start="7"><li>a</ol>',
        '<ol start="7"><li>a</li></ol>',
    ),
    "script and style are not prose": (
        "a<script>b</script><style>c</style><svg><text>d",
        "<p>ad</p>",
    ),
    "comments are not prose": ("a<!-- b > <p>c</p> -->d<!--> e", "<p>ad e</p>"),
    "Word": (WORD, WORD_CLEAN),
    "Google Docs": (GOOGLE_DOCS, GOOGLE_DOCS_CLEAN),
}


@pytest.mark.parametrize(("given", "stored"), SHAPES.values(), ids=SHAPES)
def test_html_takes_the_shape_that_is_stored(given: str, stored: str) -> None:
    assert clean_story_html(given) == stored
    assert clean_story_html(stored) == stored


LINKS = {
    "/world/": 'href="/world/"',
    "#part-2": 'href="#part-2"',
    "https://other.example/a?b=1&c=2": 'href="https://other.example/a?b=1&amp;c=2" rel="noopener"',
    "HTTPS://Other.Example/": 'href="https://Other.Example/" rel="noopener"',
    "https://meridian.example/x": 'href="https://meridian.example/x"',
    "//other.example/x": 'href="https://other.example/x" rel="noopener"',
    "/\\other.example/x": 'href="https://other.example/x" rel="noopener"',
    "mailto:desk@example.org": 'href="mailto:desk@example.org"',
    "https://other.example/a b": 'href="https://other.example/a%20b" rel="noopener"',
    "https://예시.example/뉴스": 'href="https://예시.example/뉴스" rel="noopener"',
}


@override_settings(SITE_URL="https://meridian.example")
@pytest.mark.parametrize(("address", "attributes"), LINKS.items(), ids=LINKS)
def test_a_link_keeps_a_good_address_and_says_noopener_for_other_sites(
    address: str, attributes: str
) -> None:
    assert clean_story_html(f'<p><a href="{address}">x</a></p>') == f"<p><a {attributes}>x</a></p>"


def test_a_link_may_say_that_it_is_paid_for_and_nothing_else() -> None:
    given = '<p><a href="/x/" rel="opener Sponsored me" target="_blank" ping="/p">x</a></p>'
    assert clean_story_html(given) == '<p><a href="/x/" rel="sponsored">x</a></p>'


@override_settings(MEDIA_URL="https://cdn.example/media/")
def test_pictures_may_come_from_the_media_address_wherever_it_is() -> None:
    picture = '<figure><img src="https://cdn.example/media/x.jpg" alt="" loading="lazy"></figure>'
    assert clean_story_html(picture) == picture


@pytest.mark.parametrize(
    "address",
    ["/media/../admin/logout/", "/media/%2e%2e/admin/", "/media/a/..%5c..%2fx", "/media/.."],
)
def test_a_picture_does_not_lead_out_of_the_media(address: str) -> None:
    assert "<img" not in clean_story_html(f'<figure><img src="{address}" alt="x"></figure>')


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ('width="300px" height="200"', 'width="300" height="200" '),
        ('width="100%" height="-1"', ""),
        ('width="999999" height="0"', ""),
        ('data-image="12" data-x="1"', ""),
    ],
)
def test_sizes_of_pictures_are_plain_numbers(given: str, kept: str) -> None:
    stored = clean_story_html(f'<figure><img src="/media/x.jpg" alt="" {given}></figure>')
    number = ' data-image="12"' if "data-image" in given else ""
    assert (
        stored == f'<figure><img src="/media/x.jpg" alt="" {kept}loading="lazy"{number}></figure>'
    )


def test_too_long_a_text_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValidationError, match="2000001 characters, where 2000000 fit"):
        clean_story_html("x" * (STORY_HTML_MAX_LENGTH + 1))


def test_the_form_field_cleans_and_refuses_with_the_same_sentence() -> None:
    field = StoryEditorField()
    assert field.clean("<p>a<script>b</script>") == "<p>a</p>"
    with pytest.raises(ValidationError, match="This field is required"):
        field.clean("<p>&nbsp;</p>")
    with pytest.raises(ValidationError, match="too long"):
        field.clean("x" * (STORY_HTML_MAX_LENGTH + 1))
    assert StoryEditorField(required=False).clean(None) == ""


def test_plain_text_has_a_line_for_each_block_and_no_code() -> None:
    html = (
        "<h2>Fares</h2><p>A&amp;B <em>rise</em>.<br>Twice</p><script>x</script>"
        "<table><tr><td>a</td><td>b</td></tr></table>"
    )
    assert plain_text(html) == "Fares\nA&B rise.\nTwice\na\nb"


@pytest.mark.parametrize(
    ("text", "language", "minutes"),
    [
        ("", "en", 1),
        ("word " * 238, "en", 1),
        ("word " * 714, "en-GB", 3),
        ("kelime " * 600, "tr", 3),
        ("가나다라 " * 500, "ko", 4),
        ("كلمة " * 580, "ar", 4),
    ],
)
def test_reading_time_follows_the_language(text: str, language: str, minutes: int) -> None:
    assert reading_minutes(text, language) == minutes
