"""Loads the demonstration: one transaction through the verbs that the newsroom itself uses.

All times are counted from the moment of loading, so the paper is always of today; all else is the
same wherever it is loaded. What is made bears the source "demo", by which `removing` finds it.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from random import Random
from typing import Any

from django.core.files import File
from django.db import connection, transaction
from django.utils import timezone

from articles import arranging, images, live, publishing, sections
from articles.front_layout import Card, Layout
from articles.models import (
    Author,
    Image,
    LiveEvent,
    MenuItem,
    Page,
    Section,
    Standards,
    Story,
    StoryRevision,
    Tag,
)
from articles.models.revision import StoryEvent
from articles.working_copy import BylineContent, PageContent, StoryContent
from comments import alikeness, importing
from comments.importing import Row
from comments.models import Comment, Policy, SiteDiscussion
from newsportal.core import versions
from newsportal.core.models import SiteSettings, User
from newsportal.demo import changes, discussing, looking, newsletters, people, reactions
from newsportal.demo import readers as readings
from newsportal.demo.content_files import AuthorText, CommentText, Content, PictureText, StoryText
from newsportal.demo.pictures import focal_point
from newsportal.demo.telling import Tell, in_silence

#: The mark of everything that the demonstration brings.
SOURCE = "demo"

#: What the first start would have asked for.
NEWSPAPER = {
    "name": "The Meridian",
    "tagline": "News from Harbour City and the waters it shares",
    "accent": "#a3182e",
    "language": "en",
    "time_zone": "Europe/Lisbon",
    "publisher": "Meridian Press, Harbour City",
    "contact_email": "newsdesk@example.org",
}

#: Which page tells of what, by their slugs (`Standards`).
STANDARDS = {
    "ethics": "ethics-policy",
    "corrections": "corrections-policy",
    "ownership": "ownership-and-funding",
    "feedback": "contact",
}

#: Who leads the home page, by slug, with the headline there ("" for the story's own).
HOME_LEADS = {
    "surge-in-the-strait-live": "The water is going down. Now Low Quay counts its cellars",
    "council-passes-the-harbour-tax-before-dawn": "",
}
#: Placed above them in the draft for tomorrow.
HOME_DRAFT = {"the-bank-van-comes-back-to-the-drummet": "Cash on Tuesdays: the bank van is back"}

#: Stories given in whole hours would all appear at the same minute.
MOST_MINUTES_EARLIER = 40
#: How long writing took before publication, and moderators before they decided.
WRITING_HOURS = (5, 30)
DECIDING_MINUTES = (3, 40)
#: What the administrator decided beside the moderator.
SHARE_OF_LEAD = 0.3
#: A number of ours for PostgreSQL's advisory locks.
LOCK = 0x64656D6F
#: Nothing in the demonstration happened less than this before it was loaded.
JUST_NOW = datetime.timedelta(minutes=1)


class Holds(enum.Enum):
    """What a database holds, as far as the demonstration is concerned."""

    NOTHING = "nothing"
    DEMONSTRATION = "demonstration"
    SOMETHING_ELSE = "something else"


def look() -> Holds:
    """Say whether the database is empty, holds the demonstration, or a newspaper of somebody's."""
    if Story.objects.filter(source=SOURCE).exists():
        return Holds.DEMONSTRATION
    nouns = (SiteSettings, User, Section, Story, Page, Author, Tag, Image, MenuItem)
    if any(noun._default_manager.exists() for noun in nouns):
        return Holds.SOMETHING_ELSE
    return Holds.NOTHING


class NotEmpty(Exception):
    """Something stands in the database."""


@dataclass
class _Newsroom:
    """What has been made so far, by the names that the content uses."""

    now: datetime.datetime
    people: dict[str, User] = field(default_factory=dict)
    pictures: dict[str, Image] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    @property
    def editor(self) -> User:
        return self.people["Mina Holt"]

    @property
    def moderator(self) -> User:
        return self.people["Gil Marchetti"]


