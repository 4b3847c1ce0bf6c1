"""The people of the demonstration: one account for each role, and its readers."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from newsportal import roles
from newsportal.core.models import User
from newsportal.demo.content_files import Content

#: Published on purpose: whoever runs the demonstration signs in with it.
PASSWORD = "demo-newsroom"  # noqa: S105 -- see above
#: Reserved for examples (RFC 2606): nobody gets a mail by mistake.
DOMAIN = "example.org"
#: The oldest stories are eight months old, and their readers were there.
FIRST_JOINED = datetime.timedelta(days=700)
JOINED_EVERY = datetime.timedelta(days=9, hours=7, minutes=11)


@dataclass(frozen=True)
class Account:
    """Someone to sign in as; `author` is the slug of the byline that is theirs, or ""."""

    local_part: str
    name: str
    role: str = ""
    author: str = ""

    @property
    def email(self) -> str:
        return f"{self.local_part}@{DOMAIN}"


ACCOUNTS = (
    Account("admin", "Ada Sorensen", roles.ADMINISTRATOR),
    Account("editor", "Mina Holt", roles.EDITOR, "mina-holt"),
    Account("contributor", "Tove Lindqvist", roles.CONTRIBUTOR, "tove-lindqvist"),
    Account("moderator", "Gil Marchetti", roles.MODERATOR),
    Account("reader", "Rana Aziz"),
    Account("reader2", "Sam Oduya"),
)


def addresses_of_readers(content: Content) -> dict[str, str]:
    """An address for each name under the comments that has no account in the table above."""
    names = {comment.author for story in content.stories for comment in story.comments}
    others = sorted(names - {account.name for account in ACCOUNTS})
    return {
        name: f"{_plain(name) or 'reader'}-{number}@{DOMAIN}"
        for number, name in enumerate(others, 1)
    }


def _plain(name: str) -> str:
    """The letters of a name that stand in an address everywhere: "Jürgen Weiss" → jurgen.weiss."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join(re.findall(r"[a-z0-9]+", letters))


def addresses(content: Content) -> list[str]:
    """The addresses of everybody whom the demonstration brings."""
    return [account.email for account in ACCOUNTS] + list(addresses_of_readers(content).values())


def make(content: Content, now: datetime.datetime) -> dict[str, User]:
    """Make all accounts; those who only comment cannot sign in.

    Args:
        now: the moment of loading; everybody joined before.

    Returns:
        The accounts by name.
    """
    password = make_password(PASSWORD)
    people = {
        account.name: User(email=account.email, display_name=account.name, password=password)
        for account in ACCOUNTS
    }
    people |= {
        name: User(email=email, display_name=name, password=make_password(None))
        for name, email in addresses_of_readers(content).items()
    }
    for number, user in enumerate(people.values(), 1):
        user.date_joined = now - FIRST_JOINED + number * JOINED_EVERY
    User.objects.bulk_create(people.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True)
        for user in people.values()
    )
    for account in ACCOUNTS:
        if account.role:
            roles.give(people[account.name], account.role)
    return people
