"""Word lists in the newsroom: typed, pasted, or added from a file."""

from __future__ import annotations

import csv
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments import word_lists
from comments.models import WordList
from comments.models.word_list import ENTRIES_LENGTH
from newsportal.core.models import User

#: Bytes of a file: more than a list can hold is not read.
MOST_BYTES = 4 * ENTRIES_LENGTH


class WordListForm(forms.ModelForm):
    """A list, and a file whose lines are added to it."""

    file = forms.FileField(
        label=gettext_lazy("Add from a file"),
        required=False,
        help_text=gettext_lazy(
            "Text with one entry a line, or a table (CSV) whose first column counts. What stands "
            "in the list already is not added twice."
        ),
    )
    added = 0

    class Meta:
        model = WordList
        exclude = ()  # noqa: DJ006 -- the admin names the fields
        widgets = {
            "entries": AdminTextareaWidget(attrs={"rows": 14, "dir": "auto"}),
            "exceptions": AdminTextareaWidget(attrs={"rows": 4, "dir": "auto"}),
            "note": AdminTextareaWidget(attrs={"rows": 3, "dir": "auto"}),
        }

    def clean_file(self) -> str:
        """The lines of the file."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than a list may be."))
        try:
            return word_lists.read_file(file.read())
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                _("This file is no text in UTF-8. Save it as “CSV UTF-8” or as plain text.")
            ) from error
        except csv.Error as error:
            raise forms.ValidationError(
                _("This file is no table that can be read. Save it with one entry a line.")
            ) from error

    def clean(self) -> dict[str, Any]:
        """The list with the file's lines behind its own."""
        data = cast("dict[str, Any]", super().clean())
        if data.get("file") and "entries" in data:
            data["entries"], self.added = word_lists.with_lines(data["entries"], data["file"])
            if len(data["entries"]) > ENTRIES_LENGTH:
                self.add_error("file", _("With this file the list is longer than a list may be."))
        return data


@admin.register(WordList)
class WordListAdmin(admin.ModelAdmin[WordList]):
    """What holds or refuses a comment by its words."""

    form = WordListForm
    list_display = ("name", "is_on", "action", "count", "matching", "accents_matter", "changed_at")
    list_filter = ("is_on", "action")
    search_fields = ("name", "entries", "note")
    actions = None
    fieldsets = (
        (None, {"fields": ("name", "is_on", "action", "reason")}),
        (
            gettext_lazy("Entries"),
            {"fields": ("entries", "file", "matching", "accents_matter", "exceptions")},
        ),
        (gettext_lazy("For colleagues"), {"fields": ("note",)}),
    )

    @admin.display(description=gettext_lazy("entries"))
    def count(self, row: WordList) -> int:
        return len(word_lists.lines_of(row.entries))

    def save_model(self, request: HttpRequest, obj: WordList, form: Any, change: bool) -> None:
        word_lists.save(obj, cast("User", request.user))
        if form.added:
            messages.success(
                request,
                ngettext(
                    "%(count)d entry was added from the file.",
                    "%(count)d entries were added from the file.",
                    form.added,
                )
                % {"count": form.added},
            )

    def delete_model(self, request: HttpRequest, obj: WordList) -> None:
        word_lists.delete(obj, cast("User", request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[WordList]) -> None:
        for row in queryset:
            self.delete_model(request, row)
