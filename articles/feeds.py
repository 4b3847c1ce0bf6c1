"""How the newsroom's things are told in feeds: the one place that makes entries of stories (R3).

A feed tells what the list on its page shows, newest first by when readers first saw it: whole, with
every name, its corrections and its pictures by today's licences. That a story is kept from search
engines keeps it from no subscriber; a paid one says so in its title, as an opinion does
(docs/decisions/0040).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import corrections, elsewhere, licences, markup
from articles.chrome import Chrome
from articles.image_uses import files_in
from articles.models import Author, Byline, Correction, Image, LiveUpdate, Section, Story
from newsportal.core import feeds, versions
from newsportal.core.feeds import Category, Entry, Feed, Person, absolute, permanent_id
from newsportal.core.models import SiteSettings

#: Entries of a feed, and of each older page of it.
SIZE = 30


@dataclass(frozen=True)
class Place:
    """What a feed tells the news of.

    Attributes:
        thing: its name for ever, such as ``section/3``.
        path: its page from our root.
        keys: the versions of its list.
    """

    thing: str
    path: str
    title: str
    description: str
    keys: tuple[str, ...] = ()


def begin(place: Place, site: SiteSettings, language: str = "") -> Feed:
    """A feed without entries, in the newspaper's name."""
    paper = site.publisher or site.name
    return Feed(
        id=permanent_id(site, f"feed/{place.thing}"),
        page=absolute(place.path),
        title=place.title,
        description=place.description or place.title,
        language=language or site.language,
        publisher=Person(name=site.name, url=absolute("/")),
        rights=f"© {paper}",
        since=site.launched_at or datetime.datetime.fromtimestamp(0, datetime.UTC),
        icon=absolute(static("brand/icon-512.png")),
        logo=absolute(site.logo.url) if site.logo else "",
    )


# Stories -----------------------------------------------------------------------------------------


def of_stories(place: Place, stories: Sequence[Story], chrome: Chrome) -> Feed:
    """A feed of stories, read by `Story.objects.for_feeds`, in their order."""
    stock = _Stock.of(stories, chrome)
    return replace(
        begin(place, chrome.site),
        entries=[_entry(story, stock) for story in stories],
        changed=_changed_at(place, stories, stock),
    )


def id_of(story: Story, site: SiteSettings) -> str:
    """What readers' programs know a story by: what they knew it by before it came here, else a name
    that hangs on neither its address nor ours."""
    return story.feed_id or permanent_id(site, f"story/{story.pk}")


def keys_of(place: Place, stories: Iterable[Story]) -> list[str]:
    """The versions of all that a feed of stories shows."""
    return [*place.keys, *(f"story:{story.pk}" for story in stories)]


@dataclass
class _Stock:
    """What the entries of one feed are made from, read together; `day` judges licences."""

    chrome: Chrome
    day: datetime.date
    said: dict[int, corrections.Shown]
    updates: dict[int, LiveUpdate]
    pictures: dict[str, Image]
    by_id: dict[int, Image]
    people: dict[int, Person] = field(default_factory=dict)
    sections: dict[int, Category] = field(default_factory=dict)

    @classmethod
    def of(cls, stories: Sequence[Story], chrome: Chrome) -> _Stock:
        """In three queries at most; none for what no story has."""
        wanted = {pk for story in stories for pk in _ids_of_updates(story)}
        updates = LiveUpdate.objects.public().for_reading().in_bulk(wanted) if wanted else {}
        files = files_in(
            *(story.body_html for story in stories),
            *(story.live_blog.summary_html for story in stories if _is_over(story)),
            *(update.body_html for update in updates.values()),
        )
        hung = {one["image"] for story in stories for one in _gallery(story)}
        found: list[Image] = []
        if files or hung:
            found = list(Image.objects.with_files(files) | Image.objects.filter(pk__in=hung))
        return cls(
            chrome=chrome,
            day=licences.day_of(),
            said=corrections.of_stories(stories),
            updates=updates,
            pictures={str(image.file.name): image for image in found},
            by_id={image.pk: image for image in found},
        )

    def person(self, author: Author) -> Person:
        """Most stories of a feed have the same few names."""
        if author.pk not in self.people:
            self.people[author.pk] = _person(author)
        return self.people[author.pk]

    def section(self, pk: int | None) -> Category | None:
        section = self.chrome.section(pk)
        if section is None:
            return None
        if section.pk not in self.sections:
            self.sections[section.pk] = of_section(section, self.chrome)
        return self.sections[section.pk]

    def gallery(self, story: Story) -> list[tuple[Image, str]]:
        """The pictures of a gallery that may be shown today, in order, with their captions."""
        hung = [(self.by_id[one["image"]], one["caption"]) for one in _gallery(story)]
        return [
            (image, caption or image.caption)
            for image, caption in hung
            if licences.covers(image, self.day)
        ]


