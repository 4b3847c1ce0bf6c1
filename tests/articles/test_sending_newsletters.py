"""Feature R11: an issue goes out once to everybody who wants it, whatever happens meanwhile."""

from __future__ import annotations

import datetime
import email
import smtplib
import uuid
from dataclasses import replace
from email import policy

import pytest
from django.core import mail as django_mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import publishing
from articles.models import Issue, IssueEvent, Recipient, Subscription
from articles.newsletters import handing, issuing, letters, sending, subscribing, suppressing
from articles.newsletters.handing import Kind, Outcome
from articles.publishing import Refused
from articles.working_copy import content_of
from newsportal.core.models import User
from newsportal.demo.mail_sink import Sink
from tests import factories as f

pytestmark = pytest.mark.django_db

State, Waits = Issue.State, Recipient.State
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian", contact_email="desk@example.org", publisher="Meridian Press")


@pytest.fixture
def letter():
    return f.newsletter("The morning", slug="morning")


@pytest.fixture
def edith() -> User:
    return f.UserFactory(display_name="Edith", email="edith@example.org")


def go_on(issue: Issue, seconds: float = 60) -> Issue:
    """What the worker does next; a chain of tasks as one call."""
    issue.refresh_from_db()
    sending.go_on(issue.pk, issue.run, seconds=seconds)
    issue.refresh_from_db()
    return issue


def rows(issue: Issue) -> dict[str, str]:
    found = issue.recipients.select_related("subscriber")
    return {one.subscriber.email.partition("@")[0]: one.state for one in found}


def kinds(issue: Issue) -> list[str]:
    return list(issue.events.order_by("pk").values_list("kind", flat=True))


def subscribers(letter, *names: str) -> None:
    for name in names:
        f.subscriber(letter, f"{name}@example.org")


# The mail ----------------------------------------------------------------------------------------


def test_a_mail_has_all_that_mail_programs_and_readers_want(letter, settings):
    image = f.picture(alt="A ferry at <dawn>", renditions=[])
    image.renditions = [
        {"crop": "16x9", "format": "jpeg", "width": 800, "height": 450, "name": "wide.jpg"}
    ]
    image.save()
    story = f.published(
        headline="Ferry & fog <1>",
        standfirst="It came back.",
        lead_image=image,
        bylines=[f.AuthorFactory(name="Cho Park")],
    )
    second = f.published(headline="Second", lead_image=f.picture())
    subscribers(letter, "rana")
    letter.intro, letter.sender_name = "Good morning.\n\nTo all.", "Meridian, mornings"
    letter.save()
    issue = f.issue_on_its_way(letter, story, second, intro="By Edith <3", subject="What a day")

    with Sink() as sink:
        for name, value in sink.settings.items():
            setattr(settings, name, value)
        go_on(issue)

    assert sink.taken == {"rana@example.org": 1}
    mail = email.message_from_bytes(sink.last, policy=policy.default)
    host = settings.SITE_URL.partition("//")[2].partition(":")[0]
    recipient = issue.recipients.get()
    assert mail["Subject"] == "What a day"
    assert mail["From"] == f'"Meridian, mornings" <{settings.DEFAULT_FROM_EMAIL}>'
    assert mail["Reply-To"] == "desk@example.org"
    assert mail["List-Id"] == f"<morning.newsletters.{host}>"
    assert mail["Precedence"] == "bulk"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Message-ID"] == f"<newsletter.{issue.pk}.{recipient.pk}@{host}>"
    stop = mail["List-Unsubscribe"].strip().strip("<>")
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    for body in (text, html):
        assert stop in body
        assert "/newsletters/mine/" in body
        assert f"{settings.SITE_URL}{story.get_absolute_url()}" in body
        assert "@@" not in body
    assert "Ferry & fog <1>" in text
    assert "Good morning." in text
    assert "Ferry &amp; fog &lt;1&gt;" in html
    assert "By Edith &lt;3" in html
    assert "<style" not in html
    assert 'class="' not in html
    assert 'width="568" height="320" alt="A ferry at &lt;dawn&gt;"' in html
    assert f'src="{settings.SITE_URL}/media/wide.jpg"' in html
    assert "By Cho Park" in html
    assert html.index("Ferry &amp;") < html.index("Second")
    path = stop[stop.index("/newsletters/") :]
    Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert not Subscription.objects.active().exists()


