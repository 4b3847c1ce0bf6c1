"""Feature M9: what was published at once stands on a list until somebody has read it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from comments import editing, moderation
from comments.models import Comment, CommentEvent, Policy
from newsportal import roles
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db
LIST = "?list=unread"


@pytest.fixture
def story():
    f.site()
    f.policy(Policy.OPEN)
    return f.published()


@pytest.fixture
def mina(client):
    return moderator(client)


def moderator(client, only=None):
    person = f.UserFactory(display_name="Mina")
    roles.give(person, roles.MODERATOR)
    if only:
        giving.limit(person, [only])
    client.force_login(person)
    return person


def unread() -> set[int]:
    return set(Comment.objects.unread().values_list("pk", flat=True))


def test_a_comment_is_unread_until_a_moderator_decides_or_says_that_it_is_fine(client, story, mina):
    rana = f.UserFactory(display_name="Rana")
    fine, bad, edited = (f.held(story, rana, text=f"Words {number}.") for number in range(3))
    assert unread() == {fine.pk, bad.pk, edited.pk}
    assert all(one.is_unread for one in (fine, bad, edited))
    page = client.get(reverse("moderation") + LIST).content.decode()
    assert "Seen, fine" in page
    assert "not trusted yet" in page  # Rana has nothing that was read
    assert "These 3 are fine" in page

    place = reverse("moderation") + LIST
    for verb, comment in (("read", fine), ("remove", bad)):
        fields = {f"revision-{comment.pk}": 1, f"seen-{comment.pk}": "approved"}
        response = client.post(place, {"_decide": f"{verb}:{comment.pk}:abuse", **fields})
        assert response.status_code == 302, verb
    assert unread() == {edited.pk}
    assert fine.events.last().kind == CommentEvent.Kind.READ
    assert fine.events.last().actor == mina
    fine.refresh_from_db()
    assert (fine.status, fine.is_unread) == ("approved", False)

    # Other words are unread again; a moderator's "fine" was for the former ones.
    editing.edit(fine, rana, "Other words.", revision=1)
    assert unread() == {fine.pk, edited.pk}
    again = {"_decide": f"read:{fine.pk}", f"revision-{fine.pk}": 1, f"seen-{fine.pk}": "approved"}
    assert client.post(place, again).status_code == 409

    moderation.undo(moderation.decide(edited, "read", mina), mina)
    assert unread() == {fine.pk, edited.pk}
    moderation.delete(edited, rana)
    assert unread() == {fine.pk}


def test_a_page_of_them_is_read_in_one_press_but_for_what_changed(client, story, mina):
    rana = f.UserFactory(display_name="Rana")
    stays, changes = f.held(story, rana, text="One."), f.held(story, rana, text="Two.")
    f.held(f.published(), rana, text="Not on that page.")
    fields = {}
    for comment in (stays, changes):
        fields |= {f"revision-{comment.pk}": 1, f"seen-{comment.pk}": "approved"}
    editing.edit(changes, rana, "Two, mended.", revision=1)

    page = client.post(reverse("moderation-all-read"), fields, follow=True).content.decode()

    assert "You have read 1 comment; it stays." in page
    assert "has edited this comment" in page
    assert stays.pk not in unread()
    assert len(unread()) == 2


def test_a_moderator_of_some_sections_reads_there_only(client, story):
    sport = f.section("sport")
    there = f.held(f.published(section=sport))
    elsewhere = f.held(story)
    moderator(client, only=sport)

    for comment in (there, elsewhere):
        fields = {f"revision-{comment.pk}": 1, f"seen-{comment.pk}": "approved"}
        client.post(reverse("moderation-all-read"), fields)

    assert unread() == {elsewhere.pk}
