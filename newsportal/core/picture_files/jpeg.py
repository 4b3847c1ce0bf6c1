"""JPEG: segment by segment (ITU-T T.81, annex B)."""

import re
from collections.abc import Iterator
from itertools import starmap
from struct import unpack_from

from newsportal.core.picture_files.orientation import UPRIGHT, orientation_of
from newsportal.core.picture_files.picture_file import PictureFile
from newsportal.core.picture_files.refusals import (
    bomb,
    damaged,
    too_many_in_scans,
    unsupported,
)

START = b"\xff\xd8\xff"

# Baseline, extended and progressive with Huffman coding: what every browser shows.
FRAMES = frozenset({0xC0, 0xC1, 0xC2})
OTHER_FRAMES = frozenset({0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
END = 0xD9
SCAN = 0xDA
EXIF = 0xE1

# Not a marker: the compressed data that follows a scan's header.
PIXELS = 0x00

# Huffman and quantisation tables, restart intervals; JFIF, the colour profile and Adobe's note on
# how colours are stored. Whatever else there is (EXIF, XMP, comments, thumbnails) stays behind, and
# so does what follows the end (a phone's second picture or video).
TABLES = frozenset({0xC4, 0xDB, 0xDD})
NOTES = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}

# In compressed data 0xFF is followed by a zero or a restart number; anything else is a marker.
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

# A progressive JPEG has about ten scans. Each makes the decoder pass over the whole picture, and
# a scan that changes nothing takes twelve bytes.
MAX_SCANS = 100

# A decoder holds all of a picture that comes in several scans, 2 bytes for each coefficient: these
# are 200 MB. 60 million pixels have 90 million of them with the usual halved colours.
MAX_COEFFICIENTS = 100_000_000

# Segments hold up to 64 KB: 20 MB of full ones are 320, and each scan brings a table or two.
MAX_SEGMENTS = 2_000


def walk(data: bytes) -> PictureFile:
    """Read a JPEG. Raises ImageRefused, or struct.error and IndexError where it breaks off."""
    segments = list(_segments(data))
    markers = [marker for marker, _segment in segments]
    if not OTHER_FRAMES.isdisjoint(markers):
        raise unsupported()
    frames = [segment[4:] for marker, segment in segments if marker in FRAMES]
    scans = markers.count(SCAN)
    if len(frames) != 1 or not scans:
        raise damaged()
    if scans > MAX_SCANS:
        raise bomb()
    height, width = unpack_from(">HH", frames[0], 1)
    if scans > 1 and width * height * _planes(frames[0]) > MAX_COEFFICIENTS:
        raise too_many_in_scans()
    return PictureFile(
        "JPEG",
        width,
        height,
        data=data[:2] + b"".join(starmap(_needed, segments)),
        orientation=_orientation(segments),
    )


def _orientation(segments: list[tuple[int, bytes]]) -> int:
    for marker, segment in segments:
        if marker == EXIF and segment[4:].startswith(b"Exif\0\0"):
            return orientation_of(segment[4:])
    return UPRIGHT


def _needed(marker: int, segment: bytes) -> bytes:
    """Give the segment if a decoder needs it to show the picture as it was meant, else nothing."""
    if marker in NOTES:
        is_needed = segment[4:].startswith(NOTES[marker])
    else:
        is_needed = marker in FRAMES or marker in TABLES or marker in (SCAN, PIXELS, END)
    return segment if is_needed else b""


def _planes(frame: bytes) -> float:
    """Give how many planes of the full size the colours fill: 3.0, or 1.5 when two are halved."""
    shares = [frame[7 + 3 * number] for number in range(frame[5])]
    areas = [(share >> 4) * (share & 15) for share in shares]
    if not areas or not all(areas):
        raise damaged()
    return sum(areas) / max(areas)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give marker and bytes of each segment and of the data after each scan's header."""
    position = 2
    for _number in range(MAX_SEGMENTS):
        if data[position] != 0xFF:
            raise damaged()
        while data[position + 1] == 0xFF:  # fill bytes
            position += 1
        marker = data[position + 1]
        if marker == END:
            yield END, data[position : position + 2]
            return
        (length,) = unpack_from(">H", data, position + 2)
        end = position + 2 + length
        if length < 2 or end > len(data):
            raise damaged()
        yield marker, data[position:end]
        position = end
        if marker == SCAN:
            following = NEXT_MARKER.search(data, position)
            if following is None:
                raise damaged()
            yield PIXELS, data[position : following.start()]
            position = following.start()
    raise bomb()
