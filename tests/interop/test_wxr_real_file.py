"""The reader on a real export that nobody here wrote; it lies beside the checkout."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from articles.models import Page, Story
from comments.models import Comment
from newsportal.interop.reporting import Outcome, Report, Thing
from newsportal.interop.wordpress.bodies import Attachment, convert
from newsportal.interop.wordpress.context import Options
from newsportal.interop.wordpress.importing import bring_in
from newsportal.interop.wordpress.reading import SiteInfo, WXRAuthor, WXRItem, WXRTerm, read_wxr
from newsportal.interop.wordpress.sorting import Kind, fate
from tests.interop.conftest import digests

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


@pytest.fixture(scope="module")
def brought(rows_of_the_file: None) -> Report:
    """The site is brought once for all tests of this file."""
    report = Report()
    bring_in([REAL_FILE], Options(), report)
    return report


@pytest.mark.django_db
def test_the_site_becomes_a_site_here(client: Client, brought: Report) -> None:
    report = brought
    assert report.items_read == report.items_accounted == 186
    assert report.items == {Outcome.MADE: 132, Outcome.LEFT: 54}
    made = {thing: report.counts[thing, Outcome.MADE] for thing in Thing}
    assert made == {
        Thing.SECTION: 68,  # without "Uncategorized", with the default one
        Thing.TAG: 114,  # four of them are only named by posts
        Thing.AUTHOR: 2,
        Thing.STORY: 58,
        Thing.PAGE: 21,
        Thing.PICTURE: 0,
        Thing.MENU_ITEM: 53,
        Thing.COMMENT: 24,
        Thing.OTHER: 0,
    }
    left = {thing: report.counts[thing, Outcome.LEFT] for thing in Thing}
    assert (left[Thing.PICTURE], left[Thing.MENU_ITEM], left[Thing.OTHER]) == (35, 17, 2)
    assert left[Thing.COMMENT] == 4 + 5  # pings, and comments on pages
    assert set(Story.objects.exclude(status="published").values_list("import_id", flat=True)) == {
        "1153",
        "1164",
        "1168",
    }
    thread = Comment.objects.filter(story__import_id="1148").order_by("-depth")
    assert thread[0].depth == 9
    assert thread[0].story.comment_count == 19
    assert Comment.objects.held().count() == 1
    old = "/2012/01/03/template-comments/"
    for address in (old, f"{old}feed/", "/?p=1148", f"{old}comment-page-1/"):
        answer = client.get(address)
        assert answer.status_code == 301
        assert answer["Location"].startswith(thread[0].story.get_absolute_url())
    before = digests()
    again = Report()
    bring_in([REAL_FILE], Options(), again)
    assert digests() == before
    assert again.items == {Outcome.KNOWN: 132, Outcome.LEFT: 54}


@pytest.mark.django_db
def test_every_story_and_page_is_shown(client: Client, brought: Report) -> None:
    for thing in [*Story.objects.live(), *Page.objects.live()]:
        assert client.get(thing.get_absolute_url()).status_code == 200
    for number in ("1153", "1164", "1168"):
        assert "Location" not in client.get(f"/?p={number}")
