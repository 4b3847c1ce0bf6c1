"""Feature R11: editors put issues together, look at them, let them go and stop them."""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as django_mail
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.models import Issue, IssueEvent, Newsletter, Subscriber
from articles.newsletters import briefings, issuing, sending, subscribing, suppressing
from newsportal import roles
from newsportal.core.models import User
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db

ISSUES = "/admin/articles/issue/"
State = Issue.State
LISBON = ZoneInfo("Europe/Lisbon")
#: A Wednesday, a little after half past six in the newsroom.
MORNING = datetime.datetime(2026, 11, 25, 6, 31, tzinfo=LISBON)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian", time_zone="Europe/Lisbon")


def colleague(role: str, *sections) -> tuple[User, Client]:
    person = f.UserFactory(display_name="Edith", is_staff=True)
    roles.give(person, role)
    if sections:
        giving.limit(person, sections)
    client = Client()
    client.force_login(person)
    return person, client


@pytest.fixture
def desk() -> Client:
    return colleague(roles.EDITOR)[1]


@pytest.fixture
def letter() -> Newsletter:
    made = f.newsletter("The morning")
    f.subscriber(made, "rana@example.org")
    return made


def order(issue: Issue) -> list[int]:
    return list(issue.stories.values_list("story", flat=True))


def test_an_issue_is_begun_arranged_looked_at_and_tested(desk, letter):
    old, *new = (f.published(headline=f"Story {number}") for number in range(4))
    type(old).objects.filter(pk=old.pk).update(first_live_at=timezone.now() - 2 * DAY)
    assert "Goes out by itself" in desk.get(f"{ISSUES}add/").content.decode()
    desk.post(f"{ISSUES}add/", {"newsletter": letter.pk})
    issue = Issue.objects.get()
    assert order(issue) == [story.pk for story in reversed(new)], "what is new, the newest first"
    page = f"{ISSUES}{issue.pk}/change/"

    def press(act: str, **more):
        data = {"subject": "By Edith", "intro": "Hello", "story": order(issue), "act": act, **more}
        return desk.post(page, data)

    first = order(issue)[0]
    assert press(f"down:{first}")["Location"].endswith("#stories")
    assert order(issue)[1] == first
    press(f"up:{first}")
    press(f"remove:{new[0].pk}")
    found = press("find", find="story 0").content.decode()
    assert f'value="add:{old.pk}"' in found
    for typed in ("story\x00 0", "\x00"):
        assert press("find", find=typed).status_code in (200, 302), "a sign that no text can hold"
    press(f"add:{old.pk}")
    assert order(issue) == [new[2].pk, new[1].pk, old.pk]
    issue.refresh_from_db()
    assert issue.subject == "By Edith"
    shown = desk.get(page).content.decode()
    assert "Story 3" in shown
    assert "Send to 1 address…" in shown

    press("test")
    (sample,) = django_mail.outbox
    assert sample.subject == "Test: By Edith"
    assert "List-Unsubscribe" not in sample.extra_headers
    frame = desk.get(f"{ISSUES}{issue.pk}/mail/")
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "style-src 'unsafe-inline'" in frame["Content-Security-Policy"]
    assert "sandbox" in frame["Content-Security-Policy"]

    assert press("send")["Location"] == f"{ISSUES}{issue.pk}/send/"


def test_it_goes_out_in_a_minute_or_at_a_time_and_is_stopped(desk, letter):
    issue = f.issue(letter, subject="By Edith")
    page, send = f"{ISSUES}{issue.pk}/change/", f"{ISSUES}{issue.pk}/send/"
    assert "<strong>1</strong> address gets it" in desk.get(send).content.decode()
    desk.post(send, {"now": "1"})
    going = desk.get(page).content.decode()
    assert "data-countdown" in going
    assert "Stop it" in going
    twice = desk.post(send, {"now": "1"})
    assert twice.status_code == 422
    assert "Edith" in twice.content.decode()
    late = desk.post(page, {"subject": "Too late", "act": "save"}, follow=True).content.decode()
    assert "This is not possible" in late
    act = f"{ISSUES}{issue.pk}/act/"
    assert "Stopped" in desk.post(act, {"act": "stop"}, follow=True).content.decode()
    for data in (
        {"timed": "1"},
        {"timed": "1", "at": "soon"},
        {"timed": "1", "at": "2020-01-01T06:00"},
    ):
        assert desk.post(send, data).status_code == 422, data
    tomorrow = timezone.localtime(timezone.now() + DAY, LISBON)
    desk.post(send, {"timed": "1", "at": f"{tomorrow:%Y-%m-%dT%H:%M}"})
    issue.refresh_from_db()
    assert issue.send_at == tomorrow.replace(second=0, microsecond=0)
    assert issue.edition == tomorrow.date()
    assert desk.post(act, {"act": "x"}).status_code == 404
    desk.post(act, {"act": "stop"})
    # Thrown away, the day has none: the clock does not make it anew.
    desk.post(act, {"act": "discard"})
    issue.refresh_from_db()
    assert issue.state == State.SKIPPED


