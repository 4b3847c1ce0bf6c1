"""Feature M12: the transparency report fills the Union's tables and leaves them as they are."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile

import pytest
from django.test import Client
from django.utils import timezone

from comments import appealing, legal_notices, moderation, transparency
from comments.models import Appeal, CommentEvent, LegalDecision, LegalNotice, Reason, Sanction
from newsportal import roles
from newsportal.core.models import User
from tests import factories as f

pytestmark = pytest.mark.django_db

YEAR = {"first": "2025-01-01", "last": "2025-12-31"}
THEN = datetime.datetime(2025, 6, 1, 12, tzinfo=datetime.UTC)


def tables(content: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode())))
            for name in archive.namelist()
        }


@pytest.fixture
def lena() -> User:
    f.site(name="The Test", publisher="Test Press")
    f.policy("hold_all", profile="platform")
    person = f.UserFactory(display_name="Lena")
    roles.give(person, roles.LEAD_MODERATOR)
    return User.objects.get(pk=person.pk)


def a_year_at_the_desk(lena: User) -> None:
    mina, rana, storm = f.UserFactory(), f.UserFactory(), f.published()
    refused = f.held(storm, rana)
    moderation.reject(refused, mina, reason=Reason.ABUSE)
    appealing.decide(
        appealing.appeal(refused, rana, "No."), lena, overturn=False, answer="It stays."
    )
    moderation.remove(f.approved(storm), None, reason=Reason.OFF_TOPIC)
    moderation.remove(f.approved(storm), mina, reason=Reason.ILLEGAL)
    f.sanction(rana, "ban")
    notice = f.legal_notice(f.approved(storm), ground="hate")
    legal_notices.decide(notice, lena, "removed", "law", "It incites to hatred.")
    f.legal_notice(storm, ground="copyright")
    CommentEvent.objects.update(at=THEN)
    Appeal.objects.update(made_at=THEN, answered_at=THEN + datetime.timedelta(hours=30))
    Sanction.objects.update(made_at=THEN)
    LegalNotice.objects.update(at=THEN)
    LegalDecision.objects.update(at=THEN + datetime.timedelta(hours=5))


def find(rows: list[dict[str, str]], **wanted: str) -> dict[str, str]:
    return next(row for row in rows if all(row[key] == value for key, value in wanted.items()))


def test_the_tables_are_the_unions_with_our_numbers_in_their_places(lena):
    a_year_at_the_desk(lena)

    client = Client()
    client.force_login(lena)
    told = tables(client.get("/admin/moderation/report/report.zip", YEAR).content)

    for name in transparency.TABLES:
        template = (transparency.ANNEX / f"{name}.csv").read_text(encoding="utf-8")
        rows = list(csv.DictReader(io.StringIO(template)))
        assert list(told[f"{name}.csv"][0]) == list(rows[0]), name
        assert len(told[f"{name}.csv"]) == len(rows), name
    summary = told["1_summary.csv"]
    assert find(summary, Indicator="Name of the service provider")["Value"] == "Test Press"
    assert find(summary, Indicator="Ending date of reporting period")["Value"] == "2025-12-31"

    of = "Category of illegal content"
    notices = told["4_notices.csv"]
    whole = find(notices, **{of: "TOTAL"})
    assert whole["Number of notices received "] == "2"
    assert whole["Number of actions taken on the basis of the law"] == "1"
    assert whole["Median time to take action"] == "5.0"
    assert whole["Reporting period"] == "2025-01-01/2025-12-31"
    assert find(notices, **{of: "KEYWORD_HATE_SPEECH"})["Number of notices received "] == "1"
    assert find(notices, **{of: "KEYWORD_PHISHING"})["Number of notices received "] == "0"

    measures = "Number of measures taken at the provider's own initiative "
    illegal = find(told["5_own_initiative_illegal.csv"], **{of: "TOTAL"})
    assert illegal[measures] == "1"  # what the notice led to is counted there
    terms = told["6_own_initiative_TC.csv"]
    of = "Category of incompatibility with the provider's terms and conditions"
    whole = find(terms, **{of: "TOTAL"})
    assert (whole[measures], whole["Account restriction Termination"]) == ("3", "1")
    assert (whole["Visibility restriction Removal"], whole["Visibility restriction Disable"]) == (
        "1",
        "1",
    )
    bullying = find(terms, **{of: "KEYWORD_CYBER_BULLYING_INTIMIDATION"})
    assert bullying[measures] == "2"  # a comment and an account
    other = find(terms, **{of: "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"})
    assert (other[measures], other[transparency.BY_MACHINE]) == ("1", "1")

    appeals = told["7_appeals_and_recidivism.csv"]
    complaints = "Number of complaints submitted to the internal-complaints mechanism"
    assert find(appeals, Indicator=complaints, Scope="Total number")["Value"] == "1"
    assert find(appeals, Indicator=complaints, Scope="Decisions upheld")["Value"] == "1"
    assert find(appeals, Indicator=complaints, Scope="Median time")["Value"] == "30.0"
    solely = "Number of measures solely taken by automated means "
    automated = told["8_automated_means.csv"]
    assert find(automated, Indicator=solely, Scope="Total number")["Value"] == "1"
    assert find(automated, Indicator=solely, Scope="bg")["Value"] == ""  # for the very large
    assert "Free text" not in {row["Value"] for row in told["11_qualitative.csv"]}

    f.policy("hold_all", profile="micro")
    told = tables(transparency.make(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)))
    upheld = find(told["7_appeals_and_recidivism.csv"], Scope="Decisions upheld")
    assert upheld["Value"] == ""  # that row is of platforms


def test_a_lead_publishes_it_and_it_stays_as_it_was(lena):
    client = Client()
    client.force_login(lena)
    page = "/admin/moderation/report/"
    assert "due within two months" in client.get(page).content.decode()
    today = f"{timezone.localdate():%Y-%m-%d}"
    for wrong, told in (
        ({"first": "", "last": "x"}, "Give the first day."),
        ({"first": "2025-02-01", "last": "2025-01-01"}, "before the beginning"),
        ({"first": "2025-02-01", "last": today}, "a period that is over"),
    ):
        response = client.post(page, wrong)
        assert response.status_code == 422
        assert told in response.content.decode()
        assert client.get(f"{page}report.zip", wrong).status_code == 422

    assert client.post(page, YEAR).status_code == 302

    (report,) = transparency.published()
    shown = Client().get("/moderation/").content.decode()
    assert f'href="/moderation/reports/{report.pk}.zip"' in shown
    file = Client().get(f"/moderation/reports/{report.pk}.zip")
    assert file["Content-Type"] == "application/zip"
    a_year_at_the_desk(lena)
    assert Client().get(f"/moderation/reports/{report.pk}.zip").content == file.content
    assert len(tables(file.content)) == 11
    assert Client().get("/moderation/reports/99999.zip").status_code == 404
