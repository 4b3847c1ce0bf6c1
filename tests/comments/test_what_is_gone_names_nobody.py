"""House rule 5: of a removed or deleted comment a placeholder stays, and that names nobody."""

from __future__ import annotations

import pytest

from comments import moderation
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["removed", "deleted"])
def gone(request):
    """Rana's comment that is gone; Sam's answer to it stays."""
    f.site()
    comment = f.approved(f.published(), f.UserFactory(display_name="Rana Aziz"))
    f.approved(comment.story, f.UserFactory(display_name="Sam Oduya"), reply_to=comment)
    if request.param == "removed":
        moderation.remove(comment, None, reason="abuse")
    else:
        moderation.delete(comment, comment.author)
    comment.refresh_from_db()
    return comment


def test_no_page_of_readers_tells_whose_it_was(client, gone):
    place = gone.story.get_absolute_url()
    answer = gone.answers.get()

    for address in (
        place,
        f"{place}comments/",
        f"{place}feed/",
        gone.get_absolute_url(),
        answer.get_absolute_url(),
        f"{answer.get_absolute_url()}reply/",
    ):
        page = client.get(address)

        assert page.status_code == 200, address
        assert "Rana" not in page.content.decode(), address


def test_an_answer_to_what_stands_is_addressed(client):
    f.site()
    comment = f.approved(author=f.UserFactory(display_name="Rana Aziz"))
    f.approved(comment.story, reply_to=comment)

    page = client.get(comment.story.get_absolute_url()).content.decode()

    assert page.count("Rana Aziz</bdi>") == 2


def test_there_is_no_form_to_answer_it(client, gone):
    address = gone.get_absolute_url()

    assert client.get(f"{address}reply/")["Location"] == address


@pytest.mark.parametrize("button", ["post", "preview"])
def test_an_answer_that_comes_all_the_same_is_given_back_without_the_name(client, gone, button):
    client.force_login(f.UserFactory())

    answer = client.post(f"{gone.get_absolute_url()}reply/", {"text": "As you say.", button: "1"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "As you say." in page
    assert "not public any more" in page
    assert "Rana" not in page
