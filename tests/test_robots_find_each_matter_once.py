"""Feature R4: a robot that follows every link finds each matter at one address, and no form.

It goes through a small newspaper that has every kind of page, as robots do: from the front page and
from the sitemaps, along every link that is not marked “nofollow”, where robots.txt lets it. What it
may show afterwards must be the matters of the newspaper, each once.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from html.parser import HTMLParser
from math import ceil
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from articles import corrections, live, publishing
from articles.live import UpdateContent
from articles.models import Author, Page, Section, Story, Tag
from articles.models.story import StoryQuerySet
from articles.working_copy import content_of
from comments.models import Policy
from newsportal.core import redirects
from tests import factories as f

pytestmark = pytest.mark.django_db

HOST = "http://127.0.0.1:8000"
#: Stories on a page of a list.
SIZE = 3
#: Names of addresses with a form, or behind one; `comments:write` shows the discussion to a GET.
FORMS = re.compile(
    r"account_|socialaccount_|mfa_|setup:|people:|admin:|core:me|core:notice|comments:own|"
    r"comments:(react|reply|report|edit|delete|follow|mute|confirm|notice|legal)|"
    r"articles:newsletters-|articles:(report-error|save-story|follow|your-list|preview)"
)


class Links(HTMLParser):
    """What a robot reads of a page: its links, whether it may be shown, and what it names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.robots: list[str] = []
        self.canonical: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in found and "nofollow" not in found.get("rel", "").split():
            self.links.append(found["href"])
        if tag == "meta" and found.get("name") == "robots":
            self.robots.append(found["content"])
        if tag == "link" and found.get("rel") == "canonical":
            self.canonical.append(found["href"])


@dataclass
class Robot:
    """One that keeps to every rule.

    Args:
        shown: addresses that it may show, with the main part of their pages.
        named: what the other pages that may be shown name as theirs.
        listed: what stands in the sitemaps.
        tempting: what robots.txt forbids and a link leads to all the same.
    """

    client: Client = field(default_factory=Client)
    shown: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)
    listed: list[str] = field(default_factory=list)
    tempting: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        lines = self.client.get("/robots.txt").content.decode().split("\n\n")[0].splitlines()
        paths = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Dis")]
        assert paths
        wanted = (".*".join(re.escape(part) for part in path.split("*")) for path in paths)
        self.forbidden = re.compile("|".join(wanted))

    def crawl(self) -> None:
        self.listed = list(self._sitemaps())
        ahead = ["/", *self.listed]
        while ahead:
            address = ahead.pop()
            if self.forbidden.match(address):
                self.tempting.add(address)
            elif address not in self.visited:
                self.visited.add(address)
                ahead += self._read(address)

    def _sitemaps(self) -> Iterator[str]:
        for sitemap in _locations(self.client.get("/sitemap.xml")):
            yield from _locations(self.client.get(sitemap))

    def _read(self, address: str) -> Iterator[str]:
        answer = self.client.get(address)
        if answer.status_code in (301, 302):
            self.moved[address] = answer["Location"]
            return iter([answer["Location"]])
        assert answer.status_code == 200, address
        if not answer["Content-Type"].startswith("text/html"):
            assert answer["X-Robots-Tag"] == "noindex", address
            return iter(())
        html = answer.content.decode()
        page = Links(html)
        assert len(page.robots) == 1, address
        assert len(page.canonical) <= 1, address
        if "noindex" in page.robots[0]:
            assert not page.canonical, address
        else:
            self._keep(address, page.canonical[0].removeprefix(HOST), html)
        return _inside(address, page.links)

    def _keep(self, address: str, canonical: str, html: str) -> None:
        if canonical == address:
            main = re.search(r"<main.*</main>", html, re.DOTALL)
            assert main
            self.shown[address] = main[0]
        else:
            self.named[address] = canonical


def _locations(answer) -> list[str]:
    assert answer.status_code == 200
    named = re.findall("<loc>([^<]*)</loc>", answer.content.decode())
    return [unescape(one).removeprefix(HOST) for one in named]


def _inside(address: str, links: list[str]) -> Iterator[str]:
    """The links that lead to the newspaper itself, from its root."""
    for link in links:
        parts = urlsplit(urldefrag(urljoin(HOST + address, link))[0])
        if f"{parts.scheme}://{parts.netloc}" == HOST:
            path = quote(unquote(parts.path))
            yield path + (f"?{parts.query}" if parts.query else "")


