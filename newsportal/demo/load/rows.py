"""Writes model instances by PostgreSQL's COPY, and erases them with all that hangs on them.

An instance is written as it stands: its defaults count, its `save` and its fields' `pre_save` do
not run. Whoever calls this gives clean HTML.
"""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.fields.reverse_related import ForeignObjectRel, ManyToManyRel
from django.utils import timezone

#: Characters that mean something in COPY's text format; the backslash comes first.
_ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))


def reserve(model: type[models.Model], number: int) -> list[int]:
    """Take `number` fresh ids of a model: rows that refer to each other can then be written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, number],
        )
        return [pk for (pk,) in cursor.fetchall()]


def copy_in(rows: Sequence[models.Model]) -> None:
    """Write instances of one model, with the ids they should get, or all without one."""
    if not rows:
        return
    model = type(rows[0])
    fields = list(model._meta.concrete_fields)
    if rows[0].pk is None:
        fields = [field for field in fields if not field.primary_key]
    text = io.StringIO("".join(_line(row, fields) for row in rows))
    table = model._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", text)


def _line(row: models.Model, fields: Iterable[models.Field[Any, Any]]) -> str:
    return "\t".join(_cell(row, field) for field in fields) + "\n"


def _cell(row: models.Model, field: models.Field[Any, Any]) -> str:
    """A value in COPY's text format."""
    value = getattr(row, field.attname)
    if value is None and getattr(field, "auto_now_add", False):
        value = timezone.now()
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(field, ArrayField):
        value = "{" + ",".join(json.dumps(one) for one in value) + "}"
    elif isinstance(field, models.JSONField):
        value = json.dumps(value)
    text = str(value)
    for character, escaped in _ESCAPES:
        if character in text:
            text = text.replace(character, escaped)
    return text


def erase(going: models.QuerySet[Any], _above: tuple[type[models.Model], ...] = ()) -> int:
    """Delete rows with everything that hangs on them, by statements and not one by one.

    Rows that a foreign key protects go too: they are of the same heap. Returns how many rows of
    the model itself went. The caller's transaction must hold the whole heap.
    """
    model = going.model
    chosen = going.order_by().values("pk")
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or isinstance(relation, ManyToManyRel):
            continue
        below = relation.related_model
        if below is model or below in _above:
            continue
        found = below._base_manager.filter(**{f"{relation.field.name}__in": chosen})
        if relation.on_delete is models.SET_NULL:
            found.update(**{relation.field.name: None})
        else:
            erase(found, (*_above, model))
    return int(going._raw_delete(going.db))  # noqa: SLF001 -- deletes by one statement
