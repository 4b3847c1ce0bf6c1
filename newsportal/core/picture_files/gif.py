"""GIF: block by block (CompuServe, Graphics Interchange Format 89a). One picture, no comments."""

from collections.abc import Iterator
from struct import unpack_from

from newsportal.core.picture_files.picture_file import PictureFile
from newsportal.core.picture_files.refusals import animated, bomb, damaged

STARTS = (b"GIF87a", b"GIF89a")

PICTURE = 0x2C
EXTENSION = 0x21
TRAILER = 0x3B
GRAPHIC_CONTROL = 0xF9

# Blocks hold at most 255 bytes: 20 MB of full ones are 82,000.
MAX_BLOCKS = 100_000


def walk(data: bytes) -> PictureFile:
    """Read a GIF. Raises ImageRefused, or struct.error and IndexError where it breaks off."""
    width, height = unpack_from("<HH", data, 6)
    first = 13 + _palette_bytes(data[10])
    kept = [data[:first]]
    pictures = 0
    for kind, block in _blocks(data, first):
        if kind == PICTURE:
            pictures += 1
            left, top, wide, high = unpack_from("<HHHH", block, 1)
            width, height = max(width, left + wide), max(height, top + high)
            kept.append(block)
        elif kind == GRAPHIC_CONTROL:
            kept.append(block)
        if pictures > 1:
            raise animated()
    if not pictures:
        raise damaged()
    kept.append(bytes([TRAILER]))
    return PictureFile("GIF", width, height, data=b"".join(kept))


def _blocks(data: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Give the kind and the bytes of each picture and extension, up to the trailer."""
    blocks_left = MAX_BLOCKS
    # Some encoders forget the trailer; a picture cut off has no end of its own blocks either.
    while position < len(data) and data[position] != TRAILER:
        if data[position] == PICTURE:
            kind = PICTURE
            start = position + 11 + _palette_bytes(data[position + 9])  # and LZW's code size
        elif data[position] == EXTENSION:
            kind = data[position + 1]
            start = position + 2
        else:
            raise damaged()
        end, blocks = _end_of_blocks(data, start)
        blocks_left -= blocks
        if blocks_left < 0:
            raise bomb()
        yield kind, data[position:end]
        position = end


def _end_of_blocks(data: bytes, position: int) -> tuple[int, int]:
    """Give where a chain of blocks ends and how many it has. Raises IndexError without an end."""
    blocks = 1
    while length := data[position]:
        position += 1 + length
        blocks += 1
        if blocks > MAX_BLOCKS:
            raise bomb()
    return position + 1, blocks


def _palette_bytes(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
