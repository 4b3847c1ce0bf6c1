"""AVIF: the boxes that say what it is and how large (ISO/IEC 23008-12, AV1 Image File Format)."""

from collections.abc import Iterator
from struct import unpack_from

from newsportal.core.picture_files.picture_file import PictureFile
from newsportal.core.picture_files.refusals import animated, bomb, damaged

MARK = b"ftyp"
STILL = b"avif"
MOVING = b"avis"

# A still picture has a dozen boxes, one cut into tiles a few hundred.
MAX_BOXES = 10_000


def brands_of(data: bytes) -> set[bytes]:
    """Give the brands that a file of this family names; none for another file."""
    if data[4:8] != MARK:
        return set()
    (length,) = unpack_from(">I", data)
    names = data[8:12] + data[16 : min(length, 256)]
    return {names[start : start + 4] for start in range(0, len(names), 4)}


def walk(data: bytes) -> PictureFile:
    """Read an AVIF. Raises ImageRefused, or struct.error and IndexError where it breaks off.

    libavif turns the picture by itself, so EXIF's orientation must not count (the format's
    specification says so); its EXIF items are renamed to a type that nobody reads.
    """
    boxes = list(_boxes(data, 0, len(data)))
    if any(kind == b"moov" for kind, _start, _end in boxes):
        raise animated()
    descriptions = [(start, end) for kind, start, end in boxes if kind == b"meta"]
    if len(descriptions) != 1:
        raise damaged()
    ((start, end),) = descriptions
    width, height = _largest(data, start + 4, end)
    meta = data[start:end].replace(b"Exif", b"free")
    return PictureFile("AVIF", width, height, data=data[:start] + meta + data[end:])


def _boxes(data: bytes, position: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Give type, start and end of the content of each box between two places."""
    for _number in range(MAX_BOXES):
        if position >= end:
            return
        length, kind = unpack_from(">I4s", data, position)
        start = position + 8
        if length == 1:
            (length,) = unpack_from(">Q", data, start)
            start += 8
        box_end = position + length if length else end
        if not start <= box_end <= end:
            raise damaged()
        yield kind, start, box_end
        position = box_end
    raise bomb()


def _largest(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Give the largest size that any item (the whole, a tile, the transparency) is said to have."""
    sizes = [
        unpack_from(">II", data, size_start + 4)
        for kind, properties, properties_end in _boxes(data, start, end)
        if kind == b"iprp"
        for kind, items, items_end in _boxes(data, properties, properties_end)
        if kind == b"ipco"
        for kind, size_start, _size_end in _boxes(data, items, items_end)
        if kind == b"ispe"
    ]
    if not sizes:
        raise damaged()
    return max(width for width, _height in sizes), max(height for _width, height in sizes)
