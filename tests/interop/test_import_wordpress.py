"""A WordPress site becomes a site here: sections, tags, authors, stories, pages."""

import datetime

import pytest
from django.test import Client

from articles.models import Author, Page, Section, Story, Tag
from comments.models import Discussion
from newsportal.core.models import SiteSettings
from newsportal.interop.reporting import Outcome, Thing
from tests import factories
from tests.interop import wxr
from tests.interop.conftest import Import

pytestmark = pytest.mark.django_db

THE_GAZETTE = (
    wxr.author("ada", "Ada Lovell", number=3),
    wxr.category("world", "World &amp; wide", number=10),
    wxr.category("asia", "Asia", parent="world", number=11),
    wxr.tag("ferries", "Ferries"),
)


def test_a_post_becomes_a_story_that_readers_find(bring: Import, client: Client) -> None:
    bring(
        *THE_GAZETTE,
        wxr.item(
            12,
            wxr.filed("asia"),
            wxr.filed("world"),
            wxr.filed("ferries", "post_tag"),
            title="A <em>bridge</em> opens &amp; closes",
            excerpt="In <b>short</b>.",
            content="The bridge is open.\n\nIt is long.",
        ),
    )

    story = Story.objects.live().get()
    assert story.headline == "A bridge opens & closes"
    assert story.standfirst == "In short."
    assert story.body_html == "<p>The bridge is open.</p>\n<p>It is long.</p>"
    assert story.get_absolute_url() == "/world/asia/2019/05/01/a-bridge-opens/"
    assert story.first_live_at == datetime.datetime(2019, 5, 1, 8, tzinfo=datetime.UTC)
    assert story.updated_at is None
    assert story.language == "en"
    assert [tag.name for tag in story.tags.all()] == ["Ferries"]
    assert [byline.author.name for byline in story.bylines.all()] == ["Ada Lovell"]
    assert (story.source, story.import_id) == ("gazette.example", "12")
    world = Section.objects.get(slug="world")
    assert story.further_section_ids == [world.pk]
    assert {listing.section.path for listing in story.listings.all()} == {"world", "world/asia"}
    assert client.get(story.get_absolute_url()).status_code == 200


def test_sections_keep_their_tree_and_names(bring: Import) -> None:
    report = bring(*THE_GAZETTE)

    assert list(Section.objects.order_by("path").values_list("path", "name")) == [
        ("world", "World & wide"),
        ("world/asia", "Asia"),
    ]
    assert report.counts[Thing.SECTION, Outcome.MADE] == 2


def test_a_section_that_is_here_already_is_used(bring: Import) -> None:
    world = factories.section("world", name="The world")

    bring(*THE_GAZETTE, wxr.item(12, wxr.filed("world")))

    assert Story.objects.get().section == world
    assert Section.objects.filter(parent=None).count() == 1


def test_names_that_are_no_addresses_here_get_another(bring: Import) -> None:
    factories.page(title="Contact", slug="contact")

    bring(*(wxr.category(slug) for slug in ("2019", "search", "contact")))

    assert set(Section.objects.values_list("path", flat=True)) == {
        "section-2019",
        "section-search",
        "section-contact",
    }


def test_a_name_of_signs_alone_gets_an_address_all_the_same(bring: Import, client: Client) -> None:
    bring(wxr.category("-", "—"), wxr.item(1, wxr.filed("-")))

    section = Section.objects.get()
    assert section.slug.startswith("section-")
    assert client.get(section.get_absolute_url()).status_code == 200


def test_long_names_that_begin_alike_stay_apart(bring: Import) -> None:
    long = "the-harbour-board-and-its-neighbours-" * 3

    report = bring(
        wxr.category(f"{long}north", "North"),
        wxr.category(f"{long}south", "South"),
        wxr.tag(f"{long}ferries", "Ferries"),
        wxr.tag(f"{long}cranes", "Cranes"),
    )

    assert set(Section.objects.values_list("name", flat=True)) == {"North", "South"}
    assert set(Tag.objects.values_list("name", flat=True)) == {"Ferries", "Cranes"}
    assert report.counts[Thing.TAG, Outcome.MADE] == 2


