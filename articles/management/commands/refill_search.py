"""Writes the index of words anew for stories that were written by older rules (feature R2)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles import search
from articles.models import Story

#: Progress is told every so many stories.
STEP = 1000


class Command(BaseCommand):
    help = (
        "Make the words by which stories are found anew where older rules have written them; the"
        " worker does the same by and by."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")
        parser.add_argument("--all", action="store_true", help="also what the present rules wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        stories = Story.objects.all() if options["all"] else search.old()
        total = stories.count()
        if options["dry_run"]:
            self.stdout.write(f"stories: {total} to make anew")
            return
        ids = list(stories.order_by("pk").values_list("pk", flat=True))
        for begin in range(0, total, STEP):
            search.write(ids[begin : begin + STEP])
            self.stdout.write(f"stories: {min(begin + STEP, total)} of {total}")
