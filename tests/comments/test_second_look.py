"""Feature M15: a sample of decisions is looked at again by somebody who does not know them."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import agreement, care, editing, moderation, second_looks
from comments.agreement import Pairs
from comments.models import CommentEvent, SecondLook, Signal, SiteDiscussion
from newsportal import roles
from newsportal.core import versions
from newsportal.core.personal_data import parts
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db

PAGE = "/admin/moderation/second-look/"
AGREEMENT = "/admin/moderation/second-look/agreement/"
AN_HOUR_AGO = timezone.now() - datetime.timedelta(hours=1)


def colleague(name: str, role: str = roles.MODERATOR):
    person = f.UserFactory(display_name=name, is_staff=True)
    roles.give(person, role)
    return person


@pytest.fixture
def mina():
    f.site()
    f.policy("hold_all", second_look_share=100, second_look_most=100)
    return colleague("Mina")


@pytest.fixture
def gil(mina):
    return colleague("Gil")


def decided(verb, actor, *, reason="other", ago=None, **fields) -> CommentEvent:
    """A decision that cannot be undone any more."""
    event = moderation.decide(f.held(**fields), verb, actor, reason=reason)
    at = timezone.now() - (ago or datetime.timedelta(hours=1))
    CommentEvent.objects.filter(pk=event.pk).update(at=at)
    return event


def drawn(user) -> set[int]:
    return set(second_looks.waiting_for(user).values_list("pk", flat=True))


def test_only_what_another_decided_and_what_still_stands_as_it_was_is_drawn(mina, gil):
    good = decided("approve", mina)
    too_old = decided("approve", mina, ago=datetime.timedelta(days=15))
    just_now = moderation.decide(f.held(), "approve", mina)
    own = decided("reject", gil)
    his_words = decided("approve", mina, author=gil)
    both = decided("reject", mina)
    moderation.approve(both.comment, gil)
    by_checks = f.approved()
    edited, deleted, erased, undone = (decided("approve", mina) for _number in range(4))
    editing.edit(edited.comment, edited.comment.author, "New words.", revision=1)
    moderation.delete(deleted.comment, deleted.comment.author)
    type(erased.comment).objects.filter(pk=erased.comment_id).update(text="")
    CommentEvent.objects.filter(pk=undone.pk).update(at=timezone.now())
    moderation.undo(undone, mina)
    CommentEvent.objects.filter(pk=undone.pk).update(at=AN_HOUR_AGO)

    assert drawn(gil) == {good.pk}
    assert {own.pk} <= drawn(mina)
    assert not {too_old.pk, just_now.pk, his_words.pk} & drawn(gil)
    assert by_checks.events.last().pk not in drawn(mina)
    second_looks.give(gil, good.pk, "approve")
    assert drawn(gil) == set()


def test_the_sample_is_settled_by_numbers_fair_to_each_and_holds_to_sections(mina, gil):
    sport = f.section("sport")
    of_mina = [decided("approve", mina) for _number in range(12)]
    of_gil = [decided("reject", gil, story=f.published(section=sport)) for _number in range(4)]
    everything = {event.pk for event in (*of_mina, *of_gil)}

    def sample(**fields) -> set[int]:
        SiteDiscussion.objects.update(**fields)
        versions.bump("discussion-policies")
        versions.forget_copies()
        return set(second_looks.sample().values_list("pk", flat=True))

    assert sample(second_look_share=100) == everything
    half = sample(second_look_share=50)
    assert half < everything
    assert sample(second_look_share=50) == half
    assert half <= sample(second_look_share=75)
    assert sample(second_look_share=0) == set()
    few = sample(second_look_share=100, second_look_most=3)
    assert len(few & {event.pk for event in of_mina}) == 3
    assert len(few & {event.pk for event in of_gil}) == 3

    sample(second_look_most=100)
    vera = colleague("Vera")
    giving.limit(vera, [sport])
    assert drawn(type(vera).objects.get(pk=vera.pk)) == {event.pk for event in of_gil}


def test_the_card_is_blind_and_an_opinion_changes_nothing_on_the_comment(client, mina, gil):
    story = f.published(headline="Ferry sinks")
    comment = f.held(story, f.UserFactory(display_name="Rana Aziz"), text="What a lot of rot.")
    Signal.objects.filter(comment=comment).delete()
    Signal.objects.create(comment=comment, check_name="shouting", verdict="hold", code="shouting")
    event = moderation.decide(comment, "reject", mina, reason="abuse", words="Calm down.")
    CommentEvent.objects.filter(pk=event.pk).update(at=AN_HOUR_AGO)
    client.force_login(gil)

    page = client.get(PAGE).content.decode()

    assert "What a lot of rot." in page
    assert "Ferry sinks" in page
    assert "mostly capitals" in page.split('<details class="look-signals">')[1]
    for told in ("Mina", "Rana Aziz", "Calm down.", "status-rejected", f"/comment/{comment.pk}/"):
        assert told not in page.split('id="content"')[1], told

    client.post(PAGE, {"event": event.pk, "opinion": "reject:off_topic"})

    look = SecondLook.objects.get()
    assert (look.event_id, look.moderator, look.reason) == (event.pk, gil, "off_topic")
    before = comment.revision, comment.reason, "rejected"
    comment.refresh_from_db()
    assert (comment.revision, comment.reason, comment.status) == (before[0], "abuse", "rejected")
    assert comment.events.count() == 2
    assert "Nothing to look at again." in client.get(PAGE).content.decode()


def test_what_cannot_be_kept_is_told_and_nothing_is(client, mina, gil):
    event = decided("approve", mina)
    ada = colleague("Ada", roles.LEAD_MODERATOR)
    client.force_login(gil)
    for posted, sentence in (
        ({"opinion": "hang"}, "Choose one of the three."),
        ({"opinion": "reject"}, "Choose a reason"),
        ({"opinion": "reject:taste"}, "Choose a reason"),
        ({"opinion": "approve", "event": "0"}, "a colleague was faster"),
        ({"opinion": "approve", "event": "x" * 50}, "a colleague was faster"),
    ):
        answer = client.post(PAGE, {"event": event.pk, **posted})
        assert answer.status_code == 409
        assert sentence in answer.content.decode()
    assert not SecondLook.objects.exists()

    second_looks.give(ada, event.pk, "unsure")
    late = client.post(PAGE, {"event": event.pk, "opinion": "approve"})
    assert late.status_code == 409
    assert "a colleague was faster" in late.content.decode()
    assert SecondLook.objects.get().moderator == ada
    client.force_login(mina)
    assert client.post(PAGE, {"event": event.pk, "opinion": "approve"}).status_code == 409


def test_who_skips_meets_every_decision_once_and_then_the_first_again(mina, gil):
    events = {decided("approve", mina).pk for _number in range(4)}

    met, after = [], None
    for _number in range(5):
        found = second_looks.draw(gil, after)
        assert found.left == 4
        met.append(found.pk)
        after = found.pk

    assert set(met[:4]) == events
    assert met[4] == met[0]


def test_agreement_is_percent_of_pairs_and_kappa_what_is_more_than_chance():
    pairs = Pairs(
        {
            ("approve", "approve"): 20,
            ("approve", "abuse"): 5,
            ("abuse", "approve"): 10,
            ("abuse", "abuse"): 9,
            ("spam", "abuse"): 6,
            ("abuse", "unsure"): 3,
        }
    )

    assert (pairs.number, pairs.unsure, pairs.agreed, pairs.agreed_in_reason) == (50, 3, 35, 29)
    assert pairs.percent == 70
    assert pairs.kappa == pytest.approx(0.4)  # the example of Cohen's article as it is taught
    assert pairs.words == "a little more than chance"
    assert Pairs().kappa is None
    assert Pairs({("approve", "approve"): 30}).kappa is None
    assert "always decided the same" in Pairs({("approve", "approve"): 30}).words
    assert Pairs({("approve", "approve"): 3, ("abuse", "abuse"): 2}).words == (
        "too few pairs to tell it from chance"
    )
    perfect = Pairs({("approve", "approve"): 15, ("abuse", "abuse"): 15})
    assert (perfect.kappa, perfect.words) == (1, "very good")


def test_leads_read_who_disagreed_and_others_only_how_far_all_agree(client, mina, gil):
    ada = colleague("Ada", roles.LEAD_MODERATOR)
    same = decided("reject", mina, reason="abuse", text="Equal words.")
    other = decided("reject", mina, reason="abuse", text="Other reason.")
    opposite = decided("approve", gil, text="Opposite words.")
    second_looks.give(gil, same.pk, "reject", "abuse")
    second_looks.give(gil, other.pk, "reject", "off_topic")
    second_looks.give(mina, opposite.pk, "reject", "spam")

    client.force_login(ada)
    page = client.get(AGREEMENT).content.decode()
    assert "Other reason." in page
    assert "Opposite words." in page
    assert "Equal words." not in page
    assert page.count("<bdi>Mina</bdi>") == page.count("<bdi>Gil</bdi>") == 2
    assert f"/admin/comments/comment/{opposite.comment_id}/change/" in page
    assert "2 of 3" in page
    assert client.get(AGREEMENT, {"after": "x"}).status_code == 302
    gil.delete()
    assert "A former colleague" in client.get(AGREEMENT).content.decode()

    client.force_login(mina)
    theirs = client.get(AGREEMENT).content.decode()
    assert "2 of 3" in theirs
    assert "Opposite words." not in theirs
    assert "Gil" not in theirs


def test_both_pages_keep_their_budget(client, mina, gil, settings):
    """Budget of DESIGN section 6: twelve statements, and one of them draws."""
    settings.VERSION_CHECK_SECONDS = 60
    ada = colleague("Ada", roles.LEAD_MODERATOR)
    client.force_login(ada)

    def statements() -> list[int]:
        numbers = []
        for address in (PAGE, AGREEMENT):
            with CaptureQueriesContext(connection) as found:
                assert client.get(address).status_code == 200
            numbers.append(len(found))
        return numbers

    def more(number: int) -> None:
        for _place in range(number):
            decided("approve", gil)
            event = decided("approve", gil)
            second_looks.give(mina, event.pk, "reject", "abuse")

    more(1)
    statements()
    few = statements()
    more(5)
    assert statements() == few
    assert max(few) <= 12


def test_what_is_hard_to_read_is_counted_and_a_break_is_suggested_in_time(client, mina, gil):
    SiteDiscussion.objects.update(break_after=2)
    versions.bump("discussion-policies")
    versions.forget_copies()
    decided("reject", mina, reason="off_topic", ago=datetime.timedelta())
    event = decided("reject", mina, reason="abuse", ago=datetime.timedelta(minutes=2))
    marked = f.held()
    Signal.objects.create(comment=marked, revision=1, check_name="word_lists", verdict="hold")
    assert care.exposure_of(gil) == care.Exposure()
    now = timezone.localtime()
    is_today = (now - datetime.timedelta(minutes=2)).date() == now.date()

    assert care.exposure_of(mina).today == int(is_today)
    moderation.decide(marked, "approve", mina)
    moderation.restore(_removed(mina, marked), mina)  # the same comment again
    second_looks.give(gil, event.pk, "unsure")

    assert care.exposure_of(mina).today == 1 + is_today
    assert care.exposure_of(gil).today == 1
    client.force_login(mina)
    for address in (PAGE, "/admin/moderation/statistics/"):
        page = client.get(address).content.decode()
        assert "that are hard to read" in page or not is_today
        assert ("Take a break" in page) == is_today
    assert "What it takes" not in page
    client.force_login(colleague("Ada", roles.LEAD_MODERATOR))
    leads = client.get("/admin/moderation/statistics/").content.decode()
    assert ("a break is due" in leads) == is_today


def _removed(actor, comment):
    moderation.remove(comment, actor, reason="other")
    return comment


def test_a_persons_own_opinions_are_in_their_file_and_go_without_a_name(mina, gil):
    event = decided("approve", mina)
    second_looks.give(gil, event.pk, "reject", "abuse")

    part = next(part for part in parts() if part.code == "second_looks")
    assert [row[:2] for row in part.rows(gil)] == [(event.comment_id, "would reject")]
    assert list(part.rows(mina)) == []
    gil.delete()
    assert SecondLook.objects.get().moderator is None
    assert agreement.disagreements(SecondLook.objects.all()).count() == 1
