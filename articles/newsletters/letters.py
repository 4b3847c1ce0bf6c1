"""The mail of an issue, and its page, made of what is public at that moment (house rules 1 and 2).

A story that was withdrawn or fell under an embargo since it was chosen stands in no further mail.
What editors wrote for the issue may speak of it, so as soon as one of its stories is not public
these words stand in no further mail either: the subject is then that of the first story left.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import licences
from articles.chrome import current as chrome
from articles.models import Image, Issue, IssueStory, Newsletter, Recipient, Story
from articles.newsletters import tokens
from articles.newsletters.styling import inline
from newsportal.core import mail
from newsportal.core.paper import absolute, speaking

TEMPLATE = "articles/mail/newsletter"

#: Stand in the mail of all where the links of each reader, and to the page of the issue, come.
STOP, MINE, PAGE = "@@stop@@", "@@mine@@", "@@page@@"

#: Crops and widths of the JPEGs that mails show: every mail program knows the format, and a lead of
#: 568 px is sharp on most screens with 800.
LEAD, THUMB = ("16x9", 800, 568), ("4x3", 400, 132)

#: What is shown of a story, as the database has it now: its id and the version that readers see.
Standing = tuple[tuple[int, int | None], ...]


@dataclass(frozen=True)
class Picture:
    """A picture of a mail: where it lies, its size there in pixels, and what it shows."""

    src: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Item:
    """One story as the mail shows it."""

    story: Story
    link: str
    label: str
    names: list[str]
    picture: Picture | None


@dataclass(frozen=True)
class Letter:
    """A mail that only lacks its reader.

    Args:
        standing: what it shows; a mail is made anew when that has changed.
        words_stand: whether the editors' own words are in it.
    """

    newsletter: Newsletter
    subject: str
    text: str
    html: str
    sender: str
    reply_to: str
    standing: Standing
    words_stand: bool

    def to(self, recipient: Recipient, email: str) -> EmailMultiAlternatives:
        """The mail to one reader, with the reader's own links.

        The same mail handed over again would bear the same Message-ID.
        """
        assert recipient.subscriber_id is not None  # whose address is `email`
        stop = tokens.stop_address(recipient.subscriber_id, self.newsletter.pk)
        mine = tokens.mine_address(recipient.subscriber_id)
        host = urlsplit(settings.SITE_URL).hostname
        headers = {
            "Message-ID": f"<newsletter.{recipient.issue_id}.{recipient.pk}@{host}>",
            # RFC 8058: the mail program's own button posts to the address without asking.
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        page = absolute(reverse("articles:issue", args=[recipient.issue_id]))
        return self._message(email, self.subject, {STOP: stop, MINE: mine, PAGE: page}, headers)

    def sample(self, email: str) -> EmailMultiAlternatives:
        """The same to whoever works on it: what is not there yet, or nobody's, leads to the page of
        newsletters."""
        page = absolute(reverse("articles:newsletters"))
        subject = _("Test: %(subject)s") % {"subject": self.subject}
        return self._message(email, subject, {STOP: page, MINE: page, PAGE: page}, {})

    def shown_html(self) -> str:
        """The HTML for the newsroom's preview."""
        page = reverse("articles:newsletters")
        return _filled(self.html, dict.fromkeys((STOP, MINE, PAGE), page))

    def shown_text(self) -> str:
        """The text for the newsroom's preview."""
        return _filled(self.text, dict.fromkeys((STOP, MINE, PAGE), "…"))

    def _message(
        self, email: str, subject: str, links: dict[str, str], headers: dict[str, str]
    ) -> EmailMultiAlternatives:
        host = urlsplit(settings.SITE_URL).hostname
        headers |= {
            "List-Id": f"<{self.newsletter.slug}.newsletters.{host}>",
            "Precedence": "bulk",
            # RFC 3834: no out-of-office answers.
            "Auto-Submitted": "auto-generated",
        }
        if self.reply_to:
            headers["Reply-To"] = self.reply_to
        return mail.compose(
            subject,
            _filled(self.text, links),
            email,
            html=_filled(self.html, links),
            headers=headers,
            sender=self.sender,
        )


def _filled(words: str, links: dict[str, str]) -> str:
    for place, link in links.items():
        words = words.replace(place, link)
    return words


