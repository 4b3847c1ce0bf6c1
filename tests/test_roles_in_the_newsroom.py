"""Feature E5: what roles may do and may not; `tests/rights/` walks every address of theirs."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from articles.models import Story
from comments.models import Comment
from newsportal import roles
from newsportal.core import versions
from newsportal.core.models import User
from tests import factories as f

pytestmark = pytest.mark.django_db

#: Lists of the newsroom, of which a moderator has none.
NEWSROOM = ("story", "image", "tag", "author", "page", "menuitem", "section")


@pytest.fixture(autouse=True)
def paper():
    f.site()


def somebody(role: str | None, **fields) -> User:
    person = f.UserFactory(is_staff=role is not None, **fields)
    if role:
        roles.give(person, role)
    return person


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


#: What may stand in an address where the number of a row should.
NUMBERS = ("1", "0", "x", "9" * 30, "%00", "_00")


@pytest.mark.parametrize("role", [*roles.ROLES, None])
def test_every_change_page_answers_calmly_whatever_number_it_gets(role):
    """Who may not see a model is turned away before its number is read: two tell that."""
    person = somebody(role)
    client = signed_in(person)

    for model in admin.site._registry:
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        gets_through = person.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
        for act in ("change", "delete", "history"):
            for number in NUMBERS if gets_through else ("1", "%00"):
                status = client.get(
                    reverse(f"admin:{label}_{act}", args=["1"]).replace("/1/", f"/{number}/")
                ).status_code
                assert status in (200, 302, 403, 404), (label, act, number, status)


def test_a_reader_is_told_why_the_newsroom_is_closed():
    assert signed_in(somebody(None)).get("/admin/", follow=True).status_code == 403


def test_a_contributor_sees_own_drafts_only():
    cho, edith = somebody(roles.CONTRIBUTOR), somebody(roles.EDITOR)
    own, other = f.draft(cho, headline="Own words"), f.draft(edith, headline="Embargoed words")
    client = signed_in(cho)

    page = client.get(reverse("admin:articles_story_changelist")).content.decode()
    assert "Own words" in page
    assert "Embargoed words" not in page
    assert change(client, own).status_code == 200
    for act in ("change", "preview", "withdraw", "delete", "history"):
        response = client.get(reverse(f"admin:articles_story_{act}", args=[other.pk]))
        assert response.status_code in (302, 403, 404), act
        assert "Embargoed words" not in response.content.decode()


def change(client: Client, story: Story, **data):
    address = reverse("admin:articles_story_change", args=[story.pk])
    return client.post(address, form_data(story, **data)) if data else client.get(address)


def form_data(story: Story, **data) -> dict[str, str]:
    return {
        "headline": "Words",
        "kind": "report",
        "language": "en",
        "section": str(story.working_section_id),
        "based_on": str(story.working_revision.number),
        "bylines-TOTAL_FORMS": "0",
        "bylines-INITIAL_FORMS": "0",
        **data,
    }


def test_a_contributor_cannot_publish_even_by_a_forged_button():
    cho = somebody(roles.CONTRIBUTOR)
    story = f.draft(cho)
    client = signed_in(cho)

    assert change(client, story, _publish="1").status_code == 403

    story.refresh_from_db()
    assert story.status == Story.Status.DRAFT
    assert change(client, story, _submit="1").status_code == 302
    story.refresh_from_db()
    assert story.status == Story.Status.IN_REVIEW
    kept = story.revisions.count()
    assert change(client, story, _save="1").status_code == 409  # with what was typed on the page
    assert story.revisions.count() == kept


def test_a_contributor_cannot_publish_from_the_list():
    cho = somebody(roles.CONTRIBUTOR)
    story = f.draft(cho)
    data = {"action": "publish_selected", "_selected_action": [story.pk]}

    signed_in(cho).post(reverse("admin:articles_story_changelist"), data)

    story.refresh_from_db()
    assert story.status == Story.Status.DRAFT


@pytest.mark.parametrize("role", [roles.CONTRIBUTOR, roles.EDITOR])
def test_the_newsroom_decides_on_no_comment(role):
    comment = f.held()
    client = signed_in(somebody(role))

    response = client.post(
        reverse("admin:comments_comment_changelist"), {"_decide": f"approve:{comment.pk}"}
    )

    assert response.status_code in (302, 403)
    assert Comment.objects.get().status == Comment.Status.HELD


def test_a_moderator_sees_the_discussion_and_nothing_of_the_newsroom():
    mina = somebody(roles.MODERATOR)
    f.draft(headline="Secret draft")
    client = signed_in(mina)

    page = client.get("/admin/").content.decode()

    assert reverse("admin:comments_comment_changelist") in page
    for name in NEWSROOM:
        assert f"/admin/articles/{name}/" not in page
    assert "Secret draft" not in page


def test_autocompletes_answer_only_those_who_may_see():
    f.draft(headline="Secret draft")
    asked = {"app_label": "articles", "model_name": "story", "field_name": "tags", "term": "a"}

    for role, status in ((roles.EDITOR, 200), (roles.CONTRIBUTOR, 200), (roles.MODERATOR, 403)):
        response = signed_in(somebody(role)).get(reverse("admin:autocomplete"), asked)
        assert response.status_code == status, role
        assert "Secret" not in response.content.decode()
    picker = reverse("admin:articles_image_picker")
    assert signed_in(somebody(roles.EDITOR)).get(picker).status_code == 200
    assert signed_in(somebody(roles.MODERATOR)).get(picker).status_code == 403


def test_an_administrator_makes_nobody_a_superuser():
    ada = signed_in(somebody(roles.ADMINISTRATOR))
    rana = f.UserFactory()
    data = {"email": rana.email, "display_name": "Rana", "is_active": "on", "is_superuser": "on"}

    ada.post(reverse("admin:core_user_change", args=[rana.pk]), data)

    rana.refresh_from_db()
    assert not rana.is_superuser
    assert rana.display_name == "Rana"


def test_a_changed_name_is_told_to_the_pages_where_the_person_spoke():
    rana = f.UserFactory(display_name="Rana")
    comment = f.approved(author=rana)
    key = f"discussion:{comment.story_id}"
    before = versions.read([key])
    data = {"email": rana.email, "display_name": "Rana A.", "is_active": "on"}

    signed_in(somebody(roles.ADMINISTRATOR)).post(
        reverse("admin:core_user_change", args=[rana.pk]), data
    )

    assert versions.read([key]) != before
