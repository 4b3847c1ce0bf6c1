"""In which section a story of many categories stands."""

from newsportal.interop.wordpress.reading import WXRTerm
from newsportal.interop.wordpress.sections import CategoryTree, Filing, file_story
from tests.interop import wxr


def term(slug: str, parent: str = "", number: int | None = None) -> WXRTerm:
    return WXRTerm(number, "category", slug, parent, slug.title(), "")


TREE = CategoryTree(
    [
        term("asia", "world", 12),
        term("world", number=10),
        term("korea", "asia", 13),
        term("sport", number=20),
        term("culture", number=30),
    ]
)


def filing(*slugs: str, **values: str) -> Filing:
    (item,) = wxr.items(wxr.item(1, *map(wxr.filed, slugs), wxr.meta(**values)))
    return file_story(item, TREE)


def test_the_category_that_an_editor_marked_as_main_is_the_main_section() -> None:
    found = filing("korea", "sport", _yoast_wpseo_primary_category="20")

    assert found == Filing("sport", ("korea",))


def test_a_mark_for_a_category_that_the_story_left_is_ignored() -> None:
    for mark in ("30", "999", "", "sport", "²"):
        assert filing("korea", "sport", _yoast_wpseo_primary_category=mark).main == "korea"


def test_without_a_mark_the_deepest_category_is_the_main_section() -> None:
    assert filing("world", "asia", "sport") == Filing("asia", ("world", "sport"))


def test_among_equals_the_first_category_is_the_main_section() -> None:
    assert filing("sport", "culture") == Filing("sport", ("culture",))


def test_without_a_category_the_default_section_is_meant() -> None:
    assert filing() == Filing("", ())


def test_wordpress_own_word_for_no_category_is_none() -> None:
    assert filing("uncategorized") == Filing("", ())
    assert filing("uncategorized", "sport") == Filing("sport", ())


def test_a_category_that_the_export_does_not_list_still_counts() -> None:
    assert filing("lost") == Filing("lost", ())


def test_parents_come_before_their_children() -> None:
    order = [known.slug for known in TREE.parents_first()]

    assert order == ["world", "asia", "korea", "sport", "culture"]


def test_categories_that_are_each_others_parents_end() -> None:
    tree = CategoryTree([term("hen", "egg"), term("egg", "hen"), term("self", "self")])

    assert {known.slug for known in tree.parents_first()} == {"hen", "egg", "self"}
    assert tree.path("self") == ["self"]


def test_a_category_that_is_listed_twice_is_one() -> None:
    tree = CategoryTree([term("world", number=10), term("world", "asia", number=11)])

    assert tree.path("world") == ["world"]
    assert "world" in tree
