"""Where pictures of an import come from: a folder, a ZIP, the net; each hostile in its own way."""

import struct
import zipfile
from pathlib import Path

import pytest

from newsportal.core import outgoing
from newsportal.interop.wordpress import media
from newsportal.interop.wordpress.media import (
    BadArchive,
    FromFolder,
    FromNet,
    FromZip,
    PictureMissing,
    PictureSource,
    source_at,
)

URL = "https://gazette.example/wp-content/uploads/2019/05/harbour.jpg"


def content(source: PictureSource, url: str = URL) -> bytes:
    with source.open(url) as opened:
        return opened.read()


def folder(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return root


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


PLACES = [
    "2019/05/harbour.jpg",
    "uploads/2019/05/harbour.jpg",
    "wp-content/uploads/2019/05/harbour.jpg",
]


@pytest.mark.parametrize("place", PLACES)
def test_a_folder_is_searched_by_the_end_of_the_address(tmp_path: Path, place: str) -> None:
    assert content(FromFolder(folder(tmp_path, place))) == place.encode()


@pytest.mark.parametrize("place", [*PLACES, "backup/site/wp-content/uploads/2019/05/harbour.jpg"])
def test_a_zip_is_searched_by_the_end_of_the_address(tmp_path: Path, place: str) -> None:
    assert content(FromZip(archive(tmp_path / "up.zip", **{place: b"picture"}))) == b"picture"


def test_a_file_right_in_the_uploads_is_found(tmp_path: Path) -> None:
    url = "https://gazette.example/wp-content/uploads/logo.png"

    assert content(FromFolder(folder(tmp_path, "logo.png")), url) == b"logo.png"


def test_a_name_alone_is_no_match(tmp_path: Path) -> None:
    for source in (
        FromFolder(folder(tmp_path, "harbour.jpg", "2020/01/harbour.jpg")),
        FromZip(archive(tmp_path / "up.zip", **{"2020/01/harbour.jpg": b"another"})),
    ):
        with pytest.raises(PictureMissing):
            content(source)


@pytest.mark.parametrize(
    "url",
    [
        "https://gazette.example/uploads/../../secret.txt",
        "https://gazette.example/uploads/%2e%2e/%2e%2e/secret.txt",
        "https://gazette.example/..%2f..%2fsecret.txt",
        "https://gazette.example//etc/passwd",
        "file:///etc/passwd",
    ],
)
def test_an_address_does_not_lead_out_of_the_folder(tmp_path: Path, url: str) -> None:
    folder(tmp_path, "secret.txt", "uploads/2019/05/harbour.jpg")

    with pytest.raises(PictureMissing):
        content(FromFolder(tmp_path / "uploads"), url)


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder(tmp_path, "secret.txt", "uploads/2019/05/other.jpg")
    (tmp_path / "uploads/2019/05/harbour.jpg").symlink_to(tmp_path / "secret.txt")

    with pytest.raises(PictureMissing):
        content(FromFolder(tmp_path / "uploads"))


def test_names_in_a_zip_that_climb_are_ignored(tmp_path: Path) -> None:
    packed = archive(
        tmp_path / "up.zip",
        **{"../2019/05/harbour.jpg": b"climbs", "/abs/../../2019/05/harbour.jpg": b"climbs"},
    )

    with pytest.raises(PictureMissing):
        content(FromZip(packed))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["up.zip"]


def test_a_zip_bomb_is_abandoned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "MAX_FILE_BYTES", 100_000)
    bomb = archive(tmp_path / "up.zip", **{PLACES[0]: b"\0" * 5_000_000})

    with pytest.raises(PictureMissing, match="too large"):
        content(FromZip(bomb))


def test_a_zip_that_lies_about_sizes_is_abandoned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "MAX_FILE_BYTES", 100_000)
    path = archive(tmp_path / "up.zip", **{PLACES[0]: b"\0" * 5_000_000})
    written = path.read_bytes()
    path.write_bytes(written.replace(struct.pack("<L", 5_000_000), struct.pack("<L", 10)))

    with pytest.raises(PictureMissing):
        content(FromZip(path))


def test_a_damaged_file_in_a_zip_is_missing(tmp_path: Path) -> None:
    path = archive(tmp_path / "up.zip", **{PLACES[0]: bytes(range(256)) * 40})
    written = bytearray(path.read_bytes())
    written[80:120] = b"\xff" * 40
    path.write_bytes(written)

    with pytest.raises(PictureMissing, match="damaged"):
        content(FromZip(path))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 and no more", b"<html>"])
def test_what_is_no_zip_is_refused_with_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "up.zip"
    path.write_bytes(data)

    with pytest.raises(BadArchive, match=r"up\.zip is no ZIP"):
        source_at(path)


def test_a_zip_of_absurdly_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "MAX_ZIP_FILES", 3)

    with pytest.raises(BadArchive, match="more than 3 files"):
        source_at(archive(tmp_path / "up.zip", **{f"{number}.jpg": b"" for number in range(4)}))


def test_a_place_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="does not exist"):
        source_at(tmp_path / "nothing")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/a.jpg", "http://169.254.169.254/a.jpg", "ftp://a.example/a.jpg", "x"]
)
def test_the_net_is_asked_through_the_guard(url: str) -> None:
    with pytest.raises(PictureMissing):
        content(FromNet(), url)


def test_what_the_net_gives_is_read_from_its_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(url, *, into, max_bytes, accept, **_options):
        assert max_bytes == media.MAX_FILE_BYTES
        assert accept == ("image/*",)
        size = into.write(b"picture of " + url.encode())
        return outgoing.Fetched(url, 200, "image/jpeg", b"", size)

    monkeypatch.setattr(outgoing, "fetch", fetch)

    assert content(FromNet()) == b"picture of " + URL.encode()
