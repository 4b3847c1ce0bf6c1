"""Feature C15: comments without an account, with a confirmed address, always held."""

from __future__ import annotations

import datetime
import re
import time

import pytest
from django.core import mail, signing
from django.test import Client
from django.utils import timezone

from articles import publishing
from comments import controls, guests, moderation
from comments.forms import GUEST_SALT
from comments.models import Comment, CommentEvent, Discussion, Policy
from comments.views import guests as views
from newsportal.core import haste
from tests import factories as f
from tests.accounts.people import later
from tests.accounts.people import post as deliver
from tests.comments.test_timed_controls import moderator

pytestmark = pytest.mark.django_db
WORDS = "I have no account, and I was on that ferry."
ADDRESS = "gale@example.net"


@pytest.fixture
def story():
    f.site()
    f.policy(Policy.OPEN, guests_allowed=True)
    return f.published()


@pytest.fixture
def gale() -> Client:
    """A guest; the browser says where its forms come from."""
    return Client(headers={"sec-fetch-site": "same-origin"})


def place(story) -> str:
    return f"{story.get_absolute_url()}comments/"


def fields(**more) -> dict[str, str]:
    shown = signing.dumps(int(time.time()) - 10, salt=GUEST_SALT)
    typed = {"text": WORDS, "name": "Gale", "email": ADDRESS, "shown_at": shown, "guest": "post"}
    return {**typed, **more}


def hand_in(client: Client, story, **more):
    return client.post(place(story), fields(**more))


def link() -> str:
    deliver()
    return re.search(r"https?://[^/]+(/\S+/confirm/\S+/)", mail.outbox[-1].body)[1]


def test_from_the_composer_to_the_queue_without_a_cookie(story, gale):
    page = gale.get(story.get_absolute_url()).content.decode()
    assert "Post as a guest" in page
    step = gale.post(place(story), {"text": WORDS, "guest": "1"}).content.decode()
    assert "Who is writing?" in step
    assert WORDS in step
    response = hand_in(gale, story)
    assert "Look into your mail" in response.content.decode()

    comment = Comment.objects.get()
    assert comment.status == Comment.Status.UNCONFIRMED
    assert Discussion.objects.get(story=story).held_count == 0
    address = link()
    assert WORDS not in mail.outbox[-1].body + mail.outbox[-1].subject
    assert "Gale" not in mail.outbox[-1].body
    shown = gale.get(address)
    assert WORDS in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    comment.refresh_from_db()
    assert comment.status == Comment.Status.UNCONFIRMED  # looking changes nothing

    done = gale.post(address)

    assert "A moderator reads it before it appears." in done.content.decode()
    assert f'data-draft-posted="story-{story.pk}"' in done.content.decode()
    comment.refresh_from_db()
    assert comment.status == Comment.Status.HELD
    assert [*comment.events.values_list("kind", "actor")] == [
        (CommentEvent.Kind.SUBMITTED, None),
        (CommentEvent.Kind.CONFIRMED, None),
    ]
    assert Discussion.objects.get(story=story).held_count == 1
    assert moderation.recount(repair=False) == []
    assert gale.cookies == {}
    assert "handed in already" in gale.get(address).content.decode()
    assert gale.post(address).status_code == 200
    assert comment.events.count() == 2

    moderation.approve(comment, None)
    page = Client().get(story.get_absolute_url()).content.decode()
    assert WORDS in page
    assert "badge-guest" in page
    assert ADDRESS not in page


def test_what_is_not_confirmed_is_nobodys_to_see(story, gale, admin_client):
    hand_in(gale, story)
    comment = Comment.objects.get()

    for client in (Client(), admin_client):
        assert WORDS not in client.get(story.get_absolute_url()).content.decode()
        assert client.get(comment.get_absolute_url()).status_code == 404
    for address in ("/admin/comments/comment/", "/admin/comments/comment/?q=ferry"):
        assert WORDS not in admin_client.get(address).content.decode()
    change = f"/admin/comments/comment/{comment.pk}/change/"
    assert admin_client.get(change).status_code in (302, 404)
    with pytest.raises(moderation.TooLate):
        moderation.approve(comment, None)
    own = f.held(story, text=WORDS)  # nor does it make somebody else's words a repetition
    assert own.status == Comment.Status.APPROVED


