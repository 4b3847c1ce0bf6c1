"""Feature E15 in the newsroom: posting once and losing nothing, mending, ending, and who may."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import live, publishing
from articles.live import UpdateContent
from articles.models import Image, LiveBlog, LiveEvent, LiveUpdate, SectionLimit, Story
from newsportal import roles
from newsportal.core.models import User
from tests import factories as f
from tests.core.picture_samples import sample

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def paper():
    f.site()


@pytest.fixture
def story():
    return f.published(kind=Story.Kind.LIVE, headline="A surge in the strait")


@pytest.fixture
def edith():
    return somebody("Edith", roles.EDITOR)


@pytest.fixture
def cho(story):
    """A contributor who is named as a reporter."""
    cho = somebody("Cho", roles.CONTRIBUTOR)
    live.name_reporters(story, None, [cho])
    return cho


def somebody(name: str, role: str | None) -> User:
    person = f.UserFactory(display_name=name)
    if role:
        roles.give(person, role)
    return person


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at(name: str, story: Story, *more: object) -> str:
    return reverse(f"admin:articles_{name}", args=[story.pk, *more])


def post(person: User, story: Story, text: str = "Wind.", **data):
    headers = data.pop("headers", {})
    fields = {"form_key": str(uuid.uuid4()), "text": text, **data}
    return signed_in(person).post(at("story_live", story), fields, headers=headers)


def photo(size: int = 60) -> SimpleUploadedFile:
    return SimpleUploadedFile("pier.jpg", sample("JPEG", size, size), "image/jpeg")


def make(story: Story, person: User | None = None, text: str = "Wind.", **fields) -> LiveUpdate:
    return live.post(story, person, UpdateContent(body_html=f"<p>{text}</p>", **fields)).update


# Posting -----------------------------------------------------------------------------------------


def test_a_text_and_a_picture_are_posted_and_readers_see_them(client, story, cho):
    response = post(cho, story, "Waves over\nthe wall <b>now</b>", picture=photo(), alt="A wall")

    assert (response.status_code, response["Location"]) == (302, at("story_live", story))
    update = LiveUpdate.objects.get()
    assert update.body_html == "<p>Waves over<br>the wall &lt;b&gt;now&lt;/b&gt;</p>"
    assert (update.posted_by, update.image.alt, update.image.created_by) == (cho, "A wall", cho)
    assert "Waves over" in client.get(story.get_absolute_url()).content.decode()


def test_what_is_behind_more_is_posted_too(story, cho):
    jae = f.AuthorFactory(name="Jae", user=cho)

    post(cho, story, headline="Pier 3 closed", is_key="on", author=jae.pk)

    update = LiveUpdate.objects.get()
    assert (update.headline, update.is_key, update.author) == ("Pier 3 closed", True, jae)


def test_nobody_posts_under_a_name_that_is_not_offered(story, cho):
    response = post(cho, story, author=f.AuthorFactory().pk)

    assert response.status_code == 422
    assert "Wind." in response.content.decode()


def test_the_same_form_sent_twice_is_one_update(story, cho):
    key = str(uuid.uuid4())
    for _again in range(2):
        assert post(cho, story, picture=photo(), form_key=key).status_code == 302

    assert LiveUpdate.objects.count() == Image.objects.count() == 1


def test_a_sender_that_is_overtaken_by_itself_leaves_no_second_picture(story, cho, monkeypatch):
    """A phone gave up waiting and sent again while the first request was still at work."""
    key = str(uuid.uuid4())
    post(cho, story, picture=photo(), form_key=key)
    first = LiveUpdate.objects.get()
    answers = iter([None, first])
    monkeypatch.setattr(live, "posted_before", lambda *_: next(answers))

    response = post(cho, story, picture=photo(), form_key=key)

    assert response.status_code == 302
    assert list(Image.objects.all()) == [first.image]


def test_other_words_in_an_old_form_are_not_lost(story, cho):
    """Back in the browser's history, the form still has the key of what was posted from it."""
    key = str(uuid.uuid4())
    post(cho, story, "Wind.", form_key=key)

    response = post(cho, story, "Rain.", form_key=key)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Press “Post” once more" in page
    assert "Rain." in page
    fresh = re.search(r'name="form_key" value="([^"]+)"', page)[1]
    assert fresh != key
    post(cho, story, "Rain.", form_key=fresh)
    assert list(LiveUpdate.objects.newest_first().values_list("body_text", flat=True)) == [
        "Rain.",
        "Wind.",
    ]


