"""Feature E10: live and gone at their second; the worker records what follows once, in order."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import publishing
from articles.models import Page, Story
from articles.models.revision import Event
from newsportal.core import versions
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
Status = Story.Status


def kinds(document) -> list[str]:
    return [event.kind for event in document.events.order_by("pk")]


def test_a_scheduled_story_is_live_at_its_second_without_any_worker():
    at = timezone.now() + HOUR
    story = f.draft()
    publishing.schedule(story, None, at)

    assert not story.is_live(at - datetime.timedelta(seconds=1))
    assert story.is_live(at)
    assert Story.objects.live(at).filter(pk=story.pk).exists()


def test_the_worker_records_that_it_went_live_and_tells_its_pages():
    story = f.scheduled(1)
    key = f"story:{story.pk}"
    before = versions.read([key])[key]

    assert publishing.run_due(timezone.now() + HOUR) == 1

    story.refresh_from_db()
    assert story.status == Status.PUBLISHED
    assert kinds(story)[-1] == Event.Kind.PUBLISHED
    assert story.events.first().actor is None
    assert versions.read([key])[key] == before + 1


def test_after_an_outage_what_was_missed_is_recorded_once_and_in_order():
    now = timezone.now()
    second, first, third = f.draft(), f.page(publish=False), f.draft()
    publishing.schedule(first, None, now + HOUR)
    publishing.schedule(second, None, now + 2 * HOUR)
    publishing.schedule(third, None, now + 3 * HOUR)

    done = publishing.run_due(now + 4 * HOUR)
    again = publishing.run_due(now + 4 * HOUR)

    assert (done, again) == (3, 0)
    recorded = [one.events.get(kind=Event.Kind.PUBLISHED).at for one in (first, second, third)]
    assert recorded == sorted(recorded)


def test_live_and_gone_during_one_outage_are_both_recorded():
    now = timezone.now()
    story = f.draft()
    publishing.publish(story, None)
    publishing.save_story(story, None, f.content(headline="Second"))
    publishing.schedule_change(story, None, now + HOUR)
    publishing.withdraw(story, None, "Out of date.", now + 2 * HOUR)

    publishing.run_due(now + 3 * HOUR)

    story.refresh_from_db()
    assert (story.status, story.headline) == (Status.WITHDRAWN, "Second")
    assert kinds(story)[-2:] == [Event.Kind.CHANGED, Event.Kind.WITHDRAWN]


def test_a_verb_records_first_what_time_has_done(monkeypatch):
    story = f.scheduled(1)
    later = timezone.now() + 2 * HOUR
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    publishing.withdraw(story, None, "Wrong.")

    assert story.status == Status.WITHDRAWN
    assert kinds(story)[-2:] == [Event.Kind.PUBLISHED, Event.Kind.WITHDRAWN]


def test_each_set_time_has_its_task_for_the_worker():
    at = timezone.now() + HOUR
    publishing.schedule(f.draft(), None, at)

    task = DBTaskResult.objects.get(task_path__endswith="record_due")
    assert task.run_after == at


def test_the_command_for_cron_does_what_the_worker_does(capsys):
    story = f.scheduled(1)
    Story.objects.filter(pk=story.pk).update(live_at=timezone.now() - HOUR)

    call_command("publish_due")

    story.refresh_from_db()
    assert story.status == Status.PUBLISHED
    assert "1" in capsys.readouterr().out


def test_a_withdrawal_at_a_set_time_needs_no_worker_to_be_true(client):
    f.site()
    story = f.published()
    at = timezone.now() + HOUR
    publishing.withdraw(story, None, "Replaced by a newer one.", at)

    assert client.get(story.get_absolute_url()).status_code == 200
    assert not story.is_live(at)
    assert not Story.objects.live(at).exists()


def test_a_withdrawal_can_be_cancelled():
    story = f.published()
    publishing.withdraw(story, None, "", timezone.now() + HOUR)

    publishing.keep_published(story, None)

    assert publishing.run_due(timezone.now() + 2 * HOUR) == 0
    assert story.is_live(timezone.now() + 2 * HOUR)


@pytest.mark.parametrize("verb", [publishing.schedule, publishing.schedule_change])
def test_a_time_that_has_passed_is_refused_beside_its_field(verb):
    story = f.published() if verb is publishing.schedule_change else f.draft()
    if verb is publishing.schedule_change:
        publishing.save_story(story, None, f.content(headline="New"))

    with pytest.raises(publishing.Refused) as refusal:
        verb(story, None, timezone.now() - HOUR)

    assert refusal.value.field == "at"


def test_a_change_that_cannot_be_made_any_more_is_cancelled_with_the_reason():
    section = f.section("world")
    f.published(section=section, slug="taken")
    story = f.published(section=section)
    publishing.save_story(story, None, f.content(section=section, headline="New", slug="taken"))
    at = timezone.now() + HOUR
    publishing.schedule_change(story, None, at)

    publishing.run_due(at)

    story.refresh_from_db()
    event = story.events.first()
    assert (story.change_at, event.kind) == (None, Event.Kind.CHANGE_CANCELLED)
    assert "taken" in event.note.text
    assert story.is_live(at)


def test_publishing_changes_at_once_drops_older_words_that_were_to_come():
    story = f.published()
    publishing.save_story(story, None, f.content(headline="Second"))
    publishing.schedule_change(story, None, timezone.now() + HOUR)
    publishing.save_story(story, None, f.content(headline="Third"))

    publishing.publish(story, None)

    assert publishing.run_due(timezone.now() + 2 * HOUR) == 0
    assert Story.objects.get(pk=story.pk).headline == "Third"


def test_a_page_in_a_menu_appears_with_its_page(client):
    f.site()
    page = f.page(publish=False, title="Ethics")
    f.menu_item(page=page)
    publishing.schedule(page, None, timezone.now() + HOUR)
    assert b"/ethics/" not in client.get("/").content

    Page.objects.filter(pk=page.pk).update(live_at=timezone.now())
    versions.bump("menu")

    assert b"/ethics/" in client.get("/").content


# Clocks that change and zones ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("2027-03-28T02:30", "interpreted"), ("2027-10-31T02:30", "interpreted")],
)
def test_a_time_that_the_clocks_skip_or_repeat_is_asked_for_again(client, typed, sentence):
    f.site(time_zone="Europe/Berlin")
    edith = f.UserFactory(is_staff=True, is_superuser=True)
    client.force_login(edith)
    story = f.draft()

    response = client.post(
        f"/admin/articles/story/{story.pk}/change/", {**form(), "at": typed, "_schedule": "1"}
    )

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_time_is_typed_in_the_newsrooms_zone(client):
    f.site(time_zone="Asia/Seoul")
    client.force_login(f.UserFactory(is_staff=True, is_superuser=True))
    section, story = f.section("world"), f.draft()

    client.post(
        f"/admin/articles/story/{story.pk}/change/",
        {**form(), "section": section.pk, "at": "2030-01-01T07:00", "_schedule": "1"},
    )

    story.refresh_from_db()
    assert story.live_at == datetime.datetime(2030, 1, 1, 7, tzinfo=ZoneInfo("Asia/Seoul"))
    assert story.published_on == datetime.date(2030, 1, 1)


def form() -> dict[str, str]:
    return {
        "headline": "Ferry sinks",
        "standfirst": "",
        "body": "<p>It was late.</p>",
        "kind": "report",
        "language": "en",
        "bylines-TOTAL_FORMS": "0",
        "bylines-INITIAL_FORMS": "0",
    }
