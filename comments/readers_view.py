"""What a page of a discussion shows to one reader alone, read in one query (house rule 15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import BigIntegerField, F, Q, Value
from django.db.models.functions import Cast

from articles.models import Story
from comments import sanctions
from comments.models import Comment, DiscussionFollow, Mute, Reaction, Sanction
from newsportal.core.models import User

MUTED, FOLLOWED, GIVEN, FORBIDDEN = "muted", "followed", "given", "forbidden"


@dataclass(frozen=True)
class ReadersView:
    """One reader's own marks on a discussion; a guest has none that a page could show.

    Args:
        muted: people whose comments are folded (feature C12).
        follows_story: whether the whole discussion is followed (feature C11).
        branches: comments below which everything is followed.
        reactions: what was given, the id of a kind by ``story`` or the id of a comment as text.
        forbidden: why the reader can write nothing here, as a sentence; "" when they can (M10).
    """

    muted: frozenset[int] = frozenset()
    follows_story: bool = False
    branches: frozenset[int] = frozenset()
    reactions: dict[str, int] = field(default_factory=dict)
    forbidden: str = ""


def view_of(person: User | None, story: Story, shown: Iterable[Comment]) -> ReadersView:
    """Whom a reader has muted, what they follow below a story, their reactions to what is shown,
    and whether they may write. A guest's reactions are marked by script alone."""
    if person is None:
        return ReadersView()
    nothing = Cast(Value(None), BigIntegerField())
    reactions = Reaction.objects.filter(
        Q(story=story) | Q(comment__in=[comment.pk for comment in shown]), user=person
    )
    rows = list(
        Mute.objects.filter(person=person)
        .values_list(Value(MUTED), F("muted"), nothing)
        .union(
            DiscussionFollow.objects.filter(person=person, story=story).values_list(
                Value(FOLLOWED), F("branch"), nothing
            ),
            reactions.values_list(Value(GIVEN), F("comment"), F("kind")),
            sanctions.that_forbid(person, story).values_list(Value(FORBIDDEN), F("pk"), nothing),
            all=True,
        )
    )
    followed = {of for what, of, _kind in rows if what == FOLLOWED}
    return ReadersView(
        muted=frozenset(of for what, of, _kind in rows if what == MUTED),
        follows_story=None in followed,
        branches=frozenset(followed - {None}),
        reactions={str(of) if of else "story": kind for what, of, kind in rows if what == GIVEN},
        forbidden=_why([of for what, of, _kind in rows if what == FORBIDDEN]),
    )


def _why(forbidding: list[int]) -> str:
    """The strictest of these sanctions as a sentence, for one query more."""
    if not forbidding:
        return ""
    found = Sanction.objects.filter(pk__in=forbidding).select_related("section")
    first = sanctions.strictest(found)
    return sanctions.sentence(first) if first else ""
