"""Makes stored HTML anew after the sanitiser has changed (feature C5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import QuerySet

from articles import publishing
from articles.markup import MARKUP_VERSION
from articles.models import Page, Story
from comments import submitting
from comments.markup import COMMENT_MARKUP_VERSION
from comments.models import Comment

#: Rows read at once: memory stays flat however many there are.
CHUNK = 200
#: Progress is told every so many rows.
STEP = 1000


class Command(BaseCommand):
    help = "Make the HTML of stories, pages and comments anew that an older sanitiser has written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")
        parser.add_argument(
            "--all", action="store_true", help="also what the present version has written"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for queryset, version, verb in (
            (Story.objects.exclude(body_html=""), MARKUP_VERSION, publishing.rerender),
            (Page.objects.exclude(body_html=""), MARKUP_VERSION, publishing.rerender),
            (Comment.objects.all(), COMMENT_MARKUP_VERSION, submitting.rerender),
        ):
            old = queryset if options["all"] else queryset.filter(markup_version__lt=version)
            self._rerender(old, verb, is_dry_run=options["dry_run"])

    def _rerender(
        self, old: QuerySet[Any], verb: Callable[[Any], None], *, is_dry_run: bool
    ) -> None:
        name = old.model._meta.verbose_name_plural
        total = old.count()
        if is_dry_run:
            self.stdout.write(f"{name}: {total} to make anew")
            return
        done = 0
        for row in old.order_by("pk").iterator(chunk_size=CHUNK):
            verb(row)
            done += 1
            if done % STEP == 0:
                self.stdout.write(f"{name}: {done} of {total}")
        self.stdout.write(f"{name}: {done} made anew")
