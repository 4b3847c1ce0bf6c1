"""Feature E18: `sizes` says how wide each picture is shown, so browsers take the right file."""

from __future__ import annotations

import itertools
import re
from functools import cache

import pytest
from playwright.sync_api import Page, Route

from articles.models import Author, Image, Story
from newsportal.core.images import CROP_WIDTHS, CROPS, WIDTHS
from tests import factories as f
from tests.browser.conftest import OpenPage
from tests.browser.newspaper import Newspaper
from tests.core.picture_samples import sample

pytestmark = pytest.mark.browser

#: A phone, a tablet and a desk, in CSS pixels.
WIDE = (390, 768, 1440)

#: How far a browser's idea of a width may be from the truth: beyond it, it takes another file than
#: it should.
LEAST, MOST = 0.85, 1.25

#: For each picture that a browser has chosen a file of: the file, what `sizes` says (the natural
#: width of a picture with widths in its srcset), what is shown, and the alternatives.
MEASURE = """() => [...document.querySelectorAll("picture")].map((picture) => {
  const image = picture.querySelector("img");
  const frame = image.getBoundingClientRect();
  const covers = getComputedStyle(image).objectFit === "cover";
  const ratio = image.naturalWidth / image.naturalHeight;
  return {
    place: picture.parentElement.className,
    file: image.currentSrc,
    told: image.naturalWidth,
    shown: covers ? Math.max(frame.width, frame.height * ratio) : frame.width,
    isVisible: frame.width > 0 && image.complete && image.naturalWidth > 0,
    offered: picture.querySelector("source")?.srcset ?? "",
  };
}).filter((one) => one.isVisible && one.offered)"""


#: The policy forbids what Playwright waits with.
ALL_THERE = """() => Promise.all([...document.images].map((image) => image.complete || new Promise(
  (done) => { image.onload = image.onerror = () => done(true) })))"""


def files(image: Image) -> list[dict]:
    """A set of renditions as the worker makes it; `answer` draws each as wide as its name says."""
    whole = [("", width, round(width * 2 / 3)) for width in WIDTHS]
    crops = [
        (crop, width, round(width * high / wide))
        for crop, (wide, high) in CROPS.items()
        for width in CROP_WIDTHS
    ]
    return [
        {
            "crop": crop,
            "format": kind,
            "width": width,
            "height": height,
            "name": f"{image.pk:08x}{width:012x}{height:012x}.{kind}",
        }
        for crop, width, height in [*whole, *crops]
        for kind in ("avif", "webp", "jpeg")
    ]


@cache
def drawn(width: int, height: int) -> bytes:
    return sample("JPEG", width, height, quality=1)


def answer(route: Route) -> None:
    name = re.search(
        r"/media/[0-9a-f]{8}([0-9a-f]{12})([0-9a-f]{12})\.(avif|webp|jpeg)$", route.request.url
    )
    if name is None:
        route.fulfill(content_type="image/jpeg", body=drawn(1200, 800))
        return
    body = drawn(int(name[1], 16), int(name[2], 16))
    route.fulfill(content_type="image/jpeg", body=body)  # browsers look at what it is


@pytest.fixture(scope="module")
def addresses(paper: Newspaper) -> dict[str, str]:
    """Every kind of page that shows pictures."""
    # A browser that has a larger file of a picture takes it again, so each stands once on a page.
    for story in Story.objects.exclude(lead_image=None):
        Story.objects.filter(pk=story.pk).update(lead_image=f.picture())
    in_text, *pictures = [f.picture(caption="The pier") for _ in range(4)]
    figure = f'<figure><img src="{in_text.url}" alt="x" width="1200" height="800"></figure>'
    gallery = f.published(
        kind="gallery",
        section=paper.world,
        body_html=f"<p>Words</p>{figure}",
        bylines=[paper.author],
        lead_image=f.picture(),
        gallery=[{"image": image.pk, "caption": ""} for image in pictures],
    )
    opinion = f.section("views", colour="opinion")
    f.published(kind="opinion", section=opinion, bylines=[paper.author])
    for image in Image.objects.all():
        Image.objects.filter(pk=image.pk).update(renditions=files(image))
    assert Author.objects.exclude(portrait=None).exists()
    assert Story.objects.live().count() > 12
    return {
        "front": "/",
        "section": paper.world.get_absolute_url(),
        "story": gallery.get_absolute_url(),
        "author": paper.author.get_absolute_url(),
        "search": "/search/?q=ferry",
    }


def measured(page: Page) -> list[dict]:
    """Have the lazy pictures come too, then measure."""
    page.evaluate("document.querySelectorAll('img').forEach((one) => { one.loading = 'eager' })")
    page.evaluate(ALL_THERE)
    return page.evaluate(MEASURE)


@pytest.mark.parametrize(
    ("name", "densities"),
    [
        ("front", (1, 2)),
        *((name, (1,)) for name in ("section", "story", "author", "search")),
        # The same `sizes` are told to every screen; the front's show that the density counts.
        pytest.param("story", (2,), marks=pytest.mark.trial),
    ],
)
def test_browsers_are_told_how_wide_a_picture_is_and_take_the_right_file(
    name: str, densities: tuple[int, ...], addresses: dict[str, str], open_page: OpenPage
) -> None:
    wrong = []
    for width, density in itertools.product(WIDE, densities):
        page = open_page(width=width, device_scale_factor=density)
        page.route("**/media/**", answer)
        page.goto(addresses[name])
        found = measured(page)
        assert found
        for one in found:
            problem = misfit(one, density)
            if problem:
                wrong.append(f"{width}@{density} {one['place']}: {problem}")
        page.context.close()
    assert not wrong, "\n".join(sorted(set(wrong)))


def misfit(one: dict, density: int) -> str:
    """What is wrong about a picture: what `sizes` tells, or the file that was taken by it."""
    offered = sorted(int(size) for size in re.findall(r" (\d+)w", one["offered"]))
    taken = int(one["file"].rsplit("/", 1)[1][8:20], 16)
    needed = one["shown"] * density
    if taken == offered[0] and needed <= taken:
        return ""  # the smallest there is; nothing could be told better
    if not LEAST <= one["told"] / one["shown"] <= MOST:
        return f"sizes says {one['told']}, shown are {one['shown']:.0f}"
    # A browser may take one that is a third too small, or the next larger one.
    sharp = [size for size in offered if size >= needed * 2 / 3] or offered[-1:]
    larger = [size for size in offered if size >= needed * MOST] or offered[-1:]
    if not one["file"].endswith(".avif") or not sharp[0] <= taken <= larger[0]:
        return f"{one['file']} for {needed:.0f} pixels"
    return ""
