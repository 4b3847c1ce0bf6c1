"""Who is published at once where newcomers wait: trust from what somebody has written (feature M9).

It is worked out from the person's record whenever it is asked for and stored nowhere, so that a
refusal or a sanction takes it away from that moment on. Readers never see it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from comments import wording
from comments.author_records import AuthorRecord, records_of
from comments.discussions import policies
from comments.models import SiteDiscussion
from newsportal.core.models import User


@dataclass(frozen=True)
class Standing:
    """Whether somebody is trusted and, if not, what is missing.

    Args:
        lacks: codes of what is missing, the weightiest first; none for who is trusted.
        inputs: the numbers that it was worked out from, and the thresholds that held.
    """

    record: AuthorRecord
    lacks: tuple[str, ...]
    inputs: dict[str, Any]

    @property
    def is_trusted(self) -> bool:
        return not self.lacks

    @property
    def label(self) -> str:
        return _("trusted") if self.is_trusted else _("not trusted yet")

    @property
    def words(self) -> str:
        """What it comes from, for moderators."""
        if not self.is_trusted:
            return wording.cause_of("newcomer", self.inputs)
        return _("%(approved)d comments read and approved, %(refused)d refused") % self.inputs


def judge(
    record: AuthorRecord, joined_at: datetime.datetime, at: datetime.datetime, site: SiteDiscussion
) -> Standing:
    """Whether somebody was trusted at a moment, by the site's thresholds; pure."""
    clean_since = at - datetime.timedelta(days=site.trust_clean_days)
    missing = {
        "sanctioned": record.is_sanctioned,
        "newcomer": record.read < site.trust_approved,
        "often_refused": record.refused_share * 100 > site.trust_refused_percent,
        "refused_lately": record.refused_at is not None and record.refused_at > clean_since,
        "young_account": joined_at > at - datetime.timedelta(days=site.trust_days),
    }
    lacks = tuple(code for code, lacking in missing.items() if lacking)
    inputs = {
        "approved": record.read,
        "needed": site.trust_approved,
        "refused": record.refused,
        "decided": record.decided,
        "most_percent": site.trust_refused_percent,
        "days": site.trust_days,
        "clean_days": site.trust_clean_days,
        "lacks": list(lacks),
    }
    return Standing(record, lacks, inputs)


def standings_of(people: Iterable[User]) -> dict[int, Standing]:
    """The standing of several people now, by their keys, in one query; for cards and lists."""
    at, known = timezone.now(), {person.pk: person for person in people}
    site = policies.get().site
    records = records_of(known, at) if known else {}
    return {pk: judge(records[pk], known[pk].date_joined, at, site) for pk in known}


def standing_of(person: User) -> Standing:
    """One person's standing now."""
    return standings_of([person])[person.pk]
