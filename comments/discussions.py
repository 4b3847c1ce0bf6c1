"""The discussion of a story: who may write in it now, and by which rule.

Which policy holds (docs/decisions): the story's own; else the strictest of its tags'; else that of
the nearest section that has one; else the site's. The number of days goes the same way, without the
tags. Controls of the story, its sections and the site all hold; then the opening hours have their
say. All of it is asked of the clock at each request, and of a copy that the process keeps.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.chrome import current as chrome
from articles.models import Story
from comments import desk_log, opening_hours
from comments.desk_log import About
from comments.models import (
    Comment,
    Control,
    Discussion,
    OpeningHours,
    OutsideHours,
    Policy,
    ReadingPace,
    SectionDiscussion,
    SiteDiscussion,
    TagDiscussion,
)
from newsportal.core import versions
from newsportal.core.models import User

Setting = SiteDiscussion | SectionDiscussion | TagDiscussion | Discussion

#: Policies from the laxest to the strictest.
BY_STRICTNESS = (Policy.OPEN, Policy.HOLD_NEWCOMERS, Policy.HOLD_ALL, Policy.CLOSED)


#: What a control held may wait for days; few are switched on.
CONTROLS_KNOWN_FOR = datetime.timedelta(days=14)


@dataclass(frozen=True)
class Policies:
    """What holds beside a story's own row: small, asked for by every story page, kept by versions.

    `controls` were standing when the copy was made; the clock ends them. `recent_controls` are
    those and the ones of the last weeks, by key: cards say who switched on what held a comment.
    """

    site: SiteDiscussion
    sections: dict[int, SectionDiscussion] = field(default_factory=dict)
    tags: dict[int, TagDiscussion] = field(default_factory=dict)
    hours: tuple[opening_hours.Range, ...] = ()
    controls: tuple[Control, ...] = ()
    recent_controls: dict[int, Control] = field(default_factory=dict)
    #: Median minutes that comments wait lately; None: not known.
    pace: int | None = None


def _load() -> Policies:
    pace = ReadingPace.objects.first()
    since = timezone.now() - CONTROLS_KNOWN_FOR
    recent = Control.objects.filter(ends_at__gt=since).select_related("made_by").order_by("pk")
    return Policies(
        site=SiteDiscussion.objects.filter(pk=SiteDiscussion.SINGLE).first() or SiteDiscussion(),
        sections=SectionDiscussion.objects.in_bulk(),
        tags=TagDiscussion.objects.in_bulk(),
        hours=tuple(
            opening_hours.Range(row.weekday, row.opens, row.closes)
            for row in OpeningHours.objects.all()
        ),
        controls=tuple(control for control in recent if control.is_standing),
        recent_controls={control.pk: control for control in recent},
        pace=pace.minutes if pace else None,
    )


policies = versions.VersionedCopy(_load, "discussion-policies")


@dataclass(frozen=True)
class Slow:
    """Slow mode: so many seconds between two comments of one person, until then."""

    seconds: int
    until: datetime.datetime


@dataclass(frozen=True)
class Rule:
    """What holds for a story now.

    Args:
        policy: who is read first; what controls and opening hours ask for is in it.
        closed_reason: a sentence for readers where nothing is taken, or empty.
        closed_note: the newsroom's own words on why.
        opens_at: when comments are read again, outside opening hours.
        hold_until, no_replies_until, slow: the controls that are on.
        held_by: the key of the control that holds all.
        from_place, from_name: who has the policy: site, section, tag or story, and its name.
    """

    policy: str
    closed_since: datetime.datetime | None = None
    closed_reason: str = ""
    closed_note: str = ""
    opens_at: datetime.datetime | None = None
    hold_until: datetime.datetime | None = None
    no_replies_until: datetime.datetime | None = None
    slow: Slow | None = None
    held_by: int | None = None
    from_place: str = "site"
    from_name: str = ""

    @property
    def is_open(self) -> bool:
        return not self.closed_reason

    @property
    def takes_replies(self) -> bool:
        return self.is_open and self.no_replies_until is None

    @property
    def has_controls(self) -> bool:
        """Whether something is on that readers are told of."""
        return bool(self.is_open and (self.hold_until or self.no_replies_until or self.slow))


def open_discussion(story: int, **_ids: int | None) -> None:
    """Give a story its discussion row (listener of ``story.published``)."""
    Discussion.objects.get_or_create(story_id=story)


def person_changed(person: int) -> None:
    """Tell the pages of discussions in which a person spoke: the name or portrait over comments is
    another, or the badge of staff came or went (listener of ``person.renamed``,
    ``person.portrayed``, ``person.role_changed`` and ``person.erasing``).
    """
    stories = Comment.objects.filter(author=person).values_list("story", flat=True).distinct()
    versions.bump(*(f"discussion:{story}" for story in stories))


def discussion_of(story: Story) -> Discussion:
    """The story's row, unsaved and empty while nothing was ever said or published.

    A story that came with its row (see `comments.views.places`) needs no query.
    """
    if getattr(story, "has_discussion_in_hand", False):
        row = getattr(story, "discussion", None) or Discussion(story=story)
        row.has_picks = bool(getattr(story, "with_picks", False))
        return row
    picks = Comment.objects.filter(story=OuterRef("pk")).picked()
    found = Discussion.objects.filter(story=story).annotate(with_picks=Exists(picks)).first()
    if found is None:
        return Discussion(story=story)
    found.has_picks = found.with_picks
    return found


def rule_for(story: Story, discussion: Discussion, now: datetime.datetime | None = None) -> Rule:
    """What holds for a story at this moment, as the head of this module says.

    Args:
        now: the moment, for tests.
    """
    now = now or timezone.now()
    known = policies.get()
    policy, setting = _policy_of(story, discussion, known)
    closed = _closed(story, discussion, policy, setting, now)
    if closed is not None:
        return closed
    on = _controls_of(story, known, now)
    hold, slow, replies = (on.get(kind) for kind in ("hold", "slow", "no_replies"))
    return _with_hours(
        known,
        now,
        policy=Policy.HOLD_ALL if hold else policy,
        hold_until=hold.ends_at if hold else None,
        no_replies_until=replies.ends_at if replies else None,
        slow=Slow(slow.seconds, slow.ends_at) if slow and slow.seconds else None,
        held_by=hold.pk if hold else None,
        from_place=_level_of(setting),
        from_name=_name_of(setting, story),
    )


def _policy_of(story: Story, discussion: Discussion, known: Policies) -> tuple[str, Setting]:
    """The policy and who has it."""
    if discussion.policy:
        return discussion.policy, discussion
    if known.tags:
        of_tags = [known.tags[tag.pk] for tag in story.tags.all() if tag.pk in known.tags]
        if of_tags:
            strictest = max(of_tags, key=lambda row: BY_STRICTNESS.index(Policy(row.policy)))
            return strictest.policy, strictest
    for row in _sections_of(story, known):
        if row.policy:
            return row.policy, row
    return known.site.policy, known.site


def _level_of(setting: Setting) -> str:
    places = {SectionDiscussion: "section", TagDiscussion: "tag", Discussion: "story"}
    return places.get(type(setting), "site")  # type: ignore[call-overload, no-any-return]


def _name_of(setting: Setting, story: Story) -> str:
    """The name of the section or tag that has the policy; readers know both."""
    if isinstance(setting, SectionDiscussion):
        section = chrome.get().section(setting.pk)
        return section.name if section else ""
    if isinstance(setting, TagDiscussion):
        return next((tag.name for tag in story.tags.all() if tag.pk == setting.pk), "")
    return ""


def _sections_of(story: Story, known: Policies) -> list[SectionDiscussion]:
    """The rows of the story's section and those above it, the nearest first."""
    trail = chrome.get().trail(chrome.get().section(story.section_id))
    return [known.sections[one.pk] for one in reversed(trail) if one.pk in known.sections]


