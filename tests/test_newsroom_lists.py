"""Every list of the newsroom: what it asks the database, and the words of its filters.

Budgets of DESIGN section 6, rule 12: at most twelve statements, whatever the number of rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import corrections, publishing
from articles.models import (
    Author,
    Banner,
    Correction,
    ErrorReport,
    Front,
    Image,
    Issue,
    MenuItem,
    Newsletter,
    Page,
    Section,
    Series,
    Slot,
    Standards,
    Story,
    Subscriber,
    Tag,
)
from articles.working_copy import PageContent
from comments import appealing, moderation
from comments.models import (
    Appeal,
    Comment,
    Discussion,
    LegalNotice,
    Policy,
    ReactionKind,
    RuleText,
    Sanction,
    SectionDiscussion,
    SiteDiscussion,
    TagDiscussion,
    WordList,
)
from newsportal import roles
from newsportal.core import redirects
from newsportal.core.models import Address, NotFound, SiteSettings, User
from newsportal.people import giving, inviting
from newsportal.people.models import Invitation
from tests import factories as f

pytestmark = pytest.mark.django_db

LIST = 12
STORY_FORM = 25

#: One row of each that shows all that its line can show; `number` tells it from the others.
#: A list that is new to the newsroom needs a line here.
ROWS: dict[type[models.Model], Callable[[int], object]] = {}
#: Lists of one row lead to it; lists of packages are not ours to promise.
WITHOUT_LIST = {SiteSettings, SiteDiscussion, Standards}
FOREIGN_APPS = {"account", "django_tasks_database"}


def rows_of(noun: type[models.Model]):
    def keep(make: Callable[[int], object]) -> Callable[[int], object]:
        ROWS[noun] = make
        return make

    return keep


@pytest.fixture(autouse=True)
def paper(settings):
    f.site()
    settings.VERSION_CHECK_SECONDS = 60


@pytest.fixture
def ada() -> User:
    person = f.UserFactory(display_name="Ada", is_staff=True)
    roles.give(person, roles.ADMINISTRATOR)
    return person


@pytest.fixture
def newsroom(ada) -> Client:
    client = Client()
    client.force_login(ada)
    return client


@rows_of(Story)
def story(number: int) -> Story:
    made = f.published(
        bylines=[f.AuthorFactory()],
        tags=[f.TagFactory()],
        lead_image=f.picture(),
        further_sections=[f.section()],
    )
    f.approved(made)
    planned = f.draft(f.UserFactory(is_staff=True))
    Story.objects.filter(pk=planned.pk).update(
        assignee=f.UserFactory(is_staff=True), deadline=timezone.now()
    )
    return made


@rows_of(Page)
def page(number: int) -> Page:
    made = f.page()
    publishing.save_page(made, f.UserFactory(), PageContent(title=f"Page {number}, changed"))
    return made


@rows_of(Section)
def section(number: int) -> Section:
    return f.section(parent=f.section() if number % 2 else None)


@rows_of(Tag)
def tag(number: int) -> Tag:
    made = f.TagFactory()
    f.published(tags=[made])
    return made


@rows_of(Author)
def author(number: int) -> Author:
    made = f.AuthorFactory(portrait=f.picture(), user=f.UserFactory())
    f.published(bylines=[made])
    return made


@rows_of(Series)
def series(number: int) -> Series:
    return Series.objects.create(name=f"Series {number}")


@rows_of(Image)
def picture(number: int) -> Image:
    made = f.picture(created_by=f.UserFactory())
    f.published(lead_image=made)
    return made


@rows_of(MenuItem)
def line_of_a_menu(number: int) -> MenuItem:
    above = f.menu_item(menu="main", page=f.page(), order=number)
    f.menu_item(menu="footer", url="/elsewhere/", label="Elsewhere", order=number)
    return f.menu_item(menu="main", section=f.section(), parent=above, order=number)


@rows_of(Front)
def front(number: int) -> Front:
    return f.front(f.published(), section=f.section(), actor=f.UserFactory())


@rows_of(Correction)
def correction(number: int) -> Correction:
    said = f"The ferry left at seven, not at six, on day {number}."
    return corrections.add(f.published(), f.UserFactory(), "correction", said)


@rows_of(Banner)
def banner(number: int) -> Banner:
    return f.banner(f"Banner {number}", actor=f.UserFactory())


@rows_of(Slot)
def notice(number: int) -> Slot:
    return f.slot(image=f.picture(), sections=[f.section()])


@rows_of(Address)
def address(number: int) -> None:
    f.published()
    redirects.make_one(f"/old-{number}/", f.section().get_absolute_url())


@rows_of(NotFound)
def missing_address(number: int) -> None:
    there = f.published(headline=f"The ferry of the year {number}")
    NotFound.objects.create(path=f"/lost/{there.slug}/", day=timezone.now().date(), hits=3)


@rows_of(User)
def colleague(number: int) -> User:
    person = f.UserFactory(is_staff=True)
    roles.give(person, roles.EDITOR)
    giving.limit(person, [f.section()])
    return person


@rows_of(Group)
def group(number: int) -> Group:
    return Group.objects.create(name=f"Group {number}")


@rows_of(Invitation)
def invitation(number: int) -> Invitation:
    ada = f.UserFactory(is_staff=True)
    roles.give(ada, roles.ADMINISTRATOR)
    return inviting.invite(ada, f"new{number}@example.org", roles.EDITOR, [f.section()])


@rows_of(ReactionKind)
def kind_of_reaction(number: int) -> ReactionKind:
    return f.ReactionKindFactory()


@rows_of(SectionDiscussion)
def policy_of_a_section(number: int) -> SectionDiscussion:
    return SectionDiscussion.objects.create(section=f.section(), policy=Policy.CLOSED)


@rows_of(Discussion)
def discussion(number: int) -> None:
    f.approved()


@rows_of(Appeal)
def appeal(number: int) -> Appeal:
    rana = f.UserFactory()
    refused = f.held(None, rana)
    moderation.reject(refused, f.UserFactory(), reason="abuse")
    return appealing.appeal(refused, rana, f"Look again, number {number}.")


@rows_of(WordList)
def word_list(number: int) -> WordList:
    return WordList.objects.create(name=f"List {number}", entries="turnip\nswede")


@rows_of(TagDiscussion)
def policy_of_a_tag(number: int) -> TagDiscussion:
    return TagDiscussion.objects.create(tag=f.TagFactory(), policy=Policy.CLOSED)


@rows_of(Sanction)
def sanction(number: int) -> None:
    section = f.section() if number % 2 else None
    made = f.sanction(f.UserFactory(), "hold", section=section)
    if number % 3:
        Sanction.objects.filter(pk=made.pk).update(
            made_by=f.UserFactory(), lifted_by=f.UserFactory(), lifted_at=timezone.now()
        )


@rows_of(LegalNotice)
def legal_notice(number: int) -> LegalNotice:
    return f.legal_notice(None if number % 2 else f.published())


@rows_of(ErrorReport)
def error_report(number: int) -> ErrorReport:
    return f.error_report(user=f.UserFactory() if number % 2 else None)


@rows_of(Newsletter)
def newsletter(number: int) -> Newsletter:
    made = f.newsletter(section=f.section())
    f.subscriber(made)
    return made


@rows_of(Issue)
def issue(number: int) -> Issue:
    return f.issue(newsletter(number))


@rows_of(Subscriber)
def subscriber(number: int) -> Subscriber:
    made = f.subscriber(f.newsletter())
    f.subscriber(f.newsletter(), made.email)
    return made


@rows_of(RuleText)
def rule(number: int) -> RuleText:
    return RuleText.objects.create(reason=f"own{number}", text="Be kind.")


@rows_of(Comment)
def comment(number: int) -> None:
    """A reply that was refused, below one that everybody reads; both by people of their own."""
    above = f.approved(text=f"See https://example.org/{number}")
    reply = f.held(above.story, reply_to=above)
    moderation.reject(reply, f.UserFactory(), reason="abuse")


def own_lists() -> list[type[models.Model]]:
    registered = [
        noun
        for noun in admin.site._registry
        if noun not in WITHOUT_LIST and noun._meta.app_label not in FOREIGN_APPS
    ]
    return sorted(registered, key=lambda noun: noun._meta.label)


def address_of(noun: type[models.Model]) -> str:
    return reverse(f"admin:{noun._meta.app_label}_{noun._meta.model_name}_changelist")


def statements(client: Client, address: str) -> list[str]:
    """The statements of the second look: the first warms what a process keeps."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("noun", own_lists(), ids=lambda noun: noun._meta.label_lower)
