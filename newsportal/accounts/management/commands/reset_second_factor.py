"""Takes an account's second factor away, for the administrator whose own phone is lost."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsportal.accounts.factors import resetting
from newsportal.core.models import User


class Command(BaseCommand):
    help = "Take the second factor of an account away; its owner hears of it by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address that the account signs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        address = User.objects.normalize_email(options["email"])
        person = User.objects.filter(email=address).first()
        if person is None:
            raise CommandError(f"No account signs in with {address}.")
        try:
            resetting.reset(None, person)
        except resetting.Refused as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"{address} signs in with the password alone until a new one is set up.")
