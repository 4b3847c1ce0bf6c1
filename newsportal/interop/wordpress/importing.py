"""Bringing WordPress exports in, one item a transaction.

Identity is the old site with the number (of a story, page, comment), the name (of a section, tag,
author) or the address (of a picture): what an earlier run brought is found by it and left alone,
so a second run changes nothing and an interrupted one is finished by the next. A second run with
pictures gives them to what nobody has edited meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import publishing
from articles.models import Page, Story
from newsportal.core import addresses, versions
from newsportal.core.models import SiteSettings
from newsportal.interop.reporting import Outcome, Report, Thing
from newsportal.interop.wordpress import addresses as old
from newsportal.interop.wordpress import menu_items
from newsportal.interop.wordpress.bodies import Body, NoteKind, convert, one_line
from newsportal.interop.wordpress.context import Context, Options
from newsportal.interop.wordpress.dates import Doubt, moment
from newsportal.interop.wordpress.pages import PageImport
from newsportal.interop.wordpress.reading import Entry, SiteInfo, WXRAuthor, WXRItem, WXRTerm
from newsportal.interop.wordpress.shelf import Shelf
from newsportal.interop.wordpress.sorting import Fate, Kind, fate
from newsportal.interop.wordpress.stories import StoryImport
from newsportal.interop.wordpress.survey import entries_of, survey

#: Two imports at once would only get into each other's way; the number is any constant.
LOCK_NUMBER = 726_401

THINGS = {
    Kind.STORY: Thing.STORY,
    Kind.PAGE: Thing.PAGE,
    Kind.PICTURE: Thing.PICTURE,
    Kind.MENU_ENTRY: Thing.MENU_ITEM,
    Kind.NOTHING: Thing.OTHER,
}


class Busy(Exception):
    """Another import is running."""


def _silent() -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Watcher:
    """Who hears how far an import is: items of the first reading, then, after the total is known,
    items brought in."""

    on_read: Callable[[], None] = _silent
    on_total: Callable[[int], None] | None = None
    on_item: Callable[[], None] = _silent


def bring_in(
    paths: Sequence[Path], options: Options, report: Report, watcher: Watcher | None = None
) -> None:
    """Read all files, then bring in what they hold, and count it in `report`.

    Raises WXRError when a file cannot be read, before anything is written, and Busy.
    """
    watcher = watcher or Watcher()
    report.is_dry_run = options.is_dry_run
    with Shelf() as shelf:
        found = survey(paths, shelf, watcher.on_read)
        report.items_read = found.items
        if watcher.on_total:
            watcher.on_total(found.items)
        with _alone():
            imports = {
                source: SiteImport(Context.of(site, shelf, options, report))
                for source, site in found.sites.items()
            }
            for one in imports.values():
                one.begin()
            for path in paths:
                for site, entry in entries_of(path, found.sites):
                    imports[site.source].take(entry)
                    if isinstance(entry, WXRItem):
                        watcher.on_item()
            for one in imports.values():
                one.end()


@contextmanager
def _alone() -> Generator[None]:
    """Hold the lock of imports. Raises Busy when somebody else does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_NUMBER])
        if not cursor.fetchone()[0]:
            raise Busy(_("Another import is running; wait until it is done."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_NUMBER])


