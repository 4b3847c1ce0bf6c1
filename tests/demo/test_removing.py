"""`seed_demo --remove` clears what the demonstration brought and nothing that somebody added."""

import datetime
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from allauth.account.models import EmailAddress
from django.core.files.storage import storages
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import arranging, keeping, publishing, sections
from articles.front_layout import Card, Layout
from articles.models import (
    Author,
    Correction,
    Following,
    Front,
    Image,
    MenuItem,
    Page,
    PublicVersion,
    SavedStory,
    Section,
    Story,
    Tag,
)
from articles.working_copy import BylineContent, StoryContent, content_of
from comments import importing, moderation
from comments.models import (
    Appeal,
    Comment,
    Control,
    Discussion,
    LegalNotice,
    Reaction,
    ReactionKind,
    Report,
    Sanction,
    SiteDiscussion,
)
from newsportal import roles
from newsportal.core.models import Address, SiteSettings, User
from newsportal.demo import loading, removing
from tests import factories
from tests.demo import loaded

pytestmark = pytest.mark.django_db

#: Of which nothing stays where nobody has made anything their own.
NOUNS = (
    *(Story, Page, Section, Tag, Author, Image, MenuItem, Comment, Reaction, User, EmailAddress),
    *(Correction, PublicVersion, Front, SiteSettings, SiteDiscussion, Address, Discussion),
)


@pytest.fixture
def edith(demo) -> User:
    """An editor of flesh and blood, beside those of the demonstration."""
    return factories.UserFactory(email="edith@paper.example", is_superuser=True, is_staff=True)


def kept(removed: removing.Removed) -> str:
    return "\n".join(removed.kept)


@pytest.fixture
def files_come_back(said, tmp_path) -> Iterator[None]:
    """What waits for a commit deletes files, which the other tests of this file need."""
    places = {tmp_path / name: storages[name].location for name in ("default", "originals")}
    for kept_at, place in places.items():
        shutil.copytree(place, kept_at)
    yield
    for kept_at, place in places.items():
        shutil.copytree(kept_at, place, dirs_exist_ok=True)


def test_neither_rows_nor_files_stay(demo, files_come_back, django_capture_on_commit_callbacks):
    files = [(image.file.name, image.original.name) for image in Image.objects.all()]
    image = Image.objects.first()
    with image.file.open() as file:
        rendition = storages["default"].save("rendition.webp", file)
    Image.objects.filter(pk=image.pk).update(renditions=[{"name": rendition}])

    with django_capture_on_commit_callbacks(execute=True):
        removed = removing.remove(demo)

    assert removed.kept == []
    assert removed.comments_of_others == 0
    assert not list(DBTaskResult.objects.values_list("task_path", "args_kwargs"))
    for noun in NOUNS:
        assert not noun._default_manager.exists(), noun
    for public, original in files:
        assert not storages["default"].exists(public)
        assert not storages["originals"].exists(original)
    assert not storages["default"].exists(rendition)
    assert loading.look() is loading.Holds.NOTHING


def test_the_command_tells_what_went_and_what_stays(demo):
    own = factories.published(section=factories.section("news"))
    said = loaded.seed_demo("--remove")
    assert f"{len(demo.stories)} stories" in said
    assert "Kept" not in said
    assert list(Story.objects.all()) == [own]


def test_a_front_that_somebody_else_arranged_stays(demo, edith):
    front = Front.objects.get(section=None)
    image = Image.objects.get(import_id="review-the-long-watch")
    (top, *_others) = arranging.layout_of(front).containers
    card = Card(top.cards[0].story, image=image.pk)
    arranging.save(front, edith, Layout((replace(top, cards=(card,)),)), front.working_id)

    removed = removing.remove(demo)

    assert "The front “Home page”" in kept(removed)
    assert Front.objects.get().working.saved_by == edith
    assert Image.objects.filter(pk=image.pk).exists()


