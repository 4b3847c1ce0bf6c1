"""The form of a comment: shape only; whether it may be published is not asked here."""

from __future__ import annotations

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Author, Story
from comments import drafts
from comments.markup import COMMENT_MAX_LENGTH
from comments.models import APPEAL_MAX_LENGTH, Comment
from newsportal.core import haste
from newsportal.core.guest_pages import is_personal
from newsportal.core.models import User
from newsportal.core.models.user import DISPLAY_NAME_LENGTH
from newsportal.core.names import clean_display_name
from newsportal.core.plain_text import LineField, TextField

GUEST_SALT = "newsportal.guest-form"


class KeyField(forms.UUIDField):
    """A key that nobody types: what is none was forged, which only takes its use away."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            return None


class CommentForm(forms.Form):
    """Text, which comment it answers (checked by `submitting`), and a key against doubling."""

    text = TextField(
        label=_("Your comment"),
        max_length=COMMENT_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "data-keep": "comment"}),
        help_text=_("An empty line starts a paragraph. *stressed*, > quoted, - a list."),
        error_messages={
            "required": _("Write something first."),
            "max_length": _(
                "A comment has at most %(limit_value)d characters; yours has %(show_value)d. "
                "Nothing is lost: shorten it and post again."
            ),
        },
    )
    form_key = KeyField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the template decides: shared pages carry no token
        self.helper.use_custom_control = False


class GuestForm(CommentForm):
    """The same with who is writing; robots are told by a trap and by their haste."""

    name = LineField(
        label=_("Your name"),
        max_length=DISPLAY_NAME_LENGTH,
        help_text=_("It stands above your comment."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("Readers never see it. We send you a link to confirm your comment."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    #: The trap: people do not see it (templates/comments/_guest.html), robots fill it in.
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    shown_at = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("text", "name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["shown_at"] = haste.stamp(GUEST_SALT)

    @classmethod
    def after(cls, form: CommentForm) -> GuestForm:
        """The form that asks who has written the words of `form`."""
        return cls(initial={"text": form.cleaned_data["text"]}, auto_id=form.auto_id)

    def clean_name(self) -> str:
        bylines = Author.objects.values_list("name", flat=True)
        return clean_display_name(self.cleaned_data["name"], further=bylines)

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and (refusal := haste.refusal(data.get("shown_at", ""), GUEST_SALT)):
            self.data = {**dict(self.data.items()), "shown_at": haste.stamp(GUEST_SALT)}
            raise ValidationError(refusal)
        return data

    @property
    def is_trapped(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.cleaned_data.get("website"))


def ids_for(comment: Comment | None) -> str:
    """The pattern of a form's ids: forms at a comment stand beside the discussion's own."""
    return f"id_%s_{comment.pk}" if comment else "id_%s"


def new_form(request: HttpRequest, story: Story, answered: Comment | None) -> CommentForm:
    """An empty form; a signed-in person's has a key of its own and what was typed before.

    A guest's is the same for all, since shared pages show it.
    """
    ids = ids_for(answered)
    if not (is_personal(request) and request.user.is_authenticated):
        return CommentForm(auto_id=ids)
    text = drafts.kept_for(request, story.pk, answered.pk if answered else None)
    return CommentForm(initial={"text": text, "form_key": uuid.uuid4()}, auto_id=ids)


class AppealForm(forms.Form):
    """Why the author thinks that a decision is wrong."""

    text = TextField(
        label=_("Why is the decision wrong?"),
        max_length=APPEAL_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "class": "form-control"}),
        error_messages={"required": _("Say in a sentence why it is wrong.")},
    )
