"""The moderators' queue: what stands on it and in which order, decisions and their undoing."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import SectionLimit
from comments import claiming, moderation, queue, reporting, weighing
from comments.models import Claim, Comment, Report, Signal, WatchList
from newsportal import roles
from newsportal.core import cursors
from newsportal.core.models import FormerName, User
from tests import factories as f

pytestmark = pytest.mark.django_db

QUEUE = "/admin/moderation/"
MOST = 12


@pytest.fixture(autouse=True)
def paper(settings):
    f.site()
    settings.VERSION_CHECK_SECONDS = 60


def moderator(name: str, *sections) -> User:
    person = f.UserFactory(display_name=name, is_staff=True)
    roles.give(person, roles.MODERATOR)
    for one in sections:
        SectionLimit.objects.create(user=person, section=one)
    return person


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def mina() -> User:
    return moderator("Mina")


@pytest.fixture
def desk(mina) -> Client:
    return signed_in(mina)


def read(client: Client, query: str = "", status: int = 200) -> str:
    answer = client.get(QUEUE + query)
    assert answer.status_code == status
    return answer.content.decode()


def cards(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="card-(\d+)"', page)]


def number(page: str, label: str) -> int | None:
    found = re.search(rf"<(?:bdi|span dir=\"auto\")>{re.escape(label)}</\w+> <b>(\d+)</b>", page)
    return int(found[1]) if found else None


def signal(comment: Comment, check: str, *spans, verdict: str = "hold", code: str = "") -> Signal:
    made = Signal.objects.create(
        comment=comment,
        check_name=check,
        verdict=verdict,
        code=code,
        spans=[list(s) for s in spans],
    )
    weighing.weigh([comment.pk])
    return made


def post(client: Client, act: str, comment: Comment, query: str = "", **more: str):
    posted = {name.replace("_pk", f"-{comment.pk}"): value for name, value in more.items()}
    return client.post(QUEUE + query, {"_decide": f"{act}:{comment.pk}", **posted})


# What stands on it -------------------------------------------------------------------------------


def test_lists_are_counted_exactly_and_narrowed_to_sections_stories_and_what_one_watches(
    desk, mina
):
    sport, world = f.section("sport"), f.section("world")
    rowing = f.section("rowing", parent=sport)
    tag = f.TagFactory(name="Harbour")
    regatta, forum = f.published(section=rowing), f.published(section=world, tags=[tag])
    first, second, third = f.held(regatta), f.held(regatta), f.held(forum)
    kept = f.approved(forum)
    reporting.report(kept, reporting.Reporter(user=f.UserFactory()), Report.Reason.ABUSE)
    f.rejected(forum)

    page = read(desk)
    assert cards(page) == [first.pk, second.pk, third.pk]
    assert (number(page, "Waiting"), number(page, "Reported")) == (3, 1)
    assert number(page, str(sport)) == 2, "a section counts what is below it"
    assert number(page, regatta.headline) == 2
    assert cards(read(desk, "?list=reported")) == [kept.pk]
    assert cards(read(desk, f"?section={sport.pk}")) == [first.pk, second.pk]
    assert cards(read(desk, f"?story={forum.pk}")) == [third.pk]

    added = desk.post(
        reverse("moderation-watch-list-add"),
        {"name": "Boats", "tags": "harbour", "stories": regatta.get_absolute_url()},
    )
    watch = WatchList.objects.get(owner=mina)
    assert added.headers["Location"] == f"{QUEUE}?watch={watch.pk}"
    page = read(desk, f"?watch={watch.pk}")
    assert (cards(page), number(page, "Boats")) == ([first.pk, second.pk, third.pk], 3)
    wrong = desk.post(reverse("moderation-watch-list-add"), {"name": "X", "tags": "no such"})
    assert wrong.status_code == 422
    assert "There is no tag “no such”." in wrong.content.decode()

    # A colleague who is limited sees only what is theirs, with its counts, and no private list.
    theirs = signed_in(moderator("Olu", world))
    page = read(theirs)
    assert (cards(page), number(page, "Waiting")) == ([third.pk], 1)
    assert number(page, "Boats") is None
    assert cards(read(theirs, f"?section={sport.pk}")) == []
    assert theirs.get(reverse("moderation-watch-list", args=[watch.pk])).status_code == 404
    assert post(theirs, "approve", first).status_code == 404
    first.refresh_from_db()
    assert first.status == Comment.Status.HELD

    WatchList.objects.update(is_shared=True)
    assert number(read(theirs), "Boats") == 1
    change = reverse("moderation-watch-list", args=[watch.pk])
    assert theirs.get(change).status_code == 404, "another's is looked at, not changed"
    assert "harbour" in desk.get(change).content.decode().lower()
    desk.post(change, {"_delete": "1"})
    assert not WatchList.objects.exists()


def test_the_weightiest_stands_first_and_pages_go_on_by_key(desk, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    story, now = f.published(), timezone.now()
    old, plain, flagged, reported = (f.held(story) for _number in range(4))
    Signal.objects.all().delete()
    weighing.weigh([old.pk, plain.pk, flagged.pk, reported.pk])
    for comment, minutes in ((old, 90), (plain, 45), (flagged, 40), (reported, 30)):
        when = now - datetime.timedelta(minutes=minutes)
        Comment.objects.filter(pk=comment.pk).update(created_at=when)
    signal(flagged, "word_lists", (0, 4))
    Comment.objects.filter(pk=reported.pk).update(report_weight=2)

    page = read(desk, "?order=weightiest")
    assert cards(page) == [reported.pk, flagged.pk], "an hour for a flag, one for each report"
    further = re.search(r'rel="next" href="([^"]+)"', page)
    assert cards(read(desk, further[1].replace("&amp;", "&"))) == [old.pk, plain.pk]
    assert cards(read(desk)) == [old.pk, plain.pk]
    for cursor in ("nonsense", "%00", cursors.encode("queue-oldest", 1, 2)):
        assert cards(read(desk, f"?after={cursor}")) == [old.pk, plain.pk]
    assert cards(read(desk, "?list=x&section=x&story=%00&watch=99&order=y")) == []
    assert weighing.recount(repair=False) == []
    Comment.objects.filter(pk=flagged.pk).update(flags=7)
    assert [(one.stored, one.true) for one in weighing.recount(repair=True)] == [(7, 1)]


def full(number: int, mina: User) -> None:
    """A comment whose card tells all that a card can."""
    rana = f.UserFactory(display_name=f"Rana {number}")
    FormerName.objects.create(person=rana, name="R.")
    f.rejected(author=rana)
    story = f.published(tags=[f.TagFactory()])
    parent = f.approved(story, f.UserFactory())
    comment = f.held(story, rana, reply_to=parent)
    signal(comment, "word_lists", (0, 4))
    claiming.claim(comment, mina)
    f.sanction(rana, "hold")
    Comment.objects.filter(pk=comment.pk).update(revision=2, open_reports=1)
    comment.versions.create(revision=1, text="Before.", at=timezone.now())
    comment.reports.create(
        reporter=f.UserFactory(), reason="abuse", words="Look.", weight=2, revision=1
    )
    WatchList.objects.create(name=f"W{number}", owner=mina, tags=[1], sections=[1])


def test_the_queue_asks_the_same_whatever_waits(desk, mina):
    counts = []
    for number in range(6):
        full(number, mina)
        if number in (0, 5):
            read(desk)
            with CaptureQueriesContext(connection) as asked:
                page = read(desk)
            counts.append(len(asked))
            assert len(cards(page)) == number + 1
    assert counts[0] == counts[1] <= MOST, counts
    with CaptureQueriesContext(connection) as asked:
        desk.get(reverse("admin:comments_comment_changelist"))
    assert len(asked) <= MOST, len(asked)


def test_an_empty_queue_says_so_and_where_something_waits(desk):
    assert "Nothing waits." in read(desk)
    elsewhere = f.held()
    page = read(desk, f"?section={f.section('quiet').pk}")
    assert "1 comment waits elsewhere" in page
    assert cards(page) == []
    assert cards(read(desk)) == [elsewhere.pk]


# Deciding ----------------------------------------------------------------------------------------


def test_a_decision_goes_on_to_the_next_card_and_is_undone_by_a_button(desk, mina):
    story = f.published()
    first, second = f.held(story, f.UserFactory(display_name="<b>Rana</b>")), f.held(story)

    answer = post(
        desk,
        "reject",
        first,
        "?order=oldest",
        next=str(second.pk),
        seen_pk="held",
        revision_pk="1",
        words_pk="Not  like this.\0",
        reason_pk="abuse",
    )
    assert answer.headers["Location"] == f"{QUEUE}?order=oldest#card-{second.pk}"
    first.refresh_from_db()
    assert (first.status, first.reason) == ("rejected", "abuse")
    event = first.events.latest("pk")
    assert event.decision.words == "Not like this."

    page = read(desk)
    assert "&lt;b&gt;Rana&lt;/b&gt;’s comment is rejected now." in page
    assert f'<input type="hidden" name="event" value="{event.pk}">' in page
    undo = reverse("moderation-undo")
    back = desk.post(undo, {"event": event.pk, "next": "https://elsewhere.example/"})
    assert back.headers["Location"] == f"{QUEUE}#card-{first.pk}"
    first.refresh_from_db()
    assert first.status == "held"
    assert "as it was" in read(desk)
    # A second time, another's, one that is none: told, and nothing happens.
    for number, client in ((event.pk, desk), (event.pk, signed_in(moderator("Olu"))), ("x", desk)):
        client.post(undo, {"event": number})
        assert 'class="warning' in read(client)

    long = post(desk, "reject", first, words_pk="x" * 1001)
    assert long.status_code == 422
    assert "x" * 1001 in long.content.decode()
    assert "longer than 1000 characters" in long.content.decode()
    post(desk, "reject", second, reason_pk="", next="x")
    second.refresh_from_db()
    assert second.reason == "other"
    one_tap = f.held(story)
    desk.post(QUEUE, {"_decide": f"reject:{one_tap.pk}:off_topic"})
    one_tap.refresh_from_db()
    assert one_tap.reason == "off_topic"


def test_who_comes_second_reads_on_the_card_who_was_faster(desk, mina):
    olu = moderator("Olu")
    comment = f.held()
    moderation.decide(comment, "approve", olu)

    answer = post(desk, "spam", comment, seen_pk="held", words_pk="Kept.")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert cards(page) == [comment.pk]
    told = re.search(r'<p class="qcard-told" role="alert">([^<]+)</p>', page)[1]
    assert "Olu" in told
    assert "approved" in told
    assert comment.events.latest("pk").actor == olu
    assert post(desk, "approve", Comment(pk=99999)).status_code == 404


def test_a_claim_is_seen_by_others_forbids_nothing_and_ends(desk, mina):
    olu = moderator("Olu")
    comment = f.held()
    post(desk, "claim", comment)
    assert "You are on this" in read(desk)
    theirs = signed_in(olu)
    assert "Mina is on this" in read(theirs)
    taken = post(theirs, "claim", comment)
    assert taken.status_code == 409
    assert "Mina is on this." in taken.content.decode()
    post(theirs, "release", comment)
    assert Claim.objects.get().person == mina, "a colleague's hand stays"

    Claim.objects.update(until=timezone.now() - datetime.timedelta(seconds=1))
    assert "is on this" not in read(theirs)
    with CaptureQueriesContext(connection) as asked:
        claiming.claim(comment, olu)
    assert len(asked) == 1
    assert post(desk, "approve", comment).status_code == 302, "a claim forbids nothing"
    assert not Claim.objects.exists(), "a decision ends it"
    other = f.held()
    claiming.claim(other, mina)
    later = timezone.now() + claiming.HOLDS
    assert claiming.forget_expired(later) == 1


# The card ----------------------------------------------------------------------------------------


def test_the_card_marks_the_words_and_tells_what_would_have_happened(desk, mina):
    rana = f.UserFactory(display_name="Rana")
    f.approved(author=rana)
    f.rejected(author=rana)
    f.sanction(rana, "hold")
    parent = f.approved(author=f.UserFactory(display_name="Sam"), text="The tide was late.")
    comment = f.held(parent.story, rana, text="You <i>idiot</i> أحمق, & so", reply_to=parent)
    Signal.objects.filter(comment=comment).delete()
    signal(comment, "word_lists", (7, 12), (17, 21), (90, 95), (3, 1), verdict="hold")
    signal(comment, "links", verdict="pass")

    page = read(desk)
    assert (
        'You &lt;i&gt;<mark title="Word list" class="word" tabindex="0">idiot</mark>&lt;/i&gt; '
        '<mark title="Word list" class="word" tabindex="0">أحمق</mark>, &amp; so</p>'
    ) in page
    assert "without it: published" in page
    assert "The tide was late." in page
    assert "1 approved · 1 rejected" in page
    assert "Always held" in page
    assert "blurs" not in re.search(r'class="qcard[^"]*"', page)[0]

    signal(comment, "shouting")
    assert "still waits (Capitals)" in read(desk)
    desk.post(reverse("moderation-blur"), {"on": "1"})
    assert "blurs" in re.search(r'class="qcard[^"]*"', read(desk))[0]
    desk.post(reverse("moderation-blur"), {"off": "1"})
    assert "blurs" not in re.search(r'class="qcard[^"]*"', read(desk))[0]


def test_picks_pins_and_kept_reports_are_acts_of_the_card(desk):
    comment = f.approved()
    reporting.report(comment, reporting.Reporter(user=f.UserFactory()), Report.Reason.SPAM)
    for act in ("feature", "pin"):
        answer = post(desk, act, comment, "?list=reported")
        assert answer.headers["Location"].endswith(f"#card-{comment.pk}"), "it stays on the list"
    comment.refresh_from_db()
    assert comment.featured_at
    assert comment.pinned_at
    post(desk, "keep", comment, "?list=reported", answer_pk="It stands.")
    assert comment.reports.get().answer == "It stands."
    assert cards(read(desk, "?list=reported")) == []


def test_keys_stand_on_the_buttons_unless_they_are_switched_off(desk, mina):
    f.held()
    page = read(desk)
    assert re.search(r'value="approve:\d+" data-key="f"', page)
    assert "Undo what you just decided" in page, "the help lists the same keys"
    User.objects.filter(pk=mina.pk).update(keyboard_shortcuts=False)
    page = read(desk)
    assert 'data-key="f"' not in page
    assert "<kbd" not in re.search(r'class="qcard-acts".*?qcard-links', page, re.DOTALL)[0]
