"""Uploads become pictures that are safe to serve; whatever else comes is refused with a reason."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from newsportal.core import images
from newsportal.core.images import (
    CROPS,
    ImageRefused,
    focal_crop_box,
    inspect_and_encode,
    random_name,
    renditions,
)
from newsportal.core.picture_files import PictureFile
from tests.core import picture_samples as samples
from tests.core.picture_samples import (
    FORMATS,
    drawing,
    encoded,
    exif,
    exif_bomb,
    fields,
    jpeg_segment,
    jpeg_with,
    moving,
    opened,
    png_chunk,
    png_with,
    sample,
    upload,
    webp_chunk,
    webp_of,
)

UPRIGHT = ["red", "green", "blue", "white"]
PLACE = b"52.5200 N 13.4050 E"


def take(data, name="picture.jpg"):
    return inspect_and_encode(upload(data, name))


def refusal(data, name="picture.jpg"):
    with pytest.raises(ImageRefused) as caught:
        take(data, name)
    (sentence,) = caught.value.messages
    assert sentence.endswith(".")
    return caught.value.code


# What is taken -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    "name", ["picture.jpg", "picture", "page.html", "../../etc/passwd", "x.svg"]
)
def test_a_picture_is_taken_whatever_its_name_and_becomes_a_jpeg(kind, name):
    taken = take(sample(kind), name)
    image = opened(taken.jpeg)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (60, 40))
    assert (taken.width, taken.height) == (60, 40)
    assert fields(image) == UPRIGHT


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "1"),
        ("PNG", "L"),
        ("PNG", "LA"),
        ("PNG", "P"),
        ("PNG", "RGBA"),
        ("WEBP", "RGBA"),
        ("AVIF", "RGBA"),
        ("AVIF", "L"),
    ],
)
def test_every_kind_of_pixels_is_understood(kind, mode):
    image = opened(take(encoded(drawing(mode=mode), kind)).jpeg)
    grey = mode in ("1", "L", "LA")
    assert image.mode == "RGB"
    if not grey:
        assert fields(image) == UPRIGHT
    assert image.getpixel((50, 35)) >= (245, 245, 245)


def test_sixteen_bits_of_grey_become_eight_without_being_cut_off():
    steps = Image.linear_gradient("L").resize((200, 200))
    deep = steps.convert("I").point(lambda value: value * 257 + 0).convert("I;16")
    image = opened(take(encoded(deep, "PNG")).jpeg)
    for y in (10, 60, 100, 140, 190):
        assert abs(image.getpixel((100, y))[0] - steps.getpixel((100, y))) < 6


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_what_is_transparent_becomes_white(kind):
    image = drawing(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 30, 20))
    assert fields(opened(take(encoded(image, kind)).jpeg)) == ["white", "green", "blue", "white"]


def test_a_transparent_colour_of_a_palette_becomes_white():
    image = drawing().quantize(8, method=Image.Quantize.MEDIANCUT)
    data = encoded(image, "GIF", transparency=image.getpixel((5, 5)))
    assert fields(opened(take(data).jpeg)) == ["white", "green", "blue", "white"]


def test_a_progressive_jpeg_and_one_with_a_second_picture_are_taken():
    assert fields(opened(take(sample("JPEG", progressive=True)).jpeg)) == UPRIGHT
    assert fields(opened(take(moving("MPO")).jpeg)) == UPRIGHT


@pytest.mark.parametrize(
    ("size", "becomes"),
    [
        ((3000, 2000), (1200, 800)),
        ((1201, 1201), (1200, 1200)),
        ((1200, 5000), (1200, 5000)),
        ((2400, 10), (1200, 5)),
        ((5000, 1), (1200, 1)),
        ((1, 1), (1, 1)),
        ((1, 3000), (1, 3000)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_at_most_1200_wide_and_never_made_wider(kind, size, becomes):
    taken = take(sample(kind, *size))
    assert (taken.width, taken.height) == opened(taken.jpeg).size == becomes


# Upright -----------------------------------------------------------------------------------------

STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def lying(orientation, width=60, height=40):
    """Give the drawing as a camera stores it that was held that way."""
    image = drawing(width, height)
    return image if orientation == 1 else image.transpose(STORED[orientation])


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_stands_upright_however_the_camera_was_held(kind, orientation):
    data = encoded(lying(orientation), kind, exif=exif(orientation))
    taken = take(data)
    assert (taken.width, taken.height) == (60, 40)
    assert fields(opened(taken.jpeg)) == UPRIGHT


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_large_picture_on_its_side_keeps_enough_pixels(orientation):
    data = encoded(lying(orientation, 4000, 3000), "JPEG", exif=exif(orientation))
    taken = take(data)
    assert (taken.width, taken.height) == (1200, 900)
    assert fields(opened(taken.jpeg)) == UPRIGHT
    widest = [rendition.width for rendition in renditions(upload(data), (0.5, 0.5))]
    assert max(widest) == 1920


def test_a_long_picture_on_its_side_keeps_its_width():
    data = encoded(lying(6, 1300, 8000), "JPEG", exif=exif(6))
    assert take(data).width == 1200


# Metadata and colours ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        encoded(drawing(), "JPEG", exif=exif(1, PLACE), comment=PLACE, xmp=PLACE),
        jpeg_with(jpeg_segment(0xED, b"Photoshop 3.0\0" + PLACE)),
        sample("JPEG")[:-2] + jpeg_segment(0xFE, PLACE) + b"\xff\xd9" + PLACE,
        png_with(png_chunk(b"tEXt", b"Comment\0" + PLACE), png_chunk(b"eXIf", exif(1, PLACE)[6:])),
        png_with(png_chunk(b"prVt", PLACE)) + PLACE,
        encoded(drawing(), "WEBP", exif=exif(1, PLACE), xmp=PLACE),
        encoded(drawing(), "AVIF", exif=exif(1, PLACE), xmp=PLACE),
        samples.gif_with_comment(0).replace(b"!\xfe", b"!\xfe\x13" + PLACE, 1),
    ],
    ids=["JPEG", "JPEG IPTC", "JPEG behind", "PNG", "PNG private", "WebP", "AVIF", "GIF"],
)
def test_where_a_picture_was_taken_is_told_to_nobody(data):
    made = [
        take(data).jpeg,
        *(rendition.data for rendition in renditions(upload(data), (0.5, 0.5))),
    ]
    for file in made:
        assert PLACE not in file
        image = opened(file)
        assert not {"exif", "xmp", "comment", "icc_profile"} & set(image.info)
        assert not dict(image.getexif())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_other_colours_are_translated_to_srgb(kind):
    data = encoded(drawing(), kind, icc_profile=samples.other_colours())
    assert fields(opened(take(data).jpeg)) == ["blue", "green", "red", "white"]
    for small in renditions(upload(data), (0.5, 0.5)):
        image = opened(small.data)
        assert "icc_profile" not in image.info
        if not small.crop:
            assert fields(image) == ["blue", "green", "red", "white"]


@pytest.mark.parametrize(
    "profile", [b"", b"nonsense", b"\0" * 128, samples.other_colours()[:200], b"x" * 5_000_000]
)
def test_a_broken_profile_changes_nothing(profile):
    image = drawing()
    data = encoded(image, "WEBP", icc_profile=profile)
    assert fields(opened(take(data).jpeg)) == UPRIGHT


def test_a_profile_of_megabytes_is_not_even_read():
    data = encoded(drawing(), "WEBP", icc_profile=samples.other_colours(padding=4_000_000))
    assert fields(opened(take(data).jpeg)) == UPRIGHT


def test_a_profile_for_other_pixels_changes_nothing():
    data = encoded(drawing(mode="L"), "PNG", icc_profile=samples.other_colours())
    assert opened(take(data).jpeg).getpixel((50, 35)) == (255, 255, 255)


def test_what_stands_beside_the_pixels_of_a_polyglot_is_gone():
    page = b"<html><script>alert(1)</script></html>"
    for data in (
        jpeg_with(jpeg_segment(0xFE, page)),
        sample("JPEG") + page,
        png_with(png_chunk(b"tEXt", b"a\0" + page)),
        sample("GIF") + page,
    ):
        assert b"script" not in take(data, "page.html").jpeg


# What is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "empty.jpg", "empty"),
        (b"<!doctype html><script>alert(1)</script>", "page.jpg", "html"),
        (b"<svg onload=alert(1)>", "drawing.png", "svg"),
        (b"GIF89a/*<svg/onload=alert(1)>*/=1;", "x.gif", "damaged"),
        (b"%PDF-1.7", "x.jpg", "format"),
        (b"\0" * 1000, "x.jpg", "not_a_picture"),
        (samples.png_of_size(60_000, 60_000), "x.png", "pixels"),
        (samples.jpeg_of_size(65_000, 65_000), "x.jpg", "pixels"),
        (moving("GIF"), "x.gif", "animated"),
        (moving("WEBP"), "x.webp", "animated"),
        (moving("PNG"), "x.png", "animated"),
        (moving("AVIF"), "x.avif", "animated"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_still_picture_is_refused_with_its_reason(data, name, code):
    assert refusal(data, name) == code


def test_more_than_20_megabytes_are_refused_whatever_the_file_says_of_itself():
    file = upload(sample("JPEG") + b"\0" * images.MAX_BYTES)
    file.size = 1
    with pytest.raises(ImageRefused, match="20 MB") as caught:
        inspect_and_encode(file)
    assert caught.value.code == "too_large"


def test_a_file_that_was_read_before_is_read_from_its_start():
    file = upload(sample("JPEG"))
    file.read()
    assert inspect_and_encode(file).width == 60


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("share", [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97])
def test_a_truncated_picture_is_refused(kind, share):
    noise = Image.frombytes("RGB", (200, 100), random.Random(7).randbytes(60_000))  # noqa: S311 — noise
    data = encoded(noise, kind)
    assert refusal(data[: int(len(data) * share)]) in ("damaged", "not_a_picture")


@pytest.mark.parametrize(
    "data",
    [
        samples.png_of_size(4000, 4000),
        samples.jpeg_of_size(6000, 6000)[:400] + b"\xff\xd9",
        png_with(png_chunk(b"iCCP", b"a\0\0" + b"\xff" * 100)),
        samples.webp_of_size(1000, 1000),
        samples.avif_of_size(1000, 1000),
        webp_of(webp_chunk(b"VP8L", b"\x2f\0\0\0\0")),
    ],
    ids=["PNG", "JPEG", "PNG profile", "WebP canvas", "AVIF size", "WebP"],
)
def test_a_picture_whose_pixels_are_not_what_it_says_is_damaged_or_taken_as_it_is(data):
    try:
        assert take(data).width <= 1200
    except ImageRefused as refused:
        assert refused.code == "damaged"  # noqa: PT017 — either outcome is right, no third is


@pytest.mark.parametrize(
    "data",
    [
        jpeg_with(jpeg_segment(0xE1, exif_bomb(2000, 30_000))),
        png_with(png_chunk(b"eXIf", exif_bomb(2000, 30_000)[6:])),
        webp_of(sample("WEBP")[12:], webp_chunk(b"EXIF", exif_bomb(2000, 30_000))),
        samples.gif_with_comment(5000),
    ],
    ids=["JPEG", "PNG", "WebP", "GIF"],
)
def test_metadata_made_to_unfold_is_never_unfolded(data):
    assert fields(opened(take(data).jpeg)) == UPRIGHT


@given(st.sampled_from(FORMATS), st.data())
def test_no_change_of_a_file_is_an_error(kind, choices):
    """Whatever a stranger does to a file: it is a picture, or it is refused."""
    data = bytearray(sample(kind))
    for _ in range(choices.draw(st.integers(1, 6))):
        place = choices.draw(st.integers(0, len(data) - 1))
        data[place] = choices.draw(st.integers(0, 255))
    try:
        taken = take(bytes(data))
    except ImageRefused as refused:
        assert refused.code  # noqa: PT017 — either outcome is right, no third is
    else:
        assert opened(taken.jpeg).size == (taken.width, taken.height)


def test_a_picture_that_turns_out_larger_than_it_was_judged_is_not_decoded():
    """Should the walk and the decoder ever read a file differently, the caps still hold."""
    judged = PictureFile("PNG", 10, 10, data=sample("PNG"))
    with pytest.raises(ImageRefused) as caught:
        images._decode(judged, at_least=(1, 1))
    assert caught.value.code == "damaged"


# Renditions --------------------------------------------------------------------------------------


def made_of(kind, width, height, focal=(0.5, 0.5)):
    return list(renditions(upload(sample(kind, width, height)), focal))


def test_a_large_picture_gives_every_width_and_crop_in_every_format():
    made = made_of("JPEG", 2400, 1600)
    sizes = {}
    for rendition in made:
        sizes.setdefault((rendition.crop, rendition.format), []).append(rendition.width)
    assert sizes == {
        ("", "avif"): [320, 640, 960, 1280, 1920],
        ("", "webp"): [320, 640, 960, 1280, 1920],
    } | {
        (crop, name): [400, 800, 1200]
        for crop in ("1x1", "4x3", "16x9")
        for name in ("avif", "webp", "jpeg")
    }
    for rendition in made:
        image = opened(rendition.data)
        assert image.format.lower() == rendition.format
        assert (image.mode, image.size) == ("RGB", (rendition.width, rendition.height))
        wide, high = CROPS.get(rendition.crop, (3, 2))
        assert abs(rendition.height - rendition.width * high / wide) <= 1


@pytest.mark.parametrize(
    ("size", "whole", "square"),
    [
        ((1000, 600), [320, 640, 960], [400]),
        ((320, 320), [320], [320]),
        ((100, 50), [100], [50]),
        ((1, 1), [1], [1]),
        ((7, 3000), [7], [7]),
    ],
)
def test_nothing_is_made_wider_than_the_picture_and_something_is_made_of_each(size, whole, square):
    made = made_of("PNG", *size)
    assert [one.width for one in made if (one.crop, one.format) == ("", "webp")] == whole
    assert [one.width for one in made if (one.crop, one.format) == ("1x1", "jpeg")] == square
    assert {one.crop for one in made} == {"", "1x1", "4x3", "16x9"}


@pytest.mark.parametrize("focal", [(0.1, 0.5), (0.9, 0.5), (0.5, 0.5), (0.0, 0.0), (1.0, 1.0)])
def test_every_crop_shows_the_focal_point(focal):
    image = Image.new("RGB", (900, 600), (255, 255, 255))
    x, y = focal[0] * 899, focal[1] * 599
    ImageDraw.Draw(image).ellipse((x - 40, y - 40, x + 40, y + 40), fill=(250, 10, 10))
    for rendition in renditions(upload(encoded(image, "PNG")), focal):
        pixels = opened(rendition.data).convert("RGB")
        red = sum(
            count for count, (r, g, _b) in pixels.getcolors(pixels.width * pixels.height)
            if r > 180 and g < 100
        )  # fmt: skip
        assert red > 0


@pytest.mark.parametrize("kind", ["GIF", "PNG"])
def test_renditions_are_refused_for_what_would_not_be_taken(kind):
    with pytest.raises(ImageRefused):
        list(renditions(upload(moving(kind)), (0.5, 0.5)))


# Crops -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "ratio", "focal", "box"),
    [
        ((300, 200), (1, 1), (0.5, 0.5), (50, 0, 250, 200)),
        ((300, 200), (1, 1), (0.0, 0.5), (0, 0, 200, 200)),
        ((300, 200), (1, 1), (1.0, 0.5), (100, 0, 300, 200)),
        ((300, 200), (1, 1), (0.4, 0.1), (20, 0, 220, 200)),
        ((200, 300), (1, 1), (0.5, 0.9), (0, 100, 200, 300)),
        ((200, 300), (4, 3), (0.5, 0.5), (0, 75, 200, 225)),
        ((400, 300), (4, 3), (0.1, 0.9), (0, 0, 400, 300)),
        ((1920, 1080), (16, 9), (0.1, 0.9), (0, 0, 1920, 1080)),
        ((300, 200), (1, 1), (-5.0, 7.0), (0, 0, 200, 200)),
        ((1, 1), (16, 9), (0.5, 0.5), (0, 0, 1, 1)),
        ((1, 1000), (16, 9), (0.5, 0.5), (0, 500, 1, 501)),
    ],
)
def test_a_crop_is_the_largest_that_keeps_the_point_near_its_middle(size, ratio, focal, box):
    assert focal_crop_box(*size, ratio, focal) == box


@given(
    st.integers(1, 20_000),
    st.integers(1, 20_000),
    st.sampled_from(sorted(CROPS.values())),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_a_crop_lies_inside_has_its_shape_and_holds_the_point(width, height, ratio, x, y):
    left, top, right, bottom = focal_crop_box(width, height, ratio, (x, y))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert right - left == width or bottom - top == height
    wide, high = ratio
    assert abs((right - left) * high - (bottom - top) * wide) <= max(wide, high)
    assert left - 1 <= x * width <= right + 1
    assert top - 1 <= y * height <= bottom + 1


# Names -------------------------------------------------------------------------------------------


def test_a_name_has_128_random_bits_and_never_comes_twice():
    names = {random_name("avif") for _ in range(1000)}
    assert len(names) == 1000
    for name in names:
        stem, _dot, extension = name.partition(".")
        assert (len(bytes.fromhex(stem)), extension) == (16, "avif")


@pytest.mark.parametrize("extension", ["", "html", "svg", "php", "jpg/../x", "JPG", ".jpg"])
def test_a_name_with_a_foreign_extension_is_an_error_of_the_program(extension):
    with pytest.raises(ValueError, match="no extension"):
        random_name(extension)
