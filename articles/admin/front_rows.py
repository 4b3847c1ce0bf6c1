"""What the arranging page says of a front: where each card stands, whether readers see it, and why
not; what fills the rest; and in words what differs between two arrangements."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import front_changes, fronts, kinds, licences, rights
from articles.admin.front_forms import FrontForms, title_of
from articles.admin.images import thumbnail
from articles.chrome import Chrome
from articles.front_changes import Change, What
from articles.front_layout import Card, Container, Fill, Layout, Shape
from articles.models import Image, Story
from newsportal.core.models import User
from newsportal.core.sentences import listed


@dataclass(frozen=True)
class State:
    """Whether readers see a card, as a badge: the state that lends its sign, and the words."""

    name: str
    words: str


@dataclass(frozen=True)
class StoryRow:
    """A story as the desk lists it."""

    story: Story
    title: str
    thumbnail: str
    note: str = ""


@dataclass(frozen=True)
class CardRow:
    """A card with its form. Of a story that the person may not open, `story` is None."""

    form: Any
    key: str
    story_id: int
    title: str
    state: State
    story: Story | None = None
    thumbnail: str = ""
    placed_by: User | None = None
    placed_at: datetime.datetime | None = None
    is_open: bool = False

    @property
    def own_headline(self) -> str:
        """What readers see here in place of the story's headline."""
        return str(self.form["headline"].value() or "")


@dataclass
class ContainerRow:
    form: Any
    key: str
    title: str
    summary: str
    cards: list[CardRow] = field(default_factory=list)
    filled: list[StoryRow] = field(default_factory=list)


class Names:
    """Titles of stories as a person may know them: no embargoed headline comes out here."""

    def __init__(self, user: Any, stories: Iterable[int]) -> None:
        wanted = set(stories)
        self.user = user
        found = (
            rights.visible_stories(user).filter(pk__in=wanted) if wanted else Story.objects.none()
        )
        with_rest = found.select_related("lead_image", "section", "working_section")
        self.stories: dict[int, Story] = {story.pk: story for story in with_rest}
        missing = wanted - self.stories.keys()
        standing = Story.objects.filter(pk__in=missing).values_list("pk", flat=True)
        self.closed: set[int] = set(standing) if missing else set()

    @property
    def hidden(self) -> set[int]:
        """Stories of which nothing may be told, and those that are gone."""
        return self.closed

    def title(self, pk: int) -> str:
        if pk in self.stories:
            return rights.title_for(self.user, self.stories[pk])
        return (
            _("A story that you may not open") if pk in self.closed else _("A story that is gone")
        )


def thumbnail_of(image: Image | None) -> str:
    shown = licences.on_card(image)
    return thumbnail(shown) if shown else ""


def state_of(
    card: Card, key: str, names: Names, shown: dict[str, set[int]], now: datetime.datetime
) -> State:
    """Whether readers see a card, and else why not."""
    story = names.stories.get(card.story)
    if story is None:
        is_closed = card.story in names.closed
        return State("held" if is_closed else "deleted", names.title(card.story))
    if card.is_over(now):
        return State("withdrawn", _("Its time ended %(when)s") % {"when": short(card.until)})
    if not story.is_live(now):
        return _not_live(story, now)
    if story.pk in shown.get(key, ()):
        until = {"when": short(card.until)}
        return State("published", _("Shows until %(when)s") % until if card.until else _("Shows"))
    if any(story.pk in others for others in shown.values()):
        return State("deleted", _("Stands elsewhere on this front"))
    return State("held", _("No room: more cards than stories at most"))


def _not_live(story: Story, now: datetime.datetime) -> State:
    if story.status == Story.Status.WITHDRAWN or (story.withdraw_at and story.withdraw_at <= now):
        return State("withdrawn", _("Withdrawn"))
    if story.embargo_until and story.embargo_until > now:
        words = _("Under embargo until %(when)s") % {"when": short(story.embargo_until)}
        return State("scheduled", words)
    if story.status in Story.MAY_BE_LIVE and story.live_at and story.live_at > now:
        return State("scheduled", _("Shows from %(when)s") % {"when": short(story.live_at)})
    return State("draft", _("Not published"))


