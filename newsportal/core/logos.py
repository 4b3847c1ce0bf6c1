"""The newspaper's logo: encoded anew like every picture, but kept transparent for both themes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django import forms
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image

from newsportal.core.images import random_name
from newsportal.core.picture_files import ImageRefused, read_picture_file
from newsportal.core.picture_files.refusals import damaged

#: A logo is a few hundred KB at most; what is larger is a photograph.
MAX_BYTES = 4 * 1000 * 1000
#: 4 bytes a pixel when decoded: 32 MB.
MAX_PIXELS = 8_000_000
#: The masthead shows it 72 CSS pixels high at most; three times that for dense screens.
MAX_HEIGHT = 216
MAX_WIDTH = 1200


def encode_logo(upload: File[bytes]) -> bytes:
    """Make a PNG of an uploaded logo, no larger than the masthead needs, without metadata.

    Args:
        upload: a file of any kind, under any name.

    Raises:
        ImageRefused: with the reason as a sentence.
    """
    upload.seek(0)
    data = upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ImageRefused(
            "too_large",
            _("A logo has at most %(limit)d MB. Please make the picture smaller."),
            limit=MAX_BYTES // 1_000_000,
        )
    picture = read_picture_file(data)
    if picture.width * picture.height > MAX_PIXELS:
        raise ImageRefused(
            "pixels",
            _("A logo has at most %(limit)d million points. Please make the picture smaller."),
            limit=MAX_PIXELS // 1_000_000,
        )
    try:
        with Image.open(BytesIO(picture.data), formats=[picture.kind]) as image:
            logo = image.convert("RGBA")
    except Exception:  # noqa: BLE001 -- a decoder fed with a stranger's bytes may raise anything
        raise damaged() from None
    logo.info.clear()
    logo.thumbnail((MAX_WIDTH, MAX_HEIGHT), Image.Resampling.LANCZOS)
    file = BytesIO()
    logo.save(file, "PNG", optimize=True)
    return file.getvalue()


class LogoField(forms.FileField):
    """A form's field for a logo; what comes out is the encoded picture under a name of ours."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.setdefault("accept", "image/png,image/jpeg,image/webp")

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not isinstance(upload, File) or upload is initial:
            return upload  # nothing new, or False: the old one is to go
        return ContentFile(encode_logo(upload), name=random_name("png"))
