"""Compares the counters of comments with the truth (feature C16)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments import desk_days, moderation, reporting, weighing


class Command(BaseCommand):
    help = "Compare the counters of all discussions with the truth and repair those that drifted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="report, repair nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        drifts = [
            *moderation.recount(repair=not options["dry_run"]),
            *reporting.recount(repair=not options["dry_run"]),
            *weighing.recount(repair=not options["dry_run"]),
        ]
        for drift in drifts:
            self.stdout.write(
                f"story {drift.story}: {drift.counter} is {drift.stored}, true is {drift.true}"
            )
        days = desk_days.untrue(repair=not options["dry_run"])
        for day in days:
            self.stdout.write(f"the desk's figures of {day} are not those of its events")
        number = len(drifts) + len(days)
        if not number:
            self.stdout.write("All counters are true.")
        elif options["dry_run"]:
            raise CommandError(f"{number} counters have drifted; nothing was repaired.")
        else:
            self.stdout.write(f"{number} counters repaired.")