def test_what_comes_from_the_right_is_written_from_the_right(letter):
    f.site(name="الشرق", language="ar")
    story = f.published(headline="عادت العبارة", language="ar")
    english = f.published(headline="In English")
    made = letters.render(f.issue(letter, story, english))
    assert '<html lang="ar" dir="rtl">' in made.html
    assert 'lang="en" align="left" dir="ltr"' in made.html


@pytest.mark.parametrize("ends", ["withdrawn", "embargoed"])
def test_nothing_that_is_not_public_stands_in_any_mail(letter, edith, ends):
    """Rule: asked for every mail, and what editors wrote may speak of what is gone."""
    gone = f.published(headline="Minister resigns", standfirst="He denies it.")
    stays = f.published(headline="Ferry returns")
    subscribers(letter, "ana", "ben", "cho")
    issue = f.issue_on_its_way(letter, gone, stays, subject="Minister resigns!", intro="He is out.")
    go_on(issue, seconds=0)
    assert rows(issue)["ana"] == Waits.SENT
    if ends == "withdrawn":
        publishing.withdraw(gone, edith, "Wrong.")
    else:
        type(gone).objects.filter(pk=gone.pk).update(embargo_until=timezone.now() + 9 * MINUTE)

    go_on(issue)

    first, *others = django_mail.outbox
    assert first.subject == "Minister resigns!"
    assert len(others) == 2
    for one in others:
        whole = one.subject + one.body + one.alternatives[0][0]
        assert one.subject == "The morning: Ferry returns"
        for secret in ("Minister", "denies", "He is out"):
            assert secret not in whole
    assert issue.state == State.SENT


def test_words_about_a_story_that_goes_while_the_mail_is_made_go_with_it(letter, monkeypatch):
    stays, goes = f.published(headline="Ferry back"), f.published(headline="Mayor resigns")
    issue = f.issue(letter, stays, goes, subject="Mayor resigns", intro="More on the mayor.")
    before = letters.standing(issue)
    publishing.withdraw(goes, None, "")
    monkeypatch.setattr(letters, "standing", lambda *_args: before)

    made = letters.render(issue)

    assert "ayor" not in made.subject + made.text + made.html


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\x0b", "\x0c", "\x1e", "\u2028"])
def test_no_sign_in_a_headline_or_a_name_ends_a_line_of_the_head(sign):
    f.site(name=f"The{sign}Meridian")
    letter = f.newsletter(f"The{sign}morning")
    f.subscriber(letter, "rana@example.org")
    go_on(f.issue_on_its_way(letter, f.published(headline=f"Ferry{sign}Bcc: cho@example.org")))

    (sent,) = django_mail.outbox
    head = email.message_from_bytes(sent.message().as_bytes(), policy=policy.default)
    assert head["Subject"] == "The morning: Ferry Bcc: cho@example.org"
    assert head["From"].startswith("The Meridian <")
    assert head["List-Unsubscribe"]
    assert head["Bcc"] is None


def test_a_story_that_is_changed_meanwhile_comes_as_readers_see_it_now(letter, edith):
    story = f.published(headline="Nine rescued")
    subscribers(letter, "ana", "ben")
    issue = f.issue_on_its_way(letter, story)
    go_on(issue, seconds=0)
    publishing.save_story(story, edith, replace(content_of(story), headline="Ten rescued"))
    publishing.publish(story, edith)
    go_on(issue)
    assert [one.subject for one in django_mail.outbox] == [
        "The morning: Nine rescued",
        "The morning: Ten rescued",
    ]


