"""Feature S3: text that means harm is shown as text, in every place that takes text."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from defusedxml import ElementTree
from django.test import Client

from comments.models import Comment, Policy
from comments.views import writing
from tests import factories as f
from tests.hostile_text import NAUGHTY, VECTORS
from tests.safety.addresses import newspaper

pytestmark = pytest.mark.django_db

HOSTILE = {**VECTORS, **NAUGHTY}
SCHEMES = {"", "http", "https", "mailto"}
NEVER = {
    "iframe",
    "object",
    "embed",
    "base",
    "applet",
    "frame",
    "math",
    "style",
    "marquee",
    "video",
}


#: A block for search engines: no browser runs it. What broke out of it would be seen as elements.
DATA = {"type": "application/ld+json"}


class Watcher(HTMLParser):
    """Finds what could act in a page of ours; reads it with a parser that is not ours."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in NEVER:
            self.found.append(f"<{tag}>")
        is_ours = (given.get("src") or "").startswith("/static/") or given == DATA
        if tag == "script" and not is_ours:
            self.found.append(f"<script {given}>")
        if tag == "form" and not (given.get("action") or "/").startswith(("/", "#")):
            self.found.append(f"<form {given}>")
        if tag == "meta" and given.get("http-equiv"):
            self.found.append(f"<meta {given}>")
        if tag == "svg" and not (given.get("class") or "").startswith("icon"):
            self.found.append(f"<svg {given}>")
        for name, value in attrs:
            self.look_at(tag, name, value or "")

    def look_at(self, tag: str, name: str, value: str) -> None:
        if name.startswith(("on", "hx-", "data-hx")) or name in {"style", "srcdoc", "formaction"}:
            self.found.append(f"{tag} {name}={value}")
        if name in {"href", "src", "action", "xlink:href", "data-embed"}:
            compact = re.sub(r"[\x00-\x20\x7f-\xa0\u00ad\ufeff]", "", value)
            try:
                scheme = urlsplit(compact).scheme
            except ValueError:
                scheme = "broken"
            if scheme.lower() not in SCHEMES or compact.lower().startswith("javascript"):
                self.found.append(f"{tag} {name}={value}")


def acting(page: str) -> list[str]:
    watcher = Watcher()
    watcher.feed(page)
    watcher.close()
    return watcher.found


def fits(text: str, length: int) -> str:
    """What of a text can be stored at all in a column of that length."""
    kept = text.replace("\0", "").encode("utf-8", "ignore").decode()
    return kept[:length].strip() or "x"


def check(paths: dict[str, str], client: Client | None = None) -> None:
    for name, path in paths.items():
        response = (client or Client()).get(path)

        assert response.status_code in (200, 301, 302, 404, 410), name
        if response.get("Content-Type", "").startswith("text/html"):
            assert acting(response.content.decode()) == [], name


def test_the_watcher_sees_what_acts():
    """Otherwise the tests below would pass for the wrong reason."""
    blind = {"header", "django template", "other templates", "wide angle brackets", "seven-bit"}
    blind |= {"overlong", "entities of a tag", "entities twice", "htmx", "clobbering"}
    seen = {name for name, text in VECTORS.items() if acting(f"<p>{text}</p>")}

    assert len(seen) > 60
    assert not blind - set(VECTORS)


def test_as_a_preview_it_is_shown_as_text_or_refused(client):
    f.site()
    place = f"{f.published().get_absolute_url()}comments/"
    for name, text in HOSTILE.items():
        sent = text.encode("utf-8", "replace").decode()

        response = client.post(place, {"text": sent, "preview": "1"})

        assert response.status_code in (200, 422), name
        assert acting(response.content.decode()) == [], name


