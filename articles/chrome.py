"""What stands round every page: the newspaper's settings, menus, footer and tree of sections.

It comes from the process's own copy, kept true by versions (house rule 14), and costs a page no
query of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from articles.models import Banner, MenuItem, Newsletter, Page, Section, Standards
from articles.models.standards import host_of
from newsportal.core import versions
from newsportal.core.models import SiteSettings

#: Stands in until the first start has asked for a name.
UNNAMED = "Newsportal"


@dataclass(frozen=True)
class Line:
    """One line of a menu, with the lines below it."""

    text: str
    url: str
    lines: tuple[Line, ...] = ()
    #: Where the line leads to a page: whether it is live is a question of time.
    page: Page | None = None

    def leads_to(self, path: str) -> bool:
        """Whether the page at `path` is this line's, or one filed below it."""
        if self.url == "/":
            return path == "/"
        return path == self.url or (self.url.startswith("/") and path.startswith(self.url))


@dataclass(frozen=True)
class Policy:
    """One page by which the paper works: its name in schema.org, its name for readers."""

    name: str
    label: str
    page: Page


@dataclass(frozen=True)
class Profile:
    """The paper's page at another site."""

    text: str
    url: str


@dataclass(frozen=True)
class Chrome:
    """A copy of all that every page shows."""

    site: SiteSettings
    is_launched: bool
    all_of_main_menu: tuple[Line, ...]
    all_of_footer: tuple[Line, ...]
    sections: dict[int, Section] = field(default_factory=dict)
    banners: tuple[Banner, ...] = ()
    #: What readers can sign up for.
    newsletters: tuple[Newsletter, ...] = ()
    all_of_policies: tuple[Policy, ...] = ()
    founded: int | None = None
    profiles: tuple[Profile, ...] = ()

    @property
    def policies(self) -> list[Policy]:
        """What readers and search engines are told of the paper's standards: its live pages."""
        return [policy for policy in self.all_of_policies if policy.page.is_live()]

    @property
    def policies_beside_footer(self) -> list[Policy]:
        """Those to which no line of the footer's menu leads, each page once."""
        shown = {line.page.pk for line in self.footer if line.page}
        fresh = {one.page.pk: one for one in reversed(self.policies) if one.page.pk not in shown}
        return list(reversed(fresh.values()))

    @property
    def banner(self) -> Banner | None:
        """The breaking news over every page: the newest whose time has not run out."""
        now = timezone.now()
        return next((banner for banner in self.banners if not banner.is_over(now)), None)

    @property
    def is_hidden_from_search(self) -> bool:
        """Whether no page is to be found: there is no newspaper yet, or its settings say so."""
        return self.site.hides_from_search or not self.is_launched

    @property
    def main_menu(self) -> tuple[Line, ...]:
        return _shown(self.all_of_main_menu)

    @property
    def footer(self) -> tuple[Line, ...]:
        return _shown(self.all_of_footer)

    @property
    def logo_url(self) -> str:
        return self.site.logo.url if self.site.logo else ""

    @cached_property
    def logo_size(self) -> tuple[int, int]:
        """Width and height of the logo's file, read once a copy; zeros where it cannot be read."""
        if not self.site.logo:
            return 0, 0
        try:
            return self.site.logo.width, self.site.logo.height
        except Exception:  # noqa: BLE001 -- a storage far away may fail in ways of its own
            return 0, 0

    @property
    def accent_path(self) -> str:
        """Name of the style sheet with the newspaper's own accent."""
        return self.site.accent.lstrip("#")

    def section(self, pk: int | None) -> Section | None:
        return self.sections.get(pk) if pk else None

    def section_at(self, path: str) -> Section | None:
        """The section whose page stands at a path (as `addresses.normalise` spells it)."""
        found = (one for one in self.sections.values() if f"/{one.path}/".lower() == path)
        return next(found, None)

    @property
    def top_sections(self) -> list[Section]:
        return self.children(None)

    def children(self, section: Section | None) -> list[Section]:
        """Sections right below `section` (None: the top ones), in the editors' order."""
        parent_id = section.pk if section else None
        return [child for child in self.sections.values() if child.parent_id == parent_id]

    def trail(self, section: Section | None) -> list[Section]:
        """The section with all above it, topmost first: the breadcrumbs."""
        trail: list[Section] = []
        while section is not None:
            trail.insert(0, section)
            section = self.section(section.parent_id)
        return trail


def load() -> Chrome:
    """Read everything anew, in a handful of queries."""
    site = SiteSettings.objects.filter(pk=SiteSettings.SINGLE).first()
    sections = {section.pk: section for section in Section.objects.all()}
    items = list(MenuItem.objects.select_related("section", "page"))
    return Chrome(
        site=site or SiteSettings(name=UNNAMED),
        is_launched=bool(site and site.launched_at),
        all_of_main_menu=_lines(items, MenuItem.Menu.MAIN, None),
        all_of_footer=_lines(items, MenuItem.Menu.FOOTER, None),
        sections=sections,
        banners=tuple(Banner.objects.not_over()),
        newsletters=tuple(Newsletter.objects.offered()),
        **_standards(),
    )


def _standards() -> dict[str, Any]:
    """By what the paper works, without the texts of the pages."""
    standards = Standards.objects.first()
    if standards is None:
        return {}
    chosen = {name: getattr(standards, f"{name}_id") for name in Standards.POLICIES}
    pages = Page.objects.defer("body_html").in_bulk({pk for pk in chosen.values() if pk})
    return {
        "all_of_policies": tuple(
            Policy(Standards.POLICIES[name], pages[pk].title, pages[pk])
            for name, pk in chosen.items()
            if pk in pages
        ),
        "founded": standards.founded,
        "profiles": tuple(
            Profile(host_of(address), address) for address in standards.profiles.split()
        ),
    }


def _lines(items: list[MenuItem], menu: str, parent_id: int | None) -> tuple[Line, ...]:
    """The lines of one level."""
    lines = []
    for item in items:
        if item.menu != menu or item.parent_id != parent_id:
            continue
        target = item.section or item.page
        url = target.get_absolute_url() if target else item.url
        lines.append(Line(item.text, url, _lines(items, menu, item.pk), item.page))
    return tuple(lines)


def _shown(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines without those of pages that are not live now."""
    return tuple(
        replace(line, lines=_shown(line.lines))
        for line in lines
        if line.page is None or line.page.is_live()
    )


current = versions.VersionedCopy(load, "site", "menu", "sections", "banner", "newsletters")


class ChromeMiddleware:
    """Puts the chrome on the request and speaks the newspaper's language in its time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith((settings.MEDIA_URL, "/healthz", "/readyz")):
            return self.get_response(request)
        chrome_now = current.get()
        request.chrome = chrome_now  # type: ignore[attr-defined]
        with (
            timezone.override(ZoneInfo(chrome_now.site.time_zone)),
            translation.override(chrome_now.site.language),
        ):
            return self.get_response(request)


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the chrome, and the site's settings by their own name."""
    chrome_now = getattr(request, "chrome", None) or current.get()
    return {
        "chrome": chrome_now,
        "site": chrome_now.site,
        "canonical_base": settings.SITE_URL,
        "today": timezone.localdate(),
        "theme_style": settings.THEME_STYLE,
    }
