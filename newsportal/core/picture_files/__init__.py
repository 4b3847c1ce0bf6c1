"""What a picture file says of itself, read without decoding it and without Pillow.

Pillow reads metadata as soon as it opens a file, and metadata can be a bomb: an EXIF block of some
megabytes unfolds to terabytes, the comments of a GIF take the square of their length. So the
container is walked here first: the format by its first bytes (never by its name), the size in
pixels, which way up, whether it moves. What a decoder has no need of (EXIF with its places, XMP,
comments, thumbnails, second pictures) is left behind; the rest is safe to open.
"""

from struct import error

from django.utils.translation import gettext_lazy as _

from newsportal.core.picture_files import avif, gif, jpeg, png, webp
from newsportal.core.picture_files.picture_file import PictureFile
from newsportal.core.picture_files.refusals import ImageRefused, damaged, unsupported

__all__ = ["ImageRefused", "PictureFile", "read_picture_file"]

# Cameras of today make JPEGs of 24 to 50 million pixels, and JPEG decodes at a fraction of its
# size. The other formats unfold whole, at 4 bytes a pixel: 25 million (more than 20 MB hold of any
# photograph) are 100 MB, what a web process can spare on a machine of 1 GB.
MAX_PIXELS = {"JPEG": 60_000_000}
MAX_PIXELS_UNFOLDED = 25_000_000

# The widest panoramas of phones have about 16,000 pixels.
MAX_SIDE = 20_000

# How far the start of a text is searched for what it is.
TEXT_START = 1024

HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
OTHER_STARTS = (
    b"BM",  # Windows bitmap
    b"II*\0",  # TIFF and raw pictures
    b"MM\0*",
    b"II+\0",
    b"MM\0+",
    b"8BPS",  # Photoshop
    b"\0\0\1\0",  # icon
    b"\xff\x0a",  # JPEG XL
    b"\0\0\0\x0cJXL ",
    b"\0\0\0\x0cjP  ",  # JPEG 2000
    b"%PDF",
    b"%!PS",
)


def read_picture_file(data: bytes) -> PictureFile:
    """Recognise a picture by its content and read what can be read before decoding.

    Args:
        data: the whole file.

    Returns:
        The picture's file without metadata. Its pixels have not been looked at.

    Raises:
        ImageRefused: nothing or no picture, not of our formats, moving, broken off, with too many
            pixels, or made to exhaust the machine.
    """
    try:
        picture = _walk(data)
    except (IndexError, error):
        raise damaged() from None
    _check_size(picture)
    return picture


def _walk(data: bytes) -> PictureFile:
    if data.startswith(jpeg.START):
        return jpeg.walk(data)
    if data.startswith(png.START):
        return png.walk(data)
    if data.startswith(gif.STARTS):
        return gif.walk(data)
    if data.startswith(webp.START) and data[8:12] == webp.MARK:
        return webp.walk(data)
    if avif.brands_of(data) & {avif.STILL, avif.MOVING}:
        return avif.walk(data)
    raise _other(data)


def _other(data: bytes) -> ImageRefused:
    """Say what a file is that is none of our formats, as far as its start tells."""
    text = data[:TEXT_START].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not data:
        return ImageRefused("empty", _("This file is empty."))
    if text.startswith(b"<") and b"<svg" in text:
        return ImageRefused(
            "svg", _("SVG drawings can hold programs and are not taken. Please export it as PNG.")
        )
    if text.startswith((b"<", b"{", b"<?php")):
        return ImageRefused(
            "html", _("This is a web page or a program, not a picture, whatever its name says.")
        )
    if avif.brands_of(data) & HEIC_BRANDS:
        return ImageRefused(
            "heic", _("HEIC pictures cannot be shown by most browsers. Please export it as JPEG.")
        )
    if data.startswith(OTHER_STARTS):
        return unsupported()
    return ImageRefused("not_a_picture", _("This file is not a picture, whatever its name says."))


def _check_size(picture: PictureFile) -> None:
    """Refuse what has no pixels or too many. Nothing was decoded yet."""
    width, height = picture.width, picture.height
    if not (width and height):
        raise damaged()
    most = MAX_PIXELS.get(picture.kind, MAX_PIXELS_UNFOLDED)
    if width * height > most or max(width, height) > MAX_SIDE:
        raise ImageRefused(
            "pixels",
            _(
                "This picture has %(width)d × %(height)d points. At most %(side)d a side and "
                "%(most)d million in all can be taken as %(kind)s; please make it smaller."
            ),
            width=width,
            height=height,
            side=MAX_SIDE,
            most=most // 1_000_000,
            kind=picture.kind,
        )
