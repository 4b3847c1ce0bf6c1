"""Feature M3: waiting comments that say nearly the same stand together and are decided once; so is
the rest that was seen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments import alikeness, deciding_groups, editing, grouping, moderation
from comments.models import Comment, GroupDecision, Signal
from newsportal import roles
from newsportal.core.models import User
from tests import factories as f
from tests.accounts.people import post as work

pytestmark = pytest.mark.django_db

GOAL = "The referee was blind again, that was never a penalty in the last minute!"
SAME = [
    GOAL,
    "the REFEREE was blind again - that was never a penalty in the last minute",
    "The referee was bl1nd again, that was never a penalty in the last minute!!!!!",
    "The réferée was blind again, that was never ever a penalty in the last minute",
    "Ｔhe referee was blind again, that was neverrrr a penalty in the last minute :(",
    "Friends, the referee was blind again, that was never a penalty in the last minute!",
]
OTHER = [
    "What a match, the best of this season so far, thank you both.",
    "Never was a keeper so good. In the last minute I left my chair.",
    "My daughter asked why they all fall down so often.",
    "Goal!",
    "⚽⚽⚽",
]


@pytest.fixture(autouse=True)
def paper():
    f.site()


@pytest.fixture
def mina() -> User:
    person = f.UserFactory(display_name="Mina", is_staff=True)
    roles.give(person, roles.MODERATOR)
    return User.objects.get(pk=person.pk)


def keys(comments) -> list[int]:
    return [Comment.objects.get(pk=one.pk).alike_key for one in comments]


def test_other_spelling_and_small_changes_are_alike_and_other_words_are_not():
    story, elsewhere = f.published(), f.published()
    alike = [f.held(story, text=text) for text in SAME]
    apart = [f.held(story, text=text) for text in OTHER]

    assert len(set(keys(alike))) == 1
    assert len(set(keys(apart))) == len(OTHER)
    assert not set(keys(apart)) & set(keys(alike))
    there = f.held(elsewhere, text=SAME[3])
    assert keys([there]) != keys(alike[:1])  # a group lies below one story
    f.policy("hold_all", edit_minutes=5)
    editing.edit(alike[0], alike[0].author, OTHER[0] + " Really.", revision=1)
    assert keys(alike[:1]) == keys(apart[:1])
    Comment.objects.update(alike_key=0, alike_bands=None)  # as before an upgrade
    alikeness.catch_up()
    assert len(set(keys(alike[1:]))) == 1
    assert not Comment.objects.uncompared().exists()


def test_what_was_published_is_compared_when_it_is_held_again(mina):
    story = f.published()
    waiting = f.held(story, text=SAME[0])
    f.policy("open")
    shown = f.approved(story, text=SAME[3])
    assert keys([shown]) == [0]

    moderation.decide(shown, "hold", mina)

    assert keys([shown]) == keys([waiting])


def groups(story, user) -> list[grouping.Group]:
    return grouping.groups_of(grouping.waiting_of(story, user))


def test_groups_are_counted_exactly_and_the_rest_stands_alone(mina):
    story = f.published()
    for text in SAME + OTHER:
        f.held(story, text=text)
    f.approved(story, text=SAME[0])
    flagged = Comment.objects.get(text=SAME[2])
    Signal.objects.create(comment=flagged, check_name="links", verdict="hold", code="many_links")

    (group,) = groups(story, mina)

    # One by the check of links, one because the very same words stood there before.
    assert (group.number, group.taken, group.flagged) == (len(SAME), len(SAME), 2)
    assert [one.text for one in group.samples] == SAME[: grouping.SAMPLES]
    waiting = grouping.waiting_of(story, mina)
    page = grouping.alone(waiting, [group])
    assert [one.text for one in page.comments] == OTHER
    assert page.plain == {one.pk for one in page.comments}
    (line,) = grouping.stories_for(mina).lines
    assert (line.story, line.waiting, line.largest) == (story, 11, len(SAME))


def test_pages_of_stories_and_cards_go_on_by_key_without_a_skip_or_a_repeat(mina, monkeypatch):
    monkeypatch.setattr(grouping, "STORIES", 2)
    monkeypatch.setattr(grouping, "CARDS", 2)
    stories = [f.published() for _ in range(5)]
    for number, story in enumerate(stories):
        for text in OTHER[: 1 + number % 2 * 4]:
            f.held(story, text=text)
    seen, after = [], ""
    while True:
        page = grouping.stories_for(mina, after)
        seen += [line.story.pk for line in page.lines]
        if not (after := page.next_cursor):
            break
    assert sorted(seen) == sorted(story.pk for story in stories)

    texts, after = [], "nonsense"
    while True:
        cards = grouping.alone(grouping.waiting_of(stories[1], mina), [], after)
        texts += [one.text for one in cards.comments]
        if not (after := cards.next_cursor):
            break
    assert texts == OTHER


@pytest.mark.parametrize("at_once", [50, 2])
def test_a_group_is_decided_once_each_by_its_verb_and_undone_as_one(mina, monkeypatch, at_once):
    monkeypatch.setattr(deciding_groups, "AT_ONCE", at_once)  # below, the worker does it
    monkeypatch.setattr(deciding_groups, "BATCH", 2)
    story = f.published()
    comments = [f.held(story, text=text) for text in SAME]
    (group,) = groups(story, mina)
    ada = f.UserFactory(display_name="Ada")
    moderation.decide(comments[0], "spam", ada)
    f.policy("hold_all", edit_minutes=5)
    editing.edit(comments[1], comments[1].author, SAME[1] + " So there.", revision=1)
    late = f.held(story, text=SAME[0] + " Late.")

    made = deciding_groups.begin(
        mina,
        "reject",
        deciding_groups.read_seen([group.named], 500),
        among=grouping.waiting_of(story, mina).filter(alike_key=group.key),
        reason="abuse",
        words="Enough of it.",
    )
    assert made.is_at_work == (at_once == 2)
    work()

    made.refresh_from_db()
    assert (made.state, made.done, made.finished) == ("done", 4, 5)
    assert {*made.skipped} == {comments[0].pk, comments[1].pk}
    states = dict(Comment.objects.filter(story=story).values_list("pk", "status"))
    assert states == {
        comments[0].pk: "spam",
        comments[1].pk: "held",
        late.pk: "held",
        **{one.pk: "rejected" for one in comments[2:]},
    }
    assert moderation.recount(repair=False) == []
    assert [one.pk for one in deciding_groups.left_alone(made, 1)] == [comments[0].pk]

    with pytest.raises(moderation.TooLate, match="nothing to undo"):
        deciding_groups.undo(made, ada)
    tally = deciding_groups.undo(made, mina)

    assert (tally.done, made.undone) == (4, 4)
    assert Comment.objects.held().filter(story=story).count() == 6
    with pytest.raises(moderation.TooLate, match="nothing to undo"):
        deciding_groups.undo(made, mina)
    assert deciding_groups.last_of(mina) == made
    assert deciding_groups.forget_old() == 0


def test_a_group_that_is_undone_while_the_worker_is_at_it_stops(mina, monkeypatch):
    monkeypatch.setattr(deciding_groups, "AT_ONCE", 2)
    monkeypatch.setattr(deciding_groups, "BATCH", 2)
    story = f.published()
    for text in SAME:
        f.held(story, text=text)
    (group,) = groups(story, mina)
    seen = deciding_groups.read_seen([group.named], 500)
    made = deciding_groups.begin(mina, "approve", seen, among=grouping.waiting_of(story, mina))
    deciding_groups._go_on(made)
    assert made.done == 2

    deciding_groups.undo(made, mina)
    work()

    assert Comment.objects.held().filter(story=story).count() == len(SAME)
    assert GroupDecision.objects.get().state == "undone"


@pytest.mark.parametrize(
    ("named", "read"),
    [
        (["12:1,13:2"], {12: 1, 13: 2}),
        (["12:1", "13:2", "14:1"], {12: 1, 13: 2}),
        (["12", "a:b", "12:1:1", "1e3:1", "٣:1", "", ":", "9" * 19 + ":1"], {}),
    ],
)
def test_what_a_page_names_is_read_and_no_more(named, read):
    assert deciding_groups.read_seen(named, 2) == read


def commonest() -> list[str]:
    given = grouping.last_reasons().values_list("reason", flat=True)
    return [code for code, _words in grouping.commonest_reasons(given)]


def test_the_commonest_reasons_are_this_newsrooms(mina):
    assert commonest() == [
        "abuse",
        "off_topic",
        "misinformation",
    ]
    story = f.published()
    for reason in ("personal_data", "personal_data", "other", "other", "other", "off_topic"):
        moderation.decide(f.held(story), "reject", mina, reason=reason)
    undone = moderation.decide(f.held(story), "reject", mina, reason="illegal")
    moderation.undo(undone, mina)

    assert commonest() == [
        "personal_data",
        "off_topic",
        "abuse",
    ]


@pytest.mark.parametrize("stories", [2, 4])
def test_grouping_costs_the_same_however_much_waits(mina, stories):
    made = [f.published() for _ in range(stories)]
    for story in made:
        for text in SAME[:3] + OTHER[: stories // 3]:
            f.held(story, text=text)

    grouping.stories_for(mina)  # her rights are known from now on
    with CaptureQueriesContext(connection) as captured:
        grouping.stories_for(mina)
    waiting = grouping.waiting_of(made[0], mina)
    with CaptureQueriesContext(connection) as of_one:
        grouping.alone(waiting, grouping.groups_of(waiting))

    assert len(captured) <= 2
    assert len(of_one) <= 4, [query["sql"][:150] for query in of_one]
