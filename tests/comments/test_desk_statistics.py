"""Feature M14: the desk's figures are exact, come out the same again, and show whom they may."""

from __future__ import annotations

import csv
import datetime
import io
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import appealing, desk_days, desk_statistics, figures, moderation, second_looks
from comments.desk_statistics import Asked, quantile
from comments.models import CommentEvent, DeskDay, Reason
from newsportal import roles
from newsportal.core import versions
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db

PAGE = "/admin/moderation/statistics/"
FILE = "/admin/moderation/statistics/statistics.csv"
UTC = datetime.UTC


def colleague(name: str, role: str = roles.MODERATOR):
    person = f.UserFactory(display_name=name, is_staff=True)
    roles.give(person, role)
    return person


def decided(verb, actor, *, written, after=0, story=None, reason="other"):
    """A comment of that time, decided so many seconds after it."""
    comment = f.held(story)
    event = moderation.decide(comment, verb, actor, reason=reason)
    times = {"submitted": written, event.kind: written + datetime.timedelta(seconds=after)}
    for kind, at in times.items():
        comment.events.filter(kind=kind).update(at=at)
    event.refresh_from_db()
    return event


@pytest.fixture
def paper():
    f.site(time_zone="Europe/Berlin")
    f.policy("hold_all", second_look_share=100)


@pytest.fixture
def desk(paper):
    """A day at the desk in Berlin: Mina and Gil decide, Ada leads, a check publishes one."""

    class Desk:
        day = timezone.localdate() - datetime.timedelta(days=3)
        noon = datetime.datetime.combine(day, datetime.time(12), UTC)
        mina, gil = colleague("Mina"), colleague("Gil")
        ada = colleague("Ada", roles.LEAD_MODERATOR)
        world, sport = f.section("world"), f.section("sport")
        storm = f.published(section=world)
        goal = f.published(section=sport)

    for after in (60, 120, 600):
        decided("approve", Desk.mina, written=Desk.noon, after=after, story=Desk.storm)
    refused = decided(
        "reject", Desk.gil, written=Desk.noon, after=4000, story=Desk.goal, reason="abuse"
    )
    slip = f.held(Desk.goal)
    event = moderation.decide(slip, "approve", Desk.gil)
    moderation.undo(event, Desk.gil)
    slip.events.update(at=Desk.noon)
    f.policy("open")
    at_once = f.held(Desk.storm)
    at_once.events.update(at=Desk.noon)
    f.policy("hold_all", second_look_share=100)
    Desk.refused = refused
    return Desk


def report_of(desk, user, **asked):
    day = asked.pop("day", desk.day)
    return desk_statistics.report(Asked(day, day, **asked), user)


def lines(table) -> dict[str, list[str]]:
    return {line.name: line.cells for line in table.lines}


