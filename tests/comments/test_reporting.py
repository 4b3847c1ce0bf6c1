"""Feature C9: anyone reports a comment once, moderators see why, and reporters hear the outcome."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import SectionLimit
from comments import moderation, report_notices, reporting
from comments.models import Comment, Policy, Report
from comments.reporting import NotPossible, Reporter
from comments.views import reports as views
from newsportal import roles
from newsportal.core import notices
from newsportal.core.models import User
from tests import factories as f
from tests.accounts.people import post as work

pytestmark = pytest.mark.django_db

OURS = {"sec-fetch-site": "same-origin"}
LIST = "/admin/comments/comment/"
State = Report.State


@pytest.fixture(autouse=True)
def paper(settings):
    f.site()
    f.policy(Policy.OPEN)
    settings.VERSION_CHECK_SECONDS = 0


@pytest.fixture
def comment() -> Comment:
    return f.approved(author=f.UserFactory(display_name="Sam"))


@pytest.fixture
def rana() -> User:
    return f.UserFactory(display_name="Rana", email="rana@example.org")


@pytest.fixture
def mina() -> User:
    person = f.UserFactory(display_name="Mina", is_staff=True)
    roles.give(person, roles.MODERATOR)
    return person


def place(comment: Comment) -> str:
    return f"{comment.get_absolute_url()}report/"


def guest(address: str = "192.0.2.1") -> Client:
    return Client(headers=OURS, REMOTE_ADDR=address)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def send(client: Client, comment: Comment, reason: str = "abuse", **fields: str):
    return client.post(place(comment), {"reason": reason, **fields})


def counters(comment: Comment) -> tuple[int, int]:
    comment.refresh_from_db()
    return comment.open_reports, comment.report_weight


# Reporting ----------------------------------------------------------------------------------------


def test_a_guest_reports_on_a_shared_page_without_a_token_and_is_told_what_comes_next(comment):
    story_page = guest().get(comment.story.get_absolute_url()).content.decode()
    assert f'href="{place(comment)}"' in story_page
    page = guest().get(place(comment))
    assert comment.text in page.content.decode()
    assert not page.cookies
    assert "no-cache" in page["Cache-Control"]

    response = send(guest(), comment, words="The second line is a threat.")

    assert response.status_code == 302
    thanks = guest().get(response.url).content.decode()
    assert "Your report has arrived" in thanks
    assert "cannot tell you what was decided" in thanks
    report = Report.objects.get()
    assert (report.reporter, report.reason) == (None, "abuse")
    assert report.words == "The second line is a threat."
    assert "192.0.2" not in report.network
    assert counters(comment) == (1, reporting.GUEST_WEIGHT)


def test_a_member_is_told_that_the_outcome_will_come(comment, rana):
    client = signed_in(rana)

    response = send(client, comment, "spam")

    assert "You are told what was decided" in client.get(response.url).content.decode()
    assert Report.objects.get().reporter == rana
    assert Report.objects.get().network == ""


def test_one_person_and_one_network_count_once(comment, rana):
    send(signed_in(rana), comment)
    again = send(signed_in(rana), comment, "other", words="Really.")
    send(guest("192.0.2.1"), comment)
    neighbour = send(guest("192.0.2.77"), comment)
    send(guest("198.51.100.9"), comment)

    assert again.status_code == neighbour.status_code == 409
    assert "You have reported this comment already" in again.content.decode()
    assert "Really." in again.content.decode()
    assert "from your network already" in neighbour.content.decode()
    assert Report.objects.count() == 3
    assert counters(comment) == (3, 2 * reporting.GUEST_WEIGHT + reporting.MEMBER_WEIGHT)


def test_an_own_comment_is_not_reported_nor_offered(comment):
    client = signed_in(comment.author)
    story_page = client.get(comment.story.get_absolute_url()).content.decode()

    response = send(client, comment)

    assert response.status_code == 409
    assert "your own comment" in response.content.decode()
    assert place(comment) not in story_page
    assert not Report.objects.exists()


REFUSED = {
    "no reason": ({}, "Choose what is wrong with it."),
    "a reason of one’s own": ({"reason": "<b>evil</b>"}, "Choose what is wrong with it."),
    "other without words": ({"reason": "other"}, "Say in a few words"),
    "a long letter": ({"reason": "spam", "words": "x" * 1001}, "at most 1000 characters"),
    "nothing to read": ({"reason": "spam", "words": "\u200b"}, "nothing to read"),
}


@pytest.mark.parametrize(("fields", "said"), REFUSED.values(), ids=REFUSED)
def test_a_report_that_is_none_is_told_beside_the_field(comment, fields, said):
    response = guest().post(place(comment), fields)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert fields.get("words", "")[:50] in response.content.decode()
    assert not Report.objects.exists()


def test_what_is_not_public_cannot_be_reported_and_its_words_are_not_shown(comment, mina):
    f.policy(Policy.HOLD_ALL)
    held = f.held(comment.story, text="Secret until read.")
    moderation.remove(comment, mina)

    for gone in (held, comment):
        response = send(guest(), gone, words="Keep my words.")

        assert response.status_code == 404
        assert "not public any more" in response.content.decode()
        assert "Keep my words." in response.content.decode()
        assert gone.text not in response.content.decode()
        assert guest().get(place(gone)).status_code == 404
    assert not Report.objects.exists()


def test_a_form_of_another_site_is_refused_and_a_personal_one_needs_its_token(comment, rana):
    foreign = Client(headers={"sec-fetch-site": "cross-site"})
    assert send(foreign, comment).status_code == 403
    strict = Client(enforce_csrf_checks=True, headers=OURS)
    strict.force_login(rana)
    asked = send(strict, comment)

    assert "Did you send this?" in asked.content.decode()
    assert not Report.objects.exists()


def test_robots_are_thanked_and_the_hasty_wait(comment, rana, monkeypatch):
    assert send(guest(), comment, website="https://spam.example/").status_code == 302
    assert not Report.objects.exists()
    monkeypatch.setattr(views, "REPORTS", 1)

    send(signed_in(rana), comment)
    response = send(signed_in(rana), f.approved(), words="Still here.")

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Still here." in response.content.decode()
    assert Report.objects.count() == 1


def test_reporting_costs_few_statements_and_its_page_eight(comment, rana, settings):
    settings.VERSION_CHECK_SECONDS = 60
    guest().get(place(comment))
    with CaptureQueriesContext(connection) as page:
        guest().get(place(comment))
    reporting.report(f.approved(), Reporter(rana), "spam")
    with CaptureQueriesContext(connection) as verb:
        reporting.report(comment, Reporter(rana), "spam")

    assert len(page.captured_queries) <= 8
    assert len(verb.captured_queries) <= 10


# Settling -----------------------------------------------------------------------------------------


def test_moderators_see_what_was_reported_the_weightiest_first(comment, mina, rana):
    lighter = f.approved(text="Buy cheap ferries.")
    reporting.report(lighter, Reporter(network="a" * 32), "spam")
    reporting.report(comment, Reporter(rana), "abuse", "It calls <b>names</b>.")
    reporting.report(comment, Reporter(network="b" * 32), "abuse")
    f.approved(text="Nobody minds this.")

    page = signed_in(mina).get(LIST, {"reported": "open"}).content.decode()

    assert page.index(comment.text) < page.index(lighter.text)
    assert "Nobody minds this." not in page
    assert "2 reports" in page
    assert "Insults, hatred or harassment × 2" in page
    assert "It calls &lt;b&gt;names&lt;/b&gt;." in page
    assert f'value="keep:{comment.pk}"' in page


def test_keeping_a_comment_settles_its_reports_and_tells_members_why(comment, mina, rana):
    reporting.report(comment, Reporter(rana), "abuse")
    reporting.report(comment, Reporter(network="b" * 32), "spam")

    response = signed_in(mina).post(
        LIST, {"_decide": f"keep:{comment.pk}", f"answer-{comment.pk}": "Sharp,  but <fair>."}
    )
    mails = work()

    assert response.status_code == 302
    assert counters(comment) == (0, 0)
    assert comment.status == Comment.Status.APPROVED
    assert {row.state for row in Report.objects.all()} == {State.DISMISSED}
    assert [mail.to for mail in mails] == [["rana@example.org"]]
    assert "stays" in mails[0].subject
    assert "Sharp, but <fair>." in mails[0].body
    assert "Sharp, but &lt;fair&gt;." in mails[0].alternatives[0][0]
    assert f"{comment.get_absolute_url()}#c-{comment.pk}" in mails[0].body
    lines = notices.inbox(rana, before=None, size=5)
    assert [line.told.title for line in lines] == ["The comment that you reported stays"]
    again = send(signed_in(rana), comment)
    assert again.status_code == 409
    assert "kept the comment as it stands" in again.content.decode()


def test_removing_a_comment_accepts_its_reports_and_says_nothing_of_its_words(comment, mina, rana):
    reporting.report(comment, Reporter(rana), "abuse")

    signed_in(mina).post(LIST, {"_decide": f"remove:{comment.pk}", f"reason-{comment.pk}": "abuse"})
    (mail,) = (one for one in work() if one.to == ["rana@example.org"])

    report = Report.objects.get()
    assert (report.state, report.settled_by) == (State.ACCEPTED, mina)
    assert counters(comment) == (0, 0)
    assert "not public any more" in mail.subject
    assert comment.text not in mail.body
    assert "Sam" not in mail.body
    assert f"{comment.story.get_absolute_url()}#comments" in mail.body


def test_the_author_who_deletes_leaves_nothing_to_decide(comment, rana):
    reporting.report(comment, Reporter(rana), "abuse")

    moderation.delete(comment, comment.author)

    assert Report.objects.get().state == State.LAPSED
    assert counters(comment) == (0, 0)
    assert ["deleted by its author" in mail.subject for mail in work()] == [True]


def test_who_settles_the_own_report_is_not_told_of_it(comment, mina):
    reporting.report(comment, Reporter(mina), "abuse")

    reporting.dismiss(comment, mina)

    assert work() == []


def test_two_moderators_settle_once(comment, mina, rana):
    reporting.report(comment, Reporter(rana), "abuse")
    reporting.dismiss(comment, mina)

    response = signed_in(mina).post(LIST, {"_decide": f"keep:{comment.pk}"}, follow=True)

    assert "Mina has settled these reports" in response.content.decode()


def test_after_a_new_decision_or_new_words_the_same_person_may_report_again(comment, mina, rana):
    reporting.report(comment, Reporter(rana), "abuse")
    moderation.remove(comment, mina)
    moderation.restore(comment, mina)

    reporting.report(comment, Reporter(rana), "abuse", "He has done it before: see his profile.")
    with pytest.raises(NotPossible):
        reporting.report(comment, Reporter(rana), "abuse")
    Comment.objects.filter(pk=comment.pk).update(revision=2)
    reporting.report(comment, Reporter(rana), "abuse")

    assert counters(comment) == (2, 2 * reporting.MEMBER_WEIGHT)


def test_a_moderator_of_another_section_neither_sees_nor_settles(comment, mina, rana):
    SectionLimit.objects.create(user=mina, section=f.section("sport"))
    reporting.report(comment, Reporter(rana), "abuse")

    page = signed_in(mina).get(LIST, {"reported": "open"}).content.decode()
    signed_in(mina).post(LIST, {"_decide": f"keep:{comment.pk}"})

    assert comment.text not in page
    assert counters(comment)[0] == 1


def test_a_record_of_right_reports_weighs_more_and_one_of_wrong_ones_less(mina, rana):
    sam = f.UserFactory()
    for _ in range(reporting.RECORD_FROM):
        reporting.report(right := f.approved(), Reporter(rana), "spam")
        moderation.remove(right, mina)
        reporting.report(wrong := f.approved(), Reporter(sam), "spam")
        reporting.dismiss(wrong, mina)

    comment = f.approved()

    assert reporting.report(comment, Reporter(rana), "spam").weight == reporting.PROVEN_WEIGHT
    assert reporting.report(comment, Reporter(sam), "spam").weight == reporting.GUEST_WEIGHT


# Hiding until read --------------------------------------------------------------------------------


def test_reports_hide_nothing_unless_the_site_says_so(comment):
    for _ in range(5):
        reporting.report(comment, Reporter(f.UserFactory()), "abuse")

    comment.refresh_from_db()
    assert comment.is_public


def test_a_comment_reported_by_enough_members_waits_and_what_was_kept_stays(comment, mina):
    f.policy(Policy.OPEN, hide_after_reports=2)
    for letter in "abcd":
        reporting.report(comment, Reporter(network=letter * 32), "abuse")
    reporting.report(comment, Reporter(f.UserFactory()), "abuse")
    comment.refresh_from_db()
    assert comment.is_public

    reporting.report(comment, Reporter(f.UserFactory()), "abuse")

    comment.refresh_from_db()
    assert comment.status == Comment.Status.HELD
    assert comment.story.discussion.held_count == 1
    event = comment.events.last()
    assert (event.kind, event.actor) == ("held", None)
    assert counters(comment)[0] == 6
    moderation.approve(comment, mina)
    assert counters(comment) == (0, 0)
    assert {row.state for row in Report.objects.all()} == {State.DISMISSED}
    for _ in range(3):
        reporting.report(comment, Reporter(f.UserFactory()), "abuse")
    comment.refresh_from_db()
    assert comment.is_public


def test_a_held_comment_that_is_refused_accepts_its_reports(comment, mina, rana):
    reporting.report(comment, Reporter(rana), "abuse")
    moderation.hold(comment, None)

    moderation.reject(comment, mina, reason="abuse")

    assert Report.objects.get().state == State.ACCEPTED
    assert report_notices.tell([], rana) == []


# Care ---------------------------------------------------------------------------------------------


def test_networks_are_forgotten_after_90_days_and_the_report_stays(comment):
    reporting.report(comment, Reporter(network="a" * 32), "abuse")
    old = timezone.now() - datetime.timedelta(days=91)
    Report.objects.update(at=old)
    reporting.report(comment, Reporter(network="b" * 32), "abuse")

    call_command("forget_expired")

    assert sorted(Report.objects.values_list("network", flat=True)) == ["", "b" * 32]
    assert counters(comment)[0] == 2


def test_drifted_counters_are_found_and_repaired(comment, rana):
    reporting.report(comment, Reporter(rana), "abuse")
    Comment.objects.filter(pk=comment.pk).update(open_reports=7)
    lonely = f.approved()
    Comment.objects.filter(pk=lonely.pk).update(report_weight=3)

    found = {(one.counter, one.stored, one.true) for one in reporting.recount(repair=True)}

    assert found == {("open_reports", 7, 1), ("report_weight", 3, 0)}
    assert reporting.recount(repair=False) == []
    assert counters(comment) == (1, reporting.MEMBER_WEIGHT)


@pytest.mark.parametrize("number", [2, 20])
def test_the_list_of_reported_comments_costs_the_same_at_any_size(mina, number, settings):
    settings.VERSION_CHECK_SECONDS = 60
    for _ in range(number):
        comment = f.approved()
        reporting.report(comment, Reporter(f.UserFactory()), "abuse", "Why.")
        reporting.report(comment, Reporter(network="a" * 32), "abuse", "So.")
    client = signed_in(mina)
    client.get(LIST, {"reported": "open"})

    with CaptureQueriesContext(connection) as captured:
        assert client.get(LIST, {"reported": "open"}).status_code == 200

    assert len(captured.captured_queries) <= 12
