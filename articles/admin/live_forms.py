"""The forms of a live blog in the newsroom: the composer of a phone, an update's edit, the end."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from articles.editor import StoryEditorField
from articles.live import UpdateContent
from articles.markup import typed_text
from articles.models import Author, Image, LiveUpdate, Story
from articles.working_copy import content_of
from newsportal.core.models import User
from newsportal.core.plain_text import clean_line, clean_text

#: Characters typed at once: a long entry has some three thousand.
MOST_TYPED = 20_000
PICTURES = "image/jpeg,image/png,image/webp,image/avif"


def bylines_for(story: Story, user: User, update: LiveUpdate | None = None) -> QuerySet[Author]:
    """Names that may stand over an update: one's own, those over the story, the present one."""
    content: Any = content_of(story)
    named = [byline.author for byline in content.bylines]
    present = [update.author_id] if update and update.author_id else []
    return Author.objects.filter(Q(pk__in=[*named, *present]) | Q(user=user.pk))


class AuthorField(forms.ModelChoiceField):
    """Whose name stands over the update; nobody's of the list: the account's own."""

    def __init__(self) -> None:
        super().__init__(
            label=_("By"),
            queryset=Author.objects.none(),
            required=False,
            empty_label=_("The name of the account"),
        )


class ComposerForm(forms.Form):
    """What a reporter posts from a phone: words, a picture, both. All else can wait."""

    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kept_picture = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What is happening?"),
        max_length=MOST_TYPED,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    picture = forms.FileField(
        label=_("Picture"), required=False, widget=forms.FileInput(attrs={"accept": PICTURES})
    )
    is_key = forms.BooleanField(label=_("Key event"), required=False)
    headline = forms.CharField(
        label=_("Headline"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    alt = forms.CharField(
        label=_("What the picture shows"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("For readers who cannot see it."),
    )
    credit = forms.CharField(
        label=_("Credit of the picture"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    author = AuthorField()

    def __init__(self, *args: Any, story: Story, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["author"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bylines_for(story, user)
        self.initial.setdefault("form_key", uuid.uuid4())
        own = Author.objects.filter(user=user.pk).first()
        self.initial.setdefault("author", own.pk if own else None)

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])

    def clean_headline(self) -> str:
        return clean_line(self.cleaned_data["headline"])

    def content(self, image: Image | None) -> UpdateContent:
        author = self.cleaned_data["author"]
        return UpdateContent(
            headline=self.cleaned_data["headline"],
            body_html=typed_text(self.cleaned_data["text"]),
            image=image.pk if image else None,
            author=author.pk if author else None,
        )


class UpdateForm(forms.Form):
    """An update as it can be changed later, with the editor of stories."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    headline = forms.CharField(
        label=_("Headline"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    body = StoryEditorField(label=_("Text"), required=False)
    picture = forms.FileField(
        label=_("Another picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )
    alt = ComposerForm.base_fields["alt"]
    credit = ComposerForm.base_fields["credit"]
    without_picture = forms.BooleanField(label=_("Without the picture"), required=False)
    author = AuthorField()

    def __init__(self, *args: Any, update: LiveUpdate, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.update = update
        field = self.fields["author"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bylines_for(update.story, user, update)

    @staticmethod
    def initial_of(update: LiveUpdate) -> dict[str, Any]:
        return {
            "based_on": update.revision,
            "headline": update.headline,
            "body": update.body_html,
            "author": update.author_id,
        }

    def clean_headline(self) -> str:
        return clean_line(self.cleaned_data["headline"])

    def content(self, uploaded: Image | None) -> UpdateContent:
        """What was typed; the picture is the new one, else the present one unless it is to go."""
        image = None if self.cleaned_data["without_picture"] else self.update.image_id
        author = self.cleaned_data["author"]
        return UpdateContent(
            headline=self.cleaned_data["headline"],
            body_html=self.cleaned_data["body"],
            image=uploaded.pk if uploaded else image,
            author=author.pk if author else None,
        )


class EndForm(forms.Form):
    """The summary with which a live blog ends."""

    summary = forms.CharField(
        label=_("Summary"),
        max_length=MOST_TYPED,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Stands on top of the page from then on. An empty line parts paragraphs."),
    )

    def clean_summary(self) -> str:
        return typed_text(clean_text(self.cleaned_data["summary"]))


class ReportersForm(forms.Form):
    """Who may post here without the right to publish."""

    reporters = forms.ModelMultipleChoiceField(
        label=_("Reporters"),
        queryset=User.objects.filter(is_staff=True, is_active=True).order_by("display_name", "pk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
