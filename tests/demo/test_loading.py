"""The demonstration as it stands in the database after loading (feature F7)."""

import datetime
import itertools
from collections import Counter

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import changes, corrections, your_list
from articles.chrome import load as load_chrome
from articles.front_layout import read
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
    StoryEvent,
    Tag,
)
from comments import moderation, telling
from comments.discussions import discussion_of, rule_for
from comments.models import (
    Appeal,
    Comment,
    CommentEvent,
    Control,
    Discussion,
    LegalNotice,
    Policy,
    Reaction,
    Report,
    Sanction,
    SiteDiscussion,
)
from newsportal import roles
from newsportal.core.models import Notice, User
from newsportal.demo import discussing, loading, people
from tests.demo import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

MARKED = (Story, Page, Section, Tag, Author, Image, MenuItem)


def test_it_has_what_a_newspaper_needs(demo):
    assert Section.objects.filter(parent=None).count() >= 6
    assert Story.objects.live().count() >= 36
    assert Comment.objects.count() >= 300
    assert {status for status, _label in Comment.Status.choices} - {"unconfirmed"} == set(
        Comment.objects.values_list("status", flat=True)
    )


def test_the_command_says_what_it_loaded(said, demo):
    assert f"The Meridian is loaded: {len(demo.stories)} stories" in said
    assert "demo-newsroom" in said


def test_a_second_run_changes_nothing_and_says_so():
    before = list(Story.objects.order_by("pk").values_list("pk", "changed_at"))
    assert "loaded already; nothing was changed" in loaded.seed_demo()
    assert list(Story.objects.order_by("pk").values_list("pk", "changed_at")) == before


def test_somebody_faster_is_noticed(demo):
    """Both looked while the database was empty; the second finds it filled."""
    with pytest.raises(loading.NotEmpty):
        loading.load(demo, loaded.plain_pictures(demo))


def test_everything_bears_the_mark():
    for noun in MARKED:
        assert not noun._default_manager.exclude(source=loading.SOURCE).exists()
    assert not Comment.objects.exclude(source=loading.SOURCE).exists()


def test_stories_stand_in_every_state_as_their_files_say(demo):
    wanted = Counter(text.status for text in demo.stories)
    assert Counter(Story.objects.values_list("status", flat=True)) == wanted
    scheduled = Story.objects.get(status="scheduled")
    assert not scheduled.is_live()
    assert Story.objects.get(status="withdrawn").withdrawal_note


def test_stories_are_as_old_as_their_files_say_and_nothing_is_in_the_future(demo):
    now = timezone.now()
    for text in demo.stories:
        if text.status != "published":
            continue
        story = Story.objects.get(import_id=text.slug)
        age = (now - story.first_live_at) / datetime.timedelta(hours=1)
        assert text.hours_ago <= age < text.hours_ago + 1, text.slug
        assert story.slug == text.slug
        assert story.shows_update == bool(text.updated_after_minutes), text.slug
        assert story.created_at < story.first_live_at <= story.changed_at < now
    assert not Comment.objects.filter(created_at__gte=now).exists()
    assert not Comment.objects.filter(decided_at__gte=now).exists()
    assert not Reaction.objects.filter(at__gte=now).exists()


def test_the_history_of_a_story_is_told_in_order():
    for story in Story.objects.all():
        told = list(story.events.order_by("pk").values_list("at", flat=True))
        assert told == sorted(told), story
        assert StoryEvent.objects.filter(story=story, kind="created").exists()


def test_readers_can_compare_what_some_stories_said_before(demo):
    told = {text.slug: text.changes for text in demo.stories if text.changes}
    assert len(told) >= 3
    for slug, made in told.items():
        story = Story.objects.get(import_id=slug)
        versions = changes.of_story(story)
        assert [one.row.change for one in versions[:-1]] == [one.change for one in made[::-1]]
        assert versions[-1].row.at == story.first_live_at
        assert [one.row.at for one in versions] == sorted(
            (one.row.at for one in versions), reverse=True
        )
        for old, new in itertools.pairwise(versions[::-1]):
            if not old.is_sealed and not new.is_sealed:
                assert changes.difference(old, new), slug
    assert PublicVersion.objects.exclude(sealed_reason="").count() == 1


def test_editors_have_said_something_of_every_kind_and_never_in_the_future(demo):
    kinds = Counter(one.kind for text in demo.stories for one in text.corrections)
    assert set(kinds) == set(Correction.Kind.values)
    assert Counter(Correction.objects.public().values_list("kind", flat=True)) == kinds
    for one in Correction.objects.select_related("story"):
        assert one.story.first_live_at < one.at < timezone.now()
        assert one.story.corrected
        assert [act.at for act in one.events.all()] == [one.at]
    for story in Story.objects.all():
        assert not corrections.is_owed(story), story


