"""Limits of the account pages, told beside the form so that what was typed stays (feature S2).

allauth's own limits are switched off in the settings: they cannot say how long to wait, and they
ask Django's cache for a lock where ours count in one statement.
"""

from __future__ import annotations

from allauth.core import context
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from newsportal.core import limits
from newsportal.core.mail import mailbox

HOUR = 60 * 60

#: New accounts from one network: a class that signs up together may, a script may not.
SIGN_UPS, SIGN_UPS_SECONDS = 20, HOUR
#: Mails that one address gets because somebody typed it.
MAILS, MAILS_SECONDS = 5, HOUR
#: Passwords tried for one account from one network: for typing errors.
PASSWORDS, PASSWORDS_SECONDS = 10, 5 * 60
#: Passwords tried for one account from everywhere. High, because a stranger can use it up.
PASSWORDS_OF_ALL, PASSWORDS_OF_ALL_SECONDS = 100, HOUR
#: Passwords tried from one network, for whatever accounts: lists of stolen passwords are long.
PASSWORDS_OF_NETWORK, PASSWORDS_OF_NETWORK_SECONDS = 200, 10 * 60
#: Codes of the second factor tried for one account: for typing errors and for clocks that differ.
CODES, CODES_SECONDS = 10, 5 * 60
#: The same for a day: of a million codes three are right at a time, so that whoever knows the
#: password and guesses on finds one in nine years.
CODES_A_DAY, CODES_A_DAY_SECONDS = 100, 24 * HOUR
#: Portraits that one person uploads: each is decoded, which is work.
PORTRAITS, PORTRAITS_SECONDS = 10, HOUR
#: Files with all of one's data: each reads every row of a person.
EXPORTS, EXPORTS_SECONDS = 3, 24 * HOUR
#: Links for a new password asked for from one network.
RESETS, RESETS_SECONDS = 20, HOUR
#: Changes of one's own address, each of which sends a mail to somebody.
ADDRESSES, ADDRESSES_SECONDS = 5, HOUR


class TooMany(ValidationError):
    """Refused by a limit. The sentence stands in the form; the answer is a 429 with Retry-After."""

    def __init__(self, verdict: limits.Verdict) -> None:
        super().__init__(verdict.sentence, code="too_many")
        self.retry_after_seconds = verdict.retry_after_seconds


def count(name: str, key: str, limit: int, per_seconds: int) -> None:
    """Count an attempt. Raises TooMany when it is one too many."""
    verdict = limits.hit(name, key, limit=limit, per_seconds=per_seconds)
    if not verdict.allowed:
        raise TooMany(verdict)


def of_sign_up(email: str) -> None:
    """Count a sign-up that would otherwise pass. Raises TooMany."""
    count("sign-up", network(), SIGN_UPS, SIGN_UPS_SECONDS)
    count("mail", mailbox(email), MAILS, MAILS_SECONDS)


def of_password(request: HttpRequest, email: str) -> None:
    """Count a password that is tried, right or wrong. Raises TooMany."""
    where, who = limits.network_key(request), email.lower()
    count("password", f"{who} {where}", PASSWORDS, PASSWORDS_SECONDS)
    count("password-of-account", who, PASSWORDS_OF_ALL, PASSWORDS_OF_ALL_SECONDS)
    count("password-of-network", where, PASSWORDS_OF_NETWORK, PASSWORDS_OF_NETWORK_SECONDS)


def of_code(account: int) -> None:
    """Count a code of the second factor that is tried, right or wrong. Raises TooMany."""
    count("code", str(account), CODES, CODES_SECONDS)
    count("code-a-day", str(account), CODES_A_DAY, CODES_A_DAY_SECONDS)


def of_portrait(account: int) -> None:
    """Count a portrait before it is decoded. Raises TooMany."""
    count("portrait", str(account), PORTRAITS, PORTRAITS_SECONDS)


def of_export(account: int) -> None:
    """Count a file with all of one's data that is asked for. Raises TooMany."""
    count("export", str(account), EXPORTS, EXPORTS_SECONDS)


def of_reset(email: str) -> None:
    """Count a link for a new password that is asked for. Raises TooMany."""
    count("reset", network(), RESETS, RESETS_SECONDS)
    count("mail", mailbox(email), MAILS, MAILS_SECONDS)


def of_new_address(account: int, email: str) -> None:
    """Count a change of address. Raises TooMany."""
    count("new-address", str(account), ADDRESSES, ADDRESSES_SECONDS)
    count("mail", mailbox(email), MAILS, MAILS_SECONDS)


def network() -> str:
    """The network of the request that allauth is working on; its forms do not know it."""
    return limits.network_key(context.request)
