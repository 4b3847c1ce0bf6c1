"""What tests are made of: a factory for each noun and state, and the cast (house rule 20).

States come about by the verbs, never by writing them, so that a test starts from what can happen.
"""

from __future__ import annotations

import datetime
import itertools
from typing import Any

import factory
from django.utils import timezone

from articles import arranging, banners, error_reports, publishing, reading, sections, slots
from articles.front_layout import Card, Container, Fill, Layout, Shape
from articles.models import (
    Author,
    Banner,
    ErrorReport,
    Front,
    Image,
    Issue,
    MenuItem,
    Newsletter,
    Page,
    Section,
    Slot,
    Standards,
    Story,
    StoryActivity,
    Subscriber,
    Subscription,
    Tag,
)
from articles.newsletters import composing, issuing, sending, subscribing
from articles.working_copy import BylineContent, PageContent, StoryContent
from comments import legal_notices, moderation, sanctions, submitting
from comments.content_addresses import Content
from comments.models import Comment, LegalNotice, Policy, ReactionKind, Sanction, SiteDiscussion
from newsportal.core import versions
from newsportal.core.models import SiteSettings, User

PASSWORD = "a long enough password"
BODY = "<p>The ferry left at six with nine people on board.</p><p>It came back with ten.</p>"

_number = itertools.count(1)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"reader{number}@example.org")
    display_name = factory.Sequence(lambda number: f"Reader {number}")
    password = factory.django.Password(PASSWORD)
    # Nobody's first day: a young account is trusted with nothing yet (feature M9).
    date_joined = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=30))


class AuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Author

    name = factory.Sequence(lambda number: f"Author {number}")
    slug = factory.Sequence(lambda number: f"author-{number}")


class TagFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tag

    name = factory.Sequence(lambda number: f"Tag {number}")
    slug = factory.Sequence(lambda number: f"tag-{number}")


class ReactionKindFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReactionKind

    label = factory.Sequence(lambda number: f"Kind {number}")
    icon = "agree"
    for_stories = True
    for_comments = True


def site(**fields: Any) -> SiteSettings:
    """A launched newspaper."""
    values = {"name": "The Test", "launched_at": timezone.now(), **fields}
    settings, _made = SiteSettings.objects.update_or_create(pk=1, defaults=values)
    versions.bump("site")
    return settings


def section(slug: str = "", parent: Section | None = None, **fields: Any) -> Section:
    slug = slug or f"section-{next(_number)}"
    made = Section(slug=slug, name=fields.pop("name", slug.title()), parent=parent, **fields)
    sections.save(made)
    return made


def picture(**fields: Any) -> Image:
    """A row of the image library; its files are named, not written."""
    number = next(_number)
    values = {
        "file": f"{number:032x}.jpg",
        "original": f"{number:032x}.bin",
        "width": 1200,
        "height": 800,
        "alt": "A ferry",
        **fields,
    }
    return Image.objects.create(**values)


def content(**fields: Any) -> StoryContent:
    """A story's content with a section of its own; relations may be given as objects."""
    bylines = [
        BylineContent(one.pk) if isinstance(one, Author) else one
        for one in fields.pop("bylines", [])
    ]
    tags = [tag.pk for tag in fields.pop("tags", [])]
    main = fields.pop("section", None) or section()
    further = [one.pk for one in fields.pop("further_sections", [])]
    image = fields.pop("lead_image", None)
    return StoryContent(
        headline=fields.pop("headline", f"Headline {next(_number)}"),
        body_html=fields.pop("body_html", BODY),
        section=main.pk,
        further_sections=further,
        tags=tags,
        bylines=bylines,
        lead_image=image.pk if image else None,
        **fields,
    )


def draft(actor: User | None = None, **fields: Any) -> Story:
    return publishing.create_story(actor, content(**fields))


def in_review(**fields: Any) -> Story:
    story = draft(**fields)
    publishing.submit(story, None)
    return story


def published(at: datetime.datetime | None = None, **fields: Any) -> Story:
    story = draft(**fields)
    publishing.publish(story, None, at=at)
    return story


def scheduled(in_hours: float = 2, **fields: Any) -> Story:
    return published(timezone.now() + datetime.timedelta(hours=in_hours), **fields)


def withdrawn(note: str = "", **fields: Any) -> Story:
    story = published(timezone.now() - datetime.timedelta(hours=1), **fields)
    publishing.withdraw(story, None, note)
    return story


def page(*, publish: bool = True, **fields: Any) -> Page:
    number = next(_number)
    values = {"title": f"Page {number}", "body_html": "<p>About us.</p>", **fields}
    made = publishing.create_page(None, PageContent(**values))
    if publish:
        publishing.publish(made, None)
    return made


def front(
    *cards: Any, section: Section | None = None, actor: User | None = None, **fields: Any
) -> Front:
    """An arranged front that readers see: one container of cards, given as stories or `Card`s.

    Further words are the container's own; by default nothing fills it up.
    """
    values = {"shape": Shape.TOP, "size": 4, "fill": Fill.NOTHING, **fields}
    placed = tuple(one if isinstance(one, Card) else Card(one.pk) for one in cards)
    made = arranging.begin(section)
    layout = Layout((Container("c1", **values, cards=placed),))
    arranging.save(made, actor, layout, made.working_id or 0)
    arranging.publish(made, actor, made.working_id or 0)
    return made


def banner(text: str = "The bridge is closed", **fields: Any) -> Banner:
    """Breaking news that stands over every page."""
    standing = banners.running()
    values = {"url": "", "lasts": banners.LASTS, "seen": standing.pk if standing else 0, **fields}
    return banners.put(values.pop("actor", None), text, **values)


