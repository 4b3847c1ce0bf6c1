"""The forms of planning: whose week, a new assignment, who writes a story by when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles import assigning, planning
from articles.admin.desk_form import moment_field
from newsportal.core.chosen_rows import row_number
from newsportal.core.models import User
from newsportal.core.plain_text import clean_line, clean_text

ME, NOBODY = "me", "nobody"


def section_choices(user: Any) -> list[tuple[str, str]]:
    """The tree of sections that somebody works in, lower ones marked by dashes."""
    return [
        (str(section.pk), f"{'– ' * section.path.count('/')}{section.name}")
        for section in planning.sections_of(user)
    ]


class ChoiceForm(forms.Form):
    """Which part of the week is shown; a foreign value shows all."""

    section = forms.ChoiceField(label=_("Section"), required=False)
    whose = forms.ChoiceField(label=_("Assigned to"), required=False)

    def __init__(self, data: Any, *, user: User, writers: list[User]) -> None:
        super().__init__(data)
        self.user = user
        fields: Any = self.fields
        fields["section"].choices = [("", _("All sections")), *section_choices(user)]
        others = [(str(one.pk), str(one)) for one in writers if one.pk != user.pk]
        fields["whose"].choices = [
            ("", _("Everybody")),
            (ME, _("Me")),
            (NOBODY, _("Nobody yet")),
            *others,
        ]

    def choice(self) -> planning.Choice:
        self.is_valid()
        section = self.cleaned_data.get("section")
        whose = self.cleaned_data.get("whose")
        ids = {ME: self.user.pk, NOBODY: 0}
        return planning.Choice(
            section=row_number(section) if section else None,
            whose=ids.get(whose, row_number(whose)) if whose else None,
        )


class AssignForm(forms.Form):
    """Who writes it, and by when."""

    assignee = forms.ModelChoiceField(
        label=_("Assigned to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    deadline = moment_field(_("Deadline"))
    word = forms.CharField(
        label=_("A word to them"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assignee: Any = self.fields["assignee"]
        assignee.queryset = assigning.writers()

    def clean_word(self) -> str:
        return clean_text(self.cleaned_data["word"])


class NewAssignmentForm(forms.Form):
    """A story that nobody has begun: what it will be, whose and by when."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("A working headline; it can be changed at any time."),
    )
    line = forms.CharField(
        label=_("What it will be"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("For colleagues only. It stands in the list until there is a standfirst."),
    )
    section = forms.ChoiceField(label=_("Section"), required=False)
    assignee = forms.ModelChoiceField(
        label=_("Assigned to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    deadline = moment_field(_("Deadline"))

    def __init__(self, *args: Any, user: User, may_choose: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["section"].choices = [("", _("None yet")), *section_choices(user)]
        if may_choose:
            fields["assignee"].queryset = assigning.writers()
        else:
            # Who only writes plans own work.
            del fields["assignee"]

    def clean_title(self) -> str:
        return clean_line(self.cleaned_data["title"])

    def clean_line(self) -> str:
        return clean_text(self.cleaned_data["line"])


class NoteForm(forms.Form):
    """A word among colleagues."""

    text = forms.CharField(
        label=_("A note for colleagues"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])
