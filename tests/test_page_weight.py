"""What a page weighs on its way to the reader, compressed: the budgets of DESIGN section 6."""

from __future__ import annotations

import gzip
import hashlib

import pytest
from django.test import Client

from articles.models import Image, Story
from newsportal.core import images
from tests import factories as f
from tests.test_query_budgets import discuss

pytestmark = pytest.mark.django_db

KILOBYTE = 1024
LIST, STORY = 20 * KILOBYTE, 25 * KILOBYTE
#: A story of some 900 words, as a reporter files it.
PARAGRAPHS = 24
#: Renditions as the worker makes them: the whole picture and each crop, in every width.
WIDTHS = {"": images.WIDTHS, **dict.fromkeys(images.CROPS, images.CROP_WIDTHS)}
#: Words made of these compress as English does, to some 40 per cent.
SYLLABLES = (
    "an ber cal dor el fen gar hol is jan ker lum mer nos or pel qui ran sel tor ul ven wick xen "
    "yor zan the ing tion er ed ly ment ous ble com pre pro sub ter"
).split()


def digest(*what: object) -> bytes:
    return hashlib.sha256(repr(what).encode()).digest()


def prose(seed: int, words: int) -> str:
    """Words of one to four syllables, others for every seed and the same in every run."""
    return " ".join(
        "".join(SYLLABLES[byte % len(SYLLABLES)] for byte in chosen[1 : 2 + chosen[0] % 3])
        for chosen in (digest(seed, place) for place in range(words))
    )


def picture(number: int) -> Image:
    image = f.picture(alt=prose(number, 9), caption=prose(number + 1, 14), credit="Yuna Park")
    renditions = [
        {
            "crop": crop,
            "format": kind,
            "width": width,
            "height": width * 2 // 3,
            "name": f"{digest(number, crop, kind, width).hex()[:32]}.{kind}",
        }
        for crop, widths in WIDTHS.items()
        for kind in ("avif", "webp", "jpeg")
        for width in widths
    ]
    Image.objects.filter(pk=image.pk).update(renditions=renditions)
    return image


def weight(address: str) -> int:
    response = Client().get(address)
    assert response.status_code == 200
    return len(gzip.compress(response.content, 6))


def rich(number: int, **fields: object) -> Story:
    return f.published(
        headline=prose(number, 9).capitalize(),
        standfirst=prose(number + 500, 26),
        lead_image=picture(number + 1),
        **fields,
    )


@pytest.fixture(scope="module")
def paper(rows_of_the_file: None) -> list[Story]:
    """Stories enough to fill the front, every section's first page and the lists."""
    f.site(name="The Meridian", tagline="News of the strait")
    sections = [f.section(f"s{number}") for number in range(7)]
    for one in sections:
        f.menu_item(menu="main", section=one)
    tag, author = f.TagFactory(slug="t"), f.AuthorFactory(slug="a", portrait=picture(0))
    return [
        rich(number, section=sections[number % 7], tags=[tag], bylines=[author])
        for number in range(70)
    ]


def test_a_rich_story_with_a_long_discussion_keeps_its_weight(paper):
    people = [f.AuthorFactory(portrait=picture(900 + number)) for number in range(2)]
    body = "".join(f"<p>{prose(number, 38)}</p>" for number in range(PARAGRAPHS))
    story = rich(200, body_html=body, bylines=people, section=paper[0].section)
    discuss(story, 130)
    for number, comment in enumerate(story.discussion_comments.all()):
        html = f"<p>{prose(2000 + number, 35)}</p>"
        type(comment).objects.filter(pk=comment.pk).update(body_html=html)

    assert weight(story.get_absolute_url()) <= STORY


@pytest.mark.parametrize(
    "address", ["/", "/s1/", "/tags/t/", "/authors/a/", "/search/?q=ferry", "/?page=2"]
)
def test_lists_keep_their_weight(paper, address):
    assert weight(address) <= LIST
