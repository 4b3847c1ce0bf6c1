"""Embeds: players of listed providers, loaded only after a reader's click (feature E20).

A body holds the address and a plain link. Nothing of another site is asked for before the click,
by the page or by us: titles come later, from the worker, behind the guard of outgoing requests.
Where a player may be loaded, and only there, the page's policy lets it be framed.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from csp.constants import NONE
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_tasks import task

from articles import markup
from articles.models import EmbedTitle, Page, Story
from newsportal.core import outgoing, versions
from newsportal.core.plain_text import clean_line

logger = logging.getLogger(__name__)

#: An answer of oEmbed is some KB; what is larger is no answer to us.
TITLE_BYTES = 64 * 1024
#: The worker has other things to do than to wait for a video site.
TITLE_SECONDS = 5.0
MAX_TITLE = 300
#: Titles that a process holds, half a megabyte at most; older ones are named by their provider.
REMEMBERED_TITLES = 5_000

#: A player that a page offers, as `draw` writes it. Readers cannot write a tag of ours; quotes in
#: what they type stay as they are, so an attribute alone would prove nothing.
_PLAYER = re.compile(rb'<figure class="embed" data-player="(https://[a-z0-9.-]+)/')


@dataclass(frozen=True)
class Provider:
    """A site of settings.EMBED_PROVIDERS: its name, and where its player and titles are."""

    name: str
    video: re.Pattern[str]
    player: str
    title: str

    def player_of(self, address: str) -> str:
        """The address of the player, "" for one that names no single video."""
        found = self.video.search(address)
        key = next(filter(None, found.groups()), "") if found else ""
        return self.player.format(id=quote(key, safe="")) if key else ""


@cache
def _provider(name: str, video: str, player: str, title: str = "") -> Provider:
    return Provider(name, re.compile(video), player, title)


def provider_of(address: str) -> Provider | None:
    """The provider that serves an address of the allow-list, else None."""
    host = markup.host_of(address) if markup.embed_address(address) else None
    for known in settings.EMBED_PROVIDERS:
        if host is not None and (host == known or host.endswith(f".{known}")):
            return _provider(**settings.EMBED_PROVIDERS[known])
    return None


# Showing -----------------------------------------------------------------------------------------


def draw(figure: markup.Figure) -> SafeString | None:
    """An embed for readers: its link, and for the script what a click would load.

    Returns None for an address whose provider is no longer listed: the stored link stays.
    """
    provider = provider_of(figure.address)
    if provider is None:
        return None
    title = titles.get().get(figure.address, "")
    label = label_of(figure)
    player = provider.player_of(figure.address)
    offer = markup.NOTHING
    if player:
        note = _("This loads content of %(provider)s, which then learns of your visit.")
        offer = format_html(
            ' data-player="{}" data-load="{}" data-note="{}" data-title="{}"',
            player,
            _("Show it here"),
            note % {"provider": provider.name},
            title or provider.name,
        )
    caption = (
        format_html("<figcaption>{}</figcaption>", figure.caption)
        if figure.caption
        else markup.NOTHING
    )
    return format_html(
        '<figure class="embed"{}><a href="{}" rel="noopener">{}</a>{}</figure>',
        offer,
        figure.link.get("href", figure.address),
        label,
        caption,
    )


def label_of(figure: markup.Figure) -> str:
    """The words of an embed's link: what the editor wrote, else its title and whose it is."""
    provider = provider_of(figure.address)
    if provider is None or str(figure.label) not in ("", figure.address, escape(figure.address)):
        return figure.label
    return _("%(title)s (%(provider)s)") % {
        "title": titles.get().get(figure.address, "") or _("Watch the video"),
        "provider": provider.name,
    }


def _all_titles() -> dict[str, str]:
    rows = EmbedTitle.objects.exclude(title="").order_by("-pk")[:REMEMBERED_TITLES]
    return dict(rows.values_list("address", "title"))


#: The process's own copy of the titles by address, so that a page with a video costs no query more.
titles = versions.VersionedCopy(_all_titles, "embed-titles")


def addresses_in(html: str) -> list[str]:
    """The addresses of the embeds of a body, each once."""
    found: list[str] = []

    def note(figure: markup.Figure) -> None:
        if figure.address:
            found.append(figure.address)

    markup.with_figures(html, note)
    return list(dict.fromkeys(found))


class FramePolicyMiddleware:
    """Lets a page that offers players frame them: their hosts, and no page else.

    Stands inside of django-csp's middleware, which writes the header.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith("text/html"):
            return response
        found = _PLAYER.findall(response.content)  # type: ignore[attr-defined]
        if found:
            hosts = sorted({host.decode("ascii") for host in found})
            # How django-csp is told, also by its own decorators.
            replaced = getattr(response, "_csp_replace", None) or {}
            usual = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]
            others = [one for one in replaced.get("frame-src", usual) if one != NONE]
            policy = replaced | {"frame-src": [*others, *hosts]}
            response._csp_replace = policy  # type: ignore[attr-defined]  # noqa: SLF001
        return response


# Titles ------------------------------------------------------------------------------------------


def look_for_titles(story: int | None = None, page: int | None = None, **_ids: Any) -> None:
    """Let the worker ask what the videos of a published text are called (an event's listener).

    Runs in the verb's transaction and asks nobody itself; a text without embeds costs one query.
    """
    if story is not None:
        found: QuerySet[Any, Any] = Story.objects.filter(pk=story)
    else:
        found = Page.objects.filter(pk=page or 0)
    html = found.values_list("body_html", flat=True).first() or ""
    wanted = addresses_in(html)
    if wanted:
        known = EmbedTitle.objects.filter(address__in=wanted).values_list("address", flat=True)
        news = sorted(set(wanted) - set(known))
        if news:
            learn_titles.enqueue(news, f"story:{story}" if story is not None else f"page:{page}")


@task()
def learn_titles(addresses: list[str], key: str) -> None:
    """Ask providers for titles and keep them; nobody waits, a page without titles is whole.

    Args:
        key: version key of the page that shows them.
    """
    for address in addresses:
        EmbedTitle.objects.update_or_create(
            address=address, defaults={"title": ask_title(address), "asked_at": timezone.now()}
        )
    versions.bump("embed-titles", key)


def ask_title(
    address: str,
    *,
    resolver: outgoing.Resolver = outgoing.default_resolver,
    opener: outgoing.Opener = outgoing.default_opener,
) -> str:
    """What the provider calls an embed, "" when it does not say.

    Args:
        resolver: gives a host's addresses; tests replace it, the guard stays.
        opener: connects to one address.
    """
    provider = provider_of(address)
    if provider is None or not provider.title:
        return ""
    try:
        answer = outgoing.fetch(
            provider.title.format(address=quote(address, safe="")),
            max_bytes=TITLE_BYTES,
            timeout_seconds=TITLE_SECONDS,
            accept=("application/json", "text/json", "text/javascript"),
            resolver=resolver,
            opener=opener,
        )
        told = json.loads(answer.body)
    except outgoing.OutgoingError as error:
        logger.info("No title of %s: %s", urlsplit(address).hostname, error.code)
        return ""
    except (ValueError, RecursionError):  # no JSON, no UTF-8, or made to exhaust its reader
        return ""
    title = told.get("title") if isinstance(told, dict) else None
    try:
        return clean_line(title)[:MAX_TITLE] if isinstance(title, str) else ""
    except ValidationError:  # nothing to read in it, or half characters
        return ""
