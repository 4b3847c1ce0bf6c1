"""Pages of the queue say what they show, and a slip of the thumb is one click from being mended."""

from __future__ import annotations

import pytest
from django.urls import reverse

from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/comment/"


@pytest.fixture(autouse=True)
def gil(client):
    f.site()
    person = f.UserFactory(display_name="Gil", is_staff=True)
    roles.give(person, roles.MODERATOR)
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("?status__exact=held", "1 comment waits"),
        ("", "Comments"),
        ("?status__exact=approved", "Comments"),
        ("?reported=open", "Reported comments"),
    ],
)
def test_the_heading_says_what_the_list_shows(client, query, title):
    f.held()

    page = client.get(LIST + query).content.decode()

    assert f"<h1>{title}</h1>" in page


def test_a_decision_in_the_list_links_to_where_it_is_taken_back(client):
    comment = f.held(f.published(), f.UserFactory(display_name="<b>Rana</b>"))

    answer = client.post(
        f"{LIST}?status__exact=held", {"_decide": f"reject:{comment.pk}"}, follow=True
    )

    page = answer.content.decode()
    address = reverse("admin:comments_comment_change", args=[comment.pk])
    assert "&lt;b&gt;Rana&lt;/b&gt;’s comment is rejected now." in page
    assert f'<a href="{address}">Look at it again</a>' in page
    assert f'value="approve:{comment.pk}"' in client.get(address).content.decode()


def test_who_decides_on_a_comments_own_page_stays_there(client):
    comment = f.held()
    address = reverse("admin:comments_comment_change", args=[comment.pk])
    assert '<input type="hidden" name="_stay" value="1">' in client.get(address).content.decode()

    answer = client.post(LIST, {"_decide": f"approve:{comment.pk}", "_stay": "1"}, follow=True)

    assert answer.redirect_chain == [(address, 302)]
    assert "comment is approved now." in answer.content.decode()
    assert "Look at it again" not in answer.content.decode()
