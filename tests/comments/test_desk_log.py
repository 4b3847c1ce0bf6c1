"""Feature M11: the log of the desk tells every step, to whom it concerns, and pages by key."""

from __future__ import annotations

import csv
import datetime
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import SectionLimit
from comments import appealing, controls, discussions, legal_notices, moderation, reporting
from comments.models import Comment, CommentEvent, Control, Reason, SiteDiscussion
from newsportal import roles
from newsportal.core.models import User
from tests import factories as f

pytestmark = pytest.mark.django_db

LOG = "/admin/moderation/log/"


def with_role(name: str, role: str, section=None) -> User:
    person = f.UserFactory(display_name=name)
    roles.give(person, role)
    if section:
        SectionLimit.objects.create(user=person, section=section)
    return User.objects.get(pk=person.pk)


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def lines(client: Client, **asked: str) -> list[str]:
    """The lines of the page: what, about, who; without tags and needless space."""
    shown = client.get(LOG, asked).content.decode()
    found = re.findall(r'<li class="log-line.*?</li>', shown, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in found]


@pytest.fixture
def desk():
    """A day at the desk: something of everything, in two sections."""
    f.site()
    f.policy("hold_all")
    sport, world = f.section("sport"), f.section("world")
    mina = with_role("Mina", roles.MODERATOR)
    lena = with_role("Lena", roles.LEAD_MODERATOR)
    rana = f.UserFactory(display_name="Rana", email="rana@example.org")
    goal = f.published(section=sport, headline="A goal")
    storm = f.published(section=world, headline="A storm")
    refused = f.held(goal, rana, text="The referee is a goat.")
    moderation.reject(refused, mina, reason=Reason.ABUSE)
    appeal = appealing.appeal(refused, rana, "It is a quotation.")
    appealing.decide(appeal, lena, overturn=True, answer="You are right.")
    reported = f.approved(storm, text="Buy sails.")
    reporting.report(reported, reporting.Reporter(network="n" * 32), "spam")
    reporting.dismiss(reported, mina)
    until = timezone.now() + datetime.timedelta(hours=2)
    controls.switch_off(controls.switch_on(Control.Kind.HOLD, mina, until, story=storm), lena)
    f.sanction(rana, "hold", section=sport)
    notice = f.legal_notice(storm)
    legal_notices.decide(notice, lena, "nothing", "neither", "It is an opinion.")
    row = SiteDiscussion.objects.get(pk=1)
    row.policy = "open"
    discussions.save_policy(row, actor=lena)
    rule = {"reason": "abuse", "text": "Be kind."}
    client_of(lena).post("/admin/comments/ruletext/add/", rule)
    return {"mina": mina, "lena": lena, "rana": rana, "sport": sport, "world": world}


def test_every_step_is_told_with_who_and_why_and_no_text_to_those_whom_it_concerns(desk):
    told = lines(client_of(desk["lena"]))

    for piece in (
        "Rule written anew · personal attack or abuse",
        "Policy changed · before: every comment waits for a moderator, now: open",
        "Decided Notice",
        "Imposed · personal attack or abuse · Sport always held: Rana",
        "Control ended · hold all",
        "Control switched on · hold all, for 2 hours A storm · World Mina",
        "Reports settled · dismissed, 1 of them Comment by",
        "Appeal answered · the decision was taken back Comment by Rana",
        "Appeal made Comment by Rana · A goal · Sport Rana",
        "Rejected · personal attack or abuse Comment by Rana · A goal · Sport Mina",
        "Approved Comment by Rana · A goal · Sport Lena",
        "Approved Comment by Reader",
    ):
        assert any(piece in line for line in told), piece
    whole = client_of(desk["lena"]).get(LOG).content.decode()
    for text in (
        "goat",
        "Buy sails",
        "It is a quotation",
        "You are right",
        "an opinion",
        "Be kind",
    ):
        assert text not in whole
    times = [line.split(" ")[0] for line in told]
    assert times == sorted(times, reverse=True)

    # A moderator of some sections reads of those alone.
    told = lines(client_of(with_role("Sam", roles.MODERATOR, desk["world"])))
    for piece in ("Control switched on", "Reports settled"):
        assert any(piece in line for line in told), piece
    for hidden in ("goal", "Policy changed", "Notice", "Rana"):
        assert not any(hidden in line for line in told), hidden


