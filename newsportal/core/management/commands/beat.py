"""Does what is due of all that is done again and again; for cron where no worker of ours runs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from newsportal.core import beat


class Command(BaseCommand):
    help = "Do once what is due of all that is done again and again (settings.BEATS)."

    def handle(self, *args: Any, **options: Any) -> None:
        for name in beat.run_due():
            self.stdout.write(name)