def test_an_issue_of_which_nothing_is_left_ends(letter, edith):
    story = f.published()
    subscribers(letter, "ana", "ben")
    issue = f.issue_on_its_way(letter, story)
    go_on(issue, seconds=0)
    publishing.withdraw(story, edith, "")
    go_on(issue)
    assert issue.state == State.SENT
    assert kinds(issue)[-1] == IssueEvent.Kind.EMPTY
    assert (issue.total, issue.sent, issue.dropped) == (2, 1, 1)


# Who gets it -------------------------------------------------------------------------------------


def test_only_who_wants_it_at_that_moment_gets_it_and_once(letter):
    subscribers(letter, "ana", "ben", "cho", "dan")
    f.subscriber(f.newsletter("Another"), "eve@example.org")
    subscribing.ask("fay@example.org", [letter])
    suppressing.suspend("dan@example.org", "hard")
    issue = f.issue_on_its_way(letter)
    assert rows(issue) == dict.fromkeys(("ana", "ben", "cho"), Waits.WAITING)
    subscribing.end(f.subscriber(letter, "ben@example.org"))
    subscribing.erase("cho@example.org")
    f.subscriber(letter, "late@example.org")

    go_on(issue)
    go_on(issue)

    assert [one.to for one in django_mail.outbox] == [["ana@example.org"]]
    assert (issue.total, issue.sent, issue.dropped, issue.refused) == (3, 1, 2, 0)
    assert kinds(issue) == ["made", "timed", "begun", "sent"]


def test_a_slice_ends_in_time_and_the_next_task_goes_on(letter):
    subscribers(letter, "ana", "ben", "cho")
    issue = f.issue_on_its_way(letter)
    queued = DBTaskResult.objects.filter(task_path="articles.newsletters.sending.send_some")
    before = queued.count()
    for number in (1, 2, 3):
        go_on(issue, seconds=0)
        assert len(django_mail.outbox) == number
    assert queued.count() == before + 2
    assert issue.state == State.SENT


# Crashes -----------------------------------------------------------------------------------------


def test_after_a_crash_nobody_gets_it_twice_and_what_is_unclear_is_said(letter, monkeypatch):
    subscribers(letter, "ana", "ben", "cho")
    issue = f.issue_on_its_way(letter)

    def killed(self, message):
        if "ben" in message.to[0]:
            raise KeyboardInterrupt  # the worker is gone: nothing after this happens
        return Outcome(Kind.TAKEN)

    monkeypatch.setattr(handing.Line, "hand_over", killed)
    with pytest.raises(KeyboardInterrupt):
        go_on(issue)
    assert rows(issue) == {"ana": Waits.SENT, "ben": Waits.CLAIMED, "cho": Waits.WAITING}
    former = issue.run
    # Nobody takes it over while the chain may still live, and one alone afterwards.
    assert sending.take_up() == 0
    later = timezone.now() + sending.LEASE + MINUTE
    assert sending.take_up(later) == 1
    assert sending.take_up(later) == 0
    monkeypatch.undo()

    sending.go_on(issue.pk, former)  # the former chain comes back after all
    assert rows(issue)["cho"] == Waits.WAITING
    go_on(issue)

    assert rows(issue) == {"ana": Waits.SENT, "ben": Waits.UNCLEAR, "cho": Waits.SENT}
    assert [one.to[0] for one in django_mail.outbox] == ["cho@example.org"]
    assert (issue.sent, issue.unclear) == (2, 1)


def test_a_chain_that_was_only_slow_notes_its_last_mail_and_claims_no_more(letter, monkeypatch):
    subscribers(letter, "ana", "ben")
    issue = f.issue_on_its_way(letter)

    def slow(self, message):
        taken_over = uuid.uuid4()
        Issue.objects.filter(pk=issue.pk).update(run=taken_over)
        issue.recipients.filter(state=Waits.CLAIMED).update(state=Waits.UNCLEAR)
        return Outcome(Kind.TAKEN)

    monkeypatch.setattr(handing.Line, "hand_over", slow)
    go_on(issue)
    assert rows(issue) == {"ana": Waits.SENT, "ben": Waits.WAITING}
    assert issue.state == State.SENDING


