"""The first reading of an import: is every file whole, and what must be known before writing.

Nothing is written before all files were read to their end, so that a damaged one changes nothing.
What an item needs from elsewhere in the files (the tree of categories, pictures, the site's usual
offset from GMT) is kept; the items themselves are read again when they are brought in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from newsportal.interop.wordpress.bodies import one_line
from newsportal.interop.wordpress.dates import OffsetCount
from newsportal.interop.wordpress.menus import MenuEntry, entry_of
from newsportal.interop.wordpress.reading import (
    Entry,
    SiteInfo,
    WXRError,
    WXRItem,
    WXRTerm,
    read_wxr,
)
from newsportal.interop.wordpress.sections import CategoryTree
from newsportal.interop.wordpress.shelf import Shelf


@dataclass
class OldSite:
    """What the files of one site say of it as a whole."""

    info: SiteInfo
    tree: CategoryTree = field(default_factory=CategoryTree)
    offset: OffsetCount = field(default_factory=OffsetCount)
    menu_names: dict[str, str] = field(default_factory=dict)
    menu_entries: list[MenuEntry] = field(default_factory=list)

    @property
    def source(self) -> str:
        return self.info.source


@dataclass
class Survey:
    sites: dict[str, OldSite] = field(default_factory=dict)
    items: int = 0


def survey(
    paths: Sequence[Path], shelf: Shelf, on_item: Callable[[], None] = lambda: None
) -> Survey:
    """Read all files to the end. Raises WXRError, naming the file, when one cannot be read."""
    found = Survey()
    for path in paths:
        for site, entry in entries_of(path, found.sites):
            if isinstance(entry, WXRTerm):
                _note_term(site, entry)
            elif isinstance(entry, WXRItem):
                found.items += 1
                _note_item(site, entry, shelf)
                on_item()
    return found


def entries_of(path: Path, sites: dict[str, OldSite]) -> Iterator[tuple[OldSite, Entry]]:
    """The entries of a file with the site that they belong to, which is added when it is new.

    Raises WXRError, naming the file, when it cannot be opened or read.
    """
    try:
        with path.open("rb") as source:
            site: OldSite | None = None
            for entry in read_wxr(source):
                if isinstance(entry, SiteInfo):
                    site = sites.setdefault(entry.source, OldSite(entry))
                elif site is not None:
                    yield site, entry
    except WXRError as error:
        raise WXRError(f"{path.name}: {error}") from error
    except OSError as error:
        reason = error.strerror or _("it cannot be read")
        raise WXRError(f"{path.name}: {reason}") from error


def _note_term(site: OldSite, term: WXRTerm) -> None:
    site.tree.add(term)
    if term.taxonomy == "nav_menu":
        site.menu_names[term.slug] = one_line(term.name)


def _note_item(site: OldSite, item: WXRItem, shelf: Shelf) -> None:
    site.offset.note(item.post_date, item.post_date_gmt)
    for comment in item.comments:
        site.offset.note(comment.date, comment.date_gmt)
    for term in item.terms:
        if term.domain == "category":  # old exports list no category, only items name them
            site.tree.add(WXRTerm(None, "category", term.slug, "", term.name, ""))
    if item.post_type == "attachment" and item.post_id is not None:
        shelf.add(site.source, item)
    elif item.post_type == "nav_menu_item" and item.post_id is not None:
        site.menu_entries.append(entry_of(item, one_line(item.title)))
