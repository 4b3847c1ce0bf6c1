"""Forgets what is kept for a time only: counts of limits, and of addresses that lead nowhere."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from newsportal.core import limits, not_found


class Command(BaseCommand):
    help = "Forget counts of limits whose windows have ended, and of missing addresses of old."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{limits.forget_expired()} counts forgotten.")
        self.stdout.write(f"{not_found.forget_expired()} counts of missing addresses forgotten.")