def test_stories_stand_on_the_pages_of_their_sections_and_of_those_above():
    diplomacy = Section.objects.get(path="world/diplomacy")
    world = Section.objects.get(path="world")
    below = set(Story.objects.in_section(diplomacy).values_list("pk", flat=True))
    assert below
    assert below < set(Story.objects.in_section(world).values_list("pk", flat=True))


def test_counters_are_true():
    assert moderation.recount(repair=False) == []
    for discussion in Discussion.objects.all():
        given = Reaction.objects.filter(story=discussion.pk).values_list("kind", flat=True)
        assert discussion.reaction_counts == Counter(str(kind) for kind in given)
    for comment in Comment.objects.all():
        given = Counter(str(pk) for pk in comment.reactions.values_list("kind", flat=True))
        assert comment.reaction_counts == given


def test_only_public_targets_have_reactions():
    assert not Reaction.objects.exclude(story=None).exclude(story__status="published").exists()
    of_comments = Comment.objects.filter(reactions__isnull=False)
    # What was erased for legal reasons had been public.
    assert set(of_comments.values_list("status", flat=True)) == {"approved", "erased"}
    assert Reaction.objects.filter(story__isnull=False).count() > 1000


def test_threads_are_deep_and_answers_come_after_what_they_answer():
    assert max(Comment.objects.values_list("depth", flat=True)) >= 8
    for comment in Comment.objects.exclude(parent=None).select_related("parent"):
        assert comment.created_at > comment.parent.created_at
        if comment.parent.status == "approved":
            assert comment.created_at >= comment.parent.decided_at


def test_every_decision_has_its_moderator_and_its_event():
    deciders = User.objects.filter(email__in=["moderator@example.org", "admin@example.org"])
    decided = Comment.objects.filter(status__in=["approved", "rejected", "spam", "removed"])
    decided = decided.select_related("decided_by")
    assert set(decided.values_list("decided_by", flat=True)) == {one.pk for one in deciders}
    for comment in decided:
        marks = ("featured", "pinned", "quote_erased")
        last = CommentEvent.objects.filter(comment=comment).exclude(kind__in=marks).latest("pk")
        assert (last.to_status, last.actor, last.at) == (
            comment.status,
            comment.decided_by,
            comment.decided_at,
        )


def test_every_comment_says_what_the_checks_said_of_it():
    for comment in Comment.objects.prefetch_related("signals"):
        said = {signal.check_name: signal.code for signal in comment.signals.all()}
        assert {"policy", "links", "repetition", "shouting"} <= set(said)
        assert said["policy"] == "hold_all"
    offer = Comment.objects.get(status="spam", text__contains="smart-ring-offer")
    assert offer.signals.get(check_name="links").code == "newcomers_link"


def test_some_comments_were_edited_and_say_what_they_said_before(demo):
    edited = {
        discussing.key(text.slug, one.id): one
        for text in demo.stories
        for one in text.comments
        if one.before
    }
    assert len(edited) >= 3
    for comment in Comment.objects.filter(import_id__in=edited).prefetch_related("versions"):
        one = edited.pop(comment.import_id)
        assert comment.is_public
        assert comment.text == one.text.strip()
        assert [version.text for version in comment.versions.all()] == [one.before]
        assert comment.created_at < comment.edited_at < timezone.now()
    assert not edited


def test_the_newsroom_picked_comments_and_pinned_a_thread():
    assert Comment.objects.public().exclude(featured_at=None).count() == len(discussing.PICKED)
    assert Comment.objects.pinned().count() == len(discussing.PINNED)
    assert Discussion.objects.get(story__import_id=discussing.FORUM).public_count > 60


def test_a_discussion_is_closed_and_others_are_slowed_and_readers_are_told_why():
    shut = Discussion.objects.select_related("story").get(policy=Policy.CLOSED)
    rule = rule_for(shut.story, shut)
    assert (rule.is_open, rule.closed_note) == (False, discussing.CLOSED[shut.story.import_id])
    for control in Control.objects.select_related("story"):
        assert rule_for(control.story, discussion_of(control.story)).has_controls
    assert set(Control.objects.standing().values_list("kind", flat=True)) == {"slow", "no_replies"}
    assert set(Sanction.objects.values_list("kind", flat=True)) == {"warning", "suspension"}


def test_reports_and_a_notice_of_illegal_content_wait_for_a_moderator():
    assert Report.objects.open().count() == len(discussing.REPORTS)
    assert Comment.objects.filter(open_reports=2).count() == 1
    notice = LegalNotice.objects.get()
    assert notice.is_waiting
    assert notice.comment.is_public
    for one in (notice, *Report.objects.all()):
        assert one.at < timezone.now()


