"""The form of a story: it works on the newest revision, never on what readers see (rule 3)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.editor import StoryEditorField
from articles.models import Author, Byline, Image, Section, Story, Tag
from articles.working_copy import BylineContent, StoryContent
from newsportal.core.plain_text import clean_line, clean_text

#: The form's groups: what a journalist writes first and large, the rest beside it.
FIELDSETS = (
    (
        None,
        {
            "classes": ("story-main",),
            "fields": (
                "headline",
                "standfirst",
                ("lead_image", "upload"),
                ("upload_alt", "upload_credit"),
                "lead_caption",
                "body",
                "based_on",
            ),
        },
    ),
    (_("Where it stands"), {"classes": ("story-side",), "fields": ("section", "kicker", "tags")}),
    (
        _("More"),
        {
            "classes": ("story-side", "collapse"),
            "fields": ("kind", "dateline", "further_sections", "language", "slug"),
        },
    ),
)


class SectionChoice(forms.ModelChoiceField):
    """Sections in the order of the tree, each as far in as it is deep."""

    def label_from_instance(self, obj: Model) -> str:
        depth = obj.path.count("/") if isinstance(obj, Section) else 0
        return "— " * depth + str(obj)


class SectionChoices(forms.ModelMultipleChoiceField):
    label_from_instance = SectionChoice.label_from_instance


def wrapped(widget: forms.Widget, name: str) -> RelatedFieldWidgetWrapper:
    """A widget of a relation of Story with the admin's “add another” beside it."""
    relation = Story._meta.get_field(name).remote_field
    return RelatedFieldWidgetWrapper(
        widget, relation, admin.site, can_add_related=True, can_change_related=False
    )


class StoryForm(forms.Form):
    """All that an editor sets of a story, and a picture that may be uploaded with it."""

    headline = forms.CharField(
        label=_("Headline"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField", "dir": "auto"}),
        help_text=_("About 40 to 85 characters."),
    )
    standfirst = forms.CharField(
        label=_("Standfirst"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField", "dir": "auto"}),
        help_text=_("One or two sentences below the headline, on cards and in link previews."),
    )
    body = StoryEditorField(label=_("Text"), required=False)
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    lead_image = forms.ModelChoiceField(
        label=_("Picture from the library"), queryset=Image.objects.all(), required=False
    )
    upload = forms.FileField(
        label=_("Or upload one"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
        help_text=_("JPEG, PNG, WebP or AVIF, at most 20 MB. It replaces the one chosen above."),
    )
    upload_alt = forms.CharField(
        label=_("What the upload shows"),
        max_length=300,
        required=False,
        help_text=_("For readers who cannot see it."),
    )
    upload_credit = forms.CharField(label=_("Credit of the upload"), max_length=160, required=False)
    lead_caption = forms.CharField(
        label=_("Caption in this story"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Empty: the picture’s own caption."),
    )

    section = SectionChoice(
        label=_("Section"),
        queryset=Section.objects.order_by("path"),
        required=False,
        help_text=_("Needed to publish: it becomes part of the address."),
    )
    kicker = forms.CharField(
        label=_("Kicker"), max_length=60, required=False, help_text=_("A word or two above.")
    )
    tags = forms.ModelMultipleChoiceField(
        label=_("Tags"), queryset=Tag.objects.all(), required=False
    )

    kind = forms.ChoiceField(label=_("Kind"), choices=Story.Kind.choices)
    dateline = forms.CharField(
        label=_("Dateline"), max_length=80, required=False, help_text=_("Such as HARBOUR CITY.")
    )
    further_sections = SectionChoices(
        label=_("Further sections"),
        queryset=Section.objects.order_by("path"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    language = forms.ChoiceField(label=_("Language of the story"), choices=settings.LANGUAGES)
    slug = forms.CharField(
        label=_("Address"),
        max_length=100,
        required=False,
        help_text=_("Empty: made of the headline. A changed address leads on from the old one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, select in (
            ("lead_image", AutocompleteSelect),
            ("tags", AutocompleteSelectMultiple),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            choices = field.widget.choices  # type: ignore[attr-defined]
            field.widget = wrapped(select(Story._meta.get_field(name), admin.site), name)
            field.widget.choices = choices  # type: ignore[attr-defined]

    def clean_headline(self) -> str:
        return clean_line(self.cleaned_data["headline"])

    def clean_standfirst(self) -> str:
        return clean_text(self.cleaned_data["standfirst"])

    def clean_slug(self) -> str:
        typed = self.cleaned_data["slug"]
        slug = slugify(typed, allow_unicode=True)
        if typed and (not slug or slug.isdigit()):
            raise ValidationError(_("Use letters, digits and hyphens, with at least one letter."))
        return slug

    def choose(self, image: Image | None) -> None:
        """Show the form again with this picture chosen: an upload is kept and not sent twice."""
        self.data = self.data.copy()
        self.data["lead_image"] = str(image.pk) if image else ""

    def go_on_from(self, story: Story) -> None:
        """Show the form again after its content was saved: the next save follows that revision."""
        if story.working_revision:
            self.data = self.data.copy()
            self.data["based_on"] = str(story.working_revision.number)

    def show_picture(self, image: Image | None) -> None:
        """Put the chosen picture under its field."""
        if image is not None:
            self["lead_image"].help_text = format_html(
                '<img class="picture-preview" src="{}" alt="{}">', image.url, image.alt
            )

    @staticmethod
    def initial_of(content: StoryContent, based_on: int | None) -> dict[str, Any]:
        """The form's first values: the newest revision."""
        return {
            **content.snapshot(),
            "body": content.body_html,
            "based_on": based_on,
        }

    def content(self, bylines: list[BylineContent], lead_image: Image | None) -> StoryContent:
        """What was typed, as the working copy has it."""
        data = self.cleaned_data
        return StoryContent(
            headline=data["headline"],
            kicker=data["kicker"],
            standfirst=data["standfirst"],
            dateline=data["dateline"],
            body_html=data["body"],
            kind=data["kind"],
            language=data["language"],
            slug=data["slug"],
            section=data["section"].pk if data["section"] else None,
            further_sections=[section.pk for section in data["further_sections"]],
            tags=[tag.pk for tag in data["tags"]],
            bylines=bylines,
            lead_image=lead_image.pk if lead_image else None,
            lead_caption=data["lead_caption"],
        )


class BylineForm(forms.Form):
    """One name over the story."""

    author = forms.ModelChoiceField(
        label=_("Author"), queryset=Author.objects.all(), required=False
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=Byline.Role.choices, initial=Byline.Role.WRITER
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["author"]
        assert isinstance(field, forms.ModelChoiceField)
        choices = field.widget.choices  # type: ignore[attr-defined]
        field.widget = AutocompleteSelect(Byline._meta.get_field("author"), admin.site)
        field.widget.choices = choices


class BaseBylines(forms.BaseFormSet[BylineForm]):
    ordering_widget = forms.NumberInput

    def get_ordering_widget(self) -> forms.Widget:
        return forms.NumberInput(attrs={"class": "byline-order", "min": 1})

    def bylines(self) -> list[BylineContent]:
        """The names in the order of their numbers; the same name and role counts once."""
        found: dict[tuple[int, str], BylineContent] = {}
        for form in self.ordered_forms:
            author = form.cleaned_data.get("author")
            if author:
                role = form.cleaned_data["role"]
                found.setdefault((author.pk, role), BylineContent(author.pk, role))
        return list(found.values())


BylineFormSet = forms.formset_factory(
    BylineForm, formset=BaseBylines, extra=2, can_order=True, can_delete=True, max_num=40
)
