"""The versions of a comment for its page in the newsroom, with what each changed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from articles.differences import TextDifference, words
from comments.models import Comment


@dataclass(frozen=True)
class Version:
    """A version of a comment; `difference` to the one before is None where there is none."""

    number: int
    at: datetime.datetime
    text: str
    difference: TextDifference | None
    is_present: bool


def versions_of(comment: Comment) -> list[Version]:
    """What the author wrote and made of it, the newest first; empty when it was never edited."""
    former = list(comment.versions.all())
    if not former:
        return []
    rows = [(one.revision, one.at, one.text) for one in former]
    rows.append((comment.revision, comment.edited_at or comment.created_at, comment.text))
    befores = ["", *(text for _number, _at, text in rows)]
    return [
        Version(
            number,
            at,
            text,
            # Where the words before were erased, there is nothing to compare with.
            difference=words(before, text) if before and text else None,
            is_present=number == comment.revision,
        )
        for before, (number, at, text) in zip(befores, rows, strict=False)
    ][::-1]
