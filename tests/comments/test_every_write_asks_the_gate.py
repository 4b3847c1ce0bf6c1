"""Feature M10: a banned or suspended reader can write nothing, through whichever form.

Every public view that takes a POST stands here with a decision: it asks the gate, which is proved,
or it is one of M10's exceptions, of which there are no others. The list is that of the addresses
(tests/architecture/test_every_write_is_known.py walks them all and compares).
"""

from __future__ import annotations

import datetime

import pytest
from allauth.account.signals import user_signed_up
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import ErrorReport, Following, SavedStory, Subscription
from comments import guests, kept_sanctions
from comments.models import (
    Comment,
    CommentEvent,
    Discussion,
    DiscussionFollow,
    KeptSanction,
    Mute,
    Policy,
    Reaction,
    Report,
)
from comments.submitting import Guest
from newsportal.accounts import closing
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
    "comments:follow": lambda w: (f"{w['place']}comments/follow/", {}),
    "comments:follow-branch": lambda w: (f"{w['theirs']}follow/", {}),
    "comments:mute": lambda w: (f"{w['theirs']}mute/", {}),
    "articles:save-story": lambda w: (f"/me/list/save/{w['story']}/", {"keep": "yes"}),
    "articles:follow": lambda w: (f"/me/list/follow/section/{w['section']}/", {"keep": "yes"}),
    "articles:report-error": lambda w: (f"{w['place']}report-error/", {"words": WORDS}),
    "articles:newsletters": lambda w: (
        "/newsletters/",
        {"email": "rana@example.org", "newsletters": [w["newsletter"]]},
    ),
    "articles:newsletters-own": lambda w: (
        "/me/newsletters/",
        {"newsletters": [w["newsletter"]]},
    ),
    # The name and the portrait stand over everything that was written before.
    "accounts:profile": lambda _w: (
        reverse("accounts:profile"),
        {"act": "name", "display_name": "Somebody Else"},
    ),
}

#: What a sanctioned person may go on doing (feature M10): nothing else may be a reason below.
EXCEPTIONS = {
    *("signing in", "reading the reasons", "appealing", "giving notice", "unsubscribing"),
    *("downloading one's data", "deleting one's own"),
}
#: Views that ask no gate: by which of M10's exceptions.
LEFT_OPEN = {
    "comments:delete": "deleting one's own",
    "comments:appeal": "appealing",
    "comments:appeal-sanction": "appealing",
    "comments:follow-habit": "unsubscribing",
    "comments:stop-following": "unsubscribing",
    "comments:unfollow": "unsubscribing",
    "comments:unmute": "deleting one's own",
    "articles:newsletters-mine": "unsubscribing",
    "articles:newsletters-stop": "unsubscribing",
    "comments:acknowledge": "reading the reasons",
    "comments:notice": "giving notice",
    "comments:legal-notice": "giving notice",
    "accounts:end-sessions": "signing in",
    "accounts:data-ask": "downloading one's data",
    "accounts:data-delete": "deleting one's own",
    "accounts:closing": "deleting one's own",
    "core:notice-choices": "unsubscribing",
    "core:notice-read": "reading the reasons",
    "core:stop-mails": "unsubscribing",
    "people:invitation": "signing in",
}
#: Of people without an account: asked by the address, as the last test here proves.
BY_ADDRESS = {"comments:confirm"}
#: Of an address that asked for mails, of a mail provider, and of a page that was read by somebody
#: whom nobody recognises: nobody's account acts there.
NOBODYS = {"articles:newsletters-confirm", "articles:newsletters-bounces", "articles:read"}


def test_every_write_has_a_decision():
    assert set(WRITES) == GATED.keys() | LEFT_OPEN.keys() | BY_ADDRESS | NOBODYS
    assert not GATED.keys() & LEFT_OPEN.keys()
    assert set(LEFT_OPEN.values()) <= EXCEPTIONS


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
        "story": story.pk,
        "section": story.section_id,
        "kind": f.ReactionKindFactory().pk,
        "newsletter": f.newsletter().pk,
    }


def everything():
    """All that a write could leave behind."""
    return [
        [*model.objects.order_by("pk").values()]
        for model in (
            *(Comment, CommentEvent, Discussion, Reaction, Report, DiscussionFollow, Mute),
            *(SavedStory, Following, ErrorReport, Subscription),
        )
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


def test_a_guest_is_asked_by_the_address_and_leaving_is_no_way_round(client: Client, world):
    f.policy(Policy.OPEN, guests_allowed=True)
    story, rana = Comment.objects.first().story, world["rana"]
    address = rana.email
    User.objects.filter(pk=rana.pk).update(email="elsewhere@example.org")
    guests.submit(story, Guest("Rana", address), WORDS)
    waiting = Comment.objects.get(text=WORDS)
    link = guests.confirm_path(waiting, guests.token_for(waiting))
    User.objects.filter(pk=rana.pk).update(email=address)
    until = timezone.now() + datetime.timedelta(days=9)
    f.sanction(rana, "suspension", ends_at=until, words="Said why.")

    assert client.post(link).status_code == 403
    rana.refresh_from_db()
    closing.erase(rana, keep_comments=False)

    refused = client.post(link)
    assert refused.status_code == 403
    assert "You cannot write here until" in refused.content.decode()
    [kept] = KeptSanction.objects.all()
    assert (kept.kind, kept.until) == ("suspension", until)
    assert address not in str(KeptSanction.objects.values())
    again = f.UserFactory(email=address)
    user_signed_up.send(sender=User, request=None, user=again)
    assert [(one.kind, one.ends_at) for one in again.sanctions.all()] == [("suspension", until)]
    assert again.reader_notes.get().kind == "came_back"
    assert not KeptSanction.objects.exists()
    f.sanction(again, "ban")
    kept_sanctions.keep(again)
    kept_sanctions.keep(again)
    assert KeptSanction.objects.count() == 2
    kept_sanctions.forget_expired(timezone.now() + kept_sanctions.LONGEST)
    assert not KeptSanction.objects.exists()
