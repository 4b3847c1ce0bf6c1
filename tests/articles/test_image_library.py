"""Feature E18: the library in the newsroom: upload, words, where used, the picker, its secrets."""

from __future__ import annotations

import datetime
import json

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import image_uses, images, publishing
from articles.models import Image, LiveUpdate, Story, StoryRevision
from articles.working_copy import content_of
from newsportal import roles
from newsportal.core import versions
from tests import factories as f
from tests.core.picture_samples import moving, sample

pytestmark = pytest.mark.django_db

UPLOAD = reverse("admin:articles_image_upload")
PICKER = reverse("admin:articles_image_picker")
LIST = reverse("admin:articles_image_changelist")


@pytest.fixture(autouse=True)
def paper():
    f.site()


def somebody(role: str, name: str):
    person = f.UserFactory(display_name=name)
    roles.give(person, role)
    return person


@pytest.fixture
def edith():
    return somebody(roles.EDITOR, "Edith")


@pytest.fixture
def cho():
    return somebody(roles.CONTRIBUTOR, "Cho")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def file(data: bytes | None = None, name: str = "ferry.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, sample("JPEG") if data is None else data)


def change_page(image: Image) -> str:
    return reverse("admin:articles_image_change", args=[image.pk])


HOSTILE = {
    "moving.gif": moving("GIF"),
    "moving.webp": moving("WEBP"),
    "broken.jpg": sample("JPEG", 600, 400)[:900],
    "script.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "page.jpg": b"<html><script>alert(1)</script>",
    "empty.jpg": b"",
    "program.jpg": b"MZ\x90\x00" + bytes(200),
}


def test_several_are_uploaded_at_once_and_then_described(edith):
    client = signed_in(edith)
    data = {
        "pictures": [file(name="one.jpg"), file(sample("PNG"), "two.png")],
        "photo": file(name="camera.jpg"),
        "credit": "Photo: Yuna Park",
        "licence": "Agency",
        "licence_expires": "2031-01-31",
    }

    response = client.post(UPLOAD, data)

    made = Image.objects.order_by("pk")
    assert [image.credit for image in made] == ["Photo: Yuna Park"] * 3
    assert {image.created_by for image in made} == {edith}
    assert made[0].licence_expires == datetime.date(2031, 1, 31)
    assert DBTaskResult.objects.filter(task_path=images.make_renditions.module_path).count() == 3
    page = client.get(response["Location"])
    assert page.content.decode().count("picture-preview") == 3

    words = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "3"}
    for number, image in enumerate(made):
        words |= {f"form-{number}-id": image.pk, f"form-{number}-alt": f"Picture {number}"}
    assert client.post(response["Location"], words).status_code == 302
    assert [image.alt for image in Image.objects.order_by("pk")] == [
        "Picture 0",
        "Picture 1",
        "Picture 2",
    ]


def test_each_refused_file_is_named_and_holds_up_no_other(edith):
    uploads = [file(data, name) for name, data in HOSTILE.items()]

    response = signed_in(edith).post(UPLOAD, {"pictures": [file(name="good.jpg"), *uploads]})

    assert Image.objects.count() == 1
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert len(told) == len(HOSTILE)
    for name in HOSTILE:
        assert any(message.startswith(f"“{name}”: ") for message in told), name