def standing(issue: Issue, now: datetime.datetime | None = None) -> Standing:
    """What of an issue is public now, in its order; one query."""
    places = IssueStory.objects.filter(issue=issue, story__in=Story.objects.live(now))
    return tuple(places.order_by("order", "pk").values_list("story", "story__live_revision"))


@dataclass(frozen=True)
class Contents:
    """What an issue may say at this moment.

    Args:
        stories: those that are public, in its order; at least one.
        standing: the same as ids and versions.
        subject: the editors' own, else made of the first story.
        intro: the editors' own words, if they may stand.
        words_stand: whether the editors' own words may: every story of the issue is public.
    """

    stories: list[Story]
    standing: Standing
    subject: str
    intro: str
    words_stand: bool


def contents(issue: Issue, now: datetime.datetime | None = None) -> Contents | None:
    """What may be shown of an issue, in the words of the language that is spoken; None when none of
    its stories is public.

    Args:
        now: the moment, for tests.
    """
    shown = standing(issue, now)
    if not shown:
        return None
    rows = Story.objects.live(now).for_cards().with_names().in_bulk([pk for pk, _live in shown])
    # By what is in hand: one may have gone since `shown` was read.
    stories = [rows[pk] for pk, _live in shown if pk in rows]
    if not stories:
        return None
    words_stand = len(stories) == issue.stories.count()
    own = issue.subject if words_stand else ""
    return Contents(
        stories=stories,
        standing=shown,
        subject=own or subject_of(issue.newsletter, stories[0]),
        intro=issue.intro if words_stand else "",
        words_stand=words_stand,
    )


def render(issue: Issue, now: datetime.datetime | None = None) -> Letter | None:
    """Make the mail of an issue; None when none of its stories is public.

    Args:
        now: the moment, for tests.
    """
    newsletter = issue.newsletter
    with speaking() as site_name:
        what = contents(issue, now)
        if what is None:
            return None
        site = chrome.get().site
        words = {
            "newsletter": newsletter,
            "intro": what.intro,
            "items": [_item(story, is_lead=not place) for place, story in enumerate(what.stories)],
            "subject": what.subject,
            "preview": what.stories[0].standfirst,
            "site": site,
            "site_name": site_name,
            "site_url": absolute("/"),
            "stop_link": STOP,
            "mine_link": MINE,
            "page_link": PAGE,
        }
        return Letter(
            newsletter=newsletter,
            subject=what.subject,
            text=render_to_string(f"{TEMPLATE}.txt", words).strip() + "\n",
            html=inline(render_to_string(f"{TEMPLATE}.html", words)),
            sender=_sender(newsletter, site_name),
            reply_to=newsletter.reply_to or site.contact_email,
            standing=what.standing,
            words_stand=what.words_stand,
        )


def subject_of(newsletter: Newsletter, first: Story) -> str:
    """What stands in the subject when nobody wrote one."""
    if newsletter.is_breaking:
        return first.headline
    return _("%(newsletter)s: %(headline)s") % {
        "newsletter": newsletter.name,
        "headline": first.headline,
    }


def _sender(newsletter: Newsletter, site_name: str) -> str:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return formataddr((mail.header_line(newsletter.sender_name or site_name), address))


def _item(story: Story, *, is_lead: bool) -> Item:
    image = licences.on_card(story.lead_image)
    label = story.kicker or (story.section.name if story.section else "")
    return Item(
        story=story,
        link=absolute(story.get_absolute_url()),
        label=label,
        names=[line.author.name for line in story.bylines.all() if line.role == "writer"],
        picture=_picture(image, *(LEAD if is_lead else THUMB)) if image else None,
    )


def _picture(image: Image, crop: str, width: int, shown: int) -> Picture:
    """The JPEG of a crop where the worker has made it, else the whole picture's."""
    fitting = [one for one in image.widths("jpeg", crop) if one["width"] >= width]
    if fitting:
        one: dict[str, Any] = fitting[0]
        src, ratio = image.file.storage.url(one["name"]), one["height"] / one["width"]
    else:
        src, ratio = image.url, image.height / image.width
    return Picture(absolute(src), shown, round(shown * ratio), image.alt)
