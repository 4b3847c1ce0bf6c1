"""What accounts hold about a person: the profile, addresses, notices (feature R15)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from newsportal import roles
from newsportal.accounts import exporting
from newsportal.core.models import FormerName, Notice, NoticeChoice, User
from newsportal.core.notice_kinds import kind_of
from newsportal.core.personal_data import Copies, Part, Row, register, register_copies
from newsportal.core.sentences import listed


def register_parts() -> None:
    """Called when the app is ready."""
    register_copies(Copies(exporting.count_of, exporting.forget_of))
    register(
        Part(
            "profile",
            _("Your account"),
            10,
            {
                "display_name": _("Display name"),
                "email": _("E-mail address"),
                "joined": _("Joined"),
                "last_sign_in": _("Last sign-in"),
                "roles": _("Roles"),
            },
            _profile,
        ),
        Part(
            "email_addresses",
            _("E-mail addresses"),
            11,
            {"email": _("E-mail address"), "is_confirmed": _("Confirmed")},
            _addresses,
        ),
        Part(
            "former_names",
            _("Names that you had before"),
            12,
            {"name": _("Name"), "until": _("Until")},
            lambda person: FormerName.objects.filter(person=person).values_list("name", "until"),
        ),
        Part(
            "second_factors",
            _("Second factors"),
            13,
            {"kind": _("Kind"), "since": _("Since"), "last_used": _("Last used")},
            _factors,
        ),
        Part(
            "connected_accounts",
            _("Connected accounts"),
            14,
            {
                "service": _("Service"),
                "id_there": _("Your number there"),
                "told_us": _("What it has told us"),
                "since": _("Since"),
            },
            _connected,
        ),
        Part(
            "notices",
            _("Notices that you got"),
            60,
            {
                "about": pgettext_lazy("what it is about", "About"),
                "at": _("When"),
                "read": _("Read"),
                "mailed": _("Mailed"),
            },
            _notices,
        ),
        Part(
            "notice_choices",
            _("What you want to hear of"),
            61,
            {
                "about": pgettext_lazy("what it is about", "About"),
                "in_inbox": _("In the inbox"),
                "by_mail": _("By e-mail"),
            },
            _choices,
        ),
    )


def _profile(person: User) -> Iterator[Row]:
    names = listed(roles.label(group.name) for group in person.groups.all())
    yield person.display_name, person.email, person.date_joined, person.last_login, names


def _addresses(person: User) -> Iterator[Row]:
    yield from EmailAddress.objects.filter(user=person).values_list("email", "verified")


def _factors(person: User) -> Iterator[Row]:
    for factor in Authenticator.objects.filter(user=person):
        yield factor.get_type_display(), factor.created_at, factor.last_used_at


def _connected(person: User) -> Iterator[Row]:
    names = {one.id: one.name for one in settings.SOCIAL_LOGINS}
    for account in SocialAccount.objects.filter(user=person):
        name = names.get(account.provider, account.provider)
        yield name, account.uid, json.dumps(account.extra_data), account.date_joined


def _notices(person: User) -> Iterator[Row]:
    for notice in Notice.objects.filter(recipient=person).order_by("-pk"):
        yield _about(notice.kind), notice.at, notice.read_at, notice.mailed_at


def _choices(person: User) -> Iterator[Row]:
    for choice in NoticeChoice.objects.filter(person=person):
        yield _about(choice.kind), choice.in_inbox, choice.by_mail


def _about(code: str) -> str:
    kind = kind_of(code)
    return str(kind.label) if kind else code
