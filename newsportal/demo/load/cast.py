"""What the loaded stories stand on: sections, tags, authors, pictures and readers."""

from __future__ import annotations

import datetime
from bisect import bisect
from dataclasses import dataclass, field
from io import BytesIO
from itertools import accumulate
from random import Random
from typing import Any, Generic, TypeVar

from django.contrib.auth.hashers import make_password
from django.core.files import File
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image as Pillow

from articles import images, sections
from articles.models import Author, Image, Section, Tag
from newsportal.core import versions
from newsportal.core.models import SiteSettings, User
from newsportal.demo.load import DOMAIN, SOURCE, words

#: Sections and what stands below them; their addresses begin with "desk-", out of the way of
#: the newspaper's own.
SECTIONS = {
    "World": ("Strait", "Islands", "North"),
    "Politics": ("Assembly", "City hall"),
    "Business": ("Shipping", "Markets", "Work"),
    "Science": ("Climate", "Health"),
    "Culture": ("Film", "Music", "Books"),
    "Sport": ("Football", "Rowing"),
    "Opinion": (),
    "City": ("Harbour", "Transport", "Housing"),
}
TAGS, AUTHORS, PICTURES, READERS = 400, 120, 12, 2000
#: Of an empty database; the first start would have asked for it.
NEWSPAPER = "The Load"

T = TypeVar("T")


class Skewed(Generic[T]):
    """Draws the first of its things often and the last seldom, as a newspaper's favourites go."""

    def __init__(self, things: list[T], random: Random) -> None:
        self.things = things
        self.random = random
        self.weights = list(accumulate(1 / (number + 2) for number in range(len(things))))

    def draw(self) -> T:
        at = bisect(self.weights, self.random.random() * self.weights[-1])
        return self.things[min(at, len(self.things) - 1)]

    def several(self, number: int) -> list[T]:
        """Different ones, at most `number`."""
        return list(dict.fromkeys(self.draw() for _ in range(number)))


@dataclass
class Cast:
    """All that is there to be named; ids only, but for the sections."""

    sections: Skewed[Section]
    tags: Skewed[int]
    authors: Skewed[int]
    pictures: list[int]
    readers: Skewed[int]
    staff: list[int]
    above: dict[int, list[int]] = field(default_factory=dict)


def stand(random: Random) -> Cast:
    """Find the cast of an earlier run or make it."""
    _newspaper()
    made = _sections()
    return Cast(
        sections=Skewed(made, random),
        tags=Skewed(_named(Tag, [_tag(number) for number in range(TAGS)]), random),
        authors=Skewed(_named(Author, [_author(number) for number in range(AUTHORS)]), random),
        pictures=_pictures(),
        readers=Skewed(_readers(), random),
        staff=list(
            User.objects.filter(is_staff=True, is_active=True)
            .order_by("pk")
            .values_list("pk", flat=True)[:20]
        ),
        above={one.pk: [one.pk, *([one.parent_id] if one.parent_id else [])] for one in made},
    )


def _newspaper() -> None:
    if not SiteSettings.objects.exists():
        SiteSettings.objects.create(name=NEWSPAPER, launched_at=timezone.now())
        versions.bump("site")
        versions.forget_copies()


def _sections() -> list[Section]:
    """The tree; sections below others come first in turn, so that each level is filled."""
    made = []
    colours = [colour for colour in Section.Colour if colour != Section.Colour.SLATE]
    for number, (name, below) in enumerate(SECTIONS.items()):
        top = _section(name, None, order=100 + number, colour=colours[number % len(colours)])
        made.append(top)
        made += [_section(child, top, order=order) for order, child in enumerate(below)]
    versions.forget_copies()
    return made


def _section(name: str, parent: Section | None, **fields: Any) -> Section:
    slug = f"desk-{slugify(name)}"
    standing = Section.objects.filter(source=SOURCE, import_id=slug).first()
    if standing is not None:
        return standing
    if parent is not None:
        fields["colour"] = parent.colour
    section = Section(name=name, slug=slug, parent=parent, source=SOURCE, import_id=slug, **fields)
    sections.save(section)
    return section


def _tag(number: int) -> Tag:
    what = words.WHAT[number % len(words.WHAT)].removeprefix("the ").removeprefix("a ")
    where = words.WHERE[number // len(words.WHAT) % 14].partition(" ")[2]
    name = f"{what.capitalize()}, {where}"
    slug = f"load-{number}-{slugify(name)}"[:80]
    return Tag(name=name, slug=slug, source=SOURCE, import_id=str(number))


def _author(number: int) -> Author:
    first, last = words.FIRST, words.LAST
    name = f"{first[number % len(first)]} {last[(number // len(first) + number) % len(last)]}"
    slug = f"load-{number}-{slugify(name)}"
    return Author(name=name, slug=slug, title="Reporter", source=SOURCE, import_id=str(number))


def _named(model: type[Tag] | type[Author], wanted: list[Any]) -> list[int]:
    model._default_manager.bulk_create(wanted, ignore_conflicts=True)
    standing = model._default_manager.filter(source=SOURCE)
    return list(standing.order_by("pk").values_list("pk", flat=True))


def _pictures() -> list[int]:
    """A few plain pictures: one colour fading into another."""
    standing = list(Image.objects.filter(source=SOURCE).order_by("pk").values_list("pk", flat=True))
    for number in range(len(standing), PICTURES):
        fade = Pillow.linear_gradient("L").resize((1200, 800))
        one = Pillow.new("RGB", (1200, 800), (20 * number, 90, 200 - 12 * number))
        other = Pillow.new("RGB", (1200, 800), (230, 225 - 10 * number, 200))
        file = BytesIO()
        Pillow.composite(one, other, fade).save(file, "JPEG", quality=80)
        file.seek(0)
        image = images.take(
            File(file, name=f"load-{number}.jpg"),
            None,
            alt="Two colours that fade into each other.",
            credit="Load seed",
            source=SOURCE,
            import_id=str(number),
        )
        standing.append(image.pk)
    return standing


def _readers() -> list[int]:
    """Readers who cannot sign in."""
    joined = timezone.now() - datetime.timedelta(days=4000)
    no_password = make_password(None)
    people = words.Words(Random(0))
    User.objects.bulk_create(
        (
            User(
                email=f"reader-{number}@{DOMAIN}",
                display_name=people.name(number),
                password=no_password,
                date_joined=joined,
            )
            for number in range(READERS)
        ),
        ignore_conflicts=True,
    )
    readers = User.objects.filter(email__endswith=f"@{DOMAIN}")
    return list(readers.order_by("pk").values_list("pk", flat=True))