def test_a_tree_that_is_too_deep_is_cut_short(bring: Import) -> None:
    levels = [f"level-{number}" for number in range(1, 10)]

    bring(
        *(
            wxr.category(one, parent=above)
            for above, one in zip(["", *levels], levels, strict=False)
        )
    )

    assert Section.objects.get(slug="level-9").path.count("/") == 5
    assert Section.objects.count() == 9


def test_a_story_without_a_category_stands_in_the_named_section(bring: Import) -> None:
    bring(wxr.item(1), wxr.item(2, wxr.filed("uncategorized")), default_section="Local news")

    assert {story.section.path for story in Story.objects.all() if story.section} == {"local-news"}
    assert Section.objects.count() == 1


def test_an_authors_address_stays_private_and_stray_signs_go(bring: Import) -> None:
    bring(*THE_GAZETTE, wxr.item(1, creator=">ada"), wxr.item(2, name="b", creator="ghost"))

    assert list(Author.objects.order_by("pk").values_list("name", "slug", "email")) == [
        ("Ada Lovell", "ada", ""),
        ("ghost", "ghost", ""),
    ]


def test_an_author_of_the_same_login_elsewhere_is_somebody_else(bring: Import) -> None:
    factories.AuthorFactory(name="Ada Byron", slug="ada")

    bring(*THE_GAZETTE)

    assert Author.objects.get(name="Ada Lovell").slug.startswith("ada-")


def test_several_authors_of_one_post_all_stand_over_it(bring: Import) -> None:
    bring(
        *THE_GAZETTE,
        wxr.item(1, wxr.filed("cap-ada", "author"), wxr.filed("cap-bo", "author", "Bo Ek")),
    )

    assert [byline.author.name for byline in Story.objects.get().bylines.all()] == [
        "Ada Lovell",
        "Bo Ek",
    ]


def test_a_later_change_shows_as_an_update(bring: Import) -> None:
    written = wxr.item(1).replace(
        "<wp:comment_status>",
        "<wp:post_modified>2019-06-01 10:00:00</wp:post_modified>"
        "<wp:post_modified_gmt>2019-06-01 08:00:00</wp:post_modified_gmt><wp:comment_status>",
    )

    bring(written)

    assert Story.objects.get().updated_at == datetime.datetime(2019, 6, 1, 8, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "future", "date_gmt": "2099-01-01 00:00:00"}, "scheduled"),
        ({"status": "private"}, "private"),
        ({"status": "draft", "date_gmt": "0000-00-00 00:00:00"}, "draft"),
        ({"status": "pending"}, "review"),
        ({"password": "enter"}, "password"),
        ({"date_gmt": "2099-01-01 00:00:00"}, "future"),
        ({"date": "", "date_gmt": ""}, "no date"),
    ],
)
@pytest.mark.parametrize("post_type", ["post", "page"])
def test_what_was_hidden_becomes_a_draft_with_a_note(
    bring: Import, client: Client, post_type: str, fields: dict[str, str], reason: str
) -> None:
    report = bring(wxr.item(1, wxr.comment(5), post_type=post_type, **fields))

    made = (Story if post_type == "post" else Page).objects.get()
    assert made.status == "draft"
    assert made.working_title == "A bridge opens"
    assert made.working_revision is not None
    assert reason in made.working_revision.note
    assert any(reason in sentence for sentence in report.drafts)
    for address in ("/?p=1", "/2019/05/01/a-bridge-opens/", "/a-bridge-opens/"):
        assert client.get(address).status_code in {200, 404}
        assert b"A bridge opens" not in client.get(address).content


def test_a_post_without_a_title_is_called_by_its_first_words(bring: Import) -> None:
    bring(
        wxr.item(1, title="", content="The <em>ferry</em> is late."),
        wxr.item(2, title=" ", content="", name="late-ferry"),
        wxr.item(3, title="", content="", name=""),
    )

    assert list(Story.objects.order_by("pk").values_list("headline", flat=True)) == [
        "The ferry is late.",
        "Late ferry",
        "Untitled",
    ]


