"""Feature E23: where an address that leads nowhere may have meant to lead."""

from __future__ import annotations

import pytest
from django.utils import timezone

from articles import suggesting
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site()


def test_a_misspelt_or_shortened_slug_finds_its_story():
    story = f.published(headline="Council passes the harbour tax before dawn")
    f.published(headline="The pilots who climb the ladder in the dark")
    paths = ["/council-passes-harbor-tax/", "/news/council_passes_the_harbour_tax.html/"]

    found = suggesting.suggest(paths)

    assert {path: one.url for path, one in found.items()} == dict.fromkeys(
        paths, story.get_absolute_url()
    )


def test_the_day_in_the_address_decides_between_two():
    today = f.published(headline="Morning briefing")
    earlier = f.published(
        timezone.now() - timezone.timedelta(days=400), headline="Morning briefing"
    )

    for story in (today, earlier):
        path = f"/news/{story.published_on:%Y/%m/%d}/morning-briefings/"
        assert suggesting.suggest([path])[path].url == story.get_absolute_url()


def test_sections_pages_tags_and_authors_are_found_too():
    f.section("business", name="Business")
    f.page(title="Community guidelines")
    f.TagFactory(slug="housing", name="Housing")
    f.AuthorFactory(slug="mina-holt", name="Mina Holt")
    asked = {
        "/busines/": "/business/",
        "/about/guidelines-community/": "/community-guidelines/",
        "/tag/housings/": "/tags/housing/",
        "/author/m-holt/": "/authors/mina-holt/",
    }

    found = suggesting.suggest(list(asked))

    assert {path: one.url for path, one in found.items()} == asked


def test_what_readers_may_not_see_is_never_suggested():
    f.scheduled(headline="Secret talks on the bridge")
    f.draft(headline="Secret talks on the bridge")
    f.withdrawn(headline="Secret talks on the bridge")
    f.page(publish=False, title="Secret talks")

    assert suggesting.suggest(["/secret-talks-on-the-bridge/", "/secret-talks/"]) == {}


@pytest.mark.parametrize("path", ["/", "/2024/01/02/", "/xyzzy/", "/%25/", "/---/", "/a'b\"c/"])
def test_what_is_like_nothing_gets_no_suggestion(path):
    f.published(headline="Council passes the harbour tax")

    assert suggesting.suggest([path]) == {}


def test_the_queries_do_not_grow_with_the_addresses(django_assert_max_num_queries):
    f.published(headline="Council passes the harbour tax")
    suggesting.suggest(["/x/"])

    with django_assert_max_num_queries(8):
        suggesting.suggest([f"/council-passes-{number}/" for number in range(25)] + ["/tags/x/"])
