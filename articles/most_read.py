"""Rankings: most read and most commented, over a day and a week (feature R8).

Their stories come from `StoryQuerySet.most_read` and `most_commented`, always through `live()`.
They move when `articles.reading.sum_up` has something to add, once a minute, and with every change
of a live story.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles import reading
from articles.models import Story
from articles.models.story import StoryQuerySet
from newsportal.core import versions

#: How far a ranking looks back.
SPANS = {"day": datetime.timedelta(hours=24), "week": datetime.timedelta(days=7)}
#: Stories on the page of a ranking, and in the block below a story.
LONGEST, SHORTEST = 20, 5
#: Kept for that block: some may stop being live, and the page's own story is left out.
SPARE = 15

_NAMES: dict[tuple[str, str], Promise] = {
    ("read", "day"): _("Most read today"),
    ("read", "week"): _("Most read this week"),
    ("commented", "day"): _("Most commented today"),
    ("commented", "week"): _("Most commented this week"),
}


@dataclass(frozen=True)
class Ranking:
    """One of the four: `of` is "read" or "commented", `over` is "day" or "week"."""

    of: str
    over: str

    @property
    def name(self) -> Promise:
        return _NAMES[self.of, self.over]

    def get_absolute_url(self) -> str:
        if (self.of, self.over) == ("read", "day"):
            return reverse("articles:most-read")
        return reverse("articles:most-read-of", args=[self.of, self.over])

    def stories(self, now: datetime.datetime | None = None) -> StoryQuerySet:
        """Live stories, first the one that leads."""
        now = now or timezone.now()
        live, since = Story.objects.live(now), now - SPANS[self.over]
        return live.most_read(since) if self.of == "read" else live.most_commented(since)


ALL = tuple(Ranking(of, over) for of, over in _NAMES)


def _load() -> tuple[Story, ...]:
    return tuple(ALL[0].stories().for_addresses()[:SPARE])


#: What leads today, for the block below every story: it costs those pages no query.
current = versions.VersionedCopy(_load, reading.KEY, "home")


def beside(story: Story) -> list[Story]:
    """The stories most read today that are live at this moment, without the one on the page."""
    now = timezone.now()
    others = [one for one in current.get() if one.pk != story.pk and one.is_live(now)]
    return others[:SHORTEST]
