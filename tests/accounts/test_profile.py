"""Name and portrait: changed by oneself, checked, and seen at once wherever one has spoken (R9)."""

from __future__ import annotations

import datetime
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from newsportal import roles
from newsportal.accounts import attempts, profile
from newsportal.core.models import FormerName, User
from tests import factories as f
from tests.accounts.people import post

pytestmark = pytest.mark.django_db
PROFILE = "/me/profile/"


@pytest.fixture(autouse=True)
def newspaper():
    f.site()
    f.policy()


@pytest.fixture
def rana(client):
    rana = f.UserFactory(display_name="Rana Aziz")
    client.force_login(rana)
    return rana


def photo(size=(900, 600), kind="PNG") -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", size, (90, 40, 200)).save(file, kind)
    return SimpleUploadedFile("me.png", file.getvalue(), "image/png")


def rename(client: Client, name: str):
    return client.post(PROFILE, {"act": "name", "display_name": name}, follow=True)


def test_a_new_name_stands_above_the_comments_at_once_and_the_old_one_is_kept(client, rana):
    comment = f.approved(author=rana)
    guest = Client()
    before = guest.get(comment.story.get_absolute_url())

    page = rename(client, "  Rana   A. Zureik ")

    assert "Your name is changed." in page.content.decode()
    shown = guest.get(comment.story.get_absolute_url())
    assert "Rana A. Zureik" in shown.content.decode()
    assert "Rana Aziz" not in shown.content.decode()
    assert shown["ETag"] != before["ETag"]
    assert [old.name for old in FormerName.objects.filter(person=rana)] == ["Rana Aziz"]


@pytest.mark.parametrize(
    "taken", ["Edith Moreau", "Ed1th  Moreau", "Noor Haddad", "Moderator", "@"]
)
def test_a_name_of_the_newsroom_or_none_is_refused_beside_the_field(client, rana, taken):
    roles.give(f.UserFactory(display_name="Edith Moreau"), roles.EDITOR)
    f.AuthorFactory(name="Noor Haddad")

    page = rename(client, taken)

    assert page.status_code == 422
    assert f'value="{taken.split("  ")[0]}' in page.content.decode(), "what was typed stays"
    rana.refresh_from_db()
    assert rana.display_name == "Rana Aziz"
    assert "<bdi>Rana Aziz</bdi>" in page.content.decode(), "the menu says the name that holds"


def test_a_writer_may_be_called_as_in_the_own_byline():
    noor = f.UserFactory(display_name="N. H.")
    f.AuthorFactory(name="Noor Haddad", user=noor)

    assert profile.clean_name(noor, "Noor Haddad") == "Noor Haddad"
    with pytest.raises(ValidationError):
        profile.clean_name(f.UserFactory(), "Noor Haddad")


def test_two_changes_a_month_and_then_the_page_says_from_when_on(client, rana):
    rename(client, "Rana One")
    rename(client, "Rana One")
    rename(client, "Rana Two")

    refused = rename(client, "Rana Three")

    assert refused.status_code == 422
    assert "twice this month" in refused.content.decode()
    later = timezone.now() + datetime.timedelta(days=31)
    rana.refresh_from_db()
    assert profile.rename(rana, "Rana Three", now=later)


def test_a_portrait_is_encoded_anew_small_and_square_and_stands_beside_the_comments(client, rana):
    comment = f.approved(author=rana)

    client.post(PROFILE, {"act": "portrait", "portrait": photo()})

    rana.refresh_from_db()
    with default_storage.open(rana.portrait.name) as file, Image.open(file) as kept:
        assert (kept.format, kept.size) == ("JPEG", (208, 208))
    assert len(rana.portrait.name.rpartition("/")[2]) == 36, "128 random bits"
    story = Client().get(comment.story.get_absolute_url()).content.decode()
    assert f'<img src="{rana.portrait.url}" width="40" height="40" alt="" loading="lazy"' in story
    assert f'src="{rana.portrait.url}"' in client.get("/").content.decode(), "the masthead has it"


