"""Feature C8: slow mode, hold all, replies off; readers see what is on, the clock ends it."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from comments import controls, submitting
from comments.discussions import discussion_of, rule_for
from comments.gate import NotAccepted
from comments.models import Comment, Control, Policy
from newsportal import roles
from newsportal.core import versions
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    f.site()
    f.policy(Policy.OPEN)
    return f.published()


@pytest.fixture
def mina():
    return moderator()


def moderator(*, only=None):
    person = f.UserFactory(display_name="Mina")
    roles.give(person, roles.MODERATOR)
    if only is not None:
        giving.limit(person, [only])
    return type(person).objects.get(pk=person.pk)


def in_minutes(minutes: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(minutes=minutes)


def is_over(control: Control) -> None:
    """Its time has passed; no job runs."""
    Control.objects.filter(pk=control.pk).update(ends_at=in_minutes(-1))
    versions.bump("discussion-policies")


def read(story) -> str:
    return Client().get(story.get_absolute_url()).content.decode()


def post(client, address: str, text: str):
    return client.post(address, {"text": text, "post": "1"})


def test_slow_mode_lets_one_comment_through_and_counts_down_honestly(client, story, mina):
    control = controls.switch_on("slow", mina, in_minutes(30), story=story, seconds=120)
    client.force_login(f.UserFactory())
    place = f"{story.get_absolute_url()}comments/"
    assert post(client, place, "One thought").status_code == 302

    refused = post(client, place, "Another thought")

    page = refused.content.decode()
    assert refused.status_code == 429
    assert 110 < int(refused["Retry-After"]) <= 120
    assert f"You can post again in {refused['Retry-After']} seconds." in page
    assert "Another thought" in page
    other = Client()
    other.force_login(f.UserFactory())
    assert post(other, place, "Somebody else’s").status_code == 302
    Comment.objects.update(created_at=in_minutes(-3))
    assert post(client, place, "Another thought").status_code == 302
    is_over(control)
    assert post(client, place, "And a third").status_code == 302


def test_a_double_click_in_slow_mode_is_one_comment_and_no_refusal(story, mina):
    controls.switch_on("slow", mina, in_minutes(30), story=story, seconds=120)
    rana = f.UserFactory()
    key = "7d3f6a50-1111-4222-8333-0123456789ab"
    first = submitting.submit(story, rana, "Once", form_key=key)
    again = submitting.submit(story, rana, "Once", form_key=key)
    assert (again.comment, again.is_new) == (first.comment, False)
    with pytest.raises(NotAccepted):
        submitting.submit(story, rana, "Twice")


def test_hold_all_holds_whoever_writes_until_its_end(story, mina):
    control = controls.switch_on("hold", mina, in_minutes(30), story=story)
    assert f.held(story).status == Comment.Status.HELD
    is_over(control)
    assert f.held(story).status == Comment.Status.APPROVED


def test_without_replies_new_comments_are_taken_and_answers_keep_their_words(client, story, mina):
    root = f.approved(story)
    assert "/reply/" in read(story)
    control = controls.switch_on("no_replies", mina, in_minutes(30), story=story)
    client.force_login(f.UserFactory())

    assert "/reply/" not in read(story)
    refused = post(client, f"{root.get_absolute_url()}reply/", "My answer")
    assert refused.status_code == 409
    assert "Replies are switched off until" in refused.content.decode()
    assert "My answer" in refused.content.decode()
    form = client.get(f"{root.get_absolute_url()}reply/").content.decode()
    assert "Replies are off at present." in form
    assert post(client, f"{story.get_absolute_url()}comments/", "My own").status_code == 302

    is_over(control)
    assert "/reply/" in read(story)


def test_readers_see_what_is_on_and_until_when(story, mina):
    until = in_minutes(90)
    assert 'class="controls"' not in read(story)
    slow = controls.switch_on("slow", mina, until, story=story, seconds=300)
    controls.switch_on("hold", mina, until, story=story)
    controls.switch_on("no_replies", mina, until, story=story)

    page = read(story)
    shown = page[page.index('class="controls"') :]

    assert "one comment per person every 5 minutes" in shown
    assert "Read first" in shown
    assert "Replies are off" in shown
    assert shown.split("</ul>")[0].count("<time datetime=") == 3
    controls.switch_off(slow, mina)
    assert "Slow mode" not in read(story)


def test_a_control_of_a_section_holds_below_it_and_of_several_the_longest_does(story, mina):
    world = f.section("world")
    below = f.published(section=f.section("strait", parent=world))
    controls.switch_on("hold", mina, in_minutes(30), section=world)
    long = controls.switch_on("hold", mina, in_minutes(60), story=below)
    controls.switch_on("no_replies", mina, in_minutes(30))

    assert f.held(below).status == Comment.Status.HELD
    assert f.held(story).status == Comment.Status.APPROVED
    assert rule_for(below, discussion_of(below)).hold_until == long.ends_at
    assert "Replies are off" in read(story)


def test_who_switches_what_where_and_for_how_long(story, mina):
    sport = f.section("sport")
    limited = moderator(only=sport)
    in_sport = f.published(section=sport)
    controls.switch_on("hold", limited, in_minutes(30), story=in_sport)
    for actor, place in ((limited, {"story": story}), (limited, {}), (f.UserFactory(), {})):
        with pytest.raises(controls.Refused, match="role"):
            controls.switch_on("hold", actor, in_minutes(30), **place)
    for kind, until, seconds in (
        ("hold", in_minutes(-1), None),
        ("hold", in_minutes(60 * 24 * 8), None),
        ("hold", in_minutes(5), 60),
        ("slow", in_minutes(5), None),
        ("slow", in_minutes(5), 7),
        ("nonsense", in_minutes(5), None),
    ):
        with pytest.raises(controls.Refused):
            controls.switch_on(kind, mina, until, story=story, seconds=seconds)


def test_switching_on_anew_replaces_and_the_rows_keep_who_and_when(story, mina):
    first = controls.switch_on("slow", mina, in_minutes(30), story=story, seconds=60)
    second = controls.switch_on("slow", mina, in_minutes(60), story=story, seconds=300)
    first.refresh_from_db()
    assert (first.ended_by, Control.objects.standing().get()) == (mina, second)
    controls.switch_off(second, mina)
    with pytest.raises(controls.Refused):
        controls.switch_off(second, mina)
    assert Control.objects.count() == 2


def test_the_moderators_panel_stands_on_the_personal_page_alone_and_works(client, story, mina):
    f.approved(story)
    reader = Client()
    reader.force_login(f.UserFactory())
    assert 'class="desk"' not in read(story)
    assert 'class="desk"' not in reader.get(story.get_absolute_url()).content.decode()
    other = Client()
    other.force_login(moderator(only=f.section("sport")))
    assert 'class="desk"' not in other.get(story.get_absolute_url()).content.decode()
    client.force_login(mina)
    page = client.get(story.get_absolute_url()).content.decode()
    address = f"/admin/comments/discussion/{story.pk}/controls/"
    assert f'action="{address}"' in page

    data = {"control-kind": "slow", "control-seconds": "60", "control-minutes": "120"}
    done = client.post(address, {**data, "back": "story"})

    assert done["Location"] == f"{story.get_absolute_url()}#comments"
    control = Control.objects.get()
    assert (control.seconds, control.made_by) == (60, mina)
    assert 115 < (control.ends_at - timezone.now()).total_seconds() / 60 <= 120
    page = client.get(story.get_absolute_url()).content.decode()
    assert "On until" in page
    assert f'name="off" value="{control.pk}"' in page
    client.post(address, {"off": control.pk})
    assert not Control.objects.standing().exists()
    history = client.get(address).content.decode()
    assert "ended by Mina" in history


def test_a_time_of_ones_own_and_a_mistake_beside_its_field(client, story, mina):
    client.force_login(mina)
    address = f"/admin/comments/discussion/{story.pk}/controls/"
    until = timezone.localtime(in_minutes(200)).replace(second=0, microsecond=0)

    client.post(address, {"control-kind": "hold", "control-until": f"{until:%Y-%m-%dT%H:%M}"})
    assert Control.objects.get().ends_at == until
    for wrong in ({}, {"control-kind": "hold", "control-until": "yesterday"}, {"off": "x" * 30}):
        answer = client.post(address, wrong)
        assert answer.status_code in (302, 422)
    assert client.post(address, {"control-kind": "slow", "control-seconds": ""}).status_code == 422
    assert Control.objects.count() == 1
