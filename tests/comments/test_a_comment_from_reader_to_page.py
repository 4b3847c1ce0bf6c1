"""Feature F5: a reader submits, a moderator approves, every page shows it; nothing else appears."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import Story
from comments import moderation
from comments.models import Comment, CommentEvent, Discussion, Policy
from newsportal.core import versions
from tests import factories as f

pytestmark = pytest.mark.django_db

WORDS = "I was on that ferry myself."


@pytest.fixture
def story() -> Story:
    f.site()
    return f.published()


@pytest.fixture
def rana(client: Client):
    person = f.UserFactory(display_name="Rana")
    client.force_login(person)
    return person


def post(client: Client, story: Story, **fields):
    data = {"text": WORDS, "post": "1", **fields}
    return client.post(f"{story.get_absolute_url()}comments/", data)


def test_a_readers_comment_waits_and_only_its_author_sees_it(client, story, rana):
    response = post(client, story)

    comment = Comment.objects.get()
    assert comment.status == Comment.Status.HELD
    assert response["Location"] == f"{story.get_absolute_url()}#c-{comment.pk}"
    own = client.get(story.get_absolute_url()).content.decode()
    assert WORDS in own
    assert "is-held" in own
    for stranger in (Client(), signed_in("Sam")):
        assert WORDS not in stranger.get(story.get_absolute_url()).content.decode()
    assert WORDS not in Client().get(f"{story.get_absolute_url()}feed/").content.decode()
    assert WORDS not in Client().get(f"{story.get_absolute_url()}comments/").content.decode()


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(f.UserFactory(display_name=name))
    return client


def test_an_approved_comment_is_on_every_page_at_once(client, story, rana):
    post(client, story)
    comment = Comment.objects.get()
    mina = f.UserFactory(display_name="Mina")

    moderation.approve(comment, mina)

    for place in ("", "comments/", f"comments/{comment.pk}/", "feed/"):
        assert WORDS in Client().get(f"{story.get_absolute_url()}{place}").content.decode(), place
    story.refresh_from_db()
    assert story.comment_count == 1
    assert comment.events.last().actor == mina
    assert comment.decided_by == mina
    assert comment.decided_at


@pytest.mark.parametrize("make", [f.held, f.rejected, f.spam, f.removed, f.deleted])
def test_no_other_state_ever_shows_its_text(story, make):
    comment = make(story, text=WORDS)

    for place in ("", "comments/", f"comments/{comment.pk}/", "feed/"):
        assert WORDS not in Client().get(f"{story.get_absolute_url()}{place}").content.decode()
    assert Client().get(comment.get_absolute_url()).status_code == 404
    story.refresh_from_db()
    assert story.comment_count == 0


def test_a_removed_comment_leaves_a_placeholder_while_replies_stand_below(story):
    root = f.approved(story, text=WORDS)
    f.approved(story, text="I answer you.", reply_to=root)

    moderation.remove(root, None, reason="abuse")

    page = Client().get(story.get_absolute_url()).content.decode()
    assert WORDS not in page
    assert "Removed by a moderator: personal attack or abuse." in page
    assert "I answer you." in page


def test_a_reply_below_a_hidden_comment_is_hidden_with_it(story):
    root = f.approved(story)
    reply = f.approved(story, text=WORDS, reply_to=root)
    moderation.remove(root, None)
    moderation.restore(root, None)
    assert Comment.objects.public().count() == 2

    Comment.objects.filter(pk=root.pk).update(status=Comment.Status.HELD)
    moderation.recount(repair=True)
    root.refresh_from_db()
    assert not Comment.objects.public().exists()
    assert WORDS not in Client().get(story.get_absolute_url()).content.decode()

    moderation.approve(root, None)
    reply.refresh_from_db()
    assert reply.is_public
    assert Discussion.objects.get().public_count == 2


def test_the_same_form_sent_twice_gives_one_comment(client, story, rana):
    key = "7d3f6a50-1111-4222-8333-0123456789ab"

    first, second = post(client, story, form_key=key), post(client, story, form_key=key)

    assert Comment.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_a_comment_on_a_story_that_closed_meanwhile_keeps_its_text(client, story, rana):
    f.policy(Policy.CLOSED)

    response = post(client, story)

    assert response.status_code == 409
    assert WORDS in response.content.decode()
    assert "closed" in response.content.decode()
    assert not Comment.objects.exists()


def test_an_open_policy_publishes_at_once_and_the_counts_follow(client, story, rana):
    f.policy(Policy.OPEN)

    post(client, story)

    comment = Comment.objects.get()
    assert comment.is_public
    assert Discussion.objects.get().public_count == 1
    assert [*comment.events.values_list("kind", "to_status")] == [
        (CommentEvent.Kind.SUBMITTED, Comment.Status.APPROVED)
    ]


def test_newcomers_wait_where_the_policy_says_so(story):
    f.policy(Policy.HOLD_NEWCOMERS)
    rana = f.UserFactory()

    statuses = []
    for number in range(5):
        comment = f.held(story, rana, text=f"Thought {number}")
        statuses.append(comment.status)
        if comment.status == Comment.Status.HELD:
            moderation.approve(comment, None)

    assert statuses == ["held", "held", "held", "approved", "approved"]


def test_every_check_leaves_its_signal(story, settings):
    comment = f.held(story, text="LOOK HERE AT WHAT THEY DID TO OUR FERRY http://a.example/x")

    signals = {signal.check_name: signal.code for signal in comment.signals.all()}
    assert len(signals) == len(settings.COMMENT_CHECKS)
    assert {name: code for name, code in signals.items() if code} == {
        "policy": "hold_all",
        "links": "newcomers_link",
        "shouting": "shouting",
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See example.org/signals now", ["example.org/signals"]),
        ("See www.example.org and https://a.example/x", ["www.example.org", "https://a.example/x"]),
        ("Node.js and/or e.g. 3.5/7, on the 9./10. of May, v2.0/beta", []),
    ],
)
def test_a_link_is_found_with_and_without_its_scheme(story, text, found):
    comment = f.held(story, text=text)
    spans = comment.signals.get(check_name="links").spans
    assert [text[start:end] for start, end in spans] == found


def test_a_check_that_breaks_holds_the_comment(story, settings, caplog):
    f.policy(Policy.OPEN)
    settings.COMMENT_CHECKS = (f"{__name__}.broken_check",)

    comment = f.held(story)

    assert comment.status == Comment.Status.HELD
    assert comment.signals.get().code == "check_failed"


def broken_check(submission):
    raise ZeroDivisionError


def test_a_guests_words_are_kept_through_signing_in(story):
    client = Client(headers={"sec-fetch-site": "same-origin"})

    response = post(client, story)

    assert response["Location"].startswith("/accounts/login/?next=/")
    assert not Comment.objects.exists()
    client.force_login(f.UserFactory())  # keeps the session's data, as signing in does
    assert WORDS in client.get(f"{story.get_absolute_url()}comments/").content.decode()


def test_a_preview_shows_the_text_as_it_will_be_and_stores_nothing(client, story, rana):
    response = client.post(
        f"{story.get_absolute_url()}comments/", {"text": "*Really* said", "preview": "1"}
    )

    assert "<em>Really</em> said" in response.content.decode()
    assert "*Really* said" in response.content.decode()
    assert not Comment.objects.exists()


def test_a_reply_names_whom_it_answers(client, story, rana):
    root = f.approved(story, f.UserFactory(display_name="Sam"))

    form = client.get(f"{root.get_absolute_url()}reply/").content.decode()
    assert "Answer to Sam" in form
    client.post(f"{root.get_absolute_url()}reply/", {"text": WORDS, "post": "1"})

    reply = Comment.objects.latest("pk")
    assert (reply.parent, reply.reply_to, reply.depth) == (root, root, 1)


@pytest.mark.parametrize("make", [f.held, f.rejected, f.removed, f.deleted])
def test_what_is_not_public_cannot_be_answered(client, story, rana, make):
    root = make(story)

    response = client.post(f"{root.get_absolute_url()}reply/", {"text": WORDS, "post": "1"})

    assert response.status_code == 404
    assert Comment.objects.count() == 1


def test_a_comment_of_another_story_cannot_be_answered_here(client, story, rana):
    elsewhere = f.approved(f.published())
    address = f"{story.get_absolute_url()}comments/{elsewhere.pk}/reply/"

    assert client.post(address, {"text": WORDS, "post": "1"}).status_code == 404


def test_two_moderators_decide_at_once_and_the_second_hears_who_was_faster(story):
    comment = f.held(story)
    seen_by_both = Comment.objects.get(pk=comment.pk)
    moderation.approve(comment, f.UserFactory(display_name="Mina"))

    with pytest.raises(moderation.TooLate, match="Mina"):
        moderation.reject(seen_by_both, f.UserFactory(display_name="Ada"))

    assert comment.events.count() == 2
    assert Discussion.objects.get().public_count == 1


def test_a_decision_holds_for_the_revision_that_was_seen(story):
    comment = f.held(story)

    with pytest.raises(moderation.TooLate):
        moderation.approve(comment, None, revision=comment.revision + 1)


def test_a_bulk_decision_counts_done_and_skipped(story):
    waiting, decided = f.held(story), f.approved(story)

    tally = moderation.decide_all([waiting, decided], "approve", None)

    assert tally.done == 1
    assert len(tally.skipped) == 1


def test_a_decision_bumps_the_versions_of_the_pages(story):
    comment = f.held(story)
    keys = [f"discussion:{story.pk}", f"story:{story.pk}", "home"]
    before = versions.read(keys)

    moderation.approve(comment, None)

    after = versions.read(keys)
    assert all(after[key] > before[key] for key in keys)
