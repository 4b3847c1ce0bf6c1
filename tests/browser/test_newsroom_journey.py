"""The portal's main job, with script and without: written, published, answered, approved, read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import Story
from comments.models import Comment
from newsportal import roles
from newsportal.core.models import User
from tests import factories as f
from tests.browser.newspaper import Newspaper, member
from tests.core.picture_samples import sample

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def edith(paper: Newspaper) -> User:
    return member("Edith", roles.EDITOR)


@pytest.fixture(scope="module")
def mina(paper: Newspaper) -> User:
    return member("Mina", roles.MODERATOR)


def suggest(page: Page, box: str, typed: str) -> None:
    """Choose the suggestion that bears a name."""
    page.locator(f"{box} .select2-selection").first.click()
    page.keyboard.type(typed)
    page.get_by_role("option", name=typed, exact=True).click()


@pytest.mark.parametrize(
    ("script", "width"),
    [
        pytest.param(True, 1440, id="desk"),
        # The same steps: what a phone shows of each page is asked where that page is tested.
        pytest.param(True, 390, id="phone", marks=pytest.mark.trial),
        pytest.param(False, 1440, id="plain"),
    ],
)
def test_from_an_empty_form_to_a_comment_that_all_can_read(
    open_page, paper, edith, mina, script, width
):
    tag, author = f.TagFactory(), f.AuthorFactory()
    headline = f"The board meets at dawn, at {width} {script}"
    page = open_page("/admin/articles/story/add/", user=edith, script=script, width=width)
    page.locator("#id_headline").fill(headline)
    page.locator("#id_standfirst").fill("Nobody was late.")
    page.locator("#id_section").select_option(label="World")
    page.get_by_label("Or upload one").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": sample("JPEG", 1200, 800)}
    )
    page.get_by_label("What the upload shows").fill("A table and six chairs")
    if script:
        page.locator(".ProseMirror").first.click()
        page.keyboard.type("The board met before the ferries.")
        suggest(page, ".field-tags", tag.name)
        suggest(page, ".bylines-table", author.name)
    else:
        page.locator("#id_body").fill("<p>The board met before the ferries.</p>")
        page.locator("[name=tags-typed]").fill(tag.name)
        page.locator("[name=bylines-0-author-typed]").fill(author.name)

    page.get_by_role("button", name="Save and preview").click()
    expect(page).to_have_url(re.compile("/preview/"))
    story = Story.objects.get(working_title=headline)
    assert not story.is_live()
    page.goto(f"/admin/articles/story/{story.pk}/change/")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published.")).to_be_visible()

    story.refresh_from_db()
    public = open_page(story.get_absolute_url(), script=script, width=width)
    expect(public.get_by_role("heading", level=1)).to_have_text(headline)
    expect(public.locator("main")).to_contain_text("The board met before the ferries.")
    expect(public.locator("a[rel=tag]")).to_have_text(tag.name)
    expect(public.locator("a[rel=author]").first).to_have_text(author.name)
    expect(public.get_by_alt_text("A table and six chairs")).to_be_visible()

    rana = member("Rana")
    words = f"I was there, {width} {script}."
    reader = open_page(story.get_absolute_url(), script=script, user=rana, width=width)
    reader.get_by_label("Your comment").fill(words)
    reader.get_by_role("button", name="Post comment").click()
    expect(reader.locator(".message-success")).to_contain_text("A moderator reads your comment")
    public.reload()
    expect(public.locator("main")).not_to_contain_text(words)

    desk = open_page("/admin/moderation/", script=script, user=mina, width=width)
    comment = Comment.objects.get(author=rana)
    desk.locator(f"button[value='approve:{comment.pk}']").click()
    expect(desk.get_by_text("is approved now")).to_be_visible()

    public.reload()
    expect(public.locator(f"#c-{comment.pk}")).to_contain_text(words)
