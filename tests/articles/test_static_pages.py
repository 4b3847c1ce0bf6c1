"""Feature F2: pages with the stories' editor, draft or published, at /<slug>/."""

from __future__ import annotations

import pytest

from articles import publishing
from articles.working_copy import PageContent
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site()


def test_a_published_page_stands_at_its_address(client):
    f.page(title="About us", slug="about", body_html="<p>Since 1911.</p><script>x</script>")

    page = client.get("/about/").content.decode()

    assert "<p>Since 1911.</p>" in page
    assert "<script>x" not in page


def test_a_draft_is_unknown_and_a_withdrawn_page_is_gone(client):
    f.page(publish=False, title="Secret", slug="secret")
    gone = f.page(title="Gone", slug="gone")
    publishing.withdraw(gone, None)

    assert client.get("/secret/").status_code == 404
    assert client.get("/gone/").status_code == 410


def test_saving_a_page_changes_nothing_until_it_is_published(client):
    page = f.page(title="About", slug="about")
    publishing.save_page(page, None, PageContent(title="About", body_html="<p>New.</p>"))
    assert "<p>New.</p>" not in client.get("/about/").content.decode()

    publishing.publish(page, None)

    assert "<p>New.</p>" in client.get("/about/").content.decode()


def test_a_changed_address_leads_on(client):
    page = f.page(title="About", slug="about")
    publishing.save_page(page, None, PageContent(title="About", slug="about-us"))
    publishing.publish(page, None)

    response = client.get("/about/")

    assert (response.status_code, response["Location"]) == (301, "/about-us/")


def test_a_second_editor_overwrites_nothing():
    page = f.page(publish=False)
    opened = page.working_revision.number
    publishing.save_page(page, None, PageContent(title="Two"))

    with pytest.raises(publishing.Conflict):
        publishing.save_page(page, None, PageContent(title="Three"), based_on=opened)
