"""Feature R4: each page says which one address its matter has, and whether robots may show it."""

from __future__ import annotations

import re

import pytest

from tests import factories as f

pytestmark = pytest.mark.django_db

HOST = "http://127.0.0.1:8000"
SHOWN = "max-image-preview:large"


def told(client, address: str) -> tuple[str, str]:
    """The robots meta of a page and the path (or foreign address) that it names, each just once."""
    page = client.get(address).content.decode()
    robots = re.findall(r'<meta name="robots" content="([^"]*)">', page)
    named = re.findall(r'<link rel="canonical" href="([^"]*)">', page)
    assert len(robots) == 1, address
    assert len(named) <= 1, address
    return robots[0], named[0].removeprefix(HOST) if named else ""


def test_every_page_of_a_list_names_itself_and_drops_what_it_does_not_know(client, monkeypatch):
    monkeypatch.setattr("articles.paging.SIZE", 2)
    f.site()
    world, edith, flood = f.section("world"), f.AuthorFactory(), f.TagFactory()
    stories = [f.published(section=world, bylines=[edith], tags=[flood]) for _ in range(3)]
    month = stories[0].published_on.strftime("/archive/%Y/%m/")

    lists = [thing.get_absolute_url() for thing in (world, edith, flood)]
    for path in ("/", month, *lists):
        assert told(client, f"{path}?utm_source=mail") == (SHOWN, path)
        assert told(client, f"{path}?page=1&x=y") == (SHOWN, path)
        assert told(client, f"{path}?page=2&fbclid=z") == (SHOWN, f"{path}?page=2")
    assert told(client, "/archive/") == (SHOWN, "/archive/")
    for path in (month[: len("/archive/2026/")], stories[0].published_on.strftime(f"{month}%d/")):
        assert told(client, path) == ("noindex, follow", "")


def test_lists_without_a_story_and_searches_only_lead_on(client):
    f.site()
    empty = [f.section("empty"), f.AuthorFactory(), f.TagFactory()]
    f.draft(section=empty[0], bylines=[empty[1]], tags=[empty[2]])

    paths = [thing.get_absolute_url() for thing in empty]
    for path in (*paths, "/archive/", "/search/", "/search/?q=ferry&page=1"):
        assert told(client, path) == ("noindex, follow", "")


def test_all_that_shows_a_part_of_a_story_names_the_story(client):
    f.site()
    story = f.published()
    comment = f.approved(story)
    path = story.get_absolute_url()

    newest, permalink = f"{path}comments/?order=oldest", comment.get_absolute_url()
    for address in (path, f"{path}?utm_source=mail", newest, f"{path}comments/?since=0", permalink):
        assert told(client, address.partition("#")[0]) == (SHOWN, path)
    for form in (f"{path}report-error/", f"{path}comments/{comment.pk}/report/"):
        assert told(client, form) == ("noindex", "")
    assert told(client, f"{path}changes/") == ("noindex, follow", "")


def test_pages_and_errors(client):
    f.site()
    page = f.page()

    for path in (page.get_absolute_url(), "/corrections/", "/moderation/"):
        assert told(client, f"{path}?x=y") == (SHOWN, path)
    for path in ("/nothing/", "/notice/", "/accounts/login/"):
        assert told(client, path) == ("noindex", "")
