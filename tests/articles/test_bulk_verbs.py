"""Rule 7 and feature E25: a bulk verb asks first, counts done and skipped, and guards each one."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import bulk
from articles.models import Story
from newsportal import roles
from newsportal.core.models import User
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/story/"
PAGES = "/admin/articles/page/"
Status = Story.Status


@pytest.fixture(autouse=True)
def paper():
    f.site()


def colleague(name: str, role: str) -> User:
    person = f.UserFactory(display_name=name, is_staff=True)
    roles.give(person, role)
    return person


@pytest.fixture
def edith() -> User:
    return colleague("Edith", roles.EDITOR)


@pytest.fixture
def desk(edith) -> Client:
    client = Client()
    client.force_login(edith)
    return client


def press(client: Client, name: str, *chosen, address: str = LIST, **typed):
    """Choose rows and a verb, as the list posts it."""
    data = {"action": name, "index": "0", "select_across": "0", ACTION_CHECKBOX_NAME: pks(chosen)}
    return client.post(address, {**data, **typed})


def confirm(client: Client, name: str, *chosen, address: str = LIST, **typed):
    """Press the button of the page that asks."""
    data = {"action": name, "confirmed": "1", "select_across": "0"}
    return client.post(address, {**data, ACTION_CHECKBOX_NAME: pks(chosen), **typed}, follow=True)


def pks(chosen) -> list[int]:
    return [one.pk for one in chosen]


def states(*stories) -> list[str]:
    return [Story.objects.get(pk=story.pk).status for story in stories]


def test_it_asks_first_and_says_what_will_be_skipped_and_why(desk):
    ready, out = f.draft(headline="Ready words"), f.published(headline="Out already")
    nowhere = f.draft(headline="Nowhere yet")
    Story.objects.filter(pk=nowhere.pk).update(working_section=None)

    page = press(desk, "publish", ready, out, nowhere).content.decode()

    assert "2 will be skipped" in page
    for words in ("Readers see the newest version.", "It is filed in no section."):
        assert words in page
    assert states(ready, out) == [Status.DRAFT, Status.PUBLISHED]


def test_done_and_skipped_are_counted(desk):
    drafts = [f.draft() for _ in range(3)]
    silent = f.draft(headline="No words", lead_image=f.picture(alt=""))

    page = confirm(desk, "publish", *drafts, silent).content.decode()

    assert states(*drafts) == [Status.PUBLISHED] * 3
    assert states(silent) == [Status.DRAFT]
    assert "3 published." in page
    assert "1 skipped:" in page
    assert "“No words”: " in page


@pytest.mark.parametrize(
    ("name", "make", "becomes", "typed"),
    [
        ("submit", f.draft, Status.IN_REVIEW, {}),
        ("approve", f.in_review, Status.READY, {"note": "Fine."}),
        ("send_back", f.in_review, Status.DRAFT, {"note": "Shorter, please."}),
        ("publish", f.in_review, Status.PUBLISHED, {}),
        ("unschedule", f.scheduled, Status.READY, {}),
        ("withdraw", f.published, Status.WITHDRAWN, {"note": "It was wrong."}),
    ],
)
def test_each_verb_is_the_single_verb_for_many(desk, edith, name, make, becomes, typed):
    stories = [make(), make()]

    confirm(desk, name, *stories, **typed)

    assert states(*stories) == [becomes] * 2
    for story in stories:
        event = story.events.first()
        assert event.actor == edith
        if "note" in typed and name != "withdraw":
            assert event.note.text == typed["note"]


def test_sending_back_asks_for_the_word_and_keeps_the_choice(desk):
    story = f.in_review()

    response = confirm(desk, "send_back", story)

    assert response.status_code == 422
    assert f'value="{story.pk}"' in response.content.decode()
    assert states(story) == [Status.IN_REVIEW]


def test_many_are_assigned_at_once_and_keep_their_deadlines(desk):
    cho = colleague("Cho", roles.CONTRIBUTOR)
    first, second = f.draft(), f.draft()
    at = timezone.now() + datetime.timedelta(days=1)
    Story.objects.filter(pk=first.pk).update(deadline=at)

    confirm(desk, "assign", first, second, assignee=cho.pk)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.assignee, first.deadline, second.assignee) == (cho, at, cho)


def test_many_are_filed_under_a_section_also_those_that_stand_in_none(desk):
    world = f.section("world")
    out, nowhere = f.published(), f.draft()
    Story.objects.filter(pk=nowhere.pk).update(working_section=None)

    confirm(desk, "file", out, nowhere, section=world.pk)

    out.refresh_from_db()
    nowhere.refresh_from_db()
    assert (out.section, out.working_section) == (world, world)
    assert nowhere.working_section == world


def test_a_contributor_is_offered_own_verbs_and_forged_ones_do_nothing():
    cho = colleague("Cho", roles.CONTRIBUTOR)
    own, foreign = f.draft(cho), f.draft()
    client = Client()
    client.force_login(cho)

    page = client.get(LIST).content.decode()
    assert 'value="submit"' in page
    for name in ("publish", "withdraw", "assign", "file"):
        assert f'<option value="{name}"' not in page
        confirm(client, name, own)
    confirm(client, "submit", own, foreign)

    assert states(own, foreign) == [Status.IN_REVIEW, Status.DRAFT]


def test_a_limited_editor_publishes_in_the_own_sections_only(edith, desk):
    world, culture = f.section("world"), f.section("culture")
    giving.limit(edith, [culture])
    own, foreign = f.draft(section=culture), f.draft(section=world)

    confirm(desk, "publish", own, foreign)
    confirm(desk, "file", own, section=world.pk)

    assert states(own, foreign) == [Status.PUBLISHED, Status.DRAFT]
    own.refresh_from_db()
    assert own.section == culture


def test_what_came_in_since_it_was_asked_about_is_left_alone(desk):
    asked = f.draft()
    newest = asked.pk
    later = f.draft()

    confirm(desk, "publish", asked, select_across="1", newest=str(newest))

    assert states(asked, later) == [Status.PUBLISHED, Status.DRAFT]


def test_pages_have_their_verbs_too(desk):
    page = f.page(publish=False)

    asked = press(desk, "publish", page, address=PAGES).content.decode()
    confirm(desk, "publish", page, address=PAGES)

    page.refresh_from_db()
    assert "will be skipped" not in asked
    assert page.status == Status.PUBLISHED
    assert 'value="assign"' not in desk.get(PAGES).content.decode()


def test_asking_about_sixty_costs_what_six_cost(desk):
    stories = [f.draft() for _ in range(60)]
    press(desk, "publish", stories[0])
    counts = []
    for number in (6, 60):
        with CaptureQueriesContext(connection) as captured:
            press(desk, "publish", *stories[:number])
        counts.append(len(captured))

    assert counts[0] == counts[1], counts


# Many, by the worker -----------------------------------------------------------------------------


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(bulk, "BATCH", 2)


def run_batches() -> None:
    """What the worker does with the rows of this verb."""
    for row in DBTaskResult.objects.filter(task_path=bulk.carry_out_later.module_path):
        value = bulk.carry_out_later.func(*row.args_kwargs["args"])
        DBTaskResult.objects.filter(pk=row.pk).update(return_value=value, status="SUCCEEDED")


def test_many_go_to_the_worker_in_batches_and_a_page_tells_how_far_it_is(desk, few, settings):
    stories = [f.draft() for _ in range(4)] + [f.published()]

    waiting = confirm(desk, "publish", *stories)

    assert waiting["Refresh"]
    assert "0 of 5" in waiting.content.decode()
    assert states(*stories[:4]) == [Status.DRAFT] * 4
    assert DBTaskResult.objects.filter(task_path=bulk.carry_out_later.module_path).count() == 3

    run_batches()
    over = desk.get(waiting.redirect_chain[-1][0])

    assert states(*stories) == [Status.PUBLISHED] * 5
    page = over.content.decode()
    assert "5 of 5" in page
    assert "Readers see the newest version." in page
    assert not over.has_header("Refresh")


def test_a_job_is_shown_to_whoever_began_it_only(desk, few):
    address = confirm(desk, "publish", *[f.draft() for _ in range(4)]).redirect_chain[-1][0]
    other = Client()
    other.force_login(colleague("Eli", roles.EDITOR))

    assert other.get(address).status_code == 404
    assert desk.get(address.replace("/story/", "/page/")).status_code == 404


def test_whoever_lost_the_right_meanwhile_does_nothing_more(desk, edith, few):
    stories = [f.draft() for _ in range(4)]
    confirm(desk, "publish", *stories)

    roles.give(edith, roles.CONTRIBUTOR)
    run_batches()

    assert states(*stories) == [Status.DRAFT] * 4
