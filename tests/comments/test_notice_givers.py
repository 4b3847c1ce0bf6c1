"""Feature M12, articles 22 and 23: trusted flaggers first; misuse is warned, then set aside."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from comments import legal_notices, notice_givers
from comments.models import DeskEvent, LegalNotice, NoticeGiver
from newsportal import roles
from newsportal.core.models import User
from tests import factories as f
from tests.comments.telling import work

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/legalnotice/"
SAM = "sam@example.org"


@pytest.fixture
def lena() -> User:
    f.site()
    person = f.UserFactory(display_name="Lena")
    roles.give(person, roles.LEAD_MODERATOR)
    return User.objects.get(pk=person.pk)


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def unfounded(lena: User, **fields) -> LegalNotice:
    notice = f.legal_notice(f.published(), email=SAM, **fields)
    form = {"act": "nothing", "ground": "neither", "text": "It is weather.", "is_unfounded": "on"}
    assert client_of(lena).post(f"{LIST}{notice.pk}/change/", form).status_code == 302
    return notice


def press(lena: User, notice: LegalNotice, verb: str, **data: str) -> str:
    response = client_of(lena).post(
        f"/admin/moderation/notices/{notice.pk}/notifier/", {"verb": verb, **data}, follow=True
    )
    return response.content.decode()


def test_a_trusted_flaggers_notices_come_first_and_only_from_its_own_account(lena):
    flagger = f.UserFactory(email="desk@flagger.example")
    first = f.legal_notice(f.published(), email="Desk@flagger.example", user=flagger)
    assert not first.is_trusted
    assert "Trusted flagger since" in press(lena, first, "trust")
    f.legal_notice(f.published(), email="rana@example.org")

    own = f.legal_notice(f.published(), email="desk@flagger.example", user=flagger)
    forged = f.legal_notice(f.published(), email="desk@flagger.example")

    assert own.is_trusted
    assert not forged.is_trusted
    shown = client_of(lena).get(LIST, {"waits": "yes"}).content.decode()
    assert shown.index(own.reference) < shown.index(first.reference) < shown.index(forged.reference)
    assert "Trusted flagger since" not in press(lena, own, "untrust")
    assert not f.legal_notice(f.published(), user=flagger).is_trusted
    assert [event.kind for event in DeskEvent.objects.filter(kind__startswith="notifier")] == [
        "notifier_trusted",
        "notifier_untrusted",
    ]


def test_who_often_gives_unfounded_notices_is_warned_then_set_aside_for_a_time(lena):
    notice = unfounded(lena)
    assert "A warning follows 3" in press(lena, notice, "warn")
    for _number in range(2):
        notice = unfounded(lena)
    assert "follows a warning" in press(lena, notice, "suspend", days="30")
    work()
    assert "Warned on" in press(lena, notice, "warn")
    assert [mail.subject for mail in work()] == ["About your notices of illegal content"]
    assert "follows a warning" in press(lena, notice, "suspend", days="30")  # it did not go on
    notice = unfounded(lena)
    assert "follows a warning" in press(lena, notice, "suspend", days="31")
    assert "Suspended until" in press(lena, notice, "suspend", days="30")
    (mail,) = [one for one in work() if "set aside" in one.subject]
    assert mail.to == [SAM]

    aside = f.legal_notice(f.published(), email="SAM@example.org")

    assert aside.state == LegalNotice.State.SET_ASIDE
    assert "was set aside" in Client().get(legal_notices.address_of(aside)).content.decode()
    (receipt,) = work()  # the notifier's own; nobody of the desk is told
    assert "It was set aside" in receipt.body
    lists = client_of(lena)
    assert aside.reference not in lists.get(LIST, {"waits": "yes"}).content.decode()
    assert aside.reference in lists.get(LIST, {"waits": "aside"}).content.decode()

    press(lena, notice, "readmit")
    aside.refresh_from_db()
    assert aside.state == LegalNotice.State.RECEIVED
    assert f.legal_notice(f.published(), email=SAM).state == LegalNotice.State.RECEIVED


def test_what_led_to_a_measure_was_not_unfounded_and_standings_are_forgotten(lena):
    notice = f.legal_notice(email=SAM)
    form = {"act": "removed", "ground": "law", "text": "It incites.", "is_unfounded": "on"}
    response = client_of(lena).post(f"{LIST}{notice.pk}/change/", form)
    assert response.status_code == 422
    assert "was not unfounded" in response.content.decode()
    assert (
        client_of(lena)
        .post(f"/admin/moderation/notices/{notice.pk}/notifier/", {"verb": "ban"})
        .status_code
        == 400
    )

    long_ago = timezone.now() - datetime.timedelta(days=400)
    NoticeGiver.objects.create(email="old@example.org", warned_at=long_ago)
    NoticeGiver.objects.create(email="kept@example.org", trusted_since=long_ago)
    person = f.UserFactory(email=SAM)
    NoticeGiver.objects.create(email=SAM, warned_at=timezone.now())
    assert notice_givers.forget_expired() == 1
    notice_givers.forget_person(person)
    assert [one.email for one in NoticeGiver.objects.all()] == ["kept@example.org"]