def load(
    content: Content,
    pictures: Mapping[str, bytes],
    *,
    now: datetime.datetime | None = None,
    tell: Tell = in_silence,
) -> None:
    """Fill an empty database with the demonstration, all of it or nothing.

    Args:
        content: the texts.
        pictures: an encoded picture for each name in `StoryText.pictures` and slug of an author.
        now: the moment from which the stories' ages count; the present when None.
        tell: hears of the progress.

    Raises:
        NotEmpty: something stands in the database.
    """
    newsroom = _Newsroom(now=now or timezone.now())
    try:
        with transaction.atomic():
            _claim_database()
            _load(newsroom, content, pictures, tell)
    except BaseException:
        _delete_files(newsroom)
        raise
    finally:
        versions.forget_copies()


def _claim_database() -> None:
    """Let two loadings at once come one after the other: the second finds the first one's work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if look() is not Holds.NOTHING:
        raise NotEmpty


def _load(newsroom: _Newsroom, content: Content, pictures: Mapping[str, bytes], tell: Tell) -> None:
    _make_newspaper(newsroom)
    newsroom.people = people.make(content, newsroom.now)
    _make_sections(newsroom, content)
    newsroom.tags = {
        text.name: Tag.objects.create(
            name=text.name,
            slug=text.slug,
            description=text.description,
            source=SOURCE,
            import_id=text.slug,
        )
        for text in content.tags
    }
    # Stories ask at once which sections stand above theirs.
    versions.forget_copies()
    _take_pictures(newsroom, content, pictures, tell)
    newsroom.authors = {text.slug: _make_author(newsroom, text) for text in content.authors}
    _make_pages(newsroom, content)
    _make_menus(newsroom, content)
    oldest_first = sorted(content.stories, key=lambda text: (-text.hours_ago, text.slug))
    for done, text in enumerate(oldest_first, 1):
        _make_story(newsroom, text)
        tell("Writing stories", done, len(oldest_first))
    _arrange_home(newsroom)
    discussing.make_word_list()
    # At the end: a check may look at what the same person said below any other story.
    importing.screen_as_written(Comment.objects.filter(source=SOURCE))
    alikeness.catch_up()  # the beat would come only in some minutes
    discussing.make(content, newsroom.people, newsroom.now)
    looking.make(newsroom.people, newsroom.now)
    readers = people.addresses(content)
    newsletters.make(newsroom.people, newsroom.sections, readers, newsroom.now)
    readings.make(newsroom.now)


def _make_newspaper(newsroom: _Newsroom) -> None:
    SiteSettings.objects.create(**NEWSPAPER, launched_at=newsroom.now)
    SiteDiscussion.objects.update_or_create(
        pk=SiteDiscussion.SINGLE,
        defaults={"policy": Policy.HOLD_ALL, "second_look_share": 30, "second_look_most": 30},
    )
    versions.bump("site", "discussion-policies")


def _make_sections(newsroom: _Newsroom, content: Content) -> None:
    for order, text in enumerate(content.sections):
        section = Section(
            name=text.name,
            slug=text.slug,
            parent=newsroom.sections.get(text.parent),
            order=order,
            description=text.description,
            colour=text.colour,
            source=SOURCE,
            import_id=text.path,
        )
        sections.save(section)
        newsroom.sections[text.path] = section


# Pictures and people -----------------------------------------------------------------------------


def _take_pictures(
    newsroom: _Newsroom, content: Content, pictures: Mapping[str, bytes], tell: Tell
) -> None:
    """Keep all pictures; the newest stories' first, since the worker takes them in this order."""
    newest_first = sorted(content.stories, key=lambda text: (text.hours_ago, text.slug))
    wanted: list[tuple[str, dict[str, Any]]] = [
        (name, _words(picture)) for text in newest_first for name, picture in text.pictures.items()
    ]
    wanted += [(text.slug, _words_of_portrait(text)) for text in content.authors]
    for done, (slug, words) in enumerate(wanted, 1):
        newsroom.pictures[slug] = images.take(
            File(BytesIO(pictures[slug]), name=slug),
            newsroom.editor,
            source=SOURCE,
            import_id=slug,
            **words,
        )
        tell("Keeping pictures", done, len(wanted))


