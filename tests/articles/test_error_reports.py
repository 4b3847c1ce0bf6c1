"""Features C9, E26, E28: readers report errors in a story, its people hear of them, and answer."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import error_notices, error_reports, publishing
from articles.debts import kinds, report
from articles.models import Correction, ErrorReport, SectionLimit, Story
from articles.publishing import Refused
from articles.views import error_reports as views
from newsportal import roles
from newsportal.core.models import Notice, User
from tests import factories as f
from tests.accounts.people import post as work
from tests.hostile_text import VECTORS
from tests.safety.test_hostile_text_on_pages import acting

pytestmark = pytest.mark.django_db

OURS = {"sec-fetch-site": "same-origin"}
LIST = "/admin/articles/errorreport/"
QUOTE = "The ferry left at six with nine people on board."
State = ErrorReport.State


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Test")


def somebody(role: str, name: str) -> User:
    person = f.UserFactory(display_name=name, email=f"{name.lower()}@example.org")
    roles.give(person, role)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def edith() -> User:
    return somebody(roles.EDITOR, "Edith")


@pytest.fixture
def cho() -> User:
    return somebody(roles.CONTRIBUTOR, "Cho")


@pytest.fixture
def story(edith, cho) -> Story:
    made = f.draft(cho, headline="Ferry sinks", standfirst="Nine were on board.")
    publishing.publish(made, edith)
    return made


def guest() -> Client:
    return Client(headers=OURS)


def desk(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def place(story: Story) -> str:
    return f"{story.get_absolute_url()}report-error/"


def errors(story: Story) -> str:
    return f"/admin/articles/story/{story.pk}/errors/"


# Reporting ----------------------------------------------------------------------------------------


def test_a_guest_reports_an_error_and_the_storys_people_hear_of_it(story, edith, cho):
    somebody(roles.EDITOR, "Ada")
    assert f'href="{place(story)}"' in guest().get(story.get_absolute_url()).content.decode()
    form = guest().get(place(story), {"quote": QUOTE})
    assert QUOTE in form.content.decode()
    assert not form.cookies

    response = guest().post(
        place(story), {"quote": QUOTE, "words": "It were ten & <b>more</b>.", "email": "r@e.org"}
    )
    mails = work()

    assert response.status_code == 302
    assert "The newsroom has your report" in guest().get(response.url).content.decode()
    told = Notice.objects.filter(kind=error_notices.REPORTED)
    assert {row.recipient for row in told} == {edith, cho}
    to_edith = next(mail for mail in mails if mail.to == [edith.email])
    assert to_edith.subject == "A reader reports an error in “Ferry sinks”"
    assert QUOTE in to_edith.body
    assert "It were ten & <b>more</b>." in to_edith.body
    assert "It were ten &amp; &lt;b&gt;more" in to_edith.alternatives[0][0]
    assert errors(story) in to_edith.body


def test_where_nobody_of_the_story_may_mend_it_all_who_may_are_told(cho, edith):
    story = f.published(headline="Old")

    f.error_report(story)
    work()

    assert Notice.objects.get().recipient == edith
    outline = error_notices.outline("", {"story": story.pk, "error_report": 1})
    assert outline is not None
    assert "ten people" not in str(outline)


def test_the_same_sentence_is_told_once_and_stands_once(story, edith):
    for number, quote in enumerate([QUOTE, QUOTE.upper(), f"  {QUOTE} "]):
        f.error_report(story, quote=quote.strip(), network=str(number) * 32)
    f.error_report(story, network="a" * 32)
    f.error_report(story, network="b" * 32)
    work()

    assert Notice.objects.filter(recipient=edith).count() == 3
    assert [len(group.reports) for group in error_reports.groups_of(story)] == [3, 1, 1]


REFUSED = {
    "nothing": ({"words": " "}, "Say what is wrong."),
    "a book": ({"words": "x" * 3001}, "at most 3000 characters"),
    "a whole story": ({"words": "x", "quote": "x" * 501}, "at most 500 characters"),
    "a bad address": ({"words": "x", "email": "a@b\nBcc: c@d.org"}, "valid email address"),
    "half characters": ({"words": "caf\ufffd"}, "arrived damaged"),
}


@pytest.mark.parametrize(("fields", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_kept_is_told_beside_the_field(story, fields, said):
    response = guest().post(place(story), fields)

    assert response.status_code == 422
    assert said in html.unescape(response.content.decode())
    assert not ErrorReport.objects.exists()


def test_a_withdrawn_story_gives_the_words_back_and_a_secret_one_says_nothing(story):
    publishing.withdraw(story, None, "")
    secret = f.scheduled(headline="Secret talks")
    unborn = f"/-/{timezone.now():%Y/%m/%d}/{secret.slug or 'secret-talks'}/report-error/"

    gone = guest().post(place(story), {"words": "It were ten."})

    assert gone.status_code == 410
    assert "It were ten." in gone.content.decode()
    assert guest().get(place(story)).status_code == 410
    assert guest().get(unborn).status_code == 404
    assert "Secret talks" not in guest().post(unborn, {"words": "x"}).content.decode()
    assert not ErrorReport.objects.exists()


def test_robots_leave_nothing_a_second_press_no_second_and_the_hasty_wait(story, monkeypatch):
    fields = {"words": "It were ten."}
    assert guest().post(place(story), {**fields, "website": "x"}).status_code == 302
    assert not ErrorReport.objects.exists()

    guest().post(place(story), fields)
    guest().post(place(story), fields)
    monkeypatch.setattr(views, "REPORTS", 1)
    hasty = guest().post(place(story), {"words": "Another one."})

    assert ErrorReport.objects.count() == 1
    assert hasty.status_code == 429
    assert "Another one." in hasty.content.decode()
    foreign = Client(headers={"sec-fetch-site": "cross-site"})
    assert foreign.post(place(story), fields).status_code == 403


def test_an_address_of_another_section_leads_to_the_right_one_with_the_quote(story):
    wrong = re.sub(r"^/[^/]+/", "/elsewhere/", place(story))

    response = guest().get(wrong, {"quote": "Nine"})

    assert (response.status_code, response.url) == (301, f"{place(story)}?quote=Nine")


def test_text_that_means_harm_is_shown_as_text(story, edith):
    for name in ("script", "quotes that never end", "event that breaks out of alt"):
        text = VECTORS[name].replace("\0", "").encode("utf-8", "ignore").decode()[:400]
        assert acting(guest().get(place(story), {"quote": text}).content.decode()) == [], name
        f.error_report(story, quote=text, words=text, name=text[:60])
    page = desk(edith).get(errors(story)).content.decode()

    assert page.count('class="panel error-group"') == 3
    for event in ("script>alert", "img src=x", '" onerror'):
        assert f"<{event}" not in page


# Answering ----------------------------------------------------------------------------------------


def test_an_editor_answers_all_who_say_the_same(story, edith):
    first = f.error_report(story, quote=QUOTE, email="rana@example.org", network="a" * 32)
    f.error_report(story, quote=QUOTE.lower(), email="sam@example.org", network="b" * 32)
    f.error_report(story, quote=QUOTE, network="c" * 32)
    other = f.error_report(story, network="d" * 32)
    work()

    response = desk(edith).post(
        errors(story), {"report": first.pk, "text": "We asked: nine <it was>.", "answer": "1"}
    )
    mails = work()

    assert response.status_code == 302
    assert sorted(mail.to[0] for mail in mails) == ["rana@example.org", "sam@example.org"]
    assert "We asked: nine <it was>." in mails[0].body
    assert "nine &lt;it was&gt;" in mails[0].alternatives[0][0]
    assert ErrorReport.objects.filter(state=State.ANSWERED, answered_by=edith).count() == 3
    other.refresh_from_db()
    assert other.state == State.OPEN
    page = desk(edith).get(errors(story)).content.decode()
    assert "nine &lt;it was&gt;" in page


def test_an_answer_needs_words_and_two_editors_answer_once(story, edith):
    row = f.error_report(story, email="rana@example.org")
    empty = desk(edith).post(errors(story), {"report": row.pk, "text": " ", "answer": "1"})
    assert empty.status_code == 422
    assert "Write what the reader is told." in empty.content.decode()
    ada = somebody(roles.EDITOR, "Ada")
    error_reports.dismiss(row, ada)

    with pytest.raises(Refused, match="Ada has settled this already"):
        error_reports.answer(row, edith, "Late.")
    assert [mail for mail in work() if mail.to == ["rana@example.org"]] == []


def test_a_correction_begins_with_the_quote_and_answers_those_who_reported(story, edith):
    row = f.error_report(story, quote=QUOTE, words="Ten!", email="rana@example.org")
    client = desk(edith)
    page = client.get(errors(story)).content.decode()
    link = re.search(r'href="(/admin/articles/story/\d+/corrections/\?error=\d+)"', page)
    assert link
    form = html.unescape(client.get(link[1]).content.decode())
    assert f"An earlier version said: “{QUOTE}”" in form
    assert "Ten!" in form
    work()

    response = client.post(link[1], {"kind": "correction", "text": "There were ten on board."})
    told = [mail for mail in work() if mail.to == ["rana@example.org"]]

    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.correction) == (State.CORRECTED, Correction.objects.get())
    assert "There were ten on board." in told[0].body
    assert told[0].subject == "Corrected: “Ferry sinks”"


def test_a_writer_reads_what_readers_say_and_an_editor_of_elsewhere_does_not(story, cho, edith):
    f.error_report(story, words="It were ten.", email="rana@example.org")
    SectionLimit.objects.create(user=edith, section=f.section("sport"))

    page = desk(cho).get(errors(story)).content.decode()

    assert "It were ten." in page
    assert "rana@example.org" not in page
    assert desk(cho).post(errors(story), {"report": "1", "text": "x"}).status_code == 403
    limited = desk(User.objects.get(pk=edith.pk))
    assert limited.get(errors(story)).status_code in (403, 404)
    assert "It were ten." not in limited.get(LIST).content.decode()


def test_quotes_that_were_changed_meanwhile_are_told_from_those_that_stand(story, edith):
    f.error_report(story, quote=QUOTE)
    f.error_report(story, quote="Something else.", network="b" * 32)

    page = desk(edith).get(errors(story)).content.decode()

    assert page.count("these words do not stand in the story now") == 1


@pytest.mark.parametrize("number", ["0", "x", "9" * 30, "-1", "٣", ""])
def test_a_forged_number_is_nothing(story, edith, number):
    client = desk(edith)

    assert client.post(errors(story), {"report": number, "text": "x"}).status_code == 404
    assert (
        client.get(f"/admin/articles/story/{story.pk}/corrections/?error={number}").status_code
        == 200
    )


# Debt, care, cost ---------------------------------------------------------------------------------


def test_unanswered_reports_are_a_debt_of_the_newsroom_once_a_sentence(story, edith):
    first = f.error_report(story, quote=QUOTE)
    f.error_report(story, quote=QUOTE, network="b" * 32)
    f.error_report(story, words="No quote.", network="c" * 32)
    f.error_report(gone := f.published())
    publishing.withdraw(gone, None, "")

    def owed() -> list[str]:
        rows = report.rows(report.stories_of(edith), [kinds.kind_of("error_report")])
        return sorted(debt.says for debt in report.told(rows))

    assert owed() == ["A reader reports: “No quote.”", f"A reader reports: “{QUOTE}”"]
    page = desk(edith).get("/admin/debt/?kind=error_report").content.decode()
    assert errors(story) in page
    error_reports.answer(first, edith, "Nine.")
    assert owed() == ["A reader reports: “No quote.”"]


def test_the_form_says_how_many_wait_and_the_list_finds_them(story, edith):
    f.error_report(story, words="It were ten.")

    form = desk(edith).get(f"/admin/articles/story/{story.pk}/change/").content.decode()
    found = desk(edith).get(LIST, {"q": "were ten", "state__exact": "open"}).content.decode()

    assert re.search(r"Reported errors <strong>\(1\)</strong>", form)
    assert "It were ten." in found


def test_networks_go_after_90_days_and_so_do_reporters_after_the_answer(story, edith):
    row, waiting = f.error_report(story, email="a@b.org"), f.error_report(story, email="c@d.org")
    error_reports.answer(row, edith, "Nine.")
    old = timezone.now() - datetime.timedelta(days=91)
    ErrorReport.objects.update(at=old)
    ErrorReport.objects.filter(pk=row.pk).update(answered_at=old)

    call_command("forget_expired")

    rows = ErrorReport.objects.in_bulk()
    assert (rows[row.pk].email, rows[row.pk].network, rows[row.pk].answer) == ("", "", "Nine.")
    assert (rows[waiting.pk].email, rows[waiting.pk].network) == ("c@d.org", "")


@pytest.mark.parametrize("number", [2, 25])
def test_pages_cost_the_same_at_any_size(story, edith, number, settings):
    settings.VERSION_CHECK_SECONDS = 60
    for index in range(number):
        f.error_report(story, quote=QUOTE if index % 2 else "", network=f"{index:032}")
    client = desk(edith)
    for address, most, asker in (
        (errors(story), 12, client),
        (LIST, 12, client),
        (place(story), 8, guest()),
    ):
        asker.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert asker.get(address).status_code == 200
        assert len(captured.captured_queries) <= most, address
