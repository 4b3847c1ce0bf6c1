"""Services outside are asked about comments, and hold them when they do not answer (feature M7).

Stand-ins of their protocols answer here; none of the real services was ever met.
"""

from __future__ import annotations

import datetime
import json
import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments import (
    asking,
    editing,
    guests,
    moderation,
    nudging,
    resending,
    sanctions,
    submitting,
    teaching,
)
from comments.models import Comment, Policy, Sanction
from comments.screening import Strictness, external
from comments.screening.external import NoAnswer, moderation_service
from comments.screening.external.resting import Rests
from newsportal.core import outgoing
from newsportal.environment import NEVER
from tests import factories as f
from tests.comments import outside_services as outside
from tests.comments.telling import work

pytestmark = pytest.mark.django_db

Status = Comment.Status
WORDS = "The council met behind closed doors again."


@pytest.fixture(autouse=True)
def newspaper(settings):
    f.site()
    f.policy(Policy.OPEN, guests_allowed=True)
    settings.COMMENT_CHECKS = (
        "comments.screening.policy.policy",
        "comments.screening.shouting.shouting",
    )


@pytest.fixture
def stand_in():
    made = outside.StandIn()
    yield made
    made.close()


@pytest.fixture
def use(settings, stand_in):
    """Configure services and say how they answer."""

    def configure(*names, reply=None, **more):
        settings.OUTSIDE_CHECKS = outside.checks(stand_in.url, *names, **more)
        stand_in.reply = reply or outside.routed(
            akismet=outside.akismet(), own=outside.own(), moderation=outside.moderation()
        )
        return stand_in

    return configure


def submit(text=WORDS, author=None, story=None, **more) -> Comment:
    author = author or f.UserFactory()
    more = {"address": "192.0.2.7", **more}
    return submitting.submit(story or f.published(), author, text, **more).comment


def signals(comment: Comment) -> dict[str, str]:
    """Code by service; a dash for one that has nothing against it."""
    comment = Comment.objects.get(pk=comment.pk)
    ours = ("policy", "shouting")
    found = comment.signals.filter(revision=comment.revision).exclude(check_name__in=ours)
    return {one.check_name: one.code or "-" for one in found}


