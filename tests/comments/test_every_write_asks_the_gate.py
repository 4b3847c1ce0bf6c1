"""Feature M10: a banned or suspended reader can write nothing, through whichever form.

Every public view that takes a POST (tests/architecture/test_every_write_is_known.py lists them)
stands here with a decision: it asks the gate, which is proved, or M10 leaves it open, and why.
"""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment, CommentEvent, Discussion, Policy, Reaction, Report
from newsportal.core.models import User
from tests import factories as f
from tests.architecture.test_every_write_is_known import WRITES

pytestmark = pytest.mark.django_db

WORDS = "Typed by somebody who may not write."

#: Views that ask the gate: what to send, given a story, somebody's comment in it and one's own.
GATED = {
    "comments:write": lambda w: (f"{w['place']}comments/", {"text": WORDS, "post": "1"}),
    "comments:reply": lambda w: (f"{w['theirs']}reply/", {"text": WORDS, "post": "1"}),
    "comments:edit": lambda w: (f"{w['own']}edit/", {"text": WORDS, "revision": 1}),
    "comments:send-again": lambda w: (
        f"/me/comments/{w['refused']}/again/",
        {"text": WORDS},
    ),
    "comments:react-to-story": lambda w: (f"{w['place']}react/", {"kind": w["kind"]}),
    "comments:react-to-comment": lambda w: (f"{w['theirs']}react/", {"kind": w["kind"]}),
    "comments:report": lambda w: (f"{w['theirs']}report/", {"reason": "other", "words": WORDS}),
    # The name and the portrait stand over everything that was written before.
    "accounts:profile": lambda _w: (
        reverse("accounts:profile"),
        {"act": "name", "display_name": "Somebody Else"},
    ),
}
#: Views that a sanctioned person may go on using, with M10's reason, or what they write is theirs.
LEFT_OPEN = {
    "comments:delete": "deleting one's own",
    "comments:confirm": "a guest's: test_guests.py proves that it asks by the address",
    "comments:appeal": "appealing",
    "comments:appeal-sanction": "appealing",
    "comments:follow": "a choice of what to hear of",
    "comments:follow-branch": "a choice of what to hear of",
    "comments:follow-habit": "a choice of what to hear of",
    "comments:mute": "a choice of whom to read",
    "comments:stop-following": "unsubscribing",
    "comments:unfollow": "unsubscribing",
    "comments:unmute": "a choice of whom to read",
    "comments:acknowledge": "reading the reasons",
    "comments:notice": "giving notice",
    "comments:legal-notice": "giving notice: asking for another look",
    "articles:report-error": "a word to the newsroom, not to readers",
    "articles:follow": "a list that nobody else sees",
    "articles:save-story": "a list that nobody else sees",
    "accounts:end-sessions": "signing out elsewhere",
    "accounts:data-ask": "downloading one's data",
    "accounts:data-delete": "deleting a copy of one's data",
    "accounts:closing": "deleting one's account",
    "core:notice-choices": "unsubscribing",
    "core:notice-read": "reading the reasons: one's own inbox",
    "core:stop-mails": "unsubscribing",
    "people:invitation": "signing in: a colleague's invitation",
}


def test_every_write_has_a_decision():
    assert set(WRITES) == GATED.keys() | LEFT_OPEN.keys()
    assert not GATED.keys() & LEFT_OPEN.keys()


@pytest.fixture
def world():
    f.site()
    f.policy(Policy.OPEN)
    story, rana = f.published(), f.UserFactory(display_name="Rana")
    theirs, own = f.approved(story), f.approved(story, rana)
    refused = f.removed(story, rana)
    return {
        "rana": rana,
        "place": story.get_absolute_url(),
        "theirs": theirs.get_absolute_url(),
        "own": own.get_absolute_url(),
        "refused": refused.pk,
        "kind": f.ReactionKindFactory().pk,
    }


def everything():
    """All that a write could leave behind."""
    return [
        [*model.objects.order_by("pk").values()]
        for model in (Comment, CommentEvent, Discussion, Reaction, Report)
    ] + [[*User.objects.order_by("pk").values("display_name", "portrait")]]


@pytest.mark.parametrize("kind", ["ban", "suspension"])
def test_a_sanctioned_reader_is_refused_everywhere_and_keeps_the_words(client: Client, world, kind):
    client.force_login(world["rana"])
    fields = {"words": "Said why."}
    if kind == "suspension":
        fields["ends_at"] = timezone.now() + datetime.timedelta(days=1)
    f.sanction(world["rana"], kind, **fields)
    before = everything()

    for name, ask in GATED.items():
        address, data = ask(world)
        response = client.post(address, data)

        page = response.content.decode()
        assert response.status_code == 403, name
        assert "Said why." in page, name
        assert WORDS not in data.values() or WORDS in page, name
        assert everything() == before, name


def test_without_a_sanction_each_of_them_writes(client: Client, world):
    """So that the refusals above prove something."""
    client.force_login(world["rana"])

    for name, ask in GATED.items():
        before = everything()
        address, data = ask(world)
        assert client.post(address, data).status_code in (200, 302), name
        assert everything() != before, name


def test_a_banned_reader_still_reads_the_reasons_signs_in_and_out(client: Client, world):
    f.sanction(world["rana"], "ban", words="Said why.")

    signed_in = client.post(
        reverse("account_login"), {"login": world["rana"].email, "password": f.PASSWORD}
    )
    assert signed_in.status_code == 302
    client.force_login(world["rana"])
    assert "Said why." in client.get(reverse("comments:own-sanctions")).content.decode()
    assert client.get(world["place"]).status_code == 200
