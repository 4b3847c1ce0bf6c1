"""Features E16 and E17 in the admin: correcting, seeing who said what, sealing what readers saw."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import changes, corrections, publishing
from articles.models import Correction, SectionLimit, Story
from articles.working_copy import content_of
from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
TEXT = "An earlier version said that nine came back. In fact, ten did."
ADD = {"kind": "correction", "text": TEXT}


@pytest.fixture(autouse=True)
def paper():
    f.site()


def somebody(role: str, name: str = "Somebody"):
    person = f.UserFactory(display_name=name, is_staff=True)
    roles.give(person, role)
    return person


@pytest.fixture
def edith():
    return somebody(roles.EDITOR, "Edith")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def live() -> Story:
    return f.published(timezone.now() - 2 * HOUR, headline="Ferry leaves")


def change(story: Story, kind: str = Story.Change.UPDATE, **fields) -> None:
    publishing.save_story(story, None, replace(content_of(story), **fields))
    publishing.publish(story, None, change=kind)


def at(name: str, story: Story, *more: int) -> str:
    return reverse(f"admin:articles_story_{name}", args=[story.pk, *more])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def form_of(story: Story, **data) -> dict[str, str]:
    """What the form of a story posts, with nothing changed but `data`."""
    content = content_of(story)
    return {
        "headline": content.headline,
        "body": content.body_html,
        "kind": "report",
        "language": "en",
        "section": str(content.section),
        "based_on": str(story.working_revision.number),
        "bylines-TOTAL_FORMS": "0",
        "bylines-INITIAL_FORMS": "0",
        **data,
    }


# Corrections -------------------------------------------------------------------------------------


def test_an_editor_corrects_a_story_from_its_page(edith):
    story, client = live(), signed_in(edith)
    assert at("corrections", story) in text_of(client.get(at("change", story)))

    response = client.post(at("corrections", story), ADD, follow=True)

    text = text_of(response)
    assert TEXT in text
    assert "Edith" in text
    assert "See it as readers do" in text
    assert TEXT in Client().get(story.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "correction", "text": ""}, "required"),
        ({"kind": "rant", "text": TEXT}, "Select a valid choice"),
        ({"kind": "correction", "text": "x" * 2001}, "2000"),
        ({"text": TEXT}, "required"),
    ],
)
def test_what_is_missing_is_said_beside_it_and_what_was_typed_stays(edith, typed, sentence):
    story = live()

    response = signed_in(edith).post(at("corrections", story), typed)

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert typed["text"] in text_of(response)
    assert not Correction.objects.exists()


def test_pressing_twice_says_it_once(edith):
    story, client = live(), signed_in(edith)
    client.post(at("corrections", story), ADD)

    response = client.post(at("corrections", story), ADD)

    assert response.status_code == 422
    assert "says this already" in text_of(response)
    assert Correction.objects.count() == 1


def test_it_is_reworded_with_every_wording_kept(edith):
    story, client = live(), signed_in(edith)
    one = corrections.add(story, None, "correction", TEXT)
    page = client.get(at("correction", story, one.pk))
    assert TEXT in text_of(page)
    seen = one.events.get().wording_id

    response = client.post(
        at("correction", story, one.pk),
        {"kind": "clarification", "text": "Ten came back.", "seen": seen},
        follow=True,
    )

    text = text_of(response)
    assert "History: 2 entries" in text
    assert TEXT in text
    assert "<bdi>Edith</bdi>" in text
    assert TEXT not in Client().get(story.get_absolute_url()).content.decode()


def test_the_second_of_two_editors_sees_what_the_first_wrote_and_can_go_on(edith):
    story, client = live(), signed_in(edith)
    one = corrections.add(story, None, "correction", TEXT)
    seen = one.events.get().wording_id
    corrections.edit(one, somebody(roles.EDITOR, "Sam"), "correction", "Ten, says the captain.")
    mine = {"kind": "correction", "text": "Eleven came back.", "seen": seen}

    response = client.post(at("correction", story, one.pk), mine)

    text = text_of(response)
    assert response.status_code == 409
    assert "Sam has worded it anew" in text
    assert "Ten, says the captain." in text
    assert "Eleven came back." in text
    again = one.events.first().wording_id
    assert f'name="seen" value="{again}"' in text
    client.post(at("correction", story, one.pk), {**mine, "seen": again})
    one.refresh_from_db()
    assert one.text == "Eleven came back."


def test_a_retracted_one_leaves_readers_and_stays_here_and_there_is_a_way_back(edith):
    story, client = live(), signed_in(edith)
    one = corrections.add(story, None, "correction", TEXT)

    response = client.post(at("retract", story, one.pk), follow=True)

    text = text_of(response)
    assert "add it again" in text
    assert TEXT in text
    assert "retracted" in text
    assert TEXT not in Client().get(story.get_absolute_url()).content.decode()
    assert client.get(at("correction", story, one.pk)).status_code == 302
    assert "has retracted it" in text_of(client.post(at("retract", story, one.pk), follow=True))
    assert client.post(at("corrections", story), ADD).status_code == 302


def test_looking_changes_nothing(edith):
    story, client = live(), signed_in(edith)
    one = corrections.add(story, None, "correction", TEXT)
    assert client.get(at("retract", story, one.pk)).status_code == 405
    assert corrections.of_story(story).all == [one]


def test_a_correction_of_another_story_is_not_found_here(edith):
    one = corrections.add(live(), None, "correction", TEXT)
    other, client = live(), signed_in(edith)
    assert client.get(at("correction", other, one.pk)).status_code == 404
    assert client.post(at("retract", other, one.pk)).status_code == 404


def test_what_readers_have_not_seen_has_nothing_to_correct(edith):
    story, client = f.draft(), signed_in(edith)
    assert 'name="text"' not in text_of(client.get(at("corrections", story)))
    assert client.post(at("corrections", story), ADD).status_code == 422
    assert at("corrections", story) not in text_of(client.get(at("change", story)))


def test_only_who_may_publish_the_story_corrects_it():
    cho, mina = somebody(roles.CONTRIBUTOR, "Cho"), somebody(roles.MODERATOR, "Mina")
    story = f.draft(cho)
    publishing.publish(story, None)
    one = corrections.add(story, None, "correction", TEXT)
    for person, reads in ((cho, (200,)), (mina, (403, 404))):
        client, no = signed_in(person), (403, 404)
        assert client.get(at("corrections", story)).status_code in reads
        assert client.get(at("public_versions", story)).status_code in reads
        assert client.post(at("corrections", story), {**ADD, "kind": "note"}).status_code in no
        assert client.get(at("correction", story, one.pk)).status_code in no
        assert client.post(at("retract", story, one.pk)).status_code in no
        assert client.post(at("public_versions", story), {"seal": "1"}).status_code in no
    assert Client().get(at("corrections", story)).status_code == 302
    assert list(Correction.objects.standing()) == [one]


def test_an_editor_of_another_section_corrects_nothing_here(edith):
    SectionLimit.objects.create(user=edith, section=f.section())
    story, client = live(), signed_in(edith)
    assert client.get(at("corrections", story)).status_code in (403, 404)
    assert client.post(at("corrections", story), ADD).status_code in (403, 404)
    assert not Correction.objects.exists()


def test_the_list_of_all_leads_to_each_storys_page(edith):
    one, gone = (corrections.add(live(), None, "correction", f"{TEXT} {number}") for number in "12")
    corrections.retract(gone, edith)
    client, lists = signed_in(edith), reverse("admin:articles_correction_changelist")

    text = text_of(client.get(lists))

    assert f"{at('corrections', one.story)}#correction-{one.pk}" in text
    assert "retracted" in text
    assert "Ferry leaves" in text
    assert "2 corrections" in text
    assert "1 correction<" in text_of(client.get(lists, {"state": "retracted"})).replace(" <", "<")
    assert "2 corrections" in text_of(client.get(lists, {"state": "nonsense"}))
    response = client.get(reverse("admin:articles_correction_change", args=[one.pk]))
    assert response["Location"] == f"{at('corrections', one.story)}#correction-{one.pk}"
    assert client.get(reverse("admin:articles_correction_add")).status_code == 403
    SectionLimit.objects.create(user=edith, section=f.section())
    assert "Ferry leaves" not in text_of(client.get(lists))


@pytest.mark.parametrize("number", [1, 30])
def test_list_and_page_ask_little_at_any_size(edith, number):
    story = live()
    for one in range(number):
        made = corrections.add(story, edith, "correction", f"{TEXT} {one}")
        corrections.edit(made, edith, "correction", f"{TEXT} {one}!")
    client = signed_in(edith)
    for address in (at("corrections", story), reverse("admin:articles_correction_changelist")):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        assert len(captured) <= 12, address


# Publishing a change ------------------------------------------------------------------------------


def test_the_form_asks_what_a_change_means_and_keeps_the_answer(edith):
    story, client = live(), signed_in(edith)
    assert 'name="change"' in text_of(client.get(at("change", story)))

    client.post(at("change", story), form_of(story, headline="F", change="typo", _publish="1"))

    assert story.public_versions.seen().first().change == "typo"


def test_a_change_called_a_correction_leads_to_saying_what_was_wrong(edith):
    story, client = live(), signed_in(edith)
    posted = form_of(story, headline="Ferry departs", change="correction", _publish="1")

    response = client.post(at("change", story), posted, follow=True)

    assert response.redirect_chain[-1][0] == at("corrections", story)
    assert "Now tell readers what was wrong" in text_of(response)
    story.refresh_from_db()
    reminder = "readers find no word on what was wrong"
    assert reminder in text_of(client.get(at("change", story)))
    client.post(at("corrections", story), ADD)
    assert reminder not in text_of(client.get(at("change", story)))


@pytest.mark.parametrize("kind", ["typo", "update"])
def test_any_other_change_leads_back_to_the_form(edith, kind):
    story, client = live(), signed_in(edith)
    posted = form_of(story, headline="Ferry departs", change=kind, _publish="1")
    assert client.post(at("change", story), posted)["Location"] == at("change", story)


def test_who_has_said_it_already_is_not_asked_again(edith):
    story, client = live(), signed_in(edith)
    corrections.add(story, edith, "correction", TEXT)
    posted = form_of(story, headline="Ferry departs", change="correction", _publish="1")
    assert client.post(at("change", story), posted)["Location"] == at("change", story)


def test_a_correction_that_came_by_itself_is_asked_for_when_it_has_come(edith):
    story, client = live(), signed_in(edith)
    later = timezone.localtime(timezone.now() + HOUR).strftime("%Y-%m-%dT%H:%M")
    data = {"headline": "Ferry departs", "change": "correction", "at": later}
    client.post(at("change", story), form_of(story, _schedule_change="1", **data))
    reminder = "readers find no word on what was wrong"
    text = text_of(client.get(at("change", story)))
    assert reminder not in text
    # What was said of the change that waits is still said.
    assert '<option value="correction" selected>' in text

    publishing.run_due(timezone.now() + 2 * HOUR)
    Story.objects.get().public_versions.update(at=timezone.now() - HOUR / 60)
    oldest = story.public_versions.order_by("pk").first()
    type(oldest).objects.filter(pk=oldest.pk).update(at=timezone.now() - HOUR)

    assert reminder in text_of(client.get(at("change", story)))


def test_publishing_a_withdrawn_story_again_asks_too(edith):
    story, client = live(), signed_in(edith)
    publishing.withdraw(story, edith)
    assert 'name="change"' in text_of(client.get(at("change", story)))
    posted = form_of(story, headline="Ferry departs", change="correction", _publish="1")
    client.post(at("change", story), posted)
    assert story.public_versions.seen().first().change == "correction"


# Sealing ------------------------------------------------------------------------------------------


def test_an_editor_seals_a_version_with_a_reason_and_opens_it_again(edith):
    story, client = live(), signed_in(edith)
    change(story, headline="Ferry departs")
    old = story.public_versions.seen().last()
    assert at("public_versions", story) in text_of(client.get(at("change", story)))

    response = client.post(
        at("public_versions", story), {"seal": old.pk, "reason": "It named a child."}, follow=True
    )

    text = text_of(response)
    assert "It named a child." in text
    assert "Sealed by Edith" in text
    public = Client().get(f"{story.get_absolute_url()}changes/").content.decode()
    assert "It named a child." in public
    client.post(at("public_versions", story), {"open": old.pk})
    assert not any(one.is_sealed for one in changes.of_story(story))


def test_a_seal_without_a_reason_is_refused_beside_the_field(edith):
    story, client = live(), signed_in(edith)
    change(story, headline="Ferry departs")
    old = story.public_versions.seen().last()

    response = client.post(at("public_versions", story), {"seal": old.pk, "reason": " "})

    assert response.status_code == 422
    assert "Tell readers in a few words why" in text_of(response)
    long = client.post(at("public_versions", story), {"seal": old.pk, "reason": "y" * 300})
    assert long.status_code == 422
    assert "y" * 300 in text_of(long)


def test_what_readers_see_now_has_no_button_and_no_forged_one(edith):
    story, client = live(), signed_in(edith)
    change(story, headline="Ferry departs")
    new = story.public_versions.seen().first()
    assert f'name="seal" value="{new.pk}"' not in text_of(client.get(at("public_versions", story)))
    forged = client.post(at("public_versions", story), {"seal": new.pk, "reason": "Why not"})
    assert forged.status_code == 422
    assert not any(one.is_sealed for one in changes.of_story(story))


@pytest.mark.parametrize("number", ["", "x", "9" * 40, "0", "٣"])
def test_sealing_what_is_none_is_not_found(edith, number):
    story = live()
    posted = {"seal": number, "reason": "Why"}
    assert signed_in(edith).post(at("public_versions", story), posted).status_code == 404


def test_versions_of_another_story_are_out_of_reach(edith):
    story, other = live(), live()
    change(other, headline="Other")
    posted = {"seal": other.public_versions.seen().last().pk, "reason": "Why"}
    assert signed_in(edith).post(at("public_versions", story), posted).status_code == 404


@pytest.mark.parametrize("number", [2, 30])
def test_the_page_of_versions_asks_little_at_any_size(edith, number):
    story = live()
    for one in range(1, number):
        change(story, headline=f"Ferry {one}")
    client = signed_in(edith)
    client.get(at("public_versions", story))
    with CaptureQueriesContext(connection) as captured:
        client.get(at("public_versions", story))
    assert len(captured) <= 12
