"""What checks are given: the words, and what was known when they were written."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from articles.models import Story
from comments.author_records import AuthorRecord, record_of
from comments.discussions import Rule
from newsportal.core.models import User


@dataclass(frozen=True)
class Origin:
    """Where words come from, beside their author.

    Args:
        address: the network address behind the proxies that we trust (`core.client_network`).
        email: a guest's; of an account its own counts.
        is_always_held: a moderator reads first what this author writes here, as the gate says.
    """

    address: str | None = None
    email: str = ""
    is_always_held: bool = False


@dataclass(frozen=True)
class Submission:
    """What a check may look at. Nothing here is asked of the database before a check asks for it.

    Args:
        text: as it was typed; spans of verdicts are places in it.
        text_hash: the same for texts that differ in case, width, space and punctuation only.
        author: None for a guest.
        rule: what holds for the discussion, and who said so.
        written_at: when it was handed in; aware. What came later counts for no check.
        edited: the key of the comment whose words are changed; None for a new one.
    """

    text: str
    text_hash: bytes
    story: Story
    author: User | None
    rule: Rule
    origin: Origin
    written_at: datetime.datetime
    edited: int | None = None

    @property
    def policy(self) -> str:
        return self.rule.policy

    @property
    def is_always_held(self) -> bool:
        return self.origin.is_always_held

    @property
    def email(self) -> str:
        """The author's address, or the one that a guest gives; "" when there is none."""
        return self.author.email if self.author else self.origin.email

    @cached_property
    def record(self) -> AuthorRecord:
        """What the author's other comments say, in one query for all checks."""
        return record_of(
            self.author.pk if self.author else None,
            self.written_at,
            address=self.origin.address,
            edited=self.edited,
        )

    @property
    def approved_before(self) -> int:
        """The author's comments that stand."""
        return self.record.approved
