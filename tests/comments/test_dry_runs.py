"""A changed rule is tried on comments of the past, and nothing happens to them (feature M8)."""

from __future__ import annotations

import datetime
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import dry_running, moderation
from comments.models import Comment, CommentEvent, DryRun, Policy, WordList
from comments.screening import Strictness, Submission, Verdict
from newsportal import roles
from tests import factories as f
from tests.comments.telling import work

pytestmark = pytest.mark.django_db

PAGE = "/admin/moderation/dry-run/"
ONE, TWO = "https://a.example/1", "https://a.example/1 and https://b.example/2"
LINKS = {"days": "30", "links-allowed": "0", "try": "thresholds:links"}


def ferries(submission: Submission) -> Verdict:
    """Holds whatever is said of ferries."""
    at = submission.text.find("ferry")
    if at < 0:
        return Verdict()
    return Verdict(Strictness.HOLD, "ferry", spans=((at, at + 5),))


def broken(_submission: Submission) -> Verdict:
    """Breaks."""
    raise RuntimeError


@pytest.fixture(autouse=True)
def newspaper(settings):
    f.site()
    f.policy(Policy.OPEN)
    settings.COMMENT_CHECKS = (
        "comments.screening.policy.policy",
        "comments.screening.links.links",
        "comments.screening.shouting.shouting",
    )
    settings.COMMENT_CHECKS_ON_TRIAL = (f"{__name__}.ferries", f"{__name__}.broken")


@pytest.fixture
def lena():
    """A lead moderator."""
    lena = f.UserFactory(display_name="Lena")
    roles.give(lena, roles.LEAD_MODERATOR)
    return lena


@pytest.fixture
def desk(lena):
    desk = Client()
    desk.force_login(lena)
    return desk


def decided(lena, *texts, verb="approve", author=None):
    """Comments that Lena decided on."""
    author, story = author or f.UserFactory(), f.published(headline="The harbour tax")
    made = []
    for text in texts:
        comment = f.held(story, author, text=text)
        if comment.status == Comment.Status.APPROVED:
            moderation.hold(comment, None)
        moderation.decide(comment, verb, lena)
        made.append(comment)
    return made


def start(desk, **data) -> DryRun:
    response = desk.post(PAGE, {**LINKS, **data})
    run = DryRun.objects.first()
    assert response.status_code == 302, response.content.decode()
    assert response["Location"] == f"{PAGE}{run.pk}/"
    return run