def short(at: datetime.datetime | None) -> str:
    """A time as the desk tells it: of today without its date."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    is_today = local.date() == timezone.localdate()
    return date_format(local, "TIME_FORMAT" if is_today else "SHORT_DATETIME_FORMAT")


# The rows of the page ----------------------------------------------------------------------------


def rows(forms: FrontForms, layout: Layout, chrome: Chrome, user: Any) -> list[ContainerRow]:
    """The containers with their cards as the form sets have them, and what fills the rest.

    Args:
        layout: tells states and filling; that of the form sets, or what stood there before when
            they hold what is no layout.
    """
    now = timezone.now()
    names = Names(user, {*layout.stories(), *_stories_of(forms)})
    front = fronts.fill(layout, chrome, now, user=user)
    shown = {part.container.key: {story.pk for story in part.stories} for part in front.parts}
    kept = {(one.key, card.story): card for one in layout.containers for card in one.cards}
    by = {card.by for card in kept.values() if card.by}
    people = User.objects.in_bulk(by) if by else {}
    made = {row.key: row for row in _containers(forms, layout, chrome)}
    images = Image.objects.in_bulk(_images_of(forms))
    for form in forms.cards.forms:
        row = made.get(str(form["container"].value() or "")) or next(iter(made.values()), None)
        story = _number(form["story"].value())
        if row is None or story is None:
            continue
        card = kept.get((row.key, story)) or Card(story)
        found = names.stories.get(story)
        own = images.get(_number(form["image"].value()) or 0) if found else None
        row.cards.append(
            CardRow(
                form=form,
                key=row.key,
                story_id=story,
                title=names.title(story),
                state=state_of(card, row.key, names, shown, now),
                story=found,
                thumbnail=thumbnail_of(own or found.lead_image) if found else "",
                placed_by=people.get(card.by or 0),
                placed_at=card.at,
                is_open=bool(form.errors),
            )
        )
    for part in front.parts:
        if part.container.key in made:
            placed = {card.story for card in part.container.cards}
            made[part.container.key].filled = [
                StoryRow(story, rights.title_for(names.user, story), thumbnail_of(story.lead_image))
                for story in part.stories
                if story.pk not in placed
            ]
    return list(made.values())


def _containers(forms: FrontForms, layout: Layout, chrome: Chrome) -> list[ContainerRow]:
    known = {one.key: one for one in layout.containers}
    made = []
    for form in forms.containers.forms:
        key = str(form["key"].value() or "")
        one = known.get(key)
        title = title_of(one, chrome, forms.tag_names) if one else key
        made.append(
            ContainerRow(form, key, title, summary(one, chrome, forms.tag_names) if one else "")
        )
    return made


def _stories_of(forms: FrontForms) -> set[int]:
    found = (_number(form["story"].value()) for form in forms.cards.forms)
    return {number for number in found if number is not None}


def _images_of(forms: FrontForms) -> set[int]:
    found = (_number(form["image"].value()) for form in forms.cards.forms)
    return {number for number in found if number is not None}


def _number(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def summary(container: Container, chrome: Chrome, tag_names: dict[int, str]) -> str:
    """What a container holds, in one line."""
    number = container.size
    most = ngettext("at most %(count)d story", "at most %(count)d stories", number)
    parts = [str(Shape(container.shape).label), most % {"count": number}]
    if container.fill == Fill.NOTHING:
        return " · ".join([*parts, _("only what is placed by hand")])
    section = chrome.section(container.section)
    of = [str(Fill(container.fill).label)]
    if container.kind:
        of.append(_("news") if container.kind == "news" else str(kinds.of(container.kind).label))
    if section:
        of.append(section.name)
    if container.tag:
        of.append(tag_names.get(container.tag, _("a tag that is gone")))
    return " · ".join([*parts, _("then the %(filling)s") % {"filling": listed(of)}])


# Differences in words ----------------------------------------------------------------------------

_WORDS = {
    What.PLACED: gettext_lazy("“%(story)s” is placed in %(part)s, as number %(place)d"),
    What.TAKEN: gettext_lazy("“%(story)s” is taken down from %(part)s"),
    What.RETOLD: gettext_lazy("“%(story)s” in %(part)s has another headline, picture or end"),
    What.ADDED: gettext_lazy("%(part)s is new, as part %(place)d"),
    What.REMOVED: gettext_lazy("%(part)s is removed"),
    What.SET: gettext_lazy("%(part)s looks different or is filled differently"),
    What.ORDERED: gettext_lazy("%(part)s is part %(place)d of the page"),
}


def differences(
    old: Layout, new: Layout, chrome: Chrome, tag_names: dict[int, str], names: Names
) -> list[str]:
    """What turns one arrangement into another, a sentence each."""
    return [
        _sentence(change, chrome, tag_names, names) for change in front_changes.between(old, new)
    ]


def _sentence(change: Change, chrome: Chrome, tag_names: dict[int, str], names: Names) -> str:
    words = {
        "part": title_of(change.container, chrome, tag_names),
        "story": names.title(change.card.story) if change.card else "",
        "place": change.place,
    }
    if change.what is not What.MOVED:
        return str(_WORDS[change.what]) % words
    if change.came_from is None or change.came_from.key == change.container.key:
        return _("“%(story)s” is number %(place)d in %(part)s") % words
    words["source"] = title_of(change.came_from, chrome, tag_names)
    return _("“%(story)s” moves from %(source)s to %(part)s, as number %(place)d") % words