def _words(picture: PictureText) -> dict[str, Any]:
    x, y = focal_point(picture.composition, picture.seed)
    return {
        "alt": picture.alt,
        "caption": picture.caption,
        "credit": picture.credit,
        "focal_x": x,
        "focal_y": y,
    }


def _words_of_portrait(author: AuthorText) -> dict[str, Any]:
    return {"alt": f"A drawn portrait of {author.name}.", "credit": "Drawing: Yuna Park"}


def _delete_files(newsroom: _Newsroom) -> None:
    for image in newsroom.pictures.values():
        image.file.delete(save=False)
        image.original.delete(save=False)


def _make_author(newsroom: _Newsroom, text: AuthorText) -> Author:
    accounts = {account.author: account.name for account in people.ACCOUNTS if account.author}
    return Author.objects.create(
        name=text.name,
        slug=text.slug,
        title=text.title,
        bio=text.bio,
        email=text.email,
        portrait=newsroom.pictures[text.slug],
        user=newsroom.people[accounts[text.slug]] if text.slug in accounts else None,
        source=SOURCE,
        import_id=text.slug,
    )


# Pages and menus ---------------------------------------------------------------------------------


def _make_pages(newsroom: _Newsroom, content: Content) -> None:
    for text in content.pages:
        page = publishing.create_page(
            newsroom.editor,
            PageContent(
                title=text.title, standfirst=text.standfirst, body_html=text.body, slug=text.slug
            ),
        )
        Page.objects.filter(pk=page.pk).update(source=SOURCE, import_id=text.slug)
        publishing.publish(page, newsroom.editor)
        newsroom.pages[text.slug] = page
    standards = {name: newsroom.pages.get(slug) for name, slug in STANDARDS.items()}
    Standards.objects.update_or_create(pk=Standards.SINGLE, defaults=standards)
    versions.bump("site")


def _make_menus(newsroom: _Newsroom, content: Content) -> None:
    """Home, the top sections with those below them, and pages; the footer has pages only."""
    main, footer = MenuItem.Menu.MAIN, MenuItem.Menu.FOOTER
    _add_to_menu(main, "home", url="/", label="Home")
    tops: dict[str, MenuItem] = {}
    for text in content.sections:
        item = _add_to_menu(
            main, text.path, section=newsroom.sections[text.path], parent=tops.get(text.parent)
        )
        if not text.parent:
            tops[text.path] = item
    for page in content.pages:
        if page.in_menu:
            _add_to_menu(main, page.slug, page=newsroom.pages[page.slug], label="About")
        if page.in_footer:
            _add_to_menu(footer, page.slug, page=newsroom.pages[page.slug])
    versions.bump("menu")


def _add_to_menu(
    menu: MenuItem.Menu,
    name: str,
    *,
    parent: MenuItem | None = None,
    section: Section | None = None,
    page: Page | None = None,
    url: str = "",
    label: str = "",
) -> MenuItem:
    return MenuItem.objects.create(
        menu=menu,
        parent=parent,
        section=section,
        page=page,
        url=url,
        label=label,
        order=MenuItem.objects.filter(menu=menu).count(),
        source=SOURCE,
        import_id=f"{menu}:{name}",
    )


# Stories -----------------------------------------------------------------------------------------


