"""Links: welcome as sources, and what spam lives on."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings

from comments.discussions import policies
from comments.screening.submissions import Submission
from comments.screening.throwaway import above
from comments.screening.verdicts import Strictness, Verdict
from comments.word_lists import lines_of

VERSION = 2

#: A comment with more links than this is read by a person whoever wrote it.
LINKS_ALLOWED = 2

#: An address with its scheme, or bare: a host's name with a path behind it. Bare hosts alone stay
#: words ("node.js", "e.g."), and lengths are bounded so that no text makes the search slow.
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>]{3,}|\b(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}/[^\s<>]+",
    re.IGNORECASE,
)


def links(submission: Submission, *, allowed: int = LINKS_ALLOWED) -> Verdict:
    """Hold a newcomer's link and anybody's many; the spans say where they stand.

    Links to the newspaper itself and to hosts that the newsroom welcomes do not count.
    """
    matches = list(LINK.finditer(submission.text))
    if not matches:
        return Verdict(inputs={"links": 0}, version=VERSION)
    welcome = welcome_hosts()
    hosts = [host_of(match[0]) for match in matches]
    counted = [not any(one in welcome for one in above(host)) for host in hosts]
    spans = tuple(match.span() for match, counts in zip(matches, counted, strict=True) if counts)
    inputs = {
        "links": len(spans),
        "welcome": len(matches) - len(spans),
        "hosts": sorted({host for host, counts in zip(hosts, counted, strict=True) if counts}),
        "approved_before": submission.approved_before,
    }
    if len(spans) > allowed:
        return Verdict(Strictness.HOLD, "many_links", None, spans, inputs, VERSION)
    if spans and submission.approved_before == 0:
        return Verdict(Strictness.HOLD, "newcomers_link", None, spans, inputs, VERSION)
    return Verdict(spans=spans, inputs=inputs, version=VERSION)


def host_of(address: str) -> str:
    """The host of an address as it stands in a text; "" when it has none that can be read."""
    try:
        host = urlsplit(address if "://" in address else f"https://{address}").hostname or ""
    except ValueError:
        return ""
    return host.lower().rstrip(".").removeprefix("www.")


def welcome_hosts() -> frozenset[str]:
    """The newspaper's own host and those that the newsroom lists."""
    own = (host_of(line) for line in lines_of(policies.get().site.link_hosts))
    return frozenset({host_of(settings.SITE_URL), *own} - {""})
