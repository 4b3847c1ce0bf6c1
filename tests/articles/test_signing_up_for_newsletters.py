"""Feature R11: signing up, confirming, choosing and leaving; nobody learns whom we know."""

from __future__ import annotations

import datetime
import json
import re
import time
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from articles import personal_data
from articles.models import Subscriber, Subscription, Suppression
from articles.newsletters import bounces, subscribing, suppressing, tokens
from articles.views import newsletters as views
from newsportal.core.models import User
from tests import factories as f
from tests.accounts.people import post as work

pytestmark = pytest.mark.django_db

PAGE = "/newsletters/"
OURS = {"sec-fetch-site": "same-origin"}
EMAIL = "rana@example.org"
State = Subscription.State


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian <&>")


@pytest.fixture
def morning():
    return f.newsletter("The morning")


def ask(client: Client, *letters, email: str = EMAIL, **more):
    data = {"email": email, "newsletters": [one.pk for one in letters], **more}
    return client.post(PAGE, data, headers=OURS)


def link_in(mail) -> str:
    return re.search(r"https?://[^/\s]+(/newsletters/\S+)", mail.body)[1]


def states(email: str = EMAIL) -> dict[str, str]:
    return {one.newsletter.name: one.state for one in subscribing.about(email)}


def get_account(email: str = EMAIL, *, proven: bool = True) -> tuple[User, Client]:
    rana = f.UserFactory(display_name="Rana", email=email)
    EmailAddress.objects.create(user=rana, email=email, verified=proven, primary=True)
    client = Client()
    client.force_login(rana)
    return rana, client


def test_nothing_comes_before_the_button_behind_the_mails_link(client, morning):
    breaking = f.newsletter("Breaking", kind="breaking")
    f.newsletter("Kept back", is_on=False)
    page = client.get(PAGE).content.decode()
    assert "The morning" in page
    assert "Kept back" not in page

    answer = ask(client, morning, breaking, email="Rana@Example.org ")

    assert answer.status_code == 200
    assert not answer.cookies
    assert "Look into your mail" in answer.content.decode()
    (mail,) = work()
    assert mail.to == [EMAIL]
    assert mail.subject == "Confirm your newsletters – The Meridian <&>"
    assert "- The morning" in mail.body
    assert set(states().values()) == {State.UNCONFIRMED}

    link = link_in(mail)
    asked = client.get(link)
    assert asked["Cache-Control"] == "private, no-store"
    assert asked["Referrer-Policy"] == "same-origin"
    assert EMAIL in asked.content.decode()
    assert set(states().values()) == {State.UNCONFIRMED}, "a GET changes nothing"

    done = client.post(link)
    assert "Welcome" in done.content.decode()
    assert states() == {"The morning": State.ACTIVE, "Breaking": State.ACTIVE}
    assert "Welcome" in client.post(link).content.decode(), "twice is once"


def test_the_answer_is_the_same_whether_an_address_is_known(client, morning):
    other = f.newsletter("The evening")
    known = f.subscriber(morning, "known@example.org")
    suppressing.suspend("dead@example.org", Suppression.Reason.HARD, "550 5.1.1")
    f.UserFactory(email="account@example.org")
    answers = set()
    everybody = [f"{name}@example.org" for name in ("new", "known", "dead", "account")]
    for email in everybody:
        answer = ask(client, morning, email=email)
        answers.add((answer.status_code, answer.content.decode().replace(email, "…")))

    assert len(answers) == 1
    mails = {mail.to[0]: mail for mail in work()}
    assert mails.keys() == set(everybody)
    # Who gets it already is sent the link to choose, and nothing is changed by asking.
    assert mails["known@example.org"].subject.startswith("Your newsletters")
    assert states("known@example.org") == {"The morning": State.ACTIVE}
    # Another one asks, and the first stays.
    ask(client, morning, other, email="known@example.org")
    (mail,) = work()
    assert "The evening" in mail.body
    assert "The morning" not in mail.body
    assert subscribing.chosen(known) == {morning.pk}