def _make_story(newsroom: _Newsroom, text: StoryText) -> None:
    """Make a story, bring it into its state by the verbs, and date its history back."""
    chance = Random(text.slug)
    writer, editor = _writer(newsroom, text), newsroom.editor
    age = datetime.timedelta(hours=text.hours_ago, minutes=chance.randrange(MOST_MINUTES_EARLIER))
    at = newsroom.now - age
    updated = datetime.timedelta(minutes=0 if text.changes else text.updated_after_minutes)
    first = changes.texts_of(text)[0]
    story = publishing.create_story(writer, _story_content(newsroom, first))
    Story.objects.filter(pk=story.pk).update(source=SOURCE, import_id=text.slug)
    if text.status != Story.Status.DRAFT:
        publishing.submit(story, writer)
    if text.status in (Story.Status.PUBLISHED, Story.Status.SCHEDULED, Story.Status.WITHDRAWN):
        publishing.publish(story, editor, at=at, updated_at=at + updated if updated else None)
    if text.status == Story.Status.WITHDRAWN:
        publishing.withdraw(story, editor, text.withdrawal_note)
    _date_back(newsroom, story, at, updated, chance)
    changes.make(story, editor, text, at, partial(_story_content, newsroom))
    if text.live:
        _add_updates(newsroom, story, text, at)
    if text.comments:
        _add_comments(newsroom, story, text, at)


def _writer(newsroom: _Newsroom, text: StoryText) -> User:
    """Who began the story: the writer with an account whose byline it bears, else the editor."""
    accounts = {account.author: account.name for account in people.ACCOUNTS if account.author}
    own = [accounts[byline.author] for byline in text.bylines if byline.author in accounts]
    return newsroom.people[own[0]] if own else newsroom.editor


def _story_content(newsroom: _Newsroom, text: StoryText) -> StoryContent:
    return StoryContent(
        headline=text.headline,
        kicker=text.kicker,
        standfirst=text.standfirst,
        dateline=text.dateline,
        body_html=text.body,
        kind=text.kind,
        language=text.language,
        slug=text.slug,
        section=newsroom.sections[text.section].pk,
        further_sections=[newsroom.sections[path].pk for path in text.further_sections],
        tags=[newsroom.tags[name].pk for name in text.tags],
        bylines=[
            BylineContent(author=newsroom.authors[byline.author].pk, role=byline.role)
            for byline in text.bylines
        ],
        lead_image=newsroom.pictures[text.slug].pk,
        lead_caption=text.picture.caption,
    )


def _date_back(
    newsroom: _Newsroom,
    story: Story,
    at: datetime.datetime,
    updated: datetime.timedelta,
    chance: Random,
) -> None:
    """Let the history say that a story was written before it appeared, not at loading."""
    last = min(at + updated, newsroom.now - JUST_NOW)
    begun = last - updated - datetime.timedelta(hours=chance.uniform(*WRITING_HOURS))
    submitted = begun + (last - updated - begun) * 0.8
    StoryRevision.objects.filter(story=story).update(created_at=begun)
    changed = submitted if story.status == Story.Status.IN_REVIEW else last
    Story.objects.filter(pk=story.pk).update(created_at=begun, changed_at=changed)
    times = {
        StoryEvent.Kind.CREATED: begun,
        StoryEvent.Kind.SUBMITTED: submitted,
        StoryEvent.Kind.SCHEDULED: last,
        StoryEvent.Kind.PUBLISHED: min(at, last),
    }
    for kind, time in times.items():
        StoryEvent.objects.filter(story=story, kind=kind).update(at=time)


# The front ---------------------------------------------------------------------------------------


def _arrange_home(newsroom: _Newsroom) -> None:
    """Arrange the home page: what readers see of it, and a draft for tomorrow beside it.

    The draft leads with a story that is due, so that its preview has something to show.
    """
    front, editor = arranging.begin(None), newsroom.editor
    versions.forget_copies()
    layout = _placed(arranging.layout_of(front), HOME_LEADS)
    arranging.save(front, editor, layout, 0)
    arranging.publish(front, editor, front.working_id or 0)
    arranging.save(front, editor, _placed(layout, HOME_DRAFT), front.working_id or 0)


def _placed(layout: Layout, leads: Mapping[str, str]) -> Layout:
    """The layout with stories on top of its first container, by slug with their headlines."""
    pks = dict(Story.objects.filter(source=SOURCE).values_list("import_id", "pk"))
    top, *others = layout.containers
    own = tuple(Card(pks[slug], headline) for slug, headline in leads.items() if slug in pks)
    return Layout((replace(top, cards=(*own, *top.cards)), *others))


# Live updates ------------------------------------------------------------------------------------


