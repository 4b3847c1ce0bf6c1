"""The discussion of a story: who may write in it now, and by which rule."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.chrome import current as chrome
from articles.models import Story
from comments.models import Comment, Discussion, Policy, SectionDiscussion, SiteDiscussion
from newsportal.core import versions


@dataclass(frozen=True)
class Policies:
    """The policies of site and sections: small, asked for by every story page, kept by versions."""

    site: SiteDiscussion
    sections: dict[int, str]


def _load() -> Policies:
    return Policies(
        site=SiteDiscussion.objects.filter(pk=SiteDiscussion.SINGLE).first() or SiteDiscussion(),
        sections=dict(SectionDiscussion.objects.values_list("section", "policy")),
    )


policies = versions.VersionedCopy(_load, "discussion-policies")


@dataclass(frozen=True)
class Rule:
    """What holds for a story now; `closed_reason` is a sentence for readers, or empty."""

    policy: str
    closed_since: datetime.datetime | None = None
    closed_reason: str = ""

    @property
    def is_open(self) -> bool:
        return not self.closed_reason


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
        return getattr(story, "discussion", None) or Discussion(story=story)
    return Discussion.objects.filter(story=story).first() or Discussion(story=story)


def rule_for(story: Story, discussion: Discussion) -> Rule:
    """The policy that holds: the story's own, else the nearest section's, else the site's.

    A closing time of the story or the site's number of days closes whatever the policy says.
    """
    known = policies.get()
    policy = discussion.policy
    if not policy:
        trail = chrome.get().trail(chrome.get().section(story.section_id))
        own = [known.sections[section.pk] for section in trail if section.pk in known.sections]
        policy = own[-1] if own else known.site.policy
    now = timezone.now()
    if policy == Policy.CLOSED:
        return Rule(policy, discussion.closed_at, _("Comments on this story are closed."))
    if discussion.closed_at and discussion.closed_at <= now:
        return Rule(policy, discussion.closed_at, _("Comments on this story are closed."))
    days = known.site.close_after_days
    if days is not None and story.first_live_at:
        closes = story.first_live_at + datetime.timedelta(days=days)
        if closes <= now:
            return Rule(
                policy,
                closes,
                _("Comments close %(days)d days after a story appears.") % {"days": days},
            )
    return Rule(policy)
