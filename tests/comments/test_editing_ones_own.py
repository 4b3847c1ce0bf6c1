"""Feature C4: one's own comment is edited within a time, checked again, its versions kept."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection
from django.test import Client

from articles import publishing
from comments import editing, moderation
from comments.gate import NotAccepted
from comments.models import Comment, CommentEvent, Discussion, Policy
from newsportal.core import versions
from tests import factories as f

pytestmark = pytest.mark.django_db
FIRST, SECOND = "I was on that fery myself.", "I was on that ferry myself."


@pytest.fixture
def story():
    f.site()
    f.policy(Policy.OPEN)
    return f.published()


@pytest.fixture
def rana(client):
    person = f.UserFactory(display_name="Rana")
    client.force_login(person)
    return person


def at(comment: Comment) -> str:
    return f"{comment.get_absolute_url()}edit/"


def save(client: Client, comment: Comment, text: str = SECOND, **fields):
    data = {"text": text, "revision": comment.revision, "post": "1", **fields}
    return client.post(at(comment), data)


def later(comment: Comment, minutes: int) -> None:
    """Turn the comment's clocks back."""
    by = datetime.timedelta(minutes=minutes)
    rows = Comment.objects.filter(pk=comment.pk)
    rows.update(created_at=comment.created_at - by)
    if comment.decided_at:
        rows.update(decided_at=comment.decided_at - by)
    comment.refresh_from_db()


def test_an_edit_is_on_the_page_at_once_with_its_mark_and_the_former_words_are_kept(
    client, story, rana
):
    comment = f.held(story, rana, text=FIRST)
    form = client.get(at(comment)).content.decode()
    assert FIRST in form
    assert "Possible until" in form
    keys = [f"discussion:{story.pk}"]
    before = versions.read(keys)

    response = save(client, comment, "I was on that *ferry* myself.")

    assert response["Location"] == f"{comment.get_absolute_url()}#c-{comment.pk}"
    page = Client().get(story.get_absolute_url()).content.decode()
    assert "that <em>ferry</em> myself" in page
    assert FIRST not in page
    assert 'class="comment-edited">edited <time' in page
    comment.refresh_from_db()
    assert (comment.revision, comment.status) == (2, Comment.Status.APPROVED)
    assert [*comment.versions.values_list("revision", "text")] == [(1, FIRST)]
    assert {signal.revision for signal in comment.signals.all()} == {1, 2}
    assert {signal.revision for signal in comment.present_signals} == {2}
    event = comment.events.last()
    assert (event.kind, event.revision, event.actor) == (CommentEvent.Kind.EDITED, 2, rana)
    assert versions.read(keys) != before
    assert moderation.recount(repair=False) == []


def test_after_the_sites_minutes_it_stays_as_it_is_and_the_words_are_given_back(
    client, story, rana
):
    comment = f.held(story, rana, text=FIRST)
    assert "/edit/" in client.get(story.get_absolute_url()).content.decode()
    later(comment, 16)

    response = save(client, comment)

    assert response.status_code == 409
    assert "edited for 15 minutes; that time is over" in response.content.decode()
    assert SECOND in response.content.decode()
    assert "/edit/" not in client.get(story.get_absolute_url()).content.decode()
    assert client.get(at(comment)).status_code == 200
    f.policy(Policy.OPEN, edit_minutes=30)
    assert save(client, comment).status_code == 302
    f.policy(Policy.OPEN, edit_minutes=0)
    comment.refresh_from_db()
    assert "not edited here" in save(client, comment, FIRST).content.decode()


def test_the_minutes_begin_when_readers_could_see_it(client, story, rana):
    f.policy(Policy.HOLD_ALL)
    comment = f.held(story, rana, text=FIRST)
    later(comment, 600)
    assert save(client, comment).status_code == 302  # it waits: always

    moderation.approve(comment, None)
    assert editing.is_open(comment)
    later(comment, 16)
    assert not editing.is_open(comment)


def test_an_edit_never_publishes_what_waits(client, story, rana):
    f.policy(Policy.HOLD_ALL)
    comment = f.held(story, rana, text=FIRST)
    f.policy(Policy.OPEN)

    save(client, comment)

    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Comment.Status.HELD, SECOND)
    assert Discussion.objects.get(story=story).held_count == 1