class Cells(HTMLParser):
    """The lines of the page's tables of figures: (name, cells) of each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.depth = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag in {"tbody", "tfoot"}:
            self.depth = tag
        if tag == "tr" and self.depth:
            self.rows.append([])
        if tag in ("td", "th") and self.depth:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        if tag in ("tbody", "tfoot"):
            self.depth = ""

    def handle_data(self, data):
        if self.depth and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def test_a_decision_counts_once_for_its_actor_at_its_time_and_an_undone_one_as_undone(desk):
    report = report_of(desk, desk.ada)

    head = [str(label) for label in desk_statistics.HEAD]
    by_who = {
        name: dict(zip(head, cells, strict=True))
        for name, cells in lines(report.table("who")).items()
    }
    assert list(by_who) == ["Gil", "Mina", "Automatic checks"]
    assert by_who["Mina"]["Approved"] == "3"
    assert by_who["Mina"]["Waited, median"] == "0:02:00"
    assert by_who["Mina"]["Waited, 9 of 10"] == "0:08:24"
    assert by_who["Gil"]["Decisions"] == "1"
    assert by_who["Gil"]["Undone"] == "1"
    assert by_who["Gil"]["Came in"] == ""
    assert by_who["Automatic checks"]["Approved"] == "1"
    assert report.total.came == 6
    assert report.total.total == 5
    assert report.share_automatic == 20
    hours = {line.name: (line.came, line.total) for line in report.table("hour").lines}
    offset = int(desk.noon.astimezone(figures.newsroom_zone()).utcoffset().total_seconds() // 3600)
    assert hours[f"{12 + offset}:00–{13 + offset}:00"] == (6, 4)
    assert hours[f"{13 + offset}:00–{14 + offset}:00"] == (0, 1)
    assert {line.name: line.total for line in report.table("section").lines} == {
        "World": 4,
        "Sport": 1,
    }
    assert {line.name: line.decided["rejected"] for line in report.table("reason").lines} == {
        "Personal attack or abuse": 1
    }
    assert report_of(desk, desk.ada, day=desk.day - datetime.timedelta(days=1)).total.total == 0


def test_a_day_that_is_over_is_kept_as_it_was_counted_and_reads_the_same(desk):
    before = report_of(desk, desk.ada)
    desk_days.close.func()
    assert desk.day in set(DeskDay.objects.values_list("day", flat=True))
    assert timezone.localdate() not in set(DeskDay.objects.values_list("day", flat=True))

    assert report_of(desk, desk.ada) == before
    assert desk_days.untrue() == []

    # A story that moves, and an event that came to that day later: the first changes no bill, the
    # second is told at night and counted by the command.
    desk.goal.section = desk.world
    desk.goal.save(update_fields=["section"])
    assert report_of(desk, desk.ada) == before
    decided("approve", desk.gil, written=desk.noon, after=5)
    assert desk_days.untrue() == [desk.day]
    out = io.StringIO()
    call_command("reconcile_counts", stdout=out)
    assert f"the desk's figures of {desk.day} are not those of its events" in out.getvalue()
    assert desk_days.untrue() == []
    assert report_of(desk, desk.ada).total.total == 6


def test_in_another_zone_the_days_are_counted_anew(desk):
    desk_days.close.func()
    f.site(time_zone="Pacific/Auckland")

    assert desk.day + datetime.timedelta(days=1) in desk_days.due()
    moved = [report_of(desk, desk.ada, day=desk.day + datetime.timedelta(days=by)) for by in (0, 1)]
    assert [one.total.total for one in moved] == [0, 5]


@pytest.mark.parametrize("kept", [True, False])
def test_a_colleague_whose_account_is_gone_stays_a_person(desk, kept):
    if kept:
        desk_days.close.func()
    desk.mina.delete()

    report = report_of(desk, desk.ada)

    by_who = {line.name: line.total for line in report.table("who").lines}
    assert by_who == {"Gil": 1, "A former colleague": 3, "Automatic checks": 1}
    assert report.share_automatic == 20
    with pytest.raises(Exception, match="append-only"):
        CommentEvent.objects.filter(actor=desk.gil).update(by_former=True)


def test_what_an_appeal_took_back_is_told_where_it_was_decided(desk):
    made = appealing.appeal(desk.refused.comment, desk.refused.comment.author, "I meant the bus.")
    desk_days.close.func()
    appealing.decide(made, desk.ada, overturn=True, answer="You did.")

    report = report_of(desk, desk.ada)

    assert report.total.overturned == 1
    for code, name in (
        ("who", "Gil"),
        ("section", "Sport"),
        ("reason", "Personal attack or abuse"),
    ):
        found = {line.name: line.overturned for line in report.table(code).lines}
        assert found[name] == 1, code


def test_a_moderator_sees_the_own_figures_and_the_others_together(client, desk):
    client.force_login(desk.gil)
    asked = {"period": "own", "since": desk.day, "until": desk.day}
    page = client.get(PAGE, asked).content.decode()

    assert "Gil (you)" in page
    assert "All other moderators" in page
    assert "Mina" not in page
    assert client.get(PAGE, {**asked, "person": desk.mina.pk}).status_code == 403
    assert client.get(FILE, {**asked, "person": desk.mina.pk}).status_code == 403
    own = client.get(PAGE, {**asked, "person": desk.gil.pk}).content.decode()
    assert "Only decisions of Gil (you)." in own
    assert "All other moderators" not in own

    giving.limit(desk.gil, [desk.sport])
    here = client.get(PAGE, asked).content.decode()
    assert "Sport" in here
    assert "All other moderators" not in here  # Mina has decided below World
    assert client.get(PAGE, {**asked, "section": desk.world.pk}).status_code == 422


def test_the_file_holds_exactly_the_lines_of_the_page(client, desk):
    f.UserFactory()
    desk.gil.display_name = "=Gil"
    desk.gil.save()
    client.force_login(desk.ada)
    asked = {"period": "own", "since": desk.day, "until": desk.day}
    look = second_looks.give(desk.mina, desk.refused.pk, "reject", "off_topic")
    assert look.pk == desk.refused.pk

    answer = client.get(FILE, asked)
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    page = Cells(client.get(PAGE, asked).content.decode())

    assert len({len(row) for row in rows}) == 1
    assert all(row[:2] == [str(desk.day)] * 2 for row in rows[1:])
    in_file = [[row[3].removeprefix("'"), *row[4:]] for row in rows[1:]]
    on_page = [row for row in page.rows if len(row) == len(in_file[0])]
    assert sorted(in_file[1:]) == sorted(row for row in on_page if row[0] != "All")
    assert in_file[0] in on_page
    gil = next(row for row in in_file if row[0] == "=Gil")
    assert gil[-2:] == ["1", "100%"]  # both refuse; another reason is agreement as well


def test_a_period_that_makes_no_sense_is_told_beside_the_field_and_stays_typed(client, desk):
    client.force_login(desk.gil)
    for asked, sentence in (
        ({"since": "2026-11-02", "until": "2026-11-01"}, "The last day lies before the first."),
        ({"since": "2024-01-01", "until": "2026-11-01"}, "At most 366 days at once."),
        ({"since": "2026-11-02"}, "Choose a day."),
        ({"since": "2026-11-02", "until": "soon"}, "Enter a valid date."),
    ):
        for address in (PAGE, FILE):
            answer = client.get(address, {"period": "own", **asked})
            assert answer.status_code == 422
            assert sentence in answer.content.decode()
            assert 'value="2026-11-02"' in answer.content.decode() or "2024" in str(asked)
    ends = {"period": "own", "since": "9999-12-30", "until": "9999-12-31"}
    assert client.get(PAGE, ends).status_code == 200  # after that day there is none
    for odd in ({"period": "never"}, {"person": "0"}, {"section": "99"}, {"person": "9" * 40}):
        assert client.get(PAGE, odd).status_code == 422
    for period in ("today", "7", "30", "month", "last-month", ""):
        assert client.get(PAGE, {"period": period}).status_code == 200


def test_the_drawing_says_its_numbers_in_words(client, desk):
    client.force_login(desk.ada)
    page = client.get(PAGE).content.decode()

    assert page.count("<desc id=") == 2
    assert "Most came in: 1" in page
    assert "style=" not in page.split('class="figures-charts"')[1].split("</figure>")[0]


@pytest.mark.parametrize("is_kept", [True, False])
def test_the_page_asks_no_more_however_much_was_decided(client, desk, settings, is_kept):
    """Budget of DESIGN section 6: twelve statements."""
    settings.VERSION_CHECK_SECONDS = 60
    versions.forget_copies()
    client.force_login(desk.ada)
    asked = {"period": "own", "since": desk.day, "until": timezone.localdate()}

    def statements() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(PAGE, asked).status_code == 200
        return len(found)

    statements()
    few = statements()
    for number in range(6):
        person = colleague(f"Colleague {number}")
        decided("reject", person, written=desk.noon, story=f.published(), reason=Reason.ABUSE)
    if is_kept:
        desk_days.close.func()

    assert statements() <= few <= 12


def test_quantiles_lie_between_two_where_none_is_in_the_middle():
    assert quantile([], 0.5) is None
    assert quantile([7], 0.9) == 7
    assert quantile([0, 10], 0.5) == 5
    assert quantile(list(range(11)), 0.9) == 9


def test_an_empty_newsroom_has_figures_too(client, paper):
    ada = colleague("Ada", roles.LEAD_MODERATOR)
    client.force_login(ada)

    assert desk_days.due() == []
    assert client.get(PAGE).status_code == 200
