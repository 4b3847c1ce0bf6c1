"""Feature C9: anyone gives notice of illegal content and gets a receipt and a reasoned decision."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from comments import legal_notices, moderation, reporting
from comments import personal_data as data_of_comments
from comments.models import Comment, LegalDecision, LegalNotice, Policy, Report
from comments.views import legal_notices as views
from newsportal import roles
from newsportal.core import addresses, personal_data
from newsportal.core.models import User
from tests import factories as f
from tests.accounts.people import post as work
from tests.hostile_text import VECTORS
from tests.safety.test_hostile_text_on_pages import acting

pytestmark = pytest.mark.django_db

FORM = "/notice/"
LIST = "/admin/comments/legalnotice/"
OURS = {"sec-fetch-site": "same-origin"}
State = LegalNotice.State


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Test")
    f.policy(Policy.OPEN)


@pytest.fixture
def comment() -> Comment:
    return f.approved(author=f.UserFactory(display_name="Sam"), text="They are vermin.")


def lead(name: str) -> User:
    person = f.UserFactory(display_name=name, is_staff=True)
    roles.give(person, roles.LEAD_MODERATOR)
    return person


def guest() -> Client:
    return Client(headers=OURS)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(comment: Comment, **fields: str) -> dict[str, str]:
    said = {
        "address": f"http://testserver{comment.get_absolute_url()}#c-{comment.pk}",
        "ground": "hate",
        "law": "§ 130",
        "explanation": "It calls people vermin.",
        "name": "Rana Aziz",
        "email": "rana@example.org",
        "good_faith": "on",
        **fields,
    }
    return {name: value for name, value in said.items() if value}


def to_rana():
    """The one mail that the worker sends to the notifier now."""
    (told,) = (one for one in work() if one.to == ["rana@example.org"])
    return told


def decide(client: Client, notice: LegalNotice, act: str, ground: str, text: str = "Because."):
    return client.post(f"{LIST}{notice.pk}/change/", {"act": act, "ground": ground, "text": text})


# Giving -------------------------------------------------------------------------------------------


def test_a_stranger_gives_notice_and_gets_a_reference_a_page_and_a_mail(comment):
    mina = lead("Mina")
    page = guest().get(f"{comment.get_absolute_url()}report/").content.decode()
    form = re.search(r'href="(/notice/\?about=[^"]+)"', page)
    assert form
    shown = guest().get(html.unescape(form[1]))
    assert f'value="{comment.get_absolute_url()}"' in shown.content.decode()
    assert not shown.cookies

    response = guest().post(FORM, words(comment))
    mails = work()

    notice = LegalNotice.objects.get()
    assert (notice.comment, notice.story, notice.revision) == (comment, comment.story, 1)
    assert response.status_code == 302
    receipt = guest().get(response.url)
    assert notice.reference in receipt.content.decode()
    assert "It calls people vermin." in receipt.content.decode()
    assert "no-store" in receipt["Cache-Control"]
    assert receipt["Referrer-Policy"] == "same-origin"
    told = next(one for one in mails if one.to == ["rana@example.org"])
    assert notice.reference in told.subject
    assert response.url in told.body
    assert "vermin" not in told.body + told.alternatives[0][0]  # nobody has confirmed the address
    assert "Rana Aziz" not in told.body
    staff = next(one for one in mails if one.to == [mina.email])
    assert f"{LIST}{notice.pk}/change/" in staff.body
    assert [event.kind for event in notice.events.all()] == ["received", "receipt"]


def test_the_footer_leads_to_it_and_no_page_may_take_its_address():
    assert 'href="/notice/"' in guest().get("/").content.decode()
    with pytest.raises(addresses.AddressTaken):
        addresses.check_segment("notice", is_first=True)


def test_a_report_of_something_illegal_leads_to_the_notice_with_the_words(comment):
    address = f"{comment.get_absolute_url()}report/"

    for _ in range(2):  # also when it was reported already
        response = guest().post(address, {"reason": "illegal", "words": "A threat."})

        page = response.content.decode()
        assert "Your report has reached the moderators" in page
        assert 'action="/notice/"' in page
        assert "A threat." in page
        assert f'value="{comment.get_absolute_url()}"' in page
    assert Report.objects.get().reason == "illegal"


def test_a_banned_or_signed_in_person_gives_notice_like_everybody(comment):
    rana = f.UserFactory(display_name="Rana", email="rana@example.org")
    client = signed_in(rana)
    page = client.get(f"{FORM}?about={comment.get_absolute_url()}").content.decode()
    assert 'value="rana@example.org"' in page

    client.post(FORM, words(comment))

    assert LegalNotice.objects.get().user == rana
    assert LegalNotice.objects.get().network == ""


def test_about_offences_against_children_no_name_is_asked_for(comment):
    response = guest().post(FORM, words(comment, ground="children", name="", email=""))

    assert response.status_code == 302
    notice = LegalNotice.objects.get()
    assert work() == []
    assert (
        "Without a name"
        in signed_in(lead("Mina")).get(f"{LIST}{notice.pk}/change/").content.decode()
    )


REFUSED = {
    "nothing": ({"address": ""}, "Say where the content stands."),
    "another site": ({"address": "https://elsewhere.example/a/"}, "not on our site"),
    "a host that only begins so": ({"address": "http://testserver.evil.example/"}, "not on our"),
    "a script": ({"address": "javascript:alert(1)"}, "not on our site"),
    "brackets": ({"address": "http://[x/"}, "not on our site"),
    "user before the host": ({"address": "http://testserver@evil.example/"}, "not on our site"),
    "nothing there": ({"address": "/world/2026/01/01/nothing/"}, "Readers find no story"),
    "no such page": ({"address": "/about-nothing/"}, "Readers find no story"),
    "a list": ({"address": "/"}, "Many things stand there"),
    "the newsroom": ({"address": "/admin/"}, "Many things stand there"),
    "a giant address": ({"address": "/" + "a" * 5000}, "at most 500"),
    "no ground": ({"ground": "<script>"}, "Choose what it is about."),
    "no words": ({"explanation": ""}, "Say why it is illegal."),
    "a book": ({"explanation": "x" * 5001}, "at most 5000 characters"),
    "a giant law": ({"law": "x" * 201}, "at most 200"),
    "no name": ({"name": ""}, "Say who gives this notice."),
    "no address": ({"email": ""}, "Say where the decision goes."),
    "a bad address": ({"email": "rana@"}, "Enter a valid email address."),
    "two addresses": ({"email": "a@example.org\nBcc: b@example.org"}, "valid email address"),
    "no statement": ({"good_faith": ""}, "We need this statement"),
}


@pytest.mark.parametrize(("fields", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_missing_is_told_beside_the_field_and_nothing_is_lost(comment, fields, said):
    response = guest().post(FORM, words(comment, **fields))

    page = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert said in page
    assert fields.get("explanation", "It calls people vermin.")[:100] in page
    assert not LegalNotice.objects.exists()


def test_what_readers_do_not_see_has_no_address_and_is_not_told_from_nothing(comment):
    f.policy(Policy.HOLD_ALL)
    hidden = [
        f.held(comment.story).get_absolute_url(),
        f.scheduled(headline="Secret talks").get_absolute_url() or "/",
        f"{comment.story.get_absolute_url()}comments/4711/",
        f.withdrawn().get_absolute_url(),
    ]
    publishing.withdraw(comment.story, None, "")
    hidden.append(comment.get_absolute_url())

    answers = {guest().post(FORM, words(comment, address=where)).status_code for where in hidden}

    assert answers == {422}
    assert not LegalNotice.objects.exists()


@pytest.mark.parametrize("end", ["", "#c-{pk}", "comments/{pk}/", "comments/{pk}/reply/", "feed/"])
def test_stories_and_comments_are_found_however_their_address_was_copied(comment, end):
    address = comment.story.get_absolute_url() + end.format(pk=comment.pk)

    guest().post(FORM, words(comment, address=address))

    notice = LegalNotice.objects.get()
    assert notice.story == comment.story
    assert (notice.comment is not None) == ("{pk}" in end)


def test_a_page_of_the_newspaper_may_be_meant_too():
    page = f.page(title="About us")

    guest().post(FORM, words(f.approved(), address=page.get_absolute_url()))

    assert LegalNotice.objects.get().address == page.get_absolute_url()


def test_a_button_pressed_twice_is_one_notice_and_robots_leave_none(comment, monkeypatch):
    first = guest().post(FORM, words(comment))
    second = guest().post(FORM, words(comment))
    robot = guest().post(FORM, words(comment, explanation="Buy", website="x"))

    assert first.url == second.url
    assert LegalNotice.objects.count() == 1
    assert "has arrived" in guest().get(robot.url).content.decode()
    monkeypatch.setattr(views, "NOTICES", 1)
    hasty = guest().post(FORM, words(comment, explanation="Another one, typed for long."))
    assert hasty.status_code == 429
    assert "Another one, typed for long." in hasty.content.decode()


def test_receipts_cannot_be_used_to_fill_a_strangers_mailbox(comment, monkeypatch):
    monkeypatch.setattr(legal_notices, "RECEIPTS", 2)

    for number in range(4):
        guest().post(FORM, words(comment, explanation=f"Number {number}."))

    assert LegalNotice.objects.count() == 4
    assert len(work()) == 2


def test_a_notice_from_another_site_is_refused(comment):
    response = Client(headers={"sec-fetch-site": "cross-site"}).post(FORM, words(comment))

    assert response.status_code == 403
    assert not LegalNotice.objects.exists()


def test_text_that_means_harm_is_shown_as_text_to_both_sides(comment):
    mina = signed_in(lead("Mina"))
    for name in ("script", "quotes that never end", "javascript with entities"):
        text = VECTORS[name].replace("\0", "").encode("utf-8", "ignore").decode()
        notice = f.legal_notice(
            comment, explanation=text, name=text[:60], law=text[:200], email="rana@example.org"
        )
        for page in (
            guest().get(legal_notices.address_of(notice)),
            guest().get(FORM, {"about": text}),
        ):
            assert acting(page.content.decode()) == [], name
        desk = mina.get(f"{LIST}{notice.pk}/change/").content.decode()
        assert text not in desk or "<" not in text, name
        decide(mina, notice, "nothing", "neither", text)
        assert acting(guest().get(legal_notices.address_of(notice)).content.decode()) == [], name


# The link -----------------------------------------------------------------------------------------


def test_a_reference_alone_opens_nothing(comment):
    notice, other = f.legal_notice(comment), f.legal_notice()
    address = legal_notices.address_of(notice)
    foreign = legal_notices.address_of(other).split("/")[-2]

    for wrong in (
        f"/notice/{notice.reference}/",
        f"/notice/{notice.reference}/{foreign}/",
        f"{address[:-2]}/",
        address.replace(notice.reference, "AAAA-BBBB"),
    ):
        assert guest().get(wrong).status_code == 404, wrong
    assert guest().get(address).status_code == 200


def test_guessing_links_comes_to_an_end(monkeypatch):
    monkeypatch.setattr(views, "TRIES", 1)
    wrong = f"/notice/AAAA-BBBB/{'x' * 43}/"

    assert [guest().get(wrong).status_code for _ in range(2)] == [404, 429]


# Deciding -----------------------------------------------------------------------------------------


def test_removing_says_so_to_the_notifier_and_does_so(comment):
    notice, mina = f.legal_notice(comment), lead("Mina")
    desk = signed_in(mina)
    page = desk.get(f"{LIST}{notice.pk}/change/").content.decode()
    assert "They are vermin." in page
    assert "rana@example.org" in page
    work()

    response = decide(desk, notice, "removed", "law", "It is hate speech. <b>§ 130</b>")
    told = to_rana()

    assert response.status_code == 302
    comment.refresh_from_db()
    assert (comment.status, comment.reason) == ("removed", "illegal")
    assert "The content was removed" in told.body
    assert "against the law" in told.body
    assert "It is hate speech. <b>§ 130</b>" in told.body
    assert "&lt;b&gt;§ 130" in told.alternatives[0][0]
    assert "no automated means" in told.body
    page = guest().get(legal_notices.address_of(notice)).content.decode()
    assert "&lt;b&gt;§ 130" in page
    assert "They are vermin." not in page
    notice.refresh_from_db()
    assert [event.kind for event in notice.events.all()][-2:] == ["decided", "told"]


def test_restricting_takes_a_comment_back_to_wait_and_nothing_leaves_it(comment):
    desk = signed_in(lead("Mina"))
    decide(desk, f.legal_notice(comment), "nothing", "neither")
    comment.refresh_from_db()
    assert comment.is_public

    decide(desk, f.legal_notice(comment), "restricted", "rules")

    comment.refresh_from_db()
    assert comment.status == Comment.Status.HELD


def test_what_is_not_so_cannot_be_said(comment):
    desk = signed_in(lead("Mina"))
    about_story = f.legal_notice(comment.story)
    seen = decide(desk, about_story, "removed", "law")
    assert seen.status_code == 422
    assert "An editor withdraws it first" in seen.content.decode()
    about_comment = f.legal_notice(comment)
    assert decide(desk, about_comment, "nothing", "law").status_code == 422
    moderation.remove(comment, None)
    assert decide(desk, about_comment, "nothing", "neither").status_code == 422
    publishing.withdraw(comment.story, None, "")

    assert decide(desk, about_story, "removed", "law").status_code == 302
    assert decide(desk, about_comment, "removed", "law").status_code == 302
    assert LegalDecision.objects.count() == 2


def test_a_decision_needs_reasons_and_is_made_once(comment):
    notice = f.legal_notice(comment)
    desk, other = signed_in(lead("Mina")), signed_in(lead("Leo"))
    assert decide(desk, notice, "nothing", "neither", " ").status_code == 422

    decide(desk, notice, "nothing", "neither")
    late = decide(other, notice, "removed", "law")

    assert "Mina has decided already" in late.content.decode()
    comment.refresh_from_db()
    assert comment.is_public


def test_moderators_who_do_not_decide_see_no_notice(comment):
    notice = f.legal_notice(comment)
    mina = f.UserFactory(is_staff=True)
    roles.give(mina, roles.MODERATOR)

    assert signed_in(mina).get(LIST).status_code == 403
    assert decide(signed_in(mina), notice, "removed", "law").status_code == 403
    comment.refresh_from_db()
    assert comment.is_public


# Another look -------------------------------------------------------------------------------------


def test_an_appeal_is_heard_once_and_by_another_person(comment):
    notice = f.legal_notice(comment)
    mina, leo = lead("Mina"), lead("Leo")
    decide(signed_in(mina), notice, "nothing", "neither", "It is satire.")
    address = legal_notices.address_of(notice)
    page = guest().get(address).content.decode()
    assert "It is satire." in page
    assert "another person looks at it again" in page
    work()

    assert guest().post(address, {"words": ""}).status_code == 422
    response = guest().post(address, {"words": "It names a <real> person."})

    assert response.status_code == 302
    assert {one.to[0] for one in work()} == {mina.email, leo.email}
    assert "It names a &lt;real&gt; person." in guest().get(address).content.decode()
    again = guest().post(address, {"words": "And again."})
    assert again.status_code == 409
    assert "And again." in again.content.decode()
    assert "You have appealed already" in again.content.decode()
    own = decide(signed_in(mina), notice, "nothing", "neither")
    assert own.status_code == 422
    assert (
        "another person decides"
        in signed_in(mina).get(f"{LIST}{notice.pk}/change/").content.decode()
    )
    decide(signed_in(leo), notice, "removed", "law", "She is right.")
    told = to_rana()
    assert "Another person has looked at it again." in told.body
    comment.refresh_from_db()
    notice.refresh_from_db()
    assert (comment.status, notice.state) == ("removed", State.CLOSED)
    assert guest().post(address, {"words": "Still."}).status_code == 409
    assert [one.is_of_appeal for one in notice.decisions.all()] == [False, True]


def test_an_appeal_after_six_months_is_too_late(comment):
    notice = f.legal_notice(comment)
    legal_notices.decide(notice, lead("Mina"), "nothing", "neither", "Satire.")
    LegalDecision.objects.update(at=timezone.now() - datetime.timedelta(days=184))
    address = legal_notices.address_of(notice)

    assert "You do not agree?" not in guest().get(address).content.decode()
    assert guest().post(address, {"words": "Please."}).status_code == 409


def test_an_appeal_needs_the_pages_token(comment):
    notice = f.legal_notice(comment)
    legal_notices.decide(notice, lead("Mina"), "nothing", "neither", "Satire.")
    strict = Client(enforce_csrf_checks=True, headers=OURS)

    response = strict.post(legal_notices.address_of(notice), {"words": "Please."})

    assert response.status_code == 403
    notice.refresh_from_db()
    assert notice.state == State.DECIDED


# Care ---------------------------------------------------------------------------------------------


def test_networks_go_after_90_days_and_names_a_year_after_the_decision(comment):
    young, decided, waiting = (f.legal_notice(comment) for _ in range(3))
    mina = lead("Mina")
    for notice in (young, decided):
        legal_notices.decide(notice, mina, "nothing", "neither", "Satire.")
    old = timezone.now() - datetime.timedelta(days=366)
    LegalNotice.objects.exclude(pk=young.pk).update(at=old)
    decided.decisions.update(at=old)

    call_command("forget_expired")

    rows = LegalNotice.objects.in_bulk()
    assert rows[decided.pk].name == rows[decided.pk].email == rows[decided.pk].network == ""
    assert rows[decided.pk].explanation
    assert (rows[waiting.pk].name, rows[waiting.pk].network) == ("Rana Aziz", "")
    assert (rows[young.pk].name, rows[young.pk].network) == ("Rana Aziz", "n" * 32)
    assert decided.events.last().kind == "forgotten"
    assert mail.outbox == []


@pytest.mark.parametrize("number", [2, 30])
def test_lists_and_pages_cost_the_same_at_any_size(number, comment, settings):
    settings.VERSION_CHECK_SECONDS = 60
    for _ in range(number):
        notice = f.legal_notice(comment)
    desk = signed_in(lead("Mina"))
    for address, most in (
        (f"{LIST}?waits=yes", 12),
        (f"{LIST}{notice.pk}/change/", 14),
        (FORM, 8),
    ):
        client = guest() if address == FORM else desk
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert len(captured.captured_queries) <= most, address


def test_who_leaves_takes_their_name_along_and_what_was_decided_stays(comment):
    rana = f.UserFactory(display_name="Rana", email="rana@example.org")
    reporting.report(comment, reporting.Reporter(rana), "abuse", "He did it before.")
    decided, waiting = (f.legal_notice(comment, user=rana) for _ in range(2))
    legal_notices.decide(decided, lead("Mina"), "nothing", "neither", "Satire.")
    rows = {part.code: list(part.rows(rana)) for part in personal_data.parts()}
    assert rows["reports"][0][2] == "He did it before."
    assert len(rows["legal_notices"]) == 2

    data_of_comments.erase(rana, True)

    row = Report.objects.get()
    assert (row.reporter, row.words, row.reason) == (None, "", "abuse")
    decided.refresh_from_db()
    waiting.refresh_from_db()
    assert (decided.user, decided.name, decided.email) == (None, "", "")
    assert waiting.user is None
    assert waiting.email  # the law wants the decision told
