"""What becomes of the text of a WordPress post."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from newsportal.interop.wordpress.bodies import Attachment, Body, Note, NoteKind, convert, one_line
from newsportal.interop.wordpress.lexing import tokens

UPLOADS = "https://gazette.example/wp-content/uploads"
HARBOUR = Attachment(7, f"{UPLOADS}/harbour.jpg", "Boats at dawn", "The harbour", "harbour")
MARKET = Attachment(8, f"{UPLOADS}/market.jpg", "", "", "Market day")
SPEECH = Attachment(9, f"{UPLOADS}/speech.mp3", "", "", "The speech")


class Shelf:
    """A library that has brought the files of some attachments, or none."""

    def __init__(self, *brought: str) -> None:
        self.brought = brought

    def picture(self, url: str, number: int | None) -> Mapping[str, str] | None:
        name = url.rpartition("/")[2]
        return (
            {"src": f"/media/{name}", "alt": "", "data-image": "3"}
            if name in self.brought
            else None
        )

    def attachment(self, number: int) -> Attachment | None:
        return {7: HARBOUR, 8: MARKET, 9: SPEECH}.get(number)

    def attached_to(self, post: int) -> Sequence[Attachment]:
        return [HARBOUR, MARKET] if post == 1 else []


NONE = Shelf()
BOTH = Shelf("harbour.jpg", "market.jpg")


@pytest.fixture(autouse=True)
def _providers(settings: Any) -> None:
    settings.EMBED_PROVIDERS = ("youtube.com", "vimeo.com")
    settings.MEDIA_URL = "/media/"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.InMemoryStorage",
            "OPTIONS": {"base_url": "/media/"},
        }
    }


def body(content: str, library: Shelf = NONE, post: int = 1) -> Body:
    return convert(content, post=post, library=library)


def html(content: str, library: Shelf = NONE) -> str:
    return body(content, library).html


def figure(name: str, alt: str = "", caption: str = "") -> str:
    captioned = f"<figcaption>{caption}</figcaption>" if caption else ""
    return (
        f'<figure><img src="/media/{name}" alt="{alt}" loading="lazy" data-image="3">'
        f"{captioned}</figure>"
    )


def link(url: str, label: str) -> str:
    return f'<a href="{url}" rel="noopener">{label}</a>'


# Paragraphs ---------------------------------------------------------------------------------------


def test_empty_lines_make_paragraphs_and_newlines_breaks() -> None:
    assert html("One\r\ntwo.\n\n \nThree.\n") == "<p>One<br>two.</p>\n<p>Three.</p>"


def test_blocks_between_lines_stay_as_they_are() -> None:
    content = "Before\n<h2>Title</h2>\nAfter\n<ul>\n\t<li>One</li>\n\t<li>Two</li>\n</ul>\nEnd"

    assert html(content).split("\n") == [
        "<p>Before</p>",
        "<h2>Title</h2>",
        "<p>After</p>",
        "<ul><li>One</li><li>Two</li></ul>",
        "<p>End</p>",
    ]


def test_preformatted_text_keeps_its_lines() -> None:
    assert html("<pre>a\n\n  b [x]</pre>") == "<pre>a\n\n  b [x]</pre>"


def test_the_block_editors_newlines_are_no_breaks() -> None:
    content = (
        "<!-- wp:paragraph -->\n<p>One\nline.</p>\n<!-- /wp:paragraph -->\n\n"
        '<!-- wp:heading {"level":3} -->\n<h3>Title</h3>\n<!-- /wp:heading -->'
    )

    assert html(content) == "<p>One line.</p>\n<h3>Title</h3>"


def test_a_verse_keeps_its_lines() -> None:
    content = (
        '<!-- wp:verse --><pre class="wp-block-verse">A line\nand another</pre><!-- /wp:verse -->'
    )

    assert html(content) == "<p>A line<br>and another</p>"


def test_the_marks_for_more_and_for_pages_separate_and_are_counted() -> None:
    found = body("One.<!--more Read on-->Two.\n<!--nextpage-->\nThree.<!-- note -->")

    assert found.html == "<p>One.</p>\n<p>Two.</p>\n<p>Three.</p>"
    assert found.pages == 2


def test_a_comment_that_never_ends_swallows_nothing() -> None:
    assert html("One <!-- two\n\nThree") == "<p>One two</p>\n<p>Three</p>"


def test_a_pull_quote_is_one() -> None:
    content = (
        '<figure class="wp-block-pullquote"><blockquote><p>We stay.</p><cite>The mayor</cite>'
        "</blockquote></figure>"
    )

    assert html(content) == (
        '<blockquote class="pull"><p>We stay.</p><p><em>The mayor</em></p></blockquote>'
    )


def test_a_list_of_terms_becomes_paragraphs() -> None:
    assert html("<dl><dt>Berth</dt><dd>A place for a ship.</dd></dl>") == (
        "<p><strong>Berth</strong></p>\n<p>A place for a ship.</p>"
    )


def test_scripts_and_forms_leave_nothing() -> None:
    assert html("Text<script>alert(1)</script><select><option>A</select><input name=q>") == (
        "<p>Text</p>"
    )


def test_the_old_sites_own_links_can_be_given_another_form() -> None:
    found = convert(
        '<a href="https://gazette.example/about/">About</a>',
        post=1,
        library=NONE,
        link=lambda url: url.removeprefix("https://gazette.example"),
    )

    assert found.html == '<p><a href="/about/">About</a></p>'


# Pictures -----------------------------------------------------------------------------------------

IMAGE = f'<img class="alignleft wp-image-7" src="{UPLOADS}/harbour.jpg" alt="Boats" width="300">'


def test_a_picture_that_was_brought_is_a_figure() -> None:
    assert html(IMAGE, BOTH) == figure("harbour.jpg", "Boats")


def test_a_picture_that_was_not_brought_is_a_link_with_its_alt_text_and_is_reported() -> None:
    found = body(IMAGE)

    assert found.html == f"<p>{link(HARBOUR.url, 'Boats')}</p>"
    assert found.notes == (Note(NoteKind.PICTURE, HARBOUR.url),)


@pytest.mark.parametrize(
    ("image", "label"),
    [
        (f'<img src="{UPLOADS}/x.jpg" alt="" title="Titled">', "Titled"),
        (f'<img src="{UPLOADS}/x.jpg" class="wp-image-7">', "Boats at dawn"),
        (f'<img src="{UPLOADS}/x.jpg" class="wp-image-8">', "Market day"),
        (f'<img src="{UPLOADS}/x.jpg">', "x.jpg"),
    ],
)
def test_a_picture_without_alt_text_is_called_by_the_next_best_name(image: str, label: str) -> None:
    assert html(image) == f"<p>{link(f'{UPLOADS}/x.jpg', label)}</p>"


def test_a_picture_amid_a_sentence_follows_the_sentence() -> None:
    assert html(f"The boats {IMAGE} leave.\n\nNext.", BOTH).split("\n") == [
        "<p>The boats leave.</p>",
        figure("harbour.jpg", "Boats"),
        "<p>Next.</p>",
    ]


def test_a_picture_at_the_start_of_a_paragraph_comes_before_it() -> None:
    assert html(f"{IMAGE}The boats leave.", BOTH).split("\n") == [
        figure("harbour.jpg", "Boats"),
        "<p>The boats leave.</p>",
    ]


def test_a_picture_in_a_heading_does_not_tear_it() -> None:
    assert html(f"<h2>{IMAGE} The boats</h2>", BOTH).split("\n") == [
        "<h2>The boats</h2>",
        figure("harbour.jpg", "Boats"),
    ]


def test_a_link_round_a_picture_leaves_the_picture() -> None:
    content = f'<a href="{UPLOADS}/harbour.jpg">{IMAGE}</a>'

    assert html(content, BOTH) == figure("harbour.jpg", "Boats")
    assert html(content) == f"<p>{link(HARBOUR.url, 'Boats')}</p>"


@pytest.mark.parametrize(
    "content",
    [
        f'[caption id="a_7" width="300"]{IMAGE} The <em>old</em> harbour[/caption]',
        f'[caption]<a href="{UPLOADS}/x.jpg">{IMAGE}</a>The <em>old</em> harbour[/caption]',
        (
            f'<figure class="wp-block-image">{IMAGE}'
            "<figcaption>The <em>old</em> harbour</figcaption></figure>"
        ),
        (
            f'<div class="wp-caption">{IMAGE}'
            '<p class="wp-caption-text">The <em>old</em> harbour</p></div>'
        ),
        (
            f'<dl class="wp-caption"><dt>{IMAGE}</dt>'
            '<dd class="wp-caption-dd">The <em>old</em> harbour</dd></dl>'
        ),
    ],
    ids=["shortcode", "linked", "block", "rendered", "list"],
)
def test_a_caption_belongs_to_its_picture(content: str) -> None:
    assert html(content, BOTH) == figure("harbour.jpg", "Boats", "The <em>old</em> harbour")


def test_the_old_form_of_a_caption_is_an_attribute() -> None:
    content = f'[caption id="a_7" caption="The &quot;old&quot; harbour"]{IMAGE}[/caption]'

    assert html(content, BOTH) == figure("harbour.jpg", "Boats", 'The "old" harbour')


def test_a_captioned_picture_that_was_not_brought_keeps_its_caption() -> None:
    content = f"[caption]{IMAGE} The harbour[/caption]Text"

    assert html(content).split("\n") == [
        f"<p>{link(HARBOUR.url, 'Boats')}</p>",
        "<p>The harbour</p>",
        "<p>Text</p>",
    ]


def test_a_caption_that_never_ends_swallows_nothing() -> None:
    assert html(f"[caption]{IMAGE} The harbour\n\nText", BOTH).split("\n") == [
        figure("harbour.jpg", "Boats"),
        "<p>The harbour</p>",
        "<p>Text</p>",
    ]


@pytest.mark.parametrize("shortcode", ["[gallery]", '[gallery ids="7,8"]', "[gallery id=1]"])
def test_a_gallery_is_a_row_of_figures(shortcode: str) -> None:
    assert html(shortcode, BOTH).split("\n") == [
        figure("harbour.jpg", "Boats at dawn", "The harbour"),
        figure("market.jpg"),
    ]


def test_a_gallery_that_was_not_brought_is_a_list_of_links() -> None:
    found = body("[gallery columns=“2” exclude='8']")

    assert found.html == (f"<ul><li>{link(HARBOUR.url, 'Boats at dawn')}<br>The harbour</li></ul>")
    assert found.notes == (Note(NoteKind.PICTURE, HARBOUR.url),)


def test_a_gallery_of_unknown_pictures_is_reported() -> None:
    found = body('[gallery ids="7,99"]', BOTH)

    assert found.html == figure("harbour.jpg", "Boats at dawn", "The harbour")
    assert found.notes == (Note(NoteKind.GALLERY, '[gallery ids="7,99"]'),)


def test_a_gallery_block_is_a_row_of_figures() -> None:
    for content in (
        (
            f'<figure class="wp-block-gallery"><figure class="wp-block-image">{IMAGE}'
            f"<figcaption>One</figcaption></figure><figure>{IMAGE}</figure></figure>"
        ),
        (
            f'<figure class="wp-block-gallery"><ul class="blocks-gallery-grid">'
            f'<li class="blocks-gallery-item"><figure>{IMAGE}'
            "<figcaption>One</figcaption></figure></li>"
            f"<li><figure>{IMAGE}</figure></li></ul></figure>"
        ),
    ):
        assert html(content, BOTH).split("\n") == [
            figure("harbour.jpg", "Boats", "One"),
            figure("harbour.jpg", "Boats"),
        ]


def test_a_background_picture_of_a_cover_is_not_lost() -> None:
    content = (
        f'<div class="wp-block-cover" style="background-image:url({UPLOADS}/harbour.jpg)">'
        "<p>Title</p></div>"
    )

    assert html(content, BOTH) == figure("harbour.jpg") + "\n<p>Title</p>"


def test_a_smiley_is_the_text_that_it_stood_for() -> None:
    assert html('Fine <img class="wp-smiley" src="https://s.example/1.png" alt=":-)">') == (
        "<p>Fine :-)</p>"
    )


def test_a_picture_that_is_loaded_late_is_found() -> None:
    content = f'<img src="data:image/gif;base64,R0lGOD" data-src="{UPLOADS}/harbour.jpg" alt="B">'

    assert html(content + "<noscript>" + IMAGE + "</noscript>", BOTH) == figure("harbour.jpg", "B")


# Embeds and players -------------------------------------------------------------------------------

FILM = "https://www.youtube.com/watch?v=SQEQr7c0-dw"
EMBED = f'<figure class="embed" data-embed="{FILM}">{link(FILM, FILM)}</figure>'


@pytest.mark.parametrize(
    "content",
    [
        f"Before\n\n{FILM}\n\nAfter",
        f"Before\n{FILM}\nAfter",
        f"Before<br>{FILM}<br>After",
        f"<p>Before</p><p>{FILM}</p><p>After</p>",
        f"Before[embed width=600]{FILM}[/embed]After",
        f"Before\n[youtube={FILM}]\nAfter",
        f"Before [youtube {FILM}] After",
        "Before\n[youtube SQEQr7c0-dw]\nAfter",
        f'Before<iframe src="{FILM}"></iframe>After',
        'Before<object><embed src="https://www.youtube.com/v/SQEQr7c0-dw&hl=en"></object>After',
        (
            f"<!-- wp:paragraph --><p>Before</p><!-- /wp:paragraph --><!-- wp:embed -->"
            f'<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n{FILM}\n</div>'
            "</figure><!-- /wp:embed --><p>After</p>"
        ),
    ],
)
def test_an_address_that_stands_for_a_player_is_an_embed(content: str) -> None:
    assert html(content).split("\n") == ["<p>Before</p>", EMBED, "<p>After</p>"]


def test_an_address_amid_a_sentence_is_text() -> None:
    for content in (f"See {FILM}", f"{FILM} is good", f"<em>{FILM}</em>"):
        found = body(content)
        assert "data-embed" not in found.html
        assert not found.notes


def test_an_address_of_another_provider_stays_a_link_and_is_reported() -> None:
    found = body("https://films.example/1")

    assert found.html == f"<p>{link('https://films.example/1', 'https://films.example/1')}</p>"
    assert found.notes == (Note(NoteKind.EMBED, "https://films.example/1"),)


@pytest.mark.parametrize(
    "content",
    [
        f"[audio {SPEECH.url}]",
        f'[audio mp3="{SPEECH.url}"][/audio]',
        f'<audio controls src="{SPEECH.url}">No sound here.</audio>',
        (
            f'<figure class="wp-block-audio"><audio controls><source src="{SPEECH.url}">No.</audio>'
            "</figure>"
        ),
    ],
)
def test_a_file_of_sound_or_film_becomes_a_link_and_is_reported(content: str) -> None:
    found = body(content)

    assert found.html == f"<p>{link(SPEECH.url, 'speech.mp3')}</p>"
    assert found.notes == (Note(NoteKind.MEDIA, SPEECH.url),)


def test_a_playlist_becomes_its_links() -> None:
    assert html('[playlist ids="9,77"]') == f"<p>{link(SPEECH.url, 'The speech')}</p>"


# Shortcodes and blocks ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ('Text [contact-form-7 id="4" title="Form"]', "contact-form-7"),
        ("Text [vc_row]", "vc_row"),
        ("Text\n[newsletter]\n", "newsletter"),
        ("[box]Text[/box]", "box"),
        ('[map lat="1"/]Text', "map"),
    ],
)
def test_an_unknown_shortcode_is_left_out_and_reported(content: str, name: str) -> None:
    found = body(content)

    assert found.html == "<p>Text</p>"
    assert found.notes == (Note(NoteKind.SHORTCODE, name),)


@pytest.mark.parametrize(
    "content",
    [
        "He said [sic] no.",
        "[Editor’s note: corrected.]",
        "He [laughs] left.",
        "[1]",
        "See [the map] and [ours].",
        "a[i] = b[0]",
        "An open [bracket",
        "[…]",
    ],
)
def test_brackets_in_a_sentence_are_text(content: str) -> None:
    found = body(content)

    assert found.html == f"<p>{content}</p>"
    assert not found.notes


def test_doubled_brackets_show_a_shortcode() -> None:
    assert html("Write [[gallery ids=1]] to show one.") == (
        "<p>Write [gallery ids=1] to show one.</p>"
    )


def test_code_may_speak_of_shortcodes() -> None:
    found = body('<code>[my_form id="1"]</code>')

    assert found.html == '<p><code>[my_form id="1"]</code></p>'
    assert not found.notes


def test_blocks_that_show_other_parts_of_the_site_are_left_out_and_reported() -> None:
    found = body(
        '<!-- wp:latest-posts /--><!-- wp:query {"a":1} --><p>Nothing found</p>'
        '<!-- /wp:query --><!-- wp:core/block {"ref":5} /--><p>Text</p>'
    )

    assert found.html == "<p>Text</p>"
    assert [note.detail for note in found.notes] == ["latest-posts", "query", "block"]


def test_a_block_that_never_ends_swallows_nothing() -> None:
    assert html("<!-- wp:query --><p>Text</p>") == "<p>Text</p>"


def test_the_second_link_of_a_file_is_left_out() -> None:
    content = (
        '<div class="wp-block-file"><a href="/report.pdf">Report</a>'
        '<a href="/report.pdf" class="wp-block-file__button" download>Download</a></div><p>Text</p>'
    )

    assert html(content) == '<p><a href="/report.pdf">Report</a></p>\n<p>Text</p>'


# Hostile text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "piece",
    [
        "<!--", "<", "<a ", '<a href="', "<a href='x\" ", "[", "[[", "[a ", "[gallery ",
        "[caption]", '[caption id="', "[x/]", "<b>", "<div>", "<figure>", "<pre>", "<script>",
        "<video>", "<!-- wp:query -->", "&#", "&#9", "\n\n", "\n \n", "<blockquote>",
        "<table><tr><td>", "http://a.b/\n", "<img src=x> t ", "<h2><img src=x>", "<object>",
        "</p></div>", "<?php ",
    ],
)  # fmt: skip
def test_pathological_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    # Anything that looks at the rest again for each piece would take minutes here.
    found = body(piece * (60_000 // len(piece)), BOTH)

    assert len(found.html) < 4 * 60_000 * 4


@pytest.mark.parametrize("piece", ["<!--", "<!", "<?php "])
def test_an_ending_that_never_comes_is_looked_for_once(piece: str) -> None:
    class Counted(str):
        __slots__ = ()
        searches = 0

        def find(self, *arguments: Any) -> int:
            Counted.searches += 1
            return super().find(*arguments)

    list(tokens(Counted(piece * 1000)))

    assert Counted.searches <= 2


def test_hostile_markup_leaves_nothing_that_runs() -> None:
    content = (
        '<a href="javascript:alert(1)" onclick="x()">One</a><img src=x onerror=alert(1)>'
        '<svg onload=alert(1)></svg>[caption caption="<img src=x onerror=alert(1)>"]Two[/caption]'
        '<iframe src="javascript:alert(1)"></iframe>[embed]javascript:alert(1)[/embed]'
    )

    for library in (NONE, Shelf("x")):
        cleaned = html(content, library)
        assert "onerror" not in cleaned
        assert "onclick" not in cleaned
        assert 'href="javascript' not in cleaned
        assert "<svg" not in cleaned


def test_a_title_is_one_line_of_plain_text() -> None:
    assert one_line("  Title <em>With</em>\n<b>Mark<sup>up</sup></b> &amp; more ") == (
        "Title With Markup & more"
    )
    assert one_line("5 < 6 &lt; 7") == "5 < 6 < 7"
