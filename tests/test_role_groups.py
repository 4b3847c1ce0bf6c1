"""Groups follow the table of roles, whatever somebody changed by hand (feature E5)."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from newsportal import roles
from newsportal.core.models import User

pytestmark = pytest.mark.django_db


def rights(name: str) -> set[str]:
    found = Permission.objects.filter(group__name=name).select_related("content_type")
    return {f"{one.content_type.app_label}.{one.codename}" for one in found}


@pytest.mark.parametrize("name", roles.ROLES)
def test_a_migrated_database_has_each_role_with_its_rights(name):
    assert rights(name) == roles.ROLES[name]


def test_every_right_of_the_table_belongs_to_a_model():
    assert roles.missing_rights() == []


def test_a_migrate_takes_back_what_was_changed_by_hand():
    group = Group.objects.get(name=roles.MODERATOR)
    group.permissions.set(Permission.objects.filter(codename="delete_story"))
    Group.objects.get(name=roles.EDITOR).delete()
    call_command("migrate", verbosity=0)
    assert rights(roles.MODERATOR) == roles.ROLES[roles.MODERATOR]
    assert rights(roles.EDITOR) == roles.ROLES[roles.EDITOR]


def test_sync_changes_nothing_when_all_is_in_order():
    assert roles.sync() == []


def test_groups_of_ones_own_making_are_left_alone():
    own = Group.objects.create(name="Crossword makers")
    own.permissions.set(Permission.objects.filter(codename="add_story"))
    roles.sync()
    assert rights("Crossword makers") == {"articles.add_story"}


def test_a_role_lets_a_person_in_and_taking_it_away_shuts_them_out():
    cho = User.objects.create_user("cho@example.org")
    own = Group.objects.create(name="Crossword makers")
    cho.groups.add(own)
    roles.give(cho, roles.CONTRIBUTOR)
    assert cho.is_staff
    assert set(cho.groups.values_list("name", flat=True)) == {own.name, roles.CONTRIBUTOR}
    roles.give(cho)
    assert not cho.is_staff
    assert list(cho.groups.all()) == [own]


def test_a_contributor_cannot_publish_and_a_moderator_touches_no_story():
    assert "articles.publish_story" not in roles.ROLES[roles.CONTRIBUTOR]
    assert not {right for right in roles.ROLES[roles.MODERATOR] if right.startswith("articles")}


def test_an_administrator_has_the_rights_of_every_other_role():
    for rights_of_role in roles.ROLES.values():
        assert rights_of_role <= roles.ROLES[roles.ADMINISTRATOR]
