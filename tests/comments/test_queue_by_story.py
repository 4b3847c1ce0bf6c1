"""The pages of M3: stories with what waits, groups decided once, the rest that was seen."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import claiming, deciding_groups, editing, grouping, moderation
from comments.models import Comment, CommentEvent, GroupDecision, Signal
from newsportal import roles
from newsportal.core.models import User
from newsportal.people import giving
from tests import factories as f
from tests.accounts.people import post as work
from tests.comments.test_what_is_alike import OTHER, SAME

pytestmark = pytest.mark.django_db

STORIES = "/admin/moderation/stories/"


@pytest.fixture(autouse=True)
def paper(settings):
    f.site()
    settings.VERSION_CHECK_SECONDS = 60


@pytest.fixture
def mina(client) -> User:
    person = f.UserFactory(display_name="Mina", is_staff=True)
    roles.give(person, roles.MODERATOR)
    client.force_login(person)
    return person


@pytest.fixture
def story():
    made = f.published(headline="Four goals in the rain")
    for text in SAME[:4] + OTHER:
        f.held(made, text=text)
    return made


def address(story) -> str:
    return f"{STORIES}{story.pk}/"


def page(client: Client, story) -> str:
    response = client.get(address(story))
    assert response.status_code == 200
    return response.content.decode()


def fields(html: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', html)


def states(story) -> list[str]:
    return [*Comment.objects.filter(story=story).order_by("pk").values_list("status", flat=True)]


def test_a_group_is_decided_once_with_the_commonest_reason_and_undone(client, mina, story):
    other = f.held(f.published(headline="Sunday roads"))
    listed = client.get(STORIES).content.decode()
    assert listed.index("9 wait") < listed.index("1 waits")
    assert "4 alike" in listed
    html = page(client, story)
    assert "4 alike: decide once" in html
    (key,) = re.findall(r'value="reject:(\d{3,}):abuse"', html)[:1]
    (seen,) = fields(html, f"seen-{key}")

    told = client.post(
        address(story),
        {"_group": f"reject:{key}:abuse", f"seen-{key}": seen, f"words-{key}": "Stay fair."},
        follow=True,
    ).content.decode()

    assert states(story) == ["rejected"] * 4 + ["held"] * 5
    assert "4 comments rejected." in told
    assert "Undo all 4" in told
    event = CommentEvent.objects.filter(kind="rejected").first()
    assert (event.reason, event.decision.words, event.actor) == ("abuse", "Stay fair.", mina)
    (number,) = re.findall(r'name="_undo_group" value="(\d+)"', told)
    told = client.post(address(story), {"_undo_group": number}, follow=True).content.decode()
    assert "4 comments are as they were." in told
    assert states(story) == ["held"] * 9
    for named in (number, "0", "x", "9" * 30):
        again = client.post(address(story), {"_undo_group": named}, follow=True)
        assert "There is nothing to undo." in again.content.decode()
    for asked in ("reject:1:abuse", f"hide:{key}", "approve:x", f"approve:{'9' * 40}", "approve"):
        client.post(address(story), {"_group": asked, "seen-1": f"{other.pk}:1"})
    assert states(story) == ["held"] * 9
    assert states(other.story) == ["held"]


def test_the_rest_that_was_seen_takes_only_what_nothing_points_at(client, mina, story):
    alone = list(Comment.objects.filter(text__in=OTHER).order_by("pk"))
    linked, edited, taken, claimed, _plain = alone
    Signal.objects.create(comment=linked, check_name="links", verdict="hold", code="many_links")
    html = page(client, story)
    shown = fields(html, "shown")
    assert shown == [f"{one.pk}:1" for one in alone[1:]]
    assert "Approve the 4 I have seen" in html
    ada = f.UserFactory(display_name="Ada")
    f.policy("hold_all", edit_minutes=5)
    editing.edit(edited, edited.author, "Other words now.", revision=1)
    moderation.decide(taken, "reject", ada, reason="abuse")
    claiming.claim(claimed, ada)
    hidden = f.held(story, text="Written since the page was opened.")

    told = client.post(
        address(story), {"_rest": "approve", "shown": [*shown, f"{linked.pk}:1"]}, follow=True
    ).content.decode()

    now = {one.text: one.status for one in Comment.objects.filter(story=story)}
    assert [now[one] for one in (OTHER[0], OTHER[2], OTHER[3], OTHER[4])] == [
        "held",  # a check points at it
        "rejected",  # a colleague was faster
        "held",  # a colleague is on it
        "approved",
    ]
    assert now["Other words now."] == "held"
    assert now[hidden.text] == "held"
    assert "1 comment approved." in told
    assert "4 were left alone" in told
    client.post(address(story), {"_undo_group": GroupDecision.objects.get().pk})
    assert Comment.objects.get(text=OTHER[4]).status == "held"


def test_one_card_is_decided_with_one_tap_and_a_colleague_who_was_faster_is_named(
    client, mina, story
):
    one, other = Comment.objects.filter(text__in=OTHER[:2]).order_by("pk")
    seen = {f"revision-{one.pk}": "1", f"seen-{one.pk}": "held"}
    assert f'value="reject:{one.pk}:abuse"' in page(client, story)

    told = client.post(
        address(story), {"_decide": f"reject:{one.pk}:abuse", **seen}, follow=True
    ).content.decode()

    assert "is rejected now" in told
    one.refresh_from_db()
    assert (one.status, one.reason) == ("rejected", "abuse")
    moderation.decide(other, "approve", f.UserFactory(display_name="Ada"))
    late = client.post(
        address(story), {"_decide": f"reject:{other.pk}:abuse", f"seen-{other.pk}": "held"}
    )
    assert late.status_code == 409
    assert "Ada has made this comment" in late.content.decode()


def test_many_are_left_to_the_worker_with_progress_on_the_page(client, mina, story, monkeypatch):
    monkeypatch.setattr(deciding_groups, "AT_ONCE", 2)
    html = page(client, story)
    (key,) = re.findall(r'value="spam:(\d{8,})"', html)[:1]
    (seen,) = fields(html, f"seen-{key}")

    response = client.post(
        address(story), {"_group": f"spam:{key}", f"seen-{key}": seen}, follow=True
    )

    assert "The worker is at it: 0 of 4." in response.content.decode()
    assert response["Refresh"] == "2"
    work()
    done = client.get(address(story))
    assert "4 comments put away as spam." in done.content.decode()
    assert "Refresh" not in done
    GroupDecision.objects.update(made_at=timezone.now() - moderation.UNDO_FOR)
    assert "put away as spam" not in page(client, story)


def test_a_moderator_of_a_section_sees_and_decides_there_alone(client, story):
    from newsportal.people import giving

    sam = f.UserFactory(is_staff=True)
    roles.give(sam, roles.MODERATOR)
    giving.limit(sam, [f.section()])
    client.force_login(sam)

    assert "Four goals" not in client.get(STORIES).content.decode()
    assert client.get(address(story)).status_code == 403
    assert client.post(address(story), {"_rest": "approve"}).status_code == 403
    assert client.get(f"{STORIES}999999/").status_code == 404
    assert states(story) == ["held"] * 9


@pytest.mark.parametrize("more", [0, 25])
def test_both_pages_cost_twelve_statements_whatever_waits(client, mina, story, more):
    for number in range(more):
        f.held(
            f.published() if number % 2 else story, text=f"{number} were on that ferry, {number}."
        )
    for path in (STORIES, address(story)):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        assert len(captured) <= 12, "\n".join(query["sql"][:90] for query in captured)
    assert grouping.CARDS == 25


def test_a_number_that_was_forged_tells_nothing_of_other_sections(client, story):
    gil = f.UserFactory(display_name="Gil", is_staff=True)
    roles.give(gil, roles.MODERATOR)
    giving.limit(gil, [story.section])
    client.force_login(gil)
    other = f.held(author=f.UserFactory(display_name="Zacharias"))

    client.post(address(story), {"_rest": "approve", "shown": [f"{other.pk}:1"]})

    told = page(client, story)
    assert "1 was left alone" not in told
    assert "Zacharias" not in told
    other.refresh_from_db()
    assert other.status == "held"