@pytest.mark.parametrize("number", [5, LIST + 1])
def test_a_list_costs_twelve_statements_whatever_its_rows(newsroom, noun, number):
    assert noun in ROWS, f"Say in ROWS how a row of {noun._meta.label} is made."
    for one in range(number):
        ROWS[noun](one)

    asked = statements(newsroom, address_of(noun))

    assert len(asked) <= LIST, "\n".join(asked)


@pytest.mark.parametrize("number", [5, LIST + 1])
def test_a_limited_editors_stories_cost_the_same(number):
    edith = f.UserFactory(is_staff=True)
    roles.give(edith, roles.EDITOR)
    giving.limit(edith, [story(one).section for one in range(number)])
    client = Client()
    client.force_login(edith)

    asked = statements(client, address_of(Story))

    assert len(asked) <= LIST, "\n".join(asked)


@pytest.mark.parametrize("number", [1, 10])
def test_the_form_of_a_story_keeps_its_budget_with_many_bylines(newsroom, number):
    made = f.published(
        bylines=[author(one) for one in range(number)],
        tags=[f.TagFactory() for _ in range(number)],
        further_sections=[f.section() for _ in range(number)],
        lead_image=f.picture(),
    )

    asked = statements(newsroom, reverse("admin:articles_story_change", args=[made.pk]))

    assert len(asked) <= STORY_FORM, "\n".join(asked)


