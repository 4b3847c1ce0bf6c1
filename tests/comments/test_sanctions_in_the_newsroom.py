"""Feature M10 in the newsroom: imposing, lifting, and removing all that a banned person wrote."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import clearing, moderation, sanctions
from comments.models import Clearing, Comment, Sanction
from newsportal import roles
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db

ADD = "/admin/comments/sanction/add/"


def in_days(days: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


@pytest.fixture
def story():
    f.site()
    return f.published()


def moderator(role: str = roles.MODERATOR, *, only=None):
    person = f.UserFactory(display_name="Mina")
    roles.give(person, role)
    if only is not None:
        giving.limit(person, [only])
    return type(person).objects.get(pk=person.pk)


def work(task) -> None:
    """The worker does all batches of a task that wait."""
    from django_tasks_db.models import DBTaskResult

    done = set()
    while rows := DBTaskResult.objects.filter(task_path=task.module_path).exclude(pk__in=done):
        row = rows.order_by("enqueued_at")[0]
        done.add(row.pk)
        task.func(*row.args_kwargs["args"])


def test_a_moderator_suspends_a_reader_from_the_card_of_a_comment(client, story):
    comment = f.held(story, f.UserFactory(display_name="Rana"))
    client.force_login(moderator())
    queue = client.get("/admin/comments/comment/?status__exact=held").content.decode()
    link = f"{ADD}?person={comment.author_id}"
    assert link in queue
    page = client.get(link).content.decode()
    assert "Rana" in page
    assert 'value="ban"' not in page
    assert "Remove all" not in page

    data = {"kind": "suspension", "days": "7", "section": "", "reason": "abuse"}
    data |= {"words": "Third time.", "note": "Watch."}
    done = client.post(link, data, follow=True)

    sanction = Sanction.objects.get()
    assert (sanction.person, sanction.made_by.display_name) == (comment.author, "Mina")
    left = sanction.ends_at - timezone.now()
    assert datetime.timedelta(days=6, hours=23) < left <= datetime.timedelta(days=7)
    text = done.content.decode()
    assert "Third time." in text
    assert "Watch." in text
    client.post("/admin/comments/sanction/", {"_lift": sanction.pk})
    sanction.refresh_from_db()
    assert sanction.lifted_by.display_name == "Mina"
    listed = client.get("/admin/comments/sanction/?standing=no").content.decode()
    assert "lifted" in listed


def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(client, story):
    comment = f.held(story)
    client.force_login(moderator())
    link = f"{ADD}?person={comment.author_id}"

    for wrong in (
        {"kind": "suspension", "days": "", "reason": "abuse", "words": "Kept words"},
        {
            "kind": "suspension",
            "until": "2020-01-01T10:00",
            "reason": "abuse",
            "words": "Kept words",
        },
        {"kind": "ban", "reason": "abuse", "words": "Kept words"},
    ):
        answer = client.post(link, wrong)
        assert answer.status_code == 422
        assert "Kept words" in answer.content.decode()
        assert "errorlist" in answer.content.decode()
    assert not Sanction.objects.exists()


def test_a_moderator_of_a_section_decides_there_alone_and_about_those_who_wrote_there(
    client, story
):
    sport = f.section("sport")
    here, elsewhere = f.held(f.published(section=sport)), f.held(story)
    client.force_login(moderator(only=sport))

    assert client.get(f"{ADD}?person={elsewhere.author_id}").status_code == 404
    link = f"{ADD}?person={here.author_id}"
    choices = re.findall(r'<option value="(\d*)"', client.get(link).content.decode())
    assert str(sport.pk) in choices
    assert str(story.section_id) not in choices
    data = {"kind": "hold", "reason": "abuse"}
    assert client.post(link, {**data, "section": ""}).status_code == 422
    assert client.post(link, {**data, "section": sport.pk}).status_code == 302
    assert Sanction.objects.get().section == sport
    everywhere = f.sanction(here.author, "hold")
    client.post("/admin/comments/sanction/", {"_lift": everywhere.pk})
    everywhere.refresh_from_db()
    assert everywhere.lifted_at is None


def test_a_ban_removes_all_in_batches_and_brings_exactly_those_back(client, story, monkeypatch):
    monkeypatch.setattr(clearing, "BATCH", 2)
    monkeypatch.setattr(sanctions, "UNDO_FOR", datetime.timedelta(0))
    rana = f.UserFactory(display_name="Rana")
    public = [f.approved(story, rana) for _ in range(5)]
    waiting = f.held(story, rana)
    removed_before = f.removed(story, rana)
    other = f.approved(story)
    client.force_login(moderator(roles.LEAD_MODERATOR))

    data = {"kind": "ban", "section": "", "reason": "abuse", "remove_all": "on"}
    page = client.post(f"{ADD}?person={rana.pk}", data, follow=True)
    assert page["Refresh"]
    assert "0 of 6" in page.content.decode()
    work(clearing.go_on)

    row = Clearing.objects.get()
    assert (row.state, row.finished, row.rejected) == ("done", 6, 1)
    assert sorted(row.removed) == [comment.pk for comment in public]
    waiting.refresh_from_db()
    assert waiting.status == Comment.Status.REJECTED
    assert [*Comment.objects.public()] == [other]
    story.refresh_from_db()
    assert story.comment_count == 1
    moderation.restore(Comment.objects.get(pk=public[0].pk), None)
    moderation.remove(Comment.objects.get(pk=public[0].pk), None)  # decided anew by another

    address = reverse("admin:comments_sanction_change", args=[row.pk])
    client.post(address, {"_undo": "1"})
    work(clearing.bring_back)

    row.refresh_from_db()
    assert (row.state, row.restored) == ("undone", 4)
    back = {comment.pk for comment in Comment.objects.public()}
    assert back == {other.pk, *(comment.pk for comment in public[1:])}
    removed_before.refresh_from_db()
    assert removed_before.status == Comment.Status.REMOVED
    assert moderation.recount(repair=False) == []
    assert "Brought back" in client.get(address).content.decode()


def test_a_worker_that_died_in_the_middle_goes_on_and_a_ban_of_a_section_clears_it_alone(story):
    rana = f.UserFactory()
    world = f.section("world")
    inside = f.approved(f.published(section=f.section("strait", parent=world)), rana)
    outside = f.approved(story, rana)
    ban = f.sanction(rana, "ban", section=world)
    row = clearing.begin(ban)
    clearing._take(row, inside)  # and then the worker died
    work(clearing.go_on)

    row.refresh_from_db()
    assert (row.state, row.removed, row.total) == ("done", [inside.pk], 1)
    outside.refresh_from_db()
    assert outside.is_public
    with pytest.raises(sanctions.Refused):
        clearing.begin(f.sanction(rana, "hold"))
    with pytest.raises(sanctions.Refused):
        clearing.undo(row, moderator())


def test_the_list_costs_the_same_at_any_length(client, story, django_assert_max_num_queries):
    client.force_login(moderator())
    for _ in range(12):
        f.sanction(f.UserFactory(), "hold")
    with django_assert_max_num_queries(12):
        assert client.get("/admin/comments/sanction/").status_code == 200


def test_a_decision_from_a_card_keeps_the_comment_and_is_undone_from_the_message(client, story):
    rana = f.UserFactory(display_name="Rana")
    comment = f.rejected(story, rana, text="Words that went too far.")
    f.sanction(rana, "warning")
    mina = moderator()
    client.force_login(mina)
    address = f"{ADD}?comment={comment.pk}&next=/admin/moderation/"

    page = client.get(address).content.decode()

    assert "Words that went too far." in page
    assert re.search(r'value="suspension"[^>]*checked', page)
    assert re.search(r'value="1"\s+selected', page)
    assert re.search(r'value="abuse"\s+selected', page)
    data = {"kind": "suspension", "days": "7", "reason": "abuse", "next": "/admin/moderation/"}
    done = client.post(address, data)
    assert done["Location"] == "/admin/moderation/"
    made = Sanction.objects.latest("pk")
    assert (made.comment, made.lifted_as) == (comment, "")
    one = reverse("admin:comments_sanction_change", args=[made.pk])
    shown = client.get("/admin/comments/sanction/").content.decode()
    assert f'action="{one}"' in shown

    back = client.post(one, {"_back": "1", "next": "//evil.example/"})

    assert back["Location"] == one
    made.refresh_from_db()
    assert (made.lifted_as, made.lifted_by) == ("undone", mina)
    assert not rana.sanctions.counted().filter(pk=made.pk).exists()
    suspended = sanctions.impose(
        rana, sanctions.Order("suspension", "abuse", None, in_days(30)), mina
    )
    Sanction.objects.filter(pk=suspended.pk).update(made_at=timezone.now() - sanctions.UNDO_FOR)
    client.post(reverse("admin:comments_sanction_change", args=[suspended.pk]), {"_back": "1"})
    suspended.refresh_from_db()
    assert suspended.lifted_at is None
    assert client.get(f"{ADD}?comment={'9' * 30}").status_code == 404


def test_a_ban_that_is_undone_at_once_brings_everything_back_and_rejects_nothing(story):
    rana, lead = f.UserFactory(), moderator(roles.LEAD_MODERATOR)
    public, waiting = f.approved(story, rana), f.held(story, rana)
    ban = sanctions.impose(rana, sanctions.Order("ban", "abuse"), lead)
    clearing.begin(ban)
    clearing.go_on.func(ban.pk)
    public.refresh_from_db()
    waiting.refresh_from_db()
    assert (public.status, waiting.status) == ("removed", "held")

    clearing.take_back(ban, lead)
    work(clearing.bring_back)
    clearing.go_on.func(ban.pk)

    public.refresh_from_db()
    waiting.refresh_from_db()
    assert (public.status, waiting.status) == ("approved", "held")
    assert Clearing.objects.get().state == "undone"