def test_a_picture_survives_a_refusal(story, cho):
    refused = post(cho, story, "x" * 20_001, picture=photo(), alt="A wall")
    assert refused.status_code == 422
    kept = Image.objects.get()
    assert f'name="kept_picture" value="{kept.pk}"' in refused.content.decode()

    post(cho, story, "Short.", kept_picture=kept.pk, alt="A wall in a storm")

    update = LiveUpdate.objects.get()
    assert update.image == kept
    assert update.image.alt == "A wall in a storm"


def test_a_kept_picture_can_be_left_out(story, cho):
    kept = f.picture(created_by=cho)

    post(cho, story, "Short.", kept_picture=kept.pk, without_picture="on")

    assert LiveUpdate.objects.get().image is None


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30])
def test_a_number_typed_into_the_form_brings_no_picture(story, cho, number):
    post(cho, story, kept_picture=number or f.picture(created_by=None).pk)

    assert not LiveUpdate.objects.exclude(image=None).exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text": " "}, "Write something"),
        ({"picture": SimpleUploadedFile("x.jpg", b"no picture")}, "picture"),
        ({"form_key": "x"}, "UUID"),
        ({"headline": "x" * 201}, "200"),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_nothing_is_lost(story, cho, data, words):
    response = post(cho, story, **{"credit": "Y. Park", **data})

    page = response.content.decode()
    assert response.status_code in (409, 422)
    assert words in page
    assert "Y. Park" in page
    assert not LiveUpdate.objects.exists()


def test_what_ended_meanwhile_takes_nothing_and_loses_nothing(story, cho):
    live.close(story, None, "")

    response = post(cho, story, "Rain.", headers=JSON)

    assert response.status_code == 409
    assert response.json() == {
        "posted": False,
        "message": "This live blog has ended. Open it again to post.",
    }


def test_the_script_hears_in_json_and_keeps_its_own_picture(story, cho):
    assert post(cho, story, picture=photo(), headers=JSON).json() == {"posted": True}
    assert Image.objects.count() == 1

    refused = post(cho, story, "x" * 20_001, picture=photo(), headers=JSON)

    assert refused.status_code == 422
    assert "20000" in refused.json()["message"].replace(",", "")
    assert Image.objects.count() == 1


def test_who_may_add_no_pictures_posts_words(story):
    mina = somebody("Mina", roles.MODERATOR)
    live.name_reporters(story, None, [mina])
    page = signed_in(mina).get(at("story_live", story)).content.decode()
    assert 'type="file"' not in page

    post(mina, story, "Wind.", picture=photo())

    assert LiveUpdate.objects.get().image is None
    assert not Image.objects.exists()


# Mending -----------------------------------------------------------------------------------------


def edit(person: User, update: LiveUpdate, **data):
    fields = {"based_on": update.revision, "headline": "", "body": update.body_html, **data}
    return signed_in(person).post(at("live_edit", update.story, update.pk), fields)


def test_an_update_is_edited_and_keeps_its_picture(story, edith):
    update = make(story, image=f.picture().pk)
    page = signed_in(edith).get(at("live_edit", story, update.pk)).content.decode()
    assert "Wind." in page

    assert edit(edith, update, headline="Gale", body="<p>Gale <i>now</i></p>").status_code == 302

    changed = LiveUpdate.objects.get()
    assert (changed.headline, changed.body_html) == ("Gale", "<p>Gale <em>now</em></p>")
    assert changed.image_id == update.image_id


