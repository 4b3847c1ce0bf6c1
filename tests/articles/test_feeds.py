"""Feature R3: RSS 2.0, Atom and JSON Feed of the site, its sections, tags, authors, corrections."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.http import http_date, parse_http_date

from articles import corrections, live, publishing, sections, tagging
from articles.live import UpdateContent
from articles.markup import STORY_TAGS
from articles.models import Correction, Image, Section, Story
from articles.working_copy import BylineContent, GalleryContent, content_of
from newsportal.core.models import PageVersion, SiteSettings
from tests import factories as f
from tests.articles.told import FORMS, NAMES, Told, read
from tests.hostile_text import NAUGHTY, VECTORS, safe_or_explain
from tests.test_query_budgets import GUEST, queries

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
VIDEO = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"


@pytest.fixture(autouse=True)
def paper() -> SiteSettings:
    return f.site(name="The Meridian", tagline="News of the strait", publisher="Strait Press")


def only(path: str) -> Told:
    (entry,) = read(path).entries
    return entry


def body_with(image: Image) -> str:
    return (
        '<p>Nine <a href="/world/">people</a> said ]]&gt; and href="/no".</p>'
        f'<figure><img src="{image.url}" alt="A rope"><figcaption>Tied</figcaption></figure>'
        f'<figure class="embed" data-embed="{VIDEO}"><a href="{VIDEO}">{VIDEO}</a></figure>'
        '<blockquote class="pull"><p>Nobody slept.</p></blockquote>'
    )


def rich(**fields) -> Story:
    """A story with two writers, a photographer, a picture above and one in the text, corrected."""
    mina, jae, yuna = (f.AuthorFactory(name=name) for name in ("Mina Holt", "Jae Lim", "Yuna Park"))
    world = fields.pop("section", None) or f.section("world", name="World")
    lead = f.picture(alt="A grey ferry", credit="Photo: Yuna Park", caption="At noon")
    values = {
        "headline": "Ferry comes back",
        "standfirst": "Nine & <ten>.",
        "section": f.section("asia", parent=world, name="Asia"),
        "bylines": [mina, jae, BylineContent(yuna.pk, "photographer")],
        "tags": [f.TagFactory(name="Ferries")],
        "lead_image": lead,
        "lead_caption": "The ferry, late",
        "body_html": body_with(f.picture(credit="Photo: Henrik Sol")),
        **fields,
    }
    story = f.published(timezone.now() - HOUR, **values)
    corrections.add(story, None, Correction.Kind.CORRECTION, "It carried ten, not nine.")
    return story


# What an entry says -------------------------------------------------------------------------------


def test_an_entry_is_the_whole_story_with_every_name_in_every_format():
    story = rich()
    yuna = story.bylines.get(role="photographer").author

    for form in FORMS:
        told = only(f"/feed/{form}")
        assert told.title == "Ferry comes back"
        assert told.url.endswith(story.get_absolute_url())
        assert told.authors[:2] == ["Mina Holt", "Jae Lim"]
        assert (
            f'Photographer: <a href="http://127.0.0.1:8000{yuna.get_absolute_url()}">' in told.html
        )
        assert told.tags == ["World/Asia", "Ferries"]
        assert told.summary == ("Nine &amp; &lt;ten&gt;." if form == "" else "Nine & <ten>.")
        assert "<strong>Nine &amp; &lt;ten&gt;.</strong>" in told.html
        # Each picture with its own text, caption and credit; the one on top comes first.
        assert told.html.index('alt="A grey ferry"') < told.html.index('alt="A rope"')
        assert "<figcaption>The ferry, late <small>Photo: Yuna Park</small>" in told.html
        assert "<figcaption>Tied <small>Photo: Henrik Sol</small>" in told.html
        # A video is a link, and what is no attribute stays as it was written.
        assert f'<figure><a href="{VIDEO}">Watch the video (YouTube)</a></figure>' in told.html
        assert 'said ]]&gt; and href="/no".' in told.html
        assert "<blockquote><p>Nobody slept.</p></blockquote>" in told.html
        for ours_alone in ("class=", "data-", "loading="):
            assert ours_alone not in told.html
        # Corrections as on the page: a line on top, the words below (E16).
        assert told.html.index("This story has been corrected.") < told.html.index("Nine <a")
        assert told.html.index("Nobody slept.") < told.html.index("It carried ten, not nine.")
        assert told.published == story.first_live_at.replace(microsecond=0)
        assert told.updated == story.corrections.get().at.replace(microsecond=0)


def test_rss_has_what_programs_look_for():
    story = rich()
    f.approved(story)
    address = f"http://127.0.0.1:8000{story.get_absolute_url()}"

    feed = read("/feed/")
    item = feed.entries[0].raw

    assert feed.raw.findtext("copyright") == "© Strait Press"
    assert feed.raw.findtext("image/link") == "http://127.0.0.1:8000/"
    assert feed.updated == feed.entries[0].updated
    assert item.findtext("slash:comments", namespaces=NAMES) == "1"
    assert item.findtext("wfw:commentRss", namespaces=NAMES) == f"{address}feed/"
    assert item.findtext("comments") == f"{address}#comments"
    assert item.findtext("dc:contributor", namespaces=NAMES) == "Yuna Park"
    assert item.find("category").get("domain") == "http://127.0.0.1:8000/"
    (picture,) = item.findall("media:content", NAMES)
    assert picture.get("medium") == "image"
    assert picture.get("url", "").endswith(story.lead_image.url)
    assert picture.findtext("media:description", namespaces=NAMES) == "A grey ferry"
    assert picture.findtext("media:title", namespaces=NAMES) == "The ferry, late"
    assert picture.findtext("media:credit", namespaces=NAMES) == "Photo: Yuna Park"


def test_atom_and_json_say_where_it_is_discussed_and_what_was_wrong():
    story = rich(language="ar")
    f.approved(story)
    address = f"http://127.0.0.1:8000{story.get_absolute_url()}"

    atom, item = only("/feed/atom/").raw, only("/feed/json/").raw

    (replies,) = (one for one in atom.findall("a:link", NAMES) if one.get("rel") == "replies")
    assert replies.get("href") == f"{address}feed/atom/"
    assert replies.get(f"{{{NAMES['thr']}}}count") == "1"
    assert atom.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert atom.findtext("a:contributor/a:name", namespaces=NAMES) == "Yuna Park"
    section, tag = atom.findall("a:category", NAMES)
    assert (section.get("term"), section.get("label")) == ("world/asia", "World/Asia")
    assert tag.get("scheme") == "http://127.0.0.1:8000/tags/"
    assert item["_discussion"] == {
        "url": f"{address}#comments",
        "feed_url": f"{address}feed/json/",
        "comments": 1,
    }
    assert item["_corrections"][0]["text"] == "It carried ten, not nine."
    assert item["image"].endswith(story.lead_image.url)
    assert item["attachments"][0]["title"] == "The ferry, late"
    assert item["language"] == "ar"
    assert item["content_html"].startswith('<div dir="rtl" lang="ar">')


def test_what_is_no_report_says_so_before_its_headline():
    f.published(kind=Story.Kind.SPONSORED, headline="Ten reasons to sail")
    f.published(kind=Story.Kind.OPINION, headline="Sail less")
    f.published(kind=Story.Kind.OPINION, headline="Opinion: it is late")
    f.published(kind=Story.Kind.ANALYSIS, headline="Why it was late")
    Story.objects.update(noindex=True)  # which speaks to search engines, not to subscribers

    told = {entry.title: entry for entry in read("/feed/json/").entries}

    assert set(told) == {
        "Sponsored: Ten reasons to sail",
        "Opinion: Sail less",
        "Opinion: it is late",
        "Why it was late",
    }
    assert "Sponsored</strong>" in told["Sponsored: Ten reasons to sail"].html
    assert "Analysis" in told["Why it was late"].tags


def test_a_live_blog_tells_its_newest_updates_and_a_gallery_all_its_pictures():
    storm = f.published(kind=Story.Kind.LIVE, headline="Storm")
    for number in range(12):
        made = live.post(storm, None, UpdateContent(body_html=f"<p>Wind {number}.</p>")).update
    live.mark_key(made, None)
    live.remove(live.post(storm, None, UpdateContent(body_html="<p>Hail.</p>")).update, None)
    hung = [f.picture(alt=f"Boat {number}") for number in range(2)]
    f.published(
        kind=Story.Kind.GALLERY,
        headline="Boats",
        gallery=[GalleryContent(image=one.pk, caption=f"No. {one.pk}") for one in hung],
    )

    boats, told = read("/feed/json/").entries

    assert [told.html.count(f"Wind {number}.") for number in (0, 1, 2, 11)] == [0, 0, 1, 2]
    assert (
        told.html.index("Wind 11.</a>")
        < told.html.index("<p>Wind 11.")
        < told.html.index("<p>Wind 10.")
    )
    assert "Hail." not in told.html
    storm.live_blog.refresh_from_db()
    assert told.updated == storm.live_blog.newest_at.replace(microsecond=0)
    assert boats.html.index('alt="Boat 0"') < boats.html.index('alt="Boat 1"')
    assert [one["title"] for one in boats.raw["attachments"]] == [f"No. {one.pk}" for one in hung]


def test_a_picture_whose_licence_ran_out_is_in_no_feed():
    story = rich()
    Image.objects.update(licence_expires=timezone.localdate() - datetime.timedelta(days=1))

    for form in FORMS:
        told = Client().get(f"/feed/{form}").content.decode()
        assert "img src" not in told
        assert story.lead_image.url not in told


def test_text_of_any_kind_harms_no_feed():
    """Hostile in all that a feed names; written past the forms, which would refuse half of it."""
    story = rich()
    author, tag = story.bylines.earliest("order").author, story.tags.get()
    whole = " | ".join((*VECTORS.values(), *NAUGHTY.values()))
    whole = whole.encode("utf-8", "ignore").decode().replace("\0", "")
    allowed = {name: names | {"dir"} for name, names in STORY_TAGS.items()}
    allowed |= {"small": frozenset(), "time": frozenset({"datetime"})}
    for start in (0, 2500):
        text = f"Ten\x0b came\ufffe {whole[start:]}"
        Story.objects.update(headline=text[:200], standfirst=text, lead_caption=text[:500])
        type(author).objects.filter(pk=author.pk).update(name=text[:120])
        type(tag).objects.update(name=text[:80])
        story.corrections.update(text=text)
        Image.objects.update(alt=text[:300], credit=text[:160])

        for form in FORMS:
            told = only(f"/feed/{form}")
            assert told.title.startswith("Ten came ")
            assert safe_or_explain(told.html, allowed, {"http", "https"}) == []
        assert safe_or_explain(only("/feed/").summary, {}) == []


# Places -------------------------------------------------------------------------------------------


def test_each_place_tells_what_its_page_lists():
    world = f.section("world")
    tag, author = f.TagFactory(), f.AuthorFactory()
    story = f.published(section=f.section("섬", parent=world), tags=[tag], bylines=[author])
    other = f.published(section=world)
    corrections.add(story, None, Correction.Kind.CORRECTION, "It was ten.")
    listed = {
        "/": {story, other},
        "/world/": {story, other},
        "/world/섬/": {story},
        tag.get_absolute_url(): {story},
        author.get_absolute_url(): {story},
    }

    for number, (page, stories) in enumerate(listed.items()):
        for form in FORMS if page == "/world/" else FORMS[number % 3 :][:1]:
            feed = read(f"{page}feed/{form}")
            assert feed.page == f"http://127.0.0.1:8000{iri_to_uri(page)}"
            assert {entry.url for entry in feed.entries} == {
                f"http://127.0.0.1:8000{iri_to_uri(one.get_absolute_url())}" for one in stories
            }
        html = Client().get(page).content.decode()
        for address in (f"{page}feed/json/", "/feed/", "/feed/atom/"):
            assert f'href="{address}"' in html
    entry = only("/corrections/feed/atom/")
    assert entry.title == f"Correction: {story.headline}"
    assert entry.url.endswith(iri_to_uri(story.corrections.get().get_absolute_url()))
    assert "It was ten." in entry.html


def test_a_feed_goes_where_its_page_went():
    asia = f.section("asia", parent=f.section("world"))
    old, new = f.TagFactory(slug="boats"), f.TagFactory(slug="ferries")
    author = f.AuthorFactory(slug="jae")
    gone, page = f.section("gone"), f.page(title="About")
    f.published(section=asia, tags=[old], bylines=[author])
    asia.parent, asia.slug = None, "far-east"
    sections.save(asia)
    tagging.merge(old, new)
    author.slug = "jae-lim"
    tagging.save(author)
    sections.delete(gone)

    for before, after in (
        ("/world/asia/", "/far-east/"),
        ("/tags/boats/", "/tags/ferries/"),
        ("/authors/jae/", "/authors/jae-lim/"),
    ):
        for form in FORMS:
            answer = Client().get(f"{before}feed/{form}?after=x")
            assert answer.status_code == 301
            assert answer["Location"] == f"{after}feed/{form}?after=x"
    for path, right in (
        ("/far-east/feed", "/far-east/feed/"),
        ("/Far-East/feed/atom", "/far-east/feed/atom/"),
        ("/feed/json", "/feed/json/"),
        ("/feed/rss2/", "/feed/"),
        ("/?feed=atom", "/feed/atom/"),
        ("/?feed=rss2", "/feed/"),
    ):
        answer = Client().get(path)
        assert (answer.status_code, answer["Location"]) == (301, right)
    assert Client().get("/gone/feed/atom/").status_code == 410
    for nowhere in (
        "/nothing/feed/",
        f"{page.get_absolute_url()}feed/",
        "/tags/nothing/feed/json/",
        "/far-east/feed/rss/",
        "/far-east/feed/feed/",
        "/corrections/feed/xml/",
    ):
        assert Client().get(nowhere).status_code == 404, nowhere


def test_no_section_takes_the_place_of_a_feed():
    world = f.section("world")

    for parent in (None, world):
        with pytest.raises(ValidationError, match="The portal itself uses"):
            sections.save(Section(slug="feed", name="Feed", parent=parent))


def test_older_pages_bring_every_story_once(monkeypatch):
    monkeypatch.setattr("articles.views.story_feeds.SIZE", 2)
    now = timezone.now()
    for number in (0, 1, 1, 1, 2):
        f.published(now - number * HOUR)

    told, query = [], ""
    for form in FORMS:
        feed = read(f"/feed/{form}{query}")
        told += [entry.id for entry in feed.entries]
        _page, mark, query = (feed.following or "").rpartition("?")
        query = mark + query
    assert len(told) == len(set(told)) == 5
    assert query == ""
    answer = Client().get("/feed/json/?after=forged")
    assert (answer.status_code, answer["Location"]) == (302, "/feed/json/")


# When ---------------------------------------------------------------------------------------------


def test_a_story_appears_and_goes_at_its_second(monkeypatch):
    waiting = f.scheduled(1, headline="It waits")
    going = f.published(headline="It goes")
    publishing.withdraw(going, None, at=timezone.now() + 2 * HOUR)
    embargoed = f.published(headline="It is secret")
    Story.objects.filter(pk=embargoed.pk).update(embargo_until=timezone.now() + 2 * HOUR)
    f.draft(headline="It is a draft")

    def told(form: str) -> set[str]:
        return {one.title for one in read(f"/feed/{form}").entries}

    assert told("") == {"It goes"}
    later = timezone.now() + 1.5 * HOUR
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert told("atom/") == {"It goes", "It waits"}
    much_later = later + HOUR
    monkeypatch.setattr(timezone, "now", lambda: much_later)
    assert told("json/") == {"It waits", "It is secret"}
    publishing.withdraw(waiting, None)
    assert told("") == {"It is secret"}


def test_names_of_things_outlive_their_addresses_and_ours(settings):
    story = rich(section=f.section("asia"))
    brought = f.published()
    Story.objects.filter(pk=brought.pk).update(feed_id="https://old.example/?p=12")
    before = [entry.id for entry in read("/feed/").entries]
    assert before[0] == "https://old.example/?p=12"
    assert before[1] == f"tag:{SiteSettings.objects.get().naming_authority}:story/{story.pk}"

    settings.SITE_URL = "https://elsewhere.example"
    publishing.save_story(
        story, None, replace(content_of(story), slug="back", section=f.section("sea").pk)
    )
    publishing.publish(story, None, change="typo")

    for form in FORMS:
        feed = read(f"/feed/{form}")
        assert [entry.id for entry in feed.entries] == before
        assert feed.entries[1].url.startswith("https://elsewhere.example/sea/")


def test_who_knows_a_feed_is_told_so_by_tag_and_by_time():
    story = rich(section=f.section("asia"))
    an_hour_ago = timezone.now() - HOUR
    PageVersion.objects.update(changed_at=an_hour_ago)
    Story.objects.update(live_at=an_hour_ago - HOUR, first_live_at=an_hour_ago - HOUR)

    for path in ("/asia/feed/atom/", "/corrections/feed/json/", "/feed/"):
        first = Client().get(path)
        assert first["Cache-Control"] == "no-cache"
        assert not first["ETag"].startswith("W/")
        assert parse_http_date(first["Last-Modified"]) == int(an_hour_ago.timestamp())
        for known in (
            {"if-none-match": first["ETag"]},
            {"if-modified-since": first["Last-Modified"]},
        ):
            again = Client().get(path, headers=known)
            assert (again.status_code, again.content) == (304, b"")
            assert again["ETag"] == first["ETag"]
    older = {"if-modified-since": http_date(an_hour_ago.timestamp() - 60)}
    assert Client().get(path, headers=older).status_code == 200
    head = Client().head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Type"]) == (first["ETag"], first["Content-Type"])

    corrections.add(story, None, Correction.Kind.UPDATE, "More.")

    changed = Client().get(path, headers={"if-modified-since": first["Last-Modified"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    # The time of a change that is still being made is not said yet.
    assert "Last-Modified" not in changed
    assert Client().get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_what_the_clock_changes_is_a_change_too():
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    f.published(lead_image=f.picture(licence_expires=yesterday), at=timezone.now() - 100 * HOUR)
    long_ago = timezone.now() - 99 * HOUR
    PageVersion.objects.update(changed_at=long_ago)

    def changed() -> datetime.datetime:
        return datetime.datetime.fromtimestamp(
            parse_http_date(Client().get("/feed/")["Last-Modified"]), datetime.UTC
        )

    midnight = datetime.datetime.combine(timezone.localdate(), datetime.time(), datetime.UTC)
    assert changed() == midnight
    left_at = timezone.now().replace(microsecond=0) - datetime.timedelta(seconds=5)
    left = f.published(timezone.now() - 50 * HOUR)
    PageVersion.objects.update(changed_at=long_ago)
    Story.objects.filter(pk=left.pk).update(withdraw_at=left_at)
    assert changed() == max(left_at, midnight)


def test_with_a_story_that_the_clock_takes_away_its_corrections_go_for_whoever_asks_by_time():
    stays, leaves = (
        f.published(timezone.now() - 50 * HOUR, headline=headline) for headline in ("One", "Two")
    )
    for story in (stays, leaves):
        corrections.add(story, None, Correction.Kind.CORRECTION, "It was nine.")
    PageVersion.objects.update(changed_at=timezone.now() - 9 * HOUR)
    path = "/corrections/feed/"
    known = {"if-modified-since": Client().get(path)["Last-Modified"]}
    assert Client().get(path, headers=known).status_code == 304

    Story.objects.filter(pk=leaves.pk).update(withdraw_at=timezone.now() - HOUR)

    now = Client().get(path, headers=known)
    assert now.status_code == 200
    assert "Two" not in now.text


def test_an_empty_feed_is_calm_and_always_the_same():
    for form in FORMS:
        assert read(f"/feed/{form}").entries == []
        first = Client().get(f"/feed/{form}")
        assert Client().get(f"/feed/{form}")["ETag"] == first["ETag"]
        assert "Last-Modified" not in first


# Work ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stories", [1, 3])
def test_a_feed_asks_no_more_for_many_stories(stories, settings):
    settings.VERSION_CHECK_SECONDS = 60
    tag, author = f.TagFactory(), f.AuthorFactory(portrait=f.picture())
    section = f.section("asia", parent=f.section("world"))
    for number in range(stories):
        for kind in (Story.Kind.GALLERY, Story.Kind.LIVE):
            story = f.published(
                kind=kind,
                section=section,
                tags=[tag, f.TagFactory()],
                bylines=[author, f.AuthorFactory()],
                lead_image=f.picture(),
                body_html=body_with(f.picture()),
                gallery=[GalleryContent(image=f.picture().pk)],
            )
            corrections.add(story, None, Correction.Kind.CORRECTION, f"It was {number}.")
            if kind == Story.Kind.LIVE:
                live.post(story, None, UpdateContent(body_html=body_with(f.picture())))

    for page in (
        "/",
        "/world/",
        "/corrections/",
        tag.get_absolute_url(),
        author.get_absolute_url(),
    ):
        asked = queries(Client(), f"{page}feed/atom/")
        assert len(asked) <= GUEST, (page, asked)
