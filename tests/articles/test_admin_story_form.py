"""Feature F6: an editor writes, previews and publishes in the admin, and loses nothing."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture

from articles import publishing
from articles.models import Image, Story
from articles.working_copy import StoryContent, content_of
from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/story/add/"


@pytest.fixture
def edith(client):
    f.site()
    person = f.UserFactory(display_name="Edith", is_staff=True)
    roles.give(person, roles.EDITOR)
    client.force_login(person)
    return person


def data(**fields):
    return {
        "headline": "Ferry sinks",
        "standfirst": "Nobody was hurt.",
        "body": "<p>It was late.</p>",
        "kind": "report",
        "language": "en",
        "bylines-TOTAL_FORMS": "1",
        "bylines-INITIAL_FORMS": "0",
        "bylines-0-role": "writer",
        "bylines-0-ORDER": "1",
        **fields,
    }


def jpeg(name: str = "boat.jpg") -> SimpleUploadedFile:
    file = BytesIO()
    Picture.new("RGB", (80, 60), "navy").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def test_a_story_is_written_with_all_that_belongs_to_it_and_published(client, edith):
    section, tag, author = f.section("world"), f.TagFactory(), f.AuthorFactory()
    fields = data(section=section.pk, tags=[tag.pk], upload=jpeg(), upload_alt="A boat")

    response = client.post(ADD, {**fields, "bylines-0-author": author.pk, "_publish": "1"})

    story = Story.objects.get()
    assert response["Location"] == reverse("admin:articles_story_change", args=[story.pk])
    assert story.is_live()
    assert (story.headline, story.standfirst) == ("Ferry sinks", "Nobody was hurt.")
    assert [*story.tags.all()] == [tag]
    assert [byline.author for byline in story.bylines.all()] == [author]
    assert story.lead_image.alt == "A boat"
    assert story.created_by == edith
    assert client.get(story.get_absolute_url()).status_code == 200


def test_a_preview_shows_the_newest_revision_to_the_newsroom_only(client, edith):
    story = f.published(headline="Old words")
    content = content_of(story)
    content.headline = "New words"
    publishing.save_story(story, edith, content)
    address = reverse("admin:articles_story_preview", args=[story.pk])

    response = client.get(address)

    assert "New words" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    client.logout()
    assert client.get(address).status_code == 302


def test_the_page_of_what_was_done_opens(client, edith):
    story = f.draft(edith)
    client.post(
        reverse("admin:articles_story_change", args=[story.pk]),
        data(section=story.working_section_id, based_on="1", _save="1"),
    )

    page = client.get(reverse("admin:articles_story_history", args=[story.pk]))

    assert page.status_code == 200
    assert "Edith" in page.content.decode()


def test_a_preview_is_as_wide_as_the_screen_until_a_width_is_chosen(client, edith):
    address = reverse("admin:articles_story_preview", args=[f.draft(edith).pk])

    assert 'class="preview-frame is-own"' in client.get(address).content.decode()
    for width in ("390", "768", "1440"):
        page = client.get(address, {"width": width}).content.decode()
        assert f'class="preview-frame is-{width}"' in page
    assert "is-own" in client.get(address, {"width": "9" * 30}).content.decode()


def test_a_story_that_cannot_be_published_is_saved_and_says_why_beside_the_field(client, edith):
    response = client.post(ADD, data(upload=jpeg(), _publish="1"))

    page = response.content.decode()
    story = Story.objects.get()
    assert response.status_code == 422
    assert "Choose a section: it becomes part of the address." in page
    assert "Ferry sinks" in page
    assert story.status == Story.Status.DRAFT
    # The next press of the button goes on from here: same story, same picture.
    assert f'action="{reverse("admin:articles_story_change", args=[story.pk])}"' in page
    image = Image.objects.get()
    assert f'<option value="{image.pk}" selected>' in page
    assert f'name="based_on" value="{story.working_revision.number}"' in page


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.jpg", b"<html><script>alert(1)</script></html>", "picture"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        ("cut.jpg", None, "damaged"),
        ("empty.jpg", b"", "empty"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_with_a_reason_and_the_rest_is_kept(
    client, edith, name, content, words
):
    content = jpeg().read()[:200] if content is None else content
    upload = SimpleUploadedFile(name, content, "image/jpeg")

    response = client.post(ADD, data(upload=upload, _save="1"))

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "Ferry sinks" in page
    assert "It was late." in page
    assert not Image.objects.exists()


def test_a_second_editor_overwrites_nothing_and_keeps_what_was_typed(client, edith):
    story = f.draft()
    opened = story.working_revision.number
    publishing.save_story(story, f.UserFactory(display_name="Ada"), StoryContent(headline="Hers"))
    address = reverse("admin:articles_story_change", args=[story.pk])

    response = client.post(address, data(based_on=opened, headline="Mine", _save="1"))

    page = response.content.decode()
    assert response.status_code == 409
    assert "Ada saved a newer version" in page
    assert "Mine" in page
    story.refresh_from_db()
    assert story.working_title == "Hers"


def test_a_headline_of_two_lines_becomes_one(client, edith):
    client.post(ADD, data(headline="Ferry\r\n sinks ", _save="1"))

    assert Story.objects.get().working_title == "Ferry sinks"


def test_a_withdrawal_asks_for_a_note(client, edith):
    story = f.published()
    address = reverse("admin:articles_story_withdraw", args=[story.pk])
    assert "Note to readers" in client.get(address).content.decode()

    client.post(address, {"note": "The source took it back."})

    response = client.get(story.get_absolute_url())
    assert response.status_code == 410
    assert "The source took it back." in response.content.decode()


def test_what_readers_have_seen_cannot_be_deleted_but_a_draft_can(client, edith):
    live, draft = f.published(), f.draft(edith)

    delete = [reverse("admin:articles_story_delete", args=[one.pk]) for one in (live, draft)]
    assert client.post(delete[0], {"post": "yes"}).status_code == 403
    assert client.post(delete[1], {"post": "yes"}).status_code == 302

    assert [*Story.objects.all()] == [live]


def test_a_picture_is_uploaded_to_the_library_with_its_words(client, edith):
    address = reverse("admin:articles_image_add")
    client.post(address, {"upload": jpeg(), "alt": "A boat", "credit": "Photo: H. Sol"})

    image = Image.objects.get()
    assert (image.alt, image.credit, image.created_by) == ("A boat", "Photo: H. Sol", edith)
    assert (image.width, image.height) == (80, 60)
    offered = client.get(reverse("admin:articles_image_picker"), {"q": "boat"}).json()
    assert [one["id"] for one in offered] == [image.pk]
    refused = client.post(address, {"upload": SimpleUploadedFile("x.jpg", b"<html>"), "alt": "x"})
    assert refused.status_code == 200
    assert "errorlist" in refused.content.decode()
    assert Image.objects.count() == 1


def test_the_chosen_picture_is_shown_in_the_form(client, edith):
    image = f.picture()
    story = f.draft(edith, lead_image=image)

    page = client.get(reverse("admin:articles_story_change", args=[story.pk])).content.decode()

    assert f'<img class="picture-preview" src="{image.url}" alt="A ferry">' in page


def test_a_picture_in_use_cannot_be_deleted(client, edith):
    image = f.picture()
    story = f.draft(edith, body_html=f'<figure><img src="{image.url}" alt="x"></figure>')
    address = reverse("admin:articles_image_delete", args=[image.pk])

    assert client.post(address, {"post": "yes"}).status_code == 403
    page = client.get(reverse("admin:articles_image_change", args=[image.pk])).content.decode()
    assert reverse("admin:articles_story_change", args=[story.pk]) in page
