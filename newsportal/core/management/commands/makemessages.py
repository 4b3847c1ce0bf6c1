"""`manage.py makemessages`: bring the catalogs of translations to the source and compile them.

In place of Django's own, which needs GNU gettext on the machine and guesses uncertain translations.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Bring the catalogs of translations to the texts of the source, and compile them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "languages", nargs="*", help="Codes of languages; all if none is named."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from newsportal.core import translating
        except ModuleNotFoundError as error:
            raise CommandError(
                "makemessages needs Babel, which comes with the development environment "
                "(make .venv/development.stamp)."
            ) from error
        for language in options["languages"] or translating.languages():
            catalog = translating.update(language)
            missing = sum(not translating.is_translated(one, catalog) for one in catalog if one.id)
            self.stdout.write(f"{language}: {len(catalog)} texts, {missing} without a translation")
