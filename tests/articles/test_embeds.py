"""Feature E20: embeds of listed providers, after a click, with a link for everybody."""

from __future__ import annotations

import json
import re
from ipaddress import ip_address

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from articles import bodies, embeds, markup
from articles.models import EmbedTitle
from newsportal.core import outgoing, versions
from newsportal.core.outgoing import Fetched
from tests import factories as f

pytestmark = pytest.mark.django_db

VIMEO = "https://vimeo.com/12345"
PLAYER = "https://player.vimeo.com/video/12345?dnt=1"


@pytest.fixture(autouse=True)
def paper():
    f.site()


def embed(address: str = VIMEO, label: str = "", caption: str = "") -> str:
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return markup.clean_story_html(
        f'<figure data-embed="{address}"><a href="{address}">{label or address}</a>{words}</figure>'
    )


def shown(html: str) -> str:
    return bodies.shown(html, bodies.Material.of(html))


def answer(body: bytes, kind: str = "application/json") -> Fetched:
    return Fetched("https://vimeo.com/api/oembed.json", 200, kind, body, len(body))


@pytest.mark.parametrize(
    ("address", "player"),
    [
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        ),
        (
            "https://youtu.be/dQw4w9WgXcQ?si=x",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        ),
        (
            "https://m.youtube.com/shorts/dQw4w9WgXcQ",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        ),
        (VIMEO, PLAYER),
        ("https://vimeo.com/channels/news/12345", PLAYER),
        ("https://archive.org/details/night_mail", "https://archive.org/embed/night_mail"),
        ("https://www.youtube.com/@channel", ""),
        ("https://vimeo.com/about", ""),
    ],
)
def test_a_player_is_found_in_the_address(address, player):
    provider = embeds.provider_of(address)
    assert provider is not None
    assert provider.player_of(address) == player


@pytest.mark.parametrize(
    "address",
    [
        "https://vimeo.com.evil.example/12345",
        "https://evil.example/?https://vimeo.com/12345",
        "https://vimeo.com@evil.example/12345",
        "javascript:alert(1)//vimeo.com/12345",
        "https://notvimeo.com/12345",
    ],
)
def test_a_foreign_address_is_no_embed(address):
    assert embeds.provider_of(address) is None
    assert "data-player" not in shown(embed(address))


def test_readers_get_a_link_and_an_offer_and_no_frame():
    html = shown(embed())

    assert f'<a href="{VIMEO}" rel="noopener">Watch the video (Vimeo)</a>' in html
    assert f'data-player="{PLAYER}"' in html
    assert "Vimeo, which then learns of your visit" in html
    assert "<iframe" not in html
    assert not re.search(r'\ssrc="', html)


def test_what_the_editor_wrote_and_the_caption_stay():
    html = shown(embed(label="The launch", caption="Filmed on Tuesday."))

    assert ">The launch</a>" in html
    assert "<figcaption>Filmed on Tuesday.</figcaption>" in html


def test_an_address_without_a_single_video_stays_a_link():
    html = shown(embed("https://vimeo.com/about"))
    assert "data-player" not in html
    assert 'href="https://vimeo.com/about"' in html


def test_a_provider_taken_from_the_list_leaves_a_link(settings):
    html = embed(label="The launch")
    settings.EMBED_PROVIDERS = {}
    assert shown(html) == html


def test_only_pages_with_an_embed_may_frame_and_only_its_host(client):
    with_embed = f.published(body_html=embed())
    without = f.published()
    unplayable = f.published(body_html=embed("https://vimeo.com/about"))

    def frames(story) -> str:
        policy = client.get(story.get_absolute_url())["Content-Security-Policy"]
        return re.search(r"frame-src ([^;]*)", policy)[1]

    assert frames(with_embed) == "https://player.vimeo.com"
    assert frames(without) == "'none'"
    assert frames(unplayable) == "'none'"


def test_a_reader_cannot_write_an_offer(client):
    story = f.published()
    f.approved(
        story,
        text='<figure class="embed" data-player="https://evil.example/x"> data-player="https://e/"',
    )

    response = client.get(story.get_absolute_url())

    assert "evil.example" in response.content.decode()
    assert "frame-src 'none'" in response["Content-Security-Policy"]


def test_the_script_is_sent_with_embeds_only(client):
    with_embed, without = f.published(body_html=embed()), f.published()
    assert "js/embeds.js" in client.get(with_embed.get_absolute_url()).content.decode()
    assert "js/embeds.js" not in client.get(without.get_absolute_url()).content.decode()


# Titles ------------------------------------------------------------------------------------------


def test_publishing_asks_nobody_and_leaves_a_task(monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("publishing asked another server")

    monkeypatch.setattr(outgoing, "fetch", never)

    f.published(body_html=embed() + embed())
    f.published()

    tasks = DBTaskResult.objects.filter(task_path=embeds.learn_titles.module_path)
    assert [task.args_kwargs["args"][0] for task in tasks] == [[VIMEO]]


def test_the_worker_learns_the_title_and_the_page_shows_it(monkeypatch):
    asked = []

    def fetch(url, **limits):
        asked.append((url, limits["timeout_seconds"], limits["max_bytes"]))
        return answer(json.dumps({"title": "Ferry\u0000 <leaves>\n port"}).encode())

    monkeypatch.setattr(outgoing, "fetch", fetch)
    story = f.published(body_html=embed())
    before = versions.read([f"story:{story.pk}"])

    embeds.learn_titles.func([VIMEO], f"story:{story.pk}")

    assert versions.read([f"story:{story.pk}"]) != before
    assert asked == [
        ("https://vimeo.com/api/oembed.json?url=https%3A%2F%2Fvimeo.com%2F12345", 5, 65536)
    ]
    page = Client().get(story.get_absolute_url()).content.decode()
    assert "Ferry &lt;leaves&gt; port (Vimeo)</a>" in page
    f.published(body_html=embed())
    assert DBTaskResult.objects.filter(task_path=embeds.learn_titles.module_path).count() == 1


@pytest.mark.parametrize("title", ["\ud800half", "\u202eback", "x" * 5000, " \x00\n "])
def test_a_hostile_title_is_cut_and_cleaned(monkeypatch, title):
    told = json.dumps({"title": title}).encode()
    monkeypatch.setattr(outgoing, "fetch", lambda *args, **kwargs: answer(told))
    embeds.learn_titles.func([VIMEO], "story:1")
    kept = EmbedTitle.objects.get().title
    assert len(kept) <= 300
    assert not set(kept) & {"\x00", "\n", "\u202e"}


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"title": 7}', b"\xff\xfe", b'{"title": ' + b"[" * 50_000]
)
def test_a_strange_answer_is_no_title(monkeypatch, body):
    monkeypatch.setattr(outgoing, "fetch", lambda *args, **kwargs: answer(body))
    assert embeds.ask_title(VIMEO) == ""


def test_a_name_that_leads_inside_is_not_asked():
    opened = []

    title = embeds.ask_title(
        VIMEO,
        resolver=lambda host, port: [ip_address("10.0.0.7")],
        opener=lambda *way: opened.append(way),
    )

    assert title == ""
    assert opened == []


def test_a_silent_provider_is_noted_and_not_asked_at_every_publishing(monkeypatch):
    def fails(*args, **kwargs):
        raise outgoing.OutgoingFailed("timeout", "too slow")

    monkeypatch.setattr(outgoing, "fetch", fails)
    embeds.learn_titles.func([VIMEO], "story:1")

    assert EmbedTitle.objects.get().title == ""
    f.published(body_html=embed())
    assert not DBTaskResult.objects.filter(task_path=embeds.learn_titles.module_path).exists()
