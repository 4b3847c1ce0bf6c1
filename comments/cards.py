"""Drawing comments: a page of a hundred cards is where the time of a story's page goes (rule 11).

A card is put together from pieces. What is the same for all readers (the head with name, badges and
time; the way to answer; the buttons of reactions with their counts; to guests all of it) is drawn
once and kept by the process, under a key that holds everything the piece shows: a changed comment,
name, policy, count or language asks for another piece, so nothing kept can be stale and nothing
needs to be dropped. What depends on the reader is drawn for each page.

Decision 21 tells what was measured. The list's own tags are written here: templates that
include themselves for each comment were half of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django.template import Context
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from comments import erasures
from comments.models import Comment
from comments.reaction_kinds import kinds
from comments.readers_view import ReadersView
from comments.threads import Node
from newsportal.core.models import User

#: Levels that move to the side; deeper replies stand below each other and name whom they answer.
SHOWN_DEPTH = 6

#: What the pieces are drawn from.
TEMPLATES = (
    "_comment _head _gone _acts _reply _menu_name _reaction_buttons _more _folded _muted".split()
)

#: Pieces that a process keeps; one is some 1 KB, so all are some 6 MB.
MOST_KEPT = 6_000

#: Columns of a comment that no kept piece shows; every other one, also of tomorrow, is in the key.
UNSHOWN = frozenset(
    "text body_html reaction_counts path public_descendants text_hash form_key address "
    "score score_before score_epoch score_is_due appeared open_reports report_weight "
    "unread_since flags alike_key alike_bands hides_branch".split()
)

_kept: dict[Hashable, SafeString] = {}
# No page asks for a piece of what was erased for legal reasons, and none lies about either.
erasures.kept_elsewhere.append(_kept.clear)


def keep(key: Hashable, draw: Callable[[], SafeString]) -> SafeString:
    """The piece kept under `key`, else the one that `draw` makes, which is kept from now on."""
    piece = _kept.get(key)
    if piece is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()  # the pages now being read fill it again at once
        piece = _kept[key] = draw()
    return piece


def shown_of(comment: Comment) -> Hashable:
    """Everything of a comment's row and of the people in it that a piece may show."""
    row = comment.__dict__
    return (
        *(row.get(field.attname) for field in Comment._meta.concrete_fields if _is_shown(field)),
        _shown_of_person(comment.author),
        comment.answered_name,
    )


def _is_shown(field: Any) -> bool:
    return field.attname not in UNSHOWN


def _shown_of_person(person: User | None) -> Hashable:
    return (person.display_name, person.is_staff, person.portrait.name) if person else None


class Cards:
    """Draws the comments of one page; `context` is the page's, as its templates have it."""

    def __init__(self, context: Context) -> None:
        self.context = context
        get = context.template.engine.get_template  # type: ignore[union-attr]
        self.templates = {name: get(f"comments/{name}.html") for name in TEMPLATES}
        self.person: User | None = context.get("person")
        self.authors: set[int] = context.get("story_authors") or set()
        self.view: ReadersView = context.get("reader_view") or ReadersView()
        self.place: str = context["story"].get_absolute_url()
        self.page = (get_language(), timezone.get_current_timezone_name(), self.place)
        # What guests see depends on these beside the comment; a person's acts are that person's.
        self.rule = repr(context.get("rule"))
        self.is_guests = not context.get("is_personal")
        self.focus = context.get("focus")
        self.kinds = [kind for kind in kinds.get() if kind.for_comments]
        self.kinds_key = tuple(
            (kind.pk, kind.label, kind.icon, kind.is_active) for kind in self.kinds
        )

    def tree(self, nodes: Iterable[Node]) -> SafeString:
        """Threads or replies as items of a list, with all below them."""
        return format_html_join("", "{}", ((self._item(node),) for node in nodes))

    def _item(self, node: Node) -> SafeString:
        comment, card = node.comment, self.card(node.comment)
        parent = format_html(' data-parent="{}"', comment.parent_id) if comment.parent_id else ""
        if node.is_folded and comment.author_id not in self.view.muted:
            card = self._draw("_folded", comment=comment, card=card)
        if not (node.replies or node.more):
            return format_html("<li{}>{}</li>\n", parent, card)
        return format_html(
            '<li{}>{}<ol class="replies{}">{}{}</ol></li>\n',
            parent,
            card,
            "" if comment.depth < SHOWN_DEPTH else " is-flat",
            self.tree(node.replies),
            self._draw("_more", node=node) if node.more else "",
        )

    def card(self, comment: Comment) -> SafeString:
        """One comment; for a reader who has muted its author it is folded (feature C12)."""
        drawn = self._card(comment)
        if comment.author_id in self.view.muted and not comment.is_placeholder:
            return self._draw("_muted", comment=comment, drawn=drawn)
        return drawn

    def _card(self, comment: Comment) -> SafeString:
        """An article with its heading, words, reactions and acts."""
        shown = shown_of(comment)
        if comment.is_placeholder:
            return keep(("gone", *self.page, shown), lambda: self._draw("_gone", comment=comment))
        if not self.is_guests:
            return self._whole(comment, shown)
        key = (
            *("card", *self.page, self.rule, self.kinds_key, shown, hash(comment.body_html)),
            *(comment.author_id in self.authors, self.focus == comment.pk),
            *comment.reaction_counts.items(),
        )
        return keep(key, lambda: self._whole(comment, shown))

    def _whole(self, comment: Comment, shown: Hashable) -> SafeString:
        is_own = self.person is not None and comment.author_id == self.person.pk
        is_author = comment.author_id in self.authors
        head = keep(
            ("head", *self.page, shown, is_own, is_author),
            lambda: self._draw("_head", comment=comment, is_own=is_own, is_story_author=is_author),
        )
        return self._draw(
            "_comment",
            comment=comment,
            is_own=is_own,
            head=head,
            acts=self._acts(comment, shown) if comment.is_public else "",
            buttons=self.buttons(comment) if comment.is_public else "",
        )

    def _acts(self, comment: Comment, shown: Hashable) -> SafeString:
        """Answering and what the menu is called are the same for all; the rest is the reader's."""
        parts = {
            name: keep(
                (name, *self.page, self.rule, shown),
                lambda name=name: self._draw(name, comment=comment),  # type: ignore[misc]
            )
            for name in ("_reply", "_menu_name")
        }
        return self._draw(
            "_acts", comment=comment, reply=parts["_reply"], menu_name=parts["_menu_name"]
        )

    def buttons(self, comment: Comment) -> SafeString:
        """The kinds of reaction with their counts; most comments of a page share this piece."""
        counts = comment.reaction_counts
        own = self.view.reactions.get(str(comment.pk))
        key = (self.page[0], self.kinds_key, tuple(counts.items()), own)
        return keep(
            ("buttons", *key),
            lambda: self._draw("_reaction_buttons", offered=offer(self.kinds, counts, own)),
        )

    def _draw(self, template: str, **values: Any) -> SafeString:
        with self.context.push(**values):
            return self.templates[template].render(self.context)


def offer(offered: Iterable[Any], counts: dict[str, int], own: int | None) -> list[dict[str, Any]]:
    """The kinds to show: those that are offered, and retired ones that were given."""
    return [
        {"kind": kind, "count": counts.get(str(kind.pk), 0), "is_own": kind.pk == own}
        for kind in offered
        if kind.is_active or counts.get(str(kind.pk))
    ]
