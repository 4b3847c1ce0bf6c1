"""Rows ticked in a list of the admin, as they really come."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest


class NumberedRows(admin.ModelAdmin):  # type: ignore[type-arg]
    """For a ModelAdmin with actions: what was forged and is no number names no row.

    Django hands what was posted to the database as it is, which fails on anything but a number.
    """

    def response_action(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        posted = request.POST.copy()
        ticked = posted.getlist(ACTION_CHECKBOX_NAME)
        numbers = [one for one in ticked if one.isascii() and one.isdecimal() and len(one) < 19]
        posted.setlist(ACTION_CHECKBOX_NAME, numbers)
        request.POST = posted  # type: ignore[assignment]
        return super().response_action(request, *args, **options)
