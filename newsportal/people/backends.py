"""What an account may do: the rights of its roles, fewer where a role is limited to sections (E5).

Both ways to sign in ask here, so that no page needs to know of it: `has_perm` is already right.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from articles import rights
from newsportal import roles
from newsportal.core import notices
from newsportal.core.models import User


def _app_of(right: str) -> str:
    return right.partition(".")[0]


@cache
def _people() -> QuerySet[User]:
    """Built once: it is asked for at every request of somebody signed in, and building it takes
    longer than the database takes to answer it."""
    return notices.with_unread(User.objects.all())


class Known:
    """Loads who is signed in, with what every page of theirs shows."""

    def get_user(self, user_id: int) -> User | None:
        person = _people().filter(pk=user_id).first()
        return person if person is not None and person.is_active else None


class LimitedRoles:
    """Leaves out what a limited role has not: rights over what belongs to no section."""

    def _get_group_permissions(self, user_obj: User) -> QuerySet[Permission]:
        groups = user_obj.groups.all()
        if not user_obj.is_staff or rights.sections_of(user_obj) is None:
            return Permission.objects.filter(group__in=groups)
        whole = Q()  # one condition for each app: one for each right takes longer than the query
        for label, rights_of_app in groupby(sorted(roles.WHOLE_PAPER), _app_of):
            codenames = [right.partition(".")[2] for right in rights_of_app]
            whole |= Q(content_type__app_label=label, codename__in=codenames)
        held = Permission.objects.filter(group__in=groups.exclude(name__in=roles.LIMITABLE))
        limited = Permission.objects.filter(group__in=groups.filter(name__in=roles.LIMITABLE))
        return Permission.objects.filter(Q(pk__in=held) | Q(pk__in=limited.exclude(whole)))


class PasswordBackend(Known, LimitedRoles, ModelBackend):
    """Django's own, for sessions that the portal begins itself."""


class AccountBackend(Known, LimitedRoles, AuthenticationBackend):
    """The one of the sign-in page."""
