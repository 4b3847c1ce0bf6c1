"""Forms of readers about newsletters: shape only."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from articles.models import Newsletter
from newsportal.core.traps import TrappedForm

EMAIL_LENGTH = 254


class SignUpForm(TrappedForm):
    """An address and what it wants; several newsletters at once."""

    newsletters = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Newsletters"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Choose at least one newsletter."),
            "invalid_choice": gettext_lazy(
                "One of these newsletters is not offered any more. Choose again."
            ),
        },
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=EMAIL_LENGTH,
        error_messages={"required": gettext_lazy("Enter the address they should go to.")},
    )

    def __init__(self, *args: Any, newsletters: Collection[Newsletter], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="sign-up-%s", **kwargs)
        self.offered = {one.pk: one for one in newsletters}
        wanted: Any = self.fields["newsletters"]
        wanted.choices = [(one.pk, one.name) for one in newsletters]

    def chosen(self) -> list[Newsletter]:
        """The newsletters; call it when the form is valid."""
        return [self.offered[pk] for pk in self.cleaned_data["newsletters"]]

    @property
    def ticked(self) -> set[str]:
        """What was chosen as it came, for a form that is shown again."""
        data: Any = self.data
        return set(data.getlist("newsletters")) if self.is_bound else set()


def wanted_of(posted: Any, newsletters: Collection[Newsletter]) -> set[int]:
    """The offered newsletters (ids) that a form of boxes names; what is none is left out."""
    named = set(posted.getlist("newsletters"))
    return {one.pk for one in newsletters if str(one.pk) in named}
