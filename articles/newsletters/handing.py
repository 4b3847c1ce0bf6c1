"""Handing one mail after the other to the mail server, and what its answers mean (RFC 5321).

A line is kept open for many mails. What is asked of every answer: has the server taken the mail,
shall it be tried again, is the address dead, or is it we who are refused?
"""

from __future__ import annotations

import enum
import re
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.utils import parseaddr
from types import TracebackType
from typing import Any, Self

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.message import sanitize_address

#: Mails over one connection: servers close those that never end.
MAILS_PER_CONNECTION = 200

#: Enhanced codes (RFC 3463) that speak of the address: bad mailbox, bad system, mailbox disabled.
DEAD = re.compile(r"^5\.(1\.[0-9]+|2\.[01])\b")
#: Enhanced codes of policy and content: we are refused, whatever the address is.
POLICY = re.compile(r"^5\.[67]\.")
#: Basic codes by which servers without enhanced ones refuse a recipient: no such mailbox.
NO_MAILBOX = (550, 551, 553)
ENHANCED = re.compile(r"^([245]\.[0-9]{1,3}\.[0-9]{1,3})\b")
#: The server is closing the line (RFC 5321 section 4.2.2).
CLOSING = 421
#: A sentence of a mail server that is shown to editors, in characters.
LONGEST_PROBLEM = 200


class Kind(enum.Enum):
    """What became of one mail."""

    TAKEN = "taken"
    LATER = "later"  # this address, for the time being
    DEAD = "dead"  # this address, for good
    REFUSED = "refused"  # this mail, for good: the address may be fine
    BROKEN = "broken"  # the line: the mail was certainly not taken
    UNCLEAR = "unclear"  # the line broke after the mail's last dot: nobody knows
    BARRED = "barred"  # we: our sign-in or our sender is refused


@dataclass(frozen=True)
class Outcome:
    """What became of a mail, with the server's answer in numbers and, of trouble, in words."""

    kind: Kind
    code: str = ""
    problem: str = ""


class Line:
    """A line to the mail server of the settings, opened when the first mail comes."""

    def __init__(self) -> None:
        self.connection: Any = get_connection()
        self.handed = 0
        self.is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up; a line that is broken already is no trouble."""
        if not self.is_open:
            return
        self.is_open = False
        with suppress(OSError, smtplib.SMTPException):
            self.connection.close()

    def hand_over(self, message: EmailMultiAlternatives) -> Outcome:
        """Hand one mail with one recipient over. Whatever happens is an outcome."""
        if self.handed and self.handed % MAILS_PER_CONNECTION == 0:
            self.close()
        trouble = self._open()
        if trouble is not None:
            return trouble
        self.handed += 1
        outcome = self._hand_over(message)
        if outcome.kind in (Kind.BROKEN, Kind.UNCLEAR):
            self.close()
        return outcome

    def _open(self) -> Outcome | None:
        if self.is_open:
            return None
        try:
            self.connection.open()
        except smtplib.SMTPAuthenticationError as error:
            return Outcome(Kind.BARRED, str(error.smtp_code), _words(error.smtp_error))
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(Kind.BROKEN, "", _words(error))
        self.is_open = True
        return None

    def _hand_over(self, message: EmailMultiAlternatives) -> Outcome:
        server = getattr(self.connection, "connection", None)
        if isinstance(server, smtplib.SMTP):
            return _by_smtp(server, message)
        # A console or a file takes everything.
        try:
            self.connection.send_messages([message])
        except OSError as error:
            return Outcome(Kind.BROKEN, "", _words(error))
        return Outcome(Kind.TAKEN)


def _by_smtp(server: smtplib.SMTP, message: EmailMultiAlternatives) -> Outcome:
    """MAIL, RCPT, DATA: the answer to each means something else."""
    try:
        recipient = sanitize_address(message.to[0], "utf-8")  # a host beyond ASCII as DNS has it
        whole: Any = message.message()  # Django's own class, whose `as_bytes` knows line ends
        body = whole.as_bytes(linesep="\r\n")
    except (ValueError, MessageError) as error:  # what no mail can say keeps no other mail waiting
        return Outcome(Kind.REFUSED, "", _words(error))
    is_sending = False
    try:
        server.ehlo_or_helo_if_needed()
        answer = server.mail(parseaddr(message.from_email)[1])
        if answer[0] != 250:
            _forget(server)
            return _to_sender(*answer)
        answer = server.rcpt(recipient)
        if answer[0] not in (250, 251):
            _forget(server)
            return _to_recipient(*answer)
        is_sending = True
        answer = server.data(body)
    except smtplib.SMTPDataError as error:  # not even the way to the body was opened
        _forget(server)
        return _to_mail(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Kind.UNCLEAR if is_sending else Kind.BROKEN, "", _words(error))
    return Outcome(Kind.TAKEN) if answer[0] == 250 else _to_mail(*answer)


def _forget(server: smtplib.SMTP) -> None:
    """Let the server forget a mail that it did not take; a line that broke is noticed next."""
    with suppress(OSError, smtplib.SMTPException):
        server.rset()


def _to_sender(code: int, said: bytes | str) -> Outcome:
    if code == CLOSING or code < 500:
        return Outcome(Kind.BROKEN, numbers(code, said), _words(said))
    return Outcome(Kind.BARRED, numbers(code, said), _words(said))


def _to_recipient(code: int, said: bytes | str) -> Outcome:
    if code == CLOSING:
        return Outcome(Kind.BROKEN, numbers(code, said), _words(said))
    if code < 500:
        return Outcome(Kind.LATER, numbers(code, said))
    return Outcome(Kind.DEAD if is_dead(code, said) else Kind.REFUSED, numbers(code, said))


def _to_mail(code: int, said: bytes | str) -> Outcome:
    """The answer to the whole mail: mostly about what it says, seldom about the address."""
    if code == CLOSING:
        return Outcome(Kind.BROKEN, numbers(code, said), _words(said))
    if code < 500:
        return Outcome(Kind.LATER, numbers(code, said))
    is_about_address = DEAD.match(_enhanced(said)) is not None
    return Outcome(Kind.DEAD if is_about_address else Kind.REFUSED, numbers(code, said))


def is_dead(code: int, said: bytes | str) -> bool:
    """Whether a refusal of a recipient speaks of the address and not of us.

    By the enhanced code where there is one; a bare 550 means "no such mailbox" on most servers.
    """
    enhanced = _enhanced(said)
    if not enhanced:
        return code in NO_MAILBOX
    return DEAD.match(enhanced) is not None or (
        code in NO_MAILBOX and not POLICY.match(enhanced) and enhanced == "5.0.0"
    )


def numbers(code: int, said: bytes | str) -> str:
    """An answer without its words, which often hold the address: "550 5.1.1"."""
    return f"{code} {_enhanced(said)}".strip()


def _enhanced(said: bytes | str) -> str:
    match = ENHANCED.match(_words(said))
    return match[1] if match else ""


def _words(said: object) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:LONGEST_PROBLEM]
