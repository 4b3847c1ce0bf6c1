"""Finding waiting comments that say nearly the same (feature M3): “41 alike: decide once”.

Two texts are alike when at least half of all their pieces of five letters are the same, letters
told apart neither by case, accents, width and punctuation nor by how often they are repeated.
Comparing everything with everything is not needed: from the pieces of each text twelve numbers are
drawn, so that texts with many pieces in common nearly always share one (MinHash; Broder 1997).
Those that share one below the same story are compared in earnest, and the newcomer takes the key of
what it is alike to. So a group is an equal key in one indexed column, and every group can be
explained by its texts.
"""

from __future__ import annotations

import hashlib
import itertools
import unicodedata
import zlib
from collections.abc import Iterator
from typing import Any

from comments.models import Comment

#: Letters of a piece: shorter ones are common to any two texts of a language.
PIECE = 5
#: Of all pieces of two texts, the part that both have when they are alike. One word of a sentence
#: of ten changes about a fifth of its pieces, two words two fifths.
ALIKE_FROM = 0.5
#: Numbers drawn from a text, and how many least ones each is made of. Of texts that are just alike
#: 97 in 100 share a number, of strangers (a twentieth in common) 3 in 100.
BANDS, ROWS = 12, 2
#: As many texts are compared in earnest: beyond, the group has been found.
COMPARED = 20
#: Some seconds of work; the next beat takes the rest.
AT_A_BEAT = 1_000
#: What fits PostgreSQL's bigint.
_MASK = 2**63 - 1


def folded(text: str) -> str:
    """The letters and digits of a text, however they were written; a row of one letter as one."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(letter for letter in plain if letter.isalnum()) or text.strip()
    return "".join(letter for letter, _row in itertools.groupby(letters))


def pieces(text: str) -> frozenset[str]:
    """All pieces of five letters of a text; of a shorter one the whole."""
    letters = folded(text)
    ends = range(PIECE, len(letters) + 1)
    return frozenset(letters[end - PIECE : end] for end in ends) or frozenset([letters])


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Which part of all pieces of two texts both have, from 0 to 1."""
    return len(one & other) / len(one | other)


def bands(of: frozenset[str]) -> list[int]:
    """The numbers by which texts alike are found.

    Each piece falls by its hash into one of 24 boxes; the least of each box stands for it, and an
    empty box borrows from the next (one permutation hashing).
    """
    boxes: list[int | None] = [None] * (BANDS * ROWS)
    for piece in of:
        value = zlib.crc32(piece.encode())
        # The last bits choose the box, the others the place in it.
        value, box = divmod(value * 0x9E3779B1 & 0xFFFFFFFF, BANDS * ROWS)
        least = boxes[box]
        boxes[box] = value if least is None else min(least, value)
    least_ones = list(_filled(boxes))
    return [
        _number(f"{number}:{least_ones[number * ROWS : (number + 1) * ROWS]}")
        for number in range(BANDS)
    ]


def _filled(boxes: list[int | None]) -> Iterator[int]:
    for place in range(len(boxes)):
        around = (boxes[(place + step) % len(boxes)] for step in range(len(boxes)))
        yield next(value for value in around if value is not None)


def _number(text: str) -> int:
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") & _MASK


def compare(comment: Comment) -> None:
    """Give a comment that will wait its key and numbers; the caller saves it.

    One query, below the same story. What is handed in twice in the same moment may stand apart, as
    two groups of which one decides after the other; nothing else hangs on it.
    """
    mine = pieces(comment.text)
    comment.alike_bands = bands(mine)
    comment.alike_key = _number(" ".join(sorted(mine))) or 1
    found = _candidates(comment)
    best = max(found, key=lambda one: likeness(mine, pieces(one[1])), default=None)
    if best is not None and likeness(mine, pieces(best[1])) >= ALIKE_FROM:
        comment.alike_key = best[0]


def columns(comment: Comment) -> dict[str, Any]:
    """What `compare` writes, for a comment whose other columns are not to be saved."""
    draft = Comment(pk=comment.pk, story_id=comment.story_id, text=comment.text)
    compare(draft)
    return {"alike_key": draft.alike_key, "alike_bands": draft.alike_bands}


def _candidates(comment: Comment) -> list[tuple[int, str]]:
    waiting = Comment.objects.held().filter(
        story=comment.story_id,
        alike_bands__isnull=False,
        alike_bands__overlap=comment.alike_bands,
    )
    if comment.pk is not None:
        waiting = waiting.exclude(pk=comment.pk)
    return list(waiting.values_list("alike_key", "text")[:COMPARED])


def catch_up() -> int:
    """Compare what waits and was never compared: it was brought in, or waited before an upgrade
    (a beat of the settings).

    Returns:
        How many were compared.
    """
    waiting = list(Comment.objects.uncompared().order_by("pk")[:AT_A_BEAT])
    for comment in waiting:
        Comment.objects.filter(pk=comment.pk).update(**columns(comment))
    return len(waiting)
