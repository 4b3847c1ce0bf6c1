"""Records what is due, for installations that use cron beside or instead of the worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles import publishing


class Command(BaseCommand):
    help = "Record what time has published, changed and withdrawn (the worker does so by itself)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{publishing.run_due()} recorded.")