def _add_updates(newsroom: _Newsroom, story: Story, text: StoryText, at: datetime.datetime) -> None:
    """Post the updates of a live story at their times, and date the marks back beside them."""
    assert text.live is not None
    accounts = {account.author: account.name for account in people.ACCOUNTS if account.author}
    editor = newsroom.editor
    for number, update in enumerate(text.live.updates, 1):
        picture = newsroom.pictures.get(f"{text.slug}-{number}")
        name = accounts.get(update.author)
        posted_at = at + datetime.timedelta(minutes=update.minutes_after)
        posted = live.post(
            story,
            newsroom.people[name] if name else editor,
            live.UpdateContent(
                headline=update.headline,
                body_html=update.body,
                image=picture.pk if picture else None,
                author=newsroom.authors[update.author].pk,
            ),
            is_key=update.key,
            at=posted_at,
        ).update
        if update.pinned:
            live.pin(posted, editor)
            LiveEvent.objects.filter(update=posted, kind=LiveEvent.Kind.PINNED).update(at=posted_at)
    live.name_reporters(story, editor, [newsroom.people[name] for name in text.live.reporters])
    LiveEvent.objects.filter(story=story, kind=LiveEvent.Kind.REPORTERS).update(at=at)


# Discussion --------------------------------------------------------------------------------------


def _add_comments(
    newsroom: _Newsroom, story: Story, text: StoryText, at: datetime.datetime
) -> None:
    rows = [_row(newsroom, text, comment, at) for comment in text.comments]
    brought = importing.bring_in(story, rows, source=SOURCE, is_own_history=True)
    given = reactions.to_story_and_comments(
        text, brought.comments, newsroom.people, at, newsroom.now - JUST_NOW
    )
    importing.bring_in_reactions(story, given)


def key_of(text: StoryText, comment_id: int) -> str:
    """A comment's identity; its number counts in its own story only."""
    return discussing.key(text.slug, comment_id)


def _row(newsroom: _Newsroom, text: StoryText, comment: CommentText, at: datetime.datetime) -> Row:
    written = at + datetime.timedelta(minutes=comment.minutes_after)
    # One that its author edits waits until then: a moderator reads what it says now.
    state = Comment.Status.HELD if comment.before else comment.state
    decided = state != Comment.Status.HELD
    by_moderator = decided and comment.state != Comment.Status.DELETED
    return Row(
        key=key_of(text, comment.id),
        parent=key_of(text, comment.parent) if comment.parent else "",
        created_at=written,
        status=state,
        author=newsroom.people[comment.author],
        text=(comment.before or comment.text).strip(),
        reason=comment.reason,
        decided_at=_decided_at(newsroom, text, comment, written) if decided else None,
        decided_by=_decided_by(newsroom, text, comment) if by_moderator else None,
    )


def _decided_by(newsroom: _Newsroom, text: StoryText, comment: CommentText) -> User:
    """Mostly the moderator; whoever answers appeals has not decided what is appealed against."""
    appealed = {(one.slug, one.number) for one in discussing.APPEALS}
    is_leads = Random(f"by {key_of(text, comment.id)}").random() < SHARE_OF_LEAD
    if is_leads and (text.slug, comment.id) not in appealed:
        return newsroom.people["Ada Sorensen"]
    return newsroom.moderator


def _decided_at(
    newsroom: _Newsroom, text: StoryText, comment: CommentText, written: datetime.datetime
) -> datetime.datetime:
    """Some minutes after it was written, and before anybody answered it or the demo was loaded."""
    chance = Random(key_of(text, comment.id))
    decided = written + datetime.timedelta(minutes=chance.uniform(*DECIDING_MINUTES))
    answers = [
        answer.minutes_after - comment.minutes_after
        for answer in text.comments
        if answer.parent == comment.id
    ]
    if answers and comment.state not in Comment.HIDING:
        before = written + datetime.timedelta(minutes=min(answers)) * 0.7
        decided = min(decided, before)
    return min(decided, newsroom.now - JUST_NOW)
