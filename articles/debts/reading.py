"""Reads live stories for what they owe and keeps what is found.

Who comes next: stories never read, the newest first, then those read longest ago. The worker's
beat reads a few a minute; a story that goes live or changes is read at once by its listener.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.dead_links import dead_links, own_path
from articles.image_uses import files_in
from articles.models import DebtReading, Image, LiveUpdate, Story, StoryDebt, StoryPicture
from articles.models.story import StoryQuerySet

Kind = StoryDebt.Kind

#: Each story again after so long: what links lead to, and words of pictures, change elsewhere.
AGAIN_AFTER = datetime.timedelta(days=1)
#: At a beat of a minute: a hundred thousand stories in eight hours, at a second of work each time.
AT_A_BEAT = 200


class _Text(HTMLParser):
    """Links of a body, names of its pictures, and those of them that do not say what they show."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.files: set[str] = set()
        self.silent: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        if tag == "img":
            names = files_in(values.get("src") or "")
            self.files |= names
            if not (values.get("alt") or "").strip():
                self.silent |= names or {""}


class _Shown:
    """What readers see of some stories, read together."""

    def __init__(self, stories: Sequence[Story]) -> None:
        pks = [story.pk for story in stories]
        bodies = {story.pk: [story.body_html] for story in stories}
        self.chosen: dict[int, set[int]] = {
            story.pk: {story.lead_image_id} if story.lead_image_id else set() for story in stories
        }
        gallery = StoryPicture.objects.filter(story__in=pks).values_list("story", "image")
        for story, image in gallery:
            self.chosen[story].add(image)
        updates = LiveUpdate.objects.public().filter(story__in=pks)
        for story, picture, body in updates.values_list("story", "image", "body_html"):
            bodies[story].append(body)
            self.chosen[story] |= {picture} if picture else set()
        self.texts = {pk: _Text("".join(parts)) for pk, parts in bodies.items()}
        files = set().union(*(text.files for text in self.texts.values()))
        wanted = set().union(*self.chosen.values())
        images = [*Image.objects.with_files(files), *Image.objects.filter(pk__in=wanted)]
        self.images = {image.pk: image for image in images}
        self.by_file = {str(image.file.name): image for image in images}
        links = [link for text in self.texts.values() for link in text.links]
        self.dead = set(dead_links(links))

    def debts_of(self, story: int) -> list[StoryDebt]:
        """Every debt of one story, each once."""
        text = self.texts[story]
        chosen = [self.images[pk] for pk in sorted(self.chosen[story]) if pk in self.images]
        shown = {image.pk: image for image in chosen}
        shown |= {self.by_file[n].pk: self.by_file[n] for n in text.files if n in self.by_file}
        found: dict[tuple[Any, ...], StoryDebt] = {}

        def owe(kind: str, image: Image | None, detail: str = "") -> None:
            debt = StoryDebt(story_id=story, kind=kind, image=image, detail=detail[:500])
            found[kind, image and image.pk, debt.detail] = debt

        for image in chosen:
            if not image.alt.strip():
                owe(Kind.NO_ALT, image)
        for name in sorted(text.silent):
            owe(Kind.NO_ALT, self.by_file.get(name), StoryDebt.IN_TEXT)
        for image in shown.values():
            if not image.credit.strip():
                owe(Kind.NO_CREDIT, image)
            if image.licence_expires is not None:
                owe(Kind.RIGHTS, image)
        for path in filter(None, map(own_path, text.links)):
            if path in self.dead:
                owe(Kind.DEAD_LINK, None, path)
        return list(found.values())


def read(stories: Iterable[Story]) -> int:
    """Read stories and keep what they owe in place of what was found before.

    Args:
        stories: with their bodies; those that are not live owe nothing.

    Returns:
        How many were read.
    """
    live = [story for story in stories if story.is_live()]
    if not live:
        return 0
    shown = _Shown(live)
    pks = [story.pk for story in live]
    with transaction.atomic():
        # In one order always, so that two readings of the same stories wait and do not lock up.
        list(Story.objects.filter(pk__in=pks).order_by("pk").select_for_update().values("pk"))
        StoryDebt.objects.filter(story__in=pks).delete()
        StoryDebt.objects.bulk_create([debt for pk in pks for debt in shown.debts_of(pk)])
        now = timezone.now()
        DebtReading.objects.bulk_create(
            [DebtReading(story_id=pk, at=now) for pk in pks],
            update_conflicts=True,
            unique_fields=["story"],
            update_fields=["at"],
        )
    return len(live)


def read_one(*, story: int, **_ids: int | None) -> None:
    """Read a story that readers have just got, or got anew (listener, in the worker)."""
    read(_for_reading(Story.objects.filter(pk=story)))


def read_some() -> int:
    """Read those whose turn it is (beat); return how many."""
    now = timezone.now()
    never = unread(Story.objects.live(now)).newest_first()
    chosen = list(_for_reading(never)[:AT_A_BEAT])
    if len(chosen) < AT_A_BEAT:
        old = DebtReading.objects.filter(at__lt=now - AGAIN_AFTER).order_by("at")
        pks = list(old.values_list("story", flat=True)[: AT_A_BEAT - len(chosen)])
        again = list(_for_reading(Story.objects.filter(pk__in=pks)))
        chosen += again
        gone = {story.pk for story in again if not story.is_live(now)}
        # What readers do not see any more is read when they see it again.
        DebtReading.objects.filter(story__in=gone).delete()
        StoryDebt.objects.filter(story__in=gone).delete()
    return read(chosen)


def unread(stories: StoryQuerySet) -> StoryQuerySet:
    """Those that were never read, or whose pictures have new words since."""
    return stories.filter(debt_reading=None)


def forget_readings(image: Image) -> None:
    """The words of a picture have changed: the stories that show it are read again soon."""
    DebtReading.objects.filter(story__in=Story.objects.showing_image(image).values("pk")).delete()


def _for_reading(stories: StoryQuerySet) -> StoryQuerySet:
    return stories.defer("body_text", "search")