# What the mail server says -----------------------------------------------------------------------


class Server(smtplib.SMTP):
    """A line on which each address is answered as its name says."""

    def __init__(self) -> None:
        self.to = ""

    def ehlo_or_helo_if_needed(self) -> None: ...

    def rset(self):
        return 250, b"ok"

    def mail(self, sender, options=()):
        return 250, b"ok"

    def rcpt(self, recip, options=()):
        recip.encode("ascii")  # as the line does
        self.to = recip.partition("@")[0]
        return {
            "dead": (550, b"5.1.1 <dead@example.org> unknown"),
            "bare": (550, b"no such user"),
            "barred": (550, b"5.7.1 your network is listed"),
            "later": (451, b"4.7.1 greylisted"),
            "closing": (421, b"4.3.2 going down"),
        }.get(self.to, (250, b"ok"))

    def data(self, msg):
        if self.to == "broken":
            raise smtplib.SMTPServerDisconnected("gone")
        if self.to == "nodata":
            raise smtplib.SMTPDataError(554, b"5.7.1 no")
        return (554, b"5.6.0 spam") if self.to == "spam" else (250, b"2.0.0 ok")


class Connection:
    def open(self):
        self.connection = Server()

    def close(self): ...


@pytest.fixture
def smtp(monkeypatch):
    monkeypatch.setattr(handing, "get_connection", Connection)


def test_each_answer_of_a_mail_server_means_something_else(letter, smtp):
    names = ("dead", "bare", "barred", "later", "spam", "nodata", "broken", "well")
    subscribers(letter, *names)
    issue = f.issue_on_its_way(letter)
    go_on(issue)
    assert rows(issue) == {
        "dead": Waits.REFUSED,
        "bare": Waits.REFUSED,
        "barred": Waits.REFUSED,
        "later": Waits.WAITING,
        "spam": Waits.REFUSED,
        "nodata": Waits.REFUSED,
        "broken": Waits.UNCLEAR,
        "well": Waits.SENT,
    }
    suspended = [name for name in names if suppressing.of(f"{name}@example.org")]
    assert suspended == ["dead", "bare"], "only what speaks of the address stops it"
    assert suppressing.of("dead@example.org").code == "550 5.1.1"
    assert issue.state == State.SENDING
    # What was put off comes again after a pause, in the end for the last time.
    for _ in sending.PAUSES:
        issue.recipients.filter(state=Waits.WAITING).update(next_at=timezone.now())
        go_on(issue)
    assert rows(issue)["later"] == Waits.REFUSED
    assert suppressing.of("later@example.org") is None
    assert (issue.state, issue.sent, issue.refused, issue.unclear) == (State.SENT, 1, 6, 1)


def test_a_host_beyond_ascii_is_reached_and_a_mail_that_cannot_be_written_stops_no_other(smtp):
    letter = f.newsletter()
    f.subscriber(letter, "mina@m\xfcnchen.example")
    subscribers(letter, "well")
    assert set(rows(go_on(f.issue_on_its_way(letter))).values()) == {Waits.SENT}

    type(letter).objects.filter(pk=letter.pk).update(
        reply_to="desk@example.org\nBcc: all@b.example"
    )
    issue = go_on(f.issue_on_its_way(letter))
    assert (issue.state, issue.refused, issue.unclear) == (State.SENT, 2, 0)