def test_as_a_comment_it_is_shown_as_text_wherever_comments_stand(client, settings, monkeypatch):
    monkeypatch.setattr(writing, "POSTS", 1000)
    paced = "comments.screening.history.posting_rate"
    settings.COMMENT_CHECKS = [one for one in settings.COMMENT_CHECKS if one != paced]
    f.site()
    f.policy(Policy.OPEN)
    story = f.published()
    place = f"{story.get_absolute_url()}comments/"
    client.force_login(f.UserFactory())
    for text in HOSTILE.values():
        client.post(place, {"text": text.encode("utf-8", "replace").decode(), "post": "1"})
    comments = list(Comment.objects.of_story(story).public())
    assert len(comments) > 60

    where = {"story": story.get_absolute_url(), "personal": place}
    where |= {f"page {number}": path for number, path in enumerate(pages_of(place))}
    assert len(where) > len(comments) // 20
    for comment in comments[::7]:
        where[f"permalink {comment.pk}"] = comment.get_absolute_url()
        where[f"reply {comment.pk}"] = f"{comment.get_absolute_url()}reply/"
    check(where)
    check({"story": story.get_absolute_url()}, client)
    feed = Client().get(f"{story.get_absolute_url()}feed/").content
    items = list(ElementTree.fromstring(feed).iter("description"))
    assert len(items) > 40
    assert [acting(item.text or "") for item in items] == [[]] * len(items)


def pages_of(place: str):
    """The addresses of all pages of a discussion, in order."""
    query = ""
    while True:
        yield place + query
        page = Client().get(place + query).content.decode()
        following = re.search(r'rel="next"[^>]* href="[^"?]*(\?[^"#]+)', page)
        if following is None:
            return
        query = unescape(following[1])


def hostile_newspaper(text: str):
    """A newspaper in which whatever people can name is named by the text."""
    paper = newspaper()
    f.site(name=fits(text, 80), tagline=fits(text, 160), publisher=fits(text, 160))
    section = f.section(name=fits(text, 80), description=fits(text, 300))
    author = f.AuthorFactory(name=fits(text, 120), title=fits(text, 60), bio=fits(text, 2000))
    tag = f.TagFactory(name=fits(text, 80), description=fits(text, 300))
    picture = f.picture(alt=fits(text, 200), caption=fits(text, 300), credit=fits(text, 100))
    story = f.published(
        headline=fits(text, 200),
        kicker=fits(text, 60),
        standfirst=fits(text, 500),
        dateline=fits(text, 80),
        lead_caption=fits(text, 500),
        lead_image=picture,
        section=section,
        bylines=[author],
        tags=[tag],
        body_html=f"<p>{fits(text, 5000)}</p>",
    )
    rana = f.UserFactory(display_name=fits(text, 60))
    f.approved(story, rana)
    f.ReactionKindFactory(label=fits(text, 30))
    page = f.page(title=fits(text, 160), standfirst=fits(text, 500))
    gone = f.withdrawn(fits(text, 300))
    f.menu_item(menu="main", url="/", label=fits(text, 60))
    paths = paper.paths | {
        "hostile story": story.get_absolute_url(),
        "hostile discussion": f"{story.get_absolute_url()}comments/",
        "hostile section": section.get_absolute_url(),
        "hostile author": author.get_absolute_url(),
        "hostile tag": tag.get_absolute_url(),
        "hostile page": page.get_absolute_url(),
        "hostile gone": gone.get_absolute_url(),
    }
    return paths, rana, story


#: Some that stand for the doors there are; each fills a whole newspaper.
DOORS = (
    "script",
    "event that breaks out of alt",
    "javascript with entities",
    "mutation by textarea",
    "quotes that never end",
    "right to left override",
)


@pytest.mark.parametrize("door", DOORS)
def test_as_any_name_in_the_newspaper_it_is_shown_as_text(door):
    paths, rana, story = hostile_newspaper(HOSTILE[door])
    reader = Client()
    reader.force_login(rana)

    for no_page in ("static", "media"):
        paths.pop(no_page)
    check(paths)
    # What a signed-in reader's page has beside a guest's: the account in the frame, and forms.
    personal = {name: path for name, path in paths.items() if name.startswith(("hostile", "home"))}
    check(personal, reader)

    feed = Client().get(f"{story.get_absolute_url()}feed/").content
    channel = ElementTree.fromstring(feed).find("channel")
    assert channel is not None


def test_as_a_query_or_an_address_it_is_shown_as_text():
    f.site()
    f.published()
    quiet = Client(raise_request_exception=False)
    for name, text in HOSTILE.items():
        sent = text.encode("utf-8", "replace").decode()
        for path, query in (
            ("/search/", {"q": sent, "page": sent}),
            ("/accounts/signup/", {"next": sent, "email": sent}),
            ("/" + sent.replace("?", "").replace("#", ""), {}),
        ):
            response = quiet.get(path, query)

            assert response.status_code < 500, name
            assert acting(response.content.decode("utf-8", "replace")) == [], name
