"""Reading one's own comments: all of them, in every state, with what was decided (feature C14)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from comments import editing, resending, sanctions
from comments.models import Comment, CommentEvent
from comments.statements import Statement, statements_of
from newsportal.core.models import User

Status = Comment.Status

#: Comments on a page: each is a card of a hand's height.
PAGE = 20

#: What the list can be narrowed to: its name in the address, its label, the states it means.
STATES: dict[str, tuple[Promise, tuple[Status, ...]]] = {
    "waiting": (gettext_lazy("Waiting"), (Status.HELD, Status.UNCONFIRMED)),
    "published": (pgettext_lazy("of a comment", "Published"), (Status.APPROVED,)),
    "refused": (
        gettext_lazy("Not published"),
        (Status.REJECTED, Status.SPAM, Status.REMOVED),
    ),
    "deleted": (gettext_lazy("Deleted"), (Status.DELETED, Status.ERASED)),
}


@dataclass(frozen=True)
class Line:
    """One comment as its author sees it."""

    comment: Comment
    statement: Statement
    #: A sanction keeps its author from writing there now (feature M10).
    is_forbidden: bool = False

    @property
    def is_live(self) -> bool:
        """Whether readers can open the story, so that its headline is told."""
        return self.comment.story.is_live()

    @property
    def state(self) -> str:
        """Where the comment stands, in a few words."""
        if self.comment.status == Status.APPROVED and not self.comment.is_public:
            return _("Published, but hidden with what it answers")
        return {
            Status.UNCONFIRMED: _("Not confirmed yet"),
            Status.HELD: _("Waiting for a moderator"),
            Status.APPROVED: pgettext("of a comment", "Published"),
            Status.REJECTED: _("Not published"),
            Status.SPAM: _("Put away as spam"),
            Status.REMOVED: _("Removed"),
            Status.DELETED: _("Deleted by you"),
            Status.ERASED: _("Erased for legal reasons"),
        }[Status(self.comment.status)]

    @property
    def may_edit(self) -> bool:
        """Whether its author may change its words where they stand (feature C4)."""
        return not self.is_forbidden and self.is_live and editing.is_open(self.comment)

    @property
    def may_resend(self) -> bool:
        return not self.is_forbidden and resending.may_resend(self.comment)

    @property
    def mended_as(self) -> Comment | None:
        """The comment that took its place, if it was mended."""
        sent = getattr(self.comment, "mended_as", None)
        return sent.comment if sent else None

    @property
    def is_shown(self) -> bool:
        """Whether its words can be read on the page of the story."""
        return self.comment.is_public and self.is_live


@dataclass(frozen=True)
class Page:
    lines: list[Line]
    has_more: bool


def of(person: User) -> QuerySet[Comment]:
    """A person's comments with all that their own pages show."""
    own = Comment.objects.filter(author=person).select_related(
        "author", "story__section", "story__discussion", "mended_as__comment", "reply_to__author"
    )
    return own.prefetch_related("story__tags")  # policies may hang on them


def page(person: User, state: str, after: tuple[datetime.datetime, int] | None) -> Page:
    """Twenty comments, the newest first, in four queries.

    Args:
        state: a key of `STATES`, or nothing for all.
        after: time and id of the last one shown.
    """
    found = of(person)
    if state:
        found = found.filter(status__in=STATES[state][1])
    if after is not None:
        found = found.filter(TupleLessThan(Tuple(F("created_at"), F("pk")), after))
    rows = list(found.order_by("-created_at", "-pk")[: PAGE + 1])
    return Page(lines(rows[:PAGE]), has_more=len(rows) > PAGE)


def lines(comments: Sequence[Comment]) -> list[Line]:
    """A person's comments with the decision that each state comes from, and whether a sanction
    stands in the way of their changing them; three queries."""
    statements = statements_of(comments)
    author = comments[0].author if comments else None
    closed = sanctions.places_forbidden(author) if author else None
    return [
        Line(one, statements[one.pk], is_forbidden=bool(closed and closed(one.story)))
        for one in comments
    ]


def steps(comment: Comment) -> list[CommentEvent]:
    """What happened to a comment and stands, the newest first; who did it is not told."""
    return list(comment.events.standing().moves().order_by("-at", "-pk"))
