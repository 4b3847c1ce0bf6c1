"""House rule 11: HTML is trusted in one file per app, and nowhere else, in code and templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from articles.editor import EXTENSIONS_OF_TAG, editor_config
from articles.markup import STORY_CLASSES, STORY_TAGS
from articles.tidying import MARK_ORDER
from comments.markup import COMMENT_TAGS

ROOT = Path(__file__).parents[2]
#: The only files that may call HTML safe without escaping it.
TRUSTING = {"articles/markup.py", "comments/markup.py"}
#: What marks a string as safe: functions and the class itself. format_html escapes its arguments.
UNSAFE_NAMES = {"mark_safe", "SafeString", "SafeText", "html_safe", "SafeData"}
TRUSTING_NAMES = UNSAFE_NAMES | {"__html__"}
_UNSAFE_IN_TEMPLATE = re.compile(
    r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off|\{%\s*filter\s+(?:[^%]*\|)?\s*safe"
)


def sources() -> Iterator[Path]:
    for package in ("articles", "comments", "newsportal"):
        yield from (ROOT / package).rglob("*.py")


def templates() -> Iterator[Path]:
    """Templates of markup; those of plain text (mail, robots.txt) rightly escape nothing."""
    for folder in ("templates", "articles", "comments", "newsportal"):
        for suffix in ("html", "xml"):
            yield from (ROOT / folder).rglob(f"*.{suffix}")


def unsafe_calls(source: str) -> set[str]:
    """Names used in code (not in annotations) that mark text as safe HTML."""
    if not any(name in source for name in TRUSTING_NAMES):
        return set()
    tree = ast.parse(source)
    annotations = {
        id(inner)
        for node in ast.walk(tree)
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if annotation is not None
        for inner in ast.walk(annotation)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in annotations:
            continue
        if isinstance(node, ast.Name) and node.id in UNSAFE_NAMES:
            found.add(node.id)
        if isinstance(node, ast.Attribute) and node.attr in TRUSTING_NAMES:
            found.add(node.attr)
        if isinstance(node, ast.FunctionDef) and node.name == "__html__":
            found.add(node.name)
        if isinstance(node, ast.alias) and node.asname and node.name in UNSAFE_NAMES:
            found.add(node.asname)
    return found


@pytest.mark.parametrize(
    "code",
    [
        "from django.utils.safestring import mark_safe\nmark_safe(x)",
        "from django.utils.safestring import mark_safe as m\nm(x)",
        "from django.utils import safestring\nsafestring.mark_safe(x)",
        "from django.utils.safestring import SafeString\nSafeString(x)",
        "class A:\n    def __html__(self): return x",
    ],
)
def test_the_search_finds_what_it_is_for(code: str) -> None:
    assert unsafe_calls(code)


def test_code_trusts_html_in_the_two_markup_files_only() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): names
        for path in sources()
        if (names := unsafe_calls(path.read_text()))
    }
    assert set(found) == TRUSTING, found


def test_each_markup_file_trusts_in_one_function() -> None:
    for name in TRUSTING:
        calls = re.findall(r"\bmark_safe\(", (ROOT / name).read_text())
        assert len(calls) == 1, name


def test_no_template_switches_escaping_off() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in templates()
        for match in _UNSAFE_IN_TEMPLATE.finditer(path.read_text())
    ]
    assert found == []


def test_editor_and_sanitiser_have_one_allow_list() -> None:
    """The editor can write every tag that may be stored, and none that may not."""
    assert set(EXTENSIONS_OF_TAG) == set(STORY_TAGS)
    config = editor_config()
    assert [f"h{level}" for level in config["headings"]] == [
        t for t in STORY_TAGS if t[0] == "h" and t[1:].isdigit()
    ]
    script = (ROOT / "static/editor/nodes.js").read_text()
    written = set(re.findall(r'class: "([a-z]+)"', script))
    assert written == set().union(*STORY_CLASSES.values())


def test_no_allow_list_has_a_tag_or_attribute_that_acts() -> None:
    acting = {"script", "style", "iframe", "object", "embed", "form", "svg", "math", "base", "meta"}
    for tags in (STORY_TAGS, COMMENT_TAGS):
        assert not acting & set(tags)
        for attributes in tags.values():
            assert not {"style", "id", "name", "target", "srcset", "title"} & attributes
            assert not [name for name in attributes if name.startswith("on")]
    assert set(MARK_ORDER) <= set(STORY_TAGS)