def _gallery(story: Story) -> list[dict[str, Any]]:
    return story.gallery if story.kind == Story.Kind.GALLERY else []  # type: ignore[attr-defined]


def _ids_of_updates(story: Story) -> list[int]:
    if story.kind != Story.Kind.LIVE:
        return []
    return [*story.update_ids, *story.key_update_ids]  # type: ignore[attr-defined]


def _is_over(story: Story) -> bool:
    blog = getattr(story, "live_blog", None)
    return blog is not None and story.kind == Story.Kind.LIVE and blog.is_closed


def _entry(story: Story, stock: _Stock) -> Entry:
    site, said = stock.chrome.site, stock.said.get(story.pk, corrections.Shown())
    address = absolute(story.get_absolute_url())
    lead = licences.on_card(story.lead_image)
    pictures = [(lead, story.lead_caption or lead.caption)] if lead else []
    pictures += stock.gallery(story)
    writers, others = _bylines(story)
    assert story.first_live_at is not None  # whatever is live has been given a time
    return Entry(
        id=id_of(story, site),
        url=address,
        title=_title(story),
        html=markup.for_elsewhere(_html(story, stock, said), address),
        summary=story.standfirst,
        language=story.language,
        published=story.first_live_at,
        updated=_updated(story, said),
        authors=_people(writers, stock),
        contributors=_people(others, stock),
        categories=_categories(story, stock),
        pictures=[_picture(image, caption) for image, caption in pictures],
        banner=_wide_crop(lead),
        discussion=feeds.Discussion(
            page=address, url=f"{address}#comments", count=story.comment_count
        ),
        corrections=[
            feeds.Correction(
                kind=one.kind, label=str(one.get_kind_display()), text=one.text, at=one.at
            )
            for one in said.all
        ],
    )


def _title(story: Story) -> str:
    """The headline; of what could be taken for a report, with what it is before it."""
    kind = str(story.get_kind_display())
    is_said = story.headline.lower().startswith(kind.lower())
    if not story.kind_class.says_so_in_titles or is_said:
        return story.headline
    return _("%(kind)s: %(headline)s") % {"kind": kind, "headline": story.headline}


def _html(story: Story, stock: _Stock, said: corrections.Shown) -> SafeString:
    """The whole text, in the order of the story's page."""
    lead = licences.on_card(story.lead_image)
    context = {
        "story": story,
        "corrections": said,
        "lead": elsewhere.figure(lead, caption=story.lead_caption or lead.caption) if lead else "",
        "body": _body(story.body_html, stock),
        "gallery": [
            elsewhere.figure(image, caption=caption) for image, caption in stock.gallery(story)
        ],
        "contributors": _bylines(story)[1],
    }
    if story.kind == Story.Kind.LIVE:
        context["live"] = _live(story, stock)
    return render_to_string("articles/feed_story.html", context)


def _body(html: str, stock: _Stock) -> SafeString:
    return elsewhere.body(html, stock.pictures, stock.day)


def _live(story: Story, stock: _Stock) -> dict[str, object]:
    """The newest updates whole, newest first, and before them the key events by name."""
    shown, keys = (
        [stock.updates[pk] for pk in ids if pk in stock.updates]
        for ids in (story.update_ids, story.key_update_ids)  # type: ignore[attr-defined]
    )
    for update in {*shown, *keys}:
        update.story = story
    return {
        "summary": _body(story.live_blog.summary_html, stock) if _is_over(story) else "",
        "key_events": keys,
        "updates": [
            {
                "update": update,
                "body": _body(update.body_html, stock),
                "figure": elsewhere.figure(update.image, caption=update.image.caption)
                if update.image and licences.covers(update.image, stock.day)
                else "",
            }
            for update in shown
        ],
    }


def _updated(story: Story, said: corrections.Shown) -> datetime.datetime:
    """When readers were last told something new: by the text, a correction or an update."""
    blog = getattr(story, "live_blog", None) if story.kind == Story.Kind.LIVE else None
    times = [
        story.first_live_at,
        story.updated_at if story.shows_update else None,
        blog.newest_at if blog else None,
        blog.closed_at if blog else None,
        *(one.edited_at or one.at for one in said.all),
    ]
    return max(time for time in times if time)


def _bylines(story: Story) -> tuple[list[Byline], list[Byline]]:
    """Those of who wrote it, and of who did something else; where nobody is named as a writer,
    everybody counts as one, as on cards."""
    everybody = list(story.bylines.all())
    others = [one for one in everybody if one.role != Byline.Role.WRITER]
    if len(others) == len(everybody):
        return everybody, []
    return [one for one in everybody if one.role == Byline.Role.WRITER], others


