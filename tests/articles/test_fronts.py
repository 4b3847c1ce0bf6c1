"""Feature E13: what stands on an arranged front: placed by hand first, then what fills the rest."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import arranging, fronts, image_uses, publishing, tagging
from articles.chrome import current as chrome
from articles.front_layout import (
    NEWS,
    Card,
    Container,
    Fill,
    Layout,
    Shape,
    automatic,
    read,
    write,
)
from articles.models import Story, StoryActivity
from newsportal.core import versions
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian")


def ago(hours: float) -> datetime.datetime:
    return timezone.now() - hours * HOUR


def in_hours(hours: float) -> datetime.datetime:
    return timezone.now() + hours * HOUR


def filled(*containers: Container, now=None, user=None) -> list[list[Story]]:
    """The stories of each container that shows any."""
    front = fronts.fill(Layout(containers), chrome.get(), now, user=user)
    return [part.stories for part in front.parts]


def part(key: str = "c1", *cards: Card | Story, **fields) -> Container:
    values = {"shape": Shape.STRIP, "size": 4, **fields}
    placed = tuple(one if isinstance(one, Card) else Card(one.pk) for one in cards)
    return Container(key, **values, cards=placed)


# What fills a container --------------------------------------------------------------------------


def test_cards_placed_by_hand_come_first_and_the_newest_fill_the_rest():
    old, middle, new = (f.published(ago(hours)) for hours in (3, 2, 1))

    assert filled(part("c1", old, size=3)) == [[old, new, middle]]


def test_no_story_stands_on_a_front_twice_wherever_it_is_placed():
    one, two, three = (f.published(ago(hours)) for hours in (1, 2, 3))

    assert filled(part("c1", size=1), part("c2", one, three, size=4)) == [[two], [one, three]]
    assert filled(part("c1", one), part("c2", one, three, fill=Fill.NOTHING)) == [
        [one, two],
        [three],
    ]


def test_a_ranking_may_name_what_stands_elsewhere():
    story = f.published(ago(1))
    ranking = part("c2", shape=Shape.RANKING, size=3)

    assert filled(part("c1", story), ranking) == [[story], [story]]


def test_a_container_takes_one_section_tag_or_kind():
    world, tag = f.section("world"), f.TagFactory()
    asia = f.section("asia", world)
    versions.forget_copies()
    below = f.published(ago(1), section=asia)
    tagged = f.published(ago(2), tags=[tag])
    opinion = f.published(ago(3), kind="opinion")
    paid = f.published(ago(4), kind="sponsored")

    assert filled(part(section=world.pk)) == [[below]]
    assert filled(part(tag=tag.pk)) == [[tagged]]
    assert filled(part(kind="opinion")) == [[opinion]]
    assert paid not in filled(part(kind=NEWS))[0]
    assert filled(part(section=10**6)) == []


def test_most_read_and_most_commented_fill_by_what_readers_do():
    quiet, read_much, talked_of = (f.published(ago(hours)) for hours in (1, 2, 3))
    StoryActivity.objects.create(story=read_much, hour=ago(1), reads=9)
    StoryActivity.objects.create(story=quiet, hour=ago(30), reads=99)
    f.policy("open")
    f.approved(talked_of)

    assert filled(part(fill=Fill.READ, size=2)) == [[read_much, quiet]]
    assert filled(part(fill=Fill.READ, shape=Shape.RANKING)) == [[read_much]]
    assert filled(part(fill=Fill.COMMENTED, size=1)) == [[talked_of]]


def test_a_card_has_a_headline_a_picture_and_an_end_of_its_own():
    own, other = f.picture(), f.picture()
    story = f.published(headline="The story’s own words", lead_image=own)
    card = Card(story.pk, "Other words here", other.pk, until=in_hours(1))
    only = part("c1", card, fill=Fill.NOTHING)

    ((shown,),) = filled(only)

    assert (shown.headline, shown.lead_image) == ("Other words here", other)
    assert filled(only, now=in_hours(2)) == []
    story.refresh_from_db()
    assert story.headline == "The story’s own words"


def test_what_is_not_live_leaves_its_place_to_the_next():
    draft, gone, due = f.draft(), f.withdrawn(), f.scheduled(in_hours=2)
    live = f.published(ago(5))
    only = part("c1", draft, gone, due, size=2)

    assert filled(only) == [[live]]
    assert filled(only, now=in_hours(3)) == [[due, live]]


def test_an_embargoed_story_shows_at_the_end_of_its_embargo_and_not_before():
    story = f.draft()
    publishing.set_embargo(story, None, in_hours(2))
    publishing.schedule(story, None, in_hours(2))
    only = part("c1", story, fill=Fill.NOTHING)

    assert filled(only, now=in_hours(1.9)) == []
    assert filled(only, now=in_hours(2.1)) == [[story]]


def test_a_change_that_waits_for_its_time_is_shown_by_then():
    story = f.published(ago(1), headline="Two are missing")
    content = f.content(headline="All are found", section=story.section)
    publishing.save_story(story, None, content, based_on=story.working_revision.number)
    publishing.schedule_change(story, None, in_hours(1), "update")
    only = part("c1", story)

    assert filled(only)[0][0].headline == "Two are missing"
    assert filled(only, now=in_hours(2))[0][0].headline == "All are found"


def test_a_limited_editor_is_not_shown_what_waits_in_other_sections():
    own, other = f.section("own"), f.section("other")
    edith = f.UserFactory(is_staff=True)
    from newsportal import roles

    roles.give(edith, roles.EDITOR)
    giving.limit(edith, [own])
    mine = f.scheduled(2, section=own)
    f.scheduled(2, section=other)
    live = f.published(ago(1), section=other)

    assert filled(part(), now=in_hours(3), user=edith) == [[mine, live]]


# Kept and read -----------------------------------------------------------------------------------


def test_a_layout_is_read_as_it_was_written():
    card = Card(7, "Words", 3, until=in_hours(1), by=2, at=ago(1))
    layout = Layout((part("c1", card, title="T", kind=NEWS, section=4, tag=5),))

    assert read(write(layout)) == layout


def test_a_tag_that_is_renamed_or_merged_goes_on_filling_its_part(client):
    ferries, boats = f.TagFactory(name="Ferries"), f.TagFactory(name="Boats")
    f.published(tags=[ferries], headline="A ferry comes back")
    f.front(tag=ferries.pk, fill=Fill.NEWEST, shape=Shape.STRIP)
    assert "Ferries" in client.get("/").content.decode()

    ferries.name = "Ships"
    tagging.save(ferries)
    assert "All of Ships" in client.get("/").content.decode()
    tagging.merge(ferries, boats)

    page = client.get("/").content.decode()
    assert "All of Boats" in page
    assert "A ferry comes back" in page


# Pages -------------------------------------------------------------------------------------------


def test_the_home_page_and_a_section_show_what_was_published(client):
    world = f.section("world")
    story = f.published(section=world)
    f.published(ago(9), section=world, headline="An older story of the world")
    f.front(Card(story.pk, headline="Said on the home page"))
    f.front(Card(story.pk, headline="Said in the section"), section=world)

    home, section = (client.get(path).content.decode() for path in ("/", "/world/"))

    assert "Said on the home page" in home
    assert "Said in the section" in section
    assert "An older story of the world" in section
    assert story.headline not in home


def test_a_front_says_which_versions_it_shows(client):
    story = f.published()
    f.front(story)

    assert {"home", f"story:{story.pk}"} <= set(client.get("/")["Surrogate-Key"].split())


def test_publishing_bumps_the_versions_of_the_page():
    world = f.section("world")
    story = f.published()
    before = versions.read(["fronts", "home", f"section:{world.pk}"])
    f.front(story, section=world)

    after = versions.read(before)

    assert after["fronts"] > before["fronts"]
    assert after[f"section:{world.pk}"] > before[f"section:{world.pk}"]
    assert after["home"] == before["home"]


def test_a_picture_that_a_front_shows_is_in_use():
    image = f.picture()
    assert not image_uses.is_used(image)

    front = f.front(Card(f.published().pk, image=image.pk))

    assert image_uses.is_used(image)
    assert front.key in image_uses.keys_of(image)
    assert image_uses.is_public(image)


@pytest.mark.parametrize("number", [2, 40])
def test_a_front_costs_a_guest_eight_queries_at_any_size(settings, number):
    settings.VERSION_CHECK_SECONDS = 60
    sections = [f.section(f"s{index}") for index in range(6)]
    tag, image = f.TagFactory(), f.picture()
    versions.forget_copies()
    stories = [
        f.published(
            ago(index + 1),
            section=sections[index % 6],
            tags=[tag],
            bylines=[f.AuthorFactory(portrait=image)],
            lead_image=image,
        )
        for index in range(number)
    ]
    layout = automatic(chrome.get(), None)
    cards = tuple(Card(one.pk, "Other words", image.pk) for one in stories[:4])
    every = [
        Container(f"c9{index}", shape, 4, fill=fill, tag=tag.pk, cards=cards[:2])
        for index, (shape, fill) in enumerate(
            zip(Shape.values, [*Fill.values, "read"], strict=False)
        )
    ]
    for section in (None, sections[0]):
        front = arranging.begin(section)
        arranging.save(front, None, Layout((*layout.containers, *every)), 0)
        arranging.publish(front, None, front.working_id)

    for path in ("/", "/s0/"):
        assert Client().get(path).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            Client().get(path)
        assert len(asked) <= 8, [query["sql"] for query in asked]
