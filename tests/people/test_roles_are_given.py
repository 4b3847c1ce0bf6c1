"""Feature E5: roles by boxes; nobody locks the newsroom, nobody gives more than they have."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from articles.models import SectionLimit
from newsportal import roles
from newsportal.core.models import User
from newsportal.people import giving
from tests import factories as f
from tests.people.test_inviting_colleagues import somebody

pytestmark = pytest.mark.django_db

LIST = reverse("admin:core_user_changelist")


@pytest.fixture(autouse=True)
def paper():
    f.site()


@pytest.fixture
def ada():
    return somebody(roles.ADMINISTRATOR, display_name="Ada")


@pytest.fixture
def rana():
    return f.UserFactory(display_name="Rana")


def save(actor: User, person: User, *names: str, active: bool = True, **data):
    """Send the form of a person as it stands, with these boxes checked."""
    client = Client()
    client.force_login(actor)
    values = {"email": person.email, "display_name": person.display_name, "names": names, **data}
    if active:
        values["is_active"] = "on"
    address = reverse("admin:core_user_change", args=[person.pk])
    return client.post(address, values)


def held(person: User) -> set[str]:
    return {group.name for group in User.objects.get(pk=person.pk).groups.all()}


def test_checked_boxes_are_the_persons_roles(ada, rana):
    assert save(ada, rana, roles.EDITOR, roles.MODERATOR).status_code == 302

    assert held(rana) == {roles.EDITOR, roles.MODERATOR}
    assert User.objects.get(pk=rana.pk).is_staff
    save(ada, rana)
    assert held(rana) == set()
    assert not User.objects.get(pk=rana.pk).is_staff


def test_the_boxes_explain_themselves(client, ada, rana):
    client.force_login(ada)
    page = client.get(reverse("admin:core_user_change", args=[rana.pk])).content.decode()

    for name, meaning in roles.MEANINGS.items():
        assert roles.label(name) in page
        assert str(meaning) in page


def test_a_group_of_ones_own_making_stays(ada, rana):
    from django.contrib.auth.models import Group

    rana.groups.add(Group.objects.create(name="Chess club"))
    save(ada, rana, roles.EDITOR)

    assert held(rana) == {roles.EDITOR, "Chess club"}


def test_deactivated_somebody_is_out_at_once(ada, rana):
    browser = Client()
    roles.give(rana, roles.EDITOR)
    browser.force_login(rana)
    assert browser.get("/admin/").status_code == 200

    save(ada, rana, roles.EDITOR, active=False)

    assert not User.objects.get(pk=rana.pk).is_active
    assert browser.get("/admin/").status_code == 302


@pytest.mark.parametrize("how", ["roles", "is_active"])
def test_the_last_administrator_stays(ada, how):
    names, active = ((), True) if how == "roles" else ((roles.ADMINISTRATOR,), False)

    response = save(ada, ada, *names, active=active)

    assert "the last administrator" in response.content.decode()
    assert held(ada) == {roles.ADMINISTRATOR}
    assert User.objects.get(pk=ada.pk).is_active


@pytest.mark.parametrize("how", ["roles", "is_active"])
def test_nobody_shuts_themselves_out(ada, how):
    somebody(roles.ADMINISTRATOR)
    names, active = ((), True) if how == "roles" else ((roles.ADMINISTRATOR,), False)

    response = save(ada, ada, *names, active=active)

    assert "shut yourself out" in response.content.decode()
    assert held(ada) == {roles.ADMINISTRATOR}


def test_one_administrator_may_relieve_another(ada):
    second = somebody(roles.ADMINISTRATOR)

    save(ada, second, roles.EDITOR)

    assert held(second) == {roles.EDITOR}


def test_a_superusers_account_is_not_an_administrators_business(client, ada):
    root = User.objects.create_superuser("root@example.org", f.PASSWORD)
    client.force_login(ada)

    assert save(ada, root, active=False, email="ada@evil.example").status_code == 403
    password = reverse("admin:auth_user_password_change", args=[root.pk])
    assert client.get(password).status_code == 403
    with pytest.raises(giving.Refused):
        giving.change(ada, root, names=[], is_active=False)
    assert User.objects.get(pk=root.pk).email == "root@example.org"


def test_nobody_gives_or_takes_a_role_above_their_own(rana):
    edith = somebody(roles.EDITOR)
    chief = somebody(roles.ADMINISTRATOR)

    assert giving.may_give(edith) == [roles.CONTRIBUTOR, roles.EDITOR]
    for person, names in ((rana, [roles.ADMINISTRATOR]), (rana, [roles.MODERATOR]), (chief, [])):
        with pytest.raises(giving.Refused):
            giving.change(edith, person, names=names, is_active=True)


def test_a_role_that_is_none_is_refused(ada, rana):
    assert save(ada, rana, "superuser").status_code == 200
    assert held(rana) == set()


def test_roles_are_limited_to_sections_and_freed_again(ada, rana):
    sport = f.section("sport")
    save(ada, rana, roles.EDITOR, sections=[sport.pk])
    assert [limit.section for limit in SectionLimit.objects.filter(user=rana)] == [sport]

    response = save(ada, rana, roles.CONTRIBUTOR, sections=[sport.pk])
    assert "Only editors and moderators" in response.content.decode()
    assert held(rana) == {roles.EDITOR}
    save(ada, rana, roles.EDITOR)
    assert not SectionLimit.objects.exists()


def test_a_changed_address_is_confirmed_by_its_owner(ada, rana):
    EmailAddress.objects.create(user=rana, email=rana.email, verified=True, primary=True)

    save(ada, rana, email="Rana.New@example.org")

    rana.refresh_from_db()
    (address,) = EmailAddress.objects.filter(user=rana)
    assert rana.email == address.email == "rana.new@example.org"
    assert not address.verified


def test_the_list_shows_roles_and_filters_by_them(client, ada, rana):
    somebody(roles.EDITOR, display_name="Edith")
    client.force_login(ada)

    assert "Editor" in client.get(LIST).content.decode()
    for role, names in ((roles.EDITOR, ["Edith"]), ("none", ["Rana"])):
        rows = client.get(LIST, {"role": role}).context["cl"].result_list
        assert [row.display_name for row in rows] == names


def test_the_list_asks_little_of_the_database(client, ada, django_assert_max_num_queries):
    for _number in range(30):
        somebody(roles.EDITOR, roles.MODERATOR)
    client.force_login(ada)
    client.get(LIST)  # a process holds menus and settings

    with django_assert_max_num_queries(12):
        client.get(LIST)
