"""Feature E24: related stories by hand, then by tags and text; series with previous and next."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Series
from articles.related import related, series_neighbours
from tests import factories as f

pytestmark = pytest.mark.django_db


def test_what_was_chosen_by_hand_comes_first_and_in_its_order():
    section = f.section("world")
    newest = f.published(section=section)
    chosen = [f.published(), f.published()]
    story = f.published(section=section, related=[chosen[1].pk, chosen[0].pk])

    assert related(story) == [chosen[1], chosen[0], newest]


def test_what_is_not_live_is_never_related_though_chosen():
    hidden = [f.draft(), f.scheduled(), f.withdrawn()]
    story = f.published(related=[one.pk for one in hidden])

    assert related(story) == []


def test_tags_in_common_come_before_words_in_common_and_both_before_the_newest():
    tag, section = f.TagFactory(), f.section("world")
    by_section = f.published(section=section, headline="Council meets")
    by_words = f.published(headline="Harbour strike goes on")
    by_tag = f.published(tags=[tag], headline="Talks")
    f.published(headline="Nothing of the kind")
    story = f.published(section=section, tags=[tag], headline="Strike closes the harbour")

    assert related(story) == [by_tag, by_words, by_section]


def test_a_story_without_words_or_tags_has_those_of_its_section():
    section = f.section("world")
    other = f.published(section=section)
    story = f.published(section=section, headline="2026")

    assert related(story) == [other]


def parts(count: int) -> list:
    series = Series.objects.create(name="The harbour")
    start = timezone.now() - datetime.timedelta(days=10)
    return [
        f.published(start + datetime.timedelta(days=day), series=series.pk, headline=f"Part {day}")
        for day in range(count)
    ]


def test_a_part_leads_to_the_one_before_and_after(client):
    f.site()
    first, second, third = parts(3)

    page = client.get(second.get_absolute_url()).content.decode()

    assert series_neighbours(second) == (first, third)
    assert f'href="{first.get_absolute_url()}" rel="prev"' in page
    assert f'href="{third.get_absolute_url()}" rel="next"' in page


def test_a_withdrawn_part_is_passed_over():
    first, second, third = parts(3)
    publishing.withdraw(second, None)

    assert series_neighbours(first) == (None, third)


def test_parts_of_the_same_second_have_an_order():
    series = Series.objects.create(name="The harbour")
    at = timezone.now() - datetime.timedelta(days=1)
    one, two, three = (f.published(at, series=series.pk) for _part in range(3))

    assert series_neighbours(two) == (one, three)