def test_moderators_see_that_it_is_a_guest_and_the_address(story, gale, admin_client):
    hand_in(gale, story)
    gale.post(link())

    page = admin_client.get("/admin/comments/comment/?status__exact=held").content.decode()
    assert "Guest; the address was confirmed:" in page
    assert ADDRESS in page


def test_it_always_waits_and_counts_from_its_confirmation(story, gale):
    hand_in(gale, story)
    address = link()
    long_ago = timezone.now() - datetime.timedelta(hours=50)
    Comment.objects.update(created_at=long_ago)

    gale.post(address)

    comment = Comment.objects.get()
    assert comment.status == Comment.Status.HELD
    assert comment.created_at > long_ago + datetime.timedelta(hours=49)


def test_the_address_of_an_account_hears_by_mail_and_the_page_tells_nothing(story, gale):
    f.UserFactory(email="rana@example.org")
    strangers = hand_in(gale, story).content.decode().replace(ADDRESS, "…")

    members = hand_in(gale, story, email="Rana@Example.org").content.decode()

    assert members.replace("rana@example.org", "…") == strangers
    assert Comment.objects.count() == 1
    letter = deliver()[-1]
    assert letter.to == ["rana@example.org"]
    assert "Sign in and post it there" in letter.body
    assert "confirm/" not in letter.body


def test_no_control_of_a_discussion_tells_who_has_an_account(story, gale):
    root, until = f.held(story), timezone.now() + datetime.timedelta(minutes=30)
    f.UserFactory(email="rana@example.org")
    controls.switch_on("slow", moderator(), until, story=story, seconds=120)
    addresses = ("rana@example.org", ADDRESS)

    for text in ("One thought.", "Another."):
        told = [hand_in(gale, story, email=one, text=text).status_code for one in addresses]
        assert told == [200, 200]
    controls.switch_on("no_replies", moderator(), until, story=story)
    reply = f"{root.get_absolute_url()}reply/"
    told = [gale.post(reply, fields(email=one)).status_code for one in addresses]
    assert told == [409, 409]


def test_slow_mode_is_asked_behind_the_link_which_works_again_later(story, gale):
    until = timezone.now() + datetime.timedelta(minutes=30)
    controls.switch_on("slow", moderator(), until, story=story, seconds=120)
    hand_in(gale, story)
    first = link()
    hand_in(gale, story, text="Another thought.")
    second = link()
    assert gale.post(first).status_code == 200
    assert "handed in" in gale.post(first).content.decode()

    refused = gale.post(second)

    assert (refused.status_code, 0 < int(refused["Retry-After"]) <= 120) == (429, True)
    assert "Slow mode is on" in refused.content.decode()
    assert "Yes, hand it in" in refused.content.decode()
    early = timezone.now() - datetime.timedelta(minutes=3)
    Comment.objects.filter(status=Comment.Status.HELD).update(created_at=early)
    assert gale.post(second).status_code == 200
    assert Comment.objects.held().count() == 2


def test_the_setting_is_off_by_default(gale):
    f.site()
    story = f.published()
    f.policy(Policy.OPEN)

    assert "Post as a guest" not in gale.get(story.get_absolute_url()).content.decode()
    assert hand_in(gale, story)["Location"].startswith("/accounts/login/")
    assert not Comment.objects.exists()


REFUSED = {
    "a name of the staff": ({"name": "Edìth Hoit"}, "could be mistaken"),
    "a role": ({"name": "Moderator"}, "could be mistaken"),
    "no name": ({"name": ""}, "This field is required"),
    "no address": ({"email": "gale"}, "valid email"),
    "two addresses": ({"email": "a@example.net, b@example.net"}, "valid email"),
    "a line more": ({"email": "a@example.net\nBcc: b@example.net"}, "valid email"),
    "haste": ({"shown_at": None}, "That was fast."),
    "a forged time": ({"shown_at": "x"}, "open for long"),
    "no words": ({"text": ""}, "Write something first."),
}