@pytest.fixture
def paper(monkeypatch) -> dict[str, Story]:
    """A newspaper in which every list has several pages and every kind of page has something."""
    monkeypatch.setattr("articles.paging.SIZE", SIZE)
    monkeypatch.setattr("articles.views.corrections.SIZE", 1)
    monkeypatch.setattr("articles.live_stream.PAGE", 2)
    monkeypatch.setattr("comments.threads.ROOTS", 2)
    f.site(name="The Meridian", contact_email="desk@example.org")
    f.policy(Policy.OPEN)
    world = f.section("world")
    below, sport, empty = f.section("strait", parent=world), f.section("스포츠"), f.section("empty")
    edith, flood = f.AuthorFactory(), f.TagFactory()
    more = {"section": below, "bylines": [edith], "tags": [flood]}
    told = f.published(**more, lead_image=f.picture(), further_sections=[sport], slug="전철")
    first = f.approved(told)
    for answered in (first, None, None):
        f.approved(told, reply_to=answered)
    storm = f.published(section=sport, kind=Story.Kind.LIVE, tags=[flood])
    for number in range(3):
        live.post(storm, None, UpdateContent(body_html=f"<p>Wind of force {number}.</p>"))
    long_ago = timezone.now() - datetime.timedelta(days=70)
    old = f.published(long_ago, **more)
    publishing.save_story(old, None, replace(content_of(old), headline="Ten came back"))
    publishing.publish(old, None)
    for story in (told, old):
        corrections.add(story, None, "correction", f"Ten, not nine, in {story.headline}.")
    paper = {
        "told": told,
        "storm": storm,
        "old": old,
        "paid": f.published(section=sport, kind=Story.Kind.SPONSORED),
        "kept": f.published(**more, noindex=True),
        "elsewhere": f.published(**more, canonical_url="https://other.example/ferry/"),
        "retold": f.published(section=sport, canonical_url=f"{HOST}{told.get_absolute_url()}"),
    }
    for hidden in (f.draft(section=empty), f.scheduled(section=empty), f.withdrawn()):
        assert not hidden.is_live()
    f.TagFactory(), f.AuthorFactory(), f.newsletter("The morning")
    about = f.page(title="About")
    f.menu_item(menu="main", section=world)
    f.menu_item(menu="main", section=empty)
    f.menu_item(menu="footer", page=about)
    redirects.make_one("/old-about/", about.get_absolute_url())
    f.menu_item(menu="footer", label="About us", url="/old-about/")
    return paper


def pages_of(address: str, stories: StoryQuerySet) -> set[str]:
    """The addresses of a list: none without a story."""
    pages = ceil(stories.distinct().count() / SIZE)
    return {
        address if number == 1 else f"{address}?page={number}" for number in range(1, pages + 1)
    }


def matters() -> set[str]:
    """Where each matter of the newspaper stands, counted from its rows and not from its pages."""
    stories = Story.objects.live()
    found = {"/", "/archive/", "/corrections/", "/most-read/", "/moderation/", "/newsletters/"}
    found |= pages_of("/", stories)
    for section in Section.objects.all():
        found |= pages_of(section.get_absolute_url(), stories.in_section(section))
    for tag in Tag.objects.all():
        found |= pages_of(tag.get_absolute_url(), stories.with_tag(tag))
    for author in Author.objects.all():
        found |= pages_of(author.get_absolute_url(), stories.by_author(author))
    for month in stories.dates("published_on", "month"):
        address = reverse("articles:archive-month", args=[month.year, month.month])
        found |= pages_of(address, stories.of_period(month.year, month.month))
    found |= {page.get_absolute_url() for page in Page.objects.live()}
    return found | {story.get_absolute_url() for story in stories.indexable()}


def test_a_robot_finds_each_matter_at_one_address_and_no_form(paper):
    robot = Robot()
    robot.crawl()

    found = set(robot.shown)
    assert found == {quote(address, safe="/?=") for address in matters()}

    # The sitemaps list the same, but for the further pages of lists, each once.
    assert sorted(robot.listed) == sorted(address for address in found if "?" not in address)

    # What shows a part of a matter names it.
    assert set(robot.named.values()) <= {*robot.shown, "https://other.example/ferry/"}
    parts = " ".join(robot.named)
    assert all(part in parts for part in ("comments/?order=newest&after=", "?updates=", "updates/"))

    # No two addresses show the same.
    mains = list(robot.shown.values())
    assert len(set(mains)) == len(mains)

    # Only pages of lists have a parameter.
    assert not [
        address for address in found if "?" in address and not re.search(r"\?page=\d$", address)
    ]

    # Old addresses lead on once, and no form was reached.
    assert robot.moved["/old-about/"] in robot.shown
    assert not [address for address in robot.moved if robot.moved[address] in robot.moved]
    # (The page on moderation explains the notice of illegal content in a sentence with a link.)
    assert robot.tempting == {"/notice/"}
    names = {resolve(urlsplit(unquote(address)).path).view_name for address in robot.visited}
    assert not [name for name in names if FORMS.match(name)]
    assert {"articles:search", "articles:changes", "comments:feed"} <= names