def test_bad_input_is_told_beside_the_field_and_nothing_is_lost(desk, letter):
    issue = f.issue(letter)
    secret = f.draft(headline="Secret plans")
    page = f"{ISSUES}{issue.pk}/change/"
    long = desk.post(page, {"subject": "x" * 200, "intro": "My words", "act": "save"})
    assert long.status_code == 422
    assert "My words" in long.content.decode()
    unpublished = desk.post(page, {"subject": "Mine", "story": [secret.pk], "act": "save"})
    assert unpublished.status_code == 409
    assert "Publish it first" in unpublished.content.decode()
    assert 'value="Mine"' in unpublished.content.decode()
    assert desk.post(page, {"story": ["x", "9" * 30], "act": "up:x"}).status_code == 302
    assert order(issue) == []
    assert desk.post(page, {"act": "test"}, follow=True).status_code == 200
    assert django_mail.outbox == []
    assert desk.get(f"{ISSUES}{issue.pk}/mail/").status_code == 404


def test_what_is_withdrawn_is_told_and_its_title_is_not(letter):
    sport = f.section("sport")
    letter.section = sport
    letter.save()
    elsewhere = f.published(headline="Minister resigns", section=f.section("world"))
    story = f.published(headline="Match won", section=sport)
    issue = f.issue(letter, elsewhere, story, subject="He is out")
    publishing.withdraw(elsewhere, None, "")
    _person, client = colleague(roles.EDITOR, sport)

    page = client.get(f"{ISSUES}{issue.pk}/change/").content.decode()

    assert "not public now" in page
    assert "Minister" not in page
    assert "so are your words" in page
    assert "The morning: Match won" in page


def test_the_numbers_of_one_that_goes_out_and_of_one_that_is_out(desk, letter):
    f.subscriber(letter, "sam@example.org")
    issue = f.issue_on_its_way(letter)
    page = f"{ISSUES}{issue.pk}/change/"
    sending.go_on(issue.pk, issue.run, seconds=0)
    going = " ".join(desk.get(page).content.decode().split())
    assert 'data-issue="sending"' in going
    assert re.search(r"Left</dt><dd>1</dd>", going)
    assert (
        "Paused: "
        in desk.post(f"{ISSUES}{issue.pk}/act/", {"act": "pause"}, follow=True).content.decode()
    )
    desk.post(f"{ISSUES}{issue.pk}/act/", {"act": "end"})
    out = " ".join(desk.get(page).content.decode().split())
    assert re.search(r"Taken by the mail server</dt><dd>1</dd>", out)
    assert "nobody is watched while reading" in out
    assert "to 1 address" in desk.get(ISSUES).content.decode()


def test_a_story_goes_out_as_breaking_news_by_one_click_and_once():
    world, sport = f.section("world"), f.section("sport")
    everywhere = f.newsletter("Breaking", kind="breaking")
    of_world = f.newsletter("World now", kind="breaking", section=world)
    f.newsletter("Sport now", kind="breaking", section=sport)
    f.subscriber(everywhere), f.subscriber(of_world)
    below = f.section("strait", parent=world)
    story = f.published(headline="Bridge closed", section=below)
    page = f"/admin/articles/story/{story.pk}/newsletters/"
    _edith, desk = colleague(roles.EDITOR)
    assert page in desk.get(f"/admin/articles/story/{story.pk}/change/").content.decode()
    offered = desk.get(page).content.decode()
    assert "World now" in offered
    assert "Sport now" not in offered

    f.banner("The bridge is closed", url=story.get_absolute_url())
    assert page in desk.get("/admin/articles/banner/").content.decode()

    desk.post(page, {"newsletter": everywhere.pk})
    again = desk.post(page, {"newsletter": everywhere.pk}, follow=True).content.decode()

    assert Issue.objects.filter(newsletter=everywhere).count() == 1
    assert "This is not possible" in again
    # Whose role is limited reaches the readers of those sections alone.
    _cho, limited = colleague(roles.EDITOR, world)
    assert "Breaking" not in limited.get(page).content.decode().replace("breaking news", "")
    assert limited.post(page, {"newsletter": everywhere.pk}).status_code == 403
    limited.post(page, {"newsletter": of_world.pk})
    assert Issue.objects.get(newsletter=of_world).state == State.WAITING


# By the clock ------------------------------------------------------------------------------------


