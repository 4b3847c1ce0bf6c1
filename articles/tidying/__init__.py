"""Turns whatever HTML arrives into one small, well-formed vocabulary, in linear time.

Why not the sanitiser alone: the parser inside nh3 follows the HTML standard, whose tree building
is quadratic in the nesting (20,000 open ``<div>`` cost half a second, twenty times as many four
hundred times that), and which re-opens unclosed formatting: 35 KB of input wrote 14 MB of output.
So the text is first read by the reader below, which looks at every character a bounded number of
times, and rebuilt as a shallow tree. The sanitiser then sees only what this module wrote.

What is rebuilt follows ProseMirror's idea of a document, so that the editor can hold everything
that may be stored: blocks nest, text carries a *set* of marks. ``<b><i>x</b>y</i>``, unclosed
tags, Word's list paragraphs and the wrappers of Google Docs all become the same few shapes.

Nothing here decides what is safe: callers pass a ``Policy`` with the tags that may stay and the
functions that judge links, pictures and embeds, and run nh3 over the result.
"""

from __future__ import annotations

from articles.tidying.building import Builder
from articles.tidying.reading import Token, readable, tokens
from articles.tidying.vocabulary import (
    BLANK,
    BLOCK_NAMES,
    GAPS,
    MARK_ORDER,
    SEPARATORS,
    Attributes,
    Policy,
)
from articles.tidying.writing import escape_text, escape_value, written

__all__ = [
    "MARK_ORDER",
    "Attributes",
    "Builder",
    "Policy",
    "Token",
    "escape_text",
    "escape_value",
    "readable",
    "text_of",
    "tidy",
]


def tidy(html: str, policy: Policy) -> str:
    """Rebuilds HTML in the vocabulary of ``policy``, one top-level block a line.

    The result is well-formed, at most ``policy.depth`` blocks deep (and a bounded number of
    marks), without empty paragraphs, runs of no-break spaces, comments and the wrappings of word
    processors. Work and output are linear in the input. Tidying a tidy text changes nothing.
    Not a sanitiser by itself: run the allow-list of nh3 over the result.
    """
    builder = Builder(policy, from_docs="docs-internal-guid" in html)
    for token in tokens(readable(html)):
        builder.feed(token)
    return "\n".join(written(block) for block in builder.finish())


def text_of(html: str) -> str:
    """The prose of HTML without its tags: blocks on lines of their own, gaps closed."""
    parts: list[str] = []
    for token in tokens(readable(html)):
        if token.kind == "text":
            parts.append(token.value.replace("\n", " "))
        elif token.value in BLOCK_NAMES or token.value in SEPARATORS or token.value == "br":
            parts.append("\n")
    lines = (GAPS.sub(" ", line).strip(BLANK) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
