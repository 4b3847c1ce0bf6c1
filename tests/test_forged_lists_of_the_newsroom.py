"""What is forged in a list of the newsroom names no row, and breaks nothing."""

import re

import pytest
from django.urls import reverse

from comments.models import Comment
from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db

#: The last has more digits than Python reads as a number (4,300).
GALLERY = (("gallery", "image"), ("gallery", "ORDER"), ("bylines", "author"))
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


def test_a_forged_state_is_no_comments_and_a_filter_with_a_null_is_no_page(client, ada):
    comment = f.held()
    pressed = {"_decide": f"approve:{comment.pk}", f"seen-{comment.pk}": "\0"}

    assert client.post(reverse("moderation"), pressed).status_code == 409
    selected = {"action": "approve_selected", "_selected_action": [str(comment.pk)]}
    changelist = reverse("admin:comments_comment_changelist")
    assert client.post(changelist, {**selected, **pressed, "_decide": ""}).status_code == 302
    assert client.get(changelist, {"status__exact": "\0"}).status_code == 404

    comment.refresh_from_db()
    assert comment.status == Comment.Status.HELD


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_story_is_not_asked_about(client, ada, forged):
    f.published()
    data = {"action": "withdraw", "_selected_action": forged}

    response = client.post(reverse("admin:articles_story_changelist"), data)

    assert response.status_code in (200, 302)


def test_a_number_longer_than_python_reads_breaks_no_form(client, ada):
    """Every field of a story's form, and what pages of the newsroom are asked with."""
    story = f.published()
    address = reverse("admin:articles_story_change", args=[story.pk])
    names = set(re.findall(r' name="([^"]+)"', client.get(address).content.decode()))
    kept = {"csrfmiddlewaretoken", *(name for name in names if "_FORMS" in name)}
    long = dict.fromkeys(names - kept, "9" * 5000)
    counts = {name: "3" for name in names if name.endswith("TOTAL_FORMS")}
    starts = {name: "0" for name in names if name.endswith("INITIAL_FORMS")}
    long |= {f"{prefix}-{row}-{field}": "9" * 5000 for row in range(3) for prefix, field in GALLERY}

    answer = client.post(address, {**long, **counts, **starts})

    assert answer.status_code in (200, 409, 422)
    for path in (
        f"{reverse('admin:articles_image_describe')}?of={'9' * 5000},1",
        f"{reverse('admin:articles_planning')}?section={'9' * 5000}&whose={'9' * 5000}",
        f"{reverse('admin:articles_story_add')}?section={'9' * 5000}&lead_image={'9' * 5000}",
    ):
        assert client.get(path).status_code < 500, path[:40]


def test_suggestions_are_asked_for_by_any_text(client, ada):
    f.TagFactory(name="Ferries")
    asked = {"app_label": "articles", "model_name": "story", "field_name": "tags", "term": "fer\0"}

    response = client.get(reverse("admin:autocomplete"), asked)

    assert [one["text"] for one in response.json()["results"]] == ["Ferries"]