def test_a_server_that_is_down_is_tried_again_and_nobody_is_to_blame(letter, smtp, edith):
    subscribers(letter, "closing")
    issue = f.issue_on_its_way(letter)
    go_on(issue)
    recipient = issue.recipients.get()
    assert (recipient.state, recipient.attempts) == (Waits.WAITING, 0)
    assert issue.problem == "4.3.2 going down"
    assert issue.lease_until > timezone.now() + sending.LEASE
    sending.go_on(issue.pk, issue.run, failures=sending.MOST_BREAKS - 1)
    issue.refresh_from_db()
    assert issue.state == State.PAUSED
    assert issue.problem == "421 4.3.2 4.3.2 going down"
    issuing.resume(issue, edith)
    assert sending.take_up() == 1


# Stopping and pausing ----------------------------------------------------------------------------


def test_for_a_minute_it_can_be_stopped_and_of_two_clicks_one_counts(letter, edith):
    subscribers(letter, "ana")
    issue, again = f.issue(letter), f.issue(letter)
    issuing.send(issue, edith)
    assert sending.take_up(timezone.now() + MINUTE / 2) == 0
    with pytest.raises(Refused, match="Edith"):
        issuing.send(Issue.objects.get(pk=issue.pk), edith)
    issuing.stop(issue, edith)
    assert sending.take_up(timezone.now() + 2 * MINUTE) == 0
    with pytest.raises(Refused):
        issuing.stop(issue, edith)
    issuing.send(issue, edith)
    assert sending.take_up(timezone.now() + 2 * MINUTE) == 1
    with pytest.raises(Refused):
        issuing.stop(issue, edith)
    assert kinds(issue) == ["made", "timed", "stopped", "timed", "begun"]
    assert again.state == State.DRAFT


def test_a_pause_holds_the_next_mail_and_going_on_begins_there(letter, edith):
    subscribers(letter, "ana", "ben", "cho")
    issue = f.issue_on_its_way(letter)
    go_on(issue, seconds=0)
    issuing.pause(issue, edith)
    go_on(issue)
    assert len(django_mail.outbox) == 1
    issuing.resume(issue, edith)
    assert sending.take_up() == 1
    go_on(issue, seconds=0)
    issuing.pause(issue, edith)
    issuing.end(issue, edith)
    assert (issue.state, issue.sent, issue.dropped) == (State.SENT, 2, 1)
    with pytest.raises(Refused):
        issuing.resume(issue, edith)


def test_what_cannot_be_sent_says_why(letter, edith):
    story = f.published()
    issue = f.issue(letter, story)
    now = timezone.now()
    with pytest.raises(Refused, match="Nobody gets"):
        issuing.send(issue, edith)
    subscribers(letter, "ana")
    for at in (now - MINUTE, now + datetime.timedelta(days=31)):
        with pytest.raises(Refused) as refused:
            issuing.send(issue, edith, at)
        assert refused.value.field == "at"
    publishing.withdraw(story, edith, "")
    with pytest.raises(Refused, match="None of its stories"):
        issuing.send(issue, edith)
    letter.is_on = False
    letter.save()
    with pytest.raises(Refused, match="switched off"):
        issuing.send(issue, edith)


def test_breaking_news_goes_out_once_a_story(edith):
    letter = f.newsletter("Breaking", kind="breaking")
    subscribers(letter, "ana")
    story = f.published(headline="Bridge closed")
    issue = issuing.break_news(letter, story, edith)
    with pytest.raises(Refused):
        issuing.break_news(letter, story, edith)
    issuing.stop(issue, edith)
    assert issuing.break_news(letter, story, edith).pk != issue.pk
    assert letters.render(issue).subject == "Bridge closed"


def test_who_got_what_is_forgotten_a_month_later_and_the_numbers_stay(letter):
    subscribers(letter, "ana")
    issue = go_on(f.issue_on_its_way(letter))
    later = timezone.now() + datetime.timedelta(days=29)
    assert subscribing.forget_recipients(later) == 0
    assert subscribing.forget_recipients(later + datetime.timedelta(days=2)) == 1
    issue.refresh_from_db()
    assert issue.sent == 1
