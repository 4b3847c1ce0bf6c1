"""Whatever is not a plain, whole WordPress export is refused with one line."""

import re
from io import BytesIO

import pytest

from newsportal.interop.wordpress import reading
from newsportal.interop.wordpress.reading import WXRError, read_wxr
from tests.interop import wxr

DOCTYPE = b'<!DOCTYPE rss [ <!ENTITY a "aaaaaaaaaa"> <!ENTITY b "&a;&a;&a;&a;&a;"> ]>'
EXTERNAL = b'<!DOCTYPE rss [ <!ENTITY x SYSTEM "file:///etc/hostname"> ]>'


def refusal(source: bytes) -> str:
    with pytest.raises(WXRError) as refused:
        wxr.entries(source)
    message = str(refused.value)
    assert "\n" not in message
    return message


def with_prolog(prolog: bytes) -> bytes:
    head, rest = wxr.wxr(wxr.item(1)).split(b"\n", 1)
    return head + prolog + rest


@pytest.mark.parametrize("prolog", [DOCTYPE, EXTERNAL, b'<!DOCTYPE rss SYSTEM "http://x/y.dtd">'])
def test_a_document_type_is_refused_before_anything_is_expanded(prolog: bytes) -> None:
    assert "document type or entity" in refusal(with_prolog(prolog))


def test_an_entity_that_nobody_declared_is_refused() -> None:
    source = wxr.wxr(wxr.item(1)).replace(b"<![CDATA[A bridge opens]]>", b"Tea &nbsp; cake")

    assert "undefined entity" in refusal(source)


def test_broken_encoding_is_refused_with_its_line() -> None:
    source = wxr.wxr(wxr.item(1)).replace(b"A bridge", b"A \xff\xfe bridge")

    assert re.match(r"Line \d+, column \d+: ", refusal(source))


@pytest.mark.parametrize("character", [b"\x00", b"\x08", b"\x1b", b"&#8;", b"&#xD800;"])
def test_characters_that_xml_forbids_are_refused(character: bytes) -> None:
    source = wxr.wxr(wxr.item(1)).replace(b"<![CDATA[A bridge opens]]>", b"A " + character)

    assert "not well-formed" in refusal(source)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_says_so(kept: float) -> None:
    source = wxr.wxr(*(wxr.item(number, wxr.comment(number)) for number in range(50))).strip()

    assert "it was cut off" in refusal(source[: int(len(source) * kept)])


@pytest.mark.parametrize("version", ["", "0.9", "2.0", "1.2.3", "latest"])
def test_a_version_that_is_missing_or_unknown_is_refused(version: str) -> None:
    assert "WXR version" in refusal(wxr.wxr(wxr.item(1), version=version))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"PK\x03\x04rest of an archive", "packed"),
        (b"\x1f\x8b\x08rest of an archive", "packed"),
        (b"<html><body>Not found</body></html>", "does not begin with <rss>"),
        (b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>', "<rss>"),
        (b"<rss><channel><title>A plain feed</title></channel></rss>", "no WXR version"),
        (b"%PDF-1.7 and so on", "not well-formed"),
        (b'{"db": []}', "not well-formed"),
        (b'<?xml version="1.0" encoding="euc-kr"?><rss/>', "save it as UTF-8"),
        (b'<?xml version="1.0" encoding="no-such"?><rss/>', "save it as UTF-8"),
    ],
)
def test_what_is_no_export_is_named_for_what_it_is(source: bytes, expected: str) -> None:
    assert expected in refusal(source)


def test_text_after_the_end_is_refused() -> None:
    assert "junk after document element" in refusal(wxr.wxr(wxr.item(1)) + b"<rss/>")


def test_nesting_without_end_is_refused() -> None:
    source = wxr.wxr(wxr.item(1)).replace(b"<item>", b"<item>" + b"<b>" * 10_000)

    assert "nesting of more than" in refusal(source)


def test_one_tag_or_comment_without_end_is_refused_before_it_costs_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "MAX_TOKEN_BYTES", 1 << 20)
    monkeypatch.setattr(reading, "CHUNK_BYTES", 1 << 14)
    for opening in (b"<!-- ", b'<item title="', b"<?run "):
        source = BytesIO(wxr.wxr().replace(b"</channel>", opening + b"x" * (3 << 20)))
        with pytest.raises(WXRError, match="a tag or comment of more than"):
            list(read_wxr(source))
        assert source.tell() < 2 << 20


def test_an_item_of_absurd_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ENTRY_CHARACTERS", 1 << 20)

    refused = refusal(wxr.wxr(wxr.item(1, content="words " * 300_000)))

    assert "an item of more than" in refused


def test_elements_without_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ENTRY_ELEMENTS", 1000)

    assert "elements is not accepted" in refusal(wxr.wxr(wxr.item(1, "<wp:x/>" * 2000)))


def test_a_long_discussion_is_not_taken_for_an_attack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ENTRY_ELEMENTS", 100)

    (found,) = wxr.items(wxr.item(1, *(wxr.comment(number) for number in range(500))))

    assert len(found.comments) == 500


def test_prefixes_without_number_are_refused() -> None:
    declared = " ".join(f'xmlns:e{number}="urn:excerpt"' for number in range(100))

    assert "so many namespace prefixes" in refusal(wxr.wxr(namespaces=declared))
