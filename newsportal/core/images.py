"""Pictures: every upload is decoded once and encoded anew; what was uploaded is never served.

A file is first walked without Pillow (`picture_files`): format by content, size, orientation,
metadata left behind. Only then is it opened, by the one decoder of its format, and only one at a
time in a process. What comes out is sRGB, upright, on white, and carries nothing but pixels.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from django.core.files import File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms

from newsportal.core.picture_files import ImageRefused, PictureFile, read_picture_file
from newsportal.core.picture_files.refusals import damaged

__all__ = [
    "CROPS",
    "EncodedImage",
    "ImageRefused",
    "Rendition",
    "focal_crop_box",
    "inspect_and_encode",
    "random_name",
    "renditions",
    "square",
]

MAX_BYTES = 20 * 1000 * 1000
MAX_MEGABYTES = MAX_BYTES // 1_000_000

# The JPEG that stands in for all others: link previews ask for 1200 (Open Graph), and where it is
# shown itself the column is narrower.
FALLBACK_WIDTH = 1200

# From a card on a phone to a lead picture across a desktop; a browser finds one that is less than
# twice as wide as it needs.
WIDTHS = (320, 640, 960, 1280, 1920)

# Google asks for an article's picture in these three shapes (Article structured data); cards use
# them too.
CROPS = {"1x1": (1, 1), "4x3": (4, 3), "16x9": (16, 9)}
CROP_WIDTHS = (400, 800, 1200)

# Names the recipe below in the key of a rendition: a changed one is made anew under another name.
RECIPE = 1

# JPEG below 80 shows blocks in skies and faces. WebP 78 and AVIF 60 look the same beside it at two
# thirds and half of the bytes; higher numbers cost bytes that nobody sees.
JPEG_QUALITY: dict[str, Any] = {"quality": 82, "optimize": True, "progressive": True}
WEBP_QUALITY: dict[str, Any] = {"quality": 78, "method": 4}

# Speed 6, libavif's own, takes six times the time of speed 8 for 3 % fewer bytes. One thread: the
# worker leaves the other core to readers.
AVIF_QUALITY: dict[str, Any] = {"quality": 60, "speed": 8, "max_threads": 1}

ENCODERS: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", AVIF_QUALITY),
    "webp": ("WEBP", WEBP_QUALITY),
    "jpeg": ("JPEG", JPEG_QUALITY),
}

# Colour profiles of printing presses reach 2 MB, those of screens some KB.
MAX_PROFILE_BYTES = 4 * 1000 * 1000

WHITE = (255, 255, 255)

# What turns a stored picture upright, by EXIF's orientation (EXIF 2.32, table 7).
UPRIGHT_BY = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ON_ITS_SIDE = frozenset({5, 6, 7, 8})
ORIENTATION_TAG = 0x0112

EXTENSIONS = frozenset({"jpg", "jpeg", "png", "webp", "avif", "gif", "bin"})
NAME_BYTES = 16  # 128 bits: an address that nobody finds by trying

# Decoding the largest picture takes 200 to 300 MB for a moment; two at once would be too much for
# a machine of 1 GB.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class EncodedImage:
    """The JPEG that an upload became: its bytes and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Rendition:
    """One encoding of a picture. `crop` is "" for the whole or a key of CROPS; sizes in pixels.

    `key` says what it shows and how it was made: equal keys of one picture are equal files. `data`
    is empty where the caller has the file already.
    """

    crop: str
    width: int
    height: int
    format: str
    key: str
    data: bytes


def inspect_and_encode(upload: File[bytes]) -> EncodedImage:
    """Check an upload and make the JPEG that every reader can see.

    Args:
        upload: a file of any kind, under any name.

    Returns:
        A JPEG at most 1200 px wide, upright, in sRGB, without metadata.

    Raises:
        ImageRefused: with the reason as a sentence.
    """
    picture = read_picture_file(_read(upload))
    image = _decode(picture, at_least=(FALLBACK_WIDTH, 1))
    image = _resized(image, min(image.width, FALLBACK_WIDTH))
    return EncodedImage(_encoded(image, "jpeg"), image.width, image.height)


