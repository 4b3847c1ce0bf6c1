"""Feature E5: the list of invitations and the form, for administrators only."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from newsportal import roles
from newsportal.people import inviting
from newsportal.people.models import Invitation
from tests import factories as f
from tests.people.test_inviting_colleagues import somebody

pytestmark = pytest.mark.django_db

LIST = reverse("admin:people_invitation_changelist")
ADD = reverse("admin:people_invitation_add")


@pytest.fixture(autouse=True)
def paper():
    f.site()


@pytest.fixture
def ada(client):
    person = somebody(roles.ADMINISTRATOR, display_name="Ada")
    client.force_login(person)
    return person


def test_an_address_and_a_role_are_enough(client, ada):
    response = client.post(ADD, {"email": "Jonas@Example.org", "role": roles.EDITOR}, follow=True)

    assert "on its way to jonas@example.org" in response.content.decode()
    assert Invitation.objects.get().role == roles.EDITOR


def test_the_form_explains_each_role(client, ada):
    page = client.get(ADD).content.decode()

    for meaning in roles.MEANINGS.values():
        assert str(meaning) in page


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "jonas", "role": roles.EDITOR},
        {"email": "jonas@example.org"},
        {"email": "jonas@example.org", "role": "superuser"},
        {"email": "jonas@example.org", "role": roles.EDITOR, "sections": ["0"]},
    ],
)
def test_what_is_missing_is_said_and_nothing_is_sent(client, ada, data):
    assert client.post(ADD, data).status_code == 422
    assert not Invitation.objects.exists()


def test_a_second_invitation_is_refused_beside_the_field(client, ada):
    inviting.invite(ada, "jonas@example.org", roles.EDITOR)

    response = client.post(ADD, {"email": "jonas@example.org", "role": roles.MODERATOR})

    assert response.status_code == 422
    assert "is open" in response.content.decode()


def test_the_list_tells_the_four_states_apart(client, ada):
    for name in ("open", "old", "used", "back"):
        inviting.invite(ada, f"{name}@example.org", roles.EDITOR)
    Invitation.objects.filter(email="old@example.org").update(expires_at=timezone.now())
    Invitation.objects.filter(email="used@example.org").update(state="used")
    inviting.revoke(Invitation.objects.get(email="back@example.org"))

    page = client.get(LIST).content.decode()
    for word in ("open", "expired", "accepted", "taken back"):
        assert f">{word}</span>" in page
    for standing, name in (
        ("open", "open"),
        ("expired", "old"),
        ("used", "used"),
        ("revoked", "back"),
    ):
        rows = client.get(LIST, {"standing": standing}).context["cl"].result_list
        assert [row.email for row in rows] == [f"{name}@example.org"]


def test_buttons_send_again_and_take_back(client, ada):
    invitation = inviting.invite(ada, "jonas@example.org", roles.EDITOR)
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))

    client.post(LIST, {"_again": invitation.pk})
    invitation.refresh_from_db()
    assert not invitation.has_expired()
    client.post(LIST, {"_revoke": invitation.pk})
    invitation.refresh_from_db()
    assert invitation.state == "revoked"
    page = client.post(LIST, {"_again": invitation.pk}, follow=True).content.decode()
    assert "taken back meanwhile" in page


@pytest.mark.parametrize("pk", ["", "x", "0", "9" * 30])
def test_a_strange_number_is_unknown(client, ada, pk):
    assert client.post(LIST, {"_again": pk}).status_code == 404


def test_one_address_gets_few_mails(client, ada):
    invitation = inviting.invite(ada, "jonas@example.org", roles.EDITOR)
    for _time in range(6):
        response = client.post(LIST, {"_again": invitation.pk}, follow=True)

    assert "That was a lot in a short time" in response.content.decode()


@pytest.mark.parametrize("role", [r for r in roles.ROLES if r != roles.ADMINISTRATOR])
def test_others_see_and_do_nothing_here(client, ada, role):
    invitation = inviting.invite(ada, "jonas@example.org", roles.CONTRIBUTOR)
    client.force_login(somebody(role))

    for response in (
        client.get(LIST),
        client.get(ADD),
        client.post(ADD, {"email": "x@example.org", "role": roles.CONTRIBUTOR}),
        client.post(LIST, {"_revoke": invitation.pk}),
    ):
        assert response.status_code == 403
    assert Invitation.objects.get().state == "open"


def test_the_list_asks_little_of_the_database(client, ada, django_assert_max_num_queries):
    section = f.section()
    for number in range(30):
        inviting.invite(ada, f"colleague{number}@example.org", roles.EDITOR, [section])

    with django_assert_max_num_queries(12):
        client.get(LIST)
