"""Old addresses lead to the new ones (301), and tell nothing of what is not public."""

import pytest
from django.test import Client

from articles import publishing
from articles.models import Story
from tests.interop import wxr
from tests.interop.conftest import Import

pytestmark = pytest.mark.django_db

NEW = "/world/2019/05/01/a-bridge-opens/"
EXPORT = (
    wxr.author("ada", "Ada Lovell", number=3),
    wxr.category("world", number=10),
    wxr.tag("f%C3%A4hre", "Fähre", number=4),
    wxr.item(12, wxr.filed("world"), wxr.comment(5), content="One<!--nextpage-->Two"),
    wxr.item(2, post_type="page", name="about", link=f"{wxr.SITE}/us/about/"),
    wxr.item(
        9,
        post_type="attachment",
        status="inherit",
        parent=12,
        link=f"{wxr.SITE}/2019/05/01/a-bridge-opens/boats/",
        attachment_url=f"{wxr.SITE}/wp-content/uploads/boats.jpg",
    ),
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/?p=12", NEW),
        ("/2019/05/01/a-bridge-opens/", NEW),
        ("/2019/05/01/a-bridge-opens", NEW),
        ("/2019/05/01/A-Bridge-Opens/", NEW),
        ("/2019/05/01/a-bridge-opens/feed/", f"{NEW}feed/"),
        ("/2019/05/01/a-bridge-opens/feed/atom/", f"{NEW}feed/atom/"),
        ("/2019/05/01/a-bridge-opens/comment-page-1/", NEW),
        ("/2019/05/01/a-bridge-opens/2/", NEW),
        ("/2019/05/01/a-bridge-opens/amp/", NEW),
        ("/2019/05/01/a-bridge-opens/boats/", NEW),
        ("/?attachment_id=9", NEW),
        ("/?page_id=2", "/about/"),
        ("/us/about/", "/about/"),
        ("/category/world/", "/world/"),
        ("/category/world/feed/", "/world/feed/"),
        ("/category/world/feed/atom/", "/world/feed/atom/"),
        ("/category/world/feed/json/", "/world/feed/json/"),
        ("/?cat=10", "/world/"),
        ("/tag/f%C3%A4hre/", "/tags/f%C3%A4hre/"),
        ("/?tag=f%C3%A4hre", "/tags/f%C3%A4hre/"),
        ("/author/ada/", "/authors/ada/"),
        ("/?author=3", "/authors/ada/"),
    ],
)
def test_an_old_address_leads_to_the_new_one(
    bring: Import, client: Client, old: str, new: str
) -> None:
    bring(*EXPORT)

    answer = client.get(old)

    assert answer.status_code == 301
    assert answer["Location"] == new


def test_an_old_address_of_a_withdrawn_story_is_gone(bring: Import, client: Client) -> None:
    bring(*EXPORT)
    publishing.withdraw(Story.objects.get(), None)

    assert client.get("/2019/05/01/a-bridge-opens/").status_code == 410
    assert "Location" not in client.get("/?p=12")


def test_a_drafts_old_address_tells_nothing(bring: Import, client: Client) -> None:
    bring(wxr.item(12, password="enter"))

    assert client.get("/2019/05/01/a-bridge-opens/").status_code == 404
    assert "Location" not in client.get("/?p=12")


def test_a_former_page_in_a_folder_yields_to_what_stands_there_now(
    bring: Import, client: Client
) -> None:
    bring(
        wxr.category("about", number=7),
        wxr.item(2, post_type="page", name="about", link=f"{wxr.SITE}/about/"),
    )

    assert client.get("/about/").status_code == 200
    assert client.get("/?page_id=2")["Location"] == "/page-about/"


def test_links_between_stories_stay_on_the_site(bring: Import, client: Client) -> None:
    link = f"{wxr.SITE}/2019/05/01/a-bridge-opens/"
    bring(*EXPORT, wxr.item(13, name="next", content=f'See <a href="{link}">here</a>.'))

    body = Story.objects.get(import_id="13").body_html

    assert body == '<p>See <a href="/2019/05/01/a-bridge-opens/">here</a>.</p>'