def test_when_all_are_refused_the_page_says_why(edith):
    client = signed_in(edith)
    response = client.post(
        UPLOAD, {"pictures": [file(HOSTILE["moving.gif"], "<b>.gif")], "credit": "Kept"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "“&lt;b&gt;.gif”" in page
    assert 'value="Kept"' in page
    assert client.post(UPLOAD, {}).status_code == 422
    assert not Image.objects.exists()


def test_more_than_fit_are_refused_by_name(edith, monkeypatch):
    monkeypatch.setattr(images, "MOST_AT_ONCE", 2)

    response = signed_in(edith).post(
        UPLOAD, {"pictures": [file(name=f"{number}.jpg") for number in range(3)]}
    )

    assert Image.objects.count() == 2
    assert [str(one) for one in get_messages(response.wsgi_request)] == [
        "“2.jpg”: not taken: 2 pictures at once are the most. Upload it again."
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_the_form_with_a_sentence(edith, name):
    response = signed_in(edith).post(
        reverse("admin:articles_image_add"), {"upload": file(HOSTILE[name], name), "alt": "Kept"}
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert 'class="errorlist"' in page
    assert "Kept" in page
    assert not Image.objects.exists()


def test_what_was_uploaded_is_served_nowhere(edith, client):
    signed_in(edith).post(UPLOAD, {"pictures": [file(name="../../secret name.jpg")]})
    image = Image.objects.get()

    assert client.get(f"/media/{image.original.name}").status_code == 404
    assert "secret" not in image.file.name + image.original.name


def test_a_contributor_describes_what_is_own_and_nothing_else(cho, edith):
    own, other = f.picture(created_by=cho, alt=""), f.picture(created_by=edith, alt="Edith’s")
    address = f"{reverse('admin:articles_image_describe')}?of={own.pk},{other.pk}"
    client = signed_in(cho)

    assert client.get(address).content.decode().count("picture-preview") == 1
    client.post(
        address,
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "2",
            "form-0-id": own.pk,
            "form-0-alt": "Mine",
            "form-1-id": other.pk,
            "form-1-alt": "Stolen",
        },
    )

    other.refresh_from_db()
    assert other.alt == "Edith’s"


@pytest.mark.parametrize("query", ["", "?of=", "?of=x,-1,9999999999999999999999,", "?of=1e5,٣"])
def test_describing_nothing_is_calm(edith, query):
    response = signed_in(edith).get(reverse("admin:articles_image_describe") + query)
    assert response.status_code == 200


def test_a_moved_focal_point_has_the_crops_made_anew_and_words_do_not(edith):
    image = f.picture(focal_x=0.5, focal_y=0.5)
    story = f.published(lead_image=image)
    client = signed_in(edith)
    words = {"alt": "A new text", "focal_x": "0.5", "focal_y": "0.5"}
    before = versions.read([f"story:{story.pk}"])

    client.post(change_page(image), words)
    assert versions.read([f"story:{story.pk}"]) != before
    renditions = DBTaskResult.objects.filter(task_path=images.make_renditions.module_path)
    assert not renditions.exists()

    client.post(change_page(image), words | {"focal_x": "0.25"})
    image.refresh_from_db()
    assert image.focal_x == float("0.25")
    assert renditions.count() == 1


@pytest.mark.parametrize("value", ["1.01", "-0.1", "nan", "inf", "x", ""])
def test_a_focal_point_outside_is_refused(edith, value):
    image = f.picture()
    response = signed_in(edith).post(change_page(image), {"focal_x": value, "focal_y": "0.5"})
    assert response.status_code == 200
    image.refresh_from_db()
    assert image.focal_x == float("0.5")


def test_words_lose_what_only_deceives_and_blanks_are_refused(edith):
    image, client = f.picture(), signed_in(edith)
    words = {"focal_x": "0.5", "focal_y": "0.5"}

    client.post(change_page(image), {**words, "alt": "A \u202eferry\u200b\r\nin fog "})
    image.refresh_from_db()
    assert image.alt == "A ferry in fog"

    response = client.post(change_page(image), {**words, "alt": "\u3164"})
    assert "nothing to read" in response.content.decode()


# Where it is used --------------------------------------------------------------------------------


def test_every_place_that_shows_a_picture_is_named(edith):
    image = f.picture()
    figure = f'<figure><img src="{image.url}" alt="x"></figure>'
    places = {
        "On top": f.published(headline="On top", lead_image=image),
        "In the text": f.published(headline="In the text", body_html=figure),
        "In a gallery": f.published(
            headline="In a gallery", gallery=[{"image": image.pk, "caption": ""}]
        ),
        "Only planned": f.draft(headline="Only planned", lead_image=image),
        "Planned gallery": f.draft(
            headline="Planned gallery", gallery=[{"image": image.pk, "caption": ""}]
        ),
        "Planned text": f.draft(headline="Planned text", body_html=figure),
        "About us": f.page(title="About us", body_html=figure),
        "Jae Lim": f.AuthorFactory(name="Jae Lim", portrait=image),
        "In an update": f.published(headline="In an update", kind="live"),
        "In words of one": f.published(headline="In words of one", kind="live"),
    }
    now = timezone.now()
    LiveUpdate.objects.create(story=places["In an update"], image=image, at=now)
    LiveUpdate.objects.create(story=places["In words of one"], body_html=figure, at=now)
    f.published(headline="Elsewhere", lead_image=f.picture())

    page = signed_in(edith).get(change_page(image)).content.decode()

    for name in places:
        assert page.count(f">{name}</a>") == 1, name
    assert ">Elsewhere</a>" not in page


def test_what_is_used_is_not_deleted(edith):
    image = f.picture()
    gallery = f.draft(gallery=[{"image": image.pk, "caption": ""}])
    address = reverse("admin:articles_image_delete", args=[image.pk])

    assert signed_in(edith).post(address, {"post": "yes"}).status_code == 403
    gallery.delete()
    assert signed_in(edith).post(address, {"post": "yes"}).status_code == 302
    assert not Image.objects.exists()


def test_the_list_costs_twelve_queries_at_most(edith, django_assert_max_num_queries, settings):
    settings.VERSION_CHECK_SECONDS = 60
    client = signed_in(edith)
    for _ in range(40):
        f.picture()
    client.get(LIST)
    with django_assert_max_num_queries(12):
        assert client.get(LIST).status_code == 200


# Licences ----------------------------------------------------------------------------------------


def test_a_picture_without_a_licence_is_offered_nowhere(edith):
    yesterday = timezone.localdate() - datetime.timedelta(days=2)
    f.picture(alt="Run out", licence_expires=yesterday)
    f.picture(alt="Free")
    client = signed_in(edith)

    assert [one["alt"] for one in client.get(PICKER).json()] == ["Free"]
    asked = {"app_label": "articles", "model_name": "story", "field_name": "lead_image"}
    found = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [one["text"] for one in found] == ["Free"]
    listed = client.get(LIST, {"licence": "ended"}).content.decode()
    assert "Run out" in listed
    assert ">Free<" not in listed


# Secrets -----------------------------------------------------------------------------------------


def embargoed(edith, **fields):
    story = f.draft(edith, headline="Embargoed words", **fields)
    publishing.set_embargo(story, edith, timezone.now() + datetime.timedelta(days=1))
    return story


def test_a_picture_of_an_embargoed_story_reaches_no_contributor(cho, edith):
    secret, gallery, in_text = (f.picture(alt=f"Secret {number}") for number in range(3))
    embargoed(
        edith,
        lead_image=secret,
        gallery=[{"image": gallery.pk, "caption": ""}],
        body_html=f'<figure><img src="{in_text.url}" alt="x"></figure>',
    )
    f.picture(alt="Free")
    client = signed_in(cho)

    answers = [
        client.get(PICKER).content.decode(),
        client.get(LIST).content.decode(),
        client.get(LIST, {"q": "Secret"}).content.decode(),
        client.get(
            reverse("admin:autocomplete"),
            {"app_label": "articles", "model_name": "story", "field_name": "lead_image"},
        ).content.decode(),
        *(
            client.get(change_page(image), follow=True).content.decode()
            for image in (secret, gallery, in_text)
        ),
    ]

    assert "Free" in answers[0]
    for answer in answers:
        for image in (secret, gallery, in_text):
            assert image.url not in answer
            assert image.alt not in answer.replace("q=Secret", "")
    assert len(signed_in(edith).get(PICKER).json()) == 4


def test_where_used_names_no_story_that_a_person_may_not_open(cho, edith):
    image = f.picture()
    f.draft(edith, headline="Not for Cho", lead_image=image)
    f.published(headline="For all", lead_image=image)

    page = signed_in(cho).get(change_page(image)).content.decode()

    assert "Not for Cho" not in page
    assert "1 place that you may not open" in page
    assert "For all" in page


def test_files_of_a_hidden_story_stand_on_no_public_page(client, edith):
    names = [
        {"crop": "", "format": "avif", "width": 640, "height": 427, "name": f"{'f' * 32}.avif"}
    ]
    secret, shared = f.picture(renditions=names), f.picture()
    story = embargoed(edith, lead_image=secret, gallery=[{"image": shared.pk, "caption": ""}])
    publishing.publish(story, edith, at=timezone.now() + datetime.timedelta(days=2))
    f.published(headline="Open", lead_image=shared, section=story.working_section)

    files = image_uses.hidden_files(story)

    assert files == {secret.url, f"/media/{'f' * 32}.avif"}
    for address in ("/", story.working_section.get_absolute_url(), "/search/?q=words"):
        page = client.get(address).content.decode()
        assert not [one for one in files if one in page], address


def test_a_preview_tells_no_link_preview_of_the_picture(edith):
    story = f.draft(edith, lead_image=f.picture())
    page = signed_in(edith).get(reverse("admin:articles_story_preview", args=[story.pk]))
    assert "og:image" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]


# The picker of the editor ------------------------------------------------------------------------


def test_the_picker_takes_an_upload_and_answers_with_it_or_the_reason(edith):
    client = signed_in(edith)
    address = reverse("admin:articles_image_picker_upload")

    taken = client.post(address, {"upload": file()})
    refused = client.post(address, {"upload": file(HOSTILE["moving.gif"], "x.gif")})

    image = Image.objects.get()
    assert taken.json()["id"] == image.pk
    assert taken.json()["url"] == image.url
    assert refused.status_code == 422
    assert json.loads(refused.content)["problem"]
    assert client.post(address).status_code == 422


def test_a_moderator_neither_sees_nor_uploads_pictures():
    client = signed_in(somebody(roles.MODERATOR, "Mina"))
    for address in (
        UPLOAD,
        PICKER,
        LIST,
        reverse("admin:articles_image_describe"),
        reverse("admin:articles_image_picker_upload"),
    ):
        assert client.get(address).status_code == 403, address
        assert client.post(address, {"upload": file()}).status_code == 403, address
    assert not Image.objects.exists()


def test_where_used_is_found_by_an_index_and_not_by_reading_every_text(edith):
    image = f.picture()
    question = str(Story.objects.using_image(image).query)
    assert "body_html" not in question.partition("WHERE")[2]

    story = f.draft(edith, lead_image=image)
    revision = story.working_revision
    revision.pk, revision.number = None, 99
    StoryRevision.objects.bulk_create([revision])  # as the load seed writes

    assert StoryRevision.objects.get(number=99).pictures == [f"#{image.pk}"]


def test_a_picture_is_used_by_a_change_that_waits_for_its_time(edith):
    image, story = f.picture(), f.published()
    content = content_of(story)
    content.lead_image = image.pk
    publishing.save_story(story, edith, content)
    publishing.schedule_change(story, edith, timezone.now() + datetime.timedelta(days=1))
    content.lead_image = None
    publishing.save_story(story, edith, content)

    assert [*Story.objects.using_image(image)] == [story]
    assert not Story.objects.showing_image(image).exists()


@pytest.mark.parametrize("headline", ["Words", "far too long " * 90])
def test_a_typed_number_brings_no_secret_picture_into_a_form(cho, edith, headline):
    secret, gallery = f.picture(alt="Secret"), f.picture(alt="Secret too")
    embargoed(edith, lead_image=secret, gallery=[{"image": gallery.pk, "caption": ""}])
    story = f.draft(cho)
    data = {
        "headline": headline,
        "kind": "report",
        "language": "en",
        "based_on": story.working_revision.number,
        "lead_image": secret.pk,
        "bylines-TOTAL_FORMS": 0,
        "bylines-INITIAL_FORMS": 0,
        "gallery-TOTAL_FORMS": 1,
        "gallery-INITIAL_FORMS": 0,
        "gallery-0-image": gallery.pk,
        "gallery-0-ORDER": 1,
    }

    response = signed_in(cho).post(reverse("admin:articles_story_change", args=[story.pk]), data)

    assert response.status_code == 422
    page = response.content.decode()
    for image in (secret, gallery):
        assert image.url not in page
        assert f">{image.alt}<" not in page
        assert story not in Story.objects.using_image(image)