def test_an_updates_picture_is_exchanged_or_taken_away(story, edith):
    update = make(story, image=f.picture().pk)

    edit(edith, update, picture=photo(), alt="A pier")
    update.refresh_from_db()
    assert update.image.alt == "A pier"

    edit(edith, update, without_picture="on")
    update.refresh_from_db()
    assert update.image is None


def test_the_second_of_two_editors_sees_both_texts(story, edith):
    update = make(story)
    edit(somebody("Ada", roles.EDITOR), update, body="<p>Their gale.</p>")

    response = edit(edith, update, body="<p>My breeze.</p>", picture=photo())

    page = response.content.decode()
    assert response.status_code == 409
    assert "Ada changed this while you were writing. Nothing was overwritten" in page
    assert "Their" in page
    assert "My breeze." in page
    assert 'name="based_on" value="2"' in page
    kept = re.search(r'name="kept_picture" value="(\d+)"', page)[1]
    assert LiveUpdate.objects.get().body_text == "Their gale."
    update.refresh_from_db()
    edit(edith, update, body="<p>My breeze.</p>", kept_picture=kept)
    assert LiveUpdate.objects.get().body_text == "My breeze."
    assert str(LiveUpdate.objects.get().image_id) == kept


def test_an_edit_to_nothing_is_refused_beside_the_text(story, edith):
    response = edit(edith, make(story), body="<p> </p>")

    assert response.status_code == 409
    assert "Write something" in response.content.decode()


@pytest.mark.parametrize("based_on", ["", "x", "9" * 30])
def test_a_broken_form_is_no_edit(story, edith, based_on):
    assert edit(edith, make(story), based_on=based_on).status_code in (409, 422)
    assert LiveUpdate.objects.get().revision == 1


def press(person: User, update: LiveUpdate, act: str, **data):
    return signed_in(person).post(at("live_act", update.story, update.pk, act), data)


def test_each_button_does_what_it_says_and_leads_back_to_the_update(story, edith):
    update = make(story)
    for act, field, value in (
        ("pin", "is_pinned", True),
        ("unpin", "is_pinned", False),
        ("mark", "is_key", True),
        ("unmark", "is_key", False),
        ("remove", "status", "removed"),
        ("put-back", "status", "public"),
    ):
        response = press(edith, update, act)
        assert response["Location"] == f"{at('story_live', story)}#update-{update.pk}"
        update.refresh_from_db()
        assert getattr(update, field) == value, act
    assert press(edith, update, "burn").status_code == 404
    assert signed_in(edith).get(at("live_act", story, update.pk, "pin")).status_code == 405


def test_who_is_slower_is_told_in_a_sentence(story, edith):
    update = make(story)
    live.remove(update, edith)

    response = press(edith, update, "pin")
    page = signed_in(edith).get(response["Location"]).content.decode()

    assert response.status_code == 302
    assert "removed" in page


def test_the_list_goes_on_by_cursor_and_buttons_come_back_to_its_page(story, edith):
    updates = [make(story, text=f"Number {number}.") for number in range(25)]
    client = signed_in(edith)
    first = client.get(at("story_live", story)).content.decode()
    cursor = re.search(r"\?after=([^#\"]+)", first)[1]

    second = client.get(f"{at('story_live', story)}?after={cursor}").content.decode()

    shown = [int(pk) for page in (first, second) for pk in re.findall(r'id="update-(\d+)"', page)]
    assert shown == [update.pk for update in reversed(updates)]
    response = press(edith, updates[0], "pin", after=cursor)
    assert f"after={cursor}" in response["Location"]
    assert client.get(f"{at('story_live', story)}?after=x").status_code == 302


def test_a_page_costs_no_more_with_many_updates(story, edith, settings):
    settings.VERSION_CHECK_SECONDS = 60
    client = signed_in(edith)
    asked = []
    for number in (2, 60):
        LiveUpdate.objects.all().delete()
        for index in range(number):
            image = f.picture().pk if index % 3 == 0 else None
            make(story, f.UserFactory(), image=image, author=f.AuthorFactory().pk)
        client.get(at("story_live", story))
        with CaptureQueriesContext(connection) as captured:
            client.get(at("story_live", story))
        asked.append(len(captured))

    assert asked[0] == asked[1]
    assert asked[1] <= 12, captured.captured_queries


