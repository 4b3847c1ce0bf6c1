"""Issue 2, “Bad input”: a comment that cannot be taken is answered clearly and loses nothing."""

from __future__ import annotations

import html
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client

from articles import publishing
from articles.models import Story
from comments import drafts
from comments.markup import COMMENT_MAX_LENGTH
from comments.models import Comment, Policy
from comments.views import writing
from newsportal.core.models import User
from tests import factories as f

pytestmark = pytest.mark.django_db
WORDS = "I was on that ferry & it <i>leaked</i>."
SHOWN = html.escape(WORDS)
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def story() -> Story:
    f.site()
    return f.published()


@pytest.fixture
def rana(client: Client) -> User:
    person = f.UserFactory(display_name="Rana")
    client.force_login(person)
    return person


def place(story: Story) -> str:
    return f"{story.get_absolute_url()}comments/"


def post(client: Client, where: Story | str, text: object = WORDS, **fields: object):
    address = where if isinstance(where, str) else place(where)
    return client.post(address, {"text": text, "post": "1", **fields})


# The text ----------------------------------------------------------------

REFUSED = {
    "nothing": ("", "Write something first."),
    "space": (" \r\n\t ", "Write something first."),
    "invisible": ("\u200b\u2060", "nothing to read"),
    "controls only": ("\x00\x01\x1b\x7f", "nothing to read"),
    "one too long": ("x" * (COMMENT_MAX_LENGTH + 1), "at most 10000 characters; yours has 10001"),
    "far too long": ("word " * 60_000, "at most 10000 characters"),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_a_text_that_cannot_be_kept_is_told_beside_the_field(client, story, rana, text, words):
    response = post(client, story, text)
    page = response.content.decode()

    assert response.status_code == 422
    assert words in html.unescape(page)
    assert 'id="error_1_id_text"' in page
    assert not Comment.objects.exists()
    if text.strip() and len(text) > 20:
        assert text.strip()[:10_001] in page


def test_the_longest_comment_is_kept_whole_however_lines_are_broken(client, story, rana):
    lines = ("x" * 98 + "\r\n") * 100  # 10,000 characters on the wire, 9,900 as they are kept
    response = post(client, story, lines + "y" * 100)

    assert response.status_code == 302
    assert len(Comment.objects.get().text) == COMMENT_MAX_LENGTH


def test_controls_are_dropped_and_the_words_stay(client, story, rana):
    post(client, story, "Fer\x00ry \x1b[31mred\x7f and \u202egnorw\u202c.\r\nNext\x0bline")

    text = Comment.objects.get().text
    assert text == "Ferry [31mred and gnorw.\nNext\nline"


@pytest.mark.parametrize("mark", [">", "> ", ">>", "*", "- ", "_", "`", "[", "(", "\n> "])
def test_ten_thousand_of_a_mark_are_a_comment_like_others(client, story, rana, mark):
    f.policy(Policy.OPEN)
    text = (mark * COMMENT_MAX_LENGTH)[: COMMENT_MAX_LENGTH - 1] + "x"

    assert post(client, story, text).status_code == 302

    page = client.get(story.get_absolute_url())
    assert page.status_code == 200
    assert page.content.count(b"<blockquote") < 50


def test_broken_utf8_is_refused_and_shown_with_its_holes(client, story, rana):
    body = b"post=1&text=" + b"caf%E9 was %FF%FE closed"

    response = client.post(place(story), body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 422
    assert "Some characters arrived damaged" in response.content.decode()
    assert "caf� was �� closed" in response.content.decode()
    assert not Comment.objects.exists()


BODIES = {
    "json": ("application/json", b'{"text": "x"}'),
    "no type": ("", b"text=x"),
    "plain": ("text/plain", b"text=x&post=1"),
    "multipart without a boundary": ("multipart/form-data", b"text=x"),
    "multipart cut short": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form"),
    "empty": ("application/x-www-form-urlencoded", b""),
    "many fields": ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 3000)),
}


@pytest.mark.parametrize(("kind", "body"), BODIES.values(), ids=BODIES)
def test_a_body_that_is_no_form_is_refused_without_an_error_of_ours(
    story, rana, client, kind, body
):
    quiet = Client(raise_request_exception=False)
    quiet.cookies = client.cookies

    response = quiet.post(place(story), body, content_type=kind)

    assert response.status_code in (400, 422)
    assert not Comment.objects.exists()


# The place ----------------------------------------------------------------


