"""Forgets what is kept for a time only: counts of limits whose windows have ended."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from newsportal.core import limits


class Command(BaseCommand):
    help = "Forget the counts of limits whose windows have ended."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{limits.forget_expired()} counts forgotten.")