def slot(**fields: Any) -> Slot:
    """A notice that readers see now, below every story unless `place` says otherwise."""
    number = next(_number)
    values = {"name": f"Notice {number}", "headline": f"Headline {number}", "is_on": True, **fields}
    within = values.pop("sections", ())
    made = Slot.objects.create(**values)
    made.sections.set(within)
    slots.changed()
    return made


def read(story: Story, times: int, hours_ago: float = 0) -> None:
    """Readings of a story, as the minute's sum has left them."""
    hour = timezone.now() - datetime.timedelta(hours=hours_ago)
    StoryActivity.objects.create(story=story, hour=hour, reads=times)
    versions.bump(reading.KEY)


def menu_item(**fields: Any) -> MenuItem:
    item = MenuItem.objects.create(**fields)
    versions.bump("menu")
    return item


def policy(name: str = Policy.OPEN, **fields: Any) -> SiteDiscussion:
    row, _made = SiteDiscussion.objects.update_or_create(pk=1, defaults={"policy": name, **fields})
    versions.bump("discussion-policies")
    return row


def policy_form() -> dict[str, str]:
    """What the form of the site's policy sends beside what a test is about."""
    trust = {"approved": "3", "refused_percent": "20", "clean_days": "7", "days": "1"}
    look = {"share": "5", "most": "20", "days": "7"}
    return {f"trust_{name}": value for name, value in trust.items()} | {
        f"second_look_{name}": value for name, value in look.items()
    }


def held(story: Story | None = None, author: User | None = None, **fields: Any) -> Comment:
    """A comment that waits: submitted under the site's default policy, which holds all."""
    text = fields.pop("text", f"I was on that ferry, number {next(_number)}.")
    made = submitting.submit(story or published(), author or UserFactory(), text, **fields)
    return made.comment


def approved(story: Story | None = None, author: User | None = None, **fields: Any) -> Comment:
    comment = held(story, author, **fields)
    if comment.status == Comment.Status.HELD:
        moderation.approve(comment, None)
    return comment


def rejected(story: Story | None = None, author: User | None = None, **fields: Any) -> Comment:
    comment = held(story, author, **fields)
    moderation.reject(comment, None, reason="abuse")
    return comment


def spam(story: Story | None = None, author: User | None = None, **fields: Any) -> Comment:
    comment = held(story, author, **fields)
    moderation.mark_spam(comment, None)
    return comment


def removed(story: Story | None = None, author: User | None = None, **fields: Any) -> Comment:
    comment = approved(story, author, **fields)
    moderation.remove(comment, None, reason="abuse")
    return comment


def deleted(story: Story | None = None, author: User | None = None, **fields: Any) -> Comment:
    comment = approved(story, author, **fields)
    moderation.delete(comment, comment.author)
    return comment


def sanction(person: User, kind: str, reason: str = "abuse", **fields: Any) -> Sanction:
    """Something that the system decided about a person."""
    return sanctions.impose(person, sanctions.Order(kind, reason, **fields), None)


def legal_notice(about: Story | Comment | None = None, **fields: Any) -> LegalNotice:
    """A notice of illegal content, of a comment that everybody reads where nothing else is said."""
    about = about or approved()
    comment = about if isinstance(about, Comment) else None
    story = comment.story if comment else about
    user, network = fields.pop("user", None), fields.pop("network", "n" * 32)
    said = {
        "ground": "hate",
        "law": "",
        "explanation": f"It says that they are vermin, number {next(_number)}.",
        "name": "Rana Aziz",
        "email": "rana@example.org",
        **fields,
    }
    content = Content(about.get_absolute_url(), story, comment)
    return legal_notices.give(content, legal_notices.Said(**said), user=user, network=network)


def error_report(story: Story | None = None, **fields: Any) -> ErrorReport:
    """A reader's word that something in a story is wrong."""
    user, network = fields.pop("user", None), fields.pop("network", "n" * 32)
    said = {"words": f"It were ten people, number {next(_number)}.", **fields}
    about = story or published()
    return error_reports.give(about, error_reports.Said(**said), user=user, network=network)


def newsletter(name: str = "", **fields: Any) -> Newsletter:
    """A newsletter that readers can sign up for; a briefing, unless `kind` says otherwise."""
    number = next(_number)
    name = name or f"Letter {number}"
    values = {"slug": f"letter-{number}", "description": f"About {name}.", **fields}
    made = Newsletter.objects.create(name=name, **values)
    versions.bump("newsletters")
    return made


def subscriber(letter: Newsletter, email: str = "") -> Subscriber:
    """An address that gets a newsletter."""
    email = email or f"subscriber{next(_number)}@example.org"
    source = Subscription.Source.ACCOUNT
    subscribing.subscribe(email, [letter], source, timezone.now())
    return Subscriber.objects.get(email=email)


def issue(letter: Newsletter | None = None, *stories: Story, **fields: Any) -> Issue:
    """A draft of an issue with these stories, or one new one."""
    letter = letter or newsletter()
    made = composing.begin(letter, None, stories or [published()])
    Issue.objects.filter(pk=made.pk).update(**fields)
    made.refresh_from_db()
    return made


def issue_on_its_way(letter: Newsletter | None = None, *stories: Story, **fields: Any) -> Issue:
    """An issue whose minute is over, with a row for everybody who gets it."""
    made = issuing.send(issue(letter, *stories, **fields), None)
    Issue.objects.filter(pk=made.pk).update(send_at=timezone.now())
    sending.take_up()
    made.refresh_from_db()
    return made


def standards(**fields: Any) -> Standards:
    """The paper's standards, such as ``ethics=page``."""
    made, _created = Standards.objects.update_or_create(pk=Standards.SINGLE, defaults=fields)
    versions.bump("site")
    return made
