"""Forms of the image library: the words of one picture, or of several at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.models import Image
from newsportal.core.images import inspect_and_encode
from newsportal.core.plain_text import clean_line

WORDS = ("alt", "caption", "credit", "licence", "licence_expires")
LINES = frozenset({"alt", "caption", "credit", "licence"})
FOCAL_FIELDS = ("focal_x", "focal_y")

#: Kinds that browsers offer for uploading; phones then also offer their camera.
ACCEPTED = "image/jpeg,image/png,image/webp,image/avif"

#: A hundredth of the picture: nobody sees a smaller step.
FOCAL_STEP = 0.01


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField", "dir": "auto"})


class WordsForm(forms.ModelForm[Image]):
    """Words of a picture, each of one line and without characters that only deceive."""

    def clean(self) -> dict[str, Any]:
        for name in LINES & self.cleaned_data.keys():
            try:
                self.cleaned_data[name] = clean_line(self.cleaned_data[name])
            except ValidationError as refusal:
                self.add_error(name, refusal)
        return self.cleaned_data


class ImageForm(WordsForm):
    """The words of a picture; a new one is uploaded with them."""

    upload = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_(
            "JPEG, PNG, WebP or AVIF, at most 20 MB. Places and times that the "
            "camera wrote into the file are taken out."
        ),
    )

    class Meta:
        model = Image
        fields = (*WORDS, *FOCAL_FIELDS)
        widgets = {
            "alt": _lines(2),
            "caption": _lines(2),
            **{
                name: forms.NumberInput(attrs={"min": 0, "max": 1, "step": FOCAL_STEP})
                for name in FOCAL_FIELDS
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["upload"]

    def clean_upload(self) -> Any:
        """Encode here, so that a refusal (a ValidationError) stands beside the field."""
        upload = self.cleaned_data["upload"]
        self.encoded = inspect_and_encode(upload)
        return upload


class CommonWordsForm(WordsForm):
    """What is the same of all pictures of an upload."""

    class Meta:
        model = Image
        fields = ("credit", "licence", "licence_expires")
        widgets = {
            "credit": forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
            "licence": forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
            "licence_expires": AdminDateWidget(attrs={"type": "date"}),
        }


class DescribeForm(WordsForm):
    class Meta:
        model = Image
        fields = ("alt", "caption", "credit")
        widgets = {"alt": _lines(3), "caption": _lines(3)}


DescribeFormSet = forms.modelformset_factory(Image, form=DescribeForm, extra=0)
