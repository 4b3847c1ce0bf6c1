"""Feature R8 in a browser: a story in sight for ten seconds is told of once, without a cookie."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from articles import previewing
from articles.models import StoryRead
from newsportal import roles
from tests import factories as f
from tests.browser.newspaper import member

pytestmark = pytest.mark.browser

#: The browser of a test says “headless”, and machines are not counted.
A_PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/143.0.0.0 Safari/537.36"
HIDE = "hidden => Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })"


def opened(open_page, path: str, **options: object):
    """A page whose clock the test turns, and what it posts."""
    page, posted = open_page(user_agent=A_PERSON, **options), []
    page.on("request", lambda one: posted.append(one) if one.method == "POST" else None)
    page.clock.install()
    page.goto(path)
    return page, posted


def test_a_story_in_sight_for_ten_seconds_counts_once_and_leaves_nothing_behind(open_page, paper):
    story = f.published(section=paper.world)
    address = f"{story.get_absolute_url()}read/"
    page, posted = opened(open_page, story.get_absolute_url())

    page.clock.run_for(6_000)
    page.evaluate(HIDE, True)
    page.clock.run_for(60_000)
    page.evaluate(HIDE, False)
    page.clock.run_for(3_000)
    assert posted == [], "nine seconds in sight, and a minute behind another page"
    with page.expect_response(lambda one: one.url.endswith(address)) as answer:
        page.clock.run_for(1_500)
    page.clock.run_for(60_000)

    assert answer.value.status == 204
    assert [one.url.endswith(address) for one in posted] == [True]
    assert "cookie" not in posted[0].all_headers()
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0
    assert StoryRead.objects.filter(story=story).count() == 1

    page.reload()  # the same network reads on
    with page.expect_response(lambda one: one.url.endswith(address)):
        page.clock.run_for(11_000)
    assert StoryRead.objects.filter(story=story).count() == 1


def test_neither_a_preview_nor_the_newsroom_counts(open_page, paper):
    edith, story = member("Edith", roles.EDITOR), f.published(section=paper.world)
    link = previewing.address(previewing.share(f.draft(section=paper.world), edith))
    preview = urlsplit(link).path

    for path, user in ((preview, None), (story.get_absolute_url(), edith)):
        page, posted = opened(open_page, path, user=user)
        page.clock.run_for(60_000)
        assert posted == [], path
    assert not StoryRead.objects.filter(story=story).exists()
