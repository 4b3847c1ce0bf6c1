"""The difference of two revisions, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from articles import kinds
from articles.differences.alignment import Work
from articles.differences.bodies import bodies
from articles.differences.naming import Names, names_of
from articles.differences.relations import ListDifference, relations, said
from articles.differences.texts import DELETE, INSERT, Segment, TextDifference, words
from articles.models import Byline
from articles.working_copy import BylineContent, GalleryContent, PageContent, StoryContent

TEXT, BODY, CHOICE, LIST = "text", "body", "choice", "list"

Content = StoryContent | PageContent

#: Fields in the order of the form, with what they are called and how they are compared.
FIELDS: dict[str, tuple[Any, str]] = {
    "title": (_("title"), TEXT),
    "kicker": (_("kicker"), TEXT),
    "headline": (_("headline"), TEXT),
    "standfirst": (_("standfirst"), TEXT),
    "dateline": (_("dateline"), TEXT),
    "body_html": (_("body"), BODY),
    "bylines": (_("bylines"), LIST),
    "section": (_("section"), CHOICE),
    "further_sections": (_("further sections"), LIST),
    "tags": (_("tags"), LIST),
    "lead_image": (_("picture on top"), CHOICE),
    "lead_caption": (_("caption of the picture on top"), TEXT),
    "gallery": (_("gallery"), LIST),
    "related": (_("related stories"), LIST),
    "series": (_("series"), CHOICE),
    "kind": (_("kind"), CHOICE),
    "language": (_("language"), CHOICE),
    "slug": (_("address"), TEXT),
    "missing_alt_reason": (_("why a picture has no alternative text"), TEXT),
    "search_title": (_("title in search results"), TEXT),
    "search_description": (_("description in search results"), TEXT),
    "social_headline": (_("headline on the card of a link"), TEXT),
    "social_image": (_("picture on the card of a link"), CHOICE),
    "canonical_url": (_("the address where it is at home"), TEXT),
    "noindex": (_("kept from search engines"), CHOICE),
}


@dataclass(frozen=True)
class FieldDifference:
    """One field that differs.

    Attributes:
        name, label: of the field.
        kind: "text", "body", "choice" or "list".
        difference: a TextDifference (of "text" and "choice"), BodyDifference or ListDifference.
    """

    name: str
    label: Any
    kind: str
    difference: Any


def contents(old: Content, new: Content, names: Names | None = None) -> list[FieldDifference]:
    """The fields in which two revisions differ, in the order of the form.

    Args:
        old, new: two revisions of a story, or two of a page.
        names: what the relations of both are called; asked of the database when not given, with
            the headlines of live stories only.
    """
    work = Work()
    named = names_of(old, new) if names is None else names
    found = []
    for name, (label, kind) in FIELDS.items():
        before, after = getattr(old, name, None), getattr(new, name, None)
        if before == after:
            continue
        difference = _compared(name, kind, before, after, named, work)
        found.append(FieldDifference(name, label, kind, difference))
    return found


def _compared(name: str, kind: str, old: Any, new: Any, names: Names, work: Work) -> Any:
    if kind == TEXT:
        return words(old, new, work)
    if kind == BODY:
        return bodies(old, new, work)
    if kind == CHOICE:
        return _choice(_chosen(name, old, names), _chosen(name, new, names))
    if name == "bylines":
        return _bylines(old, new, names)
    if name == "gallery":
        return _gallery(old, new, names)
    return relations(old, new, getattr(names, _NAMES[name]))


#: Under which names a relation's are found.
_NAMES = {
    "further_sections": "sections",
    "section": "sections",
    "tags": "tags",
    "related": "stories",
    "series": "series",
    "lead_image": "images",
    "social_image": "images",
}


def _chosen(name: str, value: Any, names: Names) -> str:
    if value in (None, ""):
        return ""
    if name == "noindex":
        return str(_("yes") if value else _("no"))
    if name == "kind":
        return str(kinds.of(value).label)
    if name == "language":
        return str(dict(settings.LANGUAGES).get(value, value))
    known: dict[int, str] = getattr(names, _NAMES[name])
    return known.get(value) or f"#{value}"


def _choice(old: str, new: str) -> TextDifference:
    """One of several was chosen: words of two names are not compared with each other."""
    segments = [Segment(DELETE, old)] if old else []
    return TextDifference([*segments, Segment(INSERT, new)] if new else segments)


def _bylines(
    old: Sequence[BylineContent], new: Sequence[BylineContent], names: Names
) -> ListDifference:
    roles = dict(Byline.Role.choices)
    before, after = ([(one.author, one.role) for one in side] for side in (old, new))
    called = {
        (author, role): _("%(name)s (%(role)s)")
        % {"name": names.authors.get(author) or f"#{author}", "role": roles.get(role, role)}
        for author, role in (*before, *after)
    }
    return relations(before, after, called)


def _gallery(
    old: Sequence[GalleryContent], new: Sequence[GalleryContent], names: Names
) -> ListDifference:
    """Pictures by themselves, each with what changed in its caption."""
    before, after = _captions(old), _captions(new)
    called = {key: names.images.get(key[0]) or f"#{key[0]}" for key in (*before, *after)}
    listed = relations(list(before), list(after), called)
    reworded = {key for key in before.keys() & after.keys() if before[key] != after[key]}
    return ListDifference(
        [
            said(item, words(before[item.key], after[item.key]).segments)
            if item.key in reworded
            else item
            for item in listed.items
        ]
    )


def _captions(gallery: Sequence[GalleryContent]) -> dict[tuple[int, int], str]:
    """Captions by picture and by the how-manieth time it stands in the gallery."""
    times: Counter[int] = Counter()
    captions = {}
    for item in gallery:
        times[item.image] += 1
        captions[item.image, times[item.image]] = item.caption
    return captions