def test_what_a_check_or_the_policy_holds_waits_again_with_its_replies(client, story, rana):
    comment = f.held(story, rana, text=FIRST)
    f.held(story, text="Which one?", reply_to=comment)
    assert Discussion.objects.get(story=story).public_count == 2
    f.policy(Policy.HOLD_ALL)

    response = save(client, comment)

    comment.refresh_from_db()
    assert comment.status == Comment.Status.HELD
    assert "A moderator reads it before others see it" in (
        client.get(response["Location"]).content.decode()
    )
    assert Comment.objects.public().count() == 0
    discussion = Discussion.objects.get(story=story)
    assert (discussion.public_count, discussion.held_count) == (0, 1)
    moderation.approve(comment, None)
    assert Comment.objects.public().count() == 2
    assert moderation.recount(repair=False) == []


def test_a_trusted_readers_unsuspicious_edit_stays_public_and_a_newcomers_waits(story):
    f.policy(Policy.HOLD_NEWCOMERS)
    rana = f.UserFactory()
    comments = [f.approved(story, rana, text=f"Thought {number}") for number in range(4)]

    editing.edit(comments[3], rana, "A better thought", revision=1)
    assert comments[3].status == Comment.Status.APPROVED

    sam = f.UserFactory()
    first = f.approved(story, sam)
    editing.edit(first, sam, "A newcomer's second thought", revision=1)
    assert first.status == Comment.Status.HELD  # the comment itself does not make its author known


def test_the_same_text_is_no_repetition_of_itself(story):
    rana, text = f.UserFactory(), "A sentence that is long enough to be repeated somewhere."
    comment = f.held(story, rana, text=text)

    editing.edit(comment, rana, text.replace(".", "!"), revision=1)

    assert comment.status == Comment.Status.APPROVED


def test_the_same_words_change_nothing(client, story, rana):
    comment = f.held(story, rana, text=FIRST)

    response = save(client, comment, FIRST)

    comment.refresh_from_db()
    assert (comment.revision, comment.edited_at) == (1, None)
    assert "Nothing was changed." in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize("state", ["rejected", "removed", "spam"])
def test_what_a_moderator_decided_on_stays(client, story, rana, state):
    f.policy(Policy.HOLD_ALL)
    comment = getattr(f, state)(story, rana, text=FIRST)

    response = save(client, comment)

    assert response.status_code == 409
    assert "A moderator has decided on this comment" in response.content.decode()
    assert SECOND in response.content.decode()
    comment.refresh_from_db()
    assert comment.text == FIRST


def test_a_moderator_who_decided_meanwhile_is_told_of_and_wins(story):
    f.policy(Policy.HOLD_ALL)
    rana = f.UserFactory()
    comment = f.held(story, rana, text=FIRST)
    seen = Comment.objects.get(pk=comment.pk)
    moderation.reject(comment, None, reason="abuse")

    with pytest.raises(NotAccepted, match="“rejected” now"):
        editing.edit(seen, rana, SECOND, revision=1)


def test_a_moderator_who_comes_second_reads_the_new_words_first(story, client):
    f.policy(Policy.HOLD_ALL)
    rana = f.UserFactory(display_name="Rana")
    comment = f.held(story, rana, text=FIRST)
    editing.edit(comment, rana, SECOND, revision=1)

    with pytest.raises(moderation.TooLate, match="Rana has edited this comment"):
        moderation.approve(comment, None, revision=1)
    tally = moderation.decide_all([comment], "approve", None, revisions={comment.pk: 1})
    assert (tally.done, len(tally.skipped)) == (0, 1)
    tally = moderation.decide_all([comment], "approve", None, revisions={comment.pk: 2})
    assert tally.done == 1


def test_what_was_hidden_above_while_the_words_were_sent_is_not_counted(story, rana):
    top = f.held(story)
    seen = f.held(story, rana, text=FIRST, reply_to=top)
    moderation.hold(top, None)

    editing.edit(seen, rana, SECOND, revision=1)

    assert not seen.is_public
    assert moderation.recount(repair=False) == []


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "x", "²"])
def test_a_forged_revision_is_answered(client, story, rana, number):
    comment = f.held(story, rana, text=FIRST)

    assert save(client, comment, revision=number).status_code == 302


