"""Feature E25: the first page of the newsroom, for each role: what it says, hides and costs."""

from __future__ import annotations

import datetime
import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import LiveBlog, Story, StoryActivity
from comments.models import Comment
from newsportal import newsroom_map, roles
from newsportal.core import dashboard, versions
from newsportal.core.models import Notice, User
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db

DASHBOARD = 15
SECRET = "The minister resigns"


@pytest.fixture(autouse=True)
def paper(settings):
    f.site(time_zone="Europe/Lisbon")
    settings.VERSION_CHECK_SECONDS = 60


def somebody(role: str, name: str = "") -> User:
    person = f.UserFactory(is_staff=True, display_name=name or role)
    roles.give(person, role)
    return person


@pytest.fixture
def cho() -> User:
    return somebody(roles.CONTRIBUTOR, "Cho")


@pytest.fixture
def edith() -> User:
    return somebody(roles.EDITOR, "Edith")


def first_page(person: User) -> str:
    client = Client()
    client.force_login(person)
    response = client.get("/admin/")
    assert response.status_code == 200
    return response.content.decode()


def panels(person: User) -> dict[str, dashboard.Panel]:
    return {panel.code: panel for panel in dashboard.panels_for(person)}


def titles(person: User, code: str) -> list[str]:
    found = panels(person).get(code)
    return [str(line.story) for line in found.words["lines"]] if found else []


# What it costs ------------------------------------------------------------------------------------


def much_of_everything(number: int, own: list[User]) -> None:
    """As many rows in every panel, written by everybody in turn."""
    now = timezone.now()
    for one in range(number):
        person = own[one % len(own)]
        back = f.draft(person)
        publishing.submit(back, person)
        publishing.send_back(back, None, "Who says so?")
        f.draft(person)
        in_review = f.draft(person)
        publishing.submit(in_review, person)
        ready = f.draft(person)
        publishing.approve(ready, None)
        Story.objects.filter(pk=ready.pk).update(deadline=now, assignee=person)
        f.scheduled(headline=f"Later {one}")
        publishing.set_embargo(f.draft(person), None, now + datetime.timedelta(days=1))
        live = f.published(kind="live")
        LiveBlog.objects.update_or_create(story=live)[0].reporters.add(*own)
        StoryActivity.objects.create(story=live, hour=now, reads=one + 1, comments=2)
        f.held(f.published(headline=f"Talked of {one}"))
        for reader in own:
            Notice.objects.create(recipient=reader, kind="document.live", occasion=f"n{one}")


@pytest.mark.parametrize("number", [2, DASHBOARD + 1])
def test_every_roles_first_page_costs_fifteen_statements_whatever_stands_on_it(number):
    people = [somebody(role) for role in roles.ROLES]
    limited = somebody(roles.EDITOR, "Limited")
    much_of_everything(number, people)
    giving.limit(limited, [story.working_section for story in Story.objects.all()[:number]])

    for person in [*people, limited]:
        client = Client()
        client.force_login(person)
        client.get("/admin/")  # warms what a process keeps
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/admin/").status_code == 200
        asked = [query["sql"] for query in captured.captured_queries]
        assert len(asked) <= DASHBOARD, f"{person}: " + "\n".join(asked)


# What it shows, and to whom -----------------------------------------------------------------------


def test_a_contributor_sees_own_drafts_what_came_back_with_its_reason_and_what_is_on_its_way(cho):
    f.draft(cho, headline="Half written")
    back = f.draft(cho, headline="Came back")
    publishing.submit(back, cho)
    publishing.send_back(back, None, "Who says so?")
    waiting = f.draft(cho, headline="With the desk")
    publishing.submit(waiting, cho)

    page = first_page(cho)

    assert titles(cho, "drafts") == ["Half written"]
    assert titles(cho, "sent-back") == ["Came back"]
    assert titles(cho, "on-its-way") == ["With the desk"]
    assert "Who says so?" in page
    assert "in-review" not in panels(cho)


def test_what_was_taken_back_or_sent_again_did_not_come_back(cho):
    story = f.draft(cho)
    publishing.submit(story, cho)
    publishing.send_back(story, None, "Shorter")
    publishing.submit(story, cho)
    publishing.take_back(story, cho)

    assert titles(cho, "sent-back") == []
    assert titles(cho, "drafts") == [str(story)]


