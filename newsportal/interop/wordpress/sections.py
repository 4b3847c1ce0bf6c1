"""Which section a story stands in, from the categories that WordPress gave it."""

from collections.abc import Iterable
from dataclasses import dataclass

from newsportal.interop.wordpress.reading import WXRItem, WXRTerm

# Yoast SEO keeps the category that an editor marked as the main one as a term number.
PRIMARY_KEY = "_yoast_wpseo_primary_category"
# WordPress files what nobody filed under this term: it means that there is no category.
UNFILED = "uncategorized"


@dataclass(frozen=True, slots=True)
class Filing:
    """`main` is a category's slug, or empty for the default section; `further` are the others."""

    main: str
    further: tuple[str, ...]


class CategoryTree:
    """The categories of one export; those that only items name are roots."""

    def __init__(self, terms: Iterable[WXRTerm] = ()) -> None:
        self._by_slug: dict[str, WXRTerm] = {}
        self._slug_by_number: dict[int, str] = {}
        for term in terms:
            self.add(term)

    def add(self, term: WXRTerm) -> None:
        """Take a category; exports that repeat one as a general term add nothing."""
        if term.taxonomy == "category" and term.slug:
            known = self._by_slug.setdefault(term.slug, term)
            if known.term_id is not None:
                self._slug_by_number.setdefault(known.term_id, known.slug)

    def __contains__(self, slug: str) -> bool:
        return slug in self._by_slug

    def parents_first(self) -> list[WXRTerm]:
        """Every category, each after its parent; a loop of parents is cut where it closes."""
        ordered: dict[str, WXRTerm] = {}
        for slug in self._by_slug:
            for step in self.path(slug):
                ordered.setdefault(step, self._by_slug[step])
        return list(ordered.values())

    def path(self, slug: str) -> list[str]:
        """The slugs from the root down to `slug`."""
        steps: dict[str, None] = {}
        while slug in self._by_slug and slug not in steps:
            steps[slug] = None
            slug = self._by_slug[slug].parent_slug
        return list(reversed(steps))

    def slug_of(self, number: int) -> str:
        return self._slug_by_number.get(number, "")


def file_story(item: WXRItem, tree: CategoryTree) -> Filing:
    """One main section and the further ones: Yoast's primary, else the deepest category, else
    the first in the file, else the default section (an empty `main`)."""
    slugs = list(
        dict.fromkeys(
            term.slug for term in item.terms if term.domain == "category" and term.slug != UNFILED
        )
    )
    if not slugs:
        return Filing(main="", further=())
    number = item.meta_value(PRIMARY_KEY)
    primary = tree.slug_of(int(number)) if number.isascii() and number.isdigit() else ""
    # max() keeps the first of equals, which is the first in the file.
    main = primary if primary in slugs else max(slugs, key=lambda slug: len(tree.path(slug)))
    return Filing(main=main, further=tuple(slug for slug in slugs if slug != main))
