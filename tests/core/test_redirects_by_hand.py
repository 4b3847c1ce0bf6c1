"""Feature E23: redirects by hand: no loops, no chains, what readers see keeps its place."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from articles import publishing, sections, tagging
from articles.working_copy import content_of
from newsportal.core import redirects
from newsportal.core.models import Address
from newsportal.core.redirects import Outcome, Wish
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site()


def outcomes(*wishes: tuple[str, str]) -> list[str]:
    lines = redirects.plan([Wish(*wish, number) for number, wish in enumerate(wishes, start=1)])
    return [line.outcome.value for line in lines]


def reason(path: str, target: str) -> str:
    (line,) = redirects.plan([Wish(path, target)])
    assert line.is_refused
    return line.reason


def test_readers_are_led_on_once_and_for_ever(client):
    f.section("world")
    redirects.make_one("/Old-World", "/world/")

    response = client.get("/old-world/")

    assert (response.status_code, response["Location"]) == (301, "/world/")


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("https://elsewhere.example/x?y=1#z", "https://elsewhere.example/x?y=1#z"),
        ("/search/?q=ferry", "/search/?q=ferry"),
        ("http://testserver.example", "http://testserver.example"),
    ],
)
def test_it_may_lead_elsewhere_and_to_a_search(client, target, location):
    redirects.make_one("/old/", target)

    assert client.get("/old/")["Location"] == location


def test_a_whole_address_of_our_own_becomes_a_path(settings):
    settings.SITE_URL = "https://paper.example"

    line = redirects.make_one(
        "https://old.example/story.html?x#y".replace("?x", ""), "https://paper.example/world/"
    )

    assert (line.path, line.target) == ("/story.html/", "/world/")


def test_what_moves_afterwards_is_still_reached_in_one_hop(client):
    world = f.section("world")
    story = f.published(section=world, headline="Ferry late")
    redirects.make_one("/a/", "/world/?page=2#top")
    redirects.make_one("/b/", story.get_absolute_url() + "#comments")

    world.slug = "globe"
    sections.save(world)
    content = content_of(story)
    content.slug = "ferry-lost"
    publishing.save_story(story, None, content)
    publishing.publish(story, None)
    story.refresh_from_db()

    assert client.get("/a/")["Location"] == "/globe/?page=2#top"
    assert client.get("/b/")["Location"] == story.get_absolute_url() + "#comments"
    assert client.get(story.get_absolute_url()).status_code == 200


def test_a_target_that_is_led_on_later_is_still_one_hop(client):
    redirects.make_one("/a/", "/b/")
    redirects.make_one("/b/", "/search/")

    assert client.get("/a/")["Location"] == "/search/"


def test_a_circle_that_got_into_the_table_ends(client):
    Address.objects.create(path="/a/", target="/b/", state="moved")
    Address.objects.create(path="/b/", target="/a/", state="moved")

    assert client.get("/a/").status_code == 301


@pytest.mark.parametrize("target", ["/a/", "/A", "/a/?x=1", "/a/#top"])
def test_an_address_does_not_lead_to_itself(target):
    assert "itself" in reason("/a/", target)


def test_a_loop_with_what_stands_is_refused():
    redirects.make_one("/a/", "/b/")

    assert "circle" in reason("/b/", "/a/")
    with pytest.raises(ValidationError):
        redirects.make_one("/b/", "/a/")
    assert Address.objects.get(target__gt="").path == "/a/"


def test_a_chain_with_what_stands_is_refused_and_names_the_end():
    redirects.make_one("/b/", "/c/")

    assert "/c/" in reason("/a/", "/b/")


def test_loops_and_chains_over_lines_of_one_table_are_refused():
    assert outcomes(("/a/", "/b/"), ("/b/", "/c/"), ("/c/", "/a/")) == ["refused"] * 3
    assert outcomes(("/a/", "/b/"), ("/b/", "/c/")) == ["refused", "added"]
    assert outcomes(("/b/", "/c/"), ("/a/", "/b/")) == ["added", "refused"]


def test_a_line_that_says_the_same_again_changes_nothing_and_another_is_refused():
    assert outcomes(("/a/", "/b/"), ("/A", "/b/"), ("/a", "/c/")) == [
        "added",
        "unchanged",
        "refused",
    ]


def test_what_readers_see_is_not_led_away():
    f.section("world")
    f.page(title="About")
    story = f.published()
    tag, author = f.TagFactory(slug="boats"), f.AuthorFactory(slug="mina")
    taken = ["/world/", "/about", story.get_absolute_url(), "/tags/boats/", "/authors/mina/"]
    portal = ["/", "/search/", "/feed/", "/admin/", "/archive/2026/", "/accounts/login/"]

    for path in [*taken, *portal[:2], *portal[3:]]:
        assert reason(path, "/elsewhere/"), path
    assert tag.pk
    assert author.pk


def test_the_address_of_something_that_moved_follows_it_by_itself():
    tag = f.TagFactory(slug="boats")
    tag.slug = "ships"
    tagging.save(tag)

    assert outcomes(("/tags/boats/", "/tags/ships/")) == ["unchanged"]
    assert "/tags/ships/" in reason("/tags/boats/", "/search/")


def test_an_address_that_is_gone_may_lead_on_again(client):
    section = f.section("old")
    sections.delete(section)
    assert client.get("/old/").status_code == 410

    line = redirects.make_one("/old/", "/search/")

    assert line.outcome == Outcome.CHANGED
    assert client.get("/old/")["Location"] == "/search/"


def test_old_queries_of_the_front_page_can_be_led_on(client):
    redirects.make_one("/?p=12", "/search/")

    assert client.get("/?p=12")["Location"] == "/search/"
    assert "“?”" in reason("/story.php?id=3", "/search/")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "old",
        "//evil.example/",
        "/a b/",
        "/a\n/",
        "/a\\b/",
        "javascript:alert(1)",
        "/" + "a" * 600,
    ],
)
def test_what_is_no_address_is_refused(path):
    assert reason(path, "/search/")


@pytest.mark.parametrize(
    "target",
    [
        "",
        "old",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "ftp://x/",
        "/a\tb",
        "/" + "a" * 600,
    ],
)
def test_what_leads_nowhere_sensible_is_refused(target):
    (line,) = redirects.plan([Wish("/old/", target)])

    assert line.is_refused
    assert line.field == "target"


def test_a_target_where_nothing_stands_is_said_but_allowed():
    (line,) = redirects.plan([Wish("/old/", "/nothing-yet/")])

    assert line.outcome == Outcome.ADDED
    assert "Nothing stands" in line.hint


def test_ten_thousand_lines_ask_no_more_of_the_database_than_two(django_assert_max_num_queries):
    f.section("world")
    with django_assert_max_num_queries(8):
        assert outcomes(("/a/", "/world/"), ("/2020/01/01/x/", "/world/")) == ["added"] * 2
    many = [Wish(f"/old/{number}/", "/world/", number) for number in range(10_000)]
    with django_assert_max_num_queries(8):
        lines = redirects.plan(many)
    assert {line.outcome for line in lines} == {Outcome.ADDED}
    with django_assert_max_num_queries(20):
        redirects.make(many)
    assert Address.objects.exclude(target="").count() == 10_000
