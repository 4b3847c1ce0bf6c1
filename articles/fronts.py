"""What stands on a front now: cards placed by hand first, then what fills the rest (feature E13).

Everything is asked by the clock at render (house rule 2): a due story stands there at its second,
an expired card, an embargoed or a withdrawn story does not. No story stands on a front twice but
in a ranking, which names stories that may stand elsewhere too.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from django.db.models import BooleanField, ExpressionWrapper, FloatField, Q, Value
from django.db.models.functions import Cast, Extract
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles import kinds, rights, working_copy
from articles.chrome import Chrome
from articles.front_layout import NEWS, Card, Container, Fill, Layout, Shape, automatic, read
from articles.models import Front, Image, Section, Story, Tag
from articles.models.revision import StoryRevision
from articles.models.story import StoryQuerySet
from newsportal.core import versions

#: Newest stories among which a lead with a picture and the most commented are looked for.
POOL = 40
#: Readings count for a day: longer, and the list never moves; shorter, and a night empties it.
READ_WITHIN = datetime.timedelta(hours=24)
#: Shapes that stand beside each other.
BESIDE = (Shape.RIVER, Shape.COLUMN, Shape.RANKING)


@dataclass(frozen=True)
class Part:
    """A container with its stories, as the page shows it."""

    container: Container
    title: str
    stories: list[Story]
    section: Section | None = None
    url: str = ""

    @property
    def shape(self) -> str:
        return self.container.shape

    @property
    def colour(self) -> str:
        return self.section.colour if self.section else Section.Colour.SLATE


@dataclass
class Block:
    """Parts that stand beside each other: a main one, and columns at its side."""

    main: Part | None = None
    aside: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class FilledFront:
    parts: list[Part]

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def stories(self) -> list[Story]:
        """Every story that a card of the front shows."""
        return [story for part in self.parts for story in part.stories]

    @property
    def keys(self) -> set[str]:
        """Version keys of what it shows (house rule 14)."""
        sections = {f"section:{part.section.pk}" for part in self.parts if part.section}
        return sections | {f"story:{story.pk}" for story in self.stories}

    @property
    def blocks(self) -> list[Block]:
        """The parts as they stand on the page: columns go beside the river next to them."""
        blocks: list[Block] = []
        for part in self.parts:
            last = blocks[-1] if blocks else None
            if last is not None and _goes_beside(part, last):
                if part.shape == Shape.RIVER:
                    last.main = part
                else:
                    last.aside.append(part)
            elif part.shape in (Shape.COLUMN, Shape.RANKING):
                blocks.append(Block(aside=[part]))
            else:
                blocks.append(Block(main=part))
        return blocks


def _goes_beside(part: Part, block: Block) -> bool:
    if part.shape not in BESIDE or (block.main and block.main.shape != Shape.RIVER):
        return False
    return part.shape != Shape.RIVER or block.main is None


# The fronts that readers see ---------------------------------------------------------------------


@dataclass(frozen=True)
class LiveFronts:
    """The arrangements of all fronts by section, and the tags that their containers name."""

    layouts: dict[int | None, Layout]
    tags: dict[int, Tag]


def _live_fronts() -> LiveFronts:
    fronts = Front.objects.exclude(live__layout=None).select_related("live")
    layouts = {front.section_id: read(front.live.layout) for front in fronts if front.live}
    return LiveFronts(layouts, _tags_of(layouts.values()))


def _tags_of(layouts: Iterable[Layout]) -> dict[int, Tag]:
    named = {part.tag for layout in layouts for part in layout.containers if part.tag}
    return Tag.objects.in_bulk(named) if named else {}


#: Small, and read anew when a front is published or a tag changes.
current = versions.VersionedCopy(_live_fronts, "fronts")


def home(chrome: Chrome, now: datetime.datetime | None = None) -> FilledFront:
    """The home page, as arranged by the editors, or else filling itself."""
    live = current.get()
    layout = live.layouts.get(None) or automatic(chrome, None)
    return fill(layout, chrome, now, tags=live.tags)


def of_section(
    section: Section, chrome: Chrome, now: datetime.datetime | None = None
) -> FilledFront | None:
    """The front of a section; None when nobody has arranged one."""
    live = current.get()
    layout = live.layouts.get(section.pk)
    return fill(layout, chrome, now, tags=live.tags) if layout is not None else None


# Filling -----------------------------------------------------------------------------------------


class _Source(NamedTuple):
    """Where stories come from; containers that ask the same share one answer."""

    fill: str
    kind: str
    section: int | None
    tag: int | None


class _Found(NamedTuple):
    pk: int
    has_picture: bool


#: Stands among the numbers of sources for the cards placed by hand.
_BY_HAND = -1


def fill(
    layout: Layout,
    chrome: Chrome,
    now: datetime.datetime | None = None,
    *,
    user: Any = None,
    tags: dict[int, Tag] | None = None,
) -> FilledFront:
    """Fill a layout with the stories that are live at `now`.

    At most four queries, however many containers and cards: which stories there are, the stories,
    their bylines, pictures of cards when there are any.

    Args:
        now: the moment that is asked about; a time to come shows what will stand there then.
        user: in a preview, who looks: what they may not open is left out.
        tags: those that the containers name; asked for when not given.
    """
    is_to_come = now is not None and now > timezone.now()
    now = now or timezone.now()
    live = live_at(now, user)
    arranged = _arrange(layout, chrome, live, now)
    wanted = {pk for _container, cards in arranged for pk in cards}
    stories = {story.pk: story for story in live.filter(pk__in=wanted).for_cards().with_names()}
    if is_to_come:
        stories |= _changed_by(now, stories.values(), user)
    images = Image.objects.in_bulk(list(layout.images())) if layout.images() else {}
    tags = _tags_of([layout]) if tags is None else tags
    parts = []
    for container, cards in arranged:
        shown = [_shown(stories[pk], card, images) for pk, card in cards.items() if pk in stories]
        if shown:
            parts.append(_part(container, shown, chrome, tags))
    return FilledFront(parts)


def live_at(now: datetime.datetime, user: Any = None) -> StoryQuerySet:
    """Stories that are live at a moment; of those to come, what `user` may open (None: all)."""
    live = Story.objects.live(now)
    if user is None or rights.sections_of(user) is None:
        return live
    return live.filter(pk__in=rights.visible_stories(user).values("pk"))


def _changed_by(now: datetime.datetime, stories: Iterable[Story], user: Any) -> dict[int, Story]:
    """Those of the stories whose set change is due by `now`, as cards will tell them then."""
    due = [
        story
        for story in stories
        if story.change_revision_id is not None
        and story.change_at is not None
        and story.change_at <= now
        and (user is None or rights.may_open(user, story))
    ]
    if not due:
        return {}
    revisions = StoryRevision.objects.in_bulk([story.change_revision_id for story in due])
    contents = {
        story.pk: working_copy.read(revisions[story.change_revision_id])
        for story in due
        if story.change_revision_id in revisions
    }
    images = Image.objects.in_bulk([one.lead_image for one in contents.values() if one.lead_image])
    changed = {}
    for story in due:
        content = contents.get(story.pk)
        if content is not None:
            seen = changed[story.pk] = copy.copy(story)
            seen.headline, seen.kicker = content.headline, content.kicker
            seen.standfirst = content.standfirst
            seen.lead_image = images.get(content.lead_image or 0)
    return changed


def _shown(story: Story, card: Card | None, images: dict[int, Image]) -> Story:
    """The story with the headline and picture of its card."""
    image = images.get(card.image) if card and card.image else None
    if card is None or not (card.headline or image):
        return story
    story = copy.copy(story)
    story.headline = card.headline or story.headline
    story.lead_image = image or story.lead_image
    return story


def _part(container: Container, stories: list[Story], chrome: Chrome, tags: dict[int, Tag]) -> Part:
    section = chrome.section(container.section)
    tag = tags.get(container.tag) if container.tag else None
    of: Section | Tag | None = tag or section
    title = container.title or (of.name if of else "") or name_of(container)
    return Part(container, title, stories, section, of.get_absolute_url() if of else "")


def name_of(container: Container) -> str:
    """What a container is called that has no title and is filled from everywhere."""
    names = {Fill.READ: _("Most read"), Fill.COMMENTED: _("Most discussed")}
    by_shape = {Shape.TOP: _("Top stories"), Shape.COLUMN: pgettext("kind of story", "Opinion")}
    return names.get(container.fill) or by_shape.get(container.shape) or _("Latest")  # type: ignore[call-overload]


Arranged = list[tuple[Container, dict[int, Card | None]]]


def _arrange(
    layout: Layout, chrome: Chrome, live: StoryQuerySet, now: datetime.datetime
) -> Arranged:
    """Which story stands where: ids in order, with the card of those placed by hand."""
    placed = [card for part in layout.containers for card in part.cards if not card.is_over(now)]
    limits = _limits(layout, chrome, len(placed))
    found, by_hand = _candidates(live, limits, {card.story for card in placed}, now)
    arranged: Arranged = []
    taken: set[int] = set()
    for container in layout.containers:
        cards: dict[int, Card | None] = {}
        is_ranking = container.shape == Shape.RANKING
        for card in container.cards:
            is_free = card.story not in (cards if is_ranking else taken)
            if (
                is_free
                and card.story in by_hand
                and not card.is_over(now)
                and len(cards) < container.size
            ):
                cards[card.story] = card
                taken |= set() if is_ranking else {card.story}
        arranged.append((container, cards))
    for container, cards in arranged:
        is_ranking = container.shape == Shape.RANKING
        free = [
            one
            for source in _sources(container, chrome)
            for one in found.get(source, ())
            if one.pk not in (cards if is_ranking else taken)
        ]
        if container.shape == Shape.TOP and not cards:
            free = _picture_first(free)
        room = dict.fromkeys(one.pk for one in free)
        for pk in list(room)[: max(container.size - len(cards), 0)]:
            cards[pk] = None
        taken |= set() if is_ranking else set(cards)
    return arranged


def _picture_first(free: list[_Found]) -> list[_Found]:
    """The newest with a picture leads; without any, the newest."""
    lead = next((one for one in free if one.has_picture), None)
    return free if lead is None else [lead, *(one for one in free if one != lead)]


def _sources(container: Container, chrome: Chrome) -> Iterator[_Source]:
    """Where a container's filling comes from, one after the other; nothing of what has gone."""
    if container.fill == Fill.NOTHING:
        return
    if container.section is not None and chrome.section(container.section) is None:
        return
    where = (container.kind, container.section, container.tag)
    yield _Source(container.fill, *where)
    # A quiet day has few readings; what is left is filled with the newest, but for a ranking.
    if container.fill != Fill.NEWEST and container.shape != Shape.RANKING:
        yield _Source(Fill.NEWEST, *where)