def test_an_author_who_deletes_too_late_is_not_told_who_decided(client, story, rana):
    mina = f.UserFactory(display_name="Mina")
    comment = f.held(story, rana, text=FIRST)
    moderation.hold(comment, mina)
    moderation.mark_spam(comment, mina)

    response = client.post(f"{comment.get_absolute_url()}delete/")

    assert response.status_code == 409
    assert "A moderator has decided on this comment" in response.content.decode()
    assert "Mina" not in response.content.decode()


def test_the_second_click_on_delete_and_an_edit_meanwhile_know_that_it_was_oneself(
    client, story, rana
):
    comment = f.held(story, rana, text=FIRST)
    address, seen = f"{comment.get_absolute_url()}delete/", Comment.objects.get(pk=comment.pk)

    first, second = client.post(address), client.post(address)

    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == first["Location"]
    assert comment.events.filter(kind=CommentEvent.Kind.DELETED).count() == 1
    assert client.get(address).status_code == 404
    with pytest.raises(NotAccepted, match="You have deleted this comment"):
        editing.edit(seen, rana, SECOND, revision=1)


def test_two_tabs_do_not_overwrite_each_other(client, story, rana):
    comment = f.held(story, rana, text=FIRST)
    save(client, comment)

    response = save(client, comment, "From the other tab.")

    assert response.status_code == 409
    page = response.content.decode()
    assert "edited this comment elsewhere" in page
    assert "From the other tab." in page
    comment.refresh_from_db()
    assert comment.text == SECOND


@pytest.mark.parametrize("text", ["", "x" * 10_001])
def test_an_unfit_text_is_told_beside_the_field(client, story, rana, text):
    comment = f.held(story, rana, text=FIRST)

    response = save(client, comment, text)

    assert response.status_code == 422
    assert f'id="error_1_id_text_{comment.pk}"' in response.content.decode()


def test_a_preview_of_an_edit_stores_nothing(client, story, rana):
    comment = f.held(story, rana, text=FIRST)

    page = client.post(at(comment), {"text": "*Now*", "revision": 1, "preview": "1"})

    assert "<em>Now</em>" in page.content.decode()
    comment.refresh_from_db()
    assert comment.text == FIRST


def test_nobody_edits_or_deletes_what_is_anothers(client, story, rana):
    sams = f.held(story, f.UserFactory(), text=FIRST)
    own = f.held(f.published(), rana)

    for act in ("edit", "delete"):
        address = f"{sams.get_absolute_url()}{act}/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": SECOND, "revision": 1}).status_code == 404
        assert Client().get(address)["Location"].startswith("/accounts/login/")
    kept = client.post(at(sams), {"text": SECOND, "revision": 1}).content.decode()
    assert SECOND in kept
    sams.refresh_from_db()
    assert (sams.text, sams.status) == (FIRST, Comment.Status.APPROVED)
    assert "/edit/" not in Client().get(story.get_absolute_url()).content.decode()
    assert client.get(at(own))["Cache-Control"].count("no-store") == 1


def test_words_of_an_edit_survive_a_session_that_ended(story):
    rana = f.UserFactory()
    comment = f.held(story, rana, text=FIRST)
    gone = Client()

    response = save(gone, comment)

    assert response["Location"] == f"/accounts/login/?next={at(comment)}"
    gone.force_login(rana)
    assert SECOND in gone.get(at(comment)).content.decode()
    assert save(gone, comment).status_code == 302
    assert FIRST not in gone.get(at(comment)).content.decode()
    comment.refresh_from_db()
    assert SECOND in gone.get(at(comment)).content.decode()


def test_a_token_that_is_too_old_shows_the_words_and_sends_them_again(story):
    strict = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    rana = f.UserFactory()
    strict.force_login(rana)
    comment = f.held(story, rana, text=FIRST)

    response = save(strict, comment, csrfmiddlewaretoken="x" * 64)

    page = response.content.decode()
    assert response.status_code == 403
    assert page.count(SECOND) == 2  # shown, and in the form that sends it again
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert save(strict, comment, csrfmiddlewaretoken=token).status_code == 302


def test_a_limit_keeps_the_words(client, story, rana, monkeypatch):
    from comments.views import own

    monkeypatch.setattr(own, "EDITS", 1)
    comment = f.held(story, rana, text=FIRST)
    save(client, comment, FIRST)

    response = save(client, comment)

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert SECOND in response.content.decode()


