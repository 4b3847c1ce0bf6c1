"""Which way up a picture is, by its EXIF data.

One number is read and nothing else: a general reader of EXIF follows every entry, and each of
thousands may point to the same megabytes.
"""

from struct import error, unpack_from

UPRIGHT = 1

TAG = 0x0112
SHORT = 3
ENTRY_BYTES = 12


def orientation_of(exif: bytes) -> int:
    """Read the orientation from an EXIF block.

    Args:
        exif: a TIFF structure, perhaps with "Exif" and two zeros before it.

    Returns:
        1 to 8 as EXIF 2.32 (table 7) numbers them; 1 where nothing sensible is said.
    """
    tiff = exif.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return UPRIGHT
    try:
        (start,) = unpack_from(order + "I", tiff, 4)
        (entries,) = unpack_from(order + "H", tiff, start)
        for position in range(start + 2, start + 2 + entries * ENTRY_BYTES, ENTRY_BYTES):
            tag, kind, count, value = unpack_from(order + "HHIH", tiff, position)
            if tag == TAG and kind == SHORT and count == 1:
                return value if 1 <= value <= 8 else UPRIGHT
    except error:
        return UPRIGHT
    return UPRIGHT