# Ending ------------------------------------------------------------------------------------------


def end(person: User, story: Story, summary: str = "<p>All came home.</p>", **data):
    fields = {"summary": summary, "based_on": live.blog_of(story).summary_mark, **data}
    return signed_in(person).post(at("live_end", story), fields)


def test_it_ends_with_a_summary_and_goes_on_again(client, story, edith):
    make(story)
    assert end(edith, story, end="1").status_code == 302
    assert "All came home." in client.get(story.get_absolute_url()).content.decode()
    assert (
        "data-live-composer" not in signed_in(edith).get(at("story_live", story)).content.decode()
    )

    assert signed_in(edith).post(at("live_reopen", story)).status_code == 302

    assert not LiveBlog.objects.get().is_closed
    assert "All came home." in signed_in(edith).get(at("live_end", story)).content.decode()


def test_an_ended_ones_summary_is_mended_and_nobody_overwrites_anybody(client, story, edith):
    live.close(story, edith, "<p>Al came home.</p>")
    old = live.blog_of(story).summary_mark
    assert end(edith, story, "<p>All came home.</p>", change="1").status_code == 302
    assert "All came home." in client.get(story.get_absolute_url()).content.decode()
    assert list(LiveEvent.objects.values_list("kind", flat=True)) == ["edited", "closed"]

    response = end(edith, story, "<p>Mine.</p>", change="1", based_on=old)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Edith changed this" in page
    assert "Mine." in page
    assert "came home" in page
    assert LiveBlog.objects.get().summary_html == "<p>All came home.</p>"
    assert end(edith, story, "<p>Mine.</p>", change="1").status_code == 302


def test_a_summary_typed_for_one_that_ended_meanwhile_is_not_lost(story, edith):
    live.close(story, somebody("Ada", None), "<p>Theirs.</p>")

    response = end(edith, story, "<p>Long and careful.</p>", end="1")

    page = response.content.decode()
    assert response.status_code == 409
    assert "Ada was faster" in page
    assert "Long and careful." in page


def test_a_running_one_has_no_summary_to_change(story, edith):
    response = end(edith, story, change="1")

    assert response.status_code == 409
    assert "goes on" in response.content.decode()


def test_a_summary_that_is_too_long_is_refused(story, edith):
    response = end(edith, story, f"<p>{'x' * 60_000}</p>", end="1")

    assert response.status_code == 409
    assert not live.blog_of(story).is_closed


# Who may -----------------------------------------------------------------------------------------


def test_reporters_are_named_by_who_may_publish(story, edith):
    cho = somebody("Cho", roles.CONTRIBUTOR)
    client = signed_in(edith)
    assert "Cho" in client.get(at("live_reporters", story)).content.decode()

    client.post(at("live_reporters", story), {"reporters": [cho.pk]})

    assert live.may_post(cho, story)
    page = client.get(at("story_live", story)).content.decode()
    assert "May post besides the editors" in page
    client.post(at("live_reporters", story), {"reporters": [cho.pk]})
    assert LiveEvent.objects.filter(kind="reporters").count() == 1
    client.post(at("live_reporters", story), {})
    assert not live.may_post(cho, story)


@pytest.mark.parametrize("number", ["x", "999999"])
def test_nobody_outside_the_newsroom_is_named(story, edith, number):
    response = signed_in(edith).post(at("live_reporters", story), {"reporters": [number]})

    assert response.status_code == 422


def addresses(update: LiveUpdate) -> list[str]:
    story = update.story
    return [
        at("story_live", story),
        at("live_edit", story, update.pk),
        *(
            at("live_act", story, update.pk, act)
            for act in ("pin", "unpin", "mark", "unmark", "remove", "put-back")
        ),
        *(at(f"live_{name}", story) for name in ("end", "reopen", "reporters")),
    ]


