"""`manage.py bench`: how fast the pages are, on a database of its own that is dropped again."""

from __future__ import annotations

from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test.utils import override_settings

from newsportal.demo import benching, bursts, mailing
from newsportal.demo.load import loading
from newsportal.demo.management.commands.seed_load import number
from newsportal.interop.progress import Bars

#: Beside the newspaper's own database, which is not touched.
DATABASE = "newsportal_bench"


class Command(BaseCommand):
    help = "Measures pages and posting in a database of its own, beside a constant view."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stories", type=number, default=2000, metavar="N")
        parser.add_argument("--comments", type=number, default=25000, metavar="M")
        parser.add_argument("--rounds", type=number, default=20, help="requests of each kind")
        parser.add_argument(
            "--readers", type=number, default=200, help="who post at once; below 8: nobody"
        )
        parser.add_argument(
            "--mails", type=number, default=10000, help="addresses of a newsletter; 1: nobody"
        )
        parser.add_argument(
            "--here",
            action="store_true",
            help="measure what seed_load has put into the present database; adds a few "
            "accounts and comments, which seed_load --remove takes away",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rounds = max(options["rounds"], 1)
        if options["here"]:
            self._measure(rounds, options["readers"], options["mails"])
            return
        before = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = DATABASE
        with TemporaryDirectory() as folder, override_settings(STORAGES=_storages(folder)):
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            try:
                loading.load(options["stories"], options["comments"], tell=Bars(self.stderr))
                self._measure(rounds, options["readers"], options["mails"])
            finally:
                connection.creation.destroy_test_db(before, verbosity=0)

    def _measure(self, rounds: int, readers: int, mails: int) -> None:
        self._table(rounds)
        looking = benching.word_lists(rounds)
        self.stdout.write(
            f"\nWord lists over a comment of 2,000 characters: {looking.many:.2f} ms of CPU with "
            f"5,000 entries, {looking.few:.2f} with five ({looking.many / looking.few:.2f}); "
            f"{looking.first:.2f} when each word is new to the process."
        )
        if mails > 1:
            self._mailing(mails)
        if readers >= bursts.CLIENTS:
            self._burst(readers)
        call_command("weigh_pages", stdout=self.stdout, stderr=self.stderr)

    def _burst(self, readers: int) -> None:
        burst = benching.burst(readers)
        self.stdout.write(
            f"\n{readers} readers post to one story at once, {bursts.PROCESSES} web processes: "
            f"{burst.posts:.0f} comments a second. The same number of connections with nothing "
            f"but an INSERT: {burst.inserts:.0f} a second ({burst.posts / burst.inserts:.2f})."
        )
        if burst.refused:
            msg = f"{burst.refused} of these comments were not taken."
            raise CommandError(msg)

    def _mailing(self, mails: int) -> None:
        sent = mailing.run(mails)
        self.stdout.write(
            f"\nAn issue of a newsletter to {mails} addresses, over SMTP to a server that takes "
            f"everything: {sent.mails:.0f} mails a second with {sent.queries:.1f} statements each. "
            f"A bare loop over one connection: {sent.bare:.0f} ({sent.mails / sent.bare:.2f})."
        )
        if sent.doubled or sent.missing:
            msg = f"{sent.doubled} addresses got it twice, {sent.missing} not at all."
            raise CommandError(msg)

    def _table(self, rounds: int) -> None:
        line = "{:<32}{:>8}{:>10}{:>10}{:>8}{:>10}"
        self.stdout.write(line.format("", "queries", "wall ms", "CPU ms", "KB", "× constant"))
        base = 0.0
        for one in benching.run(rounds):
            base = base or one.wall
            self.stdout.write(
                line.format(
                    one.name,
                    one.queries,
                    f"{one.wall:.1f}",
                    f"{one.cpu:.1f}",
                    f"{one.kilobytes:.0f}",
                    f"{one.wall / base:.1f}",
                )
            )


def _storages(folder: str) -> dict[str, Any]:
    """The settings' storages with pictures in a folder that goes again."""
    place = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder, "base_url": "/media/"},
    }
    return {**settings.STORAGES, "default": place, "originals": place}