def _closed(
    story: Story,
    discussion: Discussion,
    policy: str,
    setting: Setting,
    now: datetime.datetime,
) -> Rule | None:
    """The rule of a discussion that takes nothing any more, or None."""
    if policy == Policy.CLOSED:
        since = discussion.closed_at if setting is discussion else None
        since = since if since and since <= now else setting.policy_since
        return Rule(policy, since, _closed_words(setting), setting.closing_note)
    if discussion.closed_at and discussion.closed_at <= now:
        words = _("Comments on this story are closed.")
        return Rule(policy, discussion.closed_at, words, discussion.closing_note)
    days, row = _days_of(story, discussion)
    if not days or not story.first_live_at:
        return None
    closes = story.first_live_at + datetime.timedelta(days=days)
    if closes > now:
        return None
    words = ngettext(
        "Comments close %(days)d day after a story appears.",
        "Comments close %(days)d days after a story appears.",
        days,
    )
    return Rule(policy, closes, words % {"days": days}, row.closing_note)


def _closed_words(setting: Setting) -> str:
    if isinstance(setting, SectionDiscussion):
        section = chrome.get().section(setting.pk)
        name = section.name if section else ""
        return _("Comments in “%(section)s” are closed.") % {"section": name}
    if isinstance(setting, SiteDiscussion):
        return _("Comments are closed.")
    return _("Comments on this story are closed.")