def test_an_editor_sees_what_waits_the_longest_first_and_when_things_go_live(edith, cho):
    for number, words in enumerate(("Newer", "Older")):
        story = f.draft(cho, headline=words)
        publishing.submit(story, cho)
        ago = timezone.now() - datetime.timedelta(hours=1 + number)
        Story.objects.filter(pk=story.pk).update(changed_at=ago)
    publishing.approve(f.draft(cho, headline="Good to go"), edith)
    at = datetime.datetime(2030, 7, 1, 5, 30, tzinfo=datetime.UTC)
    f.published(at, headline="Tomorrow’s story")

    page = first_page(edith)

    assert titles(edith, "in-review") == ["Older", "Newer"]
    assert titles(edith, "ready") == ["Good to go"]
    assert titles(edith, "scheduled") == ["Tomorrow’s story"]
    assert "1 July, 06:30" in page, "in the newsroom's zone, an hour ahead of UTC in summer"
    assert "Cho" in page


def test_a_scheduled_story_under_embargo_goes_live_when_the_embargo_ends(edith):
    story = f.scheduled(in_hours=2)
    later = timezone.now() + datetime.timedelta(hours=5)
    Story.objects.filter(pk=story.pk).update(embargo_until=later)
    first = f.scheduled(in_hours=3)

    assert titles(edith, "scheduled") == [str(first), str(story)]
    assert titles(edith, "embargoes") == [str(story)]


def test_deadlines_of_today_name_who_writes_and_mark_what_is_late(edith, cho):
    now = timezone.now()
    for words, deadline in {
        "Late": now - datetime.timedelta(hours=1),
        "In two days": now + datetime.timedelta(days=2),
    }.items():
        story = f.draft(headline=words)
        Story.objects.filter(pk=story.pk).update(deadline=deadline, assignee=cho)
    done = f.published(headline="Done")
    Story.objects.filter(pk=done.pk).update(deadline=now)

    (line,) = panels(edith)["deadlines"].words["lines"]

    assert (str(line.story), line.who, line.is_late) == ("Late", "Cho", True)


def test_an_embargoed_headline_reaches_no_contributor_no_moderator_and_no_other_section(cho):
    world, culture = f.section("world"), f.section("culture")
    for make in (f.draft, f.in_review, f.scheduled):
        story = make(headline=SECRET, section=world)
        until = timezone.now() + datetime.timedelta(days=1)
        Story.objects.filter(pk=story.pk).update(
            embargo_until=until, deadline=timezone.now(), kind=Story.Kind.LIVE
        )
        StoryActivity.objects.create(story=story, hour=timezone.now(), reads=9)
    limited, own = somebody(roles.EDITOR, "Limited"), somebody(roles.EDITOR, "Own")
    giving.limit(limited, [culture])
    giving.limit(own, [world])

    for person in (cho, limited, somebody(roles.MODERATOR), somebody(roles.LEAD_MODERATOR)):
        assert SECRET not in first_page(person), person
    assert SECRET in first_page(own)


def test_only_those_who_moderate_see_how_long_comments_wait(edith):
    mina = somebody(roles.MODERATOR, "Mina")
    comment = f.held(text="Nobody has read this")
    long_ago = timezone.now() - datetime.timedelta(hours=5)
    Comment.objects.filter(pk=comment.pk).update(created_at=long_ago)

    page = first_page(mina)

    assert "The oldest waits for <strong>5 hours</strong>." in page
    assert reverse("moderation") in page
    assert "comments" not in panels(edith)


def test_the_comments_of_a_story_in_the_panel_lead_to_those_that_wait_there():
    mina = somebody(roles.MODERATOR)
    first = f.held(text="Below the first")
    f.held(text="Below the second")
    client = Client()
    client.force_login(mina)
    link = f"{reverse('admin:comments_comment_changelist')}?status__exact=held&amp;story__exact="

    assert f"{link}{first.story_id}" in first_page(mina)
    listed = client.get(f"{link}{first.story_id}".replace("&amp;", "&")).content.decode()
    assert "Below the first" in listed
    assert "Below the second" not in listed


def test_a_live_blog_is_shown_to_its_reporters_and_editors_until_it_ends(edith, cho):
    running = f.published(kind="live", headline="Storm")
    LiveBlog.objects.update_or_create(story=running)[0].reporters.add(cho)
    ended = f.published(kind="live", headline="Over")
    LiveBlog.objects.update_or_create(story=ended, defaults={"status": "closed"})

    assert titles(edith, "live") == ["Storm"]
    assert titles(cho, "live") == ["Storm"]
    assert titles(somebody(roles.CONTRIBUTOR), "live") == []


