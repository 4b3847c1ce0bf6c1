"""Picture files are judged by their content, before anything in them is unfolded."""

import struct
from io import BytesIO

import pytest
from PIL import Image

from newsportal.core.picture_files import ImageRefused, read_picture_file
from newsportal.core.picture_files.orientation import orientation_of
from tests.core import picture_samples as samples
from tests.core.picture_samples import (
    FORMATS,
    encoded,
    exif,
    exif_bomb,
    jpeg_segment,
    jpeg_with,
    moving,
    png_chunk,
    png_with,
    sample,
    webp_chunk,
    webp_of,
)


def refusal(data):
    with pytest.raises(ImageRefused) as caught:
        read_picture_file(data)
    (sentence,) = caught.value.messages
    assert sentence.endswith(".")
    assert "%(" not in sentence
    return caught.value.code


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_is_known_by_its_content(kind):
    picture = read_picture_file(sample(kind))
    assert (picture.kind, picture.width, picture.height, picture.orientation) == (kind, 60, 40, 1)
    assert Image.open(BytesIO(picture.data)).size == (60, 40)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?><!-- a drawing --><SVG onload='x()'/>", "svg"),
        (b"<!DOCTYPE html><html><script>alert(1)</script>", "html"),
        (b"\n\n  <html>", "html"),
        (b"<script>alert(1)</script>", "html"),
        (b"<?php system($_GET[0]);", "html"),
        (b'{"a": 1}', "html"),
        (b"\0\0\0\x1cftypheic\0\0\0\0heicmif1", "heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0miafheic", "heic"),
        (encoded(samples.drawing(), "TIFF"), "format"),
        (encoded(samples.drawing(), "BMP"), "format"),
        (encoded(samples.drawing(), "ICO"), "format"),
        (b"%PDF-1.7", "format"),
        (b"8BPS\0\1", "format"),
        (b"MZ\x90\0", "not_a_picture"),
        (b"PK\x03\x04", "not_a_picture"),
        (b"plain words", "not_a_picture"),
        (b"\0" * 100, "not_a_picture"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "not_a_picture"),
        (b"RIFF\x04\0\0\0WAVE", "not_a_picture"),
        (b"\xff\xd8", "not_a_picture"),
        (b"\x89PNG", "not_a_picture"),
    ],
)
def test_what_is_none_of_our_pictures_is_named_and_refused(data, code):
    assert refusal(data) == code


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_that_ends_in_its_description_is_refused(kind):
    data = sample(kind)
    codes = {refusal(data[:length]) for length in range(16, 40)}
    assert codes == {"damaged"}


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_a_picture_that_moves_is_refused(kind):
    assert refusal(moving(kind)) == "animated"


def test_a_jpeg_with_a_second_picture_behind_it_is_the_first():
    plain = sample("JPEG")
    picture = read_picture_file(moving("MPO") + b"and a video" * 1000)
    assert (picture.width, picture.height) == (60, 40)
    assert len(picture.data) <= len(plain) + 100


# Too many pixels ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(samples.png_of_size(50_000, 50_000), id="PNG of 2.5 billion"),
        pytest.param(samples.png_of_size(2**31 - 1, 2**31 - 1), id="PNG of the most it can say"),
        pytest.param(samples.png_of_size(5001, 5000), id="PNG just over"),
        pytest.param(samples.png_of_size(1, 20_001), id="PNG one pixel wide"),
        pytest.param(samples.jpeg_of_size(65_500, 65_500), id="JPEG of 4 billion"),
        pytest.param(samples.jpeg_of_size(7747, 7746), id="JPEG just over"),
        pytest.param(samples.gif_of_size(65_535, 65_535), id="GIF of 4 billion"),
        pytest.param(samples.webp_of_size(16_383, 16_383), id="WebP of 268 million"),
        pytest.param(samples.webp_of_size(2**24, 2**24), id="WebP of the most it can say"),
        pytest.param(samples.avif_of_size(30_000, 30_000), id="AVIF of 900 million"),
    ],
)
def test_too_many_pixels_are_refused_before_decoding(data):
    assert refusal(data) == "pixels"


def test_the_refusal_names_the_size_and_the_limit():
    with pytest.raises(ImageRefused) as caught:
        read_picture_file(samples.png_of_size(50_000, 40_000))
    (sentence,) = caught.value.messages
    assert "50000 × 40000" in sentence
    assert "25 million" in sentence


@pytest.mark.parametrize(
    "data", [samples.png_of_size(5000, 5000), samples.jpeg_of_size(7746, 7745)]
)
def test_as_many_pixels_as_a_good_camera_makes_are_fine(data):
    assert read_picture_file(data).width > 4999


