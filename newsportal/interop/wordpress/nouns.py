"""Sections, tags and authors of an old site: found by identity or name, else made."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles import sections as section_verbs
from articles import tagging
from articles.models import Author, Section, Tag
from newsportal.core import addresses, versions
from newsportal.interop.reporting import Outcome, Report, Thing
from newsportal.interop.wordpress import addresses as old
from newsportal.interop.wordpress.addresses import OldAddress
from newsportal.interop.wordpress.bodies import one_line
from newsportal.interop.wordpress.reading import ItemTerm, WXRAuthor, WXRTerm
from newsportal.interop.wordpress.sections import UNFILED
from newsportal.interop.wordpress.survey import OldSite

#: Length of `import_id` of sections, tags, authors, stories, pages, menu items and comments.
KEY_LENGTH = 100
#: Tags and authors met lately are remembered, so that each story need not ask for them again.
REMEMBERED = 10_000


def key_of(text: str) -> str:
    """An identity that fits its column; a longer one keeps its start and a hash of the whole."""
    text = unquote(text)
    if len(text) <= KEY_LENGTH:
        return text
    digest = blake2b(text.encode(), digest_size=16).hexdigest()
    return text[: KEY_LENGTH - len(digest) - 1] + "-" + digest


def slug_of(text: str, length: int) -> str:
    """An old name of an address in the letters that ours may have; "" when nothing is left."""
    return slugify(unquote(text), allow_unicode=True)[:length].strip("-_")


def remember(owner: Section | Tag | Author, places: list[OldAddress]) -> None:
    """Let old addresses lead to a new owner."""
    addresses.remember_all(owner, {place.path: place.ending for place in places})


class Nouns:
    """Brings what stories of one old site refer to. Each method finds first, then makes.

    In a dry run nothing is made: a method returns None where it would have made something.
    """

    def __init__(self, site: OldSite, report: Report, default_section: str) -> None:
        self._site = site
        self._report = report
        self._default_name = default_section
        self._default: Section | None = None
        self._sections: dict[str, Section] = {}
        self._planned: set[tuple[Thing, str]] = set()
        self._remembered_tag = lru_cache(maxsize=REMEMBERED)(self._tag)
        self._remembered_author = lru_cache(maxsize=REMEMBERED)(self._author)

    # Sections

    def bring_sections(self) -> None:
        """Bring all categories, each below its parent."""
        for term in self._site.tree.parents_first():
            if term.slug != UNFILED:
                self._bring_section(term)
        # The tree that publishing files stories by must know the new ones.
        versions.forget_copies()

    def section(self, slug: str) -> Section | None:
        """The section of a category; the default one for ""."""
        return self._sections.get(slug) if slug else self._default_section()

    def _bring_section(self, term: WXRTerm) -> None:
        steps = self._site.tree.path(term.slug)
        above = [self._sections[step] for step in steps[:-1] if step in self._sections]
        parent = above[-1] if above else None
        name = one_line(term.name)[:80] or slug_of(term.slug, 80)
        made = self._find_or_make_section(
            key_of(term.slug),
            name,
            slug_of(term.slug, 60) or slug_of(name, 60),
            _within_depth(parent),
            one_line(term.description)[:300],
        )
        if made is None:
            return
        self._sections[term.slug] = made
        remember(made, list(old.of_term(term, steps, self._site.info)))

    def _default_section(self) -> Section | None:
        if self._default is None:
            name = self._default_name[:80]
            self._default = self._find_or_make_section(
                "", name, slug_of(name, 60) or "news", None, ""
            )
            if self._default is not None:
                versions.forget_copies()
                unfiled = WXRTerm(1, "category", UNFILED, "", "", "")
                remember(self._default, list(old.of_term(unfiled, [UNFILED], self._site.info)))
        return self._default

    def _find_or_make_section(
        self, key: str, name: str, slug: str, parent: Section | None, description: str
    ) -> Section | None:
        source = self._site.source
        here = Section.objects.filter(parent=parent, slug=slug)
        if key:
            brought = Section.objects.filter(source=source, import_id=key)
            # Two long names of one site may begin alike; they are two sections all the same.
            found = brought.first() or here.exclude(source=source).first()
        else:
            found = here.first()
        if found:
            self._report.count(Thing.SECTION, Outcome.KNOWN)
            return found
        if self._plans(Thing.SECTION, key or slug):
            return None
        section = Section(
            name=name,
            parent=parent,
            description=description,
            source=source if key else "",
            import_id=key,
        )
        # Digits alone and the portal's own words are no addresses, and a page may stand there.
        # Nothing may be left of a name that was all signs.
        candidates = (slug, f"section-{slug}"[:60], f"section-{digest_of(key or slug)}")
        for candidate in candidates if slug else candidates[-1:]:
            section.slug = candidate
            try:
                with transaction.atomic():
                    section_verbs.save(section)
            except ValidationError:
                section.pk = None
                continue
            self._report.count(Thing.SECTION, Outcome.MADE)
            return section
        self._report.leave(Thing.SECTION, name, _("no address for it is free"))
        return None

    # Tags and authors

    def bring_tag(self, term: WXRTerm) -> None:
        """Bring a tag of the export's own list, with its description and old addresses."""
        tag = self._remembered_tag(term.slug, one_line(term.name), one_line(term.description))
        if tag is not None:
            remember(tag, list(old.of_term(term, [], self._site.info)))

    def tag_of(self, term: ItemTerm) -> Tag | None:
        """The tag that an item names."""
        return self._remembered_tag(term.slug, one_line(term.name), "")

    def _tag(self, slug: str, name: str, description: str) -> Tag | None:
        key = key_of(slug)
        wanted = slug_of(slug, 80) or slug_of(name, 80) or digest_of(key)
        found = Tag.objects.filter(source=self._site.source, import_id=key).first()
        same_address = Tag.objects.filter(slug=wanted).first()
        if found is None and same_address and same_address.source != self._site.source:
            found = same_address
        if found:
            self._count_known(Thing.TAG, key)
            return found
        if self._plans(Thing.TAG, key):
            return None
        tag = Tag(
            name=name[:80] or wanted,
            # Two long names of one site may begin alike.
            slug=f"{wanted[:71]}-{digest_of(key)}" if same_address else wanted,
            description=description[:300],
            source=self._site.source,
            import_id=key,
        )
        tagging.save(tag)
        self._report.count(Thing.TAG, Outcome.MADE)
        self._planned.add((Thing.TAG, key))
        return tag

    def author_of(self, login: str, name: str = "") -> Author | None:
        """The author that an item names by login; one whom the export does not list is made."""
        return self._remembered_author(login, name)

    def bring_author(self, author: WXRAuthor) -> None:
        """Bring an author of the export's own list; the e-mail address stays where it was."""
        name = author.display_name or f"{author.first_name} {author.last_name}".strip()
        made = (
            self._remembered_author(login_of(author.login), one_line(name))
            if author.login
            else None
        )
        if made is not None:
            remember(made, list(old.of_author(author, self._site.info)))

    def _author(self, login: str, name: str = "") -> Author | None:
        key = key_of(login)
        found = Author.objects.filter(source=self._site.source, import_id=key).first()
        wanted = slug_of(login, 110) or digest_of(key)
        same_address = Author.objects.filter(slug=wanted).first()
        if found is None and same_address and same_address.name == name:
            found = same_address
        if found:
            self._count_known(Thing.AUTHOR, key)
            return found
        if self._plans(Thing.AUTHOR, key):
            return None
        author = Author(
            name=name[:120] or login[:120] or wanted,
            slug=f"{wanted}-{digest_of(key)}"[:120] if same_address else wanted,
            source=self._site.source,
            import_id=key,
        )
        tagging.save(author)
        self._report.count(Thing.AUTHOR, Outcome.MADE)
        self._planned.add((Thing.AUTHOR, key))
        return author

    # Counting

    def _plans(self, thing: Thing, key: str) -> bool:
        """In a dry run: count, once, what would be made."""
        if not self._report.is_dry_run:
            return False
        if (thing, key) not in self._planned:
            self._planned.add((thing, key))
            self._report.count(thing, Outcome.MADE)
        return True

    def _count_known(self, thing: Thing, key: str) -> None:
        if (thing, key) not in self._planned:
            self._planned.add((thing, key))
            self._report.count(thing, Outcome.KNOWN)


def login_of(written: str) -> str:
    """A login as WordPress cleans it; hand-edited exports have stray signs round it."""
    return written.strip(" \t<>\"'").strip()


def digest_of(text: str) -> str:
    return blake2b(text.encode(), digest_size=4).hexdigest()


def _within_depth(parent: Section | None) -> Section | None:
    """The deepest section, at `parent` or above it, that may have another one below."""
    trail: list[Section] = []
    while parent is not None:
        trail.insert(0, parent)
        parent = parent.parent
    return trail[: section_verbs.DEEPEST - 1][-1] if trail else None
