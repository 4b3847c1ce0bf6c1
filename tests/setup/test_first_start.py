"""The first start: one page makes a newspaper and its administrator (feature F9)."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from articles.models import MenuItem, Page, Section
from comments.models import SiteDiscussion
from newsportal import roles
from newsportal.core.models import SiteSettings, User
from newsportal.setup import starting
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "/setup/"


def answers(**changed: object) -> dict[str, object]:
    """All that Ada types, with what a test changes."""
    return {
        "code": starting.code(),
        "name": "The Harbour Post",
        "tagline": "News from the quay",
        "accent": "#14532d",
        "language": "en",
        "time_zone": "Asia/Seoul",
        "publisher": "Harbour Press",
        "contact_email": "desk@example.org",
        "sections": "World\n\n  Arts & Letters \n",
        "policy": "hold_newcomers",
        "page_about": "publish",
        "page_contact": "draft",
        "page_guidelines": "publish",
        "page_corrections": "leave-out",
        "page_privacy": "leave-out",
        "administrator_name": "Ada Sorensen",
        "administrator_email": "Ada@Example.org",
        "password1": "a long enough password",
        "password2": "a long enough password",
        **changed,
    }


def picture(colour: tuple[int, ...], size: tuple[int, int] = (600, 300)) -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGBA", size, colour).save(file, "PNG")
    return SimpleUploadedFile("logo.png", file.getvalue(), "image/png")


@pytest.fixture
def ada() -> Client:
    """The owner's browser; nobody has an account yet."""
    return Client()


def test_one_page_makes_the_newspaper_and_leads_the_administrator_to_the_newsroom(ada):
    answer = ada.post(ADDRESS, answers())
    assert answer.status_code == 302
    assert answer["Location"] == reverse("admin:index")
    site = SiteSettings.objects.get()
    assert (site.name, site.accent, site.time_zone) == ("The Harbour Post", "#14532d", "Asia/Seoul")
    assert (site.publisher, site.contact_email) == ("Harbour Press", "desk@example.org")
    assert site.launched_at
    assert [section.path for section in Section.objects.all()] == ["world", "arts-letters"]
    assert SiteDiscussion.objects.get().policy == "hold_newcomers"
    user = User.objects.get()
    assert (user.email, user.display_name) == ("ada@example.org", "Ada Sorensen")
    assert list(roles.administrators()) == [user]
    assert not user.is_superuser
    newsroom = ada.get(answer["Location"])
    assert newsroom.status_code == 200
    assert "The Harbour Post is launched." in newsroom.content.decode()


def test_the_administrator_can_sign_in_again(ada):
    ada.post(ADDRESS, answers())
    stranger = Client()
    typed = {"login": "ada@example.org", "password": "a long enough password"}
    answer = stranger.post(reverse("account_login"), typed)
    assert answer.status_code == 302
    assert stranger.get(reverse("admin:index")).status_code == 200


def test_pages_become_what_was_chosen_and_speak_with_the_newspapers_names(ada):
    ada.post(ADDRESS, answers(name="Tom & Ada’s <Post>"))
    states = {page.working_title: page.status for page in Page.objects.all()}
    assert states == {
        "About us": "published",
        "Contact": "draft",
        "Community guidelines": "published",
    }
    about = Page.objects.get(slug="about")
    assert "Tom &amp; Ada’s &lt;Post&gt; reports what happens" in about.body_html
    assert "Harbour Press" in about.body_html
    stranger = Client()
    assert stranger.get("/about/").status_code == 200
    assert stranger.get("/contact/").status_code == 404


def test_the_menus_lead_to_sections_and_to_published_pages(ada):
    ada.post(ADDRESS, answers())
    front = Client().get("/").content.decode()
    assert '<a href="/world/">World</a>' in front
    assert '<a href="/about/">About us</a>' in front
    assert "Contact" not in front