# Filters -----------------------------------------------------------------------------------------


class Pills(HTMLParser):
    """The words of every choice in the box of filters."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.depth = 0
        self.is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "details" and "data-filter-title" in dict(attrs):
            self.depth += 1
        elif tag == "a" and self.depth:
            self.is_open = True
            self.words.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "details" and self.depth:
            self.depth -= 1
        elif tag == "a":
            self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open:
            self.words[-1] += data.strip()


def pills(client: Client, noun: type[models.Model]) -> list[str]:
    reader = Pills()
    reader.feed(client.get(address_of(noun)).content.decode())
    return reader.words


FILTERED = [noun for noun in own_lists() if admin.site._registry[noun].list_filter]


@pytest.mark.parametrize("noun", FILTERED, ids=lambda noun: noun._meta.label_lower)
def test_every_choice_of_a_filter_has_a_word(newsroom, noun):
    for one in range(3):
        ROWS[noun](one)

    words = pills(newsroom, noun)

    assert "All" in words
    assert [word for word in words if not any(letter.isalpha() for letter in word)] == []


def test_stories_without_a_section_are_found_under_none(newsroom):
    f.published(section=f.section("world"))
    f.published(section=f.section("culture"))

    assert "None" in pills(newsroom, Story)
    assert "-" not in pills(newsroom, Story)


# The list of stories -----------------------------------------------------------------------------

STORIES = "/admin/articles/story/"


def found(client: Client, query: str, address: str = STORIES) -> list[str]:
    """The headlines that a list shows for a query."""
    return [str(one) for one in client.get(f"{address}?{query}").context["cl"].result_list]


def test_a_section_brings_what_stands_below_it(newsroom):
    world = f.section("world")
    f.draft(headline="Below", section=f.section("strait", parent=world))
    f.draft(headline="Above", section=world)
    f.draft(headline="Elsewhere")

    assert set(found(newsroom, f"section={world.pk}")) == {"Below", "Above"}
    assert "› Strait" in pills_of(newsroom, f"{STORIES}?section={world.pk}")
    assert "› Strait" not in pills_of(newsroom, STORIES)


def pills_of(client: Client, address: str) -> list[str]:
    reader = Pills()
    reader.feed(client.get(address).content.decode())
    return reader.words


def test_a_kind_is_that_of_the_working_copy_until_readers_saw_it(newsroom):
    f.draft(headline="Drafted opinion", kind="opinion")
    f.published(headline="Public opinion", kind="opinion")
    f.draft(headline="Report")

    assert set(found(newsroom, "kind=opinion")) == {"Drafted opinion", "Public opinion"}
    assert found(newsroom, "kind=report") == ["Report"]


def test_whose_work_it_is(newsroom, ada):
    cho = f.UserFactory(display_name="Cho", is_staff=True)
    f.draft(ada, headline="Begun")
    for headline, who in (("Given", ada), ("Chos", cho)):
        Story.objects.filter(pk=f.draft(headline=headline).pk).update(assignee=who)
    f.published(headline="Out")

    assert set(found(newsroom, "whose=mine")) == {"Begun", "Given"}
    assert found(newsroom, "whose=assigned") == ["Given"]
    assert found(newsroom, "whose=nobody") == ["Begun"]
    assert found(newsroom, f"whose={cho.pk}") == ["Chos"]


def test_when_it_was_changed_and_which_tag(newsroom):
    tag = f.TagFactory(name="Ferries", slug="ferries")
    f.published(headline="New", tags=[tag])
    old = f.published(headline="Old")
    long_ago = timezone.now() - datetime.timedelta(days=9)
    Story.objects.filter(pk=old.pk).update(changed_at=long_ago)

    assert found(newsroom, "changed=today") == ["New"]
    assert set(found(newsroom, "changed=month")) == {"New", "Old"}
    assert found(newsroom, "tag=ferries") == ["New"]
    assert "Ferries" in pills_of(newsroom, f"{STORIES}?tag=ferries")


@pytest.mark.parametrize(
    "query", ["section=x", "kind=x", "whose=99999999999", "changed=x", "tag=%00", "section=none"]
)
def test_a_mistyped_filter_is_no_error(newsroom, query):
    f.draft()

    assert newsroom.get(f"{STORIES}?{query}", follow=True).status_code == 200


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ferry", {"The ferry came back", "A ferry, a poem"}),
        ("FERRY back", {"The ferry came back"}),
        ('"ferry came"', {"The ferry came back"}),
        ("mina ferry", {"A ferry, a poem"}),
        ("#{pk}", {"The ferry came back"}),
        ("https://news.example.org{address}?utm=1", {"The ferry came back"}),
        ("the-ferry-came-back", {"The ferry came back"}),
        ("100%", set()),
        ("-", set()),
        ('"', {"The ferry came back", "A ferry, a poem"}),
    ],
)
def test_a_story_is_found_by_words_name_number_and_address(newsroom, words, expected):
    story = f.published(headline="The ferry came back")
    f.published(headline="A ferry, a poem", bylines=[f.AuthorFactory(name="Mina Holt")])
    typed = words.format(pk=story.pk, address=story.get_absolute_url())

    response = newsroom.get(STORIES, {"q": typed})

    assert {str(one) for one in response.context["cl"].result_list} == expected


def test_a_line_says_who_changed_it_last_and_what_is_late(newsroom, ada):
    late = f.draft(ada, headline="Late words")
    yesterday = timezone.now() - datetime.timedelta(days=1)
    Story.objects.filter(pk=late.pk).update(deadline=yesterday, assignee=ada)

    page = newsroom.get(STORIES).content.decode()

    assert ">Late words</bdi>" in page
    assert 'class="list-due is-late"' in page
    assert '<bdi class="list-who">Ada</bdi>' in page


@pytest.mark.parametrize("address", [STORIES, "/admin/articles/page/"])
def test_an_empty_list_says_what_to_do(newsroom, address):
    assert "Write the first one" in newsroom.get(address).content.decode()
    assert (
        "Nothing fits these filters." in newsroom.get(f"{address}?changed=today").content.decode()
    )
    assert "matches “ferry”" in newsroom.get(f"{address}?q=ferry").content.decode()