def test_a_closed_discussion_and_a_withdrawn_story_take_no_edit_and_keep_the_words(
    client, story, rana
):
    comment = f.held(story, rana, text=FIRST)
    f.policy(Policy.CLOSED)

    response = save(client, comment)

    assert response.status_code == 409
    assert "closed" in response.content.decode()
    assert SECOND in response.content.decode()
    publishing.withdraw(story, None, "")
    for answer, words in ((save(client, comment), SECOND), (client.get(at(comment)), FIRST)):
        assert answer.status_code == 410
        assert words in answer.content.decode()
        assert story.headline not in answer.content.decode()


# Deleting -----------------------------------------------------------------------------------------


def test_deleting_asks_first_and_is_for_good(client, story, rana):
    comment = f.held(story, rana, text=FIRST)
    address = f"{comment.get_absolute_url()}delete/"
    question = client.get(address).content.decode()
    assert "It cannot be brought back." in question
    assert FIRST in question
    assert Comment.objects.public().count() == 1

    response = client.post(address)

    assert response["Location"] == f"{story.get_absolute_url()}#comments"
    page = client.get(response["Location"]).content.decode()
    assert "Your comment is deleted." in page
    assert FIRST not in page
    assert client.get(address).status_code == 404
    assert moderation.recount(repair=False) == []


def test_a_line_stays_where_others_have_answered(client, story, rana):
    comment = f.held(story, rana, text=FIRST)
    f.held(story, text="Which one?", reply_to=comment)
    address = f"{comment.get_absolute_url()}delete/"
    assert "a line stays in its place" in client.get(address).content.decode()

    response = client.post(address)

    page = client.get(response["Location"].split("#")[0]).content.decode()
    assert "Deleted by its author." in page
    assert "Which one?" in page
    assert FIRST not in page


@pytest.mark.parametrize("when", ["waiting", "closed", "withdrawn", "rejected"])
def test_ones_words_can_be_taken_back_whatever_holds(client, story, rana, when):
    f.policy(Policy.HOLD_ALL)
    comment = f.rejected(story, rana) if when == "rejected" else f.held(story, rana, text=FIRST)
    if when == "closed":
        f.policy(Policy.CLOSED)
    if when == "withdrawn":
        publishing.withdraw(story, None, "")
    address = f"{comment.get_absolute_url()}delete/"

    page = client.get(address)
    assert page.status_code == 200
    assert (story.headline in page.content.decode()) == (when != "withdrawn")
    assert client.post(address).status_code == 302
    comment.refresh_from_db()
    assert comment.status == Comment.Status.DELETED


# The newsroom -------------------------------------------------------------------------------------


def test_moderators_see_the_versions_word_by_word(client, story, admin_client):
    rana = f.UserFactory()
    comment = f.held(story, rana, text=FIRST)
    address = f"/admin/comments/comment/{comment.pk}/change/"
    assert "Versions" not in admin_client.get(address).content.decode()
    editing.edit(comment, rana, SECOND, revision=1)

    page = admin_client.get(address).content.decode()
    assert "Version 2" in page
    assert "<del" in page
    assert "[removed: </span>fery<" in page.replace("[removed:</span>", "[removed: </span>")
    comment.versions.update(text="", body_html="")
    assert "These words were erased." in admin_client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_a_decision_at_the_same_moment_leave_one_winner():
    f.site()
    f.policy(Policy.HOLD_ALL)
    rana = f.UserFactory()
    comment = f.held(f.published(), rana, text=FIRST)
    start = threading.Barrier(2)
    outcome: dict[str, str] = {}

    def act(name, verb) -> None:
        try:
            start.wait(timeout=20)
            verb()
            outcome[name] = "won"
        except (NotAccepted, moderation.TooLate) as late:
            outcome[name] = late.message
        finally:
            connection.close()

    seen = [Comment.objects.select_related("story").get(pk=comment.pk) for _ in range(2)]
    acts = {
        "edit": lambda: editing.edit(seen[0], rana, SECOND, revision=1),
        "decide": lambda: moderation.approve(seen[1], None, revision=1),
    }
    threads = [threading.Thread(target=act, args=pair) for pair in acts.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(words == "won" for words in outcome.values()) == [False, True], outcome
    comment.refresh_from_db()
    assert (comment.revision == 2) == (outcome["edit"] == "won")
    assert moderation.recount(repair=False) == []