def test_two_posts_of_one_name_on_one_day_have_two_addresses(bring: Import) -> None:
    bring(wxr.item(1), wxr.item(2, title="Another"))

    assert list(Story.objects.order_by("pk").values_list("slug", flat=True)) == [
        "a-bridge-opens",
        "a-bridge-opens-2",
    ]


def test_pages_keep_their_name_where_it_is_free(bring: Import) -> None:
    factories.section("about")
    bring(
        wxr.item(1, post_type="page", name="about", link=f"{wxr.SITE}/about/"),
        wxr.item(2, post_type="page", name="team", link=f"{wxr.SITE}/about/team/", parent=1),
        wxr.item(3, post_type="page", name="team", link=f"{wxr.SITE}/contact/team/"),
        wxr.item(4, post_type="page", name="search", link=f"{wxr.SITE}/search/"),
        wxr.item(5, post_type="page", name="2019", link=f"{wxr.SITE}/2019/"),
    )

    assert list(Page.objects.order_by("pk").values_list("slug", flat=True)) == [
        "page-about",
        "team",
        "contact-team",
        "page-search",
        "page-2019",
    ]


def test_a_post_whose_discussion_was_closed_stays_closed(bring: Import) -> None:
    bring(wxr.item(1, comment_status="closed"), wxr.item(2, name="b", comment_status="open"))

    policies = Discussion.objects.order_by("story_id").values_list("policy", flat=True)
    assert list(policies) == ["closed", ""]


def test_a_newspaper_without_a_name_gets_the_old_one(bring: Import) -> None:
    bring(wxr.item(1))

    assert SiteSettings.objects.get().name == "The Gazette"
    assert SiteSettings.objects.get().launched_at is None


def test_a_newspaper_keeps_its_name(bring: Import) -> None:
    factories.site(name="The Meridian")

    bring(wxr.item(1))

    assert SiteSettings.objects.get().name == "The Meridian"


def test_a_text_that_is_too_long_is_left_out_alone(
    bring: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.markup.STORY_HTML_MAX_LENGTH", 1000)

    report = bring(wxr.item(1, content="long " * 500), wxr.item(2, name="b"))

    assert Story.objects.get().import_id == "2"
    assert report.items == {Outcome.LEFT: 1, Outcome.MADE: 1}


def test_every_item_is_accounted_for(bring: Import) -> None:
    report = bring(
        wxr.item(1),
        wxr.item(1),
        wxr.item("none"),
        wxr.item(2, post_type="page"),
        wxr.item(3, post_type="product"),
        wxr.item(4, status="trash"),
        wxr.item(5, post_type="nav_menu_item"),
        wxr.item(6, post_type="attachment", attachment_url=f"{wxr.SITE}/uploads/a.jpg"),
    )

    assert report.items_read == report.items_accounted == 8
    assert report.items == {Outcome.MADE: 2, Outcome.LEFT: 6}
    assert "8 items read: 2 imported, 0 here already, 6 left out." in list(report.lines())


def test_dates_in_local_time_alone_are_reported(bring: Import) -> None:
    known = wxr.item(1, date="2019-05-01 10:00:00", date_gmt="2019-05-01 08:00:00")
    zero = "0000-00-00 00:00:00"

    report = bring(known, wxr.item(2, name="b", date="2019-05-02 10:00:00", date_gmt=zero))

    found = Story.objects.get(import_id="2")
    assert found.first_live_at == datetime.datetime(2019, 5, 2, 8, tzinfo=datetime.UTC)
    assert any("usual offset" in sentence for sentence in report.remarks)


def test_tags_keep_descriptions_and_foreign_letters(bring: Import) -> None:
    bring(wxr.tag("f%C3%A4hre", "Fähre"), wxr.item(1, wxr.filed("f%C3%A4hre", "post_tag", "Fähre")))

    tag = Tag.objects.get()
    assert (tag.slug, tag.name) == ("fähre", "Fähre")
    assert list(tag.stories.all()) == [Story.objects.get()]