def _days_of(story: Story, discussion: Discussion) -> tuple[int | None, Setting]:
    """After how many days the discussion closes, and who says so; 0 or None: never."""
    known = policies.get()
    rows: list[SiteDiscussion | SectionDiscussion | Discussion] = [
        discussion,
        *_sections_of(story, known),
        known.site,
    ]
    row = next((row for row in rows if row.close_after_days is not None), known.site)
    return row.close_after_days, row


def _controls_of(story: Story, known: Policies, now: datetime.datetime) -> dict[str, Control]:
    """The controls that hold for a story, by kind; of several the one that ends last, and the
    slowest."""
    trail = chrome.get().trail(chrome.get().section(story.section_id))
    places = {section.pk for section in trail}
    found: dict[str, Control] = {}
    for control in known.controls:
        is_here = control.story_id == story.pk or control.section_id in places
        is_everywhere = control.story_id is None and control.section_id is None
        if control.is_over(now) or not (is_here or is_everywhere):
            continue
        before = found.get(control.kind)
        if before is None or _weight(control) > _weight(before):
            found[control.kind] = control
    return found


def controls_on(story: Story) -> list[Control]:
    """The story's own controls that are on, for those who may end them."""
    now = timezone.now()
    return [
        control
        for control in policies.get().controls
        if control.story_id == story.pk and not control.is_over(now)
    ]


def _weight(control: Control) -> tuple[int, datetime.datetime]:
    return control.seconds or 0, control.ends_at


def _with_hours(known: Policies, now: datetime.datetime, **values: object) -> Rule:
    """The rule of an open discussion, as the opening hours change it."""
    rule = Rule(**values)  # type: ignore[arg-type]
    zone = newsroom_zone()
    if opening_hours.is_open(known.hours, now, zone):
        return rule
    again = opening_hours.opens_at(known.hours, now, zone)
    if known.site.outside_hours == OutsideHours.CLOSED:
        words = _("Comments are taken during opening hours.")
        return Rule(rule.policy, closed_reason=words, opens_at=again)
    return Rule(**{**values, "policy": Policy.HOLD_ALL, "opens_at": again})  # type: ignore[arg-type]


def newsroom_zone() -> ZoneInfo:
    """Where the newsroom's clock hangs."""
    return ZoneInfo(chrome.get().site.time_zone)


@transaction.atomic
def save_policy(
    row: Setting, *, actor: User | None = None, fields: list[str] | None = None
) -> None:
    """Keep a policy, and since when it holds; all pages that it changes are told.

    Args:
        actor: who changes it, for the desk's log; None is the system.
        fields: only these columns (of a story's row, whose counters move all the time).
    """
    before = type(row)._default_manager.filter(pk=row.pk).values_list("policy", flat=True).first()
    if before != row.policy:
        row.policy_since = timezone.now()
    row.save(update_fields=[*fields, "policy_since"] if fields else None)
    desk_log.record(
        "policy_changed",
        actor,
        _place_of(row),
        subject=row,
        before=before or "",
        after=row.policy,
    )
    if isinstance(row, Discussion):
        versions.bump(f"discussion:{row.pk}")
    else:
        versions.bump("discussion-policies")


@transaction.atomic
def drop_policy(row: SectionDiscussion | TagDiscussion, actor: User | None) -> None:
    """Take away the policy of a section or a tag: what is above it holds again."""
    desk_log.record(
        "policy_dropped",
        actor,
        _place_of(row),
        subject=row,
        before=row.policy,
    )
    row.delete()
    versions.bump("discussion-policies")


def _place_of(row: Setting) -> About:
    """Where a policy holds, for the log."""
    if isinstance(row, Discussion):
        return About(story=row.story_id, section=row.story.section_id)
    return About(section=row.section_id if isinstance(row, SectionDiscussion) else None)
