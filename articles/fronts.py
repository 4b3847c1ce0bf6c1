"""What stands on the home page: a lead, what comes next to it, and a strip for each section."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Value

from articles.chrome import Chrome
from articles.models import Section, Story

#: How many cards each place holds, as the look has them.
SECONDARY = 3
STRIP = 4
RIVER = 6
OPINIONS = 4
MOST_COMMENTED = 5
#: Newest stories that the top, the river and the columns are chosen from, in one query.
POOL = 40


@dataclass(frozen=True)
class Strip:
    section: Section
    stories: list[Story]


@dataclass(frozen=True)
class Front:
    """The home page's containers; no story stands on it twice."""

    lead: Story | None
    secondary: list[Story]
    river: list[Story]
    opinion: list[Story]
    strips: list[Strip]
    #: A ranking, not a container: it names stories that may stand elsewhere too.
    most_commented: list[Story]


def home(chrome: Chrome) -> Front:
    """Fill the home page, in four queries however many sections and stories there are.

    The newest story with a picture leads, the newest others stand beside it and below it, opinions
    have their column, and every top section has a strip of its newest that do not stand above.
    """
    newest = list(Story.objects.live().newest_first().for_cards().with_names()[:POOL])
    opinion = [story for story in newest if story.kind == Story.Kind.OPINION][:OPINIONS]
    reported = [
        story for story in newest if story.kind not in (Story.Kind.SPONSORED, Story.Kind.OPINION)
    ] or newest
    lead = next((story for story in reported if story.lead_image), None)
    lead = lead or next(iter(reported), None)
    others = [story for story in reported if story != lead]
    secondary, river = others[:SECONDARY], others[SECONDARY : SECONDARY + RIVER]
    shown = {story.pk for story in [lead, *secondary, *river, *opinion] if story}
    return Front(
        lead=lead,
        secondary=secondary,
        river=river,
        opinion=[story for story in opinion if story != lead],
        strips=_strips(chrome.children(None), shown),
        most_commented=sorted(
            (story for story in newest if story.comment_count),
            key=lambda story: (-story.comment_count, -story.pk),
        )[:MOST_COMMENTED],
    )


def _strips(sections: list[Section], shown: set[int]) -> list[Strip]:
    """A strip for each section that has stories, in two queries however many sections there are."""
    newest_of_each = [
        Story.objects.live()
        .in_section(section)
        .newest_first()
        .values_list("pk", Value(section.pk))[: STRIP + len(shown)]
        for section in sections
    ]
    if not newest_of_each:
        return []
    first, *others = newest_of_each
    places = list(first.union(*others, all=True)) if others else list(first)
    stories = {
        story.pk: story for story in Story.objects.live().filter(pk__in=dict(places)).for_cards()
    }
    strips = []
    for section in sections:
        own = [
            stories[pk]
            for pk, section_id in places
            if section_id == section.pk and pk in stories and pk not in shown
        ][:STRIP]
        shown |= {story.pk for story in own}
        if own:
            strips.append(Strip(section, own))
    return strips
