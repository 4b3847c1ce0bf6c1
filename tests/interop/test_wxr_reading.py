"""What the reader makes of well-formed exports, however they spell things."""

import pytest

from newsportal.interop.wordpress.reading import (
    ItemTerm,
    SiteInfo,
    WXRAuthor,
    WXRItem,
    WXRTerm,
)
from tests.interop import wxr


def test_the_site_comes_first_and_names_the_source() -> None:
    first = wxr.entries(wxr.wxr(wxr.author("ada"), site="https://Gazette.example/blog/"))[0]

    assert isinstance(first, SiteInfo)
    assert (first.title, first.language, first.version) == ("The Gazette", "en", "1.2")
    assert first.source == "gazette.example/blog"


def test_an_author_without_a_number_is_read_by_login() -> None:
    found = wxr.entries(wxr.wxr(wxr.author("ada", "Ada Lovell"), wxr.author("edith", number=7)))

    assert found[1:] == [
        WXRAuthor(None, "ada", "ada@gazette.example", "Ada Lovell", "", ""),
        WXRAuthor(7, "edith", "edith@gazette.example", "edith", "", ""),
    ]


def test_categories_tags_and_other_terms_are_terms_of_their_taxonomy() -> None:
    found = wxr.entries(
        wxr.wxr(
            wxr.category("world", "World", number=3),
            wxr.category("asia", "Asia", parent="world"),
            wxr.tag("ferries", "Ferries", number=4),
            wxr.menu("top", "Top"),
        )
    )

    assert found[1:] == [
        WXRTerm(3, "category", "world", "", "World", ""),
        WXRTerm(None, "category", "asia", "world", "Asia", ""),
        WXRTerm(4, "post_tag", "ferries", "", "Ferries", ""),
        WXRTerm(900, "nav_menu", "top", "", "Top", ""),
    ]


def test_every_field_of_an_item_is_read() -> None:
    (found,) = wxr.items(
        wxr.item(
            12,
            wxr.filed("world"),
            wxr.filed("ferries", "post_tag"),
            wxr.meta(_thumbnail_id="9", subtitle="Over the bay"),
            wxr.comment(5, "First."),
            excerpt="In short.",
            password="secret",
            parent=3,
            order=2,
        )
    )

    assert (found.post_id, found.post_type, found.status) == (12, "post", "publish")
    assert (found.content, found.excerpt) == ("The bridge is open.", "In short.")
    assert (found.creator, found.post_name, found.password) == ("ada", "a-bridge-opens", "secret")
    assert (found.post_parent, found.menu_order, found.is_sticky) == (3, 2, False)
    assert (found.post_date, found.post_date_gmt) == ("2019-05-01 10:00:00", "2019-05-01 08:00:00")
    assert found.terms == (
        ItemTerm("category", "world", "World"),
        ItemTerm("post_tag", "ferries", "Ferries"),
    )
    assert found.meta_value("_thumbnail_id") == "9"
    assert found.meta_value("absent") == ""
    assert found.comments[0].author_email == "rana@example.org"


def test_an_empty_comment_type_means_comment() -> None:
    (found,) = wxr.items(wxr.item(1, wxr.comment(1), wxr.comment(2, kind="Pingback")))

    assert [comment.kind for comment in found.comments] == ["comment", "pingback"]


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_version_is_read(version: str) -> None:
    first = wxr.entries(wxr.wxr(wxr.item(1), version=version))[0]

    assert isinstance(first, SiteInfo)
    assert first.version == version


@pytest.mark.parametrize(
    "namespaces",
    [
        wxr.NAMESPACES.replace("http://", "https://"),
        wxr.NAMESPACES.replace("1.2", "1.0"),
        wxr.NAMESPACES.replace("wordpress.org/export/1.2/excerpt", "example.org/Excerpt"),
        "",
    ],
    ids=["https", "1.0", "stranger", "undeclared"],
)
def test_elements_are_found_whatever_the_spelling_of_the_namespace(namespaces: str) -> None:
    *_rest, found = wxr.entries(wxr.wxr(wxr.item(4, excerpt="Short."), namespaces=namespaces))

    assert isinstance(found, WXRItem)
    assert (found.post_id, found.creator, found.excerpt) == (4, "ada", "Short.")


def test_elements_are_found_whatever_the_prefix() -> None:
    source = wxr.wxr(wxr.author("ada"), wxr.item(4, wxr.comment(8), excerpt="Short."))
    for old, new in ((b"wp", b"ns0"), (b"excerpt", b"ns1"), (b"content", b"ns2")):
        source = source.replace(old + b":", new + b":").replace(b"xmlns:" + old, b"xmlns:" + new)

    *_rest, found = wxr.entries(source)

    assert isinstance(found, WXRItem)
    assert (found.content, found.excerpt) == ("The bridge is open.", "Short.")
    assert found.comments[0].comment_id == 8


def test_elements_of_other_vocabularies_do_not_replace_those_of_rss() -> None:
    source = wxr.wxr(wxr.item(1)).replace(
        b"<item>",
        b'<item xmlns:media="urn:m"><media:title>Cover</media:title>'
        b"<media:description>Drawing</media:description><media:link>x</media:link>",
    )

    *_rest, found = wxr.entries(source)

    assert isinstance(found, WXRItem)
    assert (found.title, found.description) == ("A bridge opens", "")


def test_marked_and_plain_text_mix_in_one_element() -> None:
    source = wxr.wxr(wxr.item(1)).replace(
        b"<![CDATA[A bridge opens]]>", b" A <![CDATA[bridge & ]]>&amp; a ]]&gt; <em>tunnel</em> "
    )

    *_rest, found = wxr.entries(source)

    assert isinstance(found, WXRItem)
    assert found.title == "A bridge & & a ]]>  tunnel"


def test_what_stands_before_the_site_waits_for_it() -> None:
    source = wxr.wxr().replace(
        b"<title>The Gazette</title>", wxr.author("ada").encode() + b"<title>The Gazette</title>"
    )

    first, second = wxr.entries(source)

    assert isinstance(first, SiteInfo)
    assert isinstance(second, WXRAuthor)


def test_numbers_that_are_none_are_not_guessed() -> None:
    for written in ("", "twelve", "-3", "1_000", "٣", "9" * 40):
        (found,) = wxr.items(wxr.item(written))
        assert found.post_id is None


def test_an_encoding_other_than_utf_8_is_read_as_declared() -> None:
    source = wxr.wxr(wxr.item(1, title="Brücke")).decode().replace("UTF-8", "ISO-8859-1")

    *_rest, found = wxr.entries(source.encode("latin-1"))

    assert isinstance(found, WXRItem)
    assert found.title == "Brücke"


def test_empty_lines_that_a_theme_printed_before_the_export_do_no_harm() -> None:
    found = wxr.entries(b"\r\n\n  " + wxr.wxr(wxr.item(1)))

    assert [type(entry) for entry in found] == [SiteInfo, WXRItem]
