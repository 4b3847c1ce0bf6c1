"""Every language that is shipped says everything, and no page says anything that is not marked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages import Catalog
from django.conf import settings

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


def _bare_words(source: str) -> list[str]:
    """What stands in a template as letters, and is neither code, nor marked, nor markup."""
    found = WORD.findall(MARKUP.sub(" ", NO_WORDS.sub(" ", source)))
    return [words.strip() for words in found]
