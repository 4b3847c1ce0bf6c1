"""Feature M6: lead moderators keep word lists; what they find is held or refused, and told."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comments import guests, statements, submitting, telling
from comments.models import Comment, CommentEvent, DeskEvent, Policy, Signal, WordList
from comments.screening.trying import try_text
from comments.word_lists import lines_of
from newsportal import roles
from newsportal.core import versions
from newsportal.core.models import Notice
from tests import factories as f

pytestmark = pytest.mark.django_db
ADD = "admin:comments_wordlist_add"


@pytest.fixture
def story():
    f.site()
    f.policy(Policy.OPEN)
    return f.published()


@pytest.fixture
def rana():
    return f.UserFactory(display_name="Rana")


def in_use(name: str = "insults", entries: str = "turnip\nold goat", **fields) -> WordList:
    row = WordList.objects.create(name=name, entries=entries, **fields)
    versions.bump("word-lists")
    return row


def words_of(comment: Comment) -> Signal:
    return comment.signals.get(check_name="word_lists")


def test_a_find_holds_the_comment_and_says_which_entry_of_which_list_where(client, story, rana):
    in_use()
    in_use("names", "Low Quay", is_on=False)
    client.force_login(rana)
    text = "At Low Quay an OLD  goat and a t.u.r.n.i.p missed it."

    posted = client.post(f"{story.get_absolute_url()}comments/", {"text": text})

    assert posted.status_code == 302  # nobody is asked about words that the list is to stop
    comment = Comment.objects.get()
    assert comment.status == Comment.Status.HELD
    signal = words_of(comment)
    assert signal.code == "word"
    assert signal.pieces == ["OLD  goat", "t.u.r.n.i.p"]
    assert signal.words == "hold: “old goat” of the list “insults”; “turnip” of the list “insults”"
    assert [one["list"] for one in signal.inputs["found"]] == ["insults", "insults"]


def test_a_list_that_refuses_tells_the_author_at_once_why_and_how_to_object(client, story, rana):
    in_use(action="reject", reason="abuse")
    in_use("names", "ferry")
    client.force_login(rana)

    page = client.post(
        f"{story.get_absolute_url()}comments/", {"text": "You turnip of the ferry."}, follow=True
    ).content.decode()

    comment = Comment.objects.get()
    assert (comment.status, comment.reason) == (Comment.Status.REJECTED, "abuse")
    assert words_of(comment).verdict == "reject"
    event = comment.events.get()
    assert (event.kind, event.to_status, event.reason) == ("submitted", "rejected", "abuse")
    for told in ("An automatic check refused your comment", "automatic check; no person has"):
        assert told in page
    assert "personal attack or abuse" in page
    assert reverse("comments:appeal", args=[comment.pk]) in page
    assert statements.statement_of(comment).appeal_until is not None
    assert "turnip" not in page.split("<main")[1].replace(comment.text, "")  # no list is told

    telling.refused_at_once(comment=comment.pk)
    telling.refused_at_once(comment=comment.pk)
    assert Notice.objects.get(recipient=rana).kind == telling.REFUSED
    assert mail.outbox == []


def test_an_edit_is_looked_through_and_a_changed_list_counts_at_once(client, story, rana):
    comment = f.held(story, rana, text="A swede.")
    assert comment.status == Comment.Status.APPROVED
    client.force_login(rana)
    row = in_use(entries="turnip", action="reject", reason="off_topic")

    place = f"{comment.get_absolute_url()}edit/"
    client.post(place, {"text": "A turnip.", "revision": 1, "post": "1"})

    comment.refresh_from_db()
    assert (comment.status, comment.reason) == (Comment.Status.REJECTED, "off_topic")
    assert comment.events.last().kind == CommentEvent.Kind.EDITED

    row.entries = "beetroot"
    row.save()
    versions.bump("word-lists")
    assert f.held(story, rana, text="Another turnip.").status == Comment.Status.APPROVED
    assert f.held(story, rana, text="A beetroot.").status == Comment.Status.REJECTED


@pytest.fixture
def lead(client):
    f.site()
    person = f.UserFactory(display_name="Lena")
    roles.give(person, roles.LEAD_MODERATOR)
    client.force_login(person)
    return person


def form_of(**fields) -> dict[str, object]:
    return {
        "name": "insults",
        "is_on": "on",
        "action": "hold",
        "reason": "abuse",
        "matching": "words",
        "entries": "turnip\n# a remark\n\nturnip",
        **fields,
    }


def test_entries_are_typed_or_added_from_a_file_and_changes_are_in_the_log(client, lead):
    table = SimpleUploadedFile("list.csv", "﻿swede;de\rturnip;en\r\nRübe;de\n".encode())
    assert client.post(reverse(ADD), form_of(file=table)).status_code == 302

    row = WordList.objects.get()
    assert lines_of(row.entries) == ("turnip", "swede", "Rübe")
    logged = DeskEvent.objects.get(kind="word_list_changed")
    assert (logged.actor, logged.numbers) == (lead, {"entries": 3, "on": True})
    log = client.get(reverse("moderation-log")).content.decode()
    assert "3 entries, in use" in log
    assert f"word list {row.pk}" in log
    listed = client.get(reverse("admin:comments_wordlist_changelist")).content.decode()
    assert '<td class="field-count">3</td>' in listed

    change = reverse("admin:comments_wordlist_change", args=[row.pk])
    for content, words in (
        (b"\xff\xfe", "no text in UTF-8"),
        (b"x" * 1_700_000, "larger than"),
        (b"a," + b"x" * 200_000, "no table that can be read"),
    ):
        refused = client.post(change, form_of(file=SimpleUploadedFile("l.txt", content)))
        assert words in refused.content.decode()
        assert "# a remark" in refused.content.decode()  # what was typed stays
    long = SimpleUploadedFile("l.txt", "\n".join(f"w{n:07}" for n in range(60_000)).encode())
    assert "longer than a list" in client.post(change, form_of(file=long)).content.decode()

    delete = reverse("admin:comments_wordlist_delete", args=[row.pk])
    client.post(delete, {"post": "yes"})
    assert DeskEvent.objects.filter(kind="word_list_dropped").exists()


def test_a_text_is_tried_against_every_check_and_nothing_is_written(client, lead):
    f.policy(Policy.HOLD_NEWCOMERS)
    f.published(headline="Ferries late")
    in_use()
    place = reverse("moderation-try")
    assert "Ferries late" in client.get(place).content.decode()

    page = client.post(place, {"text": "A <b>TURNIP</b>.", "writer": "trusted"}).content.decode()

    assert "It would wait for a moderator." in page
    assert "A &lt;b&gt;<mark>TURNIP</mark>&lt;/b&gt;." in page
    assert "“turnip” of the list “insults”" in page
    assert "without it: published" in page
    assert "services outside are not asked" in page
    calm = client.post(place, {"text": "Fine.", "writer": "trusted"}).content.decode()
    assert "It would be published at once." in calm
    new = client.post(place, {"text": "Fine.", "writer": "new"}).content.decode()
    assert "newcomer, 0 of 3 comments approved" in new
    empty = client.post(place, {"text": " "})
    assert empty.status_code == 422
    assert "Type or paste a text first." in empty.content.decode()
    assert not Comment.objects.exists()
    assert not Signal.objects.exists()
    assert {one.verdict for one in try_text("Fine.", None, is_trusted=True)} == {"pass"}


def test_a_guests_words_are_looked_through_again_when_they_are_confirmed(story):
    f.policy(Policy.OPEN, guests_allowed=True)
    guest = submitting.Guest("Gast", "gast@example.org")
    guests.submit(story, guest, "A turnip.")
    comment = Comment.objects.get()
    assert words_of(comment).verdict == "pass"
    in_use(action="reject")

    guests.confirm(comment)

    comment.refresh_from_db()
    assert comment.status == Comment.Status.HELD  # who has no inbox is answered by a person
    assert words_of(comment).verdict == "reject"
    assert comment.signals.get(check_name="guest").verdict == "hold"
