"""Feature E21: who writes what by when, notes among colleagues, and the one list by day."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import assigning, planning, publishing
from articles.models import EditorialNote, Story
from articles.publishing import Refused
from newsportal import roles
from newsportal.core import events
from newsportal.core.models import User
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db

PLAN = "/admin/articles/story/planning/"
BUDGET = 12
Status = Story.Status


@pytest.fixture(autouse=True)
def paper(settings):
    f.site()
    settings.VERSION_CHECK_SECONDS = 60


def colleague(name: str, role: str) -> User:
    person = f.UserFactory(display_name=name, is_staff=True)
    roles.give(person, role)
    return person


@pytest.fixture
def edith() -> User:
    return colleague("Edith", roles.EDITOR)


@pytest.fixture
def cho() -> User:
    return colleague("Cho", roles.CONTRIBUTOR)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def in_days(days: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


def monday_of(at: datetime.datetime) -> datetime.date:
    return planning.monday_of(timezone.localdate(at))


def week_of(person: User, at: datetime.datetime, **choice) -> planning.Week:
    return planning.week(person, monday_of(at), planning.Choice(**choice))


def lines(week: planning.Week) -> list[tuple[str, str]]:
    return [(entry.what, str(entry.story)) for day in week.days for entry in day.entries]


# Assigning ---------------------------------------------------------------------------------------


def test_an_assignment_is_a_draft_with_a_title_that_its_writer_can_open(edith, cho):
    deadline = in_days(2)

    story = assigning.begin(
        edith,
        title="The ferry that came back",
        section=f.section().pk,
        assignee=cho,
        deadline=deadline,
        line="Why nine people became ten.",
    )

    assert (story.status, str(story)) == (Status.DRAFT, "The ferry that came back")
    assert (story.assignee, story.deadline) == (cho, deadline)
    assert EditorialNote.objects.get(story=story).text == "Why nine people became ten."
    assert story.events.filter(kind="assigned", actor=edith).exists()
    address = reverse("admin:articles_story_change", args=[story.pk])
    assert signed_in(cho).get(address).status_code == 200


def test_the_assignee_is_told_and_nobody_is_told_twice(edith, cho):
    story = f.draft(edith)

    assigning.assign(story, edith, cho, None)
    assigning.assign(story, edith, cho, in_days(1))

    rows = DBTaskResult.objects.filter(task_path=events.tell.module_path)
    told = [row.args_kwargs["args"] for row in rows]
    expected = {"story": story.pk, "user": cho.pk, "actor": edith.pk}
    assert [ids for name, ids in told if name.endswith(".assigned")] == [expected]


def test_saving_the_same_assignment_again_changes_nothing(edith, cho):
    story = f.draft(edith)
    at = in_days(1)

    assert assigning.assign(story, edith, cho, at)
    assert not assigning.assign(story, edith, cho, at)

    assert story.events.filter(kind="assigned").count() == 1


def test_a_reader_cannot_be_given_a_story(edith):
    story = f.draft(edith)

    with pytest.raises(Refused, match="cannot write"):
        assigning.assign(story, edith, f.UserFactory(display_name="Rana"), None)

    story.refresh_from_db()
    assert story.assignee is None


def test_an_assignment_needs_a_title_and_a_time_to_come(edith):
    with pytest.raises(Refused) as no_title:
        assigning.begin(edith, title=" ")
    with pytest.raises(Refused) as late:
        assigning.begin(edith, title="Late", deadline=in_days(-1))

    assert (no_title.value.field, late.value.field) == ("title", "deadline")
    assert not Story.objects.exists()


# The week ----------------------------------------------------------------------------------------


def test_a_week_holds_everything_that_has_a_time(edith):
    at = in_days(8)
    due = f.draft(headline="Due")
    assigning.assign(due, edith, None, at)
    publishing.publish(f.draft(headline="Appears"), None, at=at)
    gone = f.published(headline="Goes")
    publishing.withdraw(gone, None, at=at)
    publishing.set_embargo(f.draft(headline="Held"), None, at)
    changed = f.published(headline="Changes")
    publishing.save_story(changed, None, f.content(headline="Changes", standfirst="New."))
    publishing.schedule_change(changed, None, at)

    found = lines(week_of(edith, at))

    assert sorted(found) == [
        ("appears", "Appears"),
        ("changes", "Changes"),
        ("due", "Due"),
        ("embargo", "Held"),
        ("goes", "Goes"),
    ]
    assert lines(week_of(edith, in_days(22))) == []


def test_what_appeared_stands_under_its_day_and_is_no_open_work(edith):
    story = f.published(headline="Out")
    week = week_of(edith, timezone.now())

    today = next(day for day in week.days if day.is_today)
    assert [entry.story for entry in today.published] == [story]
    assert (lines(week), week.undated) == ([], [])


def test_days_are_those_of_the_newsrooms_zone(edith):
    f.site(time_zone="Asia/Seoul")
    story = f.draft()
    # Sunday evening in Greenwich is Monday morning in Seoul.
    assigning.assign(story, edith, None, datetime.datetime(2031, 3, 2, 20, tzinfo=datetime.UTC))

    page = signed_in(edith).get(f"{PLAN}?week=2031-W10").content.decode()

    monday = page.index('id="day-2031-03-03"')
    assert monday < page.index(f'id="story-{story.pk}"') < page.index('id="day-2031-03-04"')
    before = signed_in(edith).get(f"{PLAN}?week=2031-W09").content.decode()
    assert f'id="story-{story.pk}"' not in before


def test_overdue_work_stands_above_the_present_week_until_it_is_published(edith):
    late = f.draft(headline="Late")
    Story.objects.filter(pk=late.pk).update(deadline=in_days(-9))
    done = f.published(headline="Done")
    Story.objects.filter(pk=done.pk).update(deadline=in_days(-9))

    week = week_of(edith, timezone.now())

    assert [entry.story for entry in week.overdue] == [late]
    assert week_of(edith, in_days(8)).overdue == []


def test_open_work_without_a_date_stands_apart(edith):
    open_work = f.draft(headline="Some day")
    f.withdrawn()
    f.scheduled()

    assert week_of(edith, timezone.now()).undated == [open_work]


def test_the_line_is_the_standfirst_and_before_it_the_first_note(edith):
    story = assigning.begin(edith, title="Ferry", line="Why ten came back.", deadline=in_days(8))
    assigning.note(story, edith, "Call the harbour.")

    def line() -> str:
        (day,) = (day for day in week_of(edith, in_days(8)).days if day.entries)
        return str(day.entries[0].story.line)

    assert line() == "Why ten came back."
    publishing.save_story(story, edith, f.content(headline="Ferry", standfirst="Ten came back."))
    assert line() == "Ten came back."


def test_a_section_brings_those_below_it_and_a_person_theirs(edith, cho):
    world = f.section("world")
    strait = f.section("strait", parent=world)
    at = in_days(8)
    for headline, section, who in (
        ("Below", strait, cho),
        ("Above", world, None),
        ("Elsewhere", f.section(), edith),
    ):
        assigning.assign(f.draft(headline=headline, section=section), edith, who, at)

    def found(**choice) -> set[str]:
        return {story for _what, story in lines(week_of(edith, at, **choice))}

    assert found() == {"Below", "Above", "Elsewhere"}
    assert found(section=world.pk) == {"Below", "Above"}
    assert found(whose=cho.pk) == {"Below"}
    assert found(whose=0) == {"Above"}


def test_a_contributor_sees_own_work_only_and_a_limited_editor_that_of_the_sections(edith, cho):
    at = in_days(8)
    world, culture = f.section("world"), f.section("culture")
    assigning.assign(f.draft(headline="Chos", section=culture), edith, cho, at)
    assigning.assign(f.draft(headline="Secret", section=world), edith, edith, at)
    limited = colleague("Eli", roles.EDITOR)
    giving.limit(limited, [culture])

    assert lines(week_of(cho, at)) == [("due", "Chos")]
    assert lines(week_of(limited, at)) == [("due", "Chos")]
    assert b"Secret" not in signed_in(cho).get(f"{PLAN}?week={name_at(at)}").content


def name_at(at: datetime.datetime) -> str:
    return planning.name_of(monday_of(at))


@pytest.mark.parametrize("name", ["2026-W01", "2026-W53", "1999-W52"])
def test_a_week_has_one_name(name):
    monday = planning.read_week(name)

    assert monday is not None
    assert monday.weekday() == 0
    assert planning.name_of(monday) == name


@pytest.mark.parametrize("name", ["", "2026", "2026-W54", "0001-W01", "9999-W52", "x" * 99, "\x00"])
def test_what_is_no_week_is_none(name):
    assert planning.read_week(name) is None


# The pages ---------------------------------------------------------------------------------------


def test_a_mistyped_week_leads_to_the_present_one(edith):
    response = signed_in(edith).get(f"{PLAN}?week=2026-W99&section=no&whose=99999")

    assert (response.status_code, response["Location"]) == (302, PLAN)
    assert signed_in(edith).get(f"{PLAN}?section=no&whose=99999").status_code == 200


def test_an_editor_assigns_from_the_plan(edith, cho):
    section = f.section()
    client = signed_in(edith)
    at = timezone.localtime(in_days(3)).replace(second=0, microsecond=0)

    response = client.post(
        f"{PLAN}new/",
        {
            "title": "The ferry",
            "line": "A portrait.",
            "section": section.pk,
            "assignee": cho.pk,
            "deadline": f"{at:%Y-%m-%dT%H:%M}",
        },
        follow=True,
    )

    story = Story.objects.get()
    assert (story.assignee, story.deadline, story.working_section) == (cho, at, section)
    page = response.content.decode()
    assert f'id="story-{story.pk}"' in page
    assert "A portrait." in page


def test_what_was_typed_survives_a_refusal(edith):
    response = signed_in(edith).post(
        f"{PLAN}new/", {"title": "The ferry", "line": "A portrait.", "deadline": "2001-01-01T10:00"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "That time has passed." in page
    assert 'value="The ferry"' in page
    assert "A portrait." in page
    assert not Story.objects.exists()


def test_a_contributor_plans_own_work_and_nobody_elses(edith, cho):
    client = signed_in(cho)

    client.post(f"{PLAN}new/", {"title": "My idea", "assignee": edith.pk})

    story = Story.objects.get()
    assert (story.assignee, story.created_by) == (cho, cho)
    assert client.post(f"/admin/articles/story/{story.pk}/planning/", {}).status_code == 403


def test_notes_are_read_by_colleagues_and_never_by_readers(edith, cho):
    story = f.published(headline="Out")
    assigning.assign(story, edith, cho, None)
    client = signed_in(cho)

    client.post(f"/admin/articles/story/{story.pk}/planning/note/", {"text": "<b>Call</b> her."})

    page = signed_in(edith).get(f"/admin/articles/story/{story.pk}/planning/").content.decode()
    assert "&lt;b&gt;Call&lt;/b&gt; her." in page
    assert "Call" not in Client().get(story.get_absolute_url()).content.decode()


def test_an_empty_note_is_asked_for_again(edith):
    story = f.draft(edith)

    response = signed_in(edith).post(f"/admin/articles/story/{story.pk}/planning/note/", {})

    assert response.status_code == 422
    assert not EditorialNote.objects.exists()


def test_strangers_to_a_story_find_nothing_of_its_planning(cho):
    story = f.draft(headline="Secret")
    mina = colleague("Mina", roles.MODERATOR)

    for person in (cho, mina):
        client = signed_in(person)
        for page in ("planning/", "planning/note/"):
            address = f"/admin/articles/story/{story.pk}/{page}"
            for response in (client.get(address), client.post(address, {"text": "x"})):
                assert response.status_code in (403, 405), address
                assert b"Secret" not in response.content
    assert signed_in(mina).get(PLAN).status_code == 403
    assert signed_in(mina).get(f"{PLAN}new/").status_code == 403


@pytest.mark.parametrize("number", [2, BUDGET + 1])
def test_a_week_costs_the_same_whatever_it_holds(edith, cho, number):
    for one in range(number):
        story = assigning.begin(
            edith,
            title=f"Story {one}",
            section=f.section(parent=f.section()).pk,
            assignee=cho,
            deadline=in_days(0.001 * (one + 1)),
            line="A line.",
        )
        f.published(section=f.section())
        f.draft(edith)
        assigning.note(story, edith, "More.")
    client = signed_in(edith)
    client.get(PLAN)

    with CaptureQueriesContext(connection) as captured:
        assert client.get(PLAN).status_code == 200

    asked = [query["sql"] for query in captured.captured_queries]
    assert len(asked) <= BUDGET, "\n".join(asked)
