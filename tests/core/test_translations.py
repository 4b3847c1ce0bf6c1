"""Every language that is shipped says everything, and no page says anything that is not marked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages import Catalog
from django.conf import settings
from django.utils import translation

from newsportal.core import translating

#: What is no text of a page: comments, classes of its body, what is marked, code of templates …
NO_WORDS = re.compile(
    r"\{#.*?#\}"
    r"|\{%\s*comment.*?endcomment\s*%\}"
    r"|\{%\s*block \w*class\w*\s*%\}.*?\{%\s*endblock.*?%\}"
    r"|\{%\s*blocktrans.*?endblocktrans(?:late)?\s*%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
#: … and then markup.
MARKUP = re.compile(
    r"<!--.*?-->|<style.*?</style>|<code.*?</code>|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|&\w+;",
    re.DOTALL,
)
#: A comma between two things that a template prints, whatever the language.
COMMA = re.compile(r"(?:\}\}|%\}|</\w+>|\)), ?(?=[<{])")
WORD = re.compile(r"[A-Za-z]{3,}[^\n]*")
#: Names that every language writes alike.
ALIKE = ("CSV", "JSON", "Atom", "RSS")


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return translating.texts()


@pytest.mark.parametrize("language", translating.languages())
def test_a_language_is_complete(
    language: str, texts: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translating, "texts", lambda: texts)
    assert list(translating.problems(language)) == []


def test_no_page_has_words_that_are_not_marked_for_translation() -> None:
    pages = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
    bare = [
        f"{path.relative_to(settings.BASE_DIR)}: {words[:60]}"
        for path in pages
        for words in _bare_words(path.read_text())
        if words not in ALIKE and not words.startswith("data-")
    ]
    assert bare == []


def test_no_template_puts_a_comma_of_its_own_between_things() -> None:
    """`{% comma %}` is the language's; a comma in a marked sentence is the translator's."""
    marked = re.compile(r"\{%\s*blocktrans.*?endblocktrans(?:late)?\s*%\}", re.DOTALL)
    pages = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
    own = [
        f"{path.relative_to(settings.BASE_DIR)}: {source[found.start() - 30 : found.end() + 20]}"
        for path in pages
        for source in [marked.sub("{{ sentence }}", path.read_text())]
        for found in COMMA.finditer(source)
    ]
    assert own == []


def test_a_word_that_means_two_things_can_be_said_in_two_ways() -> None:
    pairs = {
        "Notice": ("to readers, in its place", "of illegal content"),
        "made": ("of an appeal", "of an issue of a newsletter"),
        "Published": ("of a comment", "of a story"),
        "yours": ("your version", "a webhook"),
    }
    with translation.override("ko"):
        for word, (one, other) in pairs.items():
            assert translation.pgettext(one, word) != translation.pgettext(other, word), word


def _bare_words(source: str) -> list[str]:
    """What stands in a template as letters, and is neither code, nor marked, nor markup."""
    found = WORD.findall(MARKUP.sub(" ", NO_WORDS.sub(" ", source)))
    return [words.strip() for words in found]