@pytest.mark.parametrize("role", [roles.CONTRIBUTOR, roles.MODERATOR, roles.LEAD_MODERATOR])
def test_who_is_not_named_finds_nothing(story, role):
    update = make(story)
    client = signed_in(somebody("Sam", role))

    for address in addresses(update):
        for ask in (client.get, client.post):
            assert ask(address).status_code in (403, 405), address
    update.refresh_from_db()
    assert (update.is_pinned, update.status) == (False, "public")
    assert "A surge" not in client.get(reverse("admin:articles_live")).content.decode()


def test_a_reader_and_a_stranger_are_sent_to_sign_in(story):
    update = make(story)
    for client in (Client(), signed_in(somebody("Rana", None))):
        for address in [*addresses(update), reverse("admin:articles_live")]:
            assert client.post(address).status_code in (302, 403)
    update.refresh_from_db()
    assert update.status == "public"
    assert LiveUpdate.objects.count() == 1


def test_an_editor_of_other_sections_neither_sees_nor_posts(story):
    edith = somebody("Edith", roles.EDITOR)
    SectionLimit.objects.create(user=edith, section=f.section("culture"))
    client = signed_in(edith)

    assert client.get(at("story_live", story)).status_code == 403
    assert post(edith, story).status_code == 403
    assert "A surge" not in client.get(reverse("admin:articles_live")).content.decode()

    SectionLimit.objects.create(user=edith, section=story.section)
    assert post(edith, story).status_code == 302
    assert "A surge" in signed_in(edith).get(reverse("admin:articles_live")).content.decode()


def test_an_editor_of_other_sections_can_be_named(story):
    edith = somebody("Edith", roles.EDITOR)
    SectionLimit.objects.create(user=edith, section=f.section("culture"))
    live.name_reporters(story, None, [edith])

    assert post(edith, story).status_code == 302
    assert signed_in(edith).post(at("live_end", story), {"end": "1"}).status_code == 403


def test_a_reporter_changes_own_updates_only(story, cho, edith):
    own, other = make(story, cho), make(story, edith, "Rain.")

    for act in ("pin", "unpin", "mark", "unmark", "remove", "put-back"):
        assert press(cho, own, act).status_code == 302, act
        assert press(cho, other, act).status_code == 403, act
    assert edit(cho, other, body="<p>x</p>").status_code == 403
    for name in ("end", "reopen", "reporters"):
        assert signed_in(cho).post(at(f"live_{name}", story)).status_code == 403, name
    page = signed_in(cho).get(at("story_live", story)).content.decode()
    assert at("live_edit", story, own.pk) in page
    assert at("live_edit", story, other.pk) not in page
    assert "End it" not in page


def test_what_an_editor_removed_stays_removed(story, cho, edith):
    own = make(story, cho)
    live.remove(own, edith)

    assert press(cho, own, "put-back").status_code == 403

    assert not LiveUpdate.objects.get().is_public
    page = signed_in(cho).get(at("story_live", story)).content.decode()
    assert "An editor removed this." in page
    assert "Put back" not in page
    live.put_back(own, edith)
    live.remove(own, cho)
    assert "Put back" in signed_in(cho).get(at("story_live", story)).content.decode()


def test_an_update_is_found_in_its_own_live_blog_only(story, edith):
    other = make(f.published(kind=Story.Kind.LIVE))

    assert signed_in(edith).get(at("live_edit", story, other.pk)).status_code == 404


# Finding it --------------------------------------------------------------------------------------


def test_the_list_has_running_ones_first_and_drafts_of_live_blogs(story, edith):
    ended = f.published(kind=Story.Kind.LIVE, headline="The count")
    live.post(ended, None, UpdateContent(body_html="<p>x</p>"))
    live.close(ended, None, "")
    f.draft(kind=Story.Kind.LIVE, headline="The trial")
    f.published(headline="A report")
    f.draft(headline="A drafted report")

    page = signed_in(edith).get(reverse("admin:articles_live")).content.decode()

    titles = re.findall(r'live-blog-title" dir="auto">([^<]*)<', page)
    assert set(titles[:2]) == {"A surge in the strait", "The trial"}
    assert titles[2:] == ["The count"]
    for words in ("running", "ended", "not public yet"):
        assert words in page


