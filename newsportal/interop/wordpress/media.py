"""Where the pictures of an import come from: the net, a folder or a ZIP of uploads, or nowhere."""

from __future__ import annotations

import re
import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Protocol, cast
from urllib.parse import urlsplit

from django.core.files import File
from django.utils.translation import gettext as _

from articles import images as library
from articles.models import Image
from newsportal.core import images, outgoing
from newsportal.interop.reporting import Outcome, Report
from newsportal.interop.wordpress.addresses import file_name, path_of
from newsportal.interop.wordpress.bodies import Attachment
from newsportal.interop.wordpress.shelf import Shelf, host_of

#: The image library refuses what is larger.
MAX_FILE_BYTES = images.MAX_BYTES
#: A server that has not answered by then is not worth the wait for one picture among thousands.
FETCH_SECONDS = 30
#: Files held in memory up to this size, then on disk.
SPOOL_BYTES = 2 * 1024 * 1024
READ_BYTES = 64 * 1024
#: A ZIP's directory is read into memory, some hundred bytes a file: no site's uploads are more.
MAX_ZIP_FILES = 500_000
#: Uploads lie in folders by year and month, in wp-content/uploads: the tails to look for.
LONGEST_TAIL = 5
#: Length of the column; longer addresses are machines', not files of an upload folder.
IDENTITY_LENGTH = 500

# WordPress makes smaller copies beside the original: harbour-300x200.jpg, harbour-scaled.jpg.
_SIZED = re.compile(r"-(?:[0-9]{1,5}x[0-9]{1,5}|scaled)(?=\.[A-Za-z]{3,5}\Z)")
# Jetpack's image servers carry the original host in the path.
_PHOTON = re.compile(r"i[0-3]\.wp\.com")


class PictureMissing(Exception):
    """A picture cannot be had; the message is a reason for the report."""


class PictureSource(Protocol):
    def open(self, url: str) -> IO[bytes]:
        """The picture's file, read from its start. Raises PictureMissing."""


class FromNet:
    """Fetches through the guard for outgoing requests, which refuses inner addresses."""

    def open(self, url: str) -> IO[bytes]:
        spool = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115 -- given away
        try:
            outgoing.fetch(
                url,
                max_bytes=MAX_FILE_BYTES,
                timeout_seconds=FETCH_SECONDS,
                accept=("image/*",),
                into=cast("BinaryIO", spool),
            )
        except outgoing.OutgoingError as error:
            spool.close()
            raise PictureMissing(str(error)) from error
        spool.seek(0)
        return spool


