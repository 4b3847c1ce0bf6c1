"""Feature C8: which policy holds, when a discussion closes, opening hours, when it is read."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from comments import moderation, opening_hours, pace
from comments.discussions import discussion_of, policies, rule_for, save_policy
from comments.models import (
    Comment,
    Discussion,
    OpeningHours,
    Policy,
    ReadingPace,
    SectionDiscussion,
    SiteDiscussion,
    TagDiscussion,
)
from comments.opening_hours import Range
from newsportal import roles
from newsportal.core import versions
from tests import factories as f

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def paper():
    f.site(time_zone="Europe/Berlin")
    f.policy(Policy.OPEN)


def rule(story, now=None):
    return rule_for(story, discussion_of(story), now)


def section_policy(section, policy="", **fields):
    save_policy(SectionDiscussion(section=section, policy=policy, **fields))


def tag_policy(policy, **fields):
    tag = f.TagFactory()
    save_policy(TagDiscussion(tag=tag, policy=policy, **fields))
    return tag


def story_policy(story, **fields):
    row = Discussion.objects.get(story=story)
    for name, value in fields.items():
        setattr(row, name, value)
    save_policy(row, fields=[*fields])


def read(story) -> str:
    return Client().get(story.get_absolute_url()).content.decode()


def test_the_storys_own_policy_wins_then_its_tags_the_nearest_section_and_the_site():
    world = f.section("world")
    strait = f.section("strait", parent=world)
    lax, strict = tag_policy(Policy.HOLD_NEWCOMERS), tag_policy(Policy.HOLD_ALL)
    story = f.published(section=strait, tags=[f.TagFactory()])
    assert rule(story).policy == Policy.OPEN
    section_policy(world, Policy.HOLD_NEWCOMERS)
    assert rule(story).policy == Policy.HOLD_NEWCOMERS
    section_policy(strait, "", close_after_days=3)  # an empty one asks the section above
    assert rule(story).policy == Policy.HOLD_NEWCOMERS
    section_policy(f.section("bay", parent=world), Policy.CLOSED)
    tagged = f.published(section=strait, tags=[lax, strict])

    assert rule(tagged).policy == Policy.HOLD_ALL  # the strictest of its tags, and no average
    story_policy(tagged, policy=Policy.OPEN)
    assert rule(tagged).policy == Policy.OPEN
    assert rule(f.published(tags=[lax])).policy == Policy.HOLD_NEWCOMERS


def test_the_number_of_days_goes_from_the_site_over_sections_to_the_story():
    f.policy(Policy.OPEN, close_after_days=7)
    world = f.section("world")
    old = f.published(timezone.now() - datetime.timedelta(days=8), section=world)
    assert "7 days" in rule(old).closed_reason

    section_policy(world, close_after_days=0)
    assert rule(old).is_open
    section_policy(world, close_after_days=2)
    assert "2 days" in rule(old).closed_reason
    story_policy(old, close_after_days=30)
    assert rule(old).is_open
    assert not rule(old, timezone.now() + datetime.timedelta(days=23)).is_open


@pytest.mark.parametrize("where", ["story", "tag", "section", "site", "time"])
def test_a_closed_discussion_says_why_and_since_when_and_takes_nothing(client, where):
    tag = f.TagFactory()
    story = f.published(tags=[tag])
    f.approved(story)
    note = {"policy": Policy.CLOSED, "closing_note": "The trial goes on."}
    if where == "story":
        story_policy(story, **note)
    elif where == "tag":
        save_policy(TagDiscussion(tag=tag, **note))
    elif where == "section":
        section_policy(story.section, **note)
    elif where == "site":
        row = SiteDiscussion.objects.get()
        row.policy, row.closing_note = Policy.CLOSED, "The trial goes on."
        save_policy(row)
    else:
        moment = timezone.now() - datetime.timedelta(minutes=1)
        story_policy(story, closed_at=moment, closing_note="The trial goes on.")

    page = read(story)

    assert "discussion-closed" in page
    assert "They have been closed since <time" in page
    assert "The trial goes on." in page
    assert "/reply/" not in page
    client.force_login(f.UserFactory())
    answer = client.post(f"{story.get_absolute_url()}comments/", {"text": "Mine", "post": "1"})
    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()


def test_since_when_is_kept_while_other_things_of_the_row_change():
    story = f.published()
    story_policy(story, policy=Policy.CLOSED)
    since = rule(story).closed_since
    story_policy(story, closing_note="Said later.")
    assert rule(story).closed_since == since


def test_every_change_is_told_to_the_pages():
    story = f.published()
    keys = ["discussion-policies", f"discussion:{story.pk}"]
    before = versions.read(keys)
    section_policy(story.section, Policy.CLOSED)
    tag_policy(Policy.CLOSED)
    story_policy(story, policy=Policy.OPEN)
    after = versions.read(keys)
    assert [after[key] - before[key] for key in keys] == [2, 1]


# Opening hours -----------------------------------------------------------------------------------


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def hours(*ranges: tuple[int, str, str]) -> list[Range]:
    time = datetime.time.fromisoformat
    return [Range(day, time(opens), time(closes)) for day, opens, closes in ranges]


WEEK = hours((0, "08:00", "12:00"), (0, "13:00", "18:00"), (4, "22:00", "02:00"))


@pytest.mark.parametrize(
    ("moment", "open_", "again"),
    [
        ("2026-11-30T07:59", False, "2026-11-30T08:00"),  # a Monday
        ("2026-11-30T08:00", True, "2026-11-30T13:00"),
        ("2026-11-30T12:00", False, "2026-11-30T13:00"),
        ("2026-12-01T09:00", False, "2026-12-04T22:00"),
        ("2026-12-04T23:00", True, "2026-12-07T08:00"),
        ("2026-12-05T01:59", True, "2026-12-07T08:00"),  # goes on past midnight
        ("2026-12-05T02:00", False, "2026-12-07T08:00"),
    ],
)
def test_ranges_on_weekdays_in_the_newsrooms_zone(moment, open_, again):
    now = at(moment).astimezone(datetime.UTC)
    assert opening_hours.is_open(WEEK, now, BERLIN) is open_
    assert opening_hours.opens_at(WEEK, now, BERLIN) == at(again)


def test_hours_follow_the_clock_on_the_wall_when_it_changes():
    sunday = hours((6, "08:00", "10:00"))
    for day, utc in (("2026-03-22", "07:30"), ("2026-03-29", "06:30")):
        now = datetime.datetime.fromisoformat(f"{day}T{utc}+00:00")
        assert opening_hours.is_open(sunday, now, BERLIN)
    assert opening_hours.is_open([], timezone.now(), BERLIN)
    assert opening_hours.opens_at([], timezone.now(), BERLIN) is None
    assert opening_hours.is_open(hours((6, "00:00", "00:00")), at("2026-03-29T23:59"), BERLIN)


def open_mondays(outside: str) -> None:
    f.policy(Policy.OPEN, outside_hours=outside)
    OpeningHours.objects.create(weekday=0, opens=datetime.time(8), closes=datetime.time(18))
    versions.bump("discussion-policies")


def test_outside_hours_comments_wait_or_are_not_taken_as_the_site_says():
    story = f.published()
    open_mondays("hold")
    assert rule(story, at("2026-11-30T09:00")).policy == Policy.OPEN
    night = rule(story, at("2026-12-06T23:00"))
    assert (night.policy, night.opens_at) == (Policy.HOLD_ALL, at("2026-12-07T08:00"))
    assert night.is_open
    assert pace.words(night, at("2026-12-06T23:00")) == "tomorrow from 08:00"
    assert pace.words(night, at("2026-12-07T07:00")) == "today from 08:00"
    assert pace.words(night, at("2026-12-02T07:00")) == "on Monday from 08:00"

    SiteDiscussion.objects.update(outside_hours="closed")
    versions.bump("discussion-policies")
    night = rule(story, at("2026-12-06T23:00"))
    assert not night.is_open
    assert night.opens_at == at("2026-12-07T08:00")


def test_the_page_says_when_comments_are_taken_again(monkeypatch):
    story = f.published()
    open_mondays("closed")
    monkeypatch.setattr(opening_hours, "is_open", lambda *_any: False)

    page = read(story)

    assert "Comments are taken during opening hours." in page
    assert "They open again on <time" in page


# When it will be read ----------------------------------------------------------------------------


def decided(story, minutes: list[float]) -> None:
    mina = f.UserFactory()
    roles.give(mina, roles.MODERATOR)
    for wait in minutes:
        comment = f.held(story)
        then = timezone.now() - datetime.timedelta(minutes=wait)
        Comment.objects.filter(pk=comment.pk).update(created_at=then)
        moderation.approve(comment, mina)


@pytest.mark.parametrize(
    ("waits", "told"),
    [
        ([], ""),
        ([5] * 4, ""),  # too few to say anything
        ([2, 3, 4, 5, 600], "usually within minutes"),
        ([30] * 5, "usually within an hour"),
        ([200] * 5, "usually within a few hours"),
        ([900] * 5, "usually within a day"),
        ([3000] * 5, ""),  # nothing is better than that
    ],
)
def test_the_form_says_in_steps_when_a_comment_is_read(waits, told):
    f.policy(Policy.HOLD_ALL)
    story = f.published()
    decided(story, waits)

    pace.measure()

    assert pace.words(rule(story)) == told
    sentence = f"by a moderator first, {told}." if told else "by a moderator first."
    assert sentence in read(story)
    f.policy(Policy.OPEN)
    assert pace.words(rule(story)) == ""


def test_pages_are_told_only_when_they_say_something_else():
    f.policy(Policy.HOLD_ALL)
    decided(f.published(), [30] * 5)
    pace.measure()
    before = versions.read(["discussion-policies"])

    decided(f.published(), [31] * 6)
    pace.measure()

    assert ReadingPace.objects.get().minutes == 31
    assert versions.read(["discussion-policies"]) == before
    assert policies.get().pace is not None


# In the newsroom ---------------------------------------------------------------------------------


def test_a_lead_moderator_sets_hours_tags_and_notes_in_the_newsroom(client):
    lead = f.UserFactory()
    roles.give(lead, roles.LEAD_MODERATOR)
    client.force_login(lead)
    story = f.published(tags=[f.TagFactory()])
    tag = story.tags.get()

    form = {"policy": "hold_all", "outside_hours": "closed"}
    form |= {"edit_minutes": "15", "appeal_days": "7", "profile": "small"}
    form |= f.policy_form()
    form |= {"hours-TOTAL_FORMS": "2", "hours-INITIAL_FORMS": "0"}
    form |= {"hours-0-weekday": "0", "hours-0-opens": "08:00", "hours-0-closes": "12:00"}
    form |= {"hours-1-weekday": "0", "hours-1-opens": "13:00", "hours-1-closes": "18:00"}
    client.post("/admin/comments/sitediscussion/1/change/", form)
    assert len(policies.get().hours) == 2
    client.post(
        "/admin/comments/tagdiscussion/add/",
        {"tag": tag.pk, "policy": "closed", "closing_note": "The trial goes on."},
    )
    assert rule(story, at("2026-11-30T09:00")).closed_note == "The trial goes on."
    client.post(
        f"/admin/comments/discussion/{story.pk}/change/",
        {"policy": "open", "close_after_days": "0"},
    )
    assert rule(story, at("2026-11-30T09:00")).is_open
    page = client.get(f"/admin/comments/discussion/{story.pk}/change/").content.decode()
    assert f"/admin/comments/discussion/{story.pk}/controls/" in page
