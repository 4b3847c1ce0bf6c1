"""The discussion: its part of the story page, and its own pages by order and cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from articles.models import Story
from comments import news, rights, threads
from comments.control_form import ControlForm
from comments.discussions import controls_on, discussion_of, rule_for
from comments.forms import new_form
from comments.models import Discussion
from comments.readers_view import view_of
from newsportal.core.guest_pages import is_personal, shows
from newsportal.core.models import User

#: Reads a page of threads for a discussion's row and the reader who is signed in.
ReadPage = Callable[[Discussion, User | None], threads.ThreadPage]


def reader_of(request: HttpRequest) -> User | None:
    """Who is signed in; never asks the session of a guest."""
    if is_personal(request) and request.user.is_authenticated:
        return request.user
    return None


def context_for(request: HttpRequest, story: Story, read: ReadPage | None = None) -> dict[str, Any]:
    """All that the discussion's template shows: in three queries for guests, four for a reader.

    Args:
        read: reads the page of threads; the first page of the newest when None.
    """
    reader = reader_of(request)
    row = discussion_of(story)
    page = (read or _threads(story, threads.DEFAULT_ORDER))(row, reader)
    shows(request, f"discussion:{story.pk}")
    return {
        "story": story,
        "discussion": row,
        "rule": rule_for(story, row),
        "thread_page": page,
        "reader_view": view_of(reader, story, page.comments()),
        "story_authors": story_authors(story),
        "form": new_form(request, story, None),
        **desk_for(reader, story),
    }


def desk_for(reader: User | None, story: Story) -> dict[str, Any]:
    """What moderators of the story's section see above its discussion (feature C8)."""
    if reader is None or not reader.is_staff:
        return {}
    if not rights.may_control(reader, story.section_id):
        return {}
    return {"desk": ControlForm(), "controls_on": controls_on(story)}


def story_authors(story: Story) -> set[int]:
    """Accounts of the people in the story's bylines, whose own comments carry a badge."""
    if hasattr(story, "byline_accounts"):
        return set(story.byline_accounts)
    accounts = {byline.author.user_id for byline in story.bylines.all()}
    return {account for account in accounts if account is not None}


def discussion_page(request: HttpRequest, story: Story) -> HttpResponse:
    """Threads in the order and from the place that the address names.

    An order that there is not, or a malformed cursor, leads to the first page (house rule 13).
    """
    read = _page_named_by(request.GET, story)
    if read is None:
        return HttpResponseRedirect(request.path)
    shows(request, f"story:{story.pk}")
    return render(request, "comments/discussion.html", context_for(request, story, read))


def _page_named_by(named: QueryDict, story: Story) -> ReadPage | None:
    """What reads the page that an address names; None when it names none."""
    text = named.get("after")
    if "since" in named:
        number, thread = news.read_number(named.get("since")), news.read_cursor(text)
        if number is None or (text is not None and thread is None):
            return None
        return lambda _row, _reader: news.new_threads(story, number, thread)
    order = named.get("order", threads.DEFAULT_ORDER)
    after = threads.read_cursor(text, order) if order in threads.KEYS else None
    if order not in threads.KEYS or (text is not None and after is None):
        return None
    if order == threads.PICKS:
        return lambda _row, _reader: threads.picks_page(story, after)
    return _threads(story, order, after)


def _threads(story: Story, order: str, after: threads.After | None = None) -> ReadPage:
    return lambda row, reader: threads.thread_page(
        story, order, after, reader, epoch=row.score_epoch, is_empty=not row.public_count
    )
