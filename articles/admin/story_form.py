"""The form of a story: it works on the newest revision, never on what readers see (rule 3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles import image_uses, kinds, rights
from articles.admin.desk_form import DeskForm
from articles.admin.search_fields import STORY_FIELDSET, PictureInstead, SocialFields
from articles.editor import StoryEditorField
from articles.models import Author, Byline, Image, Section, Series, Story, Tag
from articles.working_copy import BylineContent, GalleryContent, StoryContent
from newsportal.core.autocomplete import TypedAutocomplete, TypedAutocompleteMultiple
from newsportal.core.chosen_rows import row_number
from newsportal.core.plain_text import clean_line, clean_text

#: Places of related stories that are chosen by hand.
RELATED = (1, 2, 3, 4)

#: The form's groups: what a journalist writes first and large, the rest beside it.
FIELDSETS = (
    (
        None,
        {
            "classes": ("story-main",),
            "fields": (
                "headline",
                ("section", "kicker"),
                "standfirst",
                ("lead_image", "upload"),
                ("upload_alt", "upload_credit"),
                "lead_caption",
                "body",
                "based_on",
            ),
        },
    ),
    (_("What it is about"), {"classes": ("story-side",), "fields": ("tags",)}),
    (
        _("More"),
        {
            "classes": ("story-side", "collapse"),
            "fields": ("kind", "dateline", "further_sections", "language", "slug"),
        },
    ),
    (
        _("Read next"),
        {
            "classes": ("story-side", "collapse"),
            "fields": (*(f"related_{place}" for place in RELATED), "series"),
            "description": _(
                "Stories shown below this one, before those found by tags and text; only live "
                "ones are shown."
            ),
        },
    ),
    (
        _("This version"),
        {"classes": ("story-side",), "fields": ("revision_note",)},
    ),
    STORY_FIELDSET,
)

#: Fields of one picture of the library each.
PICTURES = ("lead_image", "social_image")


class SectionChoice(forms.ModelChoiceField):
    """Sections in the order of the tree, each as far in as it is deep."""

    def label_from_instance(self, obj: Model) -> str:
        depth = obj.path.count("/") if isinstance(obj, Section) else 0
        return "— " * depth + str(obj)


class KnownAutocomplete(TypedAutocomplete):
    """The admin's autocomplete with the chosen things given, so that ten cost no ten queries."""

    known: Mapping[int, Any] = {}

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        selected = [pk for pk in value if row_number(pk) in self.known]
        options: list[Any] = []
        if not self.is_required and not self.allow_multiple_selected:
            options.append(self.create_option(name, "", "", selected=False, index=0))
        options += [
            self.create_option(
                name, pk, str(self.known[int(pk)]), selected=True, index=index, attrs=attrs
            )
            for index, pk in enumerate(selected, start=1)
        ]
        return [(None, options, 0)]


class SectionChoices(forms.ModelMultipleChoiceField):
    label_from_instance = SectionChoice.label_from_instance


def wrapped(widget: forms.Widget, name: str) -> RelatedFieldWidgetWrapper:
    """A widget of a relation of Story with the admin's “add another” beside it."""
    relation = Story._meta.get_field(name).remote_field
    return RelatedFieldWidgetWrapper(
        widget, relation, admin.site, can_add_related=True, can_change_related=False
    )