def test_a_story_of_ones_own_keeps_what_it_stands_on(demo, edith):
    books = Section.objects.get(path="culture/books")
    tag, author = Tag.objects.first(), Author.objects.first()
    image = Image.objects.get(import_id="review-the-long-watch")
    own = publishing.create_story(
        edith,
        StoryContent(
            headline="A library opens",
            section=books.pk,
            tags=[tag.pk],
            bylines=[BylineContent(author.pk)],
            lead_image=image.pk,
            body_html="<p>It has a roof.</p>",
        ),
    )
    publishing.publish(own, edith)
    removed = removing.remove(demo)
    own.refresh_from_db()
    assert own.is_live()
    assert own.section == books
    assert list(Story.objects.all()) == [own]
    assert [section.path for section in Section.objects.order_by("path")] == [
        "culture",
        "culture/books",
    ]
    assert (list(Tag.objects.all()), list(Author.objects.all())) == ([tag], [author])
    assert set(Image.objects.all()) == {image, author.portrait}
    assert image.file.storage.exists(image.file.name)
    assert Address.objects.filter(path="/culture/books/", state="current").exists()
    for name in ("Books", "Culture", tag.name, author.name, image.caption):
        assert f"“{name}”" in kept(removed)
    for noun in (Section, Tag, Author, Image):
        assert not noun._default_manager.filter(source=loading.SOURCE).exists()


def test_a_draft_of_ones_own_keeps_what_it_stands_on(demo, edith):
    sport = Section.objects.get(path="sport")
    tag = Tag.objects.first()
    content = StoryContent(headline="Later", section=sport.pk, tags=[tag.pk])
    own = publishing.create_story(edith, content)
    removing.remove(demo)
    own.refresh_from_db()
    assert content_of(own) == content
    assert list(Section.objects.all()) == [sport]
    assert list(Tag.objects.all()) == [tag]


def test_a_picture_in_a_text_of_ones_own_stays(demo, edith):
    image = Image.objects.get(import_id="review-the-long-watch")
    body = f'<figure><img src="{image.url}" alt="A boat"></figure>'
    factories.draft(edith, body_html=body)
    removing.remove(demo)
    assert list(Image.objects.all()) == [image]


def test_a_story_of_the_demonstration_that_somebody_made_their_own_stays(demo, edith):
    story = Story.objects.get(import_id="two-capitals-weigh-the-end-of-the-forum")
    content = content_of(story)
    content.headline = "What really happened"
    publishing.save_story(story, edith, content)
    publishing.publish(story, edith)
    sam = factories.UserFactory(email="sam@reader.example", display_name="Sam")
    answered = Comment.objects.filter(story=story, depth=1, status="approved").first()
    row = importing.Row(
        key="1",
        parent=answered.import_id,
        created_at=timezone.now(),
        status="approved",
        author=sam,
        text="I was there.",
    )
    # Below a comment of the demonstration, as its form would write it.
    Comment.objects.filter(pk=answered.pk).update(source="here", import_id=row.parent)
    importing.bring_in(story, [row], source="here")
    Comment.objects.filter(pk=answered.pk).update(source=loading.SOURCE)
    Comment.objects.filter(author=sam).update(source="", import_id="")
    removed = removing.remove(demo)
    assert "“What really happened”" in kept(removed)
    story.refresh_from_db()
    assert story.is_live()
    roots = Comment.objects.filter(story=story, parent=None)
    assert [root.pk for root in roots] == [answered.root_id]
    assert Comment.objects.filter(story=story, author=sam).exists()
    assert moderation.recount(repair=False) == []
    assert not Comment.objects.filter(source=loading.SOURCE).exists()


def test_trying_out_with_the_accounts_of_the_demonstration_makes_nothing_ones_own(demo):
    mina = User.objects.get(email="editor@example.org")
    story = Story.objects.get(import_id="two-capitals-weigh-the-end-of-the-forum")
    content = content_of(story)
    content.headline = "Trying out"
    publishing.save_story(story, mina, content)
    assert removing.remove(demo).kept == []
    assert not Story.objects.exists()


def test_a_new_story_written_with_such_an_account_stays(demo):
    mina = User.objects.get(email="editor@example.org")
    section = factories.section("news")
    own = factories.published(section=section)
    Story.objects.filter(pk=own.pk).update(created_by=mina)
    removing.remove(demo)
    own.refresh_from_db()
    assert own.is_live()
    assert own.created_by is None


