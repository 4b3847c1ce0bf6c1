"""Menus of an export: an item each, with the parent, order and target in its metadata."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from newsportal.interop.wordpress.reading import WXRItem

#: Words by which themes and editors call the menu on top of every page, and the one at its foot.
MAIN_WORDS = frozenset({"main", "primary", "header", "top", "navigation"})
FOOTER_WORDS = frozenset({"footer", "bottom", "legal"})
#: More lines than this fit into no main menu.
MOST_ON_TOP = 10


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of a menu: `target` is "post_type", "taxonomy" or "custom" (an address)."""

    number: int
    menu: str
    title: str
    target: str
    object_kind: str
    object_id: int
    parent: int
    url: str
    order: int

    @property
    def name(self) -> str:
        """What to call it in a report."""
        return self.title or self.url or f"{self.object_kind} {self.object_id}"


def entry_of(item: WXRItem, title: str) -> MenuEntry:
    """Read a nav_menu_item. Only its number and its menu together are unique in an export."""
    menus = [term.slug for term in item.terms if term.domain == "nav_menu"]
    return MenuEntry(
        number=item.post_id or 0,
        menu=menus[0] if menus else "",
        title=title,
        target=item.meta_value("_menu_item_type"),
        object_kind=item.meta_value("_menu_item_object"),
        object_id=_number(item.meta_value("_menu_item_object_id")),
        parent=_number(item.meta_value("_menu_item_menu_item_parent")),
        url=item.meta_value("_menu_item_url").strip(),
        order=item.menu_order,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def arranged(
    entries: Iterable[MenuEntry], leads: Callable[[MenuEntry], bool]
) -> list[tuple[MenuEntry, MenuEntry | None]]:
    """The entries of one menu that lead somewhere, in order, each with the entry above it.

    Our menus have one nested level: what is deeper stands below its topmost ancestor. An ancestor
    that leads nowhere (a heading to open, address "#") lets its entries rise.
    """
    ordered = sorted(entries, key=lambda entry: (entry.order, entry.number))
    by_number = {entry.number: entry for entry in reversed(ordered)}
    return [(entry, _top(entry, by_number, leads)) for entry in ordered if leads(entry)]


def _top(
    entry: MenuEntry, by_number: Mapping[int, MenuEntry], leads: Callable[[MenuEntry], bool]
) -> MenuEntry | None:
    top: MenuEntry | None = None
    seen = {entry.number}
    above = by_number.get(entry.parent)
    while above is not None and above.number not in seen:
        seen.add(above.number)
        if leads(above):
            top = above
        above = by_number.get(above.parent)
    return top


def main_menu(menus: Mapping[str, Sequence[MenuEntry]], names: Mapping[str, str]) -> str:
    """Which menu stood on top of the old site, as far as an export tells: it names none.

    First a menu called so; else the first that has few lines on top which all lead within the
    site; else the first of all. The result is a key of `menus`, or "" when there are none.
    """
    for slug in menus:
        if MAIN_WORDS & _words(slug, names):
            return slug
    for slug, entries in menus.items():
        top = [entry for entry in entries if not entry.parent]
        inside = [entry for entry in top if entry.target != "custom" or entry.url.startswith("/")]
        if len(inside) >= 2 and len(top) <= MOST_ON_TOP and len(inside) >= len(top) - 1:
            return slug
    return next(iter(menus), "")


def is_footer(slug: str, names: Mapping[str, str]) -> bool:
    return bool(FOOTER_WORDS & _words(slug, names))


def _words(slug: str, names: Mapping[str, str]) -> set[str]:
    return set(f"{slug} {names.get(slug, '')}".lower().replace("-", " ").replace("_", " ").split())