class StoryForm(SocialFields, DeskForm):
    """All that an editor sets of a story, a picture that may be uploaded, and the verbs' words."""

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

    missing_alt_reason = forms.CharField(
        label=_("Why a picture has no alternative text"),
        max_length=200,
        required=False,
        help_text=_(
            "Only when there is no time now: it is published all the same and stands in the "
            "newsroom’s debt report."
        ),
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

    kind = forms.ChoiceField(label=_("Kind"), choices=kinds.choices)
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

    series = forms.ModelChoiceField(
        label=_("Series"), queryset=Series.objects.all(), required=False
    )

    def __init__(
        self,
        *args: Any,
        user: Any = None,
        sections: Any = None,
        related: Collection[int] = (),
        **kwargs: Any,
    ) -> None:
        """Offer what `user` may choose.

        Args:
            sections: ids of the sections that the story may be filed in; None means all.
            related: ids of the related stories that stand in it: they may stay, seen or not.
        """
        super().__init__(*args, **kwargs)
        for name, select in (
            ("lead_image", TypedAutocomplete),
            ("social_image", PictureInstead),
            ("tags", TypedAutocompleteMultiple),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            choices = field.widget.choices  # type: ignore[attr-defined]
            field.widget = wrapped(select(Story._meta.get_field(name), admin.site), name)
            field.widget.choices = choices  # type: ignore[attr-defined]
        if self.is_bound:  # anybody can type a number; see `image_uses.chosen_by`
            offered = Image.objects.exclude(pk__in=image_uses.secret_to(user))
            for name in PICTURES:
                picture = self.fields[name]
                assert isinstance(picture, forms.ModelChoiceField)
                picture.queryset = offered.all()
        if sections is not None:
            for name in ("section", "further_sections"):
                field = self.fields[name]
                assert isinstance(field, forms.ModelChoiceField)
                field.queryset = field.queryset.filter(pk__in=sections)  # type: ignore[union-attr]
        for place in RELATED:
            self.fields[f"related_{place}"] = self._related(place, user, related)
        series = self.fields["series"]
        series.widget = wrapped(series.widget, "series")

    def _related(self, place: int, user: Any, standing: Collection[int]) -> forms.ModelChoiceField:
        stories = rights.visible_stories(user)
        if standing:
            seen = Q(pk__in=stories.values("pk"))
            stories = Story.objects.newsroom_list().filter(seen | Q(pk__in=standing))
        return forms.ModelChoiceField(
            label=_("Related story %(place)d") % {"place": place},
            queryset=stories,
            required=False,
            widget=KnownAutocomplete(Byline._meta.get_field("story"), admin.site),
        )

    def know(self, stories: Mapping[int, str]) -> None:
        """Name the related stories that are chosen, as the person may know them."""
        for place in RELATED:
            widget = self.fields[f"related_{place}"].widget
            assert isinstance(widget, KnownAutocomplete)
            widget.known = stories

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

    def show_pictures(self, pictures: Mapping[int, Image]) -> None:
        """Put every chosen picture under its field."""
        for name in PICTURES:
            image = pictures.get(row_number(self[name].value()) or 0)
            if image is not None:
                self[name].help_text = format_html(
                    '<img class="picture-preview" src="{}" alt="{}">', image.url, image.alt
                )

    @staticmethod
    def initial_of(content: StoryContent) -> dict[str, Any]:
        """The form's first values of what an editor sets."""
        related = {
            f"related_{place}": pk for place, pk in zip(RELATED, content.related, strict=False)
        }
        return {**content.snapshot(), **related, "body": content.body_html}

    def content(
        self,
        bylines: list[BylineContent],
        gallery: list[GalleryContent],
        lead_image: Image | None,
    ) -> StoryContent:
        """What was typed, as the working copy has it."""
        data = self.cleaned_data
        related = [data[f"related_{place}"] for place in RELATED]
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
            gallery=gallery,
            related=list(dict.fromkeys(story.pk for story in related if story)),
            series=data["series"].pk if data["series"] else None,
            missing_alt_reason=data["missing_alt_reason"],
            search_title=data["search_title"],
            search_description=data["search_description"],
            social_headline=data["social_headline"],
            social_image=data["social_image"].pk if data["social_image"] else None,
            canonical_url=data["canonical_url"],
            noindex=data["noindex"],
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
        self.fields["author"].widget = KnownAutocomplete(
            Byline._meta.get_field("author"), admin.site
        )


class BaseBylines(forms.BaseFormSet[BylineForm]):
    ordering_widget = forms.NumberInput

    def get_ordering_widget(self) -> forms.Widget:
        return forms.NumberInput(attrs={"class": "byline-order", "min": 1})

    def know(self, authors: Mapping[int, Author]) -> None:
        """Name the authors that are chosen."""
        for form in self.forms:
            widget = form.fields["author"].widget
            assert isinstance(widget, KnownAutocomplete)
            widget.known = authors

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