def status(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


def tasks(function) -> list[DBTaskResult]:
    return list(DBTaskResult.objects.filter(task_path=function.module_path, status="READY"))


def ask_again(comment: Comment) -> None:
    """The worker's second try, whose time has come."""
    (row,) = tasks(asking.ask)
    assert row.run_after > timezone.now() + datetime.timedelta(minutes=2)
    row.delete()
    asking.ask.call(comment.pk, comment.revision)


# What is sent, and when ---------------------------------------------------------------------------


def test_nothing_leaves_the_house_where_no_service_is_configured(monkeypatch):
    monkeypatch.setattr(outgoing, "exchange", lambda *_a, **_k: pytest.fail("somebody was asked"))
    public, held = submit(), submit("THIS IS A LOUD VOICE IN A VERY QUIET ROOM OF PEOPLE")
    moderation.approve(held, f.UserFactory())
    assert status(public) == status(held) == Status.APPROVED
    assert not tasks(asking.ask)
    assert not tasks(teaching.teach)


def test_each_service_is_told_the_least_that_it_needs(use):
    stand_in = use("akismet", "own", "moderation")
    rana = f.UserFactory(display_name="Rana")
    story = f.published()
    parent = f.approved(story)
    stand_in.asked.clear()

    comment = submit(author=rana, story=story, reply_to=parent, agent="Mozilla/5.0")

    assert status(comment) == Status.APPROVED
    assert signals(comment) == {"akismet": "-", "own_endpoint": "-", "moderation_service": "-"}
    by_path = {asked.path: asked for asked in stand_in.asked}
    assert len(by_path) == len(stand_in.asked) == 3
    address = f"http://127.0.0.1:8000{story.get_absolute_url()}"
    form = by_path["/1.1/comment-check"].form
    assert form.pop("comment_date_gmt").endswith("+00:00")
    assert form == {
        "api_key": outside.KEY,
        "blog": "http://127.0.0.1:8000",
        "blog_lang": "en",
        "blog_charset": "UTF-8",
        "user_ip": "192.0.2.7",
        "user_agent": "Mozilla/5.0",
        "permalink": address,
        "comment_type": "reply",
        "comment_author": "Rana",
        "comment_content": WORDS,
    }
    assert by_path["/check"].json.keys() == {
        "text", "kind", "occasion", "story", "author", "written_at", "language",
    }  # fmt: skip
    assert by_path["/check"].json["author"] == rana.pk
    theirs = by_path["/v1/moderations"]
    assert theirs.json == {"model": "omni-moderation-latest", "input": WORDS}
    assert theirs.headers["Authorization"] == "Bearer sk-test"
    assert not any(rana.email in asked.body.decode() for asked in stand_in.asked)


def test_a_browser_without_name_or_referring_page_posts_like_any_other(use):
    stand_in = use("akismet")
    story = f.published()
    browser = Client()
    browser.force_login(f.UserFactory())
    browser.post(f"{story.get_absolute_url()}comments/", {"text": WORDS})
    assert story.discussion_comments.get().status == Status.APPROVED
    assert "user_agent" not in stand_in.asked[0].form
    browser.post(
        f"{story.get_absolute_url()}comments/",
        {"text": "Second."},
        headers={"user-agent": "Elinks"},
    )
    assert stand_in.asked[1].form["user_agent"] == "Elinks"


def test_services_are_asked_outside_any_transaction_whoever_writes(use, monkeypatch):
    use("akismet")
    outermost = len(connection.atomic_blocks)
    depths = []
    exchange = external.ask

    def noting(*args, **options):
        depths.append(len(connection.atomic_blocks) - outermost)
        return exchange(*args, **options)

    monkeypatch.setattr(external, "ask", noting)
    rana = f.UserFactory()
    comment = submit(author=rana)
    editing.edit(comment, rana, "Other words.", revision=1)
    refused = f.rejected(author=rana, text="THESE ARE LOUD WORDS IN A VERY QUIET ROOM, RANA SAID")
    resending.resend(refused, rana, "Quiet words.", address="192.0.2.7")
    guest_writes(comment.story)
    for row in tasks(asking.ask):
        asking.ask.call(*row.args_kwargs["args"])
    assert depths == [0] * 4


def test_what_our_own_checks_hold_is_asked_about_by_the_worker_and_what_a_nudge_stops_is_not(use):
    stand_in = use("akismet", reply=outside.akismet(b"true"))
    loud = "THIS IS A LOUD VOICE IN A VERY QUIET ROOM OF PEOPLE"
    with pytest.raises(nudging.Nudge):
        submit(loud, nudge=True)
    comment = submit(loud)
    assert (status(comment), signals(comment)) == (Status.HELD, {})
    assert stand_in.asked == []
    work()
    assert signals(comment) == {"akismet": "akismet_spam"}
    assert status(comment) == Status.HELD
    assert len(stand_in.asked) == 1
    work()
    assert len(stand_in.asked) == 1


def test_the_same_form_twice_is_one_comment_and_one_question(use):
    stand_in = use("akismet")
    rana, story, key = f.UserFactory(), f.published(), "0f8fad5b-d9cb-469f-a165-70867728950e"
    first = submitting.submit(story, rana, WORDS, form_key=key)
    second = submitting.submit(story, rana, WORDS, form_key=key)
    assert first.comment == second.comment
    assert (first.is_new, second.is_new) == (True, False)
    assert len(stand_in.asked) == 1


def guest_writes(story) -> Comment:
    guests.submit(story, submitting.Guest("Gil", "gil@example.org"), "A guest's words.")
    comment = story.discussion_comments.get(guest_name="Gil")
    guests.confirm(comment)
    return comment


def test_a_guests_words_leave_the_house_once_confirmed_and_wait_whatever_is_said(use):
    stand_in = use("akismet")
    story = f.published()
    guests.submit(story, submitting.Guest("Gil", "gil@example.org"), "A guest's words.")
    work()
    assert stand_in.asked == []
    comment = story.discussion_comments.get()
    guests.confirm(comment)
    work()
    (asked,) = stand_in.asked
    assert asked.form["comment_author"] == "Gil"
    assert "gil@example.org" not in asked.body.decode()
    assert (status(comment), signals(comment)) == (Status.HELD, {"akismet": "-"})


# What their answers mean --------------------------------------------------------------------------


SAID = [
    ("akismet", outside.akismet(b"true"), Status.HELD, "akismet_spam"),
    (
        "akismet",
        outside.akismet(b"true", X_akismet_pro_tip="discard"),
        Status.SPAM,
        "akismet_blatant",
    ),
    ("own", outside.own("hold"), Status.HELD, "own_hold"),
    ("own", outside.own("spam", code="casino", score=0.9), Status.SPAM, "casino"),
    ("own", outside.own("hold", code="<script>", spans=[[4, 11]]), Status.HELD, "own_hold"),
    (
        "moderation",
        outside.moderation({"hate": 0.4, "harassment": 0.8}, ("harassment", "hate")),
        Status.HELD,
        "harassment",
    ),
]


def test_a_service_may_hold_a_comment_or_put_it_away(use):
    rana, story = f.UserFactory(), f.published()
    for name, reply, expected, code in SAID:
        use(name, reply=reply)
        comment = submit(author=rana, story=story)
        (signal,) = comment.signals.filter(code=code)
        assert (status(comment), signal.name != "") == (expected, True), code
        assert signal.words not in ("", code)
        if signal.spans:
            assert signal.pieces == ["council"]


def test_a_category_holds_from_its_threshold_and_every_other_as_flagged():
    def said(thresholds, scores, flags=(), **more):
        _status, headers, body = outside.moderation(scores, flags)(None)
        found = json.loads(body)
        found["results"][0] |= more
        service = moderation_service.ModerationService("", "", "m", thresholds)
        verdict = service.read(None, outgoing.Answer(200, headers, json.dumps(found).encode()))
        assert {*verdict.inputs["scores"]} <= {"hate", "violence"}
        return verdict.strictness is Strictness.HOLD, verdict.code

    scores = {"hate": 0.5, "violence": 0.7}
    assert said({}, scores) == (False, "")
    assert said({}, scores, ("violence",)) == (True, "violence")
    assert said({"hate": 0.5}, scores) == (True, "hate")
    assert said({"hate": 0.51}, scores) == (False, "")
    assert said({"violence": NEVER}, scores, ("violence",)) == (False, "")
    assert said({"violence": NEVER, "hate": 0.2}, scores, ("violence",)) == (True, "hate")
    assert said({}, scores, flagged=True) == (True, "flagged")
    for name in ("a\0", "\ud800", "a" * 5_000):  # no name, and nothing that a database takes
        assert said({}, {name: 0.9}, (name,)) == (True, "flagged")
    for strange in ({"category_scores": {"hate": 7}}, {"categories": {"hate": "no"}}):
        with pytest.raises(NoAnswer):
            said({}, scores, **strange)


def status_of(number: int, **headers):
    return lambda _asked: (number, headers, b"{}")


NOT_TO_BE_TRUSTED = [
    ("akismet", status_of(500), "answered_with_error"),
    ("akismet", status_of(302, Location="http://127.0.0.1/"), "answered_with_error"),
    (
        "akismet",
        outside.akismet(b"invalid", X_akismet_debug_help="We were unable to parse your blog"),
        "not_understood",
    ),
    ("akismet", outside.akismet(b"true" * 40_000), "answer_too_large"),
    ("own", lambda _asked: (200, {}, b'{"verdict": "pass"}'), "wrong_signature"),
    ("own", outside.signed({"verdict": "pass"}, secret=b"guessed"), "wrong_signature"),
    ("own", outside.signed({"verdict": "pass"}, name="msg_of_yesterday"), "wrong_signature"),
    ("own", outside.signed({"verdict": "pass"}, late=600), "wrong_signature"),
    ("own", outside.signed(b"<html>"), "not_understood"),
    ("own", outside.signed([]), "not_understood"),
    ("own", outside.own("fine"), "not_understood"),
    ("own", outside.own("hold", spans=[[0, 9999]]), "not_understood"),
    ("own", outside.own("hold", score=float("nan")), "not_understood"),
    ("moderation", status_of(429), "answered_with_error"),
    ("moderation", status_of(200), "not_understood"),
    ("moderation", lambda _asked: (200, {}, b"[" * 60_000), "not_understood"),
]


def test_an_answer_that_cannot_be_trusted_holds_with_its_reason(use):
    rana, story = f.UserFactory(), f.published()
    for number, (name, reply, code) in enumerate(NOT_TO_BE_TRUSTED):
        use(name, reply=reply)
        comment = submit(f"{WORDS} {number}", author=rana, story=story)
        found = signals(comment)
        assert (status(comment), list(found.values())) == (Status.HELD, [code]), (name, number)
        assert tasks(asking.ask)[0].args_kwargs["args"] == [comment.pk, 1]
        DBTaskResult.objects.all().delete()


def test_services_are_asked_at_once_and_those_that_hang_cost_one_limit(use, settings, monkeypatch):
    stand_in = use("akismet", "own", "moderation")
    answer, everybody_is_there = stand_in.reply, threading.Barrier(3)

    def together(asked):
        everybody_is_there.wait(60)
        return answer(asked)

    stand_in.reply = together
    assert status(submit()) == Status.APPROVED

    monkeypatch.setattr(external, "LIMIT_SECONDS", 0.05)
    stand_in.reply = stand_in.never
    assert list(signals(submit("Second.")).values()) == ["no_answer"] * 3

    settings.OUTSIDE_CHECKS = outside.checks("http://127.0.0.1:9", "akismet")
    assert signals(submit("Third.")) == {"akismet": "not_reached"}


def test_a_service_that_hangs_again_and_again_rests_and_keeps_nobody_waiting(use, monkeypatch):
    stand_in, now = use("akismet"), [0.0]
    monkeypatch.setattr(external, "RESTS", Rests(lambda: now[0]))
    monkeypatch.setattr(external, "LIMIT_SECONDS", 0.05)
    stand_in.reply = stand_in.never
    rana, story = f.UserFactory(), f.published()
    for number in range(3):
        submit(f"Number {number}.", author=rana, story=story)
    stand_in.asked.clear()
    resting = submit("Number four.", author=rana, story=story)
    assert (signals(resting), stand_in.asked) == ({"akismet": "resting"}, [])

    use("akismet")
    asking.ask.call(resting.pk, 1)  # the worker is patient
    assert status(resting) == Status.APPROVED
    now[0] += 31
    assert status(submit("Number five.", author=rana, story=story)) == Status.APPROVED


def test_an_inner_address_is_asked_only_where_the_configuration_names_its_network(use):
    stand_in = use("akismet", networks=())
    assert signals(submit()) == {"akismet": "not_reached"}
    assert stand_in.asked == []


# Asked once more ----------------------------------------------------------------------------------


@pytest.fixture
def unanswered(use):
    """A comment of Rana's that waits because Akismet was down; it is up again."""
    use("akismet", reply=status_of(503))
    comment = submit(author=f.UserFactory(display_name="Rana"))
    assert (status(comment), signals(comment)) == (Status.HELD, {"akismet": "answered_with_error"})
    use("akismet")
    return comment


def test_the_second_answer_publishes_what_waited_for_nothing_else(unanswered, stand_in):
    ask_again(unanswered)
    assert status(unanswered) == Status.APPROVED
    assert unanswered.events.last().actor is None
    (signal,) = unanswered.signals.filter(check_name="akismet")
    assert (signal.verdict, signal.inputs["before"]) == ("pass", "answered_with_error")
    assert stand_in.asked[-1].form["recheck_reason"] == "again"
    asking.ask.call(unanswered.pk, 1)
    assert len(stand_in.asked) == 2
    assert unanswered.events.count() == 2


@pytest.mark.parametrize(
    ("reply", "expected", "code"),
    [
        (status_of(500), Status.HELD, "answered_with_error"),
        (outside.akismet(b"true"), Status.HELD, "akismet_spam"),
        (outside.akismet(b"true", X_akismet_pro_tip="discard"), Status.SPAM, "akismet_blatant"),
    ],
)
def test_it_is_asked_once_more_and_no_third_time(unanswered, stand_in, reply, expected, code):
    stand_in.reply = reply
    ask_again(unanswered)
    assert (status(unanswered), signals(unanswered)) == (expected, {"akismet": code})
    assert not tasks(asking.ask)
    asking.ask.call(unanswered.pk, 1)
    assert len(stand_in.asked) == 2


def decide(comment):
    moderation.reject(comment, f.UserFactory(), reason="abuse")


def take_up_again(comment):
    """A moderator published it and took it back to wait."""
    moderation.approve(comment, f.UserFactory())
    moderation.hold(comment, f.UserFactory())


def edit(comment):
    editing.edit(comment, comment.author, "Other words.", revision=1)


@pytest.mark.parametrize("meanwhile", [decide, take_up_again, edit])
def test_what_was_decided_or_edited_meanwhile_is_left_alone(unanswered, stand_in, meanwhile):
    meanwhile(unanswered)
    was = status(unanswered)
    asking.ask.call(unanswered.pk, 1)
    assert len(stand_in.asked) == 1
    assert status(unanswered) == was


def test_a_decision_while_the_service_thinks_wins(unanswered, stand_in):
    verdicts = [("akismet", external.Verdict())]
    moderation.reject(Comment.objects.get(pk=unanswered.pk), f.UserFactory(), reason="abuse")
    asking.settle(unanswered, verdicts)
    assert (status(unanswered), signals(unanswered)) == (
        Status.REJECTED,
        {"akismet": "answered_with_error"},
    )


def ban(comment):
    f.sanction(comment.author, Sanction.Kind.BAN)


def test_who_is_banned_while_a_service_thinks_writes_nothing(use, monkeypatch):
    use("akismet")
    rana = f.UserFactory()
    public = submit(author=rana)
    ask = external.ask

    def ask_slowly(*question):
        ban(public)
        return ask(*question)

    monkeypatch.setattr(external, "ask", ask_slowly)
    for write in (
        lambda: editing.edit(public, rana, "Other words.", revision=1),
        lambda: submit("One more word.", author=rana),
    ):
        with pytest.raises(sanctions.MayNotWrite):
            write()
        sanctions.lift(Sanction.objects.standing().get(), None)
    assert Comment.objects.get(author=rana).text == WORDS


def hold_all(_comment):
    f.policy(Policy.HOLD_ALL)


def close(_comment):
    f.policy(Policy.CLOSED)


@pytest.mark.parametrize("meanwhile", [ban, hold_all, close])
def test_nothing_is_published_that_could_not_be_posted_any_more(unanswered, meanwhile):
    meanwhile(unanswered)
    ask_again(unanswered)
    assert (status(unanswered), signals(unanswered)) == (Status.HELD, {"akismet": "-"})


def test_an_edit_of_what_waits_publishes_nothing_and_one_of_what_is_public_waits(use):
    stand_in = use("akismet", reply=status_of(500))
    rana = f.UserFactory()
    waiting = submit(author=rana)
    DBTaskResult.objects.all().delete()
    use("akismet")
    editing.edit(waiting, rana, "Other words.", revision=1)
    work()
    assert (status(waiting), signals(waiting)) == (Status.HELD, {"akismet": "-"})

    public = submit("Words that are public.", author=rana)
    assert status(public) == Status.APPROVED
    stand_in.reply = status_of(500)
    editing.edit(public, rana, "Words that were public.", revision=1, agent="Mozilla/5.0")
    assert status(public) == Status.HELD
    assert stand_in.asked[-1].form["recheck_reason"] == "edit"
    use("akismet")
    public.refresh_from_db()
    ask_again(public)
    assert status(public) == Status.APPROVED


# What they learn ----------------------------------------------------------------------------------


def test_akismet_learns_what_people_decided_otherwise_once_it_stands(use):
    stand_in = use("akismet", reply=outside.akismet(b"true"))
    mina, ham = f.UserFactory(), submit()
    stand_in.reply = outside.akismet(b"false")
    spam = submit("Buy pills.")
    moderation.approve(ham, mina)
    moderation.hold(spam, None)
    moderation.mark_spam(spam, mina)
    (first, second) = tasks(teaching.teach)
    assert min(first.run_after, second.run_after) > timezone.now() + datetime.timedelta(seconds=90)
    stand_in.asked.clear()
    for row in (first, second):
        teaching.teach.call(*row.args_kwargs["args"])
    assert [(asked.path, asked.form["comment_content"]) for asked in stand_in.asked] == [
        ("/1.1/submit-ham", WORDS),
        ("/1.1/submit-spam", "Buy pills."),
    ]

    moderation.approve(spam, mina)  # a slip, taken back
    stand_in.asked.clear()
    teaching.teach.call(*second.args_kwargs["args"])
    assert stand_in.asked == []


def test_nobody_is_taught_by_the_system_or_where_people_agree(use):
    stand_in = use("akismet", reply=outside.akismet(b"true", X_akismet_pro_tip="discard"))
    mina = f.UserFactory()
    spam = submit()
    moderation.approve(spam, None)
    stand_in.reply = outside.akismet(b"false")
    moderation.remove(submit("Fine words."), mina, reason="abuse")
    assert not tasks(teaching.teach)
