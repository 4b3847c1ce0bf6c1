"""What is forged in a list of the newsroom names no row, and breaks nothing."""

import pytest
from django.urls import reverse

from comments.models import Comment
from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db

FORGED = ["abc", "-1", "9" * 40, "", "1\0"]


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
