"""What is forged in a list of the newsroom names no row, and breaks nothing."""

import pytest
from django.urls import reverse

from comments.models import Comment
from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db

#: The last has more digits than Python reads as a number (4,300).
FORGED = ["abc", "-1", "9" * 40, "", "1\0", "9" * 5000]


@pytest.fixture
def ada(client):
    f.site()
    person = f.UserFactory(display_name="Ada", is_staff=True)
    roles.give(person, roles.ADMINISTRATOR)
    client.force_login(person)
    return person


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_comment_is_not_decided_on_and_the_true_one_beside_it_is(client, ada, forged):
    comment, other = f.held(), f.held()
    data = {"action": "approve_selected", "_selected_action": [forged, str(comment.pk)]}

    response = client.post(reverse("admin:comments_comment_changelist"), data)

    assert response.status_code == 302
    comment.refresh_from_db()
    other.refresh_from_db()
    assert comment.status == Comment.Status.APPROVED
    assert other.status == Comment.Status.HELD


def test_forged_numbers_beside_one_comment_and_of_a_control_are_none(client, ada):
    comment = f.held()
    pressed = {"_decide": f"approve:{comment.pk}", f"revision-{comment.pk}": "9" * 5000}
    panel = reverse("admin:comments_discussion_controls", args=[comment.story_id])

    assert client.post(reverse("admin:comments_comment_changelist"), pressed).status_code == 302
    assert client.post(panel, {"off": "9" * 5000}).status_code in (302, 404)

    comment.refresh_from_db()
    assert comment.status == Comment.Status.APPROVED


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_story_is_not_asked_about(client, ada, forged):
    f.published()
    data = {"action": "withdraw", "_selected_action": forged}

    response = client.post(reverse("admin:articles_story_changelist"), data)

    assert response.status_code in (200, 302)


def test_suggestions_are_asked_for_by_any_text(client, ada):
    f.TagFactory(name="Ferries")
    asked = {"app_label": "articles", "model_name": "story", "field_name": "tags", "term": "fer\0"}

    response = client.get(reverse("admin:autocomplete"), asked)

    assert [one["text"] for one in response.json()["results"]] == ["Ferries"]
