"""Feature E26: what live stories owe, who sees it, how it goes, and what the report costs."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from django.db import connection
from django.db.models import Value
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from articles import images, publishing
from articles.debts import kinds, reading, report
from articles.models import DebtReading, LiveBlog, Story, StoryDebt, StoryPicture
from articles.working_copy import content_of
from newsportal import roles
from newsportal.core import redirects
from newsportal.core.models import User
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db

PAGE = "/admin/debt/"
LIST = 12


@pytest.fixture(autouse=True)
def paper(settings):
    f.site()
    settings.VERSION_CHECK_SECONDS = 60


@pytest.fixture
def edith() -> User:
    person = f.UserFactory(is_staff=True, display_name="Edith")
    roles.give(person, roles.EDITOR)
    return person


@pytest.fixture
def desk(edith) -> Client:
    return signed_in(edith)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def good(**fields):
    """A picture with all its words."""
    return f.picture(**{"alt": "A ferry", "credit": "Photo: Y. Park", **fields})


def found(person: User) -> list[tuple[str, str]]:
    """Kinds and headlines of everything that a person finds in the report."""
    rows = report.rows(report.stories_of(person), kinds.all_kinds())
    return [(debt.kind.code, debt.story.headline) for debt in report.told(rows)]


def figure(image, alt: str) -> str:
    return f'<figure><img src="/media/{image.file.name}" alt="{alt}"></figure>'


# What is found ------------------------------------------------------------------------------------


def test_pictures_on_top_in_galleries_and_in_texts_owe_their_words_and_credits(edith):
    top = f.published(headline="Top", lead_image=good(alt=""), missing_alt_reason="Breaking")
    gallery = f.published(headline="Gallery")
    StoryPicture.objects.create(story=gallery, image=good(credit=""))
    text = f.published(headline="Text", body_html=figure(good(), ""), missing_alt_reason="No time")
    f.published(headline="Clean", lead_image=good(), body_html=figure(good(), "A quay"))

    reading.read_some()

    assert set(found(edith)) == {
        ("no_alt", top.headline),
        ("no_credit", gallery.headline),
        ("no_alt", text.headline),
    }


def test_the_reason_for_a_missing_text_stands_beside_it(desk):
    f.published(lead_image=good(alt=""), missing_alt_reason="Breaking, no time")
    reading.read_some()

    assert "published without: “Breaking, no time”" in desk.get(PAGE).content.decode()


def test_a_licence_owes_from_the_day_after_its_last(edith):
    today = timezone.localdate()
    f.published(headline="Last day", lead_image=good(licence_expires=today))
    yesterday = today - datetime.timedelta(days=1)
    f.published(headline="Ended", lead_image=good(licence_expires=yesterday))
    reading.read_some()

    assert found(edith) == [("rights", "Ended")]


def test_links_that_lead_nowhere_are_named_and_good_ones_and_foreign_ones_are_not(edith, desk):
    there = f.published(headline="There")
    body = (
        f'<p><a href="{there.get_absolute_url()}">a</a> <a href="/no/such/page/#x">b</a> '
        '<a href="https://example.org/gone/">c</a> <a href="/no/such/page/">again</a></p>'
    )
    f.published(headline="Linking", body_html=body)
    reading.read_some()

    assert found(edith) == [("dead_link", "Linking")]
    assert "/no/such/page/" in desk.get(PAGE).content.decode()


def test_a_live_label_on_a_silent_story_is_owed_until_it_is_ended(edith):
    long_ago = timezone.now() - datetime.timedelta(hours=13)
    story = f.published(long_ago, kind="live", headline="Storm")
    LiveBlog.objects.update_or_create(story=story)
    assert found(edith) == [("stale_live", "Storm")], "no reading is needed for it"

    LiveBlog.objects.filter(story=story).update(status=LiveBlog.Status.CLOSED)

    assert found(edith) == []


def test_what_readers_do_not_see_owes_nothing(edith):
    f.draft(lead_image=good(alt=""))
    f.scheduled(lead_image=good(credit=""))
    gone = f.published(lead_image=good(credit=""))
    reading.read_some()
    publishing.withdraw(gone, None, "")

    assert found(edith) == []
    assert StoryDebt.objects.exclude(story=gone).count() == 0


def test_an_unpublished_change_is_no_debt_yet_and_none_is_paid_by_it(edith):
    story = f.published(headline="Bare", lead_image=good(credit=""))
    content = content_of(story)
    content.lead_image = None
    publishing.save_story(story, edith, content, based_on=story.working_revision.number)
    reading.read(Story.objects.all())

    assert found(edith) == [("no_credit", "Bare")]


# How it goes --------------------------------------------------------------------------------------


def test_a_word_written_in_the_library_pays_at_once_and_one_taken_away_is_owed_soon(edith):
    image = good(alt="")
    f.published(headline="Bare", lead_image=image, missing_alt_reason="Breaking")
    reading.read_some()

    image.alt = "A ferry in fog"
    images.describe(image, {"alt"})
    assert found(edith) == []

    image.alt = ""
    images.describe(image, {"alt"})
    reading.read_some()
    assert found(edith) == [("no_alt", "Bare")]


def test_publishing_a_change_reads_the_story_again(edith, settings):
    story = f.published(headline="Linking", body_html='<p><a href="/no/such/">a</a></p>')
    reading.read_some()
    content = content_of(story)
    content.body_html = "<p>No link any more.</p>"
    publishing.save_story(story, edith, content, based_on=story.working_revision.number)
    publishing.publish(story, edith)

    later = settings.EVENT_LISTENERS["story.changed"]["later"]
    assert "articles.debts.reading.read_one" in later
    reading.read_one(story=story.pk, actor=edith.pk)

    assert found(edith) == []


def test_a_second_look_finds_what_was_mended_elsewhere(edith, desk):
    story = f.published(body_html='<p><a href="/no/such/">a</a></p>')
    reading.read_some()
    redirects.make_one("/no/such/", f.section().get_absolute_url())
    assert found(edith) != []

    response = desk.post(f"{PAGE}again/?kind=dead_link", {"story": [story.pk, "x", "9" * 30]})

    assert response.status_code == 302
    assert response["Location"] == f"{PAGE}?kind=dead_link"
    assert found(edith) == []


def test_every_story_is_read_the_newest_first_and_again_after_a_day(monkeypatch):
    monkeypatch.setattr(reading, "AT_A_BEAT", 2)
    now = timezone.now()
    stories = [f.published(now - datetime.timedelta(hours=hours)) for hours in (3, 2, 1)]

    assert reading.read_some() == 2
    assert set(DebtReading.objects.values_list("story", flat=True)) == {
        stories[1].pk,
        stories[2].pk,
    }
    assert reading.read_some() == 1
    assert reading.read_some() == 0
    DebtReading.objects.filter(story=stories[0]).update(at=now - datetime.timedelta(days=2))
    assert reading.read_some() == 1


def test_a_withdrawn_story_is_forgotten_by_the_next_reading_and_stops_none(monkeypatch):
    monkeypatch.setattr(reading, "AT_A_BEAT", 1)
    gone = f.published(lead_image=good(credit=""))
    reading.read_some()
    publishing.withdraw(gone, None, "")
    DebtReading.objects.update(at=timezone.now() - datetime.timedelta(days=2))

    assert reading.read_some() == 0
    assert not StoryDebt.objects.exists()
    assert not DebtReading.objects.exists()


def test_reading_many_stories_costs_what_few_do():
    def statements(number: int) -> int:
        stories = [
            f.published(lead_image=good(credit=""), body_html=figure(good(), "A quay"))
            for _ in range(number)
        ]
        fresh = Story.objects.filter(pk__in=[story.pk for story in stories])
        with CaptureQueriesContext(connection) as captured:
            reading.read(fresh)
        return len(captured.captured_queries)

    assert statements(20) == statements(2)


# Who sees it --------------------------------------------------------------------------------------


def test_a_limited_editor_finds_the_debts_of_own_sections_only():
    world, culture = f.section("world"), f.section("culture")
    f.published(headline="World", section=world, lead_image=good(credit=""))
    f.published(headline="Culture", section=culture, lead_image=good(credit=""))
    reading.read_some()
    limited = f.UserFactory(is_staff=True)
    roles.give(limited, roles.EDITOR)
    giving.limit(limited, [culture])
    client = signed_in(limited)

    page = client.get(f"{PAGE}?section={world.pk}").content.decode()
    table = b"".join(client.get(f"{PAGE}debt.csv")).decode()

    assert "Culture" in page
    assert "World" not in page
    assert "World" not in table
    assert found(limited) == [("no_credit", "Culture")]


@pytest.mark.parametrize("role", [roles.CONTRIBUTOR, roles.MODERATOR, roles.LEAD_MODERATOR, None])
def test_others_are_refused(role):
    person = f.UserFactory(is_staff=role is not None)
    if role:
        roles.give(person, role)
    client = signed_in(person)

    for address in (PAGE, f"{PAGE}debt.csv"):
        assert client.get(address).status_code == (403 if role else 302)
    assert client.post(f"{PAGE}again/").status_code == (403 if role else 302)


def test_a_second_look_is_no_way_to_stories_of_others(desk):
    draft = f.draft(lead_image=good(credit=""))

    desk.post(f"{PAGE}again/", {"story": draft.pk})

    assert not StoryDebt.objects.exists()


# The report ---------------------------------------------------------------------------------------


def one_of_everything(number: int) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=2)
    section = f.section()
    for _ in range(number):
        ended = long_ago.date()
        image = good(alt="", credit="", licence_expires=ended)
        story = f.published(
            long_ago,
            section=section,
            kind="live",
            lead_image=image,
            missing_alt_reason="Breaking",
            body_html='<p><a href="/no/such/">a</a></p>',
        )
        LiveBlog.objects.update_or_create(story=story)
    reading.read_some()


@pytest.mark.parametrize("number", [2, 13])
@pytest.mark.parametrize("query", ["", "?kind=rights", "?section={section}", "?page=2"])
def test_the_report_costs_twelve_statements_whatever_is_owed(desk, number, query):
    one_of_everything(number)
    section = Story.objects.values_list("section", flat=True)[0]
    address = PAGE + query.format(section=section)
    desk.get(address)

    with CaptureQueriesContext(connection) as captured:
        assert desk.get(address).status_code == 200

    asked = [query["sql"] for query in captured.captured_queries]
    assert len(asked) <= LIST, "\n".join(asked)


def test_counts_filters_and_pages_agree(desk, edith):
    one_of_everything(12)

    page = desk.get(PAGE)

    assert page.context["total"] == 60
    assert {kind.code: number for kind, number, _query in page.context["pills"]} == dict.fromkeys(
        ("no_alt", "no_credit", "rights", "dead_link", "stale_live"), 12
    ) | {"error_report": 0}
    assert len(page.context["lines"]) == 50
    assert len(desk.get(f"{PAGE}?page=2").context["lines"]) == 10
    dead = desk.get(f"{PAGE}?kind=dead_link").context["lines"]
    assert {line["debt"].kind.code for line in dead} == {"dead_link"}


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=x", "?page=999", "?kind=%00", "?section=%00", "?section=-1&kind=x"]
)
def test_a_wrong_address_shows_something_sensible(desk, query):
    one_of_everything(1)

    assert desk.get(PAGE + query).status_code == 200
    assert desk.get(f"{PAGE}debt.csv{query}").status_code == 200


def test_every_line_leads_to_where_it_is_mended(desk, edith):
    one_of_everything(1)
    story = Story.objects.get()
    picture = reverse("admin:articles_image_change", args=[story.lead_image_id])
    form = reverse("admin:articles_story_change", args=[story.pk])

    lines = desk.get(PAGE).context["lines"]

    assert {line["debt"].kind.code: line["mend"].url for line in lines} == {
        "no_alt": picture,
        "no_credit": picture,
        "rights": picture,
        "dead_link": form,
        "stale_live": form,
    }
    for line in lines:
        assert desk.get(line["mend"].url).status_code == 200


def test_the_file_has_every_line_and_runs_no_formula(desk):
    one_of_everything(11)
    f.published(headline="=HYPERLINK(1)", lead_image=good(credit=""))
    reading.read_some()

    response = desk.get(f"{PAGE}debt.csv?kind=no_credit")
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))

    assert response["Content-Disposition"] == 'attachment; filename="newsroom-debt.csv"'
    assert "no-store" in response["Cache-Control"]
    assert rows[0] == ["kind", "section", "story", "address", "what", "mend"]
    assert len(rows) == 1 + 12
    assert rows[1][2] == "'=HYPERLINK(1)"


def test_the_page_says_how_many_stories_it_does_not_know_yet(desk):
    f.published()
    f.published()
    assert "2 stories have not been read for this yet" in desk.get(PAGE).content.decode()

    reading.read_some()

    page = desk.get(PAGE).content.decode()
    assert "not been read for this" not in page
    assert "Nothing is owed" in page


def test_another_module_brings_a_kind_of_its_own(desk, edith, monkeypatch):
    """As reports of errors by readers will: whatever rows they are, one query reads them along."""
    story = f.published(headline="Wrong number")
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register(
        kinds.Kind(
            "wrong",
            gettext_lazy("Wrong numbers"),
            gettext_lazy("Count again."),
            lambda stories: kinds.columns(
                stories.annotate(told=Value("Nine, not ten")), "wrong", story="pk", detail="told"
            ),
            lambda debt: debt.detail,
            kinds.in_story,
        )
    )

    assert found(edith) == [("wrong", story.headline)]
    assert "Nine, not ten" in desk.get(f"{PAGE}?kind=wrong").content.decode()
    assert "Wrong numbers" in desk.get("/admin/").content.decode()
