"""The embargo firewall: crawls every public address for what is not public (feature E11).

What is hidden is told by the newsroom's own records: headlines, addresses and picture files of
everything that is not live now. A page that names one of them is a leak.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from itertools import chain
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import F, Q
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from articles import image_uses
from articles.front_layout import read as read_layout
from articles.models import FrontVersion, Story
from articles.working_copy import content_of, read

#: Shorter headlines are words that stand anywhere.
LEAST = 12


@dataclass(frozen=True)
class Leak:
    """A public address that shows something hidden."""

    kind: str
    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path} ({self.kind}) shows {self.what}"


@dataclass(frozen=True)
class Secret:
    """Something that no public page may say, and whose it is."""

    text: str
    what: str


def public_addresses() -> Iterator[tuple[str, str]]:
    """Every public address with the kind of its page, from what the settings list."""
    return chain.from_iterable(
        import_string(dotted)() for dotted in settings.PUBLIC_ADDRESS_SOURCES
    )


def secrets(*, everything: bool = False) -> list[Secret]:
    """What is hidden now.

    Args:
        everything: drafts and withdrawn stories too, not only what is embargoed or scheduled.
    """
    now = timezone.now()
    hidden = Story.objects.exclude(pk__in=Story.objects.live(now).values("pk"))
    if not everything:
        hidden = hidden.filter(Q(embargo_until__gt=now) | Q(status=Story.Status.SCHEDULED))
    found = []
    for story in hidden.select_related("section", "working_revision"):
        name = f"“{story}”"
        found += [
            Secret(headline, f"the headline of {name}")
            for headline in {story.headline, content_of(story).headline}
            if len(headline) >= LEAST and not _is_said_by_a_live_one(headline)
        ]
        if story.get_absolute_url():
            found.append(Secret(story.get_absolute_url(), f"the address of {name}"))
        found += [
            Secret(address, f"a picture of {name}") for address in image_uses.hidden_files(story)
        ]
    fronts = _words_on_fronts({story.pk for story in hidden})
    return [*found, *fronts, *_changes_to_come(now, everything=everything)]


def _changes_to_come(now: datetime, *, everything: bool) -> Iterator[Secret]:
    """New headlines of live stories that wait for their time, or for being published."""
    waiting = ~Q(working_revision=F("live_revision")) if everything else Q(change_at__gt=now)
    stories = Story.objects.live(now).filter(waiting)
    for story in stories.select_related("working_revision", "change_revision"):
        revisions = [story.change_revision, story.working_revision if everything else None]
        for headline in {read(one).headline for one in revisions if one} - {story.headline}:
            if len(headline) >= LEAST and not _is_said_by_a_live_one(headline):
                yield Secret(headline, f"the next headline of “{story.headline}”")


def _words_on_fronts(hidden: set[int]) -> Iterator[Secret]:
    """The headlines that editors wrote for hidden stories on a front, live or draft."""
    for version in FrontVersion.objects.in_use():
        for container in read_layout(version.layout).containers:
            for card in container.cards:
                if card.story in hidden and len(card.headline) >= LEAST:
                    yield Secret(card.headline, f"the headline of a card on {version.front}")


def _is_said_by_a_live_one(headline: str) -> bool:
    return (
        Story.objects.live()
        .filter(Q(headline__contains=headline) | Q(body_text__contains=headline))
        .exists()
    )


def check(
    *, everything: bool = False, told: Callable[[str], None] = lambda _path: None
) -> list[Leak]:
    """Ask for every public address as a guest and look for what is hidden.

    Args:
        everything: see `secrets`.
        told: called with each path before it is asked for.

    Returns:
        The leaks; an address of a hidden story that answers is one too.
    """
    hidden = secrets(everything=everything)
    own = {secret.text: secret.what for secret in hidden if secret.text.startswith("/")}
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    client = Client(SERVER_NAME=host, raise_request_exception=False)
    leaks = []
    for kind, path in public_addresses():
        told(path)
        response = client.get(path, secure=settings.SECURE_SSL_REDIRECT)
        said = unescape(unquote(_text(response)))
        plain = path.partition("?")[0]
        leaks += [
            Leak(kind, path, secret.what)
            for secret in hidden
            if secret.text in said and not (secret.text.startswith("/") and secret.text in plain)
        ]
        if response.status_code == 200 and plain in own:
            leaks.append(Leak(kind, path, f"something at {own[plain]}"))
    return leaks


def _text(response: HttpResponseBase) -> str:
    """All that an answer says: its headers (a redirect names an address) and its body."""
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    body = b"".join(response)  # type: ignore[call-overload]
    return f"{headers}\n{body.decode('utf-8', 'replace')}"
