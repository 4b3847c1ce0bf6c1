"""Throw-away addresses: mailboxes that anybody opens for ten minutes (feature M6)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from comments.discussions import policies
from comments.screening.submissions import Submission
from comments.screening.verdicts import Strictness, Verdict
from comments.word_lists import lines_of

#: Domains that the portal knows, one a line.
FILE = Path(__file__).with_name("throwaway_domains.txt")


@cache
def known() -> frozenset[str]:
    """The portal's own list."""
    return frozenset(lines_of(FILE.read_text(encoding="utf-8")))


def throwaway(submission: Submission) -> Verdict:
    """Hold what comes with an address at a throw-away service, or below one of its domains."""
    domain = submission.email.rpartition("@")[2].lower().rstrip(".")
    listed = known_here()
    found = next((one for one in above(domain) if one in listed), None)
    if found is None:
        return Verdict(inputs={"domains": len(listed)})
    return Verdict(Strictness.HOLD, "throwaway", inputs={"domain": found})


def known_here() -> frozenset[str]:
    """The portal's list with the newsroom's own lines and without those behind a minus."""
    own = [line.lower() for line in lines_of(policies.get().site.throwaway_domains)]
    out = {line[1:].strip() for line in own if line.startswith("-")}
    more = {line.removeprefix("@") for line in own if not line.startswith("-")}
    return (known() | more) - out


def above(domain: str) -> list[str]:
    """A domain and those that it lies in, the narrowest first."""
    parts = domain.split(".")
    return [".".join(parts[number:]) for number in range(len(parts))]
