"""Feature C18: who would be held by a check is told once what it noticed, and decides."""

from __future__ import annotations

import re
import uuid

import pytest

from comments import nudging, submitting
from comments.models import Comment, Policy
from comments.screening.shouting import shouted
from tests import factories as f

pytestmark = pytest.mark.django_db
SHOUT = "LOOK HERE AT WHAT THEY DID TO OUR FERRY, said Jo"
CALM = "Look here at what they did to our ferry."


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


def post(client, story, text=SHOUT, **fields):
    data = {"text": text, "post": "1", **fields}
    return client.post(f"{story.get_absolute_url()}comments/", data)


def word_on(page: str) -> str:
    return re.search(r'name="nudged" value="([^"]+)"', page)[1]


def test_the_author_reads_what_looks_wrong_with_the_pieces_marked_and_nothing_is_stored(
    client, story, rana
):
    response = post(client, story)
    page = response.content.decode()

    assert response.status_code == 422
    assert "Most of it is in capitals" in page
    assert "<mark>LOOK HERE AT WHAT THEY DID TO OUR FERRY</mark>, said Jo" in page
    assert "Post anyway – a moderator reads it first" in page
    assert SHOUT in page.split("<textarea")[1]
    assert not Comment.objects.exists()


def test_of_two_clicks_at_once_the_later_is_not_asked_about_the_words_of_the_first(
    story, rana, monkeypatch
):
    text, key, examine = f"{CALM} It left at six.", uuid.uuid4(), submitting.examine

    def first_click_meanwhile(*args, **options):
        monkeypatch.setattr(submitting, "examine", examine)
        submitting.submit(story, rana, text, form_key=key, nudge=True)
        return examine(*args, **options)

    monkeypatch.setattr(submitting, "examine", first_click_meanwhile)

    later = submitting.submit(story, rana, text, form_key=key, nudge=True)

    assert (later.is_new, later.comment) == (False, Comment.objects.get())


def test_changed_words_are_posted_at_once(client, story, rana):
    word = word_on(post(client, story).content.decode())

    assert post(client, story, CALM, nudged=word, post="changed").status_code == 302

    assert Comment.objects.get().status == Comment.Status.APPROVED


def test_posting_anyway_holds_it_and_asks_no_second_time(client, story, rana):
    word = word_on(post(client, story).content.decode())
    through = client.post(
        f"{story.get_absolute_url()}comments/", {"text": SHOUT, "preview": "1", "nudged": word}
    )
    word = word_on(through.content.decode())  # a preview forgets nothing

    assert post(client, story, nudged=word, post="anyway").status_code == 302

    comment = Comment.objects.get()
    assert comment.status == Comment.Status.HELD
    assert comment.signals.get(check_name="shouting").spans == [[0, 39]]


def test_the_same_words_are_not_taken_for_changed_ones(client, story, rana):
    word = word_on(post(client, story).content.decode())

    response = post(client, story, nudged=word, post="changed")

    assert response.status_code == 422
    assert "These are the same words." in response.content.decode()
    assert not Comment.objects.exists()


def test_a_word_for_other_words_or_a_forged_one_counts_for_nothing(client, story, rana):
    word = word_on(post(client, story).content.decode())

    for text, forged in ((SHOUT + " AGAIN", word), (SHOUT, "x"), (SHOUT, "é\0")):
        assert post(client, story, text, nudged=forged, post="anyway").status_code == 422
    assert not Comment.objects.exists()


def test_the_site_may_ask_nobody(client, story, rana):
    f.policy(Policy.OPEN, nudge=False)

    assert post(client, story).status_code == 302
    assert Comment.objects.get().status == Comment.Status.HELD


@pytest.mark.parametrize("text", [CALM, "SHORT"])
def test_the_policys_hold_asks_nobody(client, story, rana, text):
    f.policy(Policy.HOLD_ALL)

    assert post(client, story, text).status_code == 302


def test_what_is_taken_for_spam_or_broken_is_not_discussed(client, story, rana, settings):
    settings.COMMENT_CHECKS = (f"{__name__}.spam", "comments.screening.shouting.shouting")
    assert post(client, story).status_code == 302
    settings.COMMENT_CHECKS = (f"{__name__}.secret",)
    assert post(client, story, CALM).status_code == 302

    assert {comment.status for comment in Comment.objects.all()} == {"spam", "held"}


def spam(submission):
    from comments.screening import Strictness, Verdict

    return Verdict(Strictness.SPAM, "robot")


def secret(submission):
    from comments.screening import Strictness, Verdict

    return Verdict(Strictness.HOLD, "word_list", spans=((0, 4),))


def test_an_edit_is_told_too(client, story, rana):
    comment = f.held(story, rana, text=CALM)
    address = f"{comment.get_absolute_url()}edit/"

    page = client.post(address, {"text": SHOUT, "revision": 1, "post": "1"})
    assert page.status_code == 422
    assert "Most of it is in capitals" in page.content.decode()
    word = word_on(page.content.decode())
    client.post(address, {"text": SHOUT, "revision": 1, "post": "anyway", "nudged": word})

    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Comment.Status.HELD, SHOUT)


@pytest.mark.parametrize(
    ("spans", "marked"),
    [
        ([], []),
        ([(0, 3)], ["abc"]),
        ([(2, 5), (0, 3)], ["abc", "de"]),
        ([(1, 2), (1, 2), (4, 99)], ["b", "ef"]),
    ],
)
def test_pieces_are_the_whole_text_in_order(spans, marked):
    pieces = list(nudging.pieces("abcdef", spans))

    assert "".join(piece.text for piece in pieces) == "abcdef"
    assert [piece.text for piece in pieces if piece.is_marked] == marked


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("WHY, O WHY? asks NATO", ["WHY", "WHY", "NATO"]),
        ("DON’T TOUCH-IT now", ["DON’T TOUCH-IT"]),
        ("ВСЁ ПРОПАЛО 왜 لماذا", ["ВСЁ ПРОПАЛО"]),
        ("nothing", []),
    ],
)
def test_stretches_of_capitals_are_found_in_any_script_with_case(text, found):
    assert [text[start:end] for start, end in shouted(text)] == found
