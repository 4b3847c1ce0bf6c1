"""What becomes of each kind and state of item."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsportal.interop.wordpress.sorting import Fate, Kind, fate
from tests.interop import wxr

NOW = datetime(2026, 1, 1, tzinfo=UTC)
THEN = datetime(2019, 5, 1, 8, tzinfo=UTC)


def fate_of(number: int | str = 1, published: datetime | None = THEN, **fields: Any) -> Fate:
    (item,) = wxr.items(wxr.item(number, **fields))
    return fate(item, published, NOW)


def test_a_published_post_is_a_public_story() -> None:
    assert fate_of() == Fate(Kind.STORY, public=True)


def test_a_published_page_is_a_public_page() -> None:
    assert fate_of(post_type="page") == Fate(Kind.PAGE, public=True)


@pytest.mark.parametrize("status", ["draft", "future", "private", "pending", "inherit", "pitch"])
@pytest.mark.parametrize("post_type", ["post", "page"])
def test_what_readers_could_not_see_is_never_public(post_type: str, status: str) -> None:
    found = fate_of(post_type=post_type, status=status)

    assert not found.public
    assert found.reason


def test_a_password_keeps_a_published_post_from_the_public() -> None:
    found = fate_of(password="enter")

    assert (found.kind, found.public) == (Kind.STORY, False)
    assert "password" in found.reason


def test_a_published_post_of_the_future_is_not_public() -> None:
    found = fate_of(published=NOW + timedelta(seconds=1))

    assert (found.kind, found.public) == (Kind.STORY, False)


def test_a_published_post_without_a_date_is_not_public() -> None:
    assert not fate_of(published=None).public


@pytest.mark.parametrize("status", ["trash", "auto-draft"])
def test_what_was_thrown_away_is_skipped(status: str) -> None:
    for post_type in ("post", "page", "attachment", "nav_menu_item"):
        found = fate_of(post_type=post_type, status=status)
        assert found.kind is Kind.NOTHING
        assert found.reason


@pytest.mark.parametrize(
    "post_type",
    ["revision", "wp_block", "wp_template", "wp_navigation", "custom_css", "product", "event", ""],
)
def test_other_kinds_are_skipped_with_a_reason(post_type: str) -> None:
    found = fate_of(post_type=post_type)

    assert found.kind is Kind.NOTHING
    assert found.reason


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("harbour.jpg", Kind.PICTURE),
        ("Harbour.JPEG", Kind.PICTURE),
        ("harbour.webp", Kind.PICTURE),
        ("speech.mp3", Kind.NOTHING),
        ("drawing.svg", Kind.NOTHING),
        ("report.pdf", Kind.NOTHING),
        ("none", Kind.NOTHING),
    ],
)
def test_an_attachment_is_a_picture_by_the_name_of_its_file(name: str, kind: Kind) -> None:
    found = fate_of(
        post_type="attachment",
        status="inherit",
        attachment_url=f"{wxr.SITE}/wp-content/uploads/2019/05/{name}?w=604",
    )

    assert found.kind is kind


def test_a_menu_entry_is_one() -> None:
    assert fate_of(post_type="nav_menu_item").kind is Kind.MENU_ENTRY


def test_an_item_without_a_number_is_skipped() -> None:
    assert fate_of("").kind is Kind.NOTHING
