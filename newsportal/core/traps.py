"""A trap for robots in forms that anyone may send: a field that people do not see (no CAPTCHA)."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms


class TrappedForm(forms.Form):
    """A form whose template includes `core/_trap.html`; a robot that fills it in is thanked like
    everybody, and nothing is kept."""

    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the template decides: shared pages carry no token
        self.helper.use_custom_control = False

    @property
    def is_trapped(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.cleaned_data.get("website"))
