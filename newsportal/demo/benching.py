"""Measures pages and posting beside a bare constant view, in one process and one run (feature P4).

Times say little by themselves: another machine, or a busy one, changes them all. Ratios to the
constant view, which goes through the same middleware, stay.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path
from django.views.decorators.http import require_safe

from articles import sitemaps
from articles.models import Author, Section, Story, Tag
from comments.models import Policy, SiteDiscussion
from comments.word_matching import Matcher, Words
from newsportal import roles
from newsportal.core import versions
from newsportal.core.models import User
from newsportal.demo import bursts
from newsportal.demo.load import DOMAIN, SOURCE
from newsportal.urls import urlpatterns as _pages

CONSTANT = "/bench-constant/"


@require_safe
def constant(_request: HttpRequest) -> HttpResponse:
    """What every page is compared with."""
    return HttpResponse("The same for all.")


urlpatterns = [path("bench-constant/", constant), *_pages]


@dataclass(frozen=True)
class Measured:
    """Medians of one kind of request.

    Attributes:
        wall, cpu: milliseconds; `cpu` is this process's alone, without the database's.
        queries: statements of one request.
    """

    name: str
    wall: float
    cpu: float
    queries: int
    kilobytes: float


def run(rounds: int) -> Iterator[Measured]:
    """Measure every kind in turn, the constant view first.

    Args:
        rounds: requests of each kind, after two that warm what a process keeps.
    """
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"]):
        guest, editor = Client(), _signed_in(f"bench-editor@{DOMAIN}", roles.EDITOR)
        yield _measure("constant view", lambda: guest.get(CONSTANT), rounds)
        for name, address in _public():
            yield _measure(name, _getting(guest, address), rounds)
        for name, address in _newsroom():
            yield _measure(name, _getting(editor, address), rounds)
        posting = Posting()
        try:
            yield _measure("post a comment", posting.post, rounds, posting.next_reader)
        finally:
            posting.end()


@dataclass(frozen=True)
class Looking:
    """Milliseconds of CPU to look through 2,000 characters for the entries of word lists.

    Args:
        few, many: for five and for 5,000 entries, words that were met before.
        first: for 5,000 entries, each word met for the first time.
    """

    few: float
    many: float
    first: float


def word_lists(rounds: int) -> Looking:
    """How much the size of word lists costs a comment (feature M6)."""
    chance = random.Random(6)
    words = ["".join(chance.choices("aeioubcdfglmnprst", k=7)) for _ in range(5000 + 300)]
    text = " ".join(words[5000:])[:2000]

    def took(entries: list[str], *, is_first: bool = False) -> float:
        matcher = Matcher([Words(1, tuple(entries), stems=True)])
        matcher.find(text)
        began = time.process_time()
        for _round in range(rounds):
            if is_first:
                matcher.forget()
            matcher.find(text)
        return (time.process_time() - began) / rounds * 1000

    return Looking(took(words[:5]), took(words[:5000]), took(words[:5000], is_first=True))


def burst(readers: int) -> bursts.Burst:
    """Let many readers post to one story at once, through two web processes.

    Args:
        readers: how many, each with `bursts.POSTS_EACH` comments.
    """
    posting = Posting()
    try:
        sessions = [posting.next_reader() for _ in range(readers)]
        return bursts.run(posting.address, sessions)
    finally:
        posting.end()


def _getting(client: Client, address: str) -> Callable[[], Any]:
    return lambda: client.get(address)


def _signed_in(email: str, role: str = "") -> Client:
    person, _made = User.objects.get_or_create(email=email, defaults={"display_name": "Bench"})
    if role:
        roles.give(person, role)
    client = Client()
    client.force_login(person)
    return client


def _public() -> Iterator[tuple[str, str]]:
    """Every kind of page that guests see, of the largest there is."""
    live = Story.objects.live().filter(source=SOURCE)
    newest = live.newest_first()[0]
    yield "home", "/"
    yield "section", _section().get_absolute_url()
    yield "tag", Tag.objects.filter(source=SOURCE).order_by("pk")[0].get_absolute_url()
    yield "author", Author.objects.filter(source=SOURCE).order_by("pk")[0].get_absolute_url()
    yield "archive", "/archive/"
    yield "archive of a month", f"/archive/{newest.published_on:%Y/%m}/"
    yield "sitemap of sitemaps", "/sitemap.xml"
    yield "sitemap of stories", f"/sitemap-stories-{newest.pk // sitemaps.SIZE}.xml"
    yield "news sitemap", "/news-sitemap.xml"
    yield "feed", "/feed/"
    yield "feed of a section, JSON", f"{_section().get_absolute_url()}feed/json/"
    yield "search", "/search/?q=ferry"
    yield "search, rare words", "/search/?q=herring+quota+library"
    yield "search, a phrase", "/search/?q=%22outer+harbour%22"
    yield "search, narrowed", f"/search/?q=ferry&kind=opinion&section={_section().path}"
    yield "search, mistyped", "/search/?q=fery"
    talked = live.order_by("-comment_count", "pk")
    yield "story, no comments", live.filter(comment_count=0)[0].get_absolute_url()
    yield f"story, {talked[0].comment_count} comments", talked[0].get_absolute_url()
    yield "its comments", f"{talked[0].get_absolute_url()}comments/"


def _section() -> Section:
    return Section.objects.filter(source=SOURCE, parent=None)[0]


def _newsroom() -> Iterator[tuple[str, str]]:
    stories = "/admin/articles/story/"
    section = _section()
    yield "newsroom: first page", "/admin/"
    yield "newsroom: stories", stories
    yield "newsroom: stories of a section", f"{stories}?section={section.pk}"
    yield "newsroom: stories, search", f"{stories}?q=ferry"
    yield "newsroom: planning", f"{stories}planning/"


class Posting:
    """Posts comments that are published at once, each by another reader: one alone would soon be
    asked to wait."""

    def __init__(self) -> None:
        site, _made = SiteDiscussion.objects.get_or_create(pk=SiteDiscussion.SINGLE)
        self.policy_before = site.policy
        self._set_policy(Policy.OPEN)
        story = Story.objects.live().filter(source=SOURCE).newest_first()[0]
        self.address = f"{story.get_absolute_url()}comments/"
        self.number = 0

    @staticmethod
    def _set_policy(policy: str) -> None:
        SiteDiscussion.objects.filter(pk=SiteDiscussion.SINGLE).update(policy=policy)
        versions.bump("discussion-policies")
        versions.forget_copies()

    def end(self) -> None:
        """Let the newspaper's own policy hold again."""
        self._set_policy(self.policy_before)

    def next_reader(self) -> str:
        """Sign the next reader in; returns the key of the session."""
        self.number += 1
        self.reader = _signed_in(f"bench-reader-{self.number}@{DOMAIN}")
        return self.reader.cookies[settings.SESSION_COOKIE_NAME].value

    def post(self) -> Any:
        text = f"I was on that ferry, number {self.number}."
        return self.reader.post(self.address, {"text": text})


def _nothing() -> object:
    """What most requests need before them."""


def _measure(
    name: str, ask: Callable[[], Any], rounds: int, before: Callable[[], object] = _nothing
) -> Measured:
    """Ask `rounds` times; `before` is done before each and not measured."""
    for _ in range(2):
        before()
        response = ask()
    before()
    with CaptureQueriesContext(connection) as captured:
        ask()
    queries = len(captured)  # the next request clears the log that it looks at
    walls, cpus = [], []
    for _ in range(rounds):
        before()
        wall, cpu = time.perf_counter(), time.process_time()
        response = ask()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
        if response.status_code not in (200, 302, 303):
            msg = f"{name} answered {response.status_code}."
            raise RuntimeError(msg)
    size = len(response.content) / 1024
    return Measured(name, statistics.median(walls), statistics.median(cpus), queries, size)
