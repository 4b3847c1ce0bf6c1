"""`manage.py import_wordpress FILE.xml …`: a WordPress site becomes a site here (feature F8)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from newsportal.interop.progress import Progress
from newsportal.interop.reporting import Report
from newsportal.interop.wordpress.context import Options
from newsportal.interop.wordpress.importing import Busy, Watcher, bring_in
from newsportal.interop.wordpress.media import BadArchive, FromNet, PictureSource, source_at
from newsportal.interop.wordpress.reading import WXRError

#: What a shell expects of a program that was interrupted.
INTERRUPTED = 130
#: From this verbosity on, each thing that is left out has a line.
EACH_LINE = 2


class Command(BaseCommand):
    help = (
        "Bring in sections, tags, authors, stories, pages, menus, pictures and comments from "
        "exports of WordPress (Tools, Export). What is here already is left alone, so it can be "
        "run again, also after an interruption."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="FILE.xml", help="an export (WXR 1.0 to 1.2)"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing, say what would be imported"
        )
        parser.add_argument(
            "--media", action="store_true", help="fetch pictures from the addresses in the export"
        )
        parser.add_argument(
            "--media-from",
            type=Path,
            metavar="FOLDER_OR_ZIP",
            help="take pictures from a copy of wp-content/uploads",
        )
        parser.add_argument(
            "--section",
            default="",
            metavar="NAME",
            help='section of stories that have no category (default: "News")',
        )
        parser.add_argument(
            "--menu",
            default="",
            metavar="SLUG",
            help="the old menu that becomes the main menu (default: the likeliest)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = Report()
        if options["verbosity"] >= EACH_LINE:
            report.on_left = self.stdout.write
        progress = _Bars(self)
        try:
            bring_in(
                options["files"],
                Options(
                    pictures=_picture_sources(options["media_from"], net=options["media"]),
                    default_section=options["section"].strip(),
                    main_menu=options["menu"].strip(),
                    is_dry_run=options["dry_run"],
                ),
                report,
                Watcher(progress.read, progress.start, progress.advance),
            )
        except (WXRError, BadArchive, Busy) as error:
            progress.close()
            raise CommandError(str(error)) from error
        except KeyboardInterrupt as error:
            progress.close()
            raise CommandError(
                _("Interrupted. What was brought in stays; run it again to go on."),
                returncode=INTERRUPTED,
            ) from error
        progress.close()
        for line in report.lines():
            self.stdout.write(line)


def _picture_sources(place: Path | None, *, net: bool) -> list[PictureSource]:
    sources: list[PictureSource] = [source_at(place)] if place else []
    return [*sources, FromNet()] if net else sources


class _Bars:
    """The progress of both readings; of the first the total is not known, so it only counts."""

    #: Items between two lines of the first reading.
    STRIDE = 5000

    def __init__(self, command: BaseCommand) -> None:
        self._stream = command.stderr
        self._read = 0
        self._bar: Progress | None = None

    def read(self) -> None:
        self._read += 1
        if self._read % self.STRIDE == 0:
            line = _("Checked: %(count)d items") % {"count": self._read}
            self._stream.write(line, style_func=str)

    def start(self, total: int) -> None:
        self._bar = Progress(self._stream, _("Items"), total)

    def advance(self) -> None:
        if self._bar:
            self._bar.advance()

    def close(self) -> None:
        if self._bar:
            self._bar.close()