@pytest.mark.parametrize(("more", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_is_told_and_nothing_is_lost(story, gale, more, told):
    f.UserFactory(display_name="Edith Holt", is_staff=True)

    typed = {
        name: haste.stamp(GUEST_SALT) if value is None else value for name, value in more.items()
    }
    response = hand_in(gale, story, **typed)

    page = response.content.decode()
    assert response.status_code == 422
    assert told in page
    assert more.get("text", WORDS) in page
    assert not Comment.objects.exists()


def test_a_robot_in_the_trap_learns_nothing(story, gale):
    response = hand_in(gale, story, website="http://pills.example")

    assert "Look into your mail" in response.content.decode()
    assert not Comment.objects.exists()
    assert deliver() == []


def test_limits_hold_by_network_and_by_address_and_keep_the_words(story, gale, monkeypatch):
    monkeypatch.setattr(views, "OF_ADDRESS", 1)
    assert hand_in(gale, story).status_code == 200
    again = hand_in(gale, story, text="Another thought.")
    assert again.status_code == 429
    assert "Another thought." in again.content.decode()
    assert int(again["Retry-After"]) > 0
    monkeypatch.setattr(views, "OF_NETWORK", 1)
    assert hand_in(gale, story, email="other@example.net").status_code == 429


def test_the_same_words_twice_are_one_comment_and_one_mail(story, gale):
    hand_in(gale, story)
    hand_in(gale, story)

    assert Comment.objects.count() == 1
    assert len(deliver()) == 1
    Comment.objects.update(created_at=timezone.now() - datetime.timedelta(minutes=10))
    hand_in(gale, story)
    assert (Comment.objects.count(), len(deliver())) == (1, 1)


@pytest.mark.parametrize("token", ["x", "1:2:3", "a" * 200])
def test_a_forged_link_is_told_to_have_ended(story, gale, token):
    response = gale.get(f"{place(story)}confirm/{token}/")

    assert response.status_code == 404
    assert "This link does not work any more" in response.content.decode()


def test_after_three_days_the_link_ends_and_the_comment_goes(story, gale, monkeypatch):
    hand_in(gale, story)
    address = link()
    confirmed = f.held(story)

    assert guests.forget_unconfirmed() == 0
    assert guests.forget_unconfirmed(timezone.now() + datetime.timedelta(days=3, minutes=1)) == 1
    assert Comment.objects.get() == confirmed
    assert gale.get(address).status_code == 404
    hand_in(gale, story)
    address = link()
    later(monkeypatch, seconds=3 * 24 * 60 * 60 + 60)
    assert gale.post(address).status_code == 404
    assert moderation.recount(repair=False) == []


def test_what_closed_meanwhile_gives_the_words_back(story, gale):
    hand_in(gale, story)
    address = link()
    f.policy(Policy.CLOSED, guests_allowed=True)
    closed = gale.post(address)
    assert (closed.status_code, "closed" in closed.content.decode()) == (409, True)
    assert WORDS in closed.content.decode()
    publishing.withdraw(story, None, "")
    gone = gale.post(address)
    assert gone.status_code == 410
    assert WORDS in gone.content.decode()
    assert Comment.objects.get().status == Comment.Status.UNCONFIRMED


def test_a_link_that_comes_after_guests_are_switched_off_says_so_and_gives_the_words_back(
    story, gale
):
    hand_in(gale, story)
    address = link()
    f.policy(Policy.OPEN, guests_allowed=False)

    for answer in (gale.get(address), gale.post(address)):
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "takes no comments without an account any more" in page
        assert WORDS in page
        assert "Yes, hand it in" not in page
    assert Comment.objects.get().status == Comment.Status.UNCONFIRMED

    f.policy(Policy.OPEN, guests_allowed=True)  # switched on again, it works
    assert gale.post(address).status_code == 200


def test_who_may_not_write_finds_no_way_round_as_a_guest(story, gale):
    hand_in(gale, story)
    address = link()
    rana = f.UserFactory(email=ADDRESS)  # the account came after the comment
    f.sanction(rana, "ban")

    assert gale.post(address).status_code == 403
    assert Comment.objects.get().status == Comment.Status.UNCONFIRMED


def test_a_guest_answers_and_a_form_of_another_site_is_refused(story, gale):
    root = f.held(story)
    gale.post(f"{root.get_absolute_url()}reply/", fields())
    assert Comment.objects.exclude(pk=root.pk).get().reply_to == root
    foreign = Client(headers={"sec-fetch-site": "cross-site"})
    assert hand_in(foreign, story).status_code == 403
    silent = Client(enforce_csrf_checks=True)
    confirm = hand_in(silent, story, text="Silently.").content.decode()
    assert "Did you send this?" in confirm
    assert "Silently." in confirm
