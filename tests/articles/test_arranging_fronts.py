"""Feature E13: the verbs of fronts, and the steps that an editor takes on a layout."""

from __future__ import annotations

import pytest
from django.utils import timezone

from articles import arranging, front_changes, front_moves, fronts
from articles.front_changes import What
from articles.front_layout import MOST_CONTAINERS, Card, Container, Fill, Layout, Shape
from articles.models import FrontVersion
from articles.publishing import Refused
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site()


@pytest.fixture
def edith():
    return f.UserFactory(display_name="Edith")


@pytest.fixture
def cho():
    return f.UserFactory(display_name="Cho")


def layout(*stories: int, key: str = "c1", **fields) -> Layout:
    values = {"shape": Shape.STRIP, "size": 4, "fill": Fill.NOTHING, **fields}
    return Layout((Container(key, **values, cards=tuple(Card(pk) for pk in stories)),))


def stories_of(made: Layout, key: str = "c1") -> list[int]:
    (container,) = [one for one in made.containers if one.key == key]
    return [card.story for card in container.cards]


def save(front, who, made: Layout):
    return arranging.save(front, who, made, front.working_id or 0)


# Verbs -------------------------------------------------------------------------------------------


def test_a_draft_is_seen_by_no_reader_until_it_is_published(client, edith):
    story = f.published(headline="Placed by Edith")
    front = arranging.begin(None)
    save(front, edith, layout(story.pk, title="A part of its own"))

    assert "A part of its own" not in client.get("/").content.decode()
    arranging.publish(front, edith, front.working_id)

    assert "A part of its own" in client.get("/").content.decode()
    assert not front.has_draft
    assert front.live.published_by == edith


def test_a_card_remembers_who_placed_it_and_when_whoever_saves_later(edith, cho):
    front = arranging.begin(None)
    save(front, edith, layout(1))
    save(front, cho, layout(2, 1))

    (container,) = arranging.layout_of(front).containers

    assert [card.by for card in container.cards] == [cho.pk, edith.pk]
    assert all(card.at <= timezone.now() for card in container.cards)


def test_saving_what_stands_there_already_makes_no_version(edith):
    front = arranging.begin(None)
    made = save(front, edith, layout(1))

    assert save(front, edith, layout(1)) == made
    assert front.versions.count() == 1


def test_who_comes_second_is_told_who_was_faster_and_both_arrangements_stay(edith, cho):
    front = arranging.begin(None)
    first = save(front, edith, layout(1))
    own = arranging.begin(None)
    save(front, edith, layout(2))

    with pytest.raises(arranging.Overtaken) as overtaken:
        arranging.save(own, cho, layout(3), first.pk)

    assert "Edith" in overtaken.value.message
    front.refresh_from_db()
    assert stories_of(arranging.layout_of(front)) == [2]
    kept = {tuple(stories_of(fronts.read(one.layout))) for one in front.versions.all()}
    assert {(2,), (3,)} <= kept


@pytest.mark.parametrize("verb", ["publish", "let_run", "discard"])
def test_no_verb_acts_on_what_the_editor_has_not_seen(edith, cho, verb):
    front = arranging.begin(None)
    seen = save(front, edith, layout(1))
    save(front, cho, layout(2))
    arguments = (front, seen.pk) if verb == "discard" else (front, edith, seen.pk)

    with pytest.raises(arranging.Overtaken) as overtaken:
        getattr(arranging, verb)(*arguments)

    assert "Cho" in overtaken.value.message
    front.refresh_from_db()
    assert front.live is None


def test_without_a_draft_there_is_nothing_to_publish(edith):
    front = arranging.begin(None)
    with pytest.raises(Refused):
        arranging.publish(front, edith, 0)
    save(front, edith, layout(1))
    arranging.publish(front, edith, front.working_id)

    with pytest.raises(Refused):
        arranging.publish(front, edith, front.working_id)


def test_a_discarded_draft_stays_in_the_history_and_can_be_taken_up_again(edith):
    front = f.front(f.published(), actor=edith)
    draft = save(front, edith, layout(1, 2))
    arranging.discard(front, draft.pk)
    assert not front.has_draft

    arranging.restore(front, edith, draft, front.working_id)

    assert front.has_draft
    assert stories_of(arranging.layout_of(front)) == [1, 2]


def test_a_front_that_is_let_run_fills_itself_and_keeps_what_was_arranged(client, edith):
    story = f.published()
    front = f.front(Card(story.pk, headline="Said by hand"), actor=edith)
    assert "Said by hand" in client.get("/").content.decode()

    arranging.let_run(front, edith, front.working_id)

    assert "Said by hand" not in client.get("/").content.decode()
    assert story.headline in client.get("/").content.decode()
    assert FrontVersion.objects.seen_of(front).count() == 2