def test_most_read_is_empty_until_something_is_counted_and_forgets_the_day_before(edith):
    now = timezone.now()
    story, old = f.published(headline="Read by many"), f.published(headline="Read yesterday")
    assert "No read was counted in the last two hours." in first_page(edith)

    StoryActivity.objects.create(story=story, hour=now, reads=12)
    StoryActivity.objects.create(story=old, hour=now - datetime.timedelta(days=1), reads=99)

    assert list(panels(edith)["most-read"].words["stories"]) == [story]
    assert "12 reads" in first_page(edith)


def test_the_chart_counts_by_the_newsrooms_day_and_has_a_table(edith):
    late = timezone.localtime().replace(hour=0, minute=10) - datetime.timedelta(days=1)
    story = f.published(late)
    StoryActivity.objects.create(story=story, hour=late, comments=7)
    f.published(timezone.now() - datetime.timedelta(days=30))

    page = first_page(edith)
    stories, comments = panels(edith)["week"].words["rows"]

    assert [bar.number for bar in stories.bars] == [0, 0, 0, 0, 0, 1, 0]
    assert [bar.number for bar in comments.bars] == [0, 0, 0, 0, 0, 7, 0]
    assert re.search(r"<tr><th scope=\"row\">\w+</th><td>1</td><td>7</td></tr>", page)


def test_empty_panels_invite(cho, edith):
    assert "Begin a story" in first_page(cho)
    assert "Nothing waits for review." in first_page(edith)
    assert "No comment waits." in first_page(somebody(roles.MODERATOR))


def test_a_day_and_a_number_stand_in_the_order_of_the_newspapers_language(edith):
    f.site(time_zone="Europe/Lisbon", language="ko")
    Story.objects.filter(pk=f.published().pk).update(comment_count=66)
    assert re.search(r'dash-when">\d{4}년 \d+월 \d+일 .요일 \d\d:\d\d <span>', first_page(edith))
    client = Client()
    client.force_login(edith)
    stories = client.get("/admin/articles/story/").content.decode()
    assert '<span class="list-word">댓글 66개</span>' in stories


def test_only_those_who_write_are_offered_a_new_story(cho):
    add = reverse("admin:articles_story_add")

    assert add in first_page(cho)
    assert add not in first_page(somebody(roles.MODERATOR))


def test_what_does_not_fit_is_counted_and_one_click_away(edith):
    for _ in range(9):
        f.in_review()

    assert panels(edith)["in-review"].count == 9
    assert "?status__exact=in_review" in first_page(edith)
    assert "See all 9" in first_page(edith)


def test_where_all_of_a_panel_stands_nothing_else_does(edith):
    """The list of stories without a filter would answer “See all 9” with hundreds."""
    client = Client()
    client.force_login(edith)
    own, other = f.draft(edith, headline="My draft"), f.draft(headline="Draft of another")
    for story in (own, other):
        publishing.set_embargo(story, None, timezone.now() + datetime.timedelta(days=1))

    listed = client.get(panels(edith)["drafts"].url).content.decode()

    assert "My draft" in listed
    assert "Draft of another" not in listed
    assert panels(edith)["embargoes"].url == ""


# Everything else ----------------------------------------------------------------------------------


def test_every_list_stands_in_a_group_once(rf):
    ada = somebody(roles.ADMINISTRATOR)
    request = rf.get("/admin/")
    request.user = ada
    offered = {
        f"{app['app_label']}.{model['model']._meta.model_name}"
        for app in admin.site.get_app_list(request)
        for model in app["models"]
    }
    named = [place for _label, places in newsroom_map.GROUPS for place in places]

    assert offered <= set(named), "say in newsroom_map where a journalist looks for it"
    assert len(named) == len(set(named))


def test_what_stands_in_no_group_comes_last(rf, monkeypatch):
    monkeypatch.setattr(newsroom_map, "GROUPS", newsroom_map.GROUPS[1:])
    request = rf.get("/admin/")
    request.user = somebody(roles.EDITOR)

    groups = newsroom_map.groups(admin.site.get_app_list(request), request.user)

    assert reverse("admin:articles_story_changelist") in [one.url for one in groups[-1].entries]


def test_the_page_of_one_app_is_still_a_list(edith):
    client = Client()
    client.force_login(edith)

    page = client.get("/admin/articles/").content.decode()

    assert reverse("admin:articles_story_changelist") in page
    assert "dash-panels" not in page


def test_sections_of_a_role_that_changed_hold_at_once(edith):
    world = f.section("world")
    versions.forget_copies()
    f.in_review(headline="About the world", section=world)
    giving.limit(edith, [f.section("culture")])

    assert "About the world" not in first_page(edith)