def parent_of(story: Story, name: str) -> str:
    made = {
        "of another story": lambda: f.approved(f.published()).pk,
        "held": lambda: f.held(story).pk,
        "rejected": lambda: f.rejected(story).pk,
        "spam": lambda: f.spam(story).pk,
        "removed": lambda: f.removed(story).pk,
        "deleted": lambda: f.deleted(story).pk,
        "nobody's": lambda: 4711,
        "huge": lambda: "9" * 18,
    }
    return f"{place(story)}{made[name]()}/reply/"


PARENTS = ("of another story", "held", "rejected", "spam", "removed", "deleted", "nobody's", "huge")


@pytest.mark.parametrize("name", PARENTS)
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_parent_that_cannot_be_answered_gives_the_words_back(client, story, name, signed_in):
    if signed_in:
        client.force_login(f.UserFactory())
    address = parent_of(story, name)
    before = Comment.objects.count()

    response = client.post(address, {"text": WORDS, "post": "1"}, headers=OURS)
    page = response.content.decode()

    assert response.status_code == 404
    assert "The comment that you answer is not public any more." in page
    assert SHOWN in page
    assert f'action="{place(story)}"' in page  # as a comment of its own it can be posted
    assert Comment.objects.count() == before


@pytest.mark.parametrize("number", ["9" * 19, "9" * 400, "x", "-1", "1.5", "٣", "%00", "1%2F2"])
def test_a_parent_that_is_no_number_is_no_address(client, story, rana, number):
    quiet = Client(raise_request_exception=False)
    quiet.cookies = client.cookies

    response = post(quiet, f"{place(story)}{number}/reply/")

    assert response.status_code in (404, 405)
    assert not Comment.objects.exists()


def test_a_parent_in_a_forged_field_is_nobodys(client, story, rana):
    other = f.approved(f.published())

    post(client, story, reply_to=other.pk, parent=other.pk, root=other.pk, story=other.story_id)

    made = Comment.objects.latest("pk")
    assert (made.parent, made.reply_to, made.story) == (None, None, story)


def test_a_removed_comment_that_still_stands_as_a_placeholder_cannot_be_answered(
    client, story, rana
):
    from comments import moderation

    root = f.approved(story)
    f.approved(story, reply_to=root)
    moderation.remove(root, None)

    response = post(client, f"{place(story)}{root.pk}/reply/")

    assert response.status_code == 409
    assert "not public any more" in response.content.decode()
    assert SHOWN in response.content.decode()


@pytest.mark.parametrize("reader", ["rana", "guest"])
def test_a_discussion_that_closed_meanwhile_keeps_the_words(client, story, reader):
    f.policy(Policy.CLOSED)
    if reader == "rana":
        client.force_login(f.UserFactory())
    elif reader == "guest":
        client = Client(headers=OURS)

    response = post(client, story)
    if reader == "guest":  # who hears it after signing in
        assert response.status_code == 302
        client.force_login(f.UserFactory())
        response = post(client, story)

    assert response.status_code == 409
    assert "closed" in response.content.decode()
    assert SHOWN in response.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("reader", ["rana", "guest"])
def test_a_story_that_was_withdrawn_meanwhile_gives_the_words_back(client, story, reader):
    if reader == "rana":
        client.force_login(f.UserFactory())
    root = f.approved(story)
    publishing.withdraw(story, None, "")

    for address in (place(story), f"{place(story)}{root.pk}/reply/"):
        response = client.post(address, {"text": WORDS, "post": "1"}, headers=OURS)

        assert response.status_code == 410
        assert "not posted" in response.content.decode()
        assert SHOWN in response.content.decode()
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("make", [f.draft, f.in_review, f.scheduled])
def test_a_story_that_is_not_public_yet_takes_no_comment(client, rana, make):
    f.site()
    story = make()

    response = client.post(f"/{story.pk}/2026/11/24/x/comments/", {"text": WORDS, "post": "1"})

    assert response.status_code == 410
    assert not Comment.objects.exists()


# Forged fields ---------------------------------------------------------------

FORGED = {
    "status": "approved",
    "is_public": "1",
    "author": "1",
    "author_id": "1",
    "guest_name": "Mina Holt",
    "body_html": "<script>alert(1)</script>",
    "created_at": "2001-01-01",
    "path": "0001",
    "sequence": "1",
    "import_id": "7",
    "decided_by": "1",
}


def test_forged_fields_change_nothing(client, story, rana):
    mina = f.UserFactory(is_staff=True)

    post(client, story, **{**FORGED, "author": mina.pk, "author_id": mina.pk})

    made = Comment.objects.get()
    assert made.author == rana
    assert made.status == Comment.Status.HELD
    assert made.created_at.year != 2001
    assert "<script" not in made.body_html
    assert made.import_id == ""
    assert made.decided_by is None