def test_comments_and_reactions_elsewhere_lose_the_people_but_counts_stay_true(demo):
    own = factories.published(section=factories.section("news"))
    rana = User.objects.get(email="reader@example.org")
    comment = factories.approved(own, rana)
    kind = ReactionKind.objects.filter(for_stories=True).first()
    now = timezone.now()
    given = [
        importing.GivenReaction(kind=kind, at=now, user=rana),
        importing.GivenReaction(kind=kind, at=now, guest=uuid.uuid4()),
        importing.GivenReaction(kind=kind, at=now, user=rana, comment=comment),
    ]
    importing.bring_in_reactions(own, given)
    removing.remove(demo)
    comment.refresh_from_db()
    assert (comment.author, comment.is_public) == (None, True)
    assert Discussion.objects.get(story=own).reaction_counts == {str(kind.pk): 1}
    assert comment.reaction_counts == {}


def test_what_readers_keep_of_it_goes_with_it(demo):
    sam = factories.UserFactory(email="sam@reader.example")
    keeping.save(sam, Story.objects.live().first())
    keeping.follow(sam, Tag.objects.first())
    removing.remove(demo)
    for noun in (LegalNotice, Report, Appeal, Control, Sanction):
        assert not noun.objects.exists()
    assert not SavedStory.objects.exists()
    assert not Following.objects.exists()


def test_comments_of_others_below_its_stories_are_told(demo):
    story = Story.objects.get(import_id="two-capitals-weigh-the-end-of-the-forum")
    factories.held(story, factories.UserFactory(email="sam@reader.example"))
    assert removing.remove(demo).comments_of_others == 1


def test_own_menu_items_keep_what_they_lead_to(demo, edith):
    about = Page.objects.get(slug="about")
    world = MenuItem.objects.get(import_id="main:world")
    factories.menu_item(menu="footer", page=about, label="Us", order=99)
    factories.menu_item(menu="main", parent=world, url="/tags/x/", label="X")
    removed = removing.remove(demo)
    assert set(MenuItem.objects.values_list("label", flat=True)) == {"Us", "X", ""}
    assert list(Page.objects.all()) == [about]
    assert list(Section.objects.values_list("path", flat=True)) == ["world"]
    assert "The page “About The Meridian”: a menu item of your own leads to it." in removed.kept


def test_a_section_that_has_one_of_ones_own_inside_stays(demo):
    world = Section.objects.get(path="world")
    sections.save(Section(name="Islands", slug="islands", parent=world))
    removing.remove(demo)
    paths = set(Section.objects.values_list("path", flat=True))
    assert paths == {"world", "world/islands"}


def test_a_page_that_somebody_made_their_own_stays(demo, edith):
    about = Page.objects.get(slug="about")
    content = content_of(about)
    content.title = "About our paper"
    publishing.save_page(about, edith, content)
    removing.remove(demo)
    assert list(Page.objects.all()) == [about]


def test_settings_that_were_changed_stay_and_the_others_go(demo, edith):
    SiteSettings.objects.update(name="The Harbour Post")
    SiteDiscussion.objects.update(policy="open")
    removing.remove(demo)
    site = SiteSettings.objects.get()
    assert (site.name, site.publisher, site.contact_email) == ("The Harbour Post", "", "")
    assert site.launched_at
    assert SiteDiscussion.objects.get().policy == "open"


def test_without_an_administrator_of_ones_own_the_first_start_asks_again(demo):
    SiteSettings.objects.update(name="The Harbour Post")
    removing.remove(demo)
    site = SiteSettings.objects.get()
    assert site.name == "The Harbour Post"
    assert site.launched_at is None


def test_an_administrator_of_ones_own_stays_one(demo):
    ada = factories.UserFactory(email="ada@paper.example")
    roles.give(ada, roles.ADMINISTRATOR)
    removing.remove(demo)
    assert list(roles.administrators()) == [ada]
    assert SiteSettings.objects.get().launched_at


def test_what_stays_does_not_come_back_as_a_demonstration(demo, edith):
    factories.published(
        timezone.now() - datetime.timedelta(hours=1), section=Section.objects.get(path="sport")
    )
    removing.remove(demo)
    assert loading.look() is loading.Holds.SOMETHING_ELSE
