"""A second run changes nothing, an interrupted one is finished, a damaged file changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from articles import publishing
from articles.models import Story
from articles.working_copy import StoryContent, content_of
from comments.models import Comment
from newsportal.interop.reporting import Outcome, Report, Thing
from newsportal.interop.wordpress.context import Options
from newsportal.interop.wordpress.importing import Watcher, bring_in
from newsportal.interop.wordpress.reading import WXRError
from tests.interop import wxr
from tests.interop.conftest import Import, digests

pytestmark = pytest.mark.django_db

WHOLE = (
    wxr.author("ada", "Ada Lovell"),
    wxr.category("world", number=10),
    wxr.category("asia", parent="world", number=11),
    wxr.tag("ferries"),
    wxr.menu("top", "Main menu"),
    wxr.item(
        1,
        wxr.filed("asia"),
        wxr.filed("ferries", "post_tag"),
        wxr.comment(5),
        wxr.comment(6, parent=5, approved="0"),
        wxr.comment(7, parent=6),
        wxr.comment(8, approved="trash"),
    ),
    wxr.item(2, name="draft", status="draft"),
    wxr.item(3, post_type="page", name="about", link=f"{wxr.SITE}/about/"),
    wxr.item(
        4,
        wxr.filed("top", "nav_menu"),
        wxr.meta(_menu_item_type="post_type", _menu_item_object="page", _menu_item_object_id="3"),
        post_type="nav_menu_item",
    ),
    wxr.item(9, name="last"),
)


def test_a_second_run_changes_no_row(bring: Import) -> None:
    bring(*WHOLE)
    before = digests()

    report = bring(*WHOLE)

    assert digests() == before
    assert report.items == {Outcome.KNOWN: 5}


def test_a_dry_run_changes_no_row_and_says_what_would_happen(bring: Import) -> None:
    before = digests()

    planned = bring(*WHOLE, is_dry_run=True)

    assert digests() == before
    done = bring(*WHOLE)
    assert planned.counts == done.counts
    assert planned.items == done.items
    assert planned.left == done.left


def test_a_dry_run_knows_what_is_here(bring: Import) -> None:
    bring(*WHOLE)
    before = digests()

    planned = bring(*WHOLE, is_dry_run=True)

    assert digests() == before
    assert planned.items == {Outcome.KNOWN: 5}
    assert planned.counts[Thing.COMMENT, Outcome.KNOWN] == 4
    assert not [key for key, count in planned.counts.items() if key[1] is Outcome.MADE and count]


def test_an_interrupted_run_is_finished_by_the_next(export: Callable[..., Path]) -> None:
    path = export(*WHOLE)
    seen: list[int] = []

    def interrupt() -> None:
        seen.append(1)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_in([path], Options(), Report(), Watcher(on_item=interrupt))
    assert Story.objects.count() == 2

    report = Report()
    bring_in([path], Options(), report)

    assert Story.objects.count() == 3
    assert report.items == {Outcome.KNOWN: 2, Outcome.MADE: 3}
    assert Comment.objects.count() == 4


@pytest.mark.parametrize(
    "damage",
    [
        lambda source: source[: len(source) * 2 // 3],
        lambda source: source.replace(b"last", b"l\xffst"),
        lambda source: source.replace(b"<title>The", b"<title>\x00The"),
        lambda source: source.replace(b"<rss", b'<!DOCTYPE x [<!ENTITY a "b">]><rss'),
        lambda source: source.replace(b">1.2<", b">9.9<"),
    ],
    ids=["cut off", "encoding", "control character", "entities", "version"],
)
def test_a_damaged_file_changes_nothing(
    export: Callable[..., Path], damage: Callable[[bytes], bytes]
) -> None:
    before = digests()
    good = export(*WHOLE, name="good.xml")
    bad = export(damage(wxr.wxr(*WHOLE)), name="bad.xml")

    with pytest.raises(WXRError) as refused:
        bring_in([good, bad], Options(), Report())

    assert str(refused.value).startswith("bad.xml: ")
    assert "\n" not in str(refused.value)
    assert digests() == before


def test_newer_comments_of_a_known_story_are_brought(bring: Import) -> None:
    bring(wxr.item(1, wxr.comment(5)))

    report = bring(wxr.item(1, wxr.comment(5), wxr.comment(6, parent=5)))

    assert report.counts[Thing.COMMENT, Outcome.MADE] == 1
    assert Comment.objects.get(import_id="6").parent == Comment.objects.get(import_id="5")
    assert Story.objects.get().comment_count == 2


def test_readers_programs_know_a_story_again_by_the_name_it_had(bring: Import) -> None:
    other, odd = (
        wxr.item(number, name=f"post-{number}").replace(f"{wxr.SITE}/?p={number}", guid)
        for number, guid in ((2, f"{wxr.SITE}/?p=1"), (3, "no name, only words"))
    )
    export = (wxr.item(1), other, odd)
    bring(*export)
    # An earlier release brought stories without their names: the next run adds them.
    before = digests()
    Story.objects.update(feed_id="")
    bring(*export)

    assert digests() == before
    names = dict(Story.objects.values_list("import_id", "feed_id"))
    assert names == {"1": f"{wxr.SITE}/?p=1", "2": "", "3": ""}
    feed = Client().get("/feed/").content.decode()
    assert f'<guid isPermaLink="false">{wxr.SITE}/?p=1</guid>' in feed


def test_what_editors_changed_meanwhile_stays(bring: Import) -> None:
    bring(wxr.item(1))
    story = Story.objects.get()
    content = content_of(story)
    assert isinstance(content, StoryContent)
    content.headline = "A bridge closes"
    publishing.save_story(story, None, content)
    publishing.publish(story, None)

    bring(wxr.item(1))

    assert Story.objects.get().headline == "A bridge closes"


def test_the_parts_of_one_export_are_one_site(export: Callable[..., Path]) -> None:
    first = export(wxr.category("world", number=10), wxr.item(1), name="a.xml")
    second = export(wxr.item(2, wxr.filed("world"), name="b"), name="b.xml")
    report = Report()

    bring_in([second, first], Options(), report)

    assert Story.objects.get(import_id="2").section is not None
    assert report.items_read == report.items_accounted == 2


def test_the_same_numbers_of_another_site_are_other_stories(export: Callable[..., Path]) -> None:
    one = export(wxr.item(1), name="a.xml")
    other = export(wxr.item(1, name="b"), name="b.xml", site="https://tribune.example")

    bring_in([one, other], Options(), Report())

    assert set(Story.objects.values_list("source", flat=True)) == {
        "gazette.example",
        "tribune.example",
    }
