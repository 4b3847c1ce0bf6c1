"""The reader on a real export that nobody here wrote; it lies beside the checkout."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsportal.interop.wordpress.bodies import Attachment, convert
from newsportal.interop.wordpress.reading import SiteInfo, WXRAuthor, WXRItem, WXRTerm, read_wxr
from newsportal.interop.wordpress.sorting import Kind, fate

REAL_FILE = (
    Path(__file__).resolve().parents[3] / "shared/data/wordpress/themeunittestdata.wordpress.xml"
)
pytestmark = pytest.mark.skipif(
    not REAL_FILE.exists(), reason="the real export does not lie beside this checkout"
)


class NothingBrought:
    def picture(self, url: str, number: int | None) -> Mapping[str, str] | None:
        return None

    def attachment(self, number: int) -> Attachment | None:
        return None

    def attached_to(self, post: int) -> Sequence[Attachment]:
        return []


@pytest.fixture(scope="module")
def entries() -> list[SiteInfo | WXRAuthor | WXRTerm | WXRItem]:
    with REAL_FILE.open("rb") as source:
        return list(read_wxr(source))


def test_every_item_comment_author_and_term_is_read(entries: list[object]) -> None:
    assert Counter(type(entry).__name__ for entry in entries) == {
        "SiteInfo": 1,
        "WXRAuthor": 2,
        "WXRTerm": 68 + 110 + 7,
        "WXRItem": 186,
    }
    comments = [
        comment for entry in entries if isinstance(entry, WXRItem) for comment in entry.comments
    ]
    assert Counter(comment.kind for comment in comments) == {
        "comment": 29,
        "pingback": 2,
        "trackback": 2,
    }


def test_every_item_has_a_fate_and_what_was_hidden_stays_so(entries: list[object]) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    fates = [  # a list: 18 numbers of menu entries occur twice, in two menus
        (entry.post_id, fate(entry, datetime(2010, 1, 1, tzinfo=UTC), now))
        for entry in entries
        if isinstance(entry, WXRItem)
    ]

    assert Counter(one.kind for _number, one in fates) == {
        Kind.STORY: 58,
        Kind.PAGE: 21,
        Kind.PICTURE: 35,
        Kind.MENU_ENTRY: 70,
        Kind.NOTHING: 2,  # a film and a sound
    }
    hidden = [number for number, one in fates if one.reason and one.kind is Kind.STORY]
    assert hidden == [1153, 1164, 1168]  # scheduled, draft, password


def test_every_text_becomes_clean_html(entries: list[object]) -> None:
    for entry in entries:
        if isinstance(entry, WXRItem) and entry.post_type in {"post", "page"}:
            found = convert(entry.content, post=entry.post_id or 0, library=NothingBrought())
            assert "[caption" not in found.html
            assert "[gallery" not in found.html
            assert "wp:" not in found.html or entry.post_id == 1732  # which shows one as code
            assert bool(found.html) == bool(entry.content.strip())
