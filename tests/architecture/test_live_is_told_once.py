"""House rule 1: one place says what “live” and “public” mean; all else asks it."""

from __future__ import annotations

import ast

from tests.architecture.sources import python_files

#: Look-ups that would tell the rule a second time.
TELLING = {
    "live_at__lte": {"articles/models/document.py"},
    "embargo_until__lte": {"articles/models/document.py"},
    "withdraw_at__gt": {"articles/models/document.py"},
    "hidden_ancestors": {
        "comments/models/comment.py",
        "comments/branches.py",
        "comments/importing.py",
    },
}


def test_nobody_tells_the_rule_again():
    told = [
        f"{path}:{node.value.lineno} filters by {node.arg}"
        for path, tree in python_files(TELLING)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and path not in TELLING.get(node.arg or "", {path})
    ]

    assert told == []
