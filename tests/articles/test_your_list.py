"""Saved stories, followed sections, tags and authors, and the list they make (feature R10)."""

from __future__ import annotations

import datetime
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import keeping, publishing, sections, tagging, your_list
from articles.models import Following, SavedStory, Story
from articles.views.addresses import was_withdrawn
from tests import factories as f
from tests.accounts.people import member, sign_in

pytestmark = pytest.mark.django_db

LIST = "/me/list/"


@pytest.fixture
def rana():
    f.site()
    return member(display_name="Rana Aziz")


@pytest.fixture
def signed_in(rana, client):
    client.force_login(rana)
    return client


def button(story: Story) -> str:
    return f"/me/list/save/{story.pk}/"


def following(kind: str, thing) -> str:
    return f"/me/list/follow/{kind}/{thing.pk}/"


def page(client: Client, address: str = LIST) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def headlines(text: str) -> list[str]:
    """The headlines of the cards on a page, in order."""
    parts = text.split('class="card-headline"')[1:]
    return [part.split("</a>")[0].rpartition(">")[2] for part in parts]


# Buttons ------------------------------------------------------------------------------------------


def test_a_guest_is_led_through_the_sign_in_to_one_question_and_back(rana, client):
    story = f.published(headline="The ferry is late")
    shared = client.get(story.get_absolute_url())

    assert f'href="{button(story)}" rel="nofollow"' in shared.content.decode()
    asked = client.get(button(story))
    assert asked["Location"] == f"/accounts/login/?next={button(story)}"
    assert not client.cookies
    back = sign_in(client, next=button(story))
    assert back["Location"] == button(story)
    question = client.get(button(story))
    assert "no-store" in question["Cache-Control"]
    assert "The ferry is late" in question.content.decode()
    assert not SavedStory.objects.exists()

    done = client.post(button(story), {"keep": "yes"}, follow=True)

    assert done.redirect_chain == [(f"{story.get_absolute_url()}#keep", 302)]
    assert "Saved to your list." in done.content.decode()
    assert [row.story for row in SavedStory.objects.of(rana)] == [story]


def test_every_thing_shows_its_state_and_takes_a_second_click(rana, signed_in):
    above = f.section("world")
    tag, author = f.TagFactory(), f.AuthorFactory()
    story = f.published(section=f.section("asia", parent=above), tags=[tag], bylines=[author])
    targets = {button(story): story}
    for kind, thing in (("section", above), ("tag", tag), ("author", author)):
        targets[following(kind, thing)] = thing

    for address, thing in targets.items():
        for wanted, following_value in (("yes", "no"), ("no", "yes")):
            for _click in range(2):
                assert signed_in.post(address, {"keep": wanted}).status_code == 302
            assert keeping.is_kept(rana, thing) is (wanted == "yes")
            shown = page(signed_in, thing.get_absolute_url())
            assert f'name="keep" value="{following_value}"' in shown
    assert not SavedStory.objects.exists()
    assert not Following.objects.exists()


def test_the_script_is_told_what_is_so_now(rana, signed_in):
    story = f.published()

    answer = signed_in.post(button(story), {"keep": "yes"}, headers={"accept": "application/json"})

    assert answer.json() == {"kept": True}
    assert "no-store" in answer["Cache-Control"]
    assert keeping.is_kept(rana, story)


def test_opening_an_address_changes_nothing_nor_does_a_form_that_says_nothing(rana, signed_in):
    story, tag = f.published(), f.TagFactory()

    for address in (button(story), following("tag", tag)):
        assert signed_in.get(f"{address}?keep=yes").status_code == 200
        assert signed_in.post(address, {"keep": "perhaps"}).status_code == 422
        assert Client().post(address, {"keep": "yes"}).status_code == 302
        assert Client(enforce_csrf_checks=True).post(address, {"keep": "yes"}).status_code == 403
    assert not SavedStory.objects.exists()
    assert not Following.objects.exists()


