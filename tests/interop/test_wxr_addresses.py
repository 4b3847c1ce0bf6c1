"""Under which addresses the old site was known."""

from newsportal.interop.wordpress import addresses
from newsportal.interop.wordpress.addresses import OldAddress
from newsportal.interop.wordpress.reading import SiteInfo, WXRAuthor, WXRTerm
from tests.interop import wxr

SITE = SiteInfo("The Gazette", "", "en", "1.2", wxr.SITE, wxr.SITE, wxr.SITE)
IN_A_FOLDER = SiteInfo("", "", "en", "1.2", "", wxr.SITE, f"{wxr.SITE}/blog/")


def of_item(*written: str, site: SiteInfo = SITE, **options: int) -> dict[str, str]:
    (item,) = wxr.items(*written)
    return {old.path: old.ending for old in addresses.of_item(item, site, **options)}


def test_a_story_was_known_by_number_and_by_name() -> None:
    found = of_item(wxr.item(12))

    assert found["/?p=12"] == ""
    assert found["/2019/05/01/a-bridge-opens/"] == ""


def test_a_storys_feeds_lead_to_its_feed() -> None:
    found = of_item(wxr.item(12))

    for form in ("", "rss/", "rss2/", "rdf/"):
        assert found[f"/2019/05/01/a-bridge-opens/feed/{form}"] == "feed/"
    assert found["/2019/05/01/a-bridge-opens/feed/atom/"] == "feed/atom/"


def test_feeds_of_what_has_none_lead_to_the_thing_itself() -> None:
    found = of_item(wxr.item(2, post_type="page", link=f"{wxr.SITE}/about/"), has_feed=False)

    assert found["/about/feed/"] == ""
    assert found["/?page_id=2"] == found["/?p=2"] == ""


def test_a_draft_was_known_by_number_alone() -> None:
    found = of_item(wxr.item(12, link=f"{wxr.SITE}/?p=12"))

    assert set(found) == {"/?p=12"}


def test_an_attachment_had_a_page_of_its_own() -> None:
    found = addresses.of_attachment(9, f"{wxr.SITE}/2019/05/01/a-bridge-opens/boats/", SITE)

    assert [old.path for old in found] == [
        "/?attachment_id=9",
        "/?p=9",
        "/2019/05/01/a-bridge-opens/boats/",
    ]


def test_the_pages_of_a_long_text_lead_to_the_text() -> None:
    found = of_item(wxr.item(12), pages=3)

    assert "/2019/05/01/a-bridge-opens/2/" in found
    assert "/2019/05/01/a-bridge-opens/3/" in found
    assert "/2019/05/01/a-bridge-opens/4/" not in found


def test_the_pages_of_a_discussion_lead_to_the_story() -> None:
    found = of_item(wxr.item(12, *(wxr.comment(number) for number in range(25))))

    pages = {path for path in found if "comment-page" in path}
    assert pages == {f"/2019/05/01/a-bridge-opens/comment-page-{n}/" for n in (1, 2, 3)}


def test_a_site_in_a_folder_had_its_numbers_there() -> None:
    found = of_item(
        wxr.item(12, link=f"{wxr.SITE}/blog/a-bridge-opens/"),
        site=IN_A_FOLDER,
    )

    assert {"/blog/?p=12", "/blog/a-bridge-opens/"} <= set(found)


def test_the_front_page_is_nobodys_old_address() -> None:
    for link in (wxr.SITE, f"{wxr.SITE}/", f"{wxr.SITE}/blog"):
        found = of_item(wxr.item(12, link=link), site=IN_A_FOLDER)
        assert not {"/", "/blog/"} & set(found)


def test_paths_are_decoded_and_have_single_slashes() -> None:
    assert addresses.path_of("https://a.example//greek/%ce%b5%cf%80/x") == "/greek/επ/x/"
    assert addresses.path_of("https://[broken") == ""
    assert addresses.file_name("https://a.example/up/H%20arbour.jpg?w=2") == "H arbour.jpg"


def test_a_category_was_known_with_and_without_its_parents() -> None:
    term = WXRTerm(7, "category", "asia", "world", "Asia", "")

    found = {old.path: old.ending for old in addresses.of_term(term, ["world", "asia"], SITE)}

    assert {"/category/world/asia/", "/category/asia/", "/?cat=7"} <= set(found)
    assert found["/category/world/asia/feed/"] == "feed/"


def test_a_tag_was_known_by_name() -> None:
    term = WXRTerm(None, "post_tag", "f%C3%A4hre", "", "Fähre", "")

    found = list(addresses.of_term(term, [], SITE))

    assert OldAddress("/tag/fähre/") in found
    assert OldAddress("/?tag=f%C3%A4hre") in found


def test_an_author_was_known_by_login_and_number() -> None:
    found = {
        old.path for old in addresses.of_author(WXRAuthor(3, "Ada.Lovell x", "", "", "", ""), SITE)
    }

    assert {"/?author=3", "/author/ada-lovell-x/", "/author/ada-lovell-x/feed/"} <= found


def test_links_to_the_old_site_become_paths() -> None:
    for link, expected in {
        f"{wxr.SITE}/about/": "/about/",
        f"{wxr.SITE.replace('https://', 'http://www.')}/a/?p=1#comment-3": "/a/?p=1#comment-3",
        wxr.SITE: "/",
    }.items():
        assert addresses.relative(link, SITE) == expected


def test_links_elsewhere_and_to_files_stay() -> None:
    for link in (
        "https://elsewhere.example/about/",
        f"{wxr.SITE}/wp-content/uploads/report.pdf",
        f"{wxr.SITE}/files/report.pdf",
        f"{wxr.SITE}/wp-admin/",
        "mailto:ada@gazette.example",
        "#top",
        "/about/",
        "https://[broken",
    ):
        assert addresses.relative(link, SITE) == link