@pytest.mark.parametrize(
    "data",
    [
        samples.png_of_size(0, 10),
        samples.png_of_size(10, 0),
        samples.jpeg_of_size(10, 0),
        samples.gif_of_size(0, 0).replace(struct.pack("<HHHH", 0, 0, 60, 40), b"\0" * 8),
    ],
    ids=["PNG without width", "PNG without height", "JPEG", "GIF"],
)
def test_a_picture_without_pixels_is_damaged(data):
    assert refusal(data) == "damaged"


def test_an_avif_with_boxes_of_other_lengths_is_read():
    """A length of 1 stands for one of 64 bits, a length of 0 for the rest of the file."""
    long_box = b"\0\0\0\x01free" + struct.pack(">Q", 20) + b"skip"
    data = sample("AVIF")
    assert read_picture_file(data[:32] + long_box + data[32:]).width == 60
    assert read_picture_file(data + b"\0\0\0\0freerest").width == 60


def test_a_gif_whose_picture_reaches_beyond_its_canvas_counts_as_large_as_it_is():
    data = samples.gif_of_size(1, 1)
    assert read_picture_file(data).width == 60
    far = data.replace(struct.pack("<HHHH", 0, 0, 60, 40), struct.pack("<HHHH", 60_000, 0, 60, 40))
    assert refusal(far) == "pixels"


def test_a_webp_counts_as_its_largest_part():
    inner = struct.pack("<I", (16_383 - 1) | (16_383 - 1) << 14)
    canvas = struct.pack("<IHBHB", 0, 59, 0, 39, 0)
    data = webp_of(webp_chunk(b"VP8X", canvas), webp_chunk(b"VP8L", b"\x2f" + inner))
    assert refusal(data) == "pixels"


# Bombs -------------------------------------------------------------------------------------------


def scan_bomb(scans):
    """Repeat the last scan of a progressive JPEG."""
    data = sample("JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * scans + data[-2:]


def large_in_scans(width, height):
    data = bytearray(sample("JPEG", progressive=True, subsampling="4:4:4"))
    start = data.index(b"\xff\xc2")
    data[start + 5 : start + 9] = struct.pack(">HH", height, width)
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(scan_bomb(100), id="JPEG of 110 scans"),
        pytest.param(jpeg_with(jpeg_segment(0xFE, b"x") * 3000), id="JPEG of 3,000 segments"),
        pytest.param(png_with(png_chunk(b"tEXt", b"a\0b") * 60_000), id="PNG of 60,000 chunks"),
        pytest.param(samples.gif_with_comment(100_001), id="GIF of 100,000 blocks of comment"),
        pytest.param(
            sample("GIF")[:-1] + b"!\xfe\x01x\0" * 60_000, id="GIF of 60,000 short comments"
        ),
        pytest.param(webp_of(*[webp_chunk(b"EXIF", b"x")] * 2000), id="WebP of 2,000 chunks"),
        pytest.param(
            sample("AVIF")[:32] + b"\0\0\0\x08free" * 20_000, id="AVIF of 20,000 empty boxes"
        ),
    ],
)
def test_a_file_made_to_exhaust_the_machine_is_refused(data):
    assert refusal(data) == "bomb"


def test_a_large_jpeg_in_scans_is_refused_with_advice_and_a_smaller_one_is_not():
    assert refusal(large_in_scans(7000, 7000)) == "pixels"
    assert read_picture_file(large_in_scans(5000, 5000)).width == 5000


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(jpeg_with(jpeg_segment(0xE1, exif_bomb(2000, 30_000))), id="JPEG"),
        pytest.param(
            jpeg_with(*[jpeg_segment(0xE1, exif_bomb(100, 60_000))] * 50), id="JPEG in parts"
        ),
        pytest.param(png_with(png_chunk(b"eXIf", exif_bomb(65_000, 2_000_000)[6:])), id="PNG"),
        pytest.param(
            webp_of(webp_chunk(b"EXIF", exif_bomb(65_000, 2_000_000)), sample("WEBP")[12:]),
            id="WebP",
        ),
    ],
)
def test_metadata_that_would_unfold_to_gigabytes_is_left_behind(data):
    picture = read_picture_file(data)
    assert len(picture.data) < 2000
    assert b"xxxxxxxx" not in picture.data


def test_the_metadata_of_an_avif_becomes_something_that_nobody_reads():
    data = sample("AVIF", exif=exif(1, b"52 N 13 E")[6:])
    assert "exif" in samples.opened(data).info
    assert "exif" not in samples.opened(read_picture_file(data).data).info


# Broken files ------------------------------------------------------------------------------------