class FromFolder:
    """Finds files below a folder by the end of their old address; links out of it are refused."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def open(self, url: str) -> IO[bytes]:
        for tail in _tails(url):
            path = (self._folder / tail).resolve()
            if path.is_relative_to(self._folder) and path.is_file():
                return path.open("rb")
        raise PictureMissing(_("the folder of uploads does not hold it"))


class BadArchive(Exception):
    """The ZIP cannot be used; the message is one line for the person who chose it."""


class FromZip:
    """Reads single files out of a ZIP into memory or a temporary file; nothing is unpacked.

    Names in the archive are only compared, never used as paths; a file that unfolds to more than
    the largest picture is abandoned there.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise BadArchive(_("%(name)s is no ZIP that can be read.") % {"name": path.name}) from (
                error
            )
        members = self._archive.infolist()
        if len(members) > MAX_ZIP_FILES:
            raise BadArchive(
                _("%(name)s holds more than %(count)d files.")
                % {"name": path.name, "count": MAX_ZIP_FILES}
            )
        self._by_tail: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            parts = [part for part in member.filename.replace("\\", "/").split("/") if part]
            if not member.is_dir() and ".." not in parts:
                for length in range(min(len(parts), LONGEST_TAIL), 0, -1):
                    self._by_tail.setdefault("/".join(parts[-length:]), member)

    def open(self, url: str) -> IO[bytes]:
        member = next((self._by_tail[t] for t in _tails(url) if t in self._by_tail), None)
        if member is None:
            raise PictureMissing(_("the ZIP of uploads does not hold it"))
        spool = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115 -- given away
        try:
            self._unpack(member, spool)
        except PictureMissing:
            spool.close()
            raise
        except (RuntimeError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as bad:
            spool.close()
            raise PictureMissing(_("it is damaged or encrypted in the ZIP of uploads")) from bad
        spool.seek(0)
        return spool

    def _unpack(self, member: zipfile.ZipInfo, into: IO[bytes]) -> None:
        size = 0
        with self._archive.open(member) as packed:
            while block := packed.read(READ_BYTES):
                size += len(block)  # what the archive says of the size may be a lie
                if size > MAX_FILE_BYTES:
                    raise PictureMissing(_("it is too large"))
                into.write(block)


def source_at(path: Path) -> PictureSource:
    """The uploads at a path: a folder or a ZIP. Raises BadArchive when it is neither."""
    if path.is_dir():
        return FromFolder(path)
    if not path.is_file():
        raise BadArchive(_("%(name)s does not exist.") % {"name": path})
    return FromZip(path)


def _tails(url: str) -> list[str]:
    """Ends of an address's path, the longest first. A file's name alone says too little, unless
    nothing but the folder of uploads stands before it."""
    parts = [part for part in path_of(url).split("/") if part not in {"", ".", ".."}]
    tails = [parts[-length:] for length in range(min(len(parts), LONGEST_TAIL), 1, -1)]
    if len(parts) == 1 or parts[-2:-1] == ["uploads"]:
        tails.append(parts[-1:])
    return ["/".join(tail) for tail in tails]


class Pictures:
    """The library of one old site while its items are brought in (see `bodies.Library`).

    A picture is fetched when something first shows it; its identity is its old address.
    """

    def __init__(
        self, source: str, shelf: Shelf, sources: Sequence[PictureSource], report: Report
    ) -> None:
        self._source = source
        self._shelf = shelf
        self._sources = sources
        self._report = report
        self._made: set[int] = set()  # keys of those brought in this run

    @property
    def is_wanted(self) -> bool:
        """Whether pictures are brought at all."""
        return bool(self._sources)

    # What `bodies` asks

    def picture(self, url: str, number: int | None) -> Mapping[str, str] | None:
        if not self._sources:
            return None
        if self._report.is_dry_run:
            return {"src": url} if self._shelf.is_own_host(self._source, url) else None
        image = self.image(url, number)
        return attributes_of(image) if image else None

    def attachment(self, number: int) -> Attachment | None:
        return self._shelf.attachment(self._source, number)

    def attached_to(self, post: int) -> Sequence[Attachment]:
        return self._shelf.pictures_of(self._source, post)

    # What the importer asks

    def image(self, url: str, number: int | None = None) -> Image | None:
        """Our picture for one of the old site, brought now if need be; None when it is not to be
        had (the reason is kept)."""
        attachment = self._original(url, number)
        address = _plain(attachment.url if attachment else url)
        known = Image.objects.filter(source=self._source, import_id=_identity(address)).first()
        if known or self._shelf.failure(address):
            return known
        if not attachment and not self._shelf.is_own_host(self._source, address):
            self._shelf.note_failure(address, _("it lies on another site"))
            return None
        image = self._bring(address, attachment)
        if image:
            self._made.add(image.pk)
        return image

    def bring(self, url: str, number: int | None) -> Outcome:
        """Bring the picture of an attachment, if a text did not bring it before."""
        if self._report.is_dry_run:
            known = Image.objects.filter(source=self._source, import_id=_identity(_plain(url)))
            return Outcome.KNOWN if known.exists() else Outcome.MADE
        image = self.image(url, number)
        if image is None:
            return Outcome.LEFT
        return Outcome.MADE if image.pk in self._made else Outcome.KNOWN

    def why_missing(self, url: str) -> str:
        return self._shelf.failure(_plain(url))

    def _bring(self, address: str, attachment: Attachment | None) -> Image | None:
        reason = ""
        for source in self._sources:
            try:
                with source.open(address) as opened:
                    return library.take(
                        File(opened, name=file_name(address)),
                        None,
                        alt=attachment.alt[:300] if attachment else "",
                        caption=attachment.caption[:500] if attachment else "",
                        source=self._source,
                        import_id=_identity(address),
                    )
            except PictureMissing as missing:
                reason = str(missing)
            except images.ImageRefused as refused:
                reason = " ".join(refused.messages)
        self._shelf.note_failure(address, reason)
        return None

    def _original(self, url: str, number: int | None) -> Attachment | None:
        """The attachment that an address in a text is a copy of."""
        plain = _plain(url)
        if number is not None:
            attachment = self._shelf.attachment(self._source, number)
            if attachment and _stem(plain).startswith(_stem(attachment.url)):
                return attachment
        return self._shelf.attachment_at(self._source, plain) or self._shelf.attachment_at(
            self._source, _SIZED.sub("", plain)
        )


def attributes_of(image: Image) -> dict[str, str]:
    """What an `<img>` of the image library says."""
    return {
        "src": image.url,
        "alt": image.alt,
        "width": str(image.width),
        "height": str(image.height),
        "data-image": str(image.pk),
    }


def _identity(address: str) -> str:
    """A picture's import identity: its address without the scheme."""
    return address.partition("://")[2][:IDENTITY_LENGTH]


def _plain(url: str) -> str:
    """An address without query and fragment, and without the image server in front of it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if _PHOTON.fullmatch(host_of(url)):
        return f"{parts.scheme}:/{parts.path}"
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _stem(url: str) -> str:
    return PurePosixPath(_SIZED.sub("", file_name(url))).stem
