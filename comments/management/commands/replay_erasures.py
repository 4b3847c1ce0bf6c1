"""Erases again what a restored backup has brought back (feature M17)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments import erasing, erasure_journal


class Command(BaseCommand):
    help = "Erase again what the journal says was erased and a restored backup has brought back."
    #: It is what mends what the check of erasures finds.
    requires_system_checks: Any = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="name them, erase nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        missing = erasure_journal.missing()
        for entry in missing:
            self.stdout.write(f"{entry['receipt']}: comment {entry['comment']}, {entry['ground']}")
        if not missing:
            self.stdout.write(f"Nothing is missing ({erasure_journal.path()}).")
        elif options["dry_run"]:
            raise CommandError(f"{len(missing)} erasures are missing; nothing was erased.")
        else:
            self.stdout.write(f"{erasing.replay(missing)} erased again.")
