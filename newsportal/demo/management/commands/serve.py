"""`manage.py serve [--demo]`: the whole portal on this machine, with one command."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.chrome import load as load_chrome
from newsportal.demo import loading, people, serving
from newsportal.environment import environment
from newsportal.setup import starting


class Command(BaseCommand):
    help = "Runs the portal here: database, web process and worker. Ctrl-C ends it."
    requires_system_checks: list[
        str
    ] = []  # asked for below, when it is known whether this is the demo

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo", action="store_true", help="load the demonstration when the database is empty"
        )

    def handle(self, *args: Any, demo: bool, **options: Any) -> None:
        if demo and not environment.demo:
            # Settings are read before options are: begin anew as a demonstration.
            os.environ["DEMO"] = "1"
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 -- ourselves
        self.check()
        self._check_port()
        self.stdout.write("Preparing the database (about a minute, when it is new) …")
        call_command("migrate", verbosity=0)
        if demo and loading.look() is loading.Holds.NOTHING:
            call_command("seed_demo")
        if settings.STATIC_ROOT is not None:
            call_command("collectstatic", verbosity=0, interactive=False)
        self._welcome()
        self.stdout.flush()
        supervisor = serving.Supervisor(
            [serving.web(environment.port), serving.worker()], self._tell
        )
        supervisor.run()
        self._tell("Stopped. The database goes on; `make stop` stops it.")

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _check_port(self) -> None:
        """Refuse at once, with the way out, when something listens there already."""
        with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", environment.port)) == 0:
                raise CommandError(
                    f"Something listens on port {environment.port} already. Stop it, or take "
                    f"another port: PORT={environment.port + 1} make demo"
                )

    def _welcome(self) -> None:
        address = environment.site_url
        chrome = load_chrome()
        if not chrome.is_launched:
            self.stdout.write(
                f"\nYour newspaper waits to be set up. Open this link:\n"
                f"\n  {address}/setup/?code={starting.code()}\n"
            )
            return
        self.stdout.write(f"\n{chrome.site.name}: {address}\n  the newsroom: {address}/admin/\n")
        if loading.look() is loading.Holds.DEMONSTRATION:
            self.stdout.write(f"\nAccounts, password {people.PASSWORD}:")
            for account in people.ACCOUNTS:
                role = account.role or "Reader"
                self.stdout.write(f"  {account.email:26} {role:14} {account.name}")
            self.stdout.write("\nMails are printed here. Ctrl-C ends it.\n")
