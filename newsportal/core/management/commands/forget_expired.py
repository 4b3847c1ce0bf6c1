"""Forgets what is kept for a time only, as `settings.FORGETTING` lists it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from newsportal.core import forgetting


class Command(BaseCommand):
    help = "Forget what is kept for a time only: counts, old notices, networks of reporters …"

    def handle(self, *args: Any, **options: Any) -> None:
        for words, number in forgetting.forget_expired().items():
            self.stdout.write(f"{number} {words} forgotten.")
