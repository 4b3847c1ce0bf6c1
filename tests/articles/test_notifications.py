"""Feature E28: who in the newsroom hears of what, and what nobody hears who may not see it."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import notifications, publishing
from articles.models import SectionLimit, Story
from articles.working_copy import content_of
from newsportal import roles
from newsportal.core import notices, webhooks
from newsportal.core.events import announce
from newsportal.core.models import Notice, User, Webhook
from tests import factories as f
from tests.accounts.people import post as work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Test")


def somebody(role: str, name: str) -> User:
    person = f.UserFactory(display_name=name, email=f"{name.lower()}@example.org")
    roles.give(person, role)
    return person


@pytest.fixture
def cho() -> User:
    return somebody(roles.CONTRIBUTOR, "Cho")


@pytest.fixture
def edith() -> User:
    return somebody(roles.EDITOR, "Edith")


def titles(person: User) -> list[str]:
    """What the inbox says; a line that may not be seen says nothing."""
    fresh = User.objects.get(pk=person.pk)
    lines = notices.inbox(fresh, before=None, size=50)
    return [line.told.title if line.told else "" for line in lines]


def told(code: str) -> set[str]:
    rows = Notice.objects.filter(kind=code)
    return set(rows.values_list("recipient__display_name", flat=True))


# Who hears of what --------------------------------------------------------------------------------


def test_what_waits_for_review_is_told_to_those_who_may_publish_it_and_not_to_its_writer(
    cho, edith
):
    mina, ada = somebody(roles.MODERATOR, "Mina"), somebody(roles.ADMINISTRATOR, "Ada")
    story = f.draft(cho, headline="Ferry talks")

    publishing.submit(story, cho)
    mails = work()

    assert told(notifications.SUBMITTED) == {"Edith", "Ada"}
    assert titles(edith) == ["Cho sends “Ferry talks” for review"]
    assert sorted(mail.to[0] for mail in mails) == [ada.email, edith.email]
    assert f"/admin/articles/story/{story.pk}/change/" in mails[0].body
    assert titles(mina) == titles(cho) == []


def test_an_editor_who_sends_for_review_is_not_told_of_it(edith):
    ada = somebody(roles.ADMINISTRATOR, "Ada")

    publishing.submit(f.draft(edith), edith)
    work()

    assert told(notifications.SUBMITTED) == {"Ada"}
    assert titles(ada) != []


def test_an_editor_of_another_section_hears_nothing(cho, edith):
    world, sport = f.section("world"), f.section("sport")
    inner = f.section("diplomacy", parent=world)
    sam = somebody(roles.EDITOR, "Sam")
    SectionLimit.objects.create(user=edith, section=world)
    SectionLimit.objects.create(user=sam, section=sport)

    publishing.submit(f.draft(cho, section=inner), cho)
    work()

    assert told(notifications.SUBMITTED) == {"Edith"}


def test_what_is_sent_back_is_told_with_the_note_to_its_writer_and_to_who_has_it(cho, edith):
    sam = somebody(roles.CONTRIBUTOR, "Sam")
    story = f.draft(cho, headline="Ferry talks")
    Story.objects.filter(pk=story.pk).update(assignee=sam)
    publishing.submit(story, cho)
    work()

    publishing.send_back(story, edith, "Who says so? <Name them> & date it.")
    mails = work()

    assert told(notifications.SENT_BACK) == {"Cho", "Sam"}
    assert titles(cho) == ["Edith sent “Ferry talks” back to you"]
    mail = next(mail for mail in mails if mail.to == [cho.email])
    assert "Who says so? <Name them> & date it." in mail.body
    assert "Who says so? &lt;Name them&gt; &amp; date it." in mail.alternatives[0][0]


def test_who_is_given_a_story_hears_of_it_unless_it_went_on_to_somebody_else(cho, edith):
    sam = somebody(roles.CONTRIBUTOR, "Sam")
    story = f.draft(edith, headline="Ferry talks")
    Story.objects.filter(pk=story.pk).update(
        assignee=cho, deadline=timezone.now() + datetime.timedelta(hours=3)
    )

    announce("story.assigned", story=story.pk, user=sam.pk, actor=edith.pk)
    announce("story.assigned", story=story.pk, user=cho.pk, actor=edith.pk)
    (mail,) = work()

    assert told(notifications.ASSIGNED) == {"Cho"}
    assert mail.subject == "Edith gave you “Ferry talks” to write"
    assert "Deadline:" in mail.body


def test_taking_a_story_oneself_is_no_news(cho):
    story = f.draft(cho)
    Story.objects.filter(pk=story.pk).update(assignee=cho)

    announce("story.assigned", story=story.pk, user=cho.pk, actor=cho.pk)
    work()

    assert not Notice.objects.exists()


def test_publishing_is_told_to_its_makers_with_accounts_and_not_to_who_did_it(cho, edith):
    sam = somebody(roles.CONTRIBUTOR, "Sam")
    bylines = [f.AuthorFactory(user=sam), f.AuthorFactory()]
    story = f.draft(cho, headline="Ferry talks", bylines=bylines)

    publishing.publish(story, edith)
    work()

    assert told(notifications.LIVE) == {"Cho", "Sam"}
    assert titles(sam) == ["“Ferry talks” is published"]


def test_a_scheduled_story_is_told_when_it_appears_and_once(cho):
    story = f.draft(cho)
    publishing.publish(story, cho, at=timezone.now() + datetime.timedelta(hours=2))
    work()
    assert told(notifications.LIVE) == set()

    Story.objects.filter(pk=story.pk).update(live_at=timezone.now())
    publishing.run_due()
    work()
    publishing.run_due()
    announce("story.live", story=story.pk, actor=None)
    work()

    assert [notice.recipient for notice in Notice.objects.all()] == [cho]


def test_a_story_that_left_before_the_worker_came_is_not_called_published(cho):
    story = f.draft(cho)
    publishing.publish(story, None)
    publishing.withdraw(story, None, "An error.")

    work()

    assert told(notifications.LIVE) == set()


def test_a_page_goes_the_same_way(edith):
    ada = somebody(roles.ADMINISTRATOR, "Ada")
    page = f.page(publish=False, title="About us")

    publishing.submit(page, edith)
    (mail,) = work()

    assert mail.to == [ada.email]
    assert mail.subject == "Edith sends “About us” for review"
    assert f"/admin/articles/page/{page.pk}/change/" in mail.body


def test_a_verb_that_fails_tells_nobody(cho, edith):
    story = f.draft(cho)
    publishing.submit(story, cho)
    work()
    before = Notice.objects.count()

    with pytest.raises(publishing.Refused):
        publishing.submit(story, cho)
    work()

    assert Notice.objects.count() == before


# What nobody hears who may not see it -------------------------------------------------------------


def test_who_lost_the_role_gets_no_mail_and_reads_nothing(cho, edith):
    publishing.submit(f.draft(cho, headline="Secret talks"), cho)
    roles.give(edith)

    assert work() == []
    assert titles(edith) == []


def test_a_notice_sent_before_says_nothing_after_the_role_is_lost(cho, edith):
    publishing.submit(f.draft(cho, headline="Secret talks"), cho)
    work()
    assert titles(edith) == ["Cho sends “Secret talks” for review"]

    roles.give(edith, roles.MODERATOR)

    assert titles(edith) == [""]


def test_who_is_moved_to_another_section_reads_no_headline_until_it_is_live(cho, edith):
    story = f.draft(cho, headline="Secret talks", section=f.section("world"))
    publishing.submit(story, cho)
    work()
    SectionLimit.objects.create(user=edith, section=f.section("sport"))

    assert titles(edith) == [""]
    publishing.publish(story, None)
    lines = notices.inbox(User.objects.get(pk=edith.pk), before=None, size=5)
    assert lines[0].told.title == "Cho sends “Secret talks” for review"
    assert lines[0].told.url == story.get_absolute_url()


def test_who_may_read_the_live_story_only_reads_the_public_headline(cho, edith):
    story = f.draft(edith, headline="Ferry talks", bylines=[f.AuthorFactory(user=cho)])
    publishing.publish(story, edith)
    work()
    reworded = replace(content_of(story), headline="Ferry talks and a secret")
    publishing.save_story(story, edith, reworded)

    assert titles(cho) == ["“Ferry talks” is published"]


def test_a_story_that_was_deleted_says_nothing(cho, edith):
    story = f.draft(cho)
    publishing.submit(story, cho)
    work()
    story.delete()

    assert titles(edith) == [""]


@pytest.mark.parametrize("stories", [2, 9])
def test_an_inbox_of_stories_costs_the_same_at_any_size(cho, edith, stories):
    for _number in range(stories):
        publishing.submit(f.draft(cho), cho)
        announce("page.submitted", page=f.page(publish=False).pk, actor=cho.pk)
    work()
    person = User.objects.get(pk=edith.pk)
    person.get_all_permissions()

    with CaptureQueriesContext(connection) as captured:
        assert len(notices.inbox(person, before=None, size=99)) == 2 * stories

    assert len(captured) <= 8, [query["sql"] for query in captured]


# Webhooks -----------------------------------------------------------------------------------------


@pytest.fixture
def outside(monkeypatch) -> list[str]:
    """What left the house: the bodies of messages, as their receivers got them."""
    bodies: list[str] = []

    def post(_url, body, **_options):
        bodies.append(body.decode())
        return 200

    monkeypatch.setattr(webhooks, "deliver", partial(webhooks.deliver, post=post))
    return bodies


ALL = [
    notifications.SUBMITTED,
    notifications.SENT_BACK,
    notifications.ASSIGNED,
    notifications.LIVE,
    notifications.CHANGED,
]


def hook(**fields) -> Webhook:
    values = {"name": "Desk", "url": "https://hooks.example/", "kinds": ALL, **fields}
    return Webhook.objects.create(**values)


@pytest.mark.parametrize("form", Webhook.Form.values)
def test_a_webhook_hears_of_an_unpublished_story_without_its_headline(cho, outside, form):
    hook(form=form)
    story = f.draft(cho, headline="Secret talks")
    publishing.submit(story, cho)
    work()

    (sent,) = outside
    assert f"/admin/articles/story/{story.pk}/change/" in sent
    assert "Secret" not in sent
    assert "Cho" not in sent


def test_a_webhook_that_may_shows_the_headline_and_never_one_under_embargo(cho, outside):
    hook(shows_headlines=True)
    open_story, secret = f.draft(cho, headline="Ferry talks"), f.draft(cho, headline="Secret talks")
    publishing.set_embargo(secret, None, timezone.now() + datetime.timedelta(days=1))
    for story in (open_story, secret):
        publishing.submit(story, cho)
    work()

    assert len(outside) == 2
    assert sum("Ferry talks" in sent for sent in outside) == 1
    assert not any("Secret" in sent for sent in outside)


def test_a_published_story_goes_out_with_headline_and_public_address(cho, outside):
    hook()
    story = f.draft(cho, headline="Ferry talks")
    publishing.publish(story, None)
    work()

    message = json.loads(outside[0])
    assert message["type"] == notifications.LIVE
    assert message["data"]["headline"] == "Ferry talks"
    assert message["data"]["link"].endswith(story.get_absolute_url())
    assert message["data"]["story"] == story.pk
    assert message["data"]["is_live"] is True


def test_a_live_story_goes_out_with_the_headline_that_readers_see(cho, outside):
    hook(shows_headlines=True)
    story = f.published(headline="Ferry talks")
    work()
    outside.clear()
    reworded = replace(content_of(story), headline="Secret talks")
    publishing.save_story(story, cho, reworded)
    announce("story.changed", story=story.pk, actor=None)
    work()

    (sent,) = outside
    assert "Ferry talks" in sent
    assert "Secret" not in sent


def test_an_embargo_that_was_set_after_the_event_still_holds_the_headline_back(cho, outside):
    hook(shows_headlines=True)
    story = f.draft(cho, headline="Secret talks")
    publishing.submit(story, cho)
    publishing.set_embargo(story, None, timezone.now() + datetime.timedelta(days=1))
    work()

    (sent,) = outside
    assert "Secret" not in sent


def test_the_webhook_of_a_contributor_hears_of_own_stories_only(cho, outside):
    sam = somebody(roles.CONTRIBUTOR, "Sam")
    hook(owner=sam, shows_headlines=True)
    story = f.draft(cho, headline="Secret talks", bylines=[f.AuthorFactory(user=sam)])
    publishing.submit(story, cho)
    publishing.send_back(story, None, "Not yet.")
    work()

    assert outside == []
