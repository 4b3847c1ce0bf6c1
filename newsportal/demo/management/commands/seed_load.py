"""`manage.py seed_load --stories N --comments M`: a newspaper's mass, to measure with."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsportal.demo.load import loading
from newsportal.interop.progress import Bars

PUBLIC = (
    "This is a public site (neither DEBUG nor DEMO is set), and the load seed fills it with "
    "stories that nobody wrote. Add --on-a-public-site if that is what you want."
)


def number(text: str) -> int:
    """A whole number of 0 or more, as an option gives it."""
    if not text.isdecimal():
        msg = f"“{text}” is no number of 0 or more."
        raise ArgumentTypeError(msg)
    return int(text)


class Command(BaseCommand):
    help = "Adds many stories and comments to measure the portal with, or removes them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stories", type=number, default=0, metavar="N")
        parser.add_argument("--comments", type=number, default=0, metavar="M")
        parser.add_argument("--seed", type=number, default=1, help="deals other texts")
        parser.add_argument("--remove", action="store_true", help="delete what was loaded")
        parser.add_argument("--on-a-public-site", action="store_true", dest="public")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or settings.DEMO or options["public"]):
            raise CommandError(PUBLIC)
        if options["remove"]:
            gone = loading.remove(Bars(self.stderr))
            self.stdout.write(f"Removed: {gone} stories and all that was loaded with them.")
            return
        stories, comments = options["stories"], options["comments"]
        if not stories:
            raise CommandError("Say how many: --stories 1000 --comments 20000")
        loading.load(stories, comments, seed=options["seed"], tell=Bars(self.stderr))
        self.stdout.write(
            f"Loaded {stories} stories and about {comments} comments. "
            "seed_load --remove takes them away again."
        )