def _limits(layout: Layout, chrome: Chrome, placed: int) -> dict[_Source, int]:
    """How many stories of each source may be needed, when all above takes from it too."""
    limits: dict[_Source, int] = {}
    above = placed
    for container in layout.containers:
        above += container.size
        least = POOL if container.shape == Shape.TOP else 0
        for source in _sources(container, chrome):
            limits[source] = max(limits.get(source, 0), above, least)
    return limits


def _candidates(
    live: StoryQuerySet,
    limits: dict[_Source, int],
    placed: Iterable[int],
    now: datetime.datetime,
) -> tuple[dict[_Source, list[_Found]], set[int]]:
    """What each source has, best first, and which placed stories are live; in one query."""
    sources = list(limits)
    asked = [
        _columns(_of(live, source, limits[source], now), number)
        for number, source in enumerate(sources)
    ]
    placed = list(placed)
    if placed:
        by_hand = live.filter(pk__in=placed).order_by().annotate(rank=Value(0.0))
        asked.append(_columns(by_hand, _BY_HAND))
    if not asked:
        return {}, set()
    rows = list(asked[0].union(*asked[1:], all=True) if asked[1:] else asked[0])
    # The parts of a union come in any order.
    rows.sort(key=lambda row: (-row[2], -row[0]))
    found: dict[_Source, list[_Found]] = {source: [] for source in sources}
    for pk, number, _rank, has_picture in rows:
        if number != _BY_HAND:
            found[sources[number]].append(_Found(pk, has_picture))
    return found, {row[0] for row in rows if row[1] == _BY_HAND}


