"""Putting an issue together: which stories it brings, in which order, in which words.

Only what readers see may be chosen. Whether it is still public is asked again for every mail
(`letters`), so nothing here needs to be undone when a story is withdrawn.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import fronts, kinds
from articles.chrome import current as chrome
from articles.models import Issue, IssueEvent, IssueStory, Newsletter, Story
from articles.models.newsletter import MOST, NewsletterQuerySet
from articles.models.story import StoryQuerySet
from articles.publishing import Refused
from newsportal.core.models import User

State, Kind = Issue.State, IssueEvent.Kind

#: A briefing brings what is new since the one before, a day when there was none, and never more
#: than this: after a long weekend nobody wants last week's news.
ONE_DAY, LONGEST = datetime.timedelta(days=1), datetime.timedelta(days=3)
#: Stories that the page of an issue offers.
OFFERED = 20


def newest_for(newsletter: Newsletter, now: datetime.datetime | None = None) -> list[Story]:
    """The stories that a briefing begins with: what is new, the front's order first.

    Args:
        now: the moment, for tests.
    """
    now = now or timezone.now()
    since = _since(newsletter, now)
    fresh = list(stories_of(newsletter, now).filter(first_live_at__gt=since)[: MOST * 5])
    if newsletter.section_id is None:
        placed = {story.pk: place for place, story in enumerate(fronts.home(chrome.get()).stories)}
        fresh.sort(key=lambda story: placed.get(story.pk, len(placed)))
    return fresh[: newsletter.most]


def _since(newsletter: Newsletter, now: datetime.datetime) -> datetime.datetime:
    began = newsletter.issues.filter(started_at__isnull=False).order_by("-started_at")
    last = began.values_list("started_at", flat=True).first()
    return max(last, now - LONGEST) if last else now - ONE_DAY


def stories_of(newsletter: Newsletter, now: datetime.datetime | None = None) -> StoryQuerySet:
    """Public stories of a newsletter's part of the paper, the newest first."""
    live = Story.objects.live(now).exclude(kind__in=kinds.advertising())
    section = newsletter.section
    found = live if section is None else live.in_section(section)
    return found.newest_first().for_cards()


def offered(issue: Issue, words: str = "") -> list[Story]:
    """Public stories that are not in an issue yet and have every one of the words in the headline:
    of the newsletter's part of the paper, and with words of all of it.
    """
    everywhere = Story.objects.live().newest_first().for_cards()
    found = everywhere if words else stories_of(issue.newsletter)
    for word in words.split()[:8]:
        found = found.filter(headline__icontains=word)
    return list(found.exclude(pk__in=issue.stories.values("story"))[:OFFERED])


@transaction.atomic
def begin(newsletter: Newsletter, actor: User | None, stories: Iterable[Story]) -> Issue:
    """Make the draft of an issue with these stories in this order."""
    made = Issue.objects.create(newsletter=newsletter, created_by=actor)
    _write(made, [story.pk for story in stories])
    IssueEvent.objects.create(issue=made, kind=Kind.MADE, actor=actor)
    return made


@transaction.atomic
def change(issue: Issue, subject: str, intro: str, stories: Sequence[int]) -> None:
    """Keep the words and the stories of a draft.

    Args:
        stories: ids in order; a new one must be public now.

    Raises:
        Refused: it is no draft any more, there are too many stories, or a new one is not public.
    """
    lock_draft(issue)
    if len(stories) > MOST:
        raise Refused(
            ngettext(
                "An issue has at most %(most)d story.",
                "An issue has at most %(most)d stories.",
                MOST,
            )
            % {"most": MOST}
        )
    standing = set(issue.stories.values_list("story", flat=True))
    added = [pk for pk in stories if pk not in standing]
    if added and Story.objects.live().filter(pk__in=added).count() != len(set(added)):
        raise Refused(_("Readers do not see that story now. Publish it first."))
    Issue.objects.filter(pk=issue.pk).update(subject=subject, intro=intro)
    if list(issue.stories.values_list("story", flat=True)) != list(stories):
        _write(issue, list(dict.fromkeys(stories)))


def _write(issue: Issue, stories: list[int]) -> None:
    issue.stories.all().delete()
    IssueStory.objects.bulk_create(
        IssueStory(issue=issue, story_id=pk, order=order) for order, pk in enumerate(stories)
    )


@transaction.atomic
def discard(issue: Issue, actor: User) -> None:
    """Throw a draft away. That of a day's briefing leaves the day without one, or the clock would
    make it anew.

    Raises:
        Refused: it is no draft any more.
    """
    locked = lock_draft(issue)
    if locked.edition is None:
        locked.delete()
        return
    Issue.objects.filter(pk=locked.pk).update(state=State.SKIPPED, ended_at=timezone.now())
    IssueEvent.objects.create(issue=locked, kind=Kind.STOPPED, actor=actor)


def lock_draft(issue: Issue) -> Issue:
    """The row of a draft, locked until the transaction ends.

    Raises:
        Refused: it is no draft any more; says who was faster.
    """
    locked = Issue.objects.select_for_update().filter(pk=issue.pk, state=State.DRAFT).first()
    if locked is None:
        raise Refused(already(issue))
    return locked


def already(issue: Issue) -> str:
    """Why a step is not possible: the state, and who brought it about."""
    now = Issue.objects.filter(pk=issue.pk).first()
    if now is None:
        return _("A colleague has thrown this issue away.")
    last = now.events.select_related("actor").first()
    return _("This is not possible: the issue is “%(state)s” (%(who)s did that last).") % {
        "state": now.get_state_display(),
        "who": (last.actor if last else None) or _("the system"),
    }


def breaking_for(story: Story) -> NewsletterQuerySet:
    """Newsletters of breaking news that a story belongs to: the whole paper's, and those of its
    section and of all above it."""
    sections = [above.pk for above in chrome.get().trail(story.section)]
    offered = Newsletter.objects.offered().filter(kind=Newsletter.Kind.BREAKING)
    return offered.filter(Q(section=None) | Q(section__in=sections)).select_related("section")
