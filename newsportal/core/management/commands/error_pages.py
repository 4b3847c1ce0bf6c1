"""`manage.py error_pages FOLDER`: the pages that a proxy shows when no web process answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template import loader

#: Both are made without the database, in the language of LANGUAGE_CODE (feature R14).
PAGES = ("500.html", "503.html")


class Command(BaseCommand):
    help = "Writes 500.html and 503.html, for a proxy to show while the portal is down."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="made when it is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in PAGES:
                page = loader.get_template(name).render()
                (folder / name).write_text(page, encoding="utf-8")
        except OSError as error:
            msg = f"Cannot write to {folder}: {error.strerror}."
            raise CommandError(msg) from None
        self.stdout.write(f"Wrote {' and '.join(PAGES)} to {folder}.")
