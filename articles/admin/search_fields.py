"""The part of a form that search engines and the cards of links are told by (feature R5).

Fields, their fallbacks as placeholders, and the preview beside them. The preview shows what the
form holds; `search-preview.js` keeps it true while one types.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from articles import canonical, metadata
from articles.chrome import current as chrome
from articles.metadata import LONG_DESCRIPTION, LONG_TITLE, CardPicture
from articles.models import Image, Page, Story
from newsportal.core.autocomplete import TypedAutocomplete
from newsportal.core.chosen_rows import row_number
from newsportal.core.plain_text import LineField

#: What the template tells this group of fields from others by.
CLASS = "search-social"


def _line(rows: int = 1, cut: int = 0) -> forms.Widget:
    """A field that counts its characters (by the script) up to where they are cut."""
    attrs = {"dir": "auto", "class": "vLargeTextField"} | ({"data-cut": cut} if cut else {})
    if rows == 1:
        return forms.TextInput(attrs=attrs)
    return forms.Textarea(attrs=attrs | {"rows": rows})


class PictureInstead(TypedAutocomplete):
    """A picture of the library; an empty choice says which one stands in for it."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        instead = _("The picture on top")
        return {**super().build_attrs(base_attrs, extra_attrs), "data-placeholder": str(instead)}


class SearchFields(forms.Form):
    """Of a page, and of a story."""

    search_title = LineField(
        label=_("Title in search results"),
        max_length=160,
        required=False,
        widget=_line(cut=LONG_TITLE),
        help_text=_("Also of the browser’s tab. About 60 characters are shown."),
    )
    search_description = LineField(
        label=_("Description"),
        max_length=320,
        required=False,
        widget=_line(rows=3, cut=LONG_DESCRIPTION),
        help_text=_("In search results and on cards. About 160 characters are shown."),
    )

    #: The fields that stand in for empty ones.
    FALLBACKS = {"search_title": "title", "search_description": "standfirst"}

    def show_fallbacks(self) -> None:
        """Let every empty field show what stands in for it."""
        for name, other in self.FALLBACKS.items():
            self.fields[name].widget.attrs |= {
                "placeholder": str(self[other].value() or ""),
                "data-fallback": other,
            }


class SocialFields(SearchFields):
    """Of a story."""

    search_title = LineField(
        label=_("Title in search results"),
        max_length=160,
        required=False,
        widget=_line(cut=LONG_TITLE),
        help_text=_("Empty: the headline. About 60 characters are shown."),
    )
    search_description = LineField(
        label=_("Description"),
        max_length=320,
        required=False,
        widget=_line(rows=3, cut=LONG_DESCRIPTION),
        help_text=_(
            "In search results and on cards. Empty: the standfirst. About 160 characters are shown."
        ),
    )
    social_headline = LineField(
        label=_("Headline on the card of a link"),
        max_length=200,
        required=False,
        widget=_line(),
        help_text=_("Empty: the headline of the story, not the title in search results."),
    )
    social_image = forms.ModelChoiceField(
        label=_("Picture on the card"),
        queryset=Image.objects.all(),
        required=False,
        help_text=_("Empty: the picture on top of the story."),
    )
    canonical_url = forms.CharField(
        label=_("At home at another address"),
        max_length=canonical.LONGEST,
        required=False,
        widget=forms.URLInput(attrs={"dir": "ltr", "class": "vLargeTextField"}),
        help_text=_(
            "Where this text first stood, such as https://example.org/story/. Search engines are "
            "sent there, and our sitemaps leave it out. Empty: here."
        ),
    )
    noindex = forms.BooleanField(
        label=_("Keep it from search engines"),
        required=False,
        help_text=_("Readers find it on our pages and by its link, not in search results."),
    )

    FALLBACKS = {
        "search_title": "headline",
        "search_description": "standfirst",
        "social_headline": "headline",
    }

    def clean_canonical_url(self) -> str:
        return canonical.checked(self.cleaned_data["canonical_url"])


PAGE_FIELDSET = (
    _("Search and social"),
    {"classes": (CLASS, "collapse"), "fields": ("search_title", "search_description")},
)
STORY_FIELDSET = (
    _("Search and social"),
    {
        "classes": (CLASS, "collapse"),
        "fields": (
            "search_title",
            "search_description",
            "social_headline",
            "social_image",
            "canonical_url",
            "noindex",
        ),
    },
)


@dataclass(frozen=True)
class SearchPreview:
    """How the form's content will look elsewhere.

    Attributes:
        title, description, card_title: with their fallbacks.
        place: the name of the section, of a story.
        warned: names of the warnings that hold now; the template has the sentence of each.
    """

    title: str
    description: str
    card_title: str
    picture: CardPicture
    place: str = ""
    warned: set[str] = field(default_factory=set)

    @property
    def picture_address(self) -> str:
        """Of the picture, as a page of this host asks for it."""
        return self.picture.url.removeprefix(settings.SITE_URL)

    @property
    def host(self) -> str:
        return urlsplit(settings.SITE_URL).netloc


def of_story(form: Any, pictures: dict[int, Image], section: Any) -> SearchPreview:
    """The preview of a story's form.

    Args:
        pictures: those that the form names, as the person may see them, by id.
        section: the chosen one, or None.
    """
    values = {name: str(form[name].value() or "") for name in (*SocialFields.FALLBACKS, "headline")}
    story = Story(**values, standfirst=str(form["standfirst"].value() or ""))
    story.social_image = pictures.get(row_number(form["social_image"].value()) or 0)
    story.lead_image = pictures.get(row_number(form["lead_image"].value()) or 0)
    image = metadata.social_image(story)
    warned = _too_long(story)
    warned |= {name for name in ("noindex", "canonical_url") if form[name].value()}
    return SearchPreview(
        metadata.search_title(story),
        metadata.description(story),
        metadata.social_headline(story),
        metadata.picture_of(image, chrome.get()),
        str(section or ""),
        warned | (set() if image else {"picture"}),
    )


def of_page(form: Any) -> SearchPreview:
    """The preview of a page's form."""
    page = Page(
        **{
            name: str(form[name].value() or "")
            for name in ("title", "standfirst", "search_title", "search_description")
        }
    )
    title = metadata.search_title(page)
    picture = metadata.brand(chrome.get())
    return SearchPreview(title, metadata.description(page), title, picture, warned=_too_long(page))


def _too_long(document: Story | Page) -> set[str]:
    lengths = {
        "search_title": (len(metadata.search_title(document)), LONG_TITLE),
        "search_description": (len(metadata.description(document)), LONG_DESCRIPTION),
    }
    return {name for name, (length, limit) in lengths.items() if length > limit}