def _columns(stories: Any, number: int) -> Any:
    has_picture = ExpressionWrapper(Q(lead_image__isnull=False), output_field=BooleanField())
    return stories.annotate(source_number=Value(number), has_picture=has_picture).values_list(
        "pk", "source_number", "rank", "has_picture"
    )


def _of(live: StoryQuerySet, source: _Source, limit: int, now: datetime.datetime) -> Any:
    """The stories of one source with their `rank`, best first."""
    stories = live
    if source.kind == NEWS:
        stories = stories.exclude(kind__in=kinds.not_news())
    elif source.kind:
        stories = stories.filter(kind=source.kind)
    if source.section is not None:
        stories = stories.filter(listings__section=source.section)
    if source.tag is not None:
        stories = stories.filter(tags=source.tag)
    if source.fill == Fill.READ:
        read_lately = cast("StoryQuerySet", stories.values("pk")).most_read(now - READ_WITHIN)
        return read_lately.annotate(rank=Cast("reads", FloatField()))[:limit]
    if source.fill == Fill.COMMENTED:
        newest = stories.newest_first().values("pk")[:POOL]
        talked_of = live.filter(pk__in=newest, comment_count__gt=0)
        ranked = talked_of.annotate(rank=Cast("comment_count", FloatField()))
        return ranked.order_by("-comment_count", "-pk")[:limit]
    epoch = Cast(Extract("first_live_at", "epoch"), FloatField())
    return stories.annotate(rank=epoch).newest_first()[:limit]
