"""Feature E28: webhooks in the newsroom; the secret is shown once, and to nobody else."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from newsportal import roles
from newsportal.core import webhooks
from newsportal.core.models import User, Webhook, WebhookDelivery
from newsportal.core.views import webhooks as pages
from tests import factories as f
from tests.core.notice_samples import CODE, register_sample

pytestmark = pytest.mark.django_db

LIST, ADD, ADD_FOR_ALL = (
    "/admin/webhooks/",
    "/admin/webhooks/add/",
    "/admin/webhooks/add/?for=newsroom",
)
GOOD = {"name": "Desk", "url": "https://hooks.example/in", "form": "json", "kinds": [CODE]}
SECRET = re.compile(r"whsec_[\w+/=]{40,}")


@pytest.fixture(autouse=True)
def sample(monkeypatch):
    f.site()
    return register_sample(monkeypatch)


def somebody(role: str) -> tuple[User, Client]:
    person, client = f.UserFactory(), Client()
    roles.give(person, role)
    client.force_login(person)
    return person, client


def hook(**fields) -> Webhook:
    return Webhook.objects.create(**{**GOOD, **fields})


def secrets_on(client: Client, address: str) -> list[str]:
    return SECRET.findall(client.get(address).content.decode())


def test_an_administrator_adds_one_for_the_newsroom_and_sees_its_secret_once():
    _ada, client = somebody(roles.ADMINISTRATOR)

    response = client.post(ADD_FOR_ALL, GOOD)

    webhook = Webhook.objects.get()
    assert webhook.owner is None
    assert response["Location"] == f"/admin/webhooks/{webhook.pk}/"
    (secret,) = secrets_on(client, response["Location"])
    assert secret == webhooks.secret_of(webhook)
    assert secrets_on(client, response["Location"]) == []
    assert secrets_on(client, LIST) == []


def test_a_new_secret_is_shown_once_too():
    _ada, client = somebody(roles.ADMINISTRATOR)
    webhook = hook()
    before = webhooks.secret_of(webhook)
    page = f"/admin/webhooks/{webhook.pk}/"

    client.post(f"{page}rotate/")

    webhook.refresh_from_db()
    assert secrets_on(client, page) == [webhooks.secret_of(webhook)] != [before]
    assert secrets_on(client, page) == []


@pytest.mark.parametrize("role", [roles.CONTRIBUTOR, roles.EDITOR, roles.MODERATOR])
def test_others_have_webhooks_of_their_own_and_none_of_the_newsrooms(role):
    person, client = somebody(role)
    newsrooms = hook(name="Everybody’s secret")

    assert client.get(ADD_FOR_ALL).status_code == 403
    assert client.post(ADD_FOR_ALL, GOOD).status_code == 403
    assert "Everybody" not in client.get(LIST).content.decode()
    assert client.get(f"/admin/webhooks/{newsrooms.pk}/").status_code == 404
    for act in ("test", "rotate", "pause", "resume", "delete"):
        assert client.post(f"/admin/webhooks/{newsrooms.pk}/{act}/").status_code == 404
    client.post(ADD, GOOD)
    assert Webhook.objects.get(owner=person).name == "Desk"
    assert Webhook.objects.get(pk=newsrooms.pk).key == newsrooms.key
    assert not WebhookDelivery.objects.exists()


def test_not_even_an_administrator_sees_the_webhook_of_a_colleague():
    _ada, client = somebody(roles.ADMINISTRATOR)
    edith, _other = somebody(roles.EDITOR)
    hers = hook(owner=edith, name="Edith’s own")

    assert client.get(f"/admin/webhooks/{hers.pk}/").status_code == 404
    assert "Edith" not in client.get(LIST).content.decode()


def test_a_person_has_a_few_and_no_more():
    edith, client = somebody(roles.EDITOR)
    for _number in range(webhooks.MOST_OF_ONE_PERSON):
        client.post(ADD, GOOD)

    assert client.post(ADD, GOOD).status_code == 403
    assert edith.webhooks.count() == webhooks.MOST_OF_ONE_PERSON
    assert ADD not in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    "field",
    [
        {"url": "http://hooks.example/in"},
        {"url": "https://127.0.0.1/"},
        {"url": "https://[::1]/"},
        {"url": "https://169.254.169.254/latest/"},
        {"url": "https://name:word@hooks.example/"},
        {"url": "https://hooks.example:22/"},
        {"url": "hooks.example"},
        {"url": ""},
        {"name": ""},
        {"kinds": ["no.such"]},
        {"kinds": []},
        {"form": "xml"},
    ],
)
def test_what_cannot_work_is_refused_beside_the_field_and_nothing_is_lost(field):
    _ada, client = somebody(roles.ADMINISTRATOR)

    response = client.post(ADD_FOR_ALL, {**GOOD, **field})

    page = response.content.decode()
    assert response.status_code == 422
    assert "errorlist" in page
    for name, value in {**GOOD, **field}.items():
        if name in ("name", "url") and value:
            assert f'value="{escape(value)}"' in page
    assert not Webhook.objects.exists()


def test_a_webhook_is_changed_paused_switched_on_and_deleted():
    _ada, client = somebody(roles.ADMINISTRATOR)
    webhook = hook(failures=3)
    page = f"/admin/webhooks/{webhook.pk}/"

    client.post(page, {**GOOD, "name": "Night desk", "form": "slack"})
    client.post(f"{page}pause/")
    webhook.refresh_from_db()
    assert (webhook.name, webhook.form, webhook.state) == ("Night desk", "slack", "paused")
    assert "Switch on" in client.get(page).content.decode()
    client.post(f"{page}resume/")
    webhook.refresh_from_db()
    assert (webhook.state, webhook.failures) == ("active", 0)
    assert client.post(f"{page}explode/").status_code == 404
    assert client.get(f"{page}delete/").status_code == 405
    client.post(f"{page}delete/")
    assert not Webhook.objects.exists()


def test_a_test_is_queued_and_stands_in_the_log():
    _ada, client = somebody(roles.ADMINISTRATOR)
    webhook = hook()
    page = f"/admin/webhooks/{webhook.pk}/"

    client.post(f"{page}test/")

    assert WebhookDelivery.objects.get().kind == webhooks.TEST
    assert "waiting" in client.get(page).content.decode()


def test_nobody_knocks_on_doors_with_tests():
    _ada, client = somebody(roles.ADMINISTRATOR)
    webhook = hook()

    for _number in range(pages.TESTS + 3):
        response = client.post(f"/admin/webhooks/{webhook.pk}/test/", follow=True)

    assert WebhookDelivery.objects.count() == pages.TESTS
    assert "That was a lot in a short time" in response.content.decode()


def test_a_name_and_an_address_are_text_on_every_page():
    _ada, client = somebody(roles.ADMINISTRATOR)
    webhook = hook(name='<script>"x"</script>', url='https://hooks.example/"><b>')

    for address in (LIST, f"/admin/webhooks/{webhook.pk}/"):
        page = client.get(address).content.decode()
        assert "<script>" not in page.replace("<script src", "")
        assert '"><b>' not in page


def test_the_list_shows_the_host_alone():
    _ada, client = somebody(roles.ADMINISTRATOR)
    hook(url="https://hooks.example/services/T00/secret-part", form="slack")

    page = client.get(LIST).content.decode()

    assert "hooks.example" in page
    assert "secret-part" not in page


@pytest.mark.parametrize("rows", [2, 40])
def test_pages_cost_the_same_at_any_size(rows):
    ada, client = somebody(roles.ADMINISTRATOR)
    webhook = hook()
    for number in range(rows):
        hook(name=f"Hook {number}", owner=ada)
        WebhookDelivery.objects.create(webhook=webhook, kind=CODE, occasion=str(number))

    for address in (LIST, f"/admin/webhooks/{webhook.pk}/"):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert len(captured) <= 12, [query["sql"] for query in captured]
