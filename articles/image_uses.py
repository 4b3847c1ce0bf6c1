"""Where pictures are used: a registry of questions, and which files nobody should know yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles import rights
from articles.front_layout import read as read_layout
from articles.models import Author, Front, Image, LiveUpdate, Page, Slot, Story
from articles.models.story import StoryQuerySet
from articles.working_copy import PageContent, StoryContent, content_of

#: What a list of titles does not need.
LONG = ("body_html", "body_text", "search")

#: The JPEG of a picture as a body names it: 128 random bits, which stand nowhere else.
_FILE = re.compile(r"[0-9a-f]{32}\.jpg")


def _key(row: Model) -> str:
    return f"{row._meta.model_name}:{row.pk}"


@dataclass(frozen=True)
class Question:
    """One kind of place that shows pictures.

    `rows` finds the rows that show a picture; `key` names the version of the page that changes
    with the picture.
    """

    label: Promise | str
    rows: Callable[[Image], QuerySet[Any]]
    key: Callable[[Any], str] = _key


def _in_live_updates(image: Image) -> StoryQuerySet:
    """Stories with a live update that shows the picture, removed ones among them."""
    updates = LiveUpdate.objects.filter(
        Q(image=image) | Q(body_html__contains=str(image.file.name))
    )
    return Story.objects.filter(pk__in=updates.values("story"))


#: Whoever makes a new place for pictures adds a line here.
QUESTIONS: list[Question] = [
    Question(_("Stories"), Story.objects.using_image),
    Question(_("Live updates"), _in_live_updates),
    Question(_("Pages"), Page.objects.using_image),
    Question(_("Fronts"), Front.objects.using_image, lambda front: str(front.key)),
    Question(_("Authors"), lambda image: Author.objects.filter(portrait=image)),
    Question(
        pgettext_lazy("to readers, in their places", "Notices"),
        lambda image: Slot.objects.filter(image=image),
        lambda _slot: "slots",
    ),
]


def uses(image: Image) -> Iterator[tuple[Question, QuerySet[Any]]]:
    """Every question with the rows that show the picture, live or in a working copy."""
    for question in QUESTIONS:
        yield question, question.rows(image)


@dataclass(frozen=True)
class Place:
    """What one question found, for a person: rows that they may see, and how many others."""

    label: Promise | str
    rows: list[Any]
    hidden: int


def places_of(image: Image, user: Any) -> list[Place]:
    """Where a picture is used, as a person may know it: no embargoed headline comes out here."""
    places = []
    for question, rows in uses(image):
        seen = rows
        if rows.model is Story:
            seen = rows.filter(pk__in=rights.visible_stories(user).values("pk"))
        elif rows.model is Page and not user.has_perm("articles.view_page"):
            seen = rows.filter(pk__in=Page.objects.live().values("pk"))
        shown = list(seen.defer(*LONG) if rows.model is Story else seen)
        places.append(Place(question.label, shown, rows.count() - len(shown)))
    return places


def is_used(image: Image) -> bool:
    """Whether anything shows the picture, in what readers see or in a working copy."""
    return any(rows.exists() for _question, rows in uses(image))


def keys_of(image: Image) -> list[str]:
    """Version keys of all that shows the picture, the front's among them."""
    keys = {question.key(row) for question, rows in uses(image) for row in rows}
    return ["home", *sorted(keys)]


# What a story shows ------------------------------------------------------------------------------


def files_in(*bodies: str) -> set[str]:
    """Names of the JPEGs that texts show."""
    return {name for body in bodies for name in _FILE.findall(body)}


def pictures_in(content: StoryContent | PageContent) -> list[Image]:
    """Every picture that a working copy shows: on top, in its gallery, in its text."""
    chosen: set[int] = set()
    if isinstance(content, StoryContent):
        chosen = {item.image for item in content.gallery}
        chosen |= {pk for pk in (content.lead_image, content.social_image) if pk}
    return [
        *Image.objects.filter(pk__in=chosen),
        *Image.objects.with_files(files_in(content.body_html)).exclude(pk__in=chosen),
    ]


def pictures_of(story: Story) -> list[Image]:
    """Every picture that a story shows, in what readers see and in its working copy."""
    chosen = set(story.pictures.values_list("image", flat=True))
    chosen |= {pk for pk in (story.lead_image_id, story.social_image_id) if pk}
    content = content_of(story)
    found = {image.pk: image for image in pictures_in(content)}
    updates = list(story.live_updates.values_list("image", "body_html"))
    chosen |= {image for image, _body in updates if image}
    texts = [story.body_html, *(body for _image, body in updates)]
    public = Image.objects.filter(pk__in=chosen) | Image.objects.with_files(files_in(*texts))
    return list((found | {image.pk: image for image in public}).values())


def hidden_files(story: Story) -> set[str]:
    """Addresses of a story's pictures that no page may name before the story is live.

    A picture that a live story, a live page or an author shows too is no secret.

    Args:
        story: one that is not live: embargoed, scheduled or a draft.
    """
    return {
        image.file.storage.url(name)
        for image in pictures_of(story)
        if not is_public(image)
        for name in [image.file.name, *(one["name"] for one in image.renditions)]
    }


def is_public(image: Image) -> bool:
    """Whether a page that readers can open now shows the picture.

    Portraits and notices count as shown; a live story or page counts by its public
    copy, so that a picture in an unpublished change of it stays hidden.
    """
    return (
        Author.objects.filter(portrait=image).exists()
        or Slot.objects.on_or_to_come().filter(image=image).exists()
        or Story.objects.live().showing_image(image).exists()
        or _in_live_updates(image).live().exists()
        or _on_a_live_front(image)
        or Page.objects.live().showing_image(image).exists()
    )


def _on_a_live_front(image: Image) -> bool:
    """Whether a front that readers see shows the picture over a story that is live."""
    stories = {
        card.story
        for front in Front.objects.using_image(image).select_related("live")
        if front.live is not None and front.live.layout is not None
        for container in read_layout(front.live.layout).containers
        for card in container.cards
        if card.image == image.pk
    }
    return Story.objects.live().filter(pk__in=stories).exists() if stories else False


def chosen_by(user: Any, numbers: Collection[int]) -> dict[int, Image]:
    """The pictures that a person has named by number, without those that are none of theirs.

    What a form was sent is not what the library offered: anybody can type a number.
    """
    if not numbers:
        return {}
    return Image.objects.exclude(pk__in=secret_to(user)).in_bulk(numbers)


def secret_to(user: Any) -> set[int]:
    """Ids of pictures that would tell a person of an embargoed story that they may not open.

    Embargoed stories are few at a time; without one this is a single query.
    """
    secret = Story.objects.filter(embargo_until__gt=timezone.now())
    if not secret.exists():
        return set()
    seen = rights.visible_stories(user).values("pk")
    return {
        image.pk
        for story in secret.exclude(pk__in=seen).select_related("working_revision")
        for image in pictures_of(story)
        if not is_public(image)
    }
