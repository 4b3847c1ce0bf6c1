"""Feature R4: what robots.txt asks of robots, by the newspaper's settings."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from newsportal.core import crawlers
from newsportal.core.crawlers import Purpose
from tests import factories as f

pytestmark = pytest.mark.django_db

HOST = "http://127.0.0.1:8000"


def groups(client) -> dict[str, list[str]]:
    """The rules of robots.txt for each name that it speaks to."""
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    found: dict[str, list[str]] = {}
    names: list[str] = []
    is_open = False
    for line in answer.content.decode().splitlines():
        field, _colon, value = line.partition("#")[0].partition(":")
        if field == "User-agent":
            names = [*names, value.strip()] if is_open else [value.strip()]
            is_open = True
        elif field.strip():
            is_open = False
            for name in ["", *names] if field == "Sitemap" else names:
                found.setdefault(name, []).append(f"{field}:{value}")
    return found


def tokens(purpose: Purpose) -> set[str]:
    return {crawler.token for crawler in crawlers.of(purpose)}


def test_all_may_read_what_is_no_form_and_models_may_not_learn(client):
    f.site()

    told = groups(client)

    assert "Disallow: /admin/" in told["*"]
    assert not [rule for rule in told["*"] if "search" in rule]
    assert told[""] == [f"Sitemap: {HOST}/sitemap.xml", f"Sitemap: {HOST}/news-sitemap.xml"]
    assert set(told) == {"", "*"} | tokens(Purpose.TRAINING)
    assert all(told[name][0] == "Disallow: /" for name in tokens(Purpose.TRAINING))


def test_each_purpose_has_its_switch_in_the_newsroom(client):
    f.site()
    ada = f.UserFactory(is_staff=True, is_superuser=True)
    client.force_login(ada)
    address = reverse("admin:core_sitesettings_change", args=[1])
    page = client.get(address)
    form = page.context["adminform"].form
    assert "GPTBot, ClaudeBot, Google-Extended" in page.content.decode()
    assert 'href="/robots.txt"' in page.content.decode()
    typed = {name: form[name].value() or "" for name in form.fields if name != "logo"}
    switches = [purpose.value for purpose in Purpose]
    typed = {name: value for name, value in typed.items() if name not in switches}
    typed.pop("hides_from_search")

    client.post(address, {**typed, "lets_ai_train": "on", "robots_lines": "Disallow: /x/"})
    assert set(groups(client)) == {"", "*"} | tokens(Purpose.TRAINING)

    lines = "User-agent: ExampleBot\r\nDisallow: /"
    saved = client.post(address, {**typed, "lets_ai_train": "on", "robots_lines": lines})
    assert saved.status_code == 302
    told = groups(client)
    assert set(told) == {"", "*", "ExampleBot"} | tokens(Purpose.SEARCH) | tokens(Purpose.PERSON)
    assert told["ExampleBot"][0] == "Disallow: /"


def test_a_newspaper_that_is_not_to_be_found_says_so_everywhere(client):
    story = f.published()
    for hidden in (None, {"hides_from_search": True}):
        if hidden:
            f.site(**hidden)

        assert groups(client) == {"*": ["Disallow: /"]}
        for path in ("/", story.get_absolute_url(), "/search/", "/corrections/"):
            page = client.get(path)
            assert '<meta name="robots" content="noindex">' in page.content.decode()
            assert 'rel="canonical"' not in page.content.decode()
            assert page["X-Robots-Tag"] == "noindex"
        for path in ("/sitemap.xml", "/sitemap-pages.xml", "/news-sitemap.xml"):
            assert client.get(path).status_code == 404


def test_a_page_that_has_not_changed_is_not_told_to_vanish(client):
    f.site()
    page = client.get("/")
    assert "X-Robots-Tag" not in page

    known = client.get("/", headers={"if-none-match": page["ETag"]})

    assert known.status_code == 304
    assert "X-Robots-Tag" not in known
    assert client.get("/corrections/feed/")["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ("Disallow: /", "Line 1 is for nobody"),
        ("# of ours\nNoindex: /", "Line 2 is no line of robots.txt"),
        ("User-agent: X\nDisallow: archive/", "Line 2: a path begins with a slash"),
        ("User-agent:", "Line 1 names nobody"),
        ("words", "Line 1 is no line"),
        ("#" * 4001, "This is too long"),
    ],
)
def test_lines_that_no_robot_would_understand_are_refused(lines, refusal):
    with pytest.raises(ValidationError, match=refusal):
        crawlers.check_lines(lines)


def test_lines_as_robots_read_them_are_taken():
    crawlers.check_lines(
        "# ours\n\nUser-agent: A\nuser-agent: B\nDisallow:\nAllow: /*.xml$\nCrawl-delay: 3\n"
        "Sitemap: https://other.example/sitemap.xml"
    )
    names = [crawler.token for crawler in crawlers.CRAWLERS]
    assert len(set(names)) == len(names)
    assert all(crawler.source.startswith("https://") for crawler in crawlers.CRAWLERS)
