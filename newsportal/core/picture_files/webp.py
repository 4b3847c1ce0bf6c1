"""WebP: chunk by chunk (RFC 9649)."""

from collections.abc import Iterator
from struct import pack, unpack_from

from newsportal.core.picture_files.orientation import UPRIGHT, orientation_of
from newsportal.core.picture_files.picture_file import PictureFile
from newsportal.core.picture_files.refusals import animated, bomb, damaged

START = b"RIFF"
MARK = b"WEBP"

ANIMATION_FLAG = 0x02
METADATA_FLAGS = 0x0C  # EXIF and XMP
MOVING = frozenset({b"ANIM", b"ANMF"})
KEPT = frozenset({b"ICCP", b"ALPH", b"VP8 ", b"VP8L"})

# A still picture needs six chunks.
MAX_CHUNKS = 1_000


def walk(data: bytes) -> PictureFile:
    """Read a WebP. Raises ImageRefused, or struct.error and IndexError where it breaks off."""
    orientation = UPRIGHT
    sizes = []
    kept = []
    for kind, content in _chunks(data):
        if kind in MOVING or (kind == b"VP8X" and content[0] & ANIMATION_FLAG):
            raise animated()
        if kind == b"EXIF":
            orientation = orientation_of(content)
        if kind == b"VP8X":
            kept.append(_chunk(kind, bytes([content[0] & ~METADATA_FLAGS]) + content[1:]))
        elif kind in KEPT:
            kept.append(_chunk(kind, content))
        sizes += _size(kind, content)
    if not sizes:
        raise damaged()
    body = MARK + b"".join(kept)
    return PictureFile(
        "WEBP",
        max(width for width, _height in sizes),
        max(height for _width, height in sizes),
        data=START + pack("<I", len(body)) + body,
        orientation=orientation,
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give type and content of each chunk inside the length that the file names for itself."""
    (length,) = unpack_from("<I", data, 4)
    end = 8 + length
    if end > len(data):
        raise damaged()
    position = 12
    for _number in range(MAX_CHUNKS):
        if position >= end:
            return
        kind, size = unpack_from("<4sI", data, position)
        if position + 8 + size > end:
            raise damaged()
        yield kind, data[position + 8 : position + 8 + size]
        position += 8 + size + size % 2
    raise bomb()


def _size(kind: bytes, content: bytes) -> list[tuple[int, int]]:
    """Give the size that a chunk names, as a list of one or none."""
    if kind == b"VP8X":
        width, high_width, height, high_height = unpack_from("<HBHB", content, 4)
        return [((high_width << 16 | width) + 1, (high_height << 16 | height) + 1)]
    if kind == b"VP8 ":
        width, height = unpack_from("<HH", content, 6)
        return [(width & 0x3FFF, height & 0x3FFF)]
    if kind == b"VP8L":
        (bits,) = unpack_from("<I", content, 1)
        return [((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)]
    return []