@pytest.mark.parametrize("key", ["x", "", "0", "7d3f6a50", "{}", "\0", "7" * 5000, "../../x"])
def test_a_key_that_is_none_only_loses_its_use(client, story, rana, key):
    assert post(client, story, form_key=key).status_code == 302
    assert Comment.objects.get().form_key is None


def test_the_key_of_another_person_is_worth_nothing(client, story, rana):
    key = uuid.uuid4()
    sams = f.held(story, f.UserFactory(), form_key=key)

    response = post(client, story, form_key=key)

    made = Comment.objects.exclude(pk=sams.pk).get()
    assert made.author == rana
    assert response["Location"].endswith(f"#c-{made.pk}")


def test_a_key_that_is_used_again_for_other_words_makes_another_comment(client, story, rana):
    """The browser's “back” shows the old form, and its owner has something else to say."""
    key = uuid.uuid4()
    post(client, story, "First thought.", form_key=key)

    post(client, story, "Second thought.", form_key=key)

    assert {comment.text for comment in Comment.objects.all()} == {
        "First thought.",
        "Second thought.",
    }


@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_the_same_moment_gives_one_comment():
    f.site()
    story, person, key = f.published(), f.UserFactory(), uuid.uuid4()
    start = threading.Barrier(6)
    answers: list[tuple[int, str]] = []

    def send() -> None:
        client = Client(raise_request_exception=False)
        client.force_login(person)
        try:
            start.wait(timeout=20)
            response = post(client, story, form_key=key)
            answers.append((response.status_code, response.get("Location", "")))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    made = Comment.objects.get()
    assert answers == [(302, f"{story.get_absolute_url()}#c-{made.pk}")] * 6
    assert made.events.count() == 1


# Tokens and origins --------------------------------------------------------------


def test_a_personal_form_without_its_token_asks_and_keeps_the_words(story):
    client = Client(enforce_csrf_checks=True)
    client.force_login(f.UserFactory())

    for headers in ({}, OURS):
        response = client.post(place(story), {"text": WORDS, "post": "1"}, headers=headers)
        page = response.content.decode()

        assert response.status_code == 200
        assert "Did you send this?" in page
        assert f'name="text" value="{SHOWN}"' in page
        assert "no-store" in response["Cache-Control"]
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": "http://testserver.evil.example"},
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_form_of_another_site_is_refused(story, headers, signed_in):
    client = Client(enforce_csrf_checks=True)
    if signed_in:
        client.force_login(f.UserFactory())

    response = client.post(place(story), {"text": WORDS, "post": "1"}, headers=headers)

    assert response.status_code == 403
    assert "from another site" in response.content.decode()
    assert "sessionid" not in response.cookies
    assert not Comment.objects.exists()


def test_a_form_without_a_token_on_a_personal_page_is_shown_again_to_its_own_site(client):
    f.site()
    strict = Client(enforce_csrf_checks=True)
    fields = {"login": "rana@example.org", "password": "hush hush", "note": WORDS}

    response = strict.post("/accounts/login/", fields, headers=OURS)
    page = response.content.decode()

    assert response.status_code == 403
    assert "Send again" in page
    assert f'name="note" value="{SHOWN}"' in page
    assert 'name="login" value="rana@example.org"' in page
    assert "hush hush" not in page
    assert "Passwords and files have to be entered again." in page


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}])
def test_a_form_from_elsewhere_cannot_be_sent_on_by_one_click(headers):
    f.site()
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/accounts/email/", {"email": "thief@example.org"}, headers=headers)
    page = response.content.decode()

    assert response.status_code == 403
    assert "was not accepted" in page
    assert "thief@example.org" in page  # a person who typed it can copy it
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "<form" not in main
    assert "<input" not in main


# Haste --------------------------------------------------------------------


def test_posting_too_fast_keeps_the_words_and_says_when(client, story, rana, monkeypatch):
    monkeypatch.setattr(writing, "POSTS", 1)
    post(client, story, "First.")

    response = post(client, story)

    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= writing.POSTS_SECONDS
    assert SHOWN in response.content.decode()
    assert "try again in" in response.content.decode()
    assert Comment.objects.count() == 1
    sam = Client(REMOTE_ADDR="127.0.0.1")
    sam.force_login(f.UserFactory())
    assert post(sam, story).status_code == 302  # the limit is Rana's, not her household's


def test_guests_of_one_network_cannot_fill_the_table_of_sessions(story, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 1)
    post(Client(headers=OURS), story)

    response = post(Client(headers=OURS | {"x-forwarded-for": "198.51.100.7"}), story)

    assert response.status_code == 429
    assert SHOWN in response.content.decode()
    assert "sessionid" not in response.cookies
    assert post(Client(headers=OURS, REMOTE_ADDR="203.0.113.9"), story).status_code == 302
