"""Feature R5: what every kind of page tells the cards of links, and with what for fallbacks."""

from __future__ import annotations

import datetime
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import live, metadata, previewing
from articles.models import Image, Story
from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
SITE = settings.SITE_URL


class Head(HTMLParser):
    """The title and the metas of a page, by name; the words of its body are left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = {}
        self.title = ""
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("property") or values.get("name")
        if tag == "meta" and name:
            self.meta.setdefault(name, []).append(values["content"] or "")
        self._in_title = tag == "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
            self._in_title = False

    def one(self, name: str) -> str:
        (value,) = self.meta[name]
        return value


def head(address: str, client: Client | None = None) -> Head:
    response = (client or Client()).get(address)
    assert response.status_code == 200, address
    return Head(response.content.decode())


def cropped(**fields: object) -> Image:
    """A picture whose crops the worker has made."""
    image = f.picture(**fields)
    image.renditions = [
        {"crop": crop, "format": "jpeg", "width": 1200, "height": height, "name": f"{crop}.jpg"}
        for crop, height in (("1x1", 1200), ("4x3", 900), ("16x9", 675))
    ]
    image.save()
    return image


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian", tagline="News of the strait", language="en")


def test_every_kind_of_page_has_a_card():
    section = f.section("world", name="World", description="The world from here.")
    tag = f.TagFactory(name="Boats", slug="boats", description="All that floats.")
    jae = f.AuthorFactory(name="Jae Lim", slug="jae", bio="Writes on boats. " * 30)
    story = f.published(
        timezone.now() - HOUR, kind=Story.Kind.LIVE, section=section, tags=[tag], bylines=[jae]
    )
    content = live.UpdateContent(headline="Rain", body_html="<p>It rains.</p>")
    update = live.post(story, None, content).update
    page = f.page(title="About us", standfirst="Who we are.", search_title="About The Meridian")
    day = story.published_on
    expected = {
        "/": ("website", "The Meridian", "News of the strait"),
        section.get_absolute_url(): ("website", "World", "The world from here."),
        tag.get_absolute_url(): ("website", "Boats", "All that floats."),
        jae.get_absolute_url(): ("profile", "Jae Lim", metadata.shortened(jae.bio)),
        page.get_absolute_url(): ("website", "About The Meridian", "Who we are."),
        "/archive/": ("website", "Archive", "All stories of The Meridian by the day"),
        f"/archive/{day:%Y/%m}/": ("website", f"{day:%B %Y}", f"All stories of {day:%B %Y}."),
        "/corrections/": ("website", "Corrections", "What we got wrong, and what is right."),
        "/moderation/": ("website", "How comments are moderated", "The rules, who decides"),
        story.get_absolute_url(): ("article", story.headline, None),
        update.get_absolute_url(): ("article", "Rain", "It rains."),
    }
    titles = set()
    for address, (kind, title, words) in expected.items():
        told = head(address)
        assert (told.one("og:type"), told.one("og:title")) == (kind, title), address
        assert told.one("og:url") == SITE + address
        assert told.one("og:site_name") == "The Meridian"
        assert told.one("og:locale") == "en_US"
        assert told.one("og:image").startswith("http"), address
        assert told.one("og:image:width").isdigit()
        assert told.one("twitter:card").startswith("summary")
        assert told.title.startswith(title), address
        assert "The Meridian" in told.title, address
        titles.add(told.title)
        if words is None:
            assert "description" not in told.meta  # nothing to say is not said
        else:
            assert told.one("description").startswith(words), address
            assert told.one("og:description") == told.one("description")
    assert len(titles) == len(expected)


def test_a_story_tells_what_its_page_shows():
    at = datetime.datetime(2026, 11, 3, 8, 10, tzinfo=datetime.UTC)
    jae, mina = f.AuthorFactory(slug="jae"), f.AuthorFactory(slug="mina")
    story = f.published(
        at,
        headline="Ferry “comes” <back>",
        standfirst="With  ten\nboats.",
        section=f.section("harbour", name="Harbour"),
        tags=[f.TagFactory(name="Boats"), f.TagFactory(name="Ferries")],
        bylines=[jae, mina],
        lead_image=cropped(alt="A ferry & a quay"),
    )

    told = head(story.get_absolute_url())

    assert told.title == "Ferry “comes” <back> – The Meridian"
    assert told.one("og:title") == "Ferry “comes” <back>"
    assert told.one("description") == "With ten boats."
    assert told.one("og:image") == f"{SITE}/media/16x9.jpg"
    assert (told.one("og:image:width"), told.one("og:image:height")) == ("1200", "675")
    assert told.one("og:image:alt") == "A ferry & a quay"
    assert told.one("twitter:card") == "summary_large_image"
    assert told.one("article:published_time") == "2026-11-03T08:10:00+00:00"
    assert told.one("article:modified_time") == "2026-11-03T08:10:00+00:00"
    assert told.one("article:section") == "Harbour"
    assert sorted(told.meta["article:tag"]) == ["Boats", "Ferries"]
    assert told.meta["article:author"] == [f"{SITE}/authors/jae/", f"{SITE}/authors/mina/"]


def test_what_an_editor_says_comes_before_the_fallbacks():
    own = cropped(alt="The bow")
    Image.objects.filter(pk=own.pk).update(renditions=[])  # the worker has not come to it
    story = f.published(
        headline="Headline",
        standfirst="Standfirst.",
        search_title="Search title",
        search_description="Description.",
        social_headline="Social headline",
        social_image=own.pk,
        lead_image=cropped(),
    )

    told = head(story.get_absolute_url())

    assert told.title == "Search title – The Meridian"
    assert told.one("og:title") == "Social headline"
    assert told.one("description") == told.one("og:description") == "Description."
    # The whole picture with its own size, and no crop that does not exist.
    assert told.one("og:image") == SITE + own.url
    assert (told.one("og:image:width"), told.one("og:image:height")) == ("1200", "800")

    # A picture whose licence has run out is on no new card: the next one is taken.
    ended = timezone.localdate() - datetime.timedelta(days=1)
    Image.objects.filter(pk=own.pk).update(licence_expires=ended)
    assert head(story.get_absolute_url()).one("og:image") == f"{SITE}/media/16x9.jpg"
    Image.objects.filter(pk=story.lead_image_id or 0).update(licence_expires=ended)
    story.refresh_from_db()
    assert metadata.social_image(story) is None


def test_pages_of_a_list_have_titles_and_addresses_of_their_own(monkeypatch):
    monkeypatch.setattr("articles.paging.SIZE", 1)
    section = f.section("world", name="World")
    for _number in range(2):
        f.published(section=section)
    told = head("/world/?page=2")
    assert told.title == "World – Page 2 – The Meridian"
    assert told.one("og:url") == f"{SITE}/world/?page=2"

    month = f"/archive/{timezone.localdate():%Y/%m}/"
    assert 'rel="next" href="?page=2"' in Client().get(month).content.decode()
    assert "Page 2" in head(f"{month}?page=2").title


def test_a_preview_tells_nobody_anything():
    edith = f.UserFactory()
    roles.give(edith, roles.EDITOR)
    story = f.draft(edith, search_description="Secret words", lead_image=cropped())
    page = f.page(publish=False)
    addresses = [previewing.address(previewing.share(one, edith)) for one in (story, page)]
    editor = Client()
    editor.force_login(edith)
    frame = reverse("admin:articles_story_preview_page", args=[story.pk])
    for client, address in (*((Client(), one) for one in addresses), (editor, frame)):
        html = client.get(address).content.decode()
        assert not [words for words in ("og:", "ld+json", "Secret words") if words in html]


def test_a_language_without_a_known_country_is_not_told():
    story = f.published(language="fr")
    assert "og:locale" not in head(story.get_absolute_url()).meta
    assert head(f.published(language="pt-br").get_absolute_url()).one("og:locale") == "pt_BR"


def test_a_text_is_shortened_at_a_word():
    words = "word " * 60
    assert metadata.shortened(words).endswith("word…")
    assert len(metadata.shortened(words)) <= metadata.LONG_DESCRIPTION
    assert len(metadata.shortened("가" * 500)) <= metadata.LONG_DESCRIPTION
    assert metadata.shortened(" short \n text ") == "short text"
