"""Crawls every public address for what is not public yet, and fails loudly on a leak."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import embargoes


class Command(BaseCommand):
    help = "Crawl every public address and feed for embargoed and scheduled stories."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--everything",
            action="store_true",
            help="look for drafts and withdrawn stories too",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.asked = 0
        leaks = embargoes.check(everything=options["everything"], told=self._count)
        for leak in leaks:
            self.stderr.write(self.style.ERROR(str(leak)))
        if leaks:
            raise CommandError(f"{len(leaks)} leaks at {self.asked} public addresses.")
        self.stdout.write(f"No leak at {self.asked} public addresses.")

    def _count(self, _path: str) -> None:
        self.asked += 1
        if self.stdout.isatty() and self.asked % 20 == 0:
            self.stdout.write(f"\r{self.asked} addresses", ending="")