def test_what_readers_cannot_see_cannot_be_saved_and_tells_nothing(rana, signed_in):
    hidden = [f.draft(headline="Secret plan"), f.scheduled(headline="Secret plan")]
    gone = f.withdrawn("We were wrong.", headline="Secret plan")

    for story in hidden:
        for answer in (
            signed_in.get(button(story)),
            signed_in.post(button(story), {"keep": "yes"}),
            signed_in.post(button(story), {"keep": "no"}, follow=True),
        ):
            assert "Secret plan" not in answer.content.decode()
        assert signed_in.post(button(story), {"keep": "yes"}).status_code == 404
        with pytest.raises(keeping.NotKept):
            keeping.save(rana, story)
    assert signed_in.post(button(gone), {"keep": "yes"}).status_code == 410
    for nothing in ("/me/list/save/999999999999999999/", "/me/list/follow/tag/999/"):
        assert signed_in.get(nothing).status_code == 404
    assert not SavedStory.objects.exists()


def test_a_full_list_says_what_to_do(rana, signed_in, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_SAVED", 1)
    monkeypatch.setattr(keeping, "MOST_FOLLOWED", 1)
    stories, tags = [f.published(), f.published()], [f.TagFactory(), f.TagFactory()]
    keeping.save(rana, stories[0])
    keeping.follow(rana, tags[0])

    for address, words in (
        (button(stories[1]), "holds 1 stories already"),
        (following("tag", tags[1]), "You follow 1 sections"),
    ):
        refused = signed_in.post(address, {"keep": "yes"})
        assert refused.status_code == 409
        assert words in refused.content.decode()
    # What is there already is no further one.
    assert signed_in.post(button(stories[0]), {"keep": "yes"}).status_code == 302


# Saved stories ------------------------------------------------------------------------------------


def test_the_list_shows_live_stories_and_tells_without_a_headline_that_one_is_gone(rana, signed_in):
    kept, gone, embargoed = (f.published(headline=f"Story {one}") for one in "abc")
    for story in (kept, gone, embargoed):
        keeping.save(rana, story)
    publishing.withdraw(gone, None, "We were wrong about Story b.")
    # An embargo that came late, as an import can bring one.
    later = timezone.now() + datetime.timedelta(hours=1)
    Story.objects.filter(pk=embargoed.pk).update(embargo_until=later)

    shown = page(signed_in)

    assert headlines(shown) == ["Story a"]
    assert shown.count("A story that you saved is not available any more.") == 1
    assert "Story b" not in shown
    assert "Story c" not in shown
    assert Client().get(LIST).status_code == 302
    assert headlines(page_of_a_stranger()) == []
    # It can be taken off without being named.
    signed_in.post(button(gone), {"keep": "no"})
    assert not keeping.is_kept(rana, gone)


def page_of_a_stranger() -> str:
    sam = Client()
    sam.force_login(f.UserFactory())
    return page(sam)


def test_what_is_gone_is_told_by_the_rule_of_its_address():
    now = timezone.now()
    hour = datetime.timedelta(hours=1)
    times = (None, now - 2 * hour, now - hour, now + hour)
    story = f.published()
    fields = product(
        ("published", "withdrawn"), times, times[1:], (None, now - hour, now + hour), times[1:]
    )
    told = set()
    for status, withdraw_at, live_at, embargo_until, first_live_at in fields:
        Story.objects.filter(pk=story.pk).update(
            status=status,
            withdraw_at=withdraw_at,
            live_at=live_at,
            embargo_until=embargo_until,
            first_live_at=first_live_at,
        )
        is_told = Story.objects.gone().exists()
        assert is_told == was_withdrawn(Story.objects.get())
        told.add(is_told)
    assert told == {True, False}


def test_removing_offers_the_way_back_and_goes_it(rana, signed_in):
    story, tag = f.published(headline="The ferry is late"), f.TagFactory(name="Ferries")
    keeping.save(rana, story)
    keeping.follow(rana, tag)

    for address, words in (
        (button(story), "Removed from your list."),
        (following("tag", tag), "You do not follow Ferries any more."),
    ):
        removed = signed_in.post(address, {"keep": "no", "back": "list"}, follow=True)
        shown = removed.content.decode()
        assert words in shown
        assert f'action="{address}"' in shown
        back = signed_in.post(address, {"keep": "yes", "back": "list"})
        assert back["Location"] == LIST
    assert keeping.is_kept(rana, story)
    assert keeping.is_kept(rana, tag)
    for odd in ("story-x", "tag-999", "user-1", "story-9" * 9, "-", "tag-²"):
        assert signed_in.get(LIST, {"undo": odd}).status_code == 200


# What is followed ---------------------------------------------------------------------------------


def test_new_stories_of_all_that_is_followed_come_newest_first_and_once(rana, signed_in):
    world = f.section("world")
    below = f.section("asia", parent=world)
    tag, author = f.TagFactory(), f.AuthorFactory()
    hour = datetime.timedelta(hours=1)
    now = timezone.now()
    made = [
        f.published(now - 4 * hour, headline="In a section below", section=below),
        f.published(now - 3 * hour, headline="By the tag", tags=[tag]),
        f.published(now - 2 * hour, headline="By the author", bylines=[author]),
        f.published(
            now - hour, headline="By all of it", section=world, tags=[tag], bylines=[author]
        ),
    ]
    f.published(headline="Elsewhere")
    f.scheduled(headline="Not yet", tags=[tag])
    f.withdrawn(headline="Not any more", tags=[tag])
    assert "You follow nothing yet." in page(signed_in)

    for thing in (world, below, tag, author):
        keeping.follow(rana, thing)

    assert headlines(page(signed_in)) == [story.headline for story in reversed(made)]
    for thing in (world, below, author):
        keeping.unfollow(rana, thing)
    assert headlines(page(signed_in)) == ["By all of it", "By the tag"]
    other = f.TagFactory(name="Quiet")
    keeping.unfollow(rana, tag)
    keeping.follow(rana, other)
    assert "Nothing has appeared there yet." in page(signed_in)


def test_pages_go_on_by_cursor_without_a_skip_or_a_repeat(rana, signed_in, monkeypatch):
    monkeypatch.setattr(your_list, "NEWS_SIZE", 4)
    monkeypatch.setattr(your_list, "SAVED_SIZE", 2)
    tag = f.TagFactory()
    moment = timezone.now() - datetime.timedelta(hours=1)
    stories = [f.published(moment, headline=f"Story {number}", tags=[tag]) for number in range(9)]
    for story in stories[:5]:
        keeping.save(rana, story)
    keeping.follow(rana, tag)

    for name, wanted in (
        ("followed", [story.headline for story in reversed(stories)]),
        ("saved", [story.headline for story in reversed(stories[:5])]),
    ):
        found, address = [], LIST
        while address:
            text = page(signed_in, address)
            if address == LIST:
                before, _news, after = text.partition('<h2 id="news"')
                text = before if name == "saved" else after
            found += headlines(text)
            _before, mark, rest = text.partition(f'href="?{name}=')
            address = f"{LIST}?{name}={rest.split(chr(34))[0]}" if mark else ""
            # While one reads, something new appears on top.
            f.published(headline="New", tags=[tag])
        assert found == wanted
    for odd in ("?saved=x", "?followed=", "?followed=" + "a" * 3000):
        assert signed_in.get(LIST + odd)["Location"] == LIST


@pytest.mark.parametrize("number", [3, 22])
def test_the_list_and_the_buttons_keep_their_budgets(rana, signed_in, settings, number):
    settings.VERSION_CHECK_SECONDS = 60
    tag = f.TagFactory()
    for place in range(number):
        portrait = f.picture()
        author = f.AuthorFactory(portrait=portrait)
        story = f.published(
            section=f.section(), tags=[tag], bylines=[author], lead_image=f.picture()
        )
        keeping.save(rana, story)
        for thing in (story.section, author) if place % 2 else (f.TagFactory(),):
            keeping.follow(rana, thing)
    keeping.follow(rana, tag)

    for address in (LIST, tag.get_absolute_url(), author.get_absolute_url()):
        page(signed_in, address)
        with CaptureQueriesContext(connection) as asked:
            page(signed_in, address)
        assert len(asked) <= (9 if address == LIST else 12), asked.captured_queries


# What happens to the things -----------------------------------------------------------------------


def test_followers_of_a_merged_tag_follow_the_one_that_stays(rana):
    sam = f.UserFactory()
    old, new = f.TagFactory(), f.TagFactory()
    keeping.follow(rana, old)
    keeping.follow(sam, old)
    keeping.follow(sam, new)

    tagging.merge(old, new)

    assert set(Following.objects.values_list("person", "tag")) == {
        (rana.pk, new.pk),
        (sam.pk, new.pk),
    }


def test_what_is_deleted_is_followed_no_more(rana):
    section = f.section()
    keeping.follow(rana, section)
    keeping.follow(rana, f.AuthorFactory())

    sections.delete(section)

    assert [your_list.kind_of(thing) for thing in your_list.followed(rana)] == ["author"]
    rana.delete()
    assert not Following.objects.exists()
