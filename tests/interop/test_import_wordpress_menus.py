"""Menus of the old site: which stands on top, how deep, and what leads nowhere."""

import pytest

from articles.chrome import current as chrome
from articles.models import MenuItem
from newsportal.interop.reporting import Outcome, Thing
from newsportal.interop.wordpress.menus import MenuEntry, arranged, main_menu
from tests.interop import wxr
from tests.interop.conftest import Import

ABOUT = wxr.item(3, post_type="page", name="about", link=f"{wxr.SITE}/about/", title="About")
WORLD = wxr.category("world", number=10)


def line(
    number: int,
    target: str,
    object_id: int = 0,
    *,
    url: str = "",
    parent: int = 0,
    title: str = "",
    menu: str = "top",
    kind: str = "",
) -> str:
    kinds = {"post_type": "page", "taxonomy": "category", "custom": "custom"}
    return wxr.item(
        number,
        wxr.filed(menu, "nav_menu"),
        wxr.meta(
            _menu_item_type=target,
            _menu_item_object=kind or kinds[target],
            _menu_item_object_id=str(object_id or number),
            _menu_item_menu_item_parent=str(parent),
            _menu_item_url=url,
        ),
        post_type="nav_menu_item",
        title=title,
        order=number,
        link=f"{wxr.SITE}/?p={number}",
    )


def entry(number: int, parent: int = 0, url: str = "/", menu: str = "top") -> MenuEntry:
    return MenuEntry(
        number, menu, f"Line {number}", "custom", "custom", number, parent, url, number
    )


def leads(entry: MenuEntry) -> bool:
    return entry.url != "#"


def shape(*entries: MenuEntry) -> list[tuple[int, int]]:
    return [(one.number, above.number if above else 0) for one, above in arranged(entries, leads)]


def test_deeper_levels_stand_below_their_topmost_line() -> None:
    assert shape(entry(1), entry(2, 1), entry(3, 2), entry(4, 3)) == [
        (1, 0),
        (2, 1),
        (3, 1),
        (4, 1),
    ]


def test_lines_below_one_that_leads_nowhere_rise() -> None:
    assert shape(entry(1, url="#"), entry(2, 1), entry(3, 2)) == [(2, 0), (3, 2)]


def test_lines_that_are_each_others_parents_end() -> None:
    assert {number for number, _above in shape(entry(1, 2), entry(2, 1), entry(3, 3))} == {1, 2, 3}


def test_a_line_below_one_that_is_not_there_stands_on_top() -> None:
    assert shape(entry(2, 99)) == [(2, 0)]


def test_the_main_menu_is_the_one_called_so() -> None:
    menus = {"social": [entry(1)], "primary-menu": [entry(2)], "x": [entry(3)]}

    assert main_menu(menus, {}) == "primary-menu"
    assert main_menu(menus, {"x": "Header"}) == "primary-menu"
    assert main_menu({"social": [entry(1)], "x": [entry(3)]}, {"x": "Header"}) == "x"


def test_else_the_main_menu_is_the_first_that_leads_through_the_site() -> None:
    abroad = [entry(1, url="https://a.example"), entry(2, url="https://b.example")]
    long = [entry(number) for number in range(3, 30)]
    short = [entry(30), entry(31)]

    assert main_menu({"social": abroad, "all": long, "few": short}, {}) == "few"
    assert main_menu({"social": abroad}, {}) == "social"
    assert main_menu({}, {}) == ""


@pytest.mark.django_db
def test_lines_lead_to_pages_sections_stories_and_links(bring: Import) -> None:
    bring(
        WORLD,
        ABOUT,
        wxr.item(12, wxr.filed("world")),
        line(21, "post_type", 3, title="Who we are"),
        line(22, "taxonomy", 10, parent=21),
        line(23, "post_type", 12, kind="post"),
        line(24, "custom", url="https://elsewhere.example/", title="Elsewhere"),
        line(25, "custom", url=f"{wxr.SITE}/", title="Home"),
    )

    (main,) = {item.menu for item in MenuItem.objects.all()}
    assert main == "main"
    assert [(one.text, one.url) for one in chrome.get().main_menu] == [
        ("Who we are", "/about/"),
        ("A bridge opens", "/world/2019/05/01/a-bridge-opens/"),
        ("Elsewhere", "https://elsewhere.example/"),
        ("Home", "/"),
    ]
    assert [(one.text, one.url) for one in chrome.get().main_menu[0].lines] == [
        ("World", "/world/")
    ]


@pytest.mark.django_db
def test_lines_that_lead_nowhere_are_left_out_and_reported(bring: Import) -> None:
    report = bring(
        ABOUT,
        line(21, "custom", url="#", title="More"),
        line(22, "post_type", 99),
        line(23, "taxonomy", 99),
        line(24, "custom", url="javascript:alert(1)", title="Bad"),
        line(25, "post_type", 3),
    )

    assert MenuItem.objects.count() == 1
    assert report.counts[Thing.MENU_ITEM, Outcome.LEFT] == 4
    assert report.items_accounted == report.items_read


@pytest.mark.django_db
def test_the_same_number_in_two_menus_is_two_lines(bring: Import) -> None:
    lines = [line(21, "post_type", 3, menu="top"), line(21, "post_type", 3, menu="footer-menu")]

    report = bring(ABOUT, *lines)

    assert set(MenuItem.objects.values_list("menu", flat=True)) == {"main", "footer"}
    assert report.items == {Outcome.MADE: 3}
    assert bring(ABOUT, *lines).items == {Outcome.KNOWN: 3}


@pytest.mark.django_db
def test_other_menus_are_kept_aside_and_shown_nowhere(bring: Import) -> None:
    bring(ABOUT, line(21, "post_type", 3, menu="top"), line(22, "post_type", 3, menu="old"))

    assert MenuItem.objects.get(import_id="old:22").menu == "aside"
    assert len(chrome.get().main_menu) == 1
    assert not chrome.get().footer


@pytest.mark.django_db
def test_another_menu_can_be_chosen(bring: Import) -> None:
    bring(
        ABOUT,
        line(21, "post_type", 3, menu="top"),
        line(22, "post_type", 3, menu="old"),
        main_menu="old",
    )

    assert MenuItem.objects.get(menu="main").import_id == "old:22"