def square(upload: File[bytes], side: int) -> bytes:
    """Check an upload and make a small square JPEG of its middle.

    Args:
        upload: a file of any kind, under any name.
        side: in pixels; a smaller picture stays as small as it is.

    Raises:
        ImageRefused: with the reason as a sentence.
    """
    image = _decode(read_picture_file(_read(upload)), at_least=(side, side))
    image = image.crop(focal_crop_box(image.width, image.height, (1, 1), (0.5, 0.5)))
    return _encoded(_resized(image, min(image.width, side)), "jpeg")


def renditions(
    original: File[bytes], focal: tuple[float, float], known: Collection[str] = ()
) -> Iterator[Rendition]:
    """Make what browsers choose from: the whole picture and its crops in several widths.

    Args:
        original: the file as it was uploaded.
        focal: the point that crops keep, as shares of width and height from the top left (0 to 1).
        known: keys of renditions that are made already; they are named but not encoded again.

    Returns:
        AVIF and WebP of the whole in WIDTHS, then AVIF, WebP and JPEG of each crop in CROP_WIDTHS;
        never wider than the picture, and at least one width of each.

    Raises:
        ImageRefused: the file is no longer what `inspect_and_encode` took.
    """
    picture = read_picture_file(_read(original))
    image = _decode(picture, at_least=(max(WIDTHS), max(CROP_WIDTHS)))
    whole = (0, 0, image.width, image.height)
    yield from _in_widths(image, ("", whole), WIDTHS, ("avif", "webp"), known)
    for crop, ratio in CROPS.items():
        box = focal_crop_box(image.width, image.height, ratio, focal)
        part = image.crop(box)
        yield from _in_widths(part, (crop, box), CROP_WIDTHS, ("avif", "webp", "jpeg"), known)


def focal_crop_box(
    width: int, height: int, ratio: tuple[int, int], focal: tuple[float, float]
) -> tuple[int, int, int, int]:
    """Find the largest part of a picture in a given shape that keeps a point near its middle.

    Args:
        width: of the picture, in pixels.
        height: of the picture, in pixels.
        ratio: the shape, such as (16, 9).
        focal: the point as shares of width and height (0 to 1; what lies outside is moved in).

    Returns:
        Left, top, right and bottom in pixels, inside the picture.
    """
    wide, high = ratio
    crop_width = min(width, max(1, round(height * wide / high)))
    crop_height = min(height, max(1, round(width * high / wide)))
    left = _start(width, crop_width, focal[0])
    top = _start(height, crop_height, focal[1])
    return left, top, left + crop_width, top + crop_height


def random_name(extension: str) -> str:
    """Give a file name that cannot be guessed.

    Args:
        extension: without a dot, one of EXTENSIONS.

    Returns:
        128 random bits in hexadecimal, a dot and the extension.

    Raises:
        ValueError: another extension.
    """
    if extension not in EXTENSIONS:
        msg = f"{extension!r} is no extension of our files"
        raise ValueError(msg)
    return f"{secrets.token_hex(NAME_BYTES)}.{extension}"


def _read(file: File[bytes]) -> bytes:
    """Read a file up to the cap; what it says of its own size is only a promise."""
    file.seek(0)
    data: bytes = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ImageRefused(
            "too_large",
            _("This file has more than %(limit)d MB. Please make the picture smaller."),
            limit=MAX_MEGABYTES,
        )
    return data


