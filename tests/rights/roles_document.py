"""The table of docs/roles.md, made of `newsportal.roles`, which is the truth.

``python -m pytest tests/rights/test_roles_document.py`` says what has changed; with
``WRITE_DOCS=1`` before it, the document is brought in line.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from django.contrib.auth.models import Permission
from django.utils import translation

from newsportal import roles

DOCUMENT = Path(__file__).parents[2] / "docs" / "roles.md"
BEGIN, END = "<!-- the table: made by tests/rights/roles_document.py -->\n", "<!-- end -->\n"
#: Acts in the order in which they are told; what is none of them is a right with a name.
ACTS = ("view", "add", "change", "delete")
#: Stands behind an act that a role has not where it is limited to sections.
MARK = "*"


def table() -> str:
    """Every role's rights, a line for each kind of row and for each right with a name."""
    head = ["| |", *(f" {name} |" for name in roles.ROLES), "\n|---|", "---|" * len(roles.ROLES)]
    return "".join([*head, "\n", *(f"{line}\n" for line in _lines())])


def _lines() -> list[str]:
    told = frozenset().union(*roles.ROLES.values())
    rows = Permission.objects.select_related("content_type").order_by(
        "content_type__app_label", "content_type__model", "pk"
    )
    known = [row for row in rows if _right(row) in told]
    with translation.override("en"):
        return [
            line
            for kind, group in groupby(known, lambda row: row.content_type)
            for line in _of_model(kind, list(group))
        ]


def _of_model(kind, permissions) -> list[str]:
    stock = {act: f"{kind.app_label}.{act}_{kind.model}" for act in ACTS}
    model = kind.model_class()
    lines = [_line(str(model._meta.verbose_name_plural), stock)]
    named = [row for row in permissions if _right(row) not in stock.values()]
    if not any(_right(row) in stock.values() for row in permissions):
        lines = []
    return lines + [_line(f"*{row.name}*", {"yes": _right(row)}) for row in named]


def _line(name: str, rights: dict[str, str]) -> str:
    cells = (
        ", ".join(
            act + (MARK if role in roles.LIMITABLE and right in roles.WHOLE_PAPER else "")
            for act, right in rights.items()
            if right in held
        )
        for role, held in roles.ROLES.items()
    )
    return f"| {name} |" + "".join(f" {cell or '–'} |" for cell in cells)


def _right(row: Permission) -> str:
    return f"{row.content_type.app_label}.{row.codename}"
