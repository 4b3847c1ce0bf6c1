"""A still picture whose container was walked."""

from dataclasses import dataclass

from newsportal.core.picture_files.orientation import UPRIGHT


@dataclass(frozen=True)
class PictureFile:
    """A still picture that is safe to open.

    `kind` is Pillow's name of the format, `width` and `height` are pixels as they are stored,
    `orientation` is EXIF's 1 to 8, and `data` is the file without metadata.
    """

    kind: str
    width: int
    height: int
    data: bytes
    orientation: int = UPRIGHT
