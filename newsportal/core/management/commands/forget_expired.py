"""Forgets what is kept for a time only: counts, missing addresses, old notices, deliveries."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from newsportal.core import limits, not_found, notices, webhooks


class Command(BaseCommand):
    help = "Forget what is kept for a time only: counts, missing addresses, notices, deliveries."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{limits.forget_expired()} counts forgotten.")
        self.stdout.write(f"{not_found.forget_expired()} counts of missing addresses forgotten.")
        self.stdout.write(f"{notices.forget_old()} notices forgotten.")
        self.stdout.write(f"{webhooks.forget_old()} deliveries of webhooks forgotten.")
