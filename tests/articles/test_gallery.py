"""Feature E19: galleries, from the form to the reader."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.models import Image, Story, StoryPicture
from articles.working_copy import content_of
from newsportal import roles
from tests import factories as f
from tests.core.picture_samples import moving, sample

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site()


@pytest.fixture
def edith():
    person = f.UserFactory(display_name="Edith")
    roles.give(person, roles.EDITOR)
    return person


@pytest.fixture
def newsroom(edith):
    client = Client()
    client.force_login(edith)
    return client


def address(story: Story) -> str:
    return reverse("admin:articles_story_change", args=[story.pk])


def typed(story: Story, *lines: dict, **data) -> dict:
    """The story's form with these lines of a gallery."""
    fields = {
        "headline": "A walk along the pier",
        "kind": "gallery",
        "language": "en",
        "section": story.working_section_id,
        "based_on": story.working_revision.number,
        "bylines-TOTAL_FORMS": 0,
        "bylines-INITIAL_FORMS": 0,
        "gallery-TOTAL_FORMS": len(lines),
        "gallery-INITIAL_FORMS": 0,
        **data,
    }
    for number, line in enumerate(lines):
        fields |= {f"gallery-{number}-{name}": value for name, value in line.items()}
    return fields


def gallery_of(story: Story) -> list[tuple[int, str]]:
    story = Story.objects.get(pk=story.pk)
    return [(item.image, item.caption) for item in content_of(story).gallery]


def test_a_gallery_is_typed_by_numbers_and_ordered_by_theirs(newsroom):
    story = f.draft()
    one, two, three = (f.picture() for _ in range(3))

    response = newsroom.post(
        address(story),
        typed(
            story,
            {"image": one.pk, "caption": " First words ", "ORDER": 3},
            {"image": two.pk, "ORDER": 1},
            {"image": "", "caption": "no picture", "ORDER": 2},
            {"image": three.pk, "ORDER": 2, "DELETE": "on"},
        ),
    )

    assert response.status_code == 302
    assert gallery_of(story) == [(two.pk, ""), (one.pk, "First words")]


def test_the_form_shows_what_was_saved(newsroom):
    image = f.picture(alt="The pier")
    story = f.draft(kind="gallery", gallery=[{"image": image.pk, "caption": "At dawn"}])

    page = newsroom.get(address(story)).content.decode()

    assert f'name="gallery-0-image" value="{image.pk}"' in page
    assert "At dawn" in page
    assert f'<img src="{image.url}" alt="The pier">' in page
    assert f'<option value="{image.pk}">' in page