def test_it_is_narrowed_and_told_as_csv_and_a_mistake_is_told_beside_its_field(desk):
    lena = client_of(desk["lena"])

    by_mina = lines(lena, actor=str(desk["mina"].pk))
    assert len(by_mina) == 4  # refused, kept, the reports settled by it, a control
    assert all("Mina" in line for line in by_mina)
    assert len(lines(lena, actor="0", kind="comment:approved")) == 1
    assert all("Rejected" in line for line in lines(lena, kind="comment:rejected"))
    assert len(lines(lena, reason="abuse")) == 3  # a refusal, a sanction, a rule
    of_sport = lines(lena, section=str(desk["sport"].pk))
    assert of_sport
    assert not any("storm" in line for line in of_sport)
    of_rana = lines(lena, person="RANA")
    assert of_rana == lines(lena, person=str(desk["rana"].pk))
    assert of_rana == lines(
        client_of(with_role("Ada", roles.ADMINISTRATOR)), person="rana@example.org"
    )
    # Whose address this is knows only who keeps the accounts.
    assert lena.get(LOG, {"person": "rana@example.org"}).status_code == 422
    assert len(lines(lena, until="9999-12-31")) == len(lines(lena))
    assert not any("storm" in line for line in of_rana)
    assert all("A goal" in line for line in lines(lena, words="REFEREE is"))
    today = timezone.localdate()
    assert len(lines(lena, since=f"{today:%Y-%m-%d}")) == len(lines(lena))
    assert lines(lena, until=f"{today - datetime.timedelta(days=1):%Y-%m-%d}") == []

    response = lena.get(f"{LOG}log.csv", {"kind": "comment:rejected"})
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert [(row["who"], row["reason"], row["section"]) for row in rows] == [
        ("Mina", "personal attack or abuse", "Sport")
    ]

    response = lena.get(LOG, {"person": "Nobody", "since": "soon", "words": "goat"})
    assert response.status_code == 422
    shown = response.content.decode()
    assert "Nobody here has this name or address." in shown
    assert "Give a day" in shown
    assert 'value="goat"' in shown
    assert lena.get(LOG, {"section": "x' OR 1=1"}).status_code == 422
    response = lena.get(LOG, {"after": "forged", "reason": "abuse"})
    assert (response.status_code, response["Location"]) == (302, f"{LOG}?reason=abuse")
    assert client_of(desk["rana"]).get(LOG).status_code == 302


def test_it_pages_by_key_without_a_skip_at_equal_times_and_within_its_budget(
    desk, monkeypatch, settings
):
    settings.VERSION_CHECK_SECONDS = 60
    lena = client_of(desk["lena"])
    whole = lines(lena)
    with CaptureQueriesContext(connection) as few:
        lena.get(LOG)
    CommentEvent.objects.update(at=timezone.now())  # all at once
    whole = lines(lena)
    monkeypatch.setattr("comments.log_reading.SIZE", 4)

    read, address = [], LOG
    while address:
        shown = lena.get(address).content.decode()
        read += re.findall(r'<li class="log-line', shown)
        more = re.search(r'href="(\?[^"]*after=[^"]*)" rel="next"', shown)
        address = f"{LOG}{more[1]}" if more else ""
    assert len(read) == len(whole)

    monkeypatch.setattr("comments.log_reading.SIZE", 50)
    comment = Comment.objects.first()
    CommentEvent.objects.bulk_create(
        CommentEvent(comment=comment, kind="approved", to_status="approved", revision=1)
        for _number in range(60)
    )
    with CaptureQueriesContext(connection) as many:
        assert len(lines(lena)) == 50
    assert len(many) == len(few) <= 12
