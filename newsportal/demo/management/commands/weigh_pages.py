"""`manage.py weigh_pages`: what pages weigh and how fast they show, in a browser on a slow line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from articles.models import Section, Story
from newsportal.demo import weighing

#: Kilobytes of compressed HTML that a list and a story may have (DESIGN.md, section 6).
LIST_KB, STORY_KB = 20, 25


class Command(BaseCommand):
    help = "Measures the pages of this newspaper in Chromium on a slow line, beside their budgets."

    def handle(self, *args: Any, **options: Any) -> None:
        lacking = weighing.missing()
        if lacking:
            self.stderr.write(
                self.style.ERROR(
                    f"PAGES NOT WEIGHED IN A BROWSER: there is no {lacking} here. "
                    "`make check` installs Playwright, the system Chromium."
                )
            )
            return
        line = "{:<22}{:>7}{:>7}{:>6}{:>7}{:>9}{:>8}  {}"
        head = ("KB over the line", "HTML", "CSS", "JS", "fonts", "LCP ms", "CLS", "")
        self.stdout.write("\n" + line.format(*head))
        css, script, fonts = weighing.MOST_KB.values()
        most = (
            f"{LIST_KB}/{STORY_KB}",
            css,
            script,
            fonts,
            weighing.MOST_LCP_MS,
            weighing.MOST_CLS,
        )
        self.stdout.write(line.format("budget", *most, ""))
        for one in weighing.run(_pages()):
            numbers = [f"{one.kilobytes[kind]:.1f}" for kind in weighing.KINDS]
            verdict = f"over: {', '.join(one.over)}" if one.over else "ok"
            self.stdout.write(
                line.format(one.name, *numbers, f"{one.lcp:.0f}", f"{one.cls:.3f}", verdict)
                + f" ({one.what})"
            )
        if os.getloadavg()[0] > (os.cpu_count() or 1):
            self.stderr.write("This machine is busy: on an idle one LCP is shorter.")


def _pages() -> Iterator[tuple[str, str, float]]:
    """The kinds of pages that have a budget, of the largest there is; a newspaper may lack some."""
    yield "home", "/", LIST_KB
    section = Section.objects.filter(parent=None).order_by("pk").first()
    if section:
        yield "section", section.get_absolute_url(), LIST_KB
    talked = Story.objects.live().order_by("-comment_count", "pk").first()
    if talked:
        name = f"story, {talked.comment_count} comments"
        yield name, talked.get_absolute_url(), STORY_KB
        word = max(talked.headline.split(), key=len)
        yield "search", f"/search/?q={word}", LIST_KB
