"""Feature R5: what pages tell search engines in JSON-LD, and that they show all of it."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from articles import corrections, live, publishing
from articles.models import Image, MenuItem, Standards, Story
from newsportal import roles
from newsportal.core import images, versions
from tests import factories as f
from tests.articles.test_metadata import cropped

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
SITE = settings.SITE_URL
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian", time_zone="Europe/Berlin", contact_email="desk@example.org")


def page(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def data(address: str) -> dict[str, dict[str, Any]]:
    """What a page tells, by type."""
    (block,) = BLOCK.findall(page(address))
    found = json.loads(block)
    blocks = found if isinstance(found, list) else [found]
    assert {one["@context"] for one in blocks} == {"https://schema.org"}
    return {one["@type"]: one for one in blocks}


def test_every_kind_of_story_has_its_type():
    types = {
        Story.Kind.REPORT: "NewsArticle",
        Story.Kind.GALLERY: "NewsArticle",
        Story.Kind.ANALYSIS: "AnalysisNewsArticle",
        Story.Kind.OPINION: "OpinionNewsArticle",
        Story.Kind.REVIEW: "ReviewNewsArticle",
        Story.Kind.SPONSORED: "AdvertiserContentArticle",
        Story.Kind.LIVE: "LiveBlogPosting",
    }
    assert types.keys() == set(Story.Kind)
    for kind, name in types.items():
        story = f.published(kind=kind)
        assert data(story.get_absolute_url())[name]["headline"] == story.headline


def test_a_story_tells_what_its_page_shows():
    asia = f.section("asia", name="Asia", parent=f.section("world", name="World"))
    jae, house = f.AuthorFactory(name="Jae Lim"), f.AuthorFactory(name="the meridian")
    image = cropped(caption="A quay", credit="Photo: Yuna", licence="CC BY 4.0")
    story = f.published(
        datetime.datetime(2026, 11, 3, 8, 10, tzinfo=datetime.UTC),
        headline="Ferry back",
        standfirst="With ten.",
        body_html='<p>One two <a href="/a>b/">three</a>.</p><p>Four.</p>',
        section=asia,
        bylines=[jae, house],
        tags=[f.TagFactory(name="Boats")],
        lead_image=image,
        lead_caption="The quay at noon",
    )
    f.approved(story)
    corrections.add(story, None, "correction", "Ten, not nine.")
    corrections.add(story, None, "update", "More came.")

    found = data(story.get_absolute_url())
    told, shown = found["NewsArticle"], page(story.get_absolute_url())

    assert told["url"] == told["mainEntityOfPage"] == SITE + story.get_absolute_url()
    assert (told["headline"], told["description"]) == ("Ferry back", "With ten.")
    assert told["datePublished"] == "2026-11-03T09:10:00+01:00"
    assert told["dateModified"] > told["datePublished"]
    assert told["author"] == [
        {"@type": "Person", "name": "Jae Lim", "url": SITE + jae.get_absolute_url()},
        {"@type": "Organization", "name": "the meridian", "url": SITE + house.get_absolute_url()},
    ]
    assert [(one["url"], one["width"], one["height"]) for one in told["image"]] == [
        (f"{SITE}/media/1x1.jpg", 1200, 1200),
        (f"{SITE}/media/4x3.jpg", 1200, 900),
        (f"{SITE}/media/16x9.jpg", 1200, 675),
    ]
    for one in told["image"]:
        assert (one["caption"], one["creditText"]) == ("The quay at noon", "Photo: Yuna")
        assert "license" not in one  # a name is no address
    assert (told["articleSection"], told["keywords"], told["wordCount"]) == ("Asia", ["Boats"], 4)
    assert told["isAccessibleForFree"] is True
    assert (told["commentCount"], told["discussionUrl"]) == (1, f"{told['url']}#comments")
    assert [one["text"] for one in told["correction"]] == ["Ten, not nine."]
    assert told["publisher"]["name"] == "The Meridian"
    trail = found["BreadcrumbList"]["itemListElement"]
    assert [(one["position"], one["name"], one.get("item")) for one in trail] == [
        (1, "World", f"{SITE}/world/"),
        (2, "Asia", f"{SITE}/world/asia/"),
        (3, "Ferry back", None),
    ]
    crumbs = '<a href="/world/">World</a><a href="/world/asia/">Asia</a></nav>'
    for words in (crumbs, "The quay at noon", "Photo: Yuna", "Ten, not nine.", "Jae Lim", "Boats"):
        assert words in shown, words


def test_without_crops_the_whole_picture_stands_with_its_own_size():
    image = f.picture(licence="https://creativecommons.org/licenses/by/4.0/")
    (told,) = data(f.published(lead_image=image).get_absolute_url())["NewsArticle"]["image"]
    assert told == {
        "@type": "ImageObject",
        "url": SITE + image.url,
        "width": 1200,
        "height": 800,
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_the_crops_that_engines_ask_for_keep_the_focal_point():
    for width, height, focal in ((1600, 900, (0.95, 0.1)), (700, 1400, (0.2, 0.9))):
        for ratio in images.CROPS.values():
            left, top, right, bottom = images.focal_crop_box(width, height, ratio, focal)
            assert left <= focal[0] * width <= right
            assert top <= focal[1] * height <= bottom
            assert (right - left) / (bottom - top) == pytest.approx(ratio[0] / ratio[1], rel=0.01)


def test_what_a_page_does_not_show_is_not_told():
    story = f.published(body_html="<p>하나 둘</p>", language="ko", section=f.section("world"))
    told = data(story.get_absolute_url())["NewsArticle"]
    absent = {"author", "image", "keywords", "description", "correction", "commentCount"}
    assert not (absent | {"discussionUrl", "wordCount", "coverageStartTime"}) & told.keys()
    assert not {"logo", "foundingDate", "sameAs", "ethicsPolicy"} & told["publisher"].keys()


def test_a_live_blog_covers_until_it_is_closed():
    story = f.published(timezone.now() - HOUR, kind=Story.Kind.LIVE, headline="A surge")
    jae = f.AuthorFactory(name="Jae Lim")
    content = live.UpdateContent(headline="Rain", body_html="<p>It rains.</p>", author=jae.pk)
    update = live.post(story, None, content).update

    told = data(story.get_absolute_url())["LiveBlogPosting"]
    assert told["coverageStartTime"] == told["datePublished"]
    assert "coverageEndTime" not in told
    (one,) = told["liveBlogUpdate"]
    assert (one["headline"], one["articleBody"], one["author"]["name"]) == (
        "Rain",
        "It rains.",
        "Jae Lim",
    )
    own = data(update.get_absolute_url())["BlogPosting"]
    assert own["url"] == SITE + update.get_absolute_url()
    assert own["isPartOf"]["url"] == told["url"]

    live.close(story, None, "")
    told = data(story.get_absolute_url())["LiveBlogPosting"]
    assert told["coverageEndTime"] == told["dateModified"]


def test_other_pages_say_what_they_are():
    world = f.section("world", name="World", description="From here.")
    portrait = cropped(alt="Jae")
    jae = f.AuthorFactory(name="Jae Lim", title="Reporter", bio="Writes.", portrait=portrait)
    tag = f.TagFactory(name="Boats")
    story = f.published(section=f.section("asia", parent=world), bylines=[jae], tags=[tag])
    about = f.page(title="About us")

    listed = data("/world/")
    assert listed.keys() == {"CollectionPage"}  # a single step is no way
    (item,) = listed["CollectionPage"]["mainEntity"]["itemListElement"]
    assert item["url"] == SITE + story.get_absolute_url()
    assert len(data("/world/asia/")["BreadcrumbList"]["itemListElement"]) == 2
    assert data(tag.get_absolute_url())["CollectionPage"]["about"]["name"] == "Boats"
    person = data(jae.get_absolute_url())["ProfilePage"]["mainEntity"]
    assert (person["name"], person["jobTitle"], person["description"]) == (
        "Jae Lim",
        "Reporter",
        "Writes.",
    )
    assert person["image"] == f"{SITE}/media/1x1.jpg"
    assert data(about.get_absolute_url())["WebPage"]["name"] == "About us"
    assert data("/moderation/").keys() == {"WebPage"}
    assert data("/corrections/").keys() == {"CollectionPage"}
    home = data("/")["WebSite"]
    assert home["publisher"]["@type"] == "NewsMediaOrganization"
    assert home["publisher"]["email"] == "desk@example.org"
    day = story.published_on
    steps = data(f"/archive/{day:%Y/%m/%d}/")["BreadcrumbList"]["itemListElement"]
    assert [one["position"] for one in steps] == [1, 2, 3, 4]
    shown = page(f"/archive/{day:%Y/%m/%d}/")
    assert all(escape(one["name"]) in shown for one in steps)


def test_policies_are_told_and_shown_while_their_pages_are_live():
    ethics, owners = f.page(title="Our ethics"), f.page(title="Who owns us")
    f.standards(ethics=ethics, ownership=owners, founded=1898, profiles="https://www.m.example/@m")

    told, shown = data("/")["WebSite"]["publisher"], page("/")
    assert told["ethicsPolicy"] == SITE + ethics.get_absolute_url()
    assert told["ownershipFundingInfo"] == SITE + owners.get_absolute_url()
    assert (told["foundingDate"], told["sameAs"]) == ("1898", ["https://www.m.example/@m"])
    for words in ("Our ethics", "Who owns us", "Founded in 1898.", ">m.example</a>"):
        assert words in shown, words

    # A page that a line of the footer leads to stands there once.
    f.menu_item(menu=MenuItem.Menu.FOOTER, page=ethics, order=1)
    assert page("/").count("Our ethics") == 1
    assert "ethicsPolicy" in data("/")["WebSite"]["publisher"]

    publishing.withdraw(owners, None, "")
    assert "ownershipFundingInfo" not in data("/")["WebSite"]["publisher"]
    assert "Who owns us" not in page("/")


def test_the_administrator_chooses_the_policies_among_live_pages():
    ada, ethics, draft = f.UserFactory(), f.page(title="Our ethics"), f.page(publish=False)
    roles.give(ada, roles.ADMINISTRATOR)
    client = Client()
    client.force_login(ada)
    add = client.get(reverse("admin:articles_standards_changelist"))["Location"]
    assert add == reverse("admin:articles_standards_add")
    assert "Our ethics" in client.get(add).content.decode()

    def post(address: str, **fields: object) -> Any:
        return client.post(address, {name: value for name, value in fields.items() if value})

    refused = post(add, ethics=draft.pk, profiles="javascript:alert(1)", founded=12)
    assert refused.status_code == 200
    assert set(refused.context["adminform"].form.errors) == {"ethics", "profiles", "founded"}
    assert post(add, ethics=ethics.pk, founded=1898).status_code == 302
    assert Standards.objects.get().ethics == ethics
    assert "Our ethics" in page("/")
    assert client.get(add).status_code == 403  # there is one
    versions.bump("site")


HOSTILE = "</script><!--<script>alert(1)</script>\u2028\u2029&amp;\"'"


def test_hostile_words_stay_words():
    image = cropped(alt=HOSTILE, caption=HOSTILE, credit=HOSTILE)
    story = f.published(
        headline=HOSTILE,
        standfirst=HOSTILE,
        section=f.section("world", name=HOSTILE[:80]),
        bylines=[f.AuthorFactory(name=HOSTILE, title=HOSTILE, bio=HOSTILE)],
        tags=[f.TagFactory(name="Boats", slug="boats", description=HOSTILE)],
        lead_image=image,
        search_title=HOSTILE,
        search_description=HOSTILE,
        social_headline=HOSTILE,
    )
    author = story.bylines.get().author
    for address in (story.get_absolute_url(), author.get_absolute_url(), "/world/", "/tags/boats/"):
        (block,) = BLOCK.findall(page(address))
        assert not re.search("[<>&\u2028\u2029]", block), address
        assert "alert(1)" in block
        head = page(address).partition("</head>")[0]
        assert "<script>alert" not in head
        assert "<!--" not in head
    assert data(story.get_absolute_url())["NewsArticle"]["headline"] == HOSTILE.strip()
    assert Image.objects.get(pk=image.pk).alt == HOSTILE
