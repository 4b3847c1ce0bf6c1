"""The admin's autocomplete, usable without script and unharmed by what is typed into it.

Django's own is an empty list until its script has asked for suggestions, and fails on a forged
choice that is no number. Here a line to type in stands beside it where no script runs: names or
numbers, of several things separated by commas. What is not found is said beside the field, and
stays in the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from newsportal.core.chosen_rows import row_number

#: What things are called by; of those that a thing has, the first by which one is found counts.
NAMES = ("name", "headline", "caption", "alt", "email", "title")


def number_of(model: type[Model], typed: str) -> str:
    """The number of the one thing that is called so.

    What was typed is given back where that is not one thing; it may be a number itself.
    """
    for name in NAMES:
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        found = model._default_manager.filter(**{f"{name}__iexact": typed})[:2]
        numbers = [str(pk) for pk in found.values_list("pk", flat=True)]
        if numbers:
            return numbers[0] if len(numbers) == 1 else typed
    return typed


class TypedAutocomplete(AutocompleteSelect):
    """One thing, chosen from suggestions or typed."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> Any:
        typed = str(data.get(f"{name}-typed", "")).replace("\0", "").strip()
        if typed:
            return number_of(self.field.remote_field.model, typed)
        return super().value_from_datadict(data, files, name)

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return super().optgroups(name, [one for one in value if _is_number(one)], attrs)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return _with_line(super().render(name, value, attrs, renderer), name, [value], _("Name"))


class TypedAutocompleteMultiple(AutocompleteSelectMultiple):
    """Several things, chosen from suggestions or typed with commas between them."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> Any:
        chosen = list(super().value_from_datadict(data, files, name) or ())
        typed = str(data.get(f"{name}-typed", "")).replace("\0", "").split(",")
        model = self.field.remote_field.model
        return chosen + [number_of(model, one.strip()) for one in typed if one.strip()]

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return super().optgroups(name, [one for one in value if _is_number(one)], attrs)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        html = super().render(name, value, attrs, renderer)
        return _with_line(html, name, value or (), _("Names, separated by commas"))


class TypedAutocompleteFields:
    """For a ModelAdmin: its `autocomplete_fields` that hold one thing can be typed too."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        own: Any = self
        if db_field.name in own.get_autocomplete_fields(request):
            kwargs.setdefault("widget", TypedAutocomplete(db_field, own.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


def _is_number(value: object) -> bool:
    return row_number(value) is not None or not str(value)


def _with_line(html: str, name: str, values: Iterable[object], label: str) -> SafeString:
    """The list and, where no script runs, the line; it holds what was not found."""
    left = ", ".join(str(one) for one in values if one is not None and not _is_number(one))
    return format_html(
        '{}<noscript><label class="typed-choice">{} '
        '<input class="vTextField" name="{}-typed" value="{}" dir="auto"></label></noscript>',
        html,
        label,
        name,
        left,
    )