PNG_END = sample("PNG")[-12:]
BROKEN = {
    "JPEG of nothing": b"\xff\xd8\xff\xd9",
    "JPEG without an end": sample("JPEG")[:-2],
    "JPEG that ends before its pixels": sample("JPEG")[:300] + b"\xff\xd9",
    "JPEG segment of length 0": jpeg_with(b"\xff\xfe\0\0"),
    "JPEG segment beyond the end": jpeg_with(b"\xff\xfe\xff\xff"),
    "JPEG with junk between segments": sample("JPEG")[:20] + b"junk" + sample("JPEG")[20:],
    "JPEG of fill bytes": sample("JPEG")[:2] + b"\xff" * 100_000,
    "JPEG of two frames": jpeg_with(
        jpeg_segment(0xC0, b"\x08\0\x01\0\x01\x01\x01\x11\0"),
    ),
    "JPEG of no colours in scans": sample("JPEG", progressive=True).replace(
        b"\x08\0\x28\0\x3c\x03", b"\x08\0\x28\0\x3c\0"
    ),
    "PNG chunk beyond the end": png_with(b"\xff\xff\xff\xffIDAT"),
    "PNG without pixels": sample("PNG").replace(b"IDAT", b"IDAX"),
    "PNG without an end": sample("PNG")[:-12],
    "PNG with a wrong sum": sample("PNG")[:-20] + b"\0" * 8 + PNG_END,
    "PNG of a short header": sample("PNG")[:8] + png_chunk(b"IHDR", b"short") + sample("PNG")[33:],
    "GIF without a picture": sample("GIF")[:13].replace(b"\x81", b"\0") + b";",
    "GIF that ends in its picture": sample("GIF")[:-40],
    "GIF with an unknown block": samples.gif_with_comment(0).replace(b"!\xfe", b"?\xfe"),
    "WebP of nothing": webp_of(),
    "WebP chunk beyond the end": webp_of(b"VP8 \xff\xff\xff\x7f"),
    "WebP beyond the end": b"RIFF\xff\xff\xff\xffWEBPVP8 ",
    "WebP of a short canvas": webp_of(webp_chunk(b"VP8X", b"\0")),
    "AVIF without a size": sample("AVIF").replace(b"ispe", b"free"),
    "AVIF without a description": sample("AVIF").replace(b"meta", b"free"),
    "AVIF of two descriptions": sample("AVIF") + sample("AVIF")[32:],
    "AVIF that breaks off": b"\0\0\0\x14ftypavif\0\0\0\0avif\0\0\0\x01meta\0\0\0\0",
    "AVIF box shorter than its head": b"\0\0\0\x14ftypavif\0\0\0\0avif\0\0\0\x03meta",
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_damaged_and_never_an_error(data):
    assert refusal(data) == "damaged"


@pytest.mark.parametrize("frame", [0xC3, 0xC5, 0xC9, 0xCA, 0xCF])
def test_a_jpeg_that_browsers_cannot_show_is_refused(frame):
    assert refusal(samples.jpeg_of_size(60, 40, frame)) == "format"


# Which way up ------------------------------------------------------------------------------------


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("order", ["<", ">"])
def test_the_orientation_is_read_in_both_orders_of_bytes(orientation, order):
    mark = b"II*\0" if order == "<" else b"MM\0*"
    tiff = mark + struct.pack(order + "IHHHIHH", 8, 1, 0x0112, 3, 1, orientation, 0)
    assert orientation_of(tiff) == orientation_of(b"Exif\0\0" + tiff) == orientation


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"Exif\0\0",
        b"II*\0",
        b"II*\0\xff\xff\xff\xff",
        b"II*\0\x08\0\0\0\xff\xff",
        b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0",
        b"XX*\0\x08\0\0\0",
        exif(0)[6:],
        exif(9)[6:],
        exif(65_535)[6:],
        struct.pack("<4sIHHHIH", b"II*\0", 8, 1, 0x0112, 4, 1, 6) + b"\0\0",
        struct.pack("<4sIHHHIH", b"II*\0", 8, 1, 0x0112, 3, 2, 6) + b"\0\0",
    ],
)
def test_an_orientation_that_makes_no_sense_is_upright(block):
    assert orientation_of(block) == 1


@pytest.mark.parametrize(
    "data",
    [
        jpeg_with(jpeg_segment(0xE1, exif(6))),
        png_with(png_chunk(b"eXIf", exif(6)[6:])),
        webp_of(sample("WEBP")[12:], webp_chunk(b"EXIF", exif(6)[6:])),
        webp_of(sample("WEBP")[12:], webp_chunk(b"EXIF", exif(6))),
    ],
    ids=["JPEG", "PNG", "WebP", "WebP as some cameras write it"],
)
def test_each_format_keeps_its_orientation_in_its_own_place(data):
    assert read_picture_file(data).orientation == 6


def test_other_metadata_is_not_taken_for_exif():
    xmp = jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + exif(6))
    assert read_picture_file(jpeg_with(xmp)).orientation == 1