class SiteImport:
    """The import of one old site."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._report = context.report
        self._now = timezone.now()

    def begin(self) -> None:
        """Bring what items refer to."""
        info = self._context.site.info
        for url in (info.base_blog_url, info.link):
            self._context.shelf.add_host(self._context.source, url)
        if not self._report.is_dry_run:
            _name_the_newspaper(info)
        self._context.nouns.bring_sections()

    def take(self, entry: Entry) -> None:
        """Bring the next entry of the file."""
        match entry:
            case WXRAuthor():
                self._context.nouns.bring_author(entry)
            case WXRTerm(taxonomy="post_tag"):
                self._context.nouns.bring_tag(entry)
            case WXRItem():
                self._take_item(entry)
            case _:
                return  # categories are brought already, menus come at the end

    def end(self) -> None:
        """Bring what needs all items: menus, and the addresses of attachments' pages."""
        menu_items.bring_in(self._context)
        if not self._report.is_dry_run:
            self._remember_attachments()

    def _take_item(self, item: WXRItem) -> None:
        found = moment(item.post_date, item.post_date_gmt, self._context.offset)
        its_fate = fate(item, found.at, self._now)
        if its_fate.kind is Kind.MENU_ENTRY:
            return
        thing = THINGS[its_fate.kind]
        name = one_line(item.title) or item.link
        identity = (thing, item.post_id or 0)
        if its_fate.kind is Kind.NOTHING:
            self._report.leave_item(thing, name, its_fate.reason)
        elif identity in self._context.seen:
            self._report.leave_item(thing, name, _("the file has it twice"))
        else:
            self._context.seen.add(identity)
            if its_fate.kind is Kind.PICTURE:
                self._take_picture(item, name)
            else:
                self._take_text(item, its_fate, found.at, name)
                self._remark_doubt(found.doubt, name)

    # Pictures

    def _take_picture(self, item: WXRItem, name: str) -> None:
        pictures = self._context.pictures
        url = item.attachment_url or item.guid
        if not pictures.is_wanted:
            reason = _("pictures come with --media or --media-from")
            self._report.leave_item(Thing.PICTURE, name, reason)
            return
        outcome = pictures.bring(url, item.post_id)
        if outcome is Outcome.LEFT:
            self._report.leave_item(Thing.PICTURE, name, pictures.why_missing(url))
        else:
            self._report.count_item(Thing.PICTURE, outcome)

    # Stories and pages

    def _take_text(
        self, item: WXRItem, its_fate: Fate, published: datetime | None, name: str
    ) -> None:
        thing = THINGS[its_fate.kind]
        try:
            body = convert(
                item.content,
                post=item.post_id or 0,
                library=self._context.pictures,
                link=lambda url: old.relative(url, self._context.site.info),
            )
            outcome = (
                StoryImport(self._context, item, its_fate, published, body)
                if its_fate.kind is Kind.STORY
                else PageImport(self._context, item, its_fate, body)
            ).bring_in()
        except ValidationError as error:
            self._report.leave_item(thing, name, " ".join(error.messages))
        except publishing.Refused as refused:
            self._report.leave_item(thing, name, refused.message)
        else:
            self._report.count_item(thing, outcome)
            if outcome is Outcome.MADE:
                self._remark(its_fate, body, name)

    def _remark(self, its_fate: Fate, body: Body, name: str) -> None:
        if its_fate.reason:
            self._report.draft(name, its_fate.reason)
        sentences = {
            NoteKind.PICTURE: _("pictures became links"),
            NoteKind.MEDIA: _("films and sounds became links"),
            NoteKind.EMBED: _("players of providers that are not allowed here became links"),
            NoteKind.SHORTCODE: _("shortcodes were left out"),
            NoteKind.BLOCK: _("blocks were left out"),
            NoteKind.GALLERY: _("galleries name pictures that the export does not have"),
        }
        for note in body.notes:
            is_name = note.kind in {NoteKind.SHORTCODE, NoteKind.BLOCK}
            self._report.remark(sentences[note.kind], note.detail if is_name else name)

    def _remark_doubt(self, doubt: Doubt, name: str) -> None:
        if doubt is Doubt.BY_OFFSET:
            self._report.remark(_("dates are in local time, read by the usual offset"), name)
        elif doubt is Doubt.AS_UTC:
            self._report.remark(_("dates are in local time, read as UTC"), name)

    # Old addresses

    def _remember_attachments(self) -> None:
        """Let the page that each attachment had lead to the story or page that it stood in."""
        owner: Story | Page | None = None
        parent = 0
        for page in self._context.shelf.pages(self._context.source):
            if page.parent != parent:
                parent = page.parent
                owner = self._imported(parent)
            if owner is not None:
                places = old.of_attachment(page.number, page.link, self._context.site.info)
                addresses.remember_all(owner, {place.path: place.ending for place in places})

    def _imported(self, number: int) -> Story | Page | None:
        identity = self._context.identity(number)
        return Story.objects.filter(**identity).first() or Page.objects.filter(**identity).first()


def _name_the_newspaper(info: SiteInfo) -> None:
    """Give the old site's name to a newspaper that has none yet; its first start asks anyway."""
    if not SiteSettings.objects.exists():
        SiteSettings.objects.create(
            name=one_line(info.title)[:80] or _("Newspaper"),
            tagline=one_line(info.description)[:160],
        )
        versions.bump("site")
