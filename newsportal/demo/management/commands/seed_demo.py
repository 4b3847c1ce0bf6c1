"""`manage.py seed_demo [--remove]`: the demonstration newsroom comes, or goes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsportal.demo import content_files, drawing, loading, people, removing
from newsportal.interop.progress import Progress

NOT_EMPTY = (
    "The database holds a newspaper already, so the demonstration was not loaded. "
    "It needs an empty database: name another one in DATABASE_URL."
)


class Command(BaseCommand):
    help = "Fills an empty database with the demonstration newsroom, or removes it again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove",
            action="store_true",
            help="clear the demonstration and keep what was added to it",
        )

    def handle(self, *args: Any, remove: bool, **options: Any) -> None:
        if remove:
            self._remove()
        else:
            self._load()

    def _load(self) -> None:
        holds = loading.look()
        if holds is loading.Holds.DEMONSTRATION:
            self.stdout.write("The demonstration is loaded already; nothing was changed.")
            return
        if holds is loading.Holds.SOMETHING_ELSE:
            raise CommandError(NOT_EMPTY)
        content = content_files.read()
        try:
            loading.load(content, drawing.draw_all(content, self._tell), tell=self._tell)
        except loading.NotEmpty:
            raise CommandError(NOT_EMPTY) from None
        comments = sum(len(story.comments) for story in content.stories)
        self.stdout.write(
            f"{loading.NEWSPAPER['name']} is loaded: {len(content.stories)} stories, "
            f"{len(content.authors)} authors, {comments} comments. "
            f"Accounts have the password {people.PASSWORD}."
        )

    def _tell(self, what: str, done: int, total: int) -> None:
        if done == 1:
            self._progress = Progress(self.stderr, what, total)
        self._progress.advance()
        if done == total:
            self._progress.close()

    def _remove(self) -> None:
        if loading.look() is not loading.Holds.DEMONSTRATION:
            self.stdout.write("There is no demonstration here; nothing was changed.")
            return
        removed = removing.remove(content_files.read())
        gone = ", ".join(f"{number} {noun}" for noun, number in sorted(removed.counts.items()))
        self.stdout.write(f"Removed: {gone}.")
        if removed.comments_of_others:
            self.stdout.write(
                f"{removed.comments_of_others} comments of your own readers stood below "
                "stories of the demonstration and went with them."
            )
        if removed.kept:
            self.stdout.write("Kept, and your own from now on:")
            for sentence in removed.kept:
                self.stdout.write(f"  {sentence}")
