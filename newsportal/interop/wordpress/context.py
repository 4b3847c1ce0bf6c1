"""What every part of one import shares: the old site, its nouns and pictures, and the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.markup import plain_text
from newsportal.interop.reporting import Report, Thing
from newsportal.interop.wordpress.bodies import Body, one_line
from newsportal.interop.wordpress.dates import moment
from newsportal.interop.wordpress.media import Pictures, PictureSource
from newsportal.interop.wordpress.nouns import Nouns, slug_of
from newsportal.interop.wordpress.reading import WXRItem
from newsportal.interop.wordpress.shelf import Shelf
from newsportal.interop.wordpress.sorting import Fate
from newsportal.interop.wordpress.survey import OldSite

#: A story without a headline is called by its first words.
FIRST_WORDS = 80
#: Length of the note of a revision.
NOTE_LENGTH = 300


@dataclass(frozen=True)
class Options:
    """What the person who imports chose: where pictures come from (nothing: none are brought), the
    section of stories without a category, and which of the old menus stands on top."""

    pictures: Sequence[PictureSource] = ()
    default_section: str = ""
    main_menu: str = ""
    is_dry_run: bool = False


@dataclass
class Context:
    """The import of one old site."""

    site: OldSite
    shelf: Shelf
    options: Options
    report: Report
    pictures: Pictures
    nouns: Nouns
    offset: timedelta | None
    #: Numbers of the stories and pages of this run.
    seen: set[tuple[Thing, int]] = field(default_factory=set)

    @classmethod
    def of(cls, site: OldSite, shelf: Shelf, options: Options, report: Report) -> Context:
        return cls(
            site=site,
            shelf=shelf,
            options=options,
            report=report,
            pictures=Pictures(site.source, shelf, options.pictures, report),
            nouns=Nouns(site, report, options.default_section or _("News")),
            offset=site.offset.usual(),
        )

    @property
    def source(self) -> str:
        return self.site.source

    def identity(self, number: int | None) -> dict[str, str]:
        """By which a story or page of the old site is found again."""
        return {"source": self.source, "import_id": str(number)}

    def moment_of(self, local: str, gmt: str) -> datetime | None:
        """When a comment was written or a text changed, from its two dates.

        None where that lies in the future: nobody wrote then, a clock was wrong.
        """
        at = moment(local, gmt, self.offset).at
        return at if at and at <= timezone.now() else None

    def note(self, fate: Fate) -> str:
        """What the first revision says of where it came from."""
        note = _("Imported from %(source)s.") % {"source": self.source}
        if fate.reason:
            note += " " + _("Not public: %(reason)s.") % {"reason": fate.reason}
        return note[:NOTE_LENGTH]

    @staticmethod
    def title(item: WXRItem, body: Body, length: int) -> str:
        """The title as one line; else the first words of the text, else the old address."""
        words = " ".join(plain_text(body.html).split())
        title = one_line(item.title) or Truncator(words).chars(FIRST_WORDS)
        title = title or slug_of(item.post_name, length).replace("-", " ").capitalize()
        return str(Truncator(title or _("Untitled")).chars(length))