def test_appeals_wait_and_one_is_answered_and_nobody_gets_a_mail_about_the_past():
    states = Counter(Appeal.objects.values_list("state", flat=True))
    assert states == {"open": 3, "upheld": 1}
    for one in Appeal.objects.select_related("event", "sanction"):
        assert one.decided_at < one.made_at < (one.answered_at or timezone.now()) <= timezone.now()
    paths = DBTaskResult.objects.values_list("task_path", "args_kwargs")
    for path, args in paths:
        assert "mail" not in path
        assert "comments." not in str(args)
        assert "articles.notifications." not in str(args)


def test_a_readers_inbox_tells_what_became_of_her_comments(client):
    rana = User.objects.get(email="reader@example.org")
    kinds = [notice.kind for notice in Notice.objects.inbox_of(rana)]
    assert kinds == [telling.FEATURED, telling.REPLY, telling.REPLY, telling.REFUSED]
    times = [notice.at for notice in Notice.objects.inbox_of(rana)]
    assert times == sorted(times, reverse=True)
    assert Notice.objects.inbox_of(rana).unread().count() == 3
    client.force_login(rana)
    for address in ("/me/notices/", "/me/comments/", "/me/list/"):
        assert client.get(address).status_code == 200


def test_a_reader_keeps_a_list(client):
    rana = User.objects.get(email="reader@example.org")
    assert {row.story.import_id for row in your_list.saved(rana).rows} == set(discussing.SAVED)
    followed = your_list.followed(rana)
    assert {your_list.kind_of(thing) for thing in followed} == {"section", "tag", "author"}
    assert len(your_list.news(followed).rows) == your_list.NEWS_SIZE
    for noun in (SavedStory, Following):
        assert not noun.objects.filter(at__gte=timezone.now()).exists()


@pytest.mark.parametrize(
    ("local_part", "role"),
    [
        ("admin", roles.ADMINISTRATOR),
        ("editor", roles.EDITOR),
        ("contributor", roles.CONTRIBUTOR),
        ("moderator", roles.MODERATOR),
        ("reader", None),
        ("reader2", None),
    ],
)
def test_the_accounts_of_the_contract_can_sign_in(local_part, role):
    email = f"{local_part}@example.org"
    user = authenticate(username=email, password="demo-newsroom")
    assert user is not None
    assert list(user.groups.values_list("name", flat=True)) == ([role] if role else [])
    assert user.is_staff == bool(role)
    assert EmailAddress.objects.filter(user=user, email=email, verified=True, primary=True).exists()


def test_nobody_else_can_sign_in(demo):
    for email in people.addresses_of_readers(demo).values():
        assert not User.objects.get(email=email).has_usable_password()


def test_an_author_who_answers_readers_is_known_as_the_author():
    comment = Comment.objects.get(author__email="editor@example.org")
    assert comment.story.bylines.filter(author__user=comment.author).exists()
    assert comment.is_public


def test_the_contributor_has_own_drafts():
    cho = User.objects.get(email="contributor@example.org")
    own = Story.objects.filter(created_by=cho)
    assert {"draft", "in_review", "published"} <= set(own.values_list("status", flat=True))


def test_every_comment_waits_for_a_moderator():
    assert SiteDiscussion.objects.get().policy == "hold_all"


def test_the_newspaper_is_launched_and_its_menus_lead_somewhere():
    chrome = load_chrome()
    assert chrome.is_launched
    assert chrome.site.name == "The Meridian"
    assert [line.text for line in chrome.main_menu][:2] == ["Home", "World"]
    assert chrome.main_menu[1].lines[0].url == "/world/diplomacy/"
    assert chrome.main_menu[-1].url == "/about/"
    assert len(chrome.footer) >= 4


def test_every_story_and_author_has_a_picture_with_words():
    for image in Image.objects.all():
        assert image.alt
        assert image.credit
        assert image.file.storage.exists(image.file.name)
    assert not Story.objects.filter(status="published", lead_image=None).exists()
    assert not Author.objects.filter(portrait=None).exists()


def test_looking_tells_the_demonstration_from_another_newspaper():
    assert loading.look() is loading.Holds.DEMONSTRATION


def test_the_home_page_is_arranged_with_a_draft_for_tomorrow(client):
    front = Front.objects.get()
    (live, draft) = (read(version.layout).containers[0] for version in (front.live, front.working))

    assert [card.story for card in draft.cards[1:]] == [card.story for card in live.cards]
    assert len(live.cards) == len(loading.HOME_LEADS)
    assert not Story.objects.get(pk=draft.cards[0].story).is_live()
    (headline, *_others) = loading.HOME_LEADS.values()
    assert headline in client.get("/").content.decode()


def test_the_card_that_waits_longest_shows_a_word_of_the_list():
    oldest = Comment.objects.filter(status="held").earliest("created_at")
    assert oldest.signals.get(check_name="word_lists").pieces == ["numpty"]
