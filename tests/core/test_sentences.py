"""Names are joined, headlines quoted and ages told as each language does it."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from newsportal.core import sentences

NOW = datetime.datetime(2026, 11, 29, 12, tzinfo=datetime.UTC)
NAMES = ["Rana", "Cho", "Edith"]


@pytest.mark.parametrize(
    ("language", "joined", "quoted", "two_days", "date"),
    [
        ("en", "Rana, Cho and Edith", "“Rana”", "2 days ago", "29 November 2026"),
        ("ko", None, "“Rana”", "2일 전", "2026년 11월 29일"),
        ("ar", "Rana، Cho وEdith", "«Rana»", "قبل يومين", "29 نوفمبر 2026"),
        ("de", "Rana, Cho und Edith", "„Rana“", "vor 2 Tagen", "29. November 2026"),
    ],
)
def test_every_language_joins_quotes_and_counts_in_its_own_way(
    language: str, joined: str | None, quoted: str, two_days: str, date: str
) -> None:
    with translation.override(language):
        assert joined is None or sentences.joined(NAMES) == joined
        assert sentences.quoted("Rana") == quoted
        assert sentences.ago(NOW - datetime.timedelta(days=2, hours=3), NOW) == two_days
        assert date_format(NOW) == date


def test_an_age_is_told_in_its_greatest_unit() -> None:
    ages = {
        datetime.timedelta(seconds=59): "just now",
        datetime.timedelta(minutes=1): "1 minute ago",
        datetime.timedelta(hours=23, minutes=59): "23 hours ago",
        datetime.timedelta(days=8): "1 week ago",
        datetime.timedelta(days=70): "2 months ago",
        datetime.timedelta(days=800): "2 years ago",
    }
    with translation.override("en"):
        assert {age: sentences.ago(NOW - age, NOW) for age in ages} == ages
        assert sentences.ago(timezone.now()) == "just now"


def test_markup_in_a_sentence_is_escaped_unless_it_is_ours() -> None:
    ours = SafeString("<b>Cho</b>")
    filled = sentences.filled("{By} %(names)s & %(what)s", names=ours, what="<i>")
    assert filled == "{By} <b>Cho</b> &amp; &lt;i&gt;"
    with translation.override("en"):
        assert sentences.joined_html([ours, ours, ours]) == f"{ours}, {ours} and {ours}"
        assert sentences.joined_html([]) == ""


def test_a_list_has_the_comma_of_its_language_in_templates_too() -> None:
    loop = "{% for one in names %}<b>{{ one }}</b>{% if not forloop.last %}{% comma %}{% endif %}"
    names = [SafeString(f"<b>{name}</b>") for name in NAMES]
    with translation.override("ar"):
        drawn = Template("{% load core_tags %}" + loop + "{% endfor %}").render(
            Context({"names": NAMES})
        )
        assert drawn == sentences.listed_html(names) == "، ".join(names)


# No text is put into a language while a module is imported ----------------------------------------

PLAIN = {"gettext", "ngettext", "pgettext", "npgettext"}


def _imported(tree: ast.Module, ends: str) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in {f"{name}{ends}" for name in PLAIN}
    }


def _run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that Python runs while it imports a module: all but the bodies of functions."""
    yield node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        inner: list[ast.AST] = [*node.decorator_list, node.args]
    elif isinstance(node, ast.Lambda):
        inner = [node.args]
    else:
        inner = list(ast.iter_child_nodes(node))
    for one in inner:
        yield from _run_at_import(one)


def test_no_text_is_translated_before_a_request_has_a_language() -> None:
    """Plain gettext at import speaks the language of whoever started the process; so does a lazy
    text that is filled (`%`) there."""
    eager = []
    for package in ("articles", "comments", "newsportal"):
        for path in sorted((Path(settings.BASE_DIR) / package).rglob("*.py")):
            source = path.read_text()
            if "translation import" not in source:
                continue
            tree = ast.parse(source)
            plain, lazy = _imported(tree, ""), _imported(tree, "_lazy")
            for node in _run_at_import(tree):
                called = node.left if isinstance(node, ast.BinOp) else node
                if isinstance(called, ast.Call) and isinstance(called.func, ast.Name):
                    names = lazy | plain if isinstance(node, ast.BinOp) else plain
                    if called.func.id in names:
                        eager.append(f"{path.relative_to(settings.BASE_DIR)}:{called.lineno}")
    assert eager == []
