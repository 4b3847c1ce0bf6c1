"""The gallery in the form of a story: pictures by number, captions, order, and uploads to its end.

Without script the numbers are typed or taken from the list of suggestions, and lines are ordered by
theirs. The script shows the library instead, and moves lines by dragging and by keys.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from django import forms
from django.core.files import File
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from js_asset import Media, Script

from articles import image_uses, images, licences
from articles.admin.image_words import ACCEPTED
from articles.editor import library_config
from articles.models import Image
from articles.working_copy import GalleryContent
from newsportal.core.chosen_rows import row_number
from newsportal.core.plain_text import clean_line
from newsportal.core.sentences import quoted

PREFIX = "gallery"
#: Name of the field of files; they are taken when the form is saved.
UPLOADS = "gallery-uploads"

#: What the column of a picture's number holds.
BIGGEST = 2**63 - 1

#: Pictures that the plain form suggests: those that were uploaded last.
SUGGESTED = 30
#: Longer galleries are read by nobody, and every picture costs readers bytes.
MOST_PICTURES = 100


class GalleryForm(forms.Form):
    """One picture of the gallery."""

    image = forms.IntegerField(
        label=_("Picture number"),
        required=False,
        min_value=1,
        max_value=BIGGEST,
        widget=forms.NumberInput(attrs={"class": "gallery-image", "list": "gallery-suggestions"}),
    )
    caption = forms.CharField(
        label=_("Caption in this gallery"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "class": "gallery-caption"}),
    )

    def clean_caption(self) -> str:
        return clean_line(self.cleaned_data["caption"])

    #: The picture that is chosen, for the page to show; set by the form set.
    shown: Image | None = None

    @property
    def thumbnail(self) -> str:
        found = self.shown.widths("jpeg", "4x3") if self.shown else []
        if self.shown is None:
            return ""
        return str(self.shown.file.storage.url(found[0]["name"])) if found else self.shown.url


class BaseGallery(forms.BaseFormSet[GalleryForm]):
    """The pictures of a story's gallery, in order."""

    user: Any = None

    @classmethod
    def of(cls, pictures: Iterable[GalleryContent], user: Any) -> Self:
        """The form set on a working copy."""
        rows = [
            {"image": item.image, "caption": item.caption, ORDERING_FIELD_NAME: order}
            for order, item in enumerate(pictures, start=1)
        ]
        made = cls(initial=rows, prefix=PREFIX)
        made.user = user
        return made

    @classmethod
    def posted(
        cls, data: Mapping[str, Any], user: Any, standing: Sequence[GalleryContent] = ()
    ) -> Self:
        """The form set as typed; a form that says nothing of a gallery leaves it standing."""
        if f"{PREFIX}-TOTAL_FORMS" not in data:
            data = _as_posted(standing)
        made = cls(data, prefix=PREFIX)
        made.user = user
        return made

    @property
    def media(self) -> Media:
        names = ("gallery", "lead-picture")
        return Media(js=[Script(f"admin-js/{name}.js", type="module") for name in names])

    def get_ordering_widget(self) -> forms.Widget:
        return forms.NumberInput(attrs={"class": "gallery-order", "min": 1})

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[ORDERING_FIELD_NAME].label = _("Order")
        form.fields[DELETION_FIELD_NAME].label = _("Remove")

    def clean(self) -> None:
        """Every number names a picture that may be used here; one query for all of them."""
        typed = [form.cleaned_data.get("image") for form in self.forms]
        numbers = {number for number in typed if number is not None}
        known = image_uses.chosen_by(self.user, numbers)
        for form in self.forms:
            number = form.cleaned_data.get("image")
            if number is not None and number not in known and not self._is_removed(form):
                form.add_error("image", gettext("The library has no picture with this number."))

    def _is_removed(self, form: Any) -> bool:
        return bool(form.cleaned_data.get(DELETION_FIELD_NAME))

    def pictures(self) -> list[GalleryContent]:
        """The gallery in the order of its numbers; lines without a picture are left out."""
        return [
            GalleryContent(form.cleaned_data["image"], form.cleaned_data["caption"])
            for form in self.ordered_forms
            if form.cleaned_data.get("image")
        ]

    # What the page shows -------------------------------------------------------------------------

    def show(self) -> None:
        """Name the pictures that are chosen, in one query however many there are."""
        numbers = [str(form["image"].value() or "") for form in self.forms]
        typed = [row_number(number) for number in numbers]
        named = [number for number in typed if number is not None][:MOST_PICTURES]
        chosen = image_uses.chosen_by(self.user, named)
        for form, number in zip(self.forms, typed, strict=True):
            form.shown = chosen.get(number) if number is not None else None

    def suggestions(self) -> list[Image]:
        """The newest pictures, for those who type numbers."""
        free = Image.objects.licensed(licences.day_of())
        return list(
            free.exclude(pk__in=image_uses.secret_to(self.user)).order_by("-pk")[:SUGGESTED]
        )

    @property
    def config(self) -> str:
        """What the script needs to know."""
        labels = {
            "choose": _("Choose…"),
            "chooseOne": _("Choose a picture"),
            "fromLibrary": _("Choose from the library…"),
            "add": _("Add pictures"),
            "title": _("Pictures of the gallery"),
            "up": _("Move up"),
            "down": _("Move down"),
            "moved": _("Moved to place %(place)s of %(count)s."),
            "hint": _("Drag a line, use its buttons, or press Alt with an arrow key inside it."),
        }
        config = library_config()
        config["labels"] |= {name: str(label) for name, label in labels.items()}
        return json.dumps(config)

    @property
    def accepted(self) -> str:
        return ACCEPTED

    @property
    def uploads_name(self) -> str:
        return UPLOADS


GalleryFormSet = forms.formset_factory(
    GalleryForm,
    formset=BaseGallery,
    extra=2,
    can_order=True,
    can_delete=True,
    max_num=MOST_PICTURES,
)


def _as_posted(pictures: Sequence[GalleryContent]) -> dict[str, Any]:
    """What a browser would have sent for these pictures."""
    count = len(pictures)
    data: dict[str, Any] = {f"{PREFIX}-TOTAL_FORMS": count, f"{PREFIX}-INITIAL_FORMS": count}
    for index, item in enumerate(pictures):
        row = {"image": item.image, "caption": item.caption, ORDERING_FIELD_NAME: index + 1}
        data |= {f"{PREFIX}-{index}-{name}": value for name, value in row.items()}
    return data


def taken(uploads: Iterable[File[bytes]], user: Any) -> tuple[list[GalleryContent], list[str]]:
    """Keep uploads for the end of the gallery.

    Returns:
        The new pictures, and for each refused file a sentence that names it.
    """
    all_of_them = list(uploads)
    kept = images.take_all(all_of_them[: images.MOST_AT_ONCE], user)
    problems = [f"{quoted(name)}: {why}" for name, why in kept.refused]
    most = {"count": images.MOST_AT_ONCE}
    problems += [
        f"“{one.name}”: " + gettext("not taken: %(count)d pictures at once are the most.") % most
        for one in all_of_them[images.MOST_AT_ONCE :]
    ]
    return [GalleryContent(image.pk) for image in kept.pictures], problems
