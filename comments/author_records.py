"""What a person's comments say about their writer, in one query for all checks and all cards.

Nothing is stored: the numbers are counted from the person's last comments when they are asked for,
so that a decision counts from the moment it was made (feature M9).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from newsportal.core.client_network import network_of

#: Comments of a person that count, the newest; who has written for years is judged by these.
LAST = 200
#: Within how many minutes comments make a burst.
LATELY = datetime.timedelta(minutes=10)
#: How long refused comments of a network count; networks change hands within days.
NEARBY_FOR = datetime.timedelta(days=1)
#: More refused ones of a network are not counted; no rule asks for more.
MOST_NEARBY = 20


@dataclass(frozen=True)
class AuthorRecord:
    """Numbers over a person's last comments, without the one that is being edited.

    Args:
        approved: those that stand.
        unread: of these, how many no moderator has read yet.
        refused: those rejected, removed or put away as spam, also when deleted since.
        refused_at: when the last of them was decided.
        lately: those written within `LATELY`.
        nearby: refused ones of others from the same network within `NEARBY_FOR`.
        is_sanctioned: whether any sanction stands, wherever.
    """

    approved: int = 0
    unread: int = 0
    refused: int = 0
    refused_at: datetime.datetime | None = None
    lately: int = 0
    nearby: int = 0
    is_sanctioned: bool = False

    @property
    def read(self) -> int:
        """Those that stand and that somebody of the newsroom has read."""
        return self.approved - self.unread

    @property
    def decided(self) -> int:
        return self.read + self.refused

    @property
    def refused_share(self) -> float:
        """Of what was decided, the part that was refused; 0 when nothing was."""
        return self.refused / self.decided if self.decided else 0.0


NOTHING = AuthorRecord()

#: A refused comment that its author deletes stays a refused one: the log says what it was.
_SQL = """
    SELECT person.id, own.approved, own.unread, own.refused, own.refused_at, own.lately,
        (SELECT count(*) FROM (
            SELECT 1 FROM comments_comment near
            WHERE near.status IN ('rejected', 'spam') AND near.address <<= %(network)s::inet
              AND near.created_at > %(nearby_from)s AND near.created_at < %(at)s
              AND near.author_id IS DISTINCT FROM person.id
            LIMIT %(most_nearby)s) AS nearby),
        EXISTS (SELECT 1 FROM comments_sanction sanction
            WHERE sanction.person_id = person.id AND sanction.lifted_at IS NULL
              AND sanction.acknowledged_at IS NULL
              AND (sanction.ends_at IS NULL OR sanction.ends_at > %(at)s))
    FROM unnest(%(people)s::bigint[]) AS person(id)
    CROSS JOIN LATERAL (
        SELECT
            count(*) FILTER (WHERE stands) AS approved,
            count(*) FILTER (WHERE stands AND unread_since IS NOT NULL
                AND (decided_at IS NULL OR decided_at <= unread_since)) AS unread,
            count(*) FILTER (WHERE was_refused) AS refused,
            max(since) FILTER (WHERE was_refused) AS refused_at,
            count(*) FILTER (WHERE created_at > %(lately_from)s) AS lately
        FROM (
            SELECT created_at, decided_at, unread_since,
                coalesce(decided_at, created_at) AS since,
                status = 'approved' AND coalesce(decided_at, created_at) < %(at)s AS stands,
                coalesce(decided_at, created_at) < %(at)s AND (
                    status IN ('rejected', 'spam', 'removed')
                    OR status = 'deleted' AND EXISTS (
                        SELECT 1 FROM comments_commentevent event
                        WHERE event.comment_id = comment.id AND event.kind = 'deleted'
                          AND event.from_status IN ('rejected', 'spam', 'removed'))
                ) AS was_refused
            FROM comments_comment comment
            WHERE author_id = person.id AND created_at < %(at)s AND id <> %(edited)s
            ORDER BY created_at DESC LIMIT %(last)s
        ) AS counted
    ) AS own
"""


def records_of(people: Iterable[int], at: datetime.datetime) -> dict[int, AuthorRecord]:
    """The records of several people, by their keys, in one query; for lists and cards."""
    return {pk: record for pk, record in _ask(list(people), at) if pk is not None}


def record_of(
    person: int | None,
    at: datetime.datetime,
    *,
    address: str | None = None,
    edited: int | None = None,
) -> AuthorRecord:
    """One person's record at a moment, as far as the rows still tell it.

    Args:
        person: None for a guest, of whom the network alone is known.
        at: what came later does not count; aware.
        address: network address from which they write.
        edited: the key of a comment that does not count itself.
    """
    if person is None and address is None:
        return NOTHING
    return _ask([person], at, network_of(address) if address else None, edited)[0][1]


def _ask(
    people: list[int] | list[int | None],
    at: datetime.datetime,
    network: str | None = None,
    edited: int | None = None,
) -> list[tuple[int | None, AuthorRecord]]:
    values = {
        "people": people,
        "at": at,
        "network": network,
        "edited": edited or 0,
        "last": LAST,
        "most_nearby": MOST_NEARBY,
        "lately_from": at - LATELY,
        "nearby_from": at - NEARBY_FOR,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        return [(row[0], AuthorRecord(*row[1:])) for row in cursor.fetchall()]
