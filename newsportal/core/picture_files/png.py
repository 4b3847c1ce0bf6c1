"""PNG: chunk by chunk (W3C, Portable Network Graphics, third edition, sections 5 and 11)."""

import zlib
from collections.abc import Iterator
from struct import unpack_from

from newsportal.core.picture_files.orientation import UPRIGHT, orientation_of
from newsportal.core.picture_files.picture_file import PictureFile
from newsportal.core.picture_files.refusals import animated, bomb, damaged

START = b"\x89PNG\r\n\x1a\n"
HEADER_BYTES = 13

# Pixels, palette, transparency and colours. Texts, EXIF, times and frames are left behind.
KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"IDAT", b"IEND"})

# Encoders write pixels in blocks of 8 KB or more: 20 MB are 2,500 of them.
MAX_CHUNKS = 50_000


def walk(data: bytes) -> PictureFile:
    """Read a PNG. Raises ImageRefused, or struct.error and IndexError where it breaks off."""
    orientation = UPRIGHT
    kept = [START]
    header = b""
    has_pixels = False
    for kind, content, chunk in _chunks(data):
        if kind == b"IHDR" and not header:
            header = content
        elif kind == b"eXIf":
            orientation = orientation_of(content)
        elif kind == b"acTL" and unpack_from(">I", content)[0] > 1:
            raise animated()
        has_pixels = has_pixels or kind == b"IDAT"
        if kind in KEPT:
            kept.append(chunk)
    if len(header) != HEADER_BYTES or not has_pixels:
        raise damaged()
    width, height = unpack_from(">II", header)
    return PictureFile("PNG", width, height, data=b"".join(kept), orientation=orientation)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Give type, content and whole of each chunk to the end of the picture, checksums verified."""
    position = len(START)
    for _number in range(MAX_CHUNKS):
        length, kind = unpack_from(">I4s", data, position)
        end = position + 12 + length
        (checksum,) = unpack_from(">I", data, end - 4)
        content = data[position + 8 : end - 4]
        if kind in KEPT and zlib.crc32(content, zlib.crc32(kind)) != checksum:
            raise damaged()
        yield kind, content, data[position:end]
        if kind == b"IEND":
            return
        position = end
    raise bomb()