def seen(desk, run=None) -> str:
    """The page's words."""
    html = desk.get(PAGE if run is None else f"{PAGE}{run.pk}/").content.decode()
    body = html[html.index('<nav class="desk-menu') :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_a_stricter_number_says_what_it_would_have_held_and_what_people_approved(lena, desk):
    rana = f.UserFactory(display_name="Rana")
    decided(lena, "Calm words.", author=rana)
    decided(lena, f"My sources: {ONE}", f"Two sources: {TWO}", author=rana)
    decided(lena, f"Cheap: {ONE}", verb="reject", author=rana)
    decided(lena, "Nothing but words.", verb="reject", author=rana)
    events = CommentEvent.objects.count()
    assert "Nothing was tried this week." in seen(desk)

    run = start(desk)
    before = seen(desk, run)
    assert "The worker begins soon." in before
    assert 'http-equiv="refresh"' in desk.get(f"{PAGE}{run.pk}/").content.decode()
    work()

    after, html = seen(desk, run), desk.get(f"{PAGE}{run.pk}/").content.decode()
    assert "Links: Links that a comment may have: 0 instead of 2" in after
    assert "It would have held 3 comments of 5; people approved 2 of these and refused 1." in after
    assert "People decided on too few of them to say how good the rule is." in after
    assert "3 of them pass this rule as it is today." in after
    assert f"<mark>{ONE}</mark>" in html
    assert "http-equiv" not in html
    assert "It would hold these, which people approved 2" in after
    assert "Approved by people 2 2 0" in after
    comment = Comment.objects.get(text__contains="My sources")
    assert f"/admin/comments/comment/{comment.pk}/change/" in html
    assert "It would have held 3 comments of 5" in seen(desk)
    assert CommentEvent.objects.count() == events


def test_a_looser_number_and_a_check_left_out_say_what_they_would_let_through(lena, desk):
    many = " ".join(f"https://a.example/{number}" for number in range(4))
    sam = f.UserFactory()
    decided(lena, "Calm words.", author=sam)
    decided(lena, f"Cheap: {many}", verb="spam", author=sam)
    loose = start(desk, **{"links-allowed": "4"})
    without = start(desk, **{"try": "off:links"})
    nothing = start(desk, **{"try": "off:shouting"})
    work()
    for run in (loose, without):
        assert (
            "It would no longer hold 1 comment; people approved 0 of these and refused 1."
            in seen(desk, run)
        )
    assert "It would have held none of 2 comments." in seen(desk, loose)
    assert "Without the check “Links”" in seen(desk, without)
    assert "It would have held" not in seen(desk, without)
    assert "It holds nothing today" in seen(desk, nothing)


def test_an_own_check_comes_from_the_settings_alone(lena, desk):
    assert "Holds whatever is said of ferries." in seen(desk)
    decided(lena, *(f"The ferry {number} was late." for number in range(12)))
    run, worse = start(desk, **{"try": "on:ferries"}), start(desk, **{"try": "on:broken"})
    work()
    assert "People approved nearly all of what it holds" in seen(desk, run)
    assert "The <mark>ferry</mark>" in desk.get(f"{PAGE}{run.pk}/").content.decode()
    assert "The check broke over 12 comments" in seen(desk, worse)
    for forged in ("on:os.system", "on:links", "off:ferries", "thresholds:ferries", "all:x", ""):
        assert desk.post(PAGE, {**LINKS, "try": forged}).status_code == 422, forged
    assert DryRun.objects.count() == 2


def test_a_word_list_is_tried_with_entries_more_and_less_and_before_it_is_in_use(lena, desk):
    insults = WordList.objects.create(name="Insults", entries="turnip\ncabbage\n# mild ones\nleek")
    drafts = WordList.objects.create(name="Drafts", entries="ferry", is_on=False)
    decided(lena, "You turnip!", "A C-A-B-B-A-G-E, he is.", "What a parsnip.", "The ferry came.")
    words = {"try": "words:", "word_list": insults.pk, "added": "parsnip\nturnip"}
    more = start(desk, **words, removed="CABBAGE")
    new = start(desk, **{"try": "words:", "added": "ferry\nturnip"})
    unused = start(desk, **{"try": "words:", "word_list": drafts.pk})
    work()
    page = seen(desk, more)
    assert "Word list “Insults”: 1 entry more, 1 less" in page
    assert "It would have held 2 comments of 4" in page
    assert "1 of them passes this rule as it is today." in page
    assert "It would no longer hold 1 comment" in page
    assert "<mark>parsnip</mark>" in desk.get(f"{PAGE}{more.pk}/").content.decode()
    assert "A new word list: 2 entries more" in seen(desk, new)
    assert "It would have held 2 comments of 4" in seen(desk, new)
    assert "as it is today" not in seen(desk, new)
    assert "Word list “Drafts” in use" in seen(desk, unused)
    insults.refresh_from_db()
    assert "parsnip" not in insults.entries
    for data, sentence in (
        ({**words, "removed": "potato"}, "“potato” does not stand in this list."),
        ({**words, "added": "turnip"}, "The list has all of these already."),
        ({"try": "words:"}, "Write an entry, or take one out."),
    ):
        response = desk.post(PAGE, {**LINKS, **data})
        assert response.status_code == 422
        assert sentence in unescape(response.content.decode())

    insults.delete()
    desk.post(f"{PAGE}{more.pk}/again/")
    assert DryRun.objects.count() == 3


def test_it_goes_in_batches_that_count_once_and_can_be_stopped_and_run_again(
    lena, desk, monkeypatch
):
    monkeypatch.setattr(dry_running, "BATCH", 2)
    decided(lena, *(f"Source {number}: {ONE}" for number in range(5)))
    run = start(desk)
    dry_running.go_on.call(run.pk, 0)
    dry_running.go_on.call(run.pk, 0)  # the same task once more
    run.refresh_from_db()
    assert (run.checked, run.total, run.counts["caught"]) == (2, 5, {"approved": 2})
    assert "2 of 5 comments" in seen(desk, run)
    assert desk.get(f"{PAGE}{run.pk}/cancel/").status_code == 405
    assert desk.post(f"{PAGE}{run.pk}/cancel/").status_code == 302
    work()
    run.refresh_from_db()
    assert (run.checked, run.state) == (2, DryRun.State.CANCELLED)
    assert (
        "It had ended already."
        in desk.post(f"{PAGE}{run.pk}/cancel/", follow=True).content.decode()
    )
    desk.post(f"{PAGE}{run.pk}/again/")
    work()
    again = DryRun.objects.first()
    assert (again.checked, again.total, again.state) == (5, 5, DryRun.State.DONE)
    assert again.counts["caught"] == {"approved": 5}

    # A batch that takes too long leaves the rest to the next task.
    monkeypatch.setattr(dry_running, "BATCH_SECONDS", -1)
    desk.post(f"{PAGE}{run.pk}/again/")
    work()
    assert DryRun.objects.first().counts["caught"] == {"approved": 5}


def test_only_comments_of_the_days_count_and_nothing_of_a_text_is_kept(lena, desk):
    long_ago, emptied, edited, deleted = decided(lena, *(f"Number {n}: {ONE}" for n in range(4)))
    eight_days = timezone.now() - datetime.timedelta(days=8)
    Comment.objects.filter(pk=long_ago.pk).update(created_at=eight_days)
    run = start(desk, days="7")
    work()
    run.refresh_from_db()
    assert run.counts["caught"] == {"approved": 3}
    assert "example" not in str(run.examples) + str(run.counts)

    Comment.objects.filter(pk=emptied.pk).update(text="")
    Comment.objects.filter(pk=edited.pk).update(text="Quite other words.", revision=2)
    moderation.delete(deleted, deleted.author)
    page = desk.get(f"{PAGE}{run.pk}/").content.decode()
    assert page.count("dry-example") == 1
    assert "Edited since" in page
    assert "<mark>" not in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"days": "91"}, "Look back 90 days at most."),
        ({"days": "often"}, "Write a whole number."),
        ({"links-allowed": "2"}, "This is what holds today. Change it."),
        ({"links-allowed": "-1"}, "Write 0 or more."),
        ({"try": "thresholds:shouting", "shouting-share": "7"}, "Write 1 at most."),
    ],
)
def test_what_cannot_be_tried_is_said_beside_the_field_and_what_was_typed_stays(
    desk, data, sentence
):
    form = {"shouting-letters": "30", "shouting-share": "0.7", **LINKS, **data}
    response = desk.post(PAGE, form)
    assert response.status_code == 422
    html = unescape(response.content.decode())
    assert sentence in html
    (name, value) = list(data.items())[-1]
    assert re.search(rf'name="{name}" value="{value}"', html)
    assert html.count("dry-error") == 1
    assert not DryRun.objects.exists()


def test_three_at_once_are_enough_and_a_week_is_remembered(lena, desk):
    for _ in range(3):
        start(desk)
    response = desk.post(PAGE, LINKS)
    assert response.status_code == 409
    assert "3 tries are running already." in response.content.decode()
    last = DryRun.objects.last()
    desk.post(f"{PAGE}{last.pk}/again/")
    assert DryRun.objects.count() == 3
    work()
    now = timezone.now()
    assert dry_running.forget_old(now) == 0
    assert dry_running.forget_old(now + datetime.timedelta(days=8)) == 3
    assert desk.get(f"{PAGE}{last.pk}/").status_code == 404


@pytest.mark.parametrize("size", [1, 12])
def test_the_pages_cost_twelve_statements_whatever_was_found(lena, desk, size):
    decided(lena, *(f"Source {number}: {ONE}" for number in range(size)))
    run = start(desk)
    work()
    for _number in range(size):
        DryRun.objects.create(made_by=f.UserFactory(), rule=run.rule, days=7, state="done")
    for address in (PAGE, f"{PAGE}{run.pk}/"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(address).status_code == 200
        assert len(queries) <= 12, [one["sql"][:90] for one in queries]
