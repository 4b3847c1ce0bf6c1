"""Nobody but who can read the terminal gets at the first start, and nobody after it."""

import pytest
from django.test import Client

from newsportal.core.models import SiteSettings
from newsportal.setup import starting, views
from tests import factories
from tests.setup.test_first_start import answers

pytestmark = pytest.mark.django_db

ADDRESS = "/setup/"


def test_a_stranger_sees_that_the_newspaper_is_being_set_up(client):
    page = client.get("/")
    assert page.status_code == 200
    assert "This newspaper is being set up" in page.content.decode()
    assert 'href="/setup/"' in page.content.decode()
    assert not page.cookies


def test_without_the_code_there_is_only_the_question_for_it(client):
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert "password1" not in page.content.decode()
    assert starting.code() not in page.content.decode()


def test_a_wrong_code_is_refused_and_shows_nothing(client):
    page = client.get(ADDRESS, {"code": "aaaaa-aaaaa-aaaaa-aaaaa"})
    assert page.status_code == 403
    assert "not the code that the terminal shows" in page.content.decode()
    assert "password1" not in page.content.decode()


def test_a_form_without_the_code_makes_nothing(client):
    answer = client.post(ADDRESS, answers(code="wrong"))
    assert answer.status_code == 403
    assert not SiteSettings.objects.exists()


def test_guessing_is_limited(client):
    for _guess in range(views.WRONG_CODES):
        assert client.get(ADDRESS, {"code": "wrong"}).status_code == 403
    assert client.get(ADDRESS, {"code": "wrong"}).status_code == 429
    assert client.get(ADDRESS, {"code": starting.code()}).status_code == 200


def test_the_code_may_be_typed_as_people_type():
    typed = f"  {starting.code().upper().replace('-', ' ')} "
    assert starting.is_right(typed)
    assert not starting.is_right(typed[:-3])
    assert not starting.is_right("")


def test_the_code_hangs_on_the_secret(settings):
    before = starting.code()
    settings.SECRET_KEY = "another secret of another installation, long enough"
    assert starting.code() != before


def test_after_the_launch_there_is_nothing_there(client):
    factories.site()
    assert client.get(ADDRESS).status_code == 404
    assert client.get(ADDRESS, {"code": starting.code()}).status_code == 404
    assert client.post(ADDRESS, answers()).status_code == 404


def test_the_page_is_kept_by_no_cache(client):
    page = client.get(ADDRESS, {"code": starting.code()})
    assert "no-store" in page["Cache-Control"]


def test_the_form_needs_its_token():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ADDRESS, answers()).status_code == 403
    assert not SiteSettings.objects.exists()


def test_a_launched_empty_newspaper_says_that_nothing_is_published(client):
    factories.site()
    page = client.get("/").content.decode()
    assert "Nothing is published yet." in page
    assert "/setup/" not in page
