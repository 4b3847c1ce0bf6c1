"""Feature E28: the inbox in the newsroom, its count in every page's header, and the choices."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsportal import roles
from newsportal.core import notices
from newsportal.core.models import Notice, NoticeChoice, User
from newsportal.core.notices import Wish
from tests import factories as f
from tests.core.notice_samples import CODE, register_sample

pytestmark = pytest.mark.django_db

INBOX, READ, CHOICES = "/admin/notices/", "/admin/notices/read/", "/admin/notices/choices/"


@pytest.fixture(autouse=True)
def sample(monkeypatch):
    f.site()
    return register_sample(monkeypatch)


@pytest.fixture
def edith() -> User:
    person = f.UserFactory()
    roles.give(person, roles.EDITOR)
    return person


@pytest.fixture
def desk(edith) -> Client:
    client = Client(enforce_csrf_checks=False)
    client.force_login(edith)
    return client


def ring(person: User, bells: int = 1) -> list[Notice]:
    for bell in range(bells):
        notices.send(CODE, [person], occasion=f"bell:{bell}", ids={"bell": bell})
    return list(Notice.objects.filter(recipient=person).order_by("pk"))


def page(client: Client, address: str = INBOX) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_header_counts_what_is_unread_on_every_page_of_the_newsroom(desk, edith):
    assert "notices-count" not in page(desk, "/admin/")

    ring(edith, 3)

    for address in ("/admin/", "/admin/articles/tag/", INBOX):
        assert '<span class="notices-count">3<' in page(desk, address)
    ring(edith, notices.MANY + 5)
    assert '<span class="notices-count">99+<' in page(desk, "/admin/")


def test_opening_a_notice_marks_it_read_and_leads_there(desk, edith):
    first, second = ring(edith, 2)

    response = desk.post(READ, {"notice": first.pk})

    assert (response.status_code, response["Location"]) == (302, "/bells/0/")
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.read_at is not None
    assert second.read_at is None
    assert desk.post(READ, {"notice": second.pk, "stay": "1"})["Location"] == INBOX


def test_looking_marks_nothing(desk, edith):
    ring(edith)

    page(desk)
    page(desk)

    assert notices.unread_count(edith) == 1
    assert desk.get(READ).status_code == 405


def test_mark_all_leaves_what_came_after_the_page_was_shown(desk, edith):
    shown = ring(edith, 3)[-1]
    assert f'name="until" value="{shown.pk}"' in page(desk)
    late = ring(edith, 4)[-1]

    desk.post(READ, {"until": shown.pk})

    assert list(Notice.objects.unread()) == [late]


def test_nobody_reads_or_marks_the_notices_of_others(desk, edith):
    cho = f.UserFactory(is_staff=True)
    (other,) = ring(cho)

    assert "Bell" not in page(desk)
    assert desk.post(READ, {"notice": other.pk}).status_code == 404
    desk.post(READ, {"until": other.pk})
    assert notices.unread_count(cho) == 1


@pytest.mark.parametrize("junk", ["x", "", "-1", "1" * 30, "١", "1e3"])
def test_junk_for_a_number_is_answered_calmly(desk, junk):
    assert desk.post(READ, {"notice": junk}).status_code == 404
    response = desk.get(INBOX, {"before": junk})
    assert (response.status_code, response["Location"]) == (302, INBOX)


def test_what_the_person_may_not_see_any_more_says_nothing(desk, edith, sample):
    (notice,) = ring(edith)
    sample.hidden_from.add(edith.pk)

    shown = page(desk)

    assert "Bell 0" not in shown
    assert "cannot see any more" in shown
    assert desk.post(READ, {"notice": notice.pk})["Location"] == INBOX


def test_a_notice_of_an_app_that_is_gone_breaks_nothing(desk, edith):
    ring(edith)
    Notice.objects.update(kind="gone.kind")

    assert "cannot see any more" in page(desk)


def test_a_title_is_text(desk, edith, sample, monkeypatch):
    monkeypatch.setattr(sample, "headline", "x")
    Notice.objects.create(recipient=edith, kind=CODE, occasion="x", ids={"bell": "<b>&"})

    assert "Bell &lt;b&gt;&amp; rang" in page(desk)


@pytest.mark.parametrize("bells", [3, 120])
def test_the_inbox_costs_the_same_at_any_size_and_goes_on(desk, edith, sample, bells):
    ring(edith, bells)
    page(desk)
    sample.calls = 0

    with CaptureQueriesContext(connection) as captured:
        first = page(desk)

    assert len(captured) <= 12, [query["sql"] for query in captured]
    assert sample.calls == 1
    assert ("Older" in first) == (bells > 50)
    if bells > 50:
        oldest = Notice.objects.order_by("-pk")[49]
        further = page(desk, f"{INBOX}?before={oldest.pk}")
        assert f"Bell {bells - 51} rang" in further
        assert f"Bell {bells - 50} rang" not in further


# Choices ------------------------------------------------------------------------------------------


def boxes(person: User) -> dict[str, str]:
    """What the form sends when nothing was touched."""
    data = {}
    for kind, wish in notices.wishes_of(person):
        if wish.in_inbox:
            data[f"{kind.code}-inbox"] = "on"
        if wish.by_mail:
            data[f"{kind.code}-mail"] = "digest" if wish.in_digest else "now"
    return data


def test_a_choice_is_kept_and_only_the_choice(desk, edith):
    data = boxes(edith)
    del data[f"{CODE}-mail"]

    assert desk.post(CHOICES, data).status_code == 302

    chosen = NoticeChoice.objects.get()
    assert (chosen.kind, chosen.in_inbox, chosen.by_mail) == (CODE, True, False)
    assert f'name="{CODE}-mail"' in page(desk, CHOICES)


def test_only_kinds_that_can_reach_the_person_are_offered(desk, edith, sample):
    assert CODE in page(desk, CHOICES)
    assert "comments.queue" not in page(desk, CHOICES)

    sample.not_offered_to.add(edith.pk)

    assert CODE not in page(desk, CHOICES)
    desk.post(CHOICES, {f"{CODE}-mail": "now"})
    assert not NoticeChoice.objects.filter(kind=CODE).exists()


def test_minutes_are_checked_and_empty_ones_follow_the_site():
    mina = f.UserFactory()
    roles.give(mina, roles.MODERATOR)
    client = Client()
    client.force_login(mina)
    f.policy(queue_minutes=45)
    name = "comments.queue-minutes"

    for wrong in ("0", "-5", "soon", "99999999999"):
        response = client.post(CHOICES, {**boxes(mina), name: wrong})
        assert response.status_code == 422
        assert f'value="{wrong}"' in response.content.decode()
    assert not NoticeChoice.objects.exists()

    client.post(CHOICES, {**boxes(mina), name: "20"})
    assert NoticeChoice.objects.get().minutes == 20
    client.post(CHOICES, {**boxes(mina), name: ""})
    assert NoticeChoice.objects.get().minutes is None
    client.post(CHOICES, {**boxes(mina), name: "45"})
    assert NoticeChoice.objects.get().minutes is None


# Who gets in --------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [INBOX, CHOICES, "/admin/webhooks/", "/admin/webhooks/add/"])
def test_readers_and_strangers_are_kept_out(address, edith):
    ring(edith)
    rana = Client()
    rana.force_login(f.UserFactory())

    for client in (Client(), rana):
        for response in (client.get(address), client.post(address)):
            assert response.status_code in (302, 403)
            assert "Bell" not in response.content.decode()
    assert not NoticeChoice.objects.exists()


def test_a_forged_form_is_refused(edith):
    (notice,) = ring(edith)
    client = Client(enforce_csrf_checks=True)
    client.force_login(edith)

    assert client.post(READ, {"notice": notice.pk}).status_code == 403
    assert client.post(CHOICES, {}).status_code == 403
    assert notices.unread_count(edith) == 1


def test_a_choice_of_nothing_stays_nothing(desk, edith):
    notices.choose(edith, CODE, Wish(False, False))

    desk.post(CHOICES, boxes(edith))

    shown = page(desk, CHOICES)
    assert f'name="{CODE}-inbox" id="id_{CODE}-inbox">' in shown
    assert '<option value="" selected>' in shown