def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(client, morning):
    other = f.newsletter("The evening")
    wrong = ask(client, other, email="rana@")
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert 'value="rana@"' in page
    assert f'value="{other.pk}" checked' in page
    assert f'value="{morning.pk}" checked' not in page
    assert ask(client, email=EMAIL).status_code == 422
    assert "Choose at least one newsletter." in ask(client).content.decode()
    assert ask(client, f.newsletter("Off", is_on=False)).status_code == 422
    # A robot is thanked; a page elsewhere is refused; without headers a page asks once more.
    assert ask(client, morning, website="x").status_code == 200
    data = {"email": EMAIL, "newsletters": [morning.pk]}
    assert client.post(PAGE, data, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    unsure = Client(enforce_csrf_checks=True).post(PAGE, data)
    assert "Did you send this?" in unsure.content.decode()
    assert not Subscriber.objects.exists()
    assert work() == []


def test_one_address_and_one_network_are_mailed_so_often_and_no_more(client, morning):
    for _ in range(4):
        assert ask(client, morning).status_code == 200
    limited = ask(client, morning)
    assert limited.status_code == 429
    assert int(limited["Retry-After"]) > 0
    assert f'value="{EMAIL}"' in limited.content.decode()
    for number in range(15):
        ask(client, morning, email=f"victim{number}@example.org")
    assert ask(client, morning, email="another@example.org").status_code == 429
    assert len(work()) == 19


def test_a_mailbox_is_one_however_its_host_is_spelled(client, morning):
    subscribing.ask("Mina@m\xfcnchen.example", [morning])
    suppressing.suspend("mina@xn--mnchen-3ya.example", Suppression.Reason.HARD)
    assert states("MINA@M\xdcNCHEN.example") == {"The morning": State.UNCONFIRMED}
    assert suppressing.of("mina@m\xfcnchen.example") is not None
    spellings = ("example.org", "EXAMPLE.org", "\uff45xample.org", "exam\xadple.org")
    answers = [ask(client, morning, email=f"rana@{host}").status_code for host in spellings]

    assert answers == [200] * 4
    assert ask(client, morning, email="rana@\uff45\uff58ample.org").status_code == 429
    assert Subscriber.objects.filter(email=EMAIL).count() == 1
    assert Subscriber.objects.count() == 2


def test_links_that_ended_or_were_made_by_others_lead_nowhere(client, morning, monkeypatch):
    ask(client, morning)
    link = link_in(work()[0])
    rana = Subscriber.objects.get()
    mine = tokens.mine_address(rana.pk).partition("/newsletters/")[2]
    for path in (link[:-2] + "/", f"{PAGE}mine/x/", f"{PAGE}stop/x:y/", f"{PAGE}stop/{mine[5:]}"):
        assert client.get(path).status_code == 404, path
        assert client.post(path).status_code == 404, path
    later = time.time() + tokens.VALID.total_seconds() + 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.post(link).status_code == 404
    assert states() == {"The morning": State.UNCONFIRMED}


def test_by_the_link_of_any_mail_one_chooses_all_and_takes_it_back(client, morning):
    evening, gone = f.newsletter("The evening"), f.newsletter("Gone", is_on=False)
    rana = f.subscriber(morning, EMAIL)
    page = tokens.mine_address(rana.pk).partition("//")[2].partition("/")[2]
    page = f"/{page}"
    assert EMAIL in client.get(page).content.decode()

    answer = client.post(page, {"newsletters": [evening.pk, gone.pk, "x"]})

    assert states() == {"The morning": State.ENDED, "The evening": State.ACTIVE}
    shown = client.get(answer["Location"]).content.decode()
    assert "Your choice is kept." in shown
    assert "As it was before" in shown
    client.post(page, {"newsletters": [morning.pk]})
    assert subscribing.chosen(rana) == {morning.pk}
    client.post(page, {"do": "none", "newsletters": [morning.pk]})
    assert subscribing.chosen(rana) == set()
    # A link to confirm from before does not bring back what was left since.
    confirm = tokens.confirm_address(rana, [morning.pk])
    answer = client.post(confirm[confirm.index("/newsletters/") :])
    assert "Nothing to confirm" in answer.content.decode()
    assert subscribing.chosen(rana) == set()


def test_a_mail_programs_button_leaves_by_one_post_and_a_get_only_asks(morning):
    evening = f.newsletter("The evening")
    rana = f.subscriber(morning, EMAIL)
    f.subscriber(evening, EMAIL)
    stop = tokens.stop_address(rana.pk, morning.pk)
    path = stop[stop.index("/newsletters/") :]
    outside = Client(enforce_csrf_checks=True)
    assert "Leave" in outside.get(path).content.decode()
    assert subscribing.chosen(rana) == {morning.pk, evening.pk}

    answer = outside.post(path, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert subscribing.chosen(rana) == {evening.pk}
    again = re.search(r'name="was" value="([^"]*)"', answer.content.decode())[1]
    outside.post(path, {"do": "again", "was": again})
    assert subscribing.chosen(rana) == {morning.pk, evening.pk}
    answer = outside.post(path, {"do": "all"})
    assert subscribing.chosen(rana) == set()
    was = re.search(r'name="was" value="([^"]*)"', answer.content.decode())[1]
    outside.post(path, {"do": "again", "was": f"{was}-x-999"})
    assert subscribing.chosen(rana) == {morning.pk, evening.pk}


def test_whoever_tries_links_that_are_none_is_slowed_and_nobody_who_leaves(morning, monkeypatch):
    monkeypatch.setattr(views, "TRIES", 1)
    rana = f.subscriber(morning, EMAIL)
    answers = [Client().post("/newsletters/stop/forged/").status_code for _try in range(3)]
    assert answers == [404, 429, 429]

    # One network of a mail provider posts for all its readers.
    path = urlsplit(tokens.stop_address(rana.pk, morning.pk)).path
    for _time in range(3):
        assert Client().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert states() == {"The morning": "ended"}


def test_who_is_signed_in_with_a_proven_address_is_asked_no_more(morning):
    _rana, client = get_account()
    assert f'value="{EMAIL}"' in client.get(PAGE).content.decode()

    answer = ask(client, morning)

    assert answer["Location"] == "/me/newsletters/"
    assert states() == {"The morning": State.ACTIVE}
    assert work() == []
    page = client.get("/me/newsletters/")
    assert page["Cache-Control"] == "private, no-store"
    assert "You get “The morning” now." in page.content.decode()
    client.post("/me/newsletters/", {"do": "none"})
    assert states() == {"The morning": State.ENDED}
    # Of another address nobody knows whose it is.
    ask(client, morning, email="sam@example.org")
    assert states("sam@example.org") == {"The morning": State.UNCONFIRMED}
    assert Client().get("/me/newsletters/").status_code == 302


def test_an_address_that_refused_mails_is_told_so_and_confirms_once_more(morning):
    _rana, client = get_account()
    subscriber = f.subscriber(morning, EMAIL)
    suppressing.suspend(EMAIL, Suppression.Reason.HARD, "550 5.1.1")
    assert not Subscription.objects.reachable().exists()
    assert "refuses it for good" in client.get("/me/newsletters/").content.decode()

    client.post("/me/newsletters/", {"newsletters": [morning.pk]})

    (mail,) = work()
    assert "refuses it for good" in client.get(link_in(mail)).content.decode()
    assert not Subscription.objects.reachable().exists()
    assert "reach this address again" in client.post(link_in(mail)).content.decode()
    assert Subscription.objects.reachable().get().subscriber == subscriber


def test_an_account_without_a_proven_address_confirms_by_mail(morning):
    _rana, client = get_account(proven=False)
    client.post("/me/newsletters/", {"newsletters": [morning.pk]})
    assert states() == {"The morning": State.UNCONFIRMED}
    assert len(work()) == 1


def test_an_import_brings_back_nobody_who_left_or_complained(morning):
    rana = f.subscriber(morning, EMAIL)
    subscribing.end(rana)
    suppressing.suspend("sam@example.org", Suppression.Reason.COMPLAINT)
    long_ago = timezone.now() - datetime.timedelta(days=400)

    def bring(email: str) -> int:
        return subscribing.subscribe(email, [morning], Subscription.Source.IMPORT, long_ago)

    assert [bring(one) for one in (EMAIL, "sam@example.org", "New@example.org")] == [0, 0, 1]
    assert bring("new@example.org") == 0
    new = Subscription.objects.get(subscriber__email="new@example.org")
    assert (new.state, new.confirmed_at) == (State.ACTIVE, long_ago)


# Bounces -----------------------------------------------------------------------------------------

SECRET = b"a secret of thirty-two bytes, two"


def tell(events, name: str = "msg_1", *, secret=SECRET, age: int = 0, provider="generic", raw=None):
    body = json.dumps(events).encode() if raw is None else raw
    stamp = str(int(time.time()) - age)
    headers = {
        "webhook-id": name,
        "webhook-timestamp": stamp,
        "webhook-signature": bounces.signature(secret, name, stamp, body),
    }
    address = f"{PAGE}bounces/{provider}/"
    client = Client(enforce_csrf_checks=True)
    return client.post(address, body, "application/json", headers=headers).status_code


def test_a_provider_that_knows_the_secret_stops_an_address(morning, settings):
    hard = {"email": "Rana@example.org", "kind": "hard", "code": "550 5.1.1"}
    settings.NEWSLETTER_BOUNCE_SECRET = b""
    assert tell(hard, secret=b"") == 401
    settings.NEWSLETTER_BOUNCE_SECRET = SECRET
    f.subscriber(morning, EMAIL)
    sam = f.subscriber(morning, "sam@example.org")
    assert tell(hard, secret=b"another") == 401
    assert tell(hard, age=3600) == 401
    assert tell(hard, age=-3600) == 401
    assert tell(hard, provider="unknown") == 404
    half = rb'{"email": "a\ud800@b", "kind": "hard"}'
    others = (b"{", b"[1]", b'{"email": "a@b"}', b'{"email": 1, "kind": "hard"}', b"[" * 10000)
    for raw in (half, *others):
        assert tell(None, raw=raw) == 400, raw
    assert Subscription.objects.reachable().count() == 2

    assert tell([hard, {"email": "sam@example.org", "kind": "complaint", "code": "x"}]) == 204

    assert not Subscription.objects.reachable().exists()
    assert states() == {"The morning": State.ACTIVE}, "refused, but not left"
    assert suppressing.of(EMAIL).code == "550 5.1.1"
    assert subscribing.chosen(sam) == set()
    assert suppressing.of("sam@example.org").reason == Suppression.Reason.COMPLAINT


def test_the_link_of_a_mail_from_before_a_complaint_does_not_undo_it(client, morning):
    sam = f.subscriber(morning, "sam@example.org")
    old = urlsplit(tokens.confirm_address(sam, [morning.pk])).path
    suppressing.suspend(sam.email, Suppression.Reason.HARD)
    assert client.get(old).status_code == 200, "a server that refused may take mails again"

    suppressing.suspend(sam.email, Suppression.Reason.COMPLAINT)

    assert client.post(old).status_code == 404
    assert suppressing.of(sam.email).reason == Suppression.Reason.COMPLAINT
    new = urlsplit(tokens.confirm_address(sam, [morning.pk])).path
    assert client.post(new).status_code == 200, "asked for anew"
    assert suppressing.of(sam.email) is None


def test_five_soft_ones_within_a_month_stop_an_address_and_each_counts_once(morning, settings):
    settings.NEWSLETTER_BOUNCE_SECRET = SECRET
    rana = f.subscriber(morning, EMAIL)
    soft = {"email": EMAIL, "kind": "soft"}
    long_ago = timezone.now() - datetime.timedelta(days=40)
    Subscriber.objects.filter(pk=rana.pk).update(soft_bounces=4, soft_bounced_at=long_ago)
    for _ in range(6):
        assert tell(soft, "msg_same") == 204
    rana.refresh_from_db()
    assert rana.soft_bounces == 1
    for number in range(4):
        assert suppressing.of(EMAIL) is None
        tell(soft, f"msg_{number}")
    assert suppressing.of(EMAIL).reason == Suppression.Reason.SOFT


# Forgetting --------------------------------------------------------------------------------------


def test_what_nobody_confirmed_and_what_ended_is_forgotten_and_a_refusal_stays_as_a_hash(morning):
    now = timezone.now()
    for name, state, field, days in (
        ("asked", State.UNCONFIRMED, "asked_at", 8),
        ("fresh", State.UNCONFIRMED, "asked_at", 6),
        ("left", State.ENDED, "ended_at", 31),
        ("stays", State.ACTIVE, "confirmed_at", 900),
    ):
        one = f.subscriber(morning, f"{name}@example.org")
        old = now - datetime.timedelta(days=days)
        one.subscriptions.update(state=state, **{field: old})
        Subscriber.objects.filter(pk=one.pk).update(created_at=old)
    f.subscriber(morning, "dead@example.org")
    suppressing.suspend("dead@example.org", Suppression.Reason.HARD)
    Suppression.objects.update(at=now - datetime.timedelta(days=91))

    assert subscribing.forget_old(now) == 3

    left = Subscriber.objects.values_list("email", flat=True)
    assert set(left) == {"fresh@example.org", "stays@example.org"}
    assert suppressing.of("dead@example.org") is not None
    assert "dead" not in str(Suppression.objects.values().get())


def test_a_person_takes_it_along_and_it_goes_with_the_person(morning):
    rana, _client = get_account()
    f.subscriber(morning, EMAIL)
    EmailAddress.objects.create(user=rana, email="second@example.org", verified=True)
    f.subscriber(morning, "second@example.org")
    EmailAddress.objects.create(user=rana, email="sam@example.org", verified=False)
    f.subscriber(morning, "sam@example.org")

    rows = list(personal_data.newsletters_of(rana))
    assert {(row[0], row[1]) for row in rows} == {
        (EMAIL, "The morning"),
        ("second@example.org", "The morning"),
    }
    personal_data.erase(rana, False)
    assert [one.email for one in Subscriber.objects.all()] == ["sam@example.org"]
    assert subscribing.erase("Sam@example.org") == 1