def test_another_portrait_takes_the_place_of_the_first_whose_file_goes(
    client, rana, django_capture_on_commit_callbacks
):
    comment = f.approved(author=rana)
    client.post(PROFILE, {"act": "portrait", "portrait": photo()})
    first = User.objects.get(pk=rana.pk).portrait.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(PROFILE, {"act": "portrait", "portrait": photo((80, 80))})
    second = User.objects.get(pk=rana.pk).portrait.name
    assert not default_storage.exists(first)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(PROFILE, {"act": "remove"})

    assert not default_storage.exists(second)
    story = Client().get(comment.story.get_absolute_url()).content.decode()
    assert 'portrait-initials" aria-hidden="true">RA<' in story


def test_what_is_no_picture_is_refused_and_uploads_are_limited(client, rana):
    text = SimpleUploadedFile("me.jpg", b"GIF89a<script>", "image/jpeg")
    assert client.post(PROFILE, {"act": "portrait", "portrait": text}).status_code == 422
    assert client.post(PROFILE, {"act": "portrait"}).status_code == 422
    for _number in range(attempts.PORTRAITS - 1):
        attempts.of_portrait(rana.pk)

    assert client.post(PROFILE, {"act": "portrait", "portrait": photo()}).status_code == 429
    assert not User.objects.get(pk=rana.pk).portrait


def test_a_name_changed_by_an_administrator_is_kept_too(client, rana):
    ada = f.UserFactory(display_name="Ada Sorensen")
    roles.give(ada, roles.ADMINISTRATOR)
    desk = Client()
    desk.force_login(ada)
    address = f"/admin/core/user/{rana.pk}/change/"

    desk.post(
        address, {"display_name": "Rana B.", "email": rana.email, "is_active": "on"}, follow=True
    )

    assert "Rana Aziz" in desk.get(address).content.decode()
    f.approved(author=rana)
    queue = desk.get("/admin/comments/comment/?status__exact=approved").content.decode()
    assert "Earlier names: <bdi>Rana Aziz</bdi>" in queue, "those who decide on comments see it"
    assert FormerName.objects.get(person=rana).name == "Rana Aziz"


def test_what_an_act_of_nobody_knows_changes_nothing(client, rana):
    assert client.post(PROFILE, {"act": "fly"}).status_code == 200
    assert client.post(PROFILE).status_code == 200


def test_an_administrator_takes_a_portrait_away_that_nobody_should_see(client, rana):
    client.post(PROFILE, {"act": "portrait", "portrait": photo()})
    ada = f.UserFactory(display_name="Ada Sorensen")
    roles.give(ada, roles.ADMINISTRATOR)
    desk = Client()
    desk.force_login(ada)
    address = f"/admin/core/user/{rana.pk}/portrait/"
    assert address in desk.get(f"/admin/core/user/{rana.pk}/change/").content.decode()
    assert desk.get(address).status_code == 200
    assert User.objects.get(pk=rana.pk).portrait, "looking changes nothing"

    desk.post(address)

    assert not User.objects.get(pk=rana.pk).portrait
    assert desk.post(address).status_code == 409


def test_one_signs_out_everywhere_else_at_once(client, rana):
    sam, elsewhere = Client(), Client()
    sam.force_login(f.UserFactory())
    elsewhere.force_login(rana)
    key = client.session.session_key

    client.post("/me/sessions/end/")

    assert key not in str(list(DBTaskResult.objects.values_list("args_kwargs")))
    post()
    assert elsewhere.get("/me/").status_code == 302
    assert client.get("/me/").status_code == 200
    assert sam.get("/me/").status_code == 200
    assert client.get("/me/sessions/end/").status_code == 405

    codes = [client.post("/me/sessions/end/").status_code for _time in range(5)]
    assert codes == [302, 302, 302, 302, 429]
    assert "Too" in client.post("/me/sessions/end/").content.decode()