def test_old_drafts_go_and_what_readers_saw_stays(edith, monkeypatch):
    monkeypatch.setattr(arranging, "KEPT_DRAFTS", 3)
    front = f.front(f.published(), actor=edith)
    published = front.live
    for number in range(1, 9):
        save(front, edith, layout(number))

    assert front.versions.filter(published_at=None).count() == 4  # three, and the draft itself
    assert published in front.versions.all()


# Steps -------------------------------------------------------------------------------------------


def two(*first: int, second: tuple[int, ...] = ()) -> Layout:
    return Layout((*layout(*first).containers, *layout(*second, key="c2").containers))


def test_a_story_is_placed_on_top_or_where_it_is_dropped():
    assert stories_of(front_moves.place(layout(1, 2), 3, "c1")) == [3, 1, 2]
    assert stories_of(front_moves.place(layout(1, 2), 3, "c1", 1)) == [1, 3, 2]
    assert front_moves.place(layout(1), 3, "c9") == layout(1)


def test_a_story_that_stands_elsewhere_moves_with_its_words():
    before = Layout(
        (Container("c1", Shape.STRIP, 4, cards=(Card(1, "Words"),)), *two().containers[1:])
    )

    after = front_moves.place(before, 1, "c2")

    assert stories_of(after) == []
    assert after.containers[1].cards == (Card(1, "Words"),)


def test_a_ranking_names_a_story_beside_its_card():
    ranking = Container("c2", Shape.RANKING, 4)
    after = front_moves.place(Layout((*layout(1).containers, ranking)), 1, "c2")

    assert (stories_of(after), stories_of(after, "c2")) == ([1], [1])


def test_cards_move_up_and_down_and_over_the_edge_of_their_part():
    start = two(1, 2, second=(3,))

    assert stories_of(front_moves.move(start, "c1", 2, -1)) == [2, 1]
    assert stories_of(front_moves.move(start, "c1", 1, 1)) == [2, 1]
    down = front_moves.move(start, "c1", 2, 1)
    assert (stories_of(down), stories_of(down, "c2")) == ([1], [2, 3])
    up = front_moves.move(start, "c2", 3, -1)
    assert (stories_of(up), stories_of(up, "c2")) == ([1, 2, 3], [])
    assert front_moves.move(start, "c1", 1, -1) == start
    assert front_moves.move(start, "c1", 99, 1) == start


def test_a_card_is_carried_to_a_place_and_taken_down():
    start = two(1, 2, second=(3, 4))

    carried = front_moves.carry(start, "c1", 1, "c2", 1)
    assert (stories_of(carried), stories_of(carried, "c2")) == ([2], [3, 1, 4])
    assert stories_of(front_moves.carry(start, "c1", 1, "c1", 1)) == [2, 1]
    assert stories_of(front_moves.take(start, "c1", 1)) == [2]


def test_parts_are_added_moved_and_removed():
    start = two(1, second=(2,))
    added = front_moves.add(start, Shape.RIVER, 6)

    assert [one.key for one in added.containers] == ["c1", "c2", "c3"]
    moved = front_moves.move_container(added, "c3", 0)
    assert [one.key for one in moved.containers] == ["c3", "c1", "c2"]
    assert [one.key for one in front_moves.remove(moved, "c1").containers] == ["c3", "c2"]


def test_a_front_and_a_part_have_room_for_so_many():
    full = layout(*range(1, front_moves.MOST_KEPT + 1))
    with pytest.raises(Refused):
        front_moves.place(full, 999, "c1")
    assert stories_of(front_moves.place(full, 5, "c1"))[0] == 5
    many = Layout(tuple(Container(f"c{n}", Shape.STRIP, 4) for n in range(MOST_CONTAINERS)))
    with pytest.raises(Refused):
        front_moves.add(many, Shape.STRIP, 4)


# What differs ------------------------------------------------------------------------------------


def test_differences_name_every_kind_of_change():
    old = two(1, 2, 3, second=(4,))
    new = Layout(
        (
            Container("c3", Shape.RIVER, 6),
            Container(
                "c1",
                Shape.FEATURE,
                4,
                fill=Fill.NOTHING,
                cards=(Card(3), Card(1, "Words"), Card(4), Card(9)),
            ),
        )
    )

    found = [
        (one.what, one.card.story if one.card else None) for one in front_changes.between(old, new)
    ]

    assert sorted(found, key=str) == sorted(
        [
            (What.ADDED, None),
            (What.REMOVED, None),
            (What.SET, None),
            (What.RETOLD, 1),
            (What.MOVED, 4),
            (What.PLACED, 9),
            (What.TAKEN, 2),
            next(one for one in found if one[0] is What.MOVED and one[1] in (1, 3)),
        ],
        key=str,
    )
    assert front_changes.between(old, old) == []