def _decode(picture: PictureFile, at_least: tuple[int, int]) -> Image.Image:
    """Decode a picture to upright sRGB on white, without metadata.

    It comes back reduced where that is cheap, but never below `at_least` (width and height as a
    reader sees them).
    """
    width, height = at_least if picture.orientation not in ON_ITS_SIDE else at_least[::-1]
    with _one_at_a_time:
        try:
            image, orientation = _opened(picture, (width, height))
        except ImageRefused:
            raise
        except Exception:  # noqa: BLE001 — a decoder fed with a stranger's bytes may raise anything
            raise damaged() from None
    if orientation in UPRIGHT_BY:
        image = image.transpose(UPRIGHT_BY[orientation])
    image.info.clear()  # encoders would copy comments and profiles from there
    return image


def _opened(picture: PictureFile, at_least: tuple[int, int]) -> tuple[Image.Image, int]:
    """Let Pillow decode; give the pixels in sRGB on white, and the orientation."""
    with Image.open(BytesIO(picture.data), formats=[picture.kind]) as image:
        if image.width > picture.width or image.height > picture.height:
            raise damaged()  # it was judged by a smaller size
        orientation = picture.orientation
        if picture.kind == "AVIF":
            # libavif tells by what the boxes say; no EXIF is left that Pillow could unfold.
            orientation = image.getexif().get(ORIENTATION_TAG, orientation)
        if picture.kind == "JPEG":
            image.draft(None, at_least)  # decodes at a half, a quarter or an eighth of the size
        image.load()
        return _srgb_on_white(_reduced(image, at_least)), orientation


def _reduced(image: Image.Image, at_least: tuple[int, int]) -> Image.Image:
    """Average whole blocks of pixels while the picture stays large enough: less to work on."""
    image = _with_plain_pixels(image)
    factor = min(image.width // at_least[0], image.height // at_least[1])
    return image.reduce(factor) if factor > 1 else image


def _with_plain_pixels(image: Image.Image) -> Image.Image:
    """Turn palettes, single bits and deep greys into pixels of 8 bits a channel."""
    if image.mode in ("P", "PA") or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode.startswith("I"):
        # Sixteen bits: converting would cut off at 255 where it should divide.
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return image
    return image.convert("RGB")


def _srgb_on_white(image: Image.Image) -> Image.Image:
    """Lay a transparent picture on white and translate its colours to sRGB."""
    profile = image.info.get("icc_profile")
    if image.mode in ("LA", "RGBA"):
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, WHITE)
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    if profile and len(profile) <= MAX_PROFILE_BYTES:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            translated = ImageCms.profileToProfile(image, source, _srgb(), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            translated = None  # a broken profile, or one for other colours than these
        if translated is not None:
            return translated
    return image.convert("RGB")


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _in_widths(
    image: Image.Image,
    part: tuple[str, tuple[int, int, int, int]],
    widths: tuple[int, ...],
    formats: tuple[str, ...],
    known: Collection[str],
) -> Iterator[Rendition]:
    """Encode a picture in each width that it has the pixels for; in its own if it has for none."""
    crop, box = part
    for width in [width for width in widths if width <= image.width] or [image.width]:
        size = (width, _height_at(image, width))
        keys = {name: f"{RECIPE} {crop} {box} {width} {name}" for name in formats}
        missing = [name for name in formats if keys[name] not in known]
        resized = _resized(image, width) if missing else None
        for name in formats:
            data = _encoded(resized, name) if resized and name in missing else b""
            yield Rendition(crop, *size, name, keys[name], data)


def _height_at(image: Image.Image, width: int) -> int:
    return max(1, round(image.height * width / image.width))


def _resized(image: Image.Image, width: int) -> Image.Image:
    return image.resize(
        (width, _height_at(image, width)), Image.Resampling.LANCZOS, reducing_gap=3.0
    )


def _encoded(image: Image.Image, name: str) -> bytes:
    pillow_name, options = ENCODERS[name]
    file = BytesIO()
    image.save(file, pillow_name, **options)
    return file.getvalue()


def _start(length: int, crop_length: int, share: float) -> int:
    """Say where a crop begins along one side, with the point in its middle or as near as can be."""
    return round(min(max(share * length - crop_length / 2, 0), length - crop_length))
