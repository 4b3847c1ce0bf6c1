"""Feature E23: a change of slug or section redirects, a withdrawn story answers 410."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from articles import publishing, sections, tagging
from articles.models import Section
from articles.working_copy import content_of
from newsportal.core import addresses
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site()


def change(story, **fields):
    content = content_of(story)
    for name, value in fields.items():
        setattr(content, name, value)
    publishing.save_story(story, None, content)
    publishing.publish(story, None)


def test_a_changed_slug_leads_on_from_the_old_address(client):
    story = f.published(headline="Ferry late")
    old = story.get_absolute_url()

    change(story, slug="ferry-lost")

    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, story.get_absolute_url())


def test_slug_and_section_may_both_change(client):
    world = f.section("world")
    story = f.published(section=world, headline="Ferry late")
    first = story.get_absolute_url()
    world.slug = "globe"
    sections.save(world)
    change(f.Story.objects.get(pk=story.pk), slug="ferry-lost")
    story.refresh_from_db()

    response = client.get(first)

    assert (response.status_code, response["Location"]) == (301, story.get_absolute_url())


def test_two_changes_of_slug_make_no_chain(client):
    story = f.published(headline="One")
    first = story.get_absolute_url()
    change(story, slug="two")
    change(story, slug="three")

    assert client.get(first)["Location"] == story.get_absolute_url()


def test_another_section_path_leads_to_the_right_one(client):
    story = f.published(section=f.section("world"))
    wrong = story.get_absolute_url().replace("/world/", "/nowhere/")

    response = client.get(wrong)

    assert (response.status_code, response["Location"]) == (301, story.get_absolute_url())


def test_a_moved_section_leads_on_with_its_subsections_and_stories(client):
    world = f.section("world")
    child = f.section("asia", world)
    story = f.published(section=child)
    old = story.get_absolute_url()

    world.slug = "globe"
    sections.save(world)

    assert client.get("/world/")["Location"] == "/globe/"
    assert client.get("/world/asia/")["Location"] == "/globe/asia/"
    response = client.get(old, follow=True)
    assert response.redirect_chain[-1][0].startswith("/globe/asia/")
    assert len(response.redirect_chain) == 1


def test_a_withdrawn_story_answers_410_with_the_note(client):
    story = f.withdrawn("The source took it back.")

    response = client.get(story.get_absolute_url())

    assert response.status_code == 410
    assert b"The source took it back." in response.content


def test_a_story_that_was_never_live_is_unknown(client):
    story = f.scheduled()

    assert client.get(story.get_absolute_url()).status_code == 404


def test_the_old_address_of_a_withdrawn_story_is_gone_too_and_names_no_other(client):
    story = f.published(timezone.now() - datetime.timedelta(hours=1), headline="Secret name")
    addresses.remember("/old/secret/", story)
    publishing.withdraw(story, None, "It was wrong.")

    response = client.get("/old/secret/")

    assert response.status_code == 410
    assert b"It was wrong." in response.content
    assert "secret-name" not in response.content.decode() + str(response.headers)


def test_the_old_address_of_what_readers_never_saw_tells_nothing(client):
    story = f.scheduled(headline="Secret name")
    addresses.remember("/old/secret/", story)

    response = client.get("/old/secret/")

    assert response.status_code == 404
    assert "secret-name" not in str(response.headers)


def test_a_withdrawn_page_is_gone(client):
    page = f.page(title="Ethics")
    publishing.withdraw(page, None)

    assert client.get("/ethics/").status_code == 410


def test_a_page_that_was_never_published_is_unknown(client):
    f.page(publish=False, title="Ethics")

    assert client.get("/ethics/").status_code == 404


def test_a_merged_tag_leads_to_the_one_that_stays(client):
    old, new = f.TagFactory(slug="boats"), f.TagFactory(slug="ships")
    story = f.published(tags=[old])

    assert tagging.merge(old, new) == 1

    assert client.get("/tags/boats/")["Location"] == "/tags/ships/"
    assert [*story.tags.all()] == [new]
    publishing.publish(story, None)
    assert [*story.tags.all()] == [new]


def test_a_renamed_author_leads_on(client):
    author = f.AuthorFactory(slug="m-holt")
    author.slug = "mina-holt"
    tagging.save(author)

    assert client.get("/authors/m-holt/")["Location"] == "/authors/mina-holt/"


@pytest.mark.parametrize("slug", ["admin", "search", "tags", "2026", "accounts", "media"])
def test_a_section_may_not_take_what_the_portal_needs(slug):
    with pytest.raises(addresses.AddressTaken):
        sections.save(Section(name="X", slug=slug))

    assert not Section.objects.exists()


def test_a_page_may_not_take_a_sections_address():
    f.section("about")
    page = f.page(publish=False, slug="about")

    with pytest.raises(publishing.Refused) as refusal:
        publishing.publish(page, None)

    assert refusal.value.field == "slug"


def test_a_moved_address_can_be_claimed_by_something_new(client):
    world = f.section("world")
    world.slug = "globe"
    sections.save(world)

    f.section("world", name="The new World")

    assert b"The new World" in client.get("/world/").content


def test_a_deleted_section_is_gone_and_a_full_one_stays(client):
    empty, full = f.section("empty"), f.section("full")
    f.published(section=full)

    sections.delete(empty)

    assert client.get("/empty/").status_code == 410
    assert "Stories stand" in sections.why_not_deleted(full)


def test_an_address_without_its_last_slash_leads_to_it(client):
    f.section("world")

    response = client.get("/world?page=2")

    assert (response.status_code, response["Location"]) == (301, "/world/?page=2")


def test_every_address_of_the_portal_may_lose_its_last_slash(client):
    tag, author, story = f.TagFactory(), f.AuthorFactory(), f.published()
    for path in (
        story.get_absolute_url(),
        f"{story.get_absolute_url()}comments/",
        f"{story.get_absolute_url()}feed/",
        tag.get_absolute_url(),
        author.get_absolute_url(),
        "/archive/",
        f"/archive/{story.published_on:%Y/%m}/",
        "/search/",
        "/accounts/login/",
        "/admin/",
    ):
        response = client.get(f"{path[:-1]}?q=ferry")

        assert (response.status_code, response["Location"]) == (301, f"{path}?q=ferry")


@pytest.mark.parametrize("path", ["/nothing", "/static/nothing.css", "/a%00"])
def test_a_slash_makes_nothing_of_what_is_nowhere(client, path):
    assert client.get(path).status_code == 404


def test_a_lost_slash_leads_to_no_other_host(client):
    response = client.get("/", PATH_INFO="//evil.example/2026/11/29/ferry")

    assert response["Location"] == "/%2Fevil.example/2026/11/29/ferry/"


def test_an_old_query_of_the_front_page_leads_on(client):
    story = f.published()
    addresses.remember("/?p=12", story)

    assert client.get("/?p=12")["Location"] == story.get_absolute_url()
    assert client.get("/?p=13").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/",
        "/%00/",
        "/a%0d%0aSet-Cookie:%20x/",
        "/" + "a" * 3000 + "/",
        "//evil.example/",
        "/world/2026/13/45/x/",
        "/world/0000/00/00/x/",
        "/?p=%00",
        "/archive/0/",
        "/archive/99999/13/",
        "/tags/%00/",
        "/authors/a%00/",
        "/search%00",
        "/%F0%28%8C%28/",
    ],
)
def test_a_strange_address_is_answered_calmly(client, path):
    assert client.get(path).status_code in (200, 301, 400, 404)
