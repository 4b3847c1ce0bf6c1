"""Feature C11: a discussion or one branch is followed by a plain form and left in one click."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing
from comments import following, moderation, muting, telling
from comments.models import DiscussionFollow
from newsportal.core import notices
from newsportal.core.models import Notice, User
from newsportal.core.notices import Wish
from tests import factories as f
from tests.comments.telling import told, work

pytestmark = pytest.mark.django_db

HABIT, LIST = "/me/followed-discussions/habit/", "/me/followed-discussions/"


@pytest.fixture(autouse=True)
def paper():
    f.site()


@pytest.fixture
def rana() -> User:
    return f.UserFactory(display_name="Rana")


@pytest.fixture
def story():
    return f.published(headline="Ferries late")


@pytest.fixture
def reader(rana) -> Client:
    client = Client()
    client.force_login(rana)
    return client


def followed_by(person: User) -> set[tuple[int, int | None]]:
    return set(DiscussionFollow.objects.filter(person=person).values_list("story", "branch"))


def test_a_button_follows_the_discussion_and_the_same_place_stops(reader, rana, story):
    page = story.get_absolute_url()
    address = f"{page}comments/follow/"
    assert "Follow this discussion" in reader.get(page).content.decode()
    assert reader.get(address).status_code == 200
    assert followed_by(rana) == set()  # a look changes nothing

    response = reader.post(address, {"do": "follow", "next": page})

    assert response["Location"] == f"{page}#comments"
    assert followed_by(rana) == {(story.pk, None)}
    assert "You follow this discussion" in reader.get(page).content.decode()
    reader.post(address, {"do": "follow"})
    reader.post(address, {"do": "stop", "next": "https://evil.example/"})
    assert followed_by(rana) == set()


def test_a_branch_is_followed_from_its_comment(reader, rana, story):
    comment = f.approved(story)
    address = f"{comment.get_absolute_url()}follow/"

    response = reader.post(address, {"do": "follow", "next": "//evil.example/x"})

    assert response["Location"] == f"{comment.get_absolute_url()}#c-{comment.pk}"
    assert followed_by(rana) == {(story.pk, comment.pk)}
    assert "Stop following this branch" in reader.get(story.get_absolute_url()).content.decode()


def test_only_what_is_public_can_be_followed_and_only_by_the_signed_in(reader, rana, story):
    held = f.held(story)
    gone = f.withdrawn()
    assert reader.post(f"{held.get_absolute_url()}follow/").status_code == 404
    assert reader.post(f"{gone.get_absolute_url()}comments/follow/").status_code in (404, 410)
    guest = Client()
    for method in (guest.get, guest.post):
        assert (
            "/accounts/login/" in method(f"{story.get_absolute_url()}comments/follow/")["Location"]
        )
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(rana)
    assert forger.post(f"{story.get_absolute_url()}comments/follow/").status_code == 403
    assert followed_by(rana) == set()


def test_who_follows_hears_once_until_it_was_read(rana, story):
    following.follow(rana, story)
    first = f.approved(story, text="The first word.")
    f.approved(story)
    f.approved(story)
    work()

    assert told(rana) == ["3 new comments on “Ferries late”"]
    assert Notice.objects.get(recipient=rana).occasion == f"comment:{first.pk}"
    notices.mark_all_read(rana, Notice.objects.latest("pk").pk)
    f.approved(story)
    work()
    assert told(rana) == ["1 new comment on “Ferries late”", "3 new comments on “Ferries late”"]


def test_after_a_day_it_is_said_again(rana, story):
    following.follow(rana, story)
    f.approved(story)
    work()
    Notice.objects.update(at=timezone.now() - datetime.timedelta(days=1, minutes=1))

    f.approved(story)
    work()

    assert Notice.objects.filter(recipient=rana).count() == 2


def test_a_branch_tells_of_what_is_below_and_not_of_the_rest(rana, story):
    top = f.approved(story, f.UserFactory(display_name="Sam"))
    following.follow(rana, story, top)
    other = f.approved(story)
    f.approved(story, reply_to=other)
    work()
    assert told(rana) == []

    answer = f.approved(story, reply_to=top)
    f.approved(story, reply_to=answer)
    work()

    assert told(rana) == ["2 new answers below a comment of Sam on “Ferries late”"]


def test_of_the_discussion_and_a_branch_one_notice_comes(rana, story):
    top = f.approved(story)
    following.follow(rana, story, top)
    following.follow(rana, story)

    f.approved(story, reply_to=top)
    work()

    assert told(rana) == ["1 new comment on “Ferries late”"]


def test_an_answer_to_oneself_is_no_second_notice(rana, story):
    own = f.approved(story, rana)
    following.follow(rana, story)
    work()
    Notice.objects.all().delete()

    f.approved(story, f.UserFactory(display_name="Sam"), reply_to=own)
    work()

    assert told(rana) == ["Sam answered you on “Ferries late”"]


def test_of_the_muted_the_removed_and_the_withdrawn_nothing_is_counted(rana, story):
    sam = f.UserFactory()
    following.follow(rana, story)
    f.approved(story, sam)
    removed = f.approved(story)
    f.approved(story)
    f.approved(story, rana)
    work()
    assert "3 new comments on “Ferries late”" in told(rana)

    muting.mute(rana, sam)
    moderation.remove(removed, None)
    assert "1 new comment on “Ferries late”" in told(rana)
    publishing.withdraw(story, None)
    assert "Ferries" not in str(told(rana))


def test_writing_follows_ones_own_branch_unless_that_is_switched_off(reader, rana, story):
    held = f.held(story, rana)
    work()
    assert followed_by(rana) == set()
    moderation.approve(held, None)
    work()
    assert followed_by(rana) == {(story.pk, held.pk)}

    f.approved(story, rana, reply_to=held)  # heard of already by the branch above
    work()
    assert followed_by(rana) == {(story.pk, held.pk)}

    reader.post(HABIT, {})
    f.approved(story, rana)
    work()
    assert len(followed_by(rana)) == 1
    reader.post(HABIT, {"follows_own": "on"})
    assert following.follows_own(rana)


def test_a_mail_leads_out_of_the_discussion_without_signing_in(rana, story, settings):
    following.follow(rana, story)
    notices.choose(rana, telling.FOLLOWED, Wish(True, True))
    f.approved(story, f.UserFactory(display_name="Sam"), text="Nine on board.")
    (mail,) = [one for one in work() if one.to == [rana.email]]
    html, _kind = mail.alternatives[0]
    assert "Sam wrote:" in mail.body
    assert "Nine on board." in html
    line = next(line for line in mail.body.splitlines() if "Stop following this discussion" in line)
    address = line.split()[-1].removeprefix(settings.SITE_URL)
    assert address in html
    stranger = Client(enforce_csrf_checks=True)

    response = stranger.get(address)
    assert (response.status_code, response["Referrer-Policy"]) == (200, "no-referrer")
    assert followed_by(rana)
    assert stranger.post(address).status_code == 200
    assert followed_by(rana) == set()
    stranger.post(address, {"do": "again"})
    assert followed_by(rana) == {(story.pk, None)}
    assert stranger.post(address[:-4] + "AAA/").status_code == 404


def test_the_list_shows_what_is_followed_and_stops_it(reader, rana, story):
    sam = f.UserFactory(display_name="Sam")
    top = f.approved(story, sam)
    gone = f.published(headline="Withdrawn words")
    following.follow(rana, story)
    following.follow(rana, story, top)
    following.follow(rana, gone)
    publishing.withdraw(gone, None)
    others = f.UserFactory()
    following.follow(others, story)

    page = reader.get(LIST).content.decode()

    assert "The whole discussion" in page
    assert "Below the comment of <bdi>Sam</bdi>" in page
    assert "Withdrawn words" not in page
    for row in DiscussionFollow.objects.all():
        reader.post(f"{LIST}{row.pk}/stop/")
    assert followed_by(rana) == set()
    assert followed_by(others) == {(story.pk, None)}
    assert "You follow no discussion" in reader.get(LIST).content.decode()
    assert reader.get(f"{LIST}?after=x")["Location"] == LIST


def test_a_long_list_goes_on_by_key(reader, rana):
    for number in range(52):
        following.follow(rana, f.published(headline=f"Story number {number}."))

    first = reader.get(LIST).content.decode()

    assert "Story number 51." in first
    assert "Story number 1." not in first
    import re

    (following_page,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = reader.get(LIST + following_page.replace("&amp;", "&")).content.decode()
    assert "Story number 1." in second
    assert "Story number 51." not in second
