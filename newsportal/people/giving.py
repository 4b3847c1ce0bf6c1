"""Verbs of colleagues: who may give which role, and what nobody may take away.

An administrator cannot lock the newsroom: the last one stays, and nobody shuts themselves out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.utils.translation import gettext as _

from articles.models import Section, SectionLimit
from newsportal import roles
from newsportal.core.models import User

#: Two administrators who take the role from each other come one after the other. Any number that
#: no other lock of the portal has.
LOCK = 7_230_024


class Refused(Exception):
    """What may not be done to an account; `message` is a sentence, `field` its place."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


def may_give(giver: User) -> list[str]:
    """The roles that somebody may give: those with no right beyond their own."""
    if not giver.is_active:
        return []
    if giver.is_superuser:
        return list(roles.ROLES)
    own = giver.get_all_permissions()
    return [name for name, rights in roles.ROLES.items() if rights <= own]


def may_touch(actor: User, person: User) -> bool:
    """Whether somebody may change an account: a superuser's is a superuser's business."""
    return actor.is_superuser or not person.is_superuser


def roles_of(person: User) -> list[str]:
    """The roles of the table that somebody has, in its order."""
    names = set(person.groups.values_list("name", flat=True)) if person.pk else set()
    return [name for name in roles.ROLES if name in names]


@transaction.atomic
def change(
    actor: User,
    person: User,
    *,
    names: Collection[str],
    is_active: bool,
    sections: Iterable[Section] | None = None,
) -> None:
    """Give somebody exactly these roles, and say whether they may sign in.

    Args:
        actor: who does it.
        person: whose account it is; saved before.
        names: roles of the table; those that the actor may not give stay as they are.
        is_active: whether the account may be used.
        sections: to which the roles are limited (none: everywhere); None leaves the limits.

    Raises:
        Refused: a superuser's account, a role above the actor's own, the last administrator, or
            the actor's own way in.
    """
    _one_after_the_other()
    if not may_touch(actor, person):
        raise Refused(_("Only a superuser changes the account of a superuser."))
    before, wanted = set(roles_of(person)), set(names)
    if (before ^ wanted) - set(may_give(actor)):
        raise Refused(_("You can give and take only roles that are not above your own."), "roles")
    limits = list(sections) if sections is not None else None
    if limits and not wanted & set(roles.LIMITABLE):
        raise Refused(_("Only editors and moderators can be limited to sections."), "sections")
    _keep_a_way_in(actor, person, wanted, is_active=is_active)
    if person.is_active != is_active:
        person.is_active = is_active
        person.save(update_fields=["is_active"])
    if before != wanted:
        roles.give(person, *wanted)
    if limits is not None:
        limit(person, limits)


def _one_after_the_other() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _keep_a_way_in(actor: User, person: User, wanted: set[str], *, is_active: bool) -> None:
    """Refuse what would leave the newsroom without an administrator, or the actor outside."""
    stays = is_active and (person.is_superuser or roles.ADMINISTRATOR in wanted)
    if stays or not roles.administrators().filter(pk=person.pk).exists():
        return
    if not roles.administrators().exclude(pk=person.pk).exists():
        raise Refused(
            _("This is the last administrator. Make somebody else administrator first."), "roles"
        )
    if actor.pk == person.pk:
        raise Refused(
            _("You cannot shut yourself out. Ask another administrator to do it."),
            "is_active" if not is_active else "roles",
        )


def limit(person: User, sections: Iterable[Section]) -> None:
    """Make these the sections that somebody's roles are limited to; none: everywhere."""
    wanted = {section.pk for section in sections}
    SectionLimit.objects.filter(user=person).exclude(section__in=wanted).delete()
    SectionLimit.objects.bulk_create(
        (SectionLimit(user=person, section_id=pk) for pk in wanted), ignore_conflicts=True
    )


@transaction.atomic
def move_address(person: User, email: str) -> None:
    """Let an account sign in by another address; its owner confirms it at the next sign-in."""
    person.email = User.objects.normalize_email(email)
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"primary": True, "verified": False}
    )
