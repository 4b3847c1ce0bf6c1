"""House rule 3: only publishing writes publication state, only submitting, editing and moderation
a comment's. The source is read, so that a shortcut shows before it does harm."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.sources import python_files

PUBLICATION = {
    "live_at",
    "first_live_at",
    "published_on",
    "withdraw_at",
    "embargo_until",
    "live_revision",
    "change_at",
    "change_revision",
}
COMMENT_STATE = {
    "hides_branch",
    "hidden_ancestors",
    "public_descendants",
    "decided_at",
    "decided_by",
}

#: Who writes, and the exceptions that the rule names: imports and the load seed.
WRITERS = {
    "publication": {
        "articles/publishing/copying.py",
        "articles/publishing/due.py",
        "articles/publishing/events.py",
        "articles/publishing/states.py",
        "newsportal/demo/load/stories.py",
    },
    "comment": {
        "comments/branches.py",
        "comments/moderation.py",
        "comments/submitting.py",
        "comments/editing.py",
        "comments/erasing.py",
        "comments/importing.py",
        "newsportal/demo/load/discussions.py",
    },
}
#: `status` is a word of both, and of live updates; these are all who may write it.
STATUS_WRITERS = WRITERS["publication"] | WRITERS["comment"] | {"articles/live.py"}
#: Here the word is that of an HTTP answer, or of a task in the queue.
OTHER_STATUS = {"newsportal/core/outgoing.py", "newsportal/core/unfinished.py"}


def written(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names of model fields that a module writes: attributes assigned, `update(name=…)`,
    `create(name=…)`, dictionaries of fields, and what is built with a keyword."""
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign)) and node.value is not None:
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute):
                yield target.attr, node.lineno
        if isinstance(node, ast.Call) and _writes(node.func):
            for keyword in node.keywords:
                if keyword.arg:
                    yield keyword.arg, node.lineno


def _writes(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr in {"update", "create", "get_or_create", "update_or_create"}
    return isinstance(function, ast.Name) and function.id in {"Story", "Comment", "Page"}


def offenders(names: set[str], writers: set[str]) -> list[str]:
    return [
        f"{path}:{line} writes {name}"
        for path, tree in python_files(names)
        if path not in writers
        for name, line in written(tree)
        if name in names
    ]


def test_only_publishing_writes_what_decides_whether_a_story_is_live():
    assert offenders(PUBLICATION, WRITERS["publication"]) == []


def test_only_submitting_editing_and_moderation_write_what_decides_whether_a_comment_is_public():
    assert offenders(COMMENT_STATE, WRITERS["comment"]) == []


def test_only_verbs_write_a_status():
    assert offenders({"status"}, STATUS_WRITERS | OTHER_STATUS) == []


def test_the_reader_of_the_source_sees_a_write():
    tree = ast.parse("story.status = 'published'\nStory.objects.update(live_at=now)")

    assert {name for name, _line in written(tree)} == {"status", "live_at"}
