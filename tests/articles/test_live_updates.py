"""Feature E15: the verbs of a live blog."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.utils import timezone

from articles import live, publishing
from articles.live import UpdateContent
from articles.models import LiveBlog, LiveEvent, LiveUpdate, Story
from articles.working_copy import content_of
from newsportal.core import versions
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def edith():
    return f.UserFactory(display_name="Edith")


@pytest.fixture
def story():
    f.site()
    return f.published(kind=Story.Kind.LIVE)


def said(text: str, **fields) -> UpdateContent:
    return UpdateContent(body_html=f"<p>{text}</p>", **fields)


def events(update: LiveUpdate) -> list[str]:
    return list(update.events.order_by("pk").values_list("kind", flat=True))


def test_a_posted_update_keeps_its_text_its_time_and_who_posted_it(story, edith):
    content = UpdateContent("Pier 3 closed", "<p onclick=x>Waves over the wall.</p>")

    posted = live.post(story, edith, content, is_key=True)

    update = LiveUpdate.objects.get()
    assert posted.is_new
    assert (update.headline, update.body_html) == ("Pier 3 closed", "<p>Waves over the wall.</p>")
    assert (update.body_text, update.posted_by, update.is_key) == (
        "Waves over the wall.",
        edith,
        True,
    )
    assert events(update) == ["posted"]
    assert update.revisions.get().body_html == update.body_html
    assert LiveBlog.objects.get(story=story).newest_at == update.at


def test_every_verb_tells_the_pages_that_show_it(story, edith):
    update = live.post(story, edith, said("Wind.")).update
    for act in (
        lambda: live.post(story, edith, said("Rain.")),
        lambda: live.edit(update, edith, said("Storm."), based_on=1),
        lambda: live.pin(update, edith),
        lambda: live.unpin(update, edith),
        lambda: live.mark_key(update, edith),
        lambda: live.unmark_key(update, edith),
        lambda: live.remove(update, edith),
        lambda: live.put_back(update, edith),
        lambda: live.close(story, edith, "<p>It is over.</p>"),
        lambda: live.reopen(story, edith),
    ):
        keys = [f"story:{story.pk}", "home"]
        before = versions.read(keys)
        act()
        assert versions.read(keys) == {key: version + 1 for key, version in before.items()}


def test_a_posting_is_announced(story, edith, settings, monkeypatch):
    heard = []
    monkeypatch.setattr("articles.live.announce", lambda kind, **ids: heard.append((kind, ids)))

    update = live.post(story, edith, said("Wind.")).update

    assert heard == [("story.live_update", {"story": story.pk, "update": update.pk})]


def test_the_same_key_twice_is_one_update_whatever_became_of_it(story, edith):
    key = uuid.uuid4()
    first = live.post(story, edith, said("Wind."), form_key=key)
    live.remove(first.update, edith)

    again = live.post(story, edith, said("Wind."), form_key=key)

    assert (again.update, again.is_new) == (first.update, False)
    assert LiveUpdate.objects.count() == 1


def test_two_senders_at_once_make_one_update(story, edith, monkeypatch):
    """The second asks before the first has written, and finds out when it writes."""
    key = uuid.uuid4()
    first = live.post(story, edith, said("Wind."), form_key=key)
    answers = iter([None, first.update])
    monkeypatch.setattr(live, "posted_before", lambda *_: next(answers))

    again = live.post(story, edith, said("Wind."), form_key=key)

    assert again.update == first.update
    assert LiveUpdate.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (UpdateContent(), "Write something"),
        (UpdateContent(body_html="<p> </p>", headline="  "), "Write something"),
        (said("x" * 60_000), "too long"),
    ],
)
def test_nothing_and_too_much_are_refused_with_a_sentence(story, edith, content, words):
    with pytest.raises(publishing.Refused, match=words):
        live.post(story, edith, content)
    assert not LiveUpdate.objects.exists()


def test_a_picture_alone_is_an_update(story, edith):
    update = live.post(story, edith, UpdateContent(image=f.picture().pk)).update

    assert update.title == "Picture"


@pytest.mark.parametrize("make", [f.published, f.draft])
def test_only_live_stories_take_updates(make, edith):
    f.site()
    with pytest.raises(publishing.Refused, match="live"):
        live.post(make(), edith, said("Wind."))


def test_a_draft_of_a_live_story_takes_them(edith):
    story = f.draft(kind=Story.Kind.LIVE)

    assert live.post(story, edith, said("Wind.")).is_new


def test_a_withdrawn_story_takes_none(story, edith):
    publishing.withdraw(story, edith, "")

    with pytest.raises(publishing.Refused, match="withdrawn"):
        live.post(story, edith, said("Wind."))


def test_an_edit_keeps_the_text_before_and_the_time(story, edith):
    update = live.post(story, edith, said("Wnid.")).update
    at = update.at

    live.edit(update, edith, said("Wind.", headline="Gale"), based_on=1)

    update = LiveUpdate.objects.get()
    assert (update.title, update.body_text, update.at) == ("Gale", "Wind.", at)
    assert update.edited_at > at
    assert [one.body_html for one in update.revisions.all()] == ["<p>Wind.</p>", "<p>Wnid.</p>"]
    assert events(update) == ["posted", "edited"]


def test_an_edit_of_nothing_is_none(story, edith):
    update = live.post(story, edith, said("Wind.")).update

    assert live.edit(update, edith, said("Wind."), based_on=1) is None
    assert LiveUpdate.objects.get().edited_at is None


def test_the_second_of_two_editors_overwrites_nothing(story, edith):
    update = live.post(story, edith, said("Wind.")).update
    also = LiveUpdate.objects.get()
    live.edit(update, edith, said("Gale."), based_on=1)

    with pytest.raises(live.Overtaken) as overtaken:
        live.edit(also, f.UserFactory(), said("Breeze."), based_on=1)

    assert overtaken.value.newest.body_text == "Gale."
    assert LiveUpdate.objects.get().body_text == "Gale."


def test_removing_and_putting_back_move_one_state(story, edith):
    first = live.post(story, edith, said("One.")).update
    second = live.post(story, edith, said("Two.")).update
    newest = LiveBlog.objects.values_list("newest_at", flat=True)

    live.remove(second, edith)
    assert second.status == "removed"
    assert newest.get() == first.at

    live.put_back(second, edith)
    assert second.status == "public"
    assert newest.get() == second.at
    assert events(second) == ["posted", "removed", "put_back"]


def test_who_is_slower_hears_who_was_faster(story, edith):
    update = live.post(story, edith, said("Wind.")).update
    live.remove(LiveUpdate.objects.get(), edith)

    for act in (live.remove, live.pin, live.mark_key):
        with pytest.raises(publishing.Refused, match="Edith"):
            act(update, f.UserFactory())
    with pytest.raises(publishing.Refused, match="Edith"):
        live.edit(update, f.UserFactory(), said("Gale."), based_on=1)


def test_marking_twice_is_one_event(story, edith):
    update = live.post(story, edith, said("Wind.")).update
    live.mark_key(update, edith)
    live.mark_key(update, edith)
    live.unmark_key(update, edith)

    assert events(update) == ["posted", "marked", "unmarked"]


def test_a_fourth_pin_asks_to_unpin_one_first(story, edith):
    updates = [live.post(story, edith, said(f"{number}.")).update for number in range(4)]
    for update in updates[:3]:
        live.pin(update, edith)
    with pytest.raises(publishing.Refused, match="3 updates are pinned"):
        live.pin(updates[3], edith)

    live.unpin(updates[0], edith)
    live.pin(updates[3], edith)

    assert LiveUpdate.objects.filter(is_pinned=True).count() == 3


def test_an_ended_live_blog_takes_nothing_until_it_is_opened_again(story, edith):
    live.close(story, edith, "<p>Nine <script>x</script>boats came home.</p>")
    blog = LiveBlog.objects.get()
    assert blog.is_closed
    assert "script" not in blog.summary_html
    with pytest.raises(publishing.Refused, match="ended"):
        live.post(story, edith, said("Wind."))
    with pytest.raises(publishing.Refused, match="Edith was faster"):
        live.close(story, edith, "")

    live.reopen(story, edith)

    assert live.post(story, edith, said("Wind.")).is_new
    assert LiveBlog.objects.get().closed_at is None
    with pytest.raises(publishing.Refused, match="Edith was faster"):
        live.reopen(story, edith)
    acts = LiveEvent.objects.filter(update=None).order_by("pk")
    assert list(acts.values_list("kind", "from_status", "to_status")) == [
        ("closed", "open", "closed"),
        ("reopened", "closed", "open"),
    ]


def test_a_silent_live_blog_can_be_asked_for(story, edith):
    now = timezone.now()
    assert not Story.objects.stale_live(now).exists()

    later = now + datetime.timedelta(hours=13)
    assert list(Story.objects.stale_live(later)) == [story]

    live.post(story, edith, said("Wind."), at=later - datetime.timedelta(hours=1))
    assert not Story.objects.stale_live(later).exists()
    assert list(Story.objects.stale_live(later + datetime.timedelta(hours=12))) == [story]

    live.close(story, edith, "")
    assert not Story.objects.stale_live(later + datetime.timedelta(days=9)).exists()


def test_a_report_is_never_a_silent_live_blog():
    f.published(timezone.now() - datetime.timedelta(days=3))

    assert not Story.objects.stale_live().exists()


def test_reporters_post_and_change_their_own(story, edith):
    cho, sam = f.UserFactory(display_name="Cho"), f.UserFactory()
    others = live.post(story, edith, said("Wind.")).update
    assert not live.may_post(cho, story)

    live.name_reporters(story, edith, [cho])
    own = live.post(story, cho, said("Rain.")).update

    assert live.may_post(cho, story)
    assert live.may_change(cho, own)
    assert not live.may_change(cho, others)
    assert not live.may_lead(cho, story)
    assert not live.may_post(sam, story)
    cho.is_active = False
    assert not live.may_post(cho, story)


def test_the_working_copy_of_the_story_is_left_alone(story, edith):
    before = content_of(story)
    live.post(story, edith, said("Wind."))
    story.refresh_from_db()

    assert content_of(story) == before
    assert not story.has_changes
    assert not story.shows_update


def test_cleaning_anew_is_no_edit(story, edith):
    update = live.post(story, edith, said("Wind.")).update
    LiveUpdate.objects.filter(pk=update.pk).update(markup_version=0)

    live.rerender(update)

    update.refresh_from_db()
    assert update.markup_version > 0
    assert (update.edited_at, update.revision) == (None, 1)