def _people(bylines: list[Byline], stock: _Stock) -> list[Person]:
    return [stock.person(author) for author in dict.fromkeys(one.author for one in bylines)]


def _person(author: Author) -> Person:
    face = licences.on_card(author.portrait)
    return Person(
        name=author.name,
        url=absolute(author.get_absolute_url()),
        avatar=absolute(face.url) if face else "",
    )


def _categories(story: Story, stock: _Stock) -> list[Category]:
    """Its sections by their whole path, what kind of story it is, its tags."""
    ids = [story.section_id, *story.further_section_ids]
    found = [category for pk in ids if (category := stock.section(pk))]
    if story.kind != Story.Kind.REPORT:
        scheme = permanent_id(stock.chrome.site, "kind")
        label = str(story.get_kind_display())
        found.append(Category(term=story.kind, label=label, scheme=scheme))
    found += [
        Category(term=tag.slug, label=tag.name, scheme=absolute("/tags/"))
        for tag in story.tags.all()
    ]
    return found


def of_section(section: Section, chrome: Chrome) -> Category:
    names = "/".join(above.name for above in chrome.trail(section))
    return Category(term=section.path, label=names, scheme=absolute("/"))


def _picture(image: Image, caption: str) -> feeds.Picture:
    return feeds.Picture(
        url=absolute(image.url),
        alt=image.alt,
        caption=caption,
        credit=image.credit,
        width=image.width,
        height=image.height,
    )


def _wide_crop(image: Image | None) -> str:
    widest = image.widths("jpeg", "16x9")[-1:] if image else []
    return absolute(image.file.storage.url(widest[0]["name"])) if image and widest else ""


# When ---------------------------------------------------------------------------------------------


def _changed_at(place: Place, stories: Sequence[Story], stock: _Stock) -> datetime.datetime | None:
    """When anything in a feed of stories last changed, by a verb or by the clock; one query.

    The clock brings stories, ends embargoes and licences and takes stories away. None for a feed
    without stories: what left it last is not known.
    """
    if not stories:
        return None
    now = timezone.now()
    pictures = [*stock.by_id.values(), *(story.lead_image for story in stories)]
    pictures += [update.image for update in stock.updates.values()]
    pictures += [byline.author.portrait for story in stories for byline in story.bylines.all()]
    times = [
        versions.changed_at(["site", "sections", *keys_of(place, stories)]),
        stories[0].last_left_at,  # type: ignore[attr-defined]
        *(story.live_at for story in stories),
        *(story.embargo_until for story in stories),
        *(_licence_ended_at(image, stock) for image in pictures if image is not None),
    ]
    return max((time for time in times if time and time <= now), default=None)


def _licence_ended_at(image: Image, stock: _Stock) -> datetime.datetime | None:
    """The midnight after the last day of a licence, where the newsroom is."""
    if image.licence_expires is None or image.licence_expires >= stock.day:
        return None
    day = image.licence_expires + datetime.timedelta(days=1)
    zone = ZoneInfo(stock.chrome.site.time_zone)
    return datetime.datetime.combine(day, datetime.time(), zone)


# Corrections --------------------------------------------------------------------------------------


def of_corrections(place: Place, found: Sequence[Correction], chrome: Chrome) -> Feed:
    """A feed of corrections with their stories, as `Correction.objects.public` reads them."""
    return replace(
        begin(place, chrome.site),
        entries=[_correction(one, chrome) for one in found],
        changed=_corrections_changed_at(place, found),
    )


def _corrections_changed_at(place: Place, found: Sequence[Correction]) -> datetime.datetime | None:
    """As `_changed_at`: with a story that the clock takes away its corrections go, with one that it
    brings they come. Two queries."""
    if not found:
        return None
    now = timezone.now()
    stories = [one.story for one in found]
    left = Story.objects.taken_by_the_clock(now).values_list("withdraw_at", flat=True)
    times = [
        versions.changed_at(["site", "sections", *keys_of(place, stories)]),
        left.first(),
        *(story.live_at for story in stories),
        *(story.embargo_until for story in stories),
    ]
    return max((time for time in times if time and time <= now), default=None)


def _correction(one: Correction, chrome: Chrome) -> Entry:
    section = chrome.section(one.story.section_id)
    address = absolute(one.get_absolute_url())
    html = render_to_string("articles/feed_correction.html", {"correction": one})
    return Entry(
        id=permanent_id(chrome.site, f"correction/{one.pk}"),
        url=address,
        title=f"{one.get_kind_display()}: {one.story.headline}",
        html=markup.for_elsewhere(html, address),
        language=one.story.language,
        published=one.at,
        updated=one.edited_at or one.at,
        categories=[of_section(section, chrome)] if section else [],
    )
