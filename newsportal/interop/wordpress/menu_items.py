"""The menus of one old site on their way here: one on top, one at the foot, others kept aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.links import check_link
from articles.models import MenuItem, Page, Section, Story
from newsportal.core import versions
from newsportal.interop.reporting import Outcome, Thing
from newsportal.interop.wordpress import addresses as old
from newsportal.interop.wordpress import menus
from newsportal.interop.wordpress.context import Context
from newsportal.interop.wordpress.menus import MenuEntry
from newsportal.interop.wordpress.nouns import key_of

LABEL_LENGTH = 60
URL_LENGTH = 500

#: The fields of a menu item that say where it leads.
Target = dict[str, Any]


def bring_in(context: Context) -> None:
    """Bring all menus, each in one transaction; run it when stories and pages are here."""
    by_menu: defaultdict[str, list[MenuEntry]] = defaultdict(list)
    for entry in context.site.menu_entries:
        by_menu[entry.menu].append(entry)
    names = context.site.menu_names
    main = context.options.main_menu or menus.main_menu(by_menu, names)
    for slug, entries in by_menu.items():
        place = MenuItem.Menu.FOOTER if menus.is_footer(slug, names) else MenuItem.Menu.ASIDE
        with transaction.atomic():
            _MenuImport(context, MenuItem.Menu.MAIN if slug == main else place).bring_in(entries)


class _MenuImport:
    """One menu."""

    def __init__(self, context: Context, place: str) -> None:
        self._context = context
        self._place = place
        self._targets: dict[MenuEntry, Target | None] = {}

    def bring_in(self, entries: Sequence[MenuEntry]) -> None:
        report = self._context.report
        placed = menus.arranged(entries, lambda entry: self._target(entry) is not None)
        kept = {entry for entry, _above in placed}
        for entry in entries:
            if entry not in kept:
                report.leave_item(Thing.MENU_ITEM, entry.name, _why_not(entry))
        items: dict[int, MenuItem] = {}
        has_made = False
        for order, (entry, above) in enumerate(placed, self._last_order() + 1):
            item = self._known(entry)
            report.count_item(Thing.MENU_ITEM, Outcome.KNOWN if item else Outcome.MADE)
            if item is None and not report.is_dry_run:
                item = self._make(entry, items.get(above.number) if above else None, order)
                has_made = True
            if item is not None:
                items[entry.number] = item
        if has_made:
            versions.bump("menu")

    def _identity(self, entry: MenuEntry) -> dict[str, str]:
        # The same number stands in several menus.
        key = key_of(f"{entry.menu}:{entry.number}")
        return {"source": self._context.source, "import_id": key}

    def _known(self, entry: MenuEntry) -> MenuItem | None:
        return MenuItem.objects.filter(**self._identity(entry)).first()

    def _make(self, entry: MenuEntry, parent: MenuItem | None, order: int) -> MenuItem:
        fields: Target = {"label": entry.title[:LABEL_LENGTH], **(self._target(entry) or {})}
        return MenuItem.objects.create(
            menu=self._place, parent=parent, order=order, **self._identity(entry), **fields
        )

    def _last_order(self) -> int:
        standing = MenuItem.objects.filter(menu=self._place).order_by("-order")
        return standing.values_list("order", flat=True).first() or 0

    # Where an entry leads

    def _target(self, entry: MenuEntry) -> Target | None:
        if entry not in self._targets:
            self._targets[entry] = self._find_target(entry)
        return self._targets[entry]

    def _find_target(self, entry: MenuEntry) -> Target | None:
        if entry.target == "custom":
            return self._link(entry)
        if entry.target == "post_type":
            return self._page_or_story(entry)
        if entry.target == "taxonomy" and entry.object_kind == "category":
            return self._section(entry)
        return None

    def _page_or_story(self, entry: MenuEntry) -> Target | None:
        identity = self._context.identity(entry.object_id)
        thing = Thing.PAGE if entry.object_kind == "page" else Thing.STORY
        if self._context.report.is_dry_run and (thing, entry.object_id) in self._context.seen:
            return {}
        if thing is Thing.PAGE:
            page = Page.objects.filter(**identity).first()
            return {"page": page} if page else None
        story = Story.objects.filter(**identity).first()
        address = story.public_address() if story else None
        if story is None or not address:
            return None
        return {"url": address, "label": (entry.title or story.headline)[:LABEL_LENGTH]}

    def _section(self, entry: MenuEntry) -> Target | None:
        slug = self._context.site.tree.slug_of(entry.object_id)
        if not slug:
            return None
        if self._context.report.is_dry_run:
            return {}
        section: Section | None = self._context.nouns.section(slug)
        return {"section": section} if section else None

    def _link(self, entry: MenuEntry) -> Target | None:
        url = old.relative(entry.url, self._context.site.info)
        try:
            check_link(url)
        except ValidationError:
            return None
        return {"url": url} if url and len(url) <= URL_LENGTH and entry.title else None


def _why_not(entry: MenuEntry) -> str:
    if entry.target == "custom":
        return _("it leads nowhere")
    return _("what it leads to was not imported")
