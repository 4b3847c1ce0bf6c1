"""Why an upload is not taken, each reason with its sentence."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ImageRefused(ValidationError):
    """An upload is not taken. `code` is the reason, `message` the sentence beside the field."""

    def __init__(self, code: str, message: "_StrPromise", **words: int | str) -> None:
        super().__init__(message, code=code, params=words or None)


def damaged() -> ImageRefused:
    """The file ends too early or contradicts itself."""
    return ImageRefused(
        "damaged", _("This picture is damaged or incomplete. Please export it again.")
    )


def animated() -> ImageRefused:
    """The picture moves."""
    return ImageRefused(
        "animated", _("This picture moves. Only still pictures can be used; embed a video instead.")
    )


def bomb() -> ImageRefused:
    """The file was made to exhaust the machine."""
    return ImageRefused(
        "bomb", _("This file would take far too much work to open, so it was not opened.")
    )


def unsupported() -> ImageRefused:
    """A picture, but in none of our formats."""
    return ImageRefused(
        "format",
        _("Only JPEG, PNG, WebP, AVIF and still GIF pictures can be used; please convert it."),
    )


def too_many_in_scans() -> ImageRefused:
    """A progressive JPEG that a decoder would have to hold whole."""
    return ImageRefused(
        "pixels",
        _("This picture is too large for a progressive JPEG. Please save it without that option."),
    )