def test_a_menu_that_an_import_has_filled_is_left_as_it_is(ada):
    section = factories.section("news", name="News")
    item = factories.menu_item(menu="main", section=section)
    ada.post(ADDRESS, answers())
    assert list(MenuItem.objects.filter(menu="main")) == [item]


def test_a_logo_is_encoded_anew_and_keeps_its_transparency(ada):
    ada.post(ADDRESS, answers(logo=picture((10, 20, 30, 0), (3000, 900))))
    site = SiteSettings.objects.get()
    with site.logo.open() as file, Image.open(file) as logo:
        assert (logo.format, logo.mode) == ("PNG", "RGBA")
        assert logo.height <= 216
        assert logo.getpixel((0, 0))[3] == 0
    assert "logo" not in site.logo.name
    assert f'<img src="{site.logo.url}"' in Client().get("/").content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", " ", "This field is required"),
        ("accent", "#ffe000", "4.5:1 is needed"),
        ("time_zone", "Mars/Olympus", "Select a valid choice"),
        ("contact_email", "desk", "valid email"),
        ("sections", "World\nworld", "stands there twice"),
        ("sections", "Search", "The portal itself uses"),
        ("sections", "2024", "belongs to dates"),
        ("sections", "!!!", "needs a letter"),
        ("sections", "\n".join(f"Section {n}" for n in range(13)), "at most 12 sections"),
        ("policy", "anarchy", "Select a valid choice"),
        ("administrator_email", "ada", "valid email"),
        ("password2", "another password", "The two passwords differ"),
        ("page_about", "burn", "Select a valid choice"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_typed_is_lost(ada, field, typed, message):
    answer = ada.post(ADDRESS, answers(**{field: typed}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert f'href="#id_{field}' in page
    assert 'value="Harbour Press"' in page or field == "publisher"
    assert not SiteSettings.objects.exists()
    assert not User.objects.exists()
    assert not Section.objects.exists()


@pytest.mark.parametrize("password", ["short", "1234567890123", "ada.sorensen", "password123"])
def test_a_weak_password_is_refused(ada, password):
    answer = ada.post(ADDRESS, answers(password1=password, password2=password))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"password1"}


def test_a_page_and_a_section_cannot_share_an_address(ada):
    answer = ada.post(ADDRESS, answers(sections="About"))
    assert answer.context["form"].errors.keys() == {"page_about"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
        ("logo.png", b"<!doctype html><script>alert(1)</script>"),
        ("logo.png", b"\x89PNG\r\n\x1a\n broken"),
        ("logo.png", b"\0" * 4_000_001),
    ],
)
def test_what_is_no_logo_is_refused_with_a_reason(ada, name, content):
    answer = ada.post(ADDRESS, answers(logo=SimpleUploadedFile(name, content)))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"logo"}
    assert not SiteSettings.objects.exists()


def test_an_address_that_has_an_account_is_told_so(ada):
    factories.UserFactory(email="ada@example.org")
    answer = ada.post(ADDRESS, answers())
    assert answer.context["form"].errors.keys() == {"administrator_email"}


def test_what_an_import_has_brought_is_proposed_and_kept(ada):
    SiteSettings.objects.create(name="Old Blog", publisher="Old Press", time_zone="Europe/Paris")
    factories.section("news")
    page = ada.get(ADDRESS, {"code": starting.code()})
    assert page.context["form"]["name"].value() == "Old Blog"
    assert page.context["form"]["time_zone"].value() == "Europe/Paris"
    assert not page.context["form"]["sections"].value()
    ada.post(ADDRESS, answers(sections=""))
    assert [section.path for section in Section.objects.all()] == ["news"]


def test_two_first_starts_make_one_newspaper(ada):
    ada.post(ADDRESS, answers())
    with pytest.raises(starting.AlreadyLaunched):
        starting.launch(
            starting.Wishes(
                name="Another",
                administrator_email="eve@example.org",
                administrator_name="Eve",
                password="a long enough password",
            )
        )
    assert SiteSettings.objects.get().name == "The Harbour Post"
    assert User.objects.count() == 1
