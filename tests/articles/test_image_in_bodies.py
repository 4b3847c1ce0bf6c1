"""Features E18, E19: pictures in a text get all their files and their credit when shown."""

from __future__ import annotations

import pytest
from django.utils.html import escape

from articles import bodies, markup
from articles.models import EmbedTitle, Image
from newsportal.core import versions
from tests import factories as f
from tests.hostile_text import NAUGHTY, VECTORS, safe_or_explain

pytestmark = pytest.mark.django_db


def rendition(width: int, image_format: str = "avif", crop: str = "") -> dict:
    name = f"{width:031x}a.{image_format}"
    return {"crop": crop, "format": image_format, "width": width, "height": width, "name": name}


def figure(image: Image, caption: str = "", alt: str = "In this story") -> str:
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return markup.clean_story_html(
        f'<figure><img src="{image.url}" alt="{alt}" width="1200" height="800">{words}</figure>'
    )


def shown(*html: str) -> str:
    return bodies.shown("".join(html), bodies.Material.of(*html))


def test_a_figure_gets_every_width_and_keeps_the_words_of_the_story():
    image = f.picture(renditions=[rendition(640), rendition(320), rendition(400, crop="1x1")])

    html = shown("<p>Before</p>", figure(image), "<p>After</p>")

    assert html.startswith("<p>Before</p><figure><picture><source")
    assert html.endswith("</figure><p>After</p>")
    small, large = (f"/media/{one:031x}a.avif {one}w" for one in (320, 640))
    assert f'srcset="{small}, {large}"' in html
    assert 'alt="In this story"' in html
    assert f'src="{image.url}" width="1200" height="800"' in html
    assert 'loading="lazy"' in html


def test_the_stored_text_is_not_touched():
    image = f.picture(renditions=[rendition(640)])
    story = f.published(body_html=figure(image))

    shown(story.body_html)
    story.refresh_from_db()

    assert "srcset" not in story.body_html


def test_the_credit_of_the_library_is_named_once():
    image = f.picture(credit="Photo: Yuna Park")

    bare, captioned, told = (
        shown(figure(image, words)) for words in ("", "The ferry.", "The ferry. Photo: Yuna Park")
    )

    assert '<small class="credit" dir="auto">Photo: Yuna Park</small></figcaption>' in bare
    assert '<span dir="auto">The ferry.</span> <small class="credit"' in captioned
    assert told.count("Photo: Yuna Park") == 1


def test_a_caption_keeps_its_marks_direction_and_language():
    html = shown(
        f'<figure><img src="{f.picture().url}" alt="x">'
        '<figcaption dir="rtl" lang="ar"><em>عبارة</em></figcaption></figure>'
    )
    assert '<span dir="rtl" lang="ar"><em>عبارة</em></span>' in html


def test_words_of_the_library_are_escaped():
    image = f.picture(credit="<script>alert(1)</script>")
    html = shown(figure(image, alt="&quot;&gt;&lt;b&gt;"))
    assert "<script>" not in html
    assert 'alt="&quot;&gt;&lt;b&gt;"' in html


def test_a_picture_that_the_library_has_lost_stays_as_it_was_written():
    html = markup.clean_story_html(f'<figure><img src="/media/{"e" * 32}.jpg" alt="Old"></figure>')
    assert shown(html) == html


def test_tables_and_text_are_left_alone():
    html = markup.clean_story_html(
        "<figure><table><tr><td>1</td></tr></table><figcaption>T</figcaption></figure>"
        "<p>&lt;figure&gt;&lt;img src=x&gt;</p><blockquote class='pull'><p>q</p></blockquote>"
    )
    assert shown(html) == html


def test_all_pictures_of_a_page_cost_one_query(django_assert_num_queries):
    texts = [figure(f.picture()) for _ in range(5)]
    with django_assert_num_queries(1):
        material = bodies.Material.of(*texts)
        assert all("<picture>" in bodies.shown(text, material) for text in texts)
    with django_assert_num_queries(0):
        bodies.Material.of("<p>No picture here.</p>")


def test_readers_get_it_in_stories_and_pages(client):
    f.site()
    image = f.picture(renditions=[rendition(640)])
    story = f.published(body_html=figure(image))
    about = f.page(body_html=figure(image))

    for address in (story.get_absolute_url(), about.get_absolute_url()):
        assert "640w" in client.get(address).content.decode()


TAGS = {
    **{tag: set(names) for tag, names in markup.STORY_TAGS.items()},
    "img": markup.STORY_TAGS["img"] | {"decoding", "fetchpriority"},
    "figure": markup.STORY_TAGS["figure"] | {"data-player", "data-load", "data-note", "data-title"},
    "picture": set(),
    "source": {"type", "srcset", "sizes"},
    "span": {"dir", "lang"},
    "small": {"class", "dir"},
}


@pytest.mark.parametrize("name", [*VECTORS, *NAUGHTY])
def test_nothing_acts_in_what_is_drawn_whatever_was_typed(name):
    text = VECTORS.get(name) or NAUGHTY[name]
    words = text.replace("\x00", "").encode("utf-8", "ignore").decode()  # as a form sends them
    image = f.picture(credit=words[:160], caption="x")
    video = "https://vimeo.com/12345"
    EmbedTitle.objects.create(address=video, title=words[:300])
    versions.bump("embed-titles")
    html = markup.clean_story_html(
        f'<figure><img src="{image.url}" alt="{escape(text)}"><figcaption>{text}</figcaption>'
        f'</figure><figure data-embed="{video}"><a href="{video}">{video}</a></figure>{text}'
    )

    assert safe_or_explain(shown(html), TAGS) == []
