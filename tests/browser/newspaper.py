"""A newspaper with one of everything that readers see, for the browser to walk through."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone

from articles import changes, corrections, images, live, publishing
from articles.live import UpdateContent
from articles.models import Author, Page, Section, Story, Tag
from articles.working_copy import content_of
from comments.models import Policy
from newsportal import roles
from newsportal.core.models import User
from tests import factories as f
from tests.core.picture_samples import sample, upload

BODY = (
    "<p>The ferry left at six with <a href='/about/'>nine people</a> on board.</p>"
    "<h2>The crossing</h2><blockquote><p>We counted twice.</p></blockquote>"
    "<ul><li>Nine out</li><li>Ten back</li></ul>"
    "<table><thead><tr><th>Pier</th><th>Morning sailings</th><th>Evening sailings</th></tr></thead>"
    "<tbody><tr><td>Northernmost landing stage</td><td>Twenty-seven</td><td>Thirty-one</td></tr>"
    "</tbody></table>"
)
STORIES = 12


@dataclass
class Newspaper:
    """What tests name; stories that tests write on are made by them."""

    story: Story
    world: Section
    tag: Tag
    author: Author
    page: Page
    mina: User
    changed: Story
    live: Story
    gone: Story

    @property
    def pages(self) -> dict[str, str]:
        """The addresses of the pages that readers see, by what they are."""
        place = self.story.get_absolute_url()
        first = self.story.discussion_comments.order_by("path")[0]
        day = self.story.published_on
        return {
            "front": "/",
            "latest": "/?page=2",
            "section": self.world.get_absolute_url(),
            "story": place,
            "comments": f"{place}comments/",
            "what is new": f"{place}comments/?since=9",
            "permalink": first.get_absolute_url(),
            "reply": f"{first.get_absolute_url()}reply/",
            "what changed": f"{self.changed.get_absolute_url()}changes/",
            "corrections": "/corrections/",
            "tag": self.tag.get_absolute_url(),
            "author": self.author.get_absolute_url(),
            "live": self.live.get_absolute_url(),
            "gone": self.gone.get_absolute_url(),
            "page": self.page.get_absolute_url(),
            "search": "/search/?q=ferry",
            "search without result": "/search/?q=zeppelin",
            "archive": "/archive/",
            "archive of a month": f"/archive/{day:%Y/%m}/",
            "sign in": "/accounts/login/",
            "sign up": "/accounts/signup/",
            "forgotten password": "/accounts/password/reset/",
            "missing": "/nothing/of/the/kind/",
            "most read": "/most-read/",
            "newsletters": "/newsletters/",
            "report": f"{first.get_absolute_url()}report/",
            "report of an error": f"{place}report-error/",
            "notice": "/notice/",
            "moderation": "/moderation/",
        }


def member(name: str, role: str = "") -> User:
    """An account with a confirmed address, in a role's group if one is named."""
    email = f"{name.lower()}{User.objects.count()}@example.org"
    user = f.UserFactory(email=email, display_name=name, is_staff=bool(role))
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def newspaper() -> Newspaper:
    f.site(name="The Meridian", tagline="News of the strait", contact_email="desk@example.org")
    f.policy(Policy.HOLD_ALL, guests_allowed=True)
    picture = images.take(upload(sample("JPEG", 1200, 800)), None, alt="A ferry", credit="Y. Park")
    world = f.section("world", description="From abroad", colour="world")
    strait = f.section("strait", parent=world, colour="world")
    sections = [world, strait, f.section("culture", colour="culture"), f.section("opinion")]
    author = f.AuthorFactory(name="Jae Lim", bio="Writes of boats.", portrait=picture)
    tag = f.TagFactory(name="Ferries")
    start = timezone.now() - datetime.timedelta(days=3)
    stories = [
        f.published(
            at=start + datetime.timedelta(hours=number),
            section=sections[number % len(sections)],
            headline=f"Ferry number {number} comes back with ten",
            standfirst="It left with nine, and nobody saw the tenth come aboard.",
            body_html=BODY,
            dateline="Harbour City",
            bylines=[author],
            tags=[tag],
            lead_image=picture if number % 3 else None,
        )
        for number in range(STORIES)
    ]
    f.newsletter("The morning", section=world)
    page = f.page(title="About", body_html="<p>Who we are.</p>")
    line = f.menu_item(menu="main", section=world)
    f.menu_item(menu="main", section=strait, parent=line)
    f.menu_item(menu="main", page=page)
    f.menu_item(menu="footer", page=page)
    _discuss(stories[-1])
    changed = stories[-2]
    _change(changed)
    mina = member("Mina", roles.MODERATOR)
    surge, gone = _surge(strait), _withdrawn(strait)
    return Newspaper(stories[-1], world, tag, author, page, mina, changed, surge, gone)


def _change(story: Story) -> None:
    """Four versions, the second of them sealed, and a word on what was wrong."""
    for number, kind in enumerate(("typo", "update", "correction")):
        content = content_of(story)
        body = content.body_html.replace("<p>We counted twice.</p>", "<p>We <em>counted</em>.</p>")
        body = body.replace("Ten back", f"{number} back") + f"<p>And {number}.</p>"
        publishing.save_story(story, None, replace(content, body_html=body))
        publishing.publish(story, None, change=kind)
    changes.seal(story.public_versions.seen()[2], None, "It named a child.")
    made = corrections.add(story, None, "correction", "Ten came back, not nine.")
    corrections.edit(made, None, "correction", "Ten came back, one of them a dog.")


def _surge(section: Section) -> Story:
    """A live story with a pinned key event and another update."""
    story = f.published(
        timezone.now() - datetime.timedelta(days=4),
        section=section,
        kind=Story.Kind.LIVE,
        headline="Water rises in the strait",
    )
    for text in ("The sea is in Low Quay.", "The gauge stands at 4.21 metres."):
        update = live.post(story, None, UpdateContent(body_html=f"<p>{text}</p>"), is_key=True)
    live.pin(update.update, None)
    return story


def _withdrawn(section: Section) -> Story:
    return f.withdrawn("It named the wrong harbour.", section=section, headline="The wrong harbour")


def _discuss(story: Story) -> None:
    """A thread nine deep, one comment removed, one deleted, both with replies, one that waits."""
    above = None
    for _level in range(9):
        above = f.approved(story, reply_to=above)
    for gone in (f.approved(story), f.approved(story)):
        f.approved(story, reply_to=gone)
    first, second = story.discussion_comments.filter(depth=0).order_by("-pk")[:2]
    f.moderation.remove(first, None, reason="abuse")
    f.moderation.delete(second, second.author)
    f.held(story)
    pinned, picked = f.approved(story), f.approved(story, reply_to=above)
    f.moderation.pin(pinned, None)
    f.moderation.feature(picked, None)
