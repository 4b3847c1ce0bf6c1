"""Rows ticked in a list of the admin, as they really come."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest

#: Digits of the largest number that a column of ids holds, less one.
MOST_DIGITS = 18


def row_number(text: object) -> int | None:
    """The id that a form or an address names; None for anything that no row can have.

    Python itself refuses to read numbers of more than 4,300 digits, and the database's are shorter.
    """
    typed = str(text)
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS
    return int(typed) if is_number else None


class NumberedRows(admin.ModelAdmin):  # type: ignore[type-arg]
    """For a ModelAdmin with actions: what was forged and is no number names no row.

    Django hands what was posted to the database as it is, which fails on anything but a number.
    """

    def response_action(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        posted = request.POST.copy()
        ticked = posted.getlist(ACTION_CHECKBOX_NAME)
        numbers = [one for one in ticked if row_number(one) is not None]
        posted.setlist(ACTION_CHECKBOX_NAME, numbers)
        request.POST = posted  # type: ignore[assignment]
        return super().response_action(request, *args, **options)
