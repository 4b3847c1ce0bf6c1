"""What readers of the demonstration read, and the notices that stand beside it."""

from __future__ import annotations

import datetime
import math
from random import Random

from articles import reading, slots
from articles.models import Slot, Story, StoryActivity
from newsportal.core import versions

#: As in `newsportal.demo.loading`, which imports this module.
SOURCE = "demo"
#: A week is what rankings look back over.
HOURS = 7 * 24
#: Readings of a middling story in its first hour, and in how many hours half of them are gone.
AT_FIRST, HALF_IN = 40, 9

#: Stands below every story.
FUND = {
    "name": "The investigation fund",
    "kind": Slot.Kind.DONATION,
    "place": Slot.Place.STORY,
    "label": "A word from the newsroom",
    "headline": "Three months for one document",
    "text": "The ferry contracts took a reporter a winter. The fund pays for the next one, and has "
    "no say in what is written.",
    "link": "/about/",
    "link_words": "How we are paid for",
}
#: Stands on the front page.
LETTERS = {
    "name": "Newsletters on the front",
    "kind": Slot.Kind.NEWSLETTER,
    "place": Slot.Place.FOOT,
}


def make(now: datetime.datetime) -> None:
    """Let the stories of the last week have been read, and place two notices.

    Args:
        now: the moment of loading.
    """
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    rows = [
        StoryActivity(story=story, hour=hour, reads=reads)
        for story in Story.objects.live(now)
        .filter(source=SOURCE)
        .only("pk", "import_id", "live_at")
        for hour, reads in _reads(story, this_hour)
    ]
    StoryActivity.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["story", "hour"],
        update_fields=["reads"],
    )
    for fields in (FUND, LETTERS):
        Slot.objects.create(**fields, is_on=True, starts_at=now, source=SOURCE)
    versions.bump(reading.KEY)
    slots.changed()


def _reads(story: Story, this_hour: datetime.datetime) -> list[tuple[datetime.datetime, int]]:
    """Readings by the hour: many at first, fewer by night and by age."""
    chance = Random(f"read {story.import_id}")
    liking = math.exp(chance.gauss(0, 0.8))
    found = []
    for back in range(HOURS):
        hour = this_hour - datetime.timedelta(hours=back)
        age = (hour - (story.live_at or hour)).total_seconds() / 3600
        if age < 0:
            break
        by_night = 0.25 if hour.hour < 6 else 1.0
        reads = round(
            AT_FIRST * liking * by_night * 0.5 ** (age / HALF_IN) * chance.uniform(0.7, 1.3)
        )
        if reads:
            found.append((hour, reads))
    return found


def remove() -> int:
    """Take the notices away again; readings go with their stories. Returns how many."""
    gone = Slot.objects.filter(source=SOURCE).delete()[1].get("articles.Slot", 0)
    slots.changed()
    return gone