def test_a_reporter_finds_the_live_blogs_that_name_them(story, cho):
    f.published(kind=Story.Kind.LIVE, headline="The count")

    page = signed_in(cho).get(reverse("admin:articles_live")).content.decode()

    assert re.findall(r'live-blog-title" dir="auto">([^<]*)<', page) == ["A surge in the strait"]


def test_the_list_is_what_each_may_post_to(story, cho, edith):
    """The question to the database and the one to a single live blog have the same answer."""
    limited, culture = somebody("Lee", roles.EDITOR), f.section("culture")
    SectionLimit.objects.create(user=limited, section=culture)
    blogs = [
        story,
        f.published(kind=Story.Kind.LIVE, section=culture),
        f.draft(kind=Story.Kind.LIVE, section=culture),
        f.draft(kind=Story.Kind.LIVE),
        f.withdrawn(kind=Story.Kind.LIVE),
    ]
    live.name_reporters(blogs[3], None, [cho, limited])
    gone = somebody("Sam", roles.EDITOR)
    gone.is_active = False

    for person in (cho, edith, limited, gone, somebody("Mina", roles.MODERATOR)):
        offered = {blog.pk for blog in live.blogs_of(person)}
        assert offered == {blog.pk for blog in blogs if live.may_post(person, blog)}, person


def test_the_first_page_of_the_newsroom_leads_to_them(story, cho, edith):
    mina, ada = somebody("Mina", roles.MODERATOR), somebody("Ada", roles.MODERATOR)
    live.name_reporters(story, None, [cho, ada])
    address = f'href="{reverse("admin:articles_live")}"'

    for person, is_offered in ((edith, True), (cho, True), (ada, True), (mina, False)):
        page = signed_in(person).get(reverse("admin:index")).content.decode()
        assert (address in page) == is_offered, person


def test_the_list_costs_no_more_with_many(story, edith, settings):
    settings.VERSION_CHECK_SECONDS = 60
    client = signed_in(edith)
    asked = []
    for number in (1, 12):
        for _more in range(number):
            make(f.published(kind=Story.Kind.LIVE))
        client.get(reverse("admin:articles_live"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("admin:articles_live"))
        asked.append(len(captured))

    assert asked[0] == asked[1]
    assert asked[1] <= 12


def test_the_form_of_a_live_story_leads_to_its_updates(story, edith):
    client = signed_in(edith)
    report = f.published()

    assert at("story_live", story) in client.get(at("story_change", story)).content.decode()
    assert at("story_live", report) not in client.get(at("story_change", report)).content.decode()
    assert client.get(reverse("admin:articles_story_add")).status_code == 200


def test_a_story_of_another_kind_takes_nothing_and_says_so(edith):
    report = f.published()

    page = signed_in(edith).get(at("story_live", report)).content.decode()

    assert "not of kind “Live”" in page
    assert post(edith, report).status_code == 409


def test_what_readers_do_not_see_yet_is_said(edith):
    draft = f.draft(kind=Story.Kind.LIVE)

    page = signed_in(edith).get(at("story_live", draft)).content.decode()

    assert "Readers do not see this story yet" in page
    assert post(edith, draft).status_code == 302


def test_a_withdrawn_one_takes_nothing(story, edith):
    publishing.withdraw(story, None, "")

    page = signed_in(edith).get(at("story_live", story)).content.decode()

    assert "was withdrawn" in page
    assert "data-live-composer" not in page


def test_hostile_words_stay_words_in_the_newsroom(story, edith):
    post(edith, story, "<script>alert(1)</script>", headline="<img src=x onerror=alert(2)>")

    page = signed_in(edith).get(at("story_live", story)).content.decode()

    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


def test_the_time_of_an_update_is_that_of_its_arrival(story, cho):
    """A reader with the page open is told of what is newer than what stands there."""
    before = timezone.now()

    post(cho, story)

    assert before <= LiveUpdate.objects.get().at <= timezone.now() + datetime.timedelta(seconds=1)
