"""A file of 100 MB takes no more memory than a small one (`make trial`)."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from articles.models import Story
from newsportal.interop.reporting import Report
from newsportal.interop.wordpress.context import Options
from newsportal.interop.wordpress.importing import Watcher, bring_in
from newsportal.interop.wordpress.reading import read_wxr
from tests.interop import wxr

MEGABYTE = 1 << 20
STORIES = 2_000
PARAGRAPH = "The ferry left at six with nine people on board, and came back with ten. "
#: What caches of known size, fragments and the database's own buffers take beside the import.
ALLOWANCE = 64 * MEGABYTE


def parts(stories: int) -> Iterator[str]:
    yield wxr.author("ada", "Ada Lovell")
    yield from (wxr.category(f"section-{number}", number=number + 1) for number in range(20))
    yield from (wxr.tag(f"tag-{number}") for number in range(500))
    for number in range(1, stories + 1):
        paragraphs = (f"{number}.{line} {PARAGRAPH * 8}" for line in range(75))
        yield wxr.item(
            number,
            wxr.filed(f"section-{number % 20}"),
            wxr.filed(f"tag-{number % 500}", "post_tag"),
            *(
                wxr.comment(number * 10 + one, PARAGRAPH * 6, parent=number * 10 if one else 0)
                for one in range(10)
            ),
            content="\n\n".join(paragraphs),
            name=f"story-{number}",
            link=f"{wxr.SITE}/2019/05/01/story-{number}/",
        )


@pytest.fixture(scope="module")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "large.xml"
    head, end = wxr.wxr("PARTS").split(b"PARTS")
    with path.open("wb") as written:
        written.write(head)
        for part in parts(STORIES):
            written.write(part.encode())
        written.write(end)
    assert path.stat().st_size > 95 * MEGABYTE
    return path


class Memory:
    """The most that the process held since the tenth part of the work was done."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._calls = 0
        self.start = self.most = 0

    def __call__(self) -> None:
        self._calls += 1
        held = self._process.memory_info().rss
        if self._calls == STORIES // 10:
            self.start = held
        self.most = max(self.most, held)


@pytest.mark.trial
def test_reading_is_flat(large_file: Path) -> None:
    memory = Memory()
    with large_file.open("rb") as source:
        for _entry in read_wxr(source):
            memory()

    assert memory.most - memory.start < ALLOWANCE // 4


@pytest.mark.trial
@pytest.mark.django_db
def test_bringing_in_is_flat(large_file: Path) -> None:
    reading, writing, report = Memory(), Memory(), Report()

    bring_in([large_file], Options(), report, Watcher(on_read=reading, on_item=writing))

    assert Story.objects.live().count() == STORIES
    assert report.items_accounted == STORIES
    assert reading.most - reading.start < ALLOWANCE // 4
    assert writing.most - writing.start < ALLOWANCE
