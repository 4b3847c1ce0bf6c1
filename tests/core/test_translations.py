"""Every language that is shipped says everything, and no page says anything that is not marked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import FieldDoesNotExist
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


def test_every_column_filter_and_field_of_the_newsroom_has_a_name_in_every_language() -> None:
    """What a field of a model is called of itself, by its name in Python, is English everywhere."""
    bare = [
        f"{model.__name__}: {path}"
        for one in admin.site._registry.values()
        if one.__module__.startswith(("articles", "comments", "newsportal"))
        for model, shown in [(one.model, one), *((inline.model, inline) for inline in one.inlines)]
        for path in _names_shown(shown)
        if isinstance(getattr(_field_at(model, path), "verbose_name", None), str)
    ]
    assert bare == []


def _names_shown(shown: Any) -> set[str]:
    """Columns, filters and fields of a list or a form; a filter of our own class has its title."""
    filters = getattr(shown, "list_filter", ())
    pairs = [one for one in filters if isinstance(one, tuple)]
    named = [
        *getattr(shown, "list_display", ()),
        *(one for one in filters if one not in pairs),
        *(name for name, made in pairs if made.__module__.startswith("django.")),
        *flatten_fieldsets(shown.fieldsets or [(None, {"fields": shown.fields or ()})]),
    ]
    return {one for one in named if isinstance(one, str)}


def _field_at(model: Any, path: str) -> Any:
    """The field that a name means, over relations; None where it means a method."""
    found = None
    for name in path.split("__"):
        try:
            found = model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        model = found.related_model or model
    return found


def _bare_words(source: str) -> list[str]:
    """What stands in a template as letters, and is neither code, nor marked, nor markup."""
    found = WORD.findall(MARKUP.sub(" ", NO_WORDS.sub(" ", source)))
    return [words.strip() for words in found]