@pytest.fixture
def clock(letter, monkeypatch):
    """Sets the time, for all who ask for it."""
    Newsletter.objects.update(created_at=MORNING - DAY / 2)

    def at(moment: datetime.datetime) -> datetime.datetime:
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(datetime.UTC))
        return moment

    at(MORNING - DAY / 8)
    return at


def test_a_briefing_goes_out_at_its_hour_once_and_brings_what_is_new(letter, clock):
    f.published(headline="Sponsored", kind="sponsored")
    story = f.published(headline="Fog")
    assert briefings.send_due(clock(MORNING - DAY / 24)) == 0
    assert briefings.send_due(clock(MORNING)) == 1
    assert briefings.send_due(clock(MORNING + DAY / 24)) == 0
    issue = Issue.objects.get()
    assert (issue.state, issue.edition) == (State.WAITING, MORNING.date())
    assert order(issue) == [story.pk]
    assert sending.take_up(clock(issue.send_at)) == 1
    # The next day has nothing new, the day after was an outage until noon.
    assert briefings.send_due(clock(MORNING + DAY)) == 0
    f.published()
    assert briefings.send_due(clock(MORNING + 2 * DAY + DAY / 4)) == 0
    kinds = IssueEvent.objects.filter(issue__state=State.SKIPPED).values_list("kind", flat=True)
    assert sorted(kinds) == ["missed", "skipped"]
    # An hour late is not too late.
    assert briefings.send_due(clock(MORNING + 3 * DAY + DAY / 24)) == 1


def test_an_issue_of_the_editors_takes_the_days_place(letter, clock):
    made = f.issue(letter, f.published())
    issuing.send(made, None, MORNING + DAY / 12)
    assert briefings.send_due(clock(MORNING)) == 0
    other = f.newsletter("Workdays", weekdays=[0, 1, 3, 4])
    Newsletter.objects.update(created_at=MORNING - DAY / 2)
    f.subscriber(other)
    assert briefings.send_due(clock(MORNING)) == 0
    by_hand = f.newsletter("By hand", is_automatic=False)
    f.subscriber(by_hand)
    assert briefings.send_due(clock(MORNING + DAY / 24)) == 0


# Newsletters and addresses -----------------------------------------------------------------------


def test_editors_say_what_is_offered_and_readers_see_it_at_once(desk, client):
    form = {
        "name": "Evening",
        "slug": "evening",
        "kind": "daily",
        "description": "What happened.",
        "is_on": "on",
        "order": "1",
        "is_automatic": "on",
        "at": "18:00",
        "most": "5",
    }
    add = "/admin/articles/newsletter/add/"
    assert "Choose at least one day" in desk.post(add, form).content.decode()
    desk.post(add, {**form, "weekdays": ["0", "1", "2", "3", "4"]})
    made = Newsletter.objects.get()
    assert made.weekdays == [0, 1, 2, 3, 4]
    assert "Monday to Friday at 18:00" in client.get("/newsletters/").content.decode()
    assert "/newsletters/" in client.get("/").content.decode()
    story = f.published()
    assert 'name="newsletters" value=' in client.get(story.get_absolute_url()).content.decode()
    desk.post(
        f"/admin/articles/newsletter/{made.pk}/change/", {**form, "is_on": "", "weekdays": "0"}
    )
    assert "Evening" not in client.get("/newsletters/").content.decode()
    assert "sign-up" not in client.get(story.get_absolute_url()).content.decode()


def test_addresses_are_the_administrators_to_find_take_along_and_erase(letter):
    _ada, client = colleague(roles.ADMINISTRATOR)
    subscribing.ask("=cmd@example.org", [letter])
    suppressing.suspend("rana@example.org", "hard", "550 5.1.1")
    page = "/admin/articles/subscriber/"
    found = client.get(page, {"q": "rana"}).content.decode()
    assert "refuses it for good (550 5.1.1)" in found
    assert "cmd" not in found
    assert "</bdi> (not confirmed)" in client.get(page, {"q": "cmd"}).content.decode()
    assert "cmd" not in client.get(page, {"mails": "no"}).content.decode()
    rana = Subscriber.objects.get(email="rana@example.org")
    assert "form on the site" not in client.get(f"{page}{rana.pk}/change/").content.decode()
    table = client.get(f"{page}download/")
    rows = b"".join(table).decode().splitlines()
    assert rows[0].startswith("email,newsletter,state")
    assert any(row.startswith("rana@example.org,") for row in rows)
    assert any(row.startswith("'=cmd@example.org,") for row in rows)
    client.post(f"{page}{rana.pk}/delete/", {"post": "yes"})
    assert not Subscriber.objects.filter(pk=rana.pk).exists()
    assert suppressing.of("rana@example.org") is not None