def test_an_unknown_number_is_a_sentence_beside_it_and_nothing_is_lost(newsroom):
    story, image = f.draft(), f.picture()

    response = newsroom.post(
        address(story),
        typed(
            story,
            {"image": image.pk, "caption": "Kept words", "ORDER": 1},
            {"image": 999_999, "ORDER": 2},
        ),
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "no picture with this number" in page
    assert "Kept words" in page
    assert gallery_of(story) == []


@pytest.mark.parametrize("number", ["-1", "x", "1e9", "9" * 40, "1.5"])
def test_a_strange_number_is_refused_calmly(newsroom, number):
    story = f.draft()
    response = newsroom.post(address(story), typed(story, {"image": number, "ORDER": 1}))
    assert response.status_code == 422


def test_a_form_that_says_nothing_of_a_gallery_leaves_it_standing(newsroom):
    image = f.picture()
    story = f.draft(gallery=[{"image": image.pk, "caption": "Stays"}])
    data = typed(story)
    del data["gallery-TOTAL_FORMS"], data["gallery-INITIAL_FORMS"]

    assert newsroom.post(address(story), data).status_code == 302

    assert gallery_of(story) == [(image.pk, "Stays")]


def test_uploads_come_to_its_end_and_a_refused_one_is_named(newsroom, edith):
    story, image = f.draft(), f.picture()
    uploads = [
        SimpleUploadedFile("new.jpg", sample("JPEG")),
        SimpleUploadedFile("moving.gif", moving("GIF")),
    ]

    response = newsroom.post(
        address(story),
        typed(story, {"image": image.pk, "ORDER": 1}, **{"gallery-uploads": uploads}),
    )

    new = Image.objects.exclude(pk=image.pk).get()
    assert new.created_by == edith
    assert [pk for pk, _caption in gallery_of(story)] == [image.pk, new.pk]
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert any(message.startswith("“moving.gif”: This picture moves") for message in told)


def test_an_upload_is_not_lost_when_a_verb_refuses(newsroom):
    story = f.draft()
    upload = SimpleUploadedFile("new.jpg", sample("JPEG"))
    data = typed(story, _publish="1", **{"gallery-uploads": [upload]})

    response = newsroom.post(address(story), data)  # it has no alternative text yet

    new = Image.objects.get()
    assert response.status_code == 422
    assert f'name="gallery-0-image" value="{new.pk}"' in response.content.decode()
    assert gallery_of(story) == [(new.pk, "")]


def test_the_form_opens_with_few_queries_whatever_its_length(
    newsroom, django_assert_max_num_queries
):
    pictures = [f.picture() for _ in range(40)]
    story = f.draft(gallery=[{"image": image.pk, "caption": ""} for image in pictures])
    newsroom.get(address(story))
    with django_assert_max_num_queries(25):
        newsroom.get(address(story))


# Readers -----------------------------------------------------------------------------------------


def published(**fields) -> Story:
    pictures = [
        f.picture(alt=f"Alt {number}", caption=f"Own {number}", credit=f"Photo: {number}")
        for number in range(3)
    ]
    gallery = [{"image": image.pk, "caption": ""} for image in reversed(pictures)]
    gallery[0]["caption"] = "Of this story"
    return f.published(kind="gallery", gallery=gallery, **fields)


def test_readers_get_every_picture_in_order_with_caption_and_credit(client):
    page = client.get(published().get_absolute_url()).content.decode()

    gallery = page[page.index('class="gallery"') :]
    assert re.findall(r'alt="(Alt \d)"', gallery) == ["Alt 2", "Alt 1", "Alt 0"]
    assert re.findall(r'<span dir="auto">([^<]*)</span>', gallery)[:3] == [
        "Of this story",
        "Own 1",
        "Own 0",
    ]
    assert gallery.count('class="credit"') == 3
    assert gallery.count('loading="lazy"') >= 3
    assert 'id="picture-3"' in gallery
    assert "1 of 3" in gallery


def test_an_edit_shows_only_when_it_is_published(client):
    story = published()
    before = client.get(story.get_absolute_url()).content
    content = content_of(story)
    content.gallery = content.gallery[:1]

    publishing.save_story(story, None, content)
    assert client.get(story.get_absolute_url()).content == before
    publishing.publish(story, None)

    assert StoryPicture.objects.filter(story=story).count() == 1
    assert "1 of 1" in client.get(story.get_absolute_url()).content.decode()


def test_a_page_with_all_kinds_of_pictures_costs_a_guest_eight_queries(
    client, settings, django_assert_max_num_queries
):
    settings.VERSION_CHECK_SECONDS = 60
    shown = f.picture()
    portrait = f.picture()
    story = published(
        lead_image=f.picture(),
        bylines=[f.AuthorFactory(portrait=portrait), f.AuthorFactory(portrait=portrait)],
        tags=[f.TagFactory()],
        body_html=f'<figure><img src="{shown.url}" alt="x"></figure>'
        '<figure data-embed="https://vimeo.com/12345"><a href="https://vimeo.com/12345"></a></figure>',
    )
    f.published(section=story.section, lead_image=f.picture())
    client.get(story.get_absolute_url())
    with django_assert_max_num_queries(8):
        client.get(story.get_absolute_url())


def test_other_kinds_show_no_gallery_and_pay_no_query(client):
    story = published()
    Story.objects.filter(pk=story.pk).update(kind="report")
    assert 'class="gallery"' not in client.get(story.get_absolute_url()).content.decode()


def test_a_preview_shows_the_gallery_of_the_working_copy(newsroom):
    image = f.picture(alt="Only planned")
    story = f.draft(kind="gallery", gallery=[{"image": image.pk, "caption": ""}])
    page = newsroom.get(reverse("admin:articles_story_preview_page", args=[story.pk]))
    assert "Only planned" in page.content.decode()
