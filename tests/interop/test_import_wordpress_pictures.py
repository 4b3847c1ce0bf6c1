"""Pictures come from a folder, a ZIP or the net; without either they stay links."""

import io
from pathlib import Path

import pytest
from django.test import Client

from articles import publishing
from articles.models import Image, Page, Story
from articles.working_copy import StoryContent, content_of
from newsportal.interop.reporting import Outcome, Thing
from newsportal.interop.wordpress.media import FromFolder, PictureMissing
from tests.core import picture_samples
from tests.interop import wxr
from tests.interop.conftest import Import, digests

pytestmark = pytest.mark.django_db

UPLOADS = f"{wxr.SITE}/wp-content/uploads/2019/05"
ATTACHMENT = wxr.item(
    7,
    wxr.meta(_wp_attachment_image_alt="Boats at dawn"),
    post_type="attachment",
    status="inherit",
    title="harbour",
    excerpt="The harbour",
    attachment_url=f"{UPLOADS}/harbour.jpg",
    parent=1,
)
STORY = wxr.item(
    1,
    wxr.meta(_thumbnail_id="7"),
    content=f'<img class="wp-image-7" src="{UPLOADS}/harbour-300x200.jpg?w=300" alt="Boats">Text.',
)


@pytest.fixture
def uploads(tmp_path: Path) -> FromFolder:
    place = tmp_path / "uploads/2019/05"
    place.mkdir(parents=True)
    (place / "harbour.jpg").write_bytes(picture_samples.sample("JPEG", 90, 60))
    return FromFolder(tmp_path / "uploads")


def test_a_picture_in_a_text_becomes_one_of_ours(
    bring: Import, uploads: FromFolder, client: Client
) -> None:
    report = bring(STORY, ATTACHMENT, pictures=[uploads])

    image = Image.objects.get()
    assert (image.alt, image.caption) == ("Boats at dawn", "The harbour")
    assert (image.width, image.height) == (90, 60)
    assert image.source == "gazette.example"
    story = Story.objects.live().get()
    assert f'src="{image.url}"' in story.body_html
    assert f'data-image="{image.pk}"' in story.body_html
    assert 'alt="Boats"' in story.body_html
    assert story.lead_image == image
    assert story.lead_caption == "The harbour"
    assert report.items == {Outcome.MADE: 2}
    assert report.counts[Thing.PICTURE, Outcome.MADE] == 1
    assert client.get(story.get_absolute_url()).status_code == 200


def test_a_second_run_with_pictures_changes_nothing(bring: Import, uploads: FromFolder) -> None:
    bring(STORY, ATTACHMENT, pictures=[uploads])
    before = digests()

    report = bring(STORY, ATTACHMENT, pictures=[uploads])

    assert digests() == before
    assert report.items == {Outcome.KNOWN: 2}


def test_without_pictures_they_stay_links_and_are_reported(bring: Import) -> None:
    report = bring(STORY, ATTACHMENT)

    assert not Image.objects.exists()
    assert '<a href="' in Story.objects.get().body_html
    assert any("became links" in sentence for sentence in report.remarks)
    assert any("lead pictures" in sentence for sentence in report.remarks)
    assert (Thing.PICTURE, "pictures come with --media or --media-from") in report.left


def test_pictures_can_be_brought_later(bring: Import, uploads: FromFolder) -> None:
    page = wxr.item(
        3, post_type="page", name="about", link=f"{wxr.SITE}/about/",
        content=f'<img src="{UPLOADS}/harbour.jpg">',
    )  # fmt: skip
    bring(STORY, page, ATTACHMENT)

    bring(STORY, page, ATTACHMENT, pictures=[uploads])

    image = Image.objects.get()
    story = Story.objects.get()
    assert f'src="{image.url}"' in story.body_html
    assert story.lead_image == image
    assert not story.shows_update
    assert f'src="{image.url}"' in Page.objects.get().body_html
    before = digests()
    bring(STORY, page, ATTACHMENT, pictures=[uploads])
    assert digests() == before


def test_pictures_do_not_undo_what_an_editor_wrote(bring: Import, uploads: FromFolder) -> None:
    bring(STORY, ATTACHMENT)
    story = Story.objects.get()
    content = content_of(story)
    assert isinstance(content, StoryContent)
    content.body_html = "<p>Written anew.</p>"
    publishing.save_story(story, None, content)

    bring(STORY, ATTACHMENT, pictures=[uploads])

    story.refresh_from_db()
    content = content_of(story)
    assert isinstance(content, StoryContent)
    assert content.body_html == "<p>Written anew.</p>"


def test_a_dry_run_takes_no_picture(bring: Import, uploads: FromFolder) -> None:
    report = bring(STORY, ATTACHMENT, pictures=[uploads], is_dry_run=True)

    assert not Image.objects.exists()
    assert report.items == {Outcome.MADE: 2}
    assert not report.remarks


def test_a_file_that_is_no_picture_is_refused_with_the_reason(
    bring: Import, uploads: FromFolder, tmp_path: Path
) -> None:
    (tmp_path / "uploads/2019/05/harbour.jpg").write_bytes(b"<html>Not found</html>")

    report = bring(STORY, ATTACHMENT, pictures=[uploads])

    assert not Image.objects.exists()
    assert "<a href=" in Story.objects.get().body_html
    ((thing, reason),) = [key for key in report.left if key[0] is Thing.PICTURE]
    assert thing is Thing.PICTURE
    assert reason


class Counting:
    """A source that has nothing, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def open(self, url: str) -> io.BytesIO:
        self.asked.append(url)
        raise PictureMissing("the server is gone")


def test_a_picture_that_cannot_be_had_is_asked_for_once(bring: Import) -> None:
    source = Counting()

    report = bring(STORY, ATTACHMENT, pictures=[source])

    assert source.asked == [f"{UPLOADS}/harbour.jpg"]
    assert (Thing.PICTURE, "the server is gone") in report.left


def test_pictures_of_other_sites_are_not_taken(bring: Import) -> None:
    source = Counting()

    bring(wxr.item(1, content='<img src="https://elsewhere.example/a.jpg">'), pictures=[source])

    assert source.asked == []
    assert 'href="https://elsewhere.example/a.jpg"' in Story.objects.get().body_html


def test_the_folder_is_asked_before_the_net(bring: Import, uploads: FromFolder) -> None:
    net = Counting()

    bring(STORY, ATTACHMENT, pictures=[uploads, net])

    assert net.asked == []
    assert Image.objects.count() == 1


def test_an_image_server_in_front_is_seen_through(bring: Import, uploads: FromFolder) -> None:
    photon = "https://i0.wp.com/" + UPLOADS.removeprefix("https://") + "/harbour.jpg?resize=300"

    bring(wxr.item(1, content=f'<img src="{photon}">'), ATTACHMENT, pictures=[uploads])

    assert Image.objects.count() == 1
    assert "<figure>" in Story.objects.get().body_html
