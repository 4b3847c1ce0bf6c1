"""Feature M10: what moderators decide about people holds for every write, at once."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import sanctions
from comments.models import Comment, Policy, Reaction, Sanction, SanctionEvent
from comments.sanctions import MayNotWrite, Order, Refused
from newsportal import roles
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db

WORDS = "I was on that ferry myself."


@pytest.fixture
def story():
    f.site()
    f.policy(Policy.OPEN)
    return f.published()


@pytest.fixture
def rana(client: Client):
    person = f.UserFactory(display_name="Rana")
    client.force_login(person)
    return person


def mina(role: str = roles.MODERATOR, *, only=None):
    person = f.UserFactory(display_name="Mina")
    roles.give(person, role)
    if only is not None:
        giving.limit(person, [only])
    return type(person).objects.get(pk=person.pk)


def in_days(days: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


def post(client: Client, story, **fields):
    data = {"text": WORDS, "post": "1", **fields}
    return client.post(f"{story.get_absolute_url()}comments/", data, follow=True)


def test_a_suspension_refuses_at_once_says_why_and_keeps_the_words(client, story, rana):
    f.sanction(rana, "suspension", ends_at=in_days(3), words="Third insult this week.")

    response = post(client, story)

    page = response.content.decode()
    assert response.status_code == 403
    assert "no-store" in response["Cache-Control"]
    for told in ("You cannot write here until", "personal attack or abuse", "Third insult", WORDS):
        assert told in page
    assert reverse("comments:own-sanctions") in page
    assert not Comment.objects.exists()


def test_who_cannot_write_reads_so_before_typing_and_elsewhere_finds_the_form(client, story, rana):
    elsewhere = f.published()
    own = f.approved(story, rana)
    reply, edit = f"comments/{f.approved(story).pk}/reply/", f"comments/{own.pk}/edit/"
    assert edit in client.get(story.get_absolute_url()).content.decode()
    assert edit in client.get(f"/me/comments/{own.pk}/").content.decode()
    f.sanction(rana, "suspension", section=story.section, ends_at=in_days(3))

    page = client.get(story.get_absolute_url()).content.decode()

    assert f"You cannot write in “{story.section.name}” until" in page
    assert "/me/sanctions/" in page
    assert 'name="text"' not in page
    assert reply not in page
    assert edit not in page
    assert edit not in client.get(f"/me/comments/{own.pk}/").content.decode()
    assert reply in Client().get(story.get_absolute_url()).content.decode()
    assert 'name="text"' in client.get(elsewhere.get_absolute_url()).content.decode()
    assert 'name="text"' in Client().get(story.get_absolute_url()).content.decode()


def test_a_suspension_ends_by_the_clock_without_any_job(client, story, rana):
    f.sanction(rana, "suspension", ends_at=in_days(1))
    Sanction.objects.update(ends_at=timezone.now() - datetime.timedelta(seconds=1))

    assert post(client, story).status_code == 200
    assert Comment.objects.get().is_public


def test_a_warning_is_read_first_and_the_same_form_goes_on(client, story, rana):
    warning = f.sanction(rana, "warning", words="Please stay with the story.")
    first = post(client, story, form_key="7d3f6a50-1111-4222-8333-0123456789ab")
    assert first.status_code == 403
    assert "Please stay with the story." in first.content.decode()

    data = {
        "text": f"{WORDS} Calmer now.",
        "post": "1",
        "again": f"{story.get_absolute_url()}comments/",
    }
    after = client.post(reverse("comments:acknowledge", args=[warning.pk]), data, follow=True)

    assert after.status_code == 200
    assert Comment.objects.get().text == f"{WORDS} Calmer now."
    assert [event.kind for event in warning.events.all()] == ["imposed", "acknowledged"]
    assert post(client, story, text="And another thought.").status_code == 200


def test_a_warning_leads_nobody_to_another_site_and_is_read_by_its_person_alone(client, rana):
    f.site()
    own, other = f.sanction(rana, "warning"), f.sanction(f.UserFactory(), "warning")

    for again in ("https://evil.example/", "//evil.example/", ""):
        address = reverse("comments:acknowledge", args=[own.pk])
        assert client.post(address, {"again": again})["Location"] == "/me/sanctions/"
    assert client.post(reverse("comments:acknowledge", args=[other.pk])).status_code == 404
    other.refresh_from_db()
    assert other.acknowledged_at is None


def test_always_held_holds_whatever_the_policy_says_and_leaves_a_signal(client, story, rana):
    f.sanction(rana, "hold")

    post(client, story)

    comment = Comment.objects.get()
    assert comment.status == Comment.Status.HELD
    assert comment.signals.get(check_name="always_held").code == "always_held"


def test_a_sanction_of_a_section_holds_in_it_and_below_and_nowhere_else(story, rana):
    world = f.section("world")
    strait = f.section("strait", parent=world)
    f.sanction(rana, "suspension", section=world, ends_at=in_days(1))

    for where in (world, strait):
        with pytest.raises(MayNotWrite):
            sanctions.check_may_write(rana, f.published(section=where))
    sanctions.check_may_write(rana, story)
    sanctions.check_may_write(rana)


def test_a_ban_refuses_reactions_too_and_of_several_the_strictest_is_told(client, story, rana):
    kind = f.ReactionKindFactory()
    f.sanction(rana, "warning")
    f.sanction(rana, "suspension", ends_at=in_days(1))
    f.sanction(rana, "ban")

    response = client.post(f"{story.get_absolute_url()}react/", {"kind": kind.pk})

    assert response.status_code == 403
    assert "You cannot write here any more" in response.content.decode()
    assert not Reaction.objects.exists()


def test_leaving_the_account_leads_not_round_a_ban(story, rana):
    f.sanction(rana, "ban")

    with pytest.raises(MayNotWrite):
        sanctions.check_address_may_write(rana.email.upper(), story)
    sanctions.check_address_may_write("somebody@example.org", story)


def test_who_decides_what_and_where(story, rana):
    sport, world = f.section("sport"), f.section("world")
    limited, moderator, lead = mina(only=sport), mina(), mina(roles.LEAD_MODERATOR)
    until = in_days(1)

    sanctions.impose(rana, Order("suspension", "abuse", sport, until), limited)
    sanctions.impose(rana, Order("hold", "abuse"), moderator)
    ban = sanctions.impose(rana, Order("ban", "abuse"), lead)
    for actor, order in (
        (limited, Order("suspension", "abuse", world, until)),
        (limited, Order("warning", "abuse")),
        (moderator, Order("ban", "abuse", sport)),
        (f.UserFactory(), Order("warning", "abuse")),
    ):
        with pytest.raises(Refused, match="role"):
            sanctions.impose(rana, order, actor)
    with pytest.raises(Refused, match="role"):
        sanctions.lift(ban, moderator)
    assert Sanction.objects.count() == 3


def test_an_order_that_cannot_be_is_refused_with_a_sentence(story, rana):
    colleague = mina()
    cases = (
        (colleague, Order("ban", "abuse"), "Colleagues"),
        (rana, Order("suspension", "abuse"), "needs an end"),
        (rana, Order("ban", "abuse", ends_at=in_days(1)), "needs an end"),
        (rana, Order("suspension", "abuse", ends_at=in_days(-1)), "in the future"),
        (rana, Order("ban", "nonsense"), "Choose"),
    )
    for person, order, words in cases:
        with pytest.raises(Refused, match=words):
            sanctions.impose(person, order, None)
    assert not SanctionEvent.objects.exists()


def test_two_moderators_decide_the_same_and_the_second_hears_who_was_faster(story, rana):
    lead = mina(roles.LEAD_MODERATOR)
    sanctions.impose(rana, Order("ban", "abuse"), lead)

    with pytest.raises(Refused, match="Mina"):
        sanctions.impose(rana, Order("ban", "abuse"), mina(roles.ADMINISTRATOR))

    sanctions.impose(rana, Order("suspension", "abuse", None, in_days(1)), lead)
    with pytest.raises(Refused):
        sanctions.impose(rana, Order("suspension", "abuse", None, in_days(0.5)), lead)
    sanctions.impose(rana, Order("suspension", "abuse", None, in_days(7)), lead)


def test_lifting_lets_the_person_write_again_and_is_told_once(client, story, rana):
    ban = f.sanction(rana, "ban")
    lead = mina(roles.LEAD_MODERATOR)

    sanctions.lift(ban, lead)

    assert post(client, story).status_code == 200
    with pytest.raises(Refused):
        sanctions.lift(ban, lead)
    assert [*ban.events.values_list("kind", "actor")] == [("imposed", None), ("lifted", lead.pk)]


def test_the_person_reads_every_decision_and_nobody_elses(client, rana):
    f.site()
    f.sanction(rana, "suspension", ends_at=in_days(2), words="Words to Rana")
    f.sanction(f.UserFactory(), "ban", words="Words to Sam")
    f.sanction(rana, "warning", note="For colleagues only")

    page = client.get(reverse("comments:own-sanctions"))

    text = page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "Words to Rana" in text
    assert "Ends by itself on" in text
    assert "Words to Sam" not in text
    assert "For colleagues only" not in text
