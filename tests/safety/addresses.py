"""Every kind of address that guests can ask for, over a newspaper in which each has something."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

from articles import live, publishing
from articles.live import UpdateContent
from articles.models import Story
from articles.working_copy import content_of
from comments.models import Comment, Policy, TransparencyReport
from tests import factories as f

#: What robots ask for.
FOR_ROBOTS = {
    "robots": "/robots.txt",
    "manifest": "/manifest.webmanifest",
    "sitemap": "/sitemap.xml",
    "news sitemap": "/news-sitemap.xml",
    "sitemap of pages": "/sitemap-pages.xml",
}


@dataclass
class Newspaper:
    """A small newspaper; `paths` names every address in it by what it is."""

    story: Story
    comment: Comment
    paths: dict[str, str] = field(default_factory=dict)

    @property
    def pages(self) -> dict[str, str]:
        """The addresses that answer 200 with a page."""
        return {
            name: path
            for name, path in self.paths.items()
            if name
            not in {
                "redirect",
                "gone",
                "missing",
                "media",
                "accent",
                "feed",
                "old feed",
                "section feed",
                "tag feed",
                "author feed",
                "story feed",
                "story feed, Atom",
                "corrections feed",
                "moderation in figures",
                "transparency report",
                *FOR_ROBOTS,
                "sitemap of stories",
                "newest updates",
                "news of the discussion",
                "static",
                "find",
            }
        }


def newspaper() -> Newspaper:
    """Fill the portal with one of everything that readers can see."""
    f.site(name="The Meridian", tagline="News of the strait", contact_email="desk@example.org")
    f.policy(Policy.OPEN)
    world = f.section("world", description="All of it")
    below = f.section("strait", parent=world)
    author = f.AuthorFactory(name="Jae Lim", bio="Writes.")
    tag = f.TagFactory()
    story = f.published(
        section=below, bylines=[author], tags=[tag], lead_image=f.picture(), standfirst="Nine."
    )
    f.ReactionKindFactory()
    comment = f.approved(story)
    f.approved(story, reply_to=comment)
    storm = f.published(section=below, kind=Story.Kind.LIVE)
    update = live.post(storm, None, UpdateContent(body_html="<p>Wind.</p>")).update
    changed = f.published(section=below)
    publishing.save_story(changed, None, replace(content_of(changed), headline="Ten came back"))
    publishing.publish(changed, None, change="update")
    letter = f.newsletter("The morning", section=world)
    f.subscriber(letter, "rana@example.org")
    issue = f.issue_on_its_way(letter, story)
    f.read(story, 9)
    f.slot(place="story")
    f.slot(
        place="foot",
        kind="sponsor",
        label="Advertisement",
        link="https://a.example/",
        link_words="See",
    )
    page = f.page(title="About")
    f.menu_item(menu="main", section=world)
    f.menu_item(menu="footer", page=page)
    media = default_storage.save("0" * 32 + ".jpg", ContentFile(b"\xff\xd8\xff"))
    year = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)
    reported = TransparencyReport.objects.create(first=year[0], last=year[1], file=b"PK")
    place = story.get_absolute_url()
    day = story.published_on
    return Newspaper(
        story,
        comment,
        {
            "home": "/",
            "home, page 1": "/?page=1",
            "section": world.get_absolute_url(),
            "subsection": below.get_absolute_url(),
            "story": place,
            "error": f"{place}report-error/?quote=Nine+people",
            "error reported": f"{place}report-error/?sent=1",
            "discussion": f"{place}comments/",
            "discussion by order": f"{place}comments/?order=oldest",
            "discussion by the best": f"{place}comments/?order=best",
            "discussion since": f"{place}comments/?since=0",
            "news of the discussion": f"{place}comments/news/",
            "permalink": comment.get_absolute_url(),
            "reply": f"{comment.get_absolute_url()}reply/",
            "report": f"{comment.get_absolute_url()}report/",
            "reported": f"{comment.get_absolute_url()}report/?sent=spam",
            "notice": "/notice/",
            "notice about a comment": f"/notice/?about={comment.get_absolute_url()}",
            "notice sent": "/notice/?sent=1",
            "moderation": "/moderation/",
            "moderation in figures": "/moderation/figures.csv",
            "transparency report": f"/moderation/reports/{reported.pk}.zip",
            "feed": "/feed/",
            "old feed": "/feed/rss2/",
            "section feed": f"{below.get_absolute_url()}feed/json/",
            "tag feed": f"{tag.get_absolute_url()}feed/atom/",
            "author feed": f"{author.get_absolute_url()}feed/json/",
            "story feed": f"{place}feed/",
            "story feed, Atom": f"{place}feed/atom/",
            "live": storm.get_absolute_url(),
            "newest updates": f"{storm.get_absolute_url()}updates/latest/",
            "update": update.get_absolute_url(),
            "changes": f"{changed.get_absolute_url()}changes/",
            "corrections": "/corrections/",
            "newsletters": "/newsletters/",
            "issue": issue.get_absolute_url(),
            "most read": "/most-read/",
            "most commented of a week": "/most-read/commented-week/",
            "corrections feed": "/corrections/feed/",
            "find": f"{place}comments/find/?import=1",
            "tag": tag.get_absolute_url(),
            "author": author.get_absolute_url(),
            "archive": "/archive/",
            "archive of a year": f"/archive/{day.year}/",
            "archive of a month": f"/archive/{day.year}/{day.month}/",
            "archive of a day": f"/archive/{day.year}/{day.month}/{day.day}/",
            "search": "/search/",
            "search for something": "/search/?q=ferry",
            "page": page.get_absolute_url(),
            **FOR_ROBOTS,
            "sitemap of stories": f"/sitemap-stories-{story.pk // 10_000}.xml",
            "media": f"/media/{media}",
            "accent": "/theme/a3182e.css",
            "static": "/static/css/portal.css",
            "redirect": f"/elsewhere/{place.split('/', 3)[3]}",
            "gone": f.withdrawn("We were wrong.").get_absolute_url(),
            "missing": "/nothing/of/the/kind/",
        },
    )


def read(response: HttpResponseBase) -> bytes:
    """The whole body; files are closed as a web server does, but not the database."""
    if not response.streaming:
        return response.content
    body = b"".join(response)
    for close in response._resource_closers:
        close()
    return body


#: Addresses that are not for guests' eyes, or whose pages are no shared ones; the last three are
#: for whom a link with a signature was given.
OTHERS = ("account_", "mfa_", "socialaccount_", "openid_connect_")
OTHERS += ("admin:", "setup:", "core:healthz", "core:readyz", "moderation")
OTHERS += ("articles:preview", "people:invitation", "comments:legal-notice")
#: Acts below a comment that ask to sign in first; the last comes with a signed link.
OTHERS += ("comments:follow", "comments:mute", "comments:edit", "comments:delete")
OTHERS += ("comments:confirm",)
#: Behind the links of mails, and for mail providers.
OTHERS += ("articles:newsletters-",)
#: Below it stand a person's own pages, behind a sign-in or a signed link.
OWN_PAGES = "me/"


def public_names() -> set[str]:
    """The names of all addresses that guests can ask for, read from the urls."""
    return {name for name in _names(get_resolver()) if not name.startswith(OTHERS)}


def _names(resolver: URLResolver, space: str = "") -> set[str]:
    found: set[str] = set()
    for entry in resolver.url_patterns:
        if str(entry.pattern).lstrip("^").startswith(OWN_PAGES):
            continue
        if isinstance(entry, URLResolver):
            found |= _names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            found.add(f"{space}{entry.name}")
    return found
