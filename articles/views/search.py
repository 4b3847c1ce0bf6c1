"""The search page (feature R2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.views.decorators.http import require_safe

from articles import search as searching
from articles.paging import number_of, numbered
from articles.search import answers
from newsportal.core import limits
from newsportal.core.guest_pages import public_page, shows

#: Searches that a network may ask for in a minute, of each process: a class of pupils asks for
#: fewer, and at a sixth of a second each they keep a third of one core busy.
MOST, SECONDS = 120, 60
_asked = limits.ReadingLimit(MOST, SECONDS)


@require_safe
@public_page
def search(request: HttpRequest) -> HttpResponse:
    words = searching.one_line(request.GET.get("q", ""))
    filters = searching.Filters.of(request.GET, request.chrome)  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "words": words,
        "filters": filters,
        "hidden": filters.parameters(),
        "phrases_read": number_format(searching.PHRASES_READ, force_grouping=True),
    }
    shows(request, "home")
    if words:
        verdict = _asked.hit(request)
        if not verdict.allowed:
            return limits.limited_response(request, verdict)
        context |= _answer(request, words, filters)
    return render(request, "articles/search.html", context)


def _answer(request: HttpRequest, words: str, filters: searching.Filters) -> dict[str, Any]:
    number = number_of(request)
    is_literal = request.GET.get("literal") == "1"
    found = searching.search(words, filters, is_literal=is_literal)
    size = searching.SIZE
    start = (number - 1) * size
    page = numbered(answers.stories_of(found.ids[start : start + size + 1]), number, size)
    names = answers.names_of(found, page.stories, filters)
    chrome = request.chrome  # type: ignore[attr-defined]
    narrowing = answers.Narrowing(words, filters, found, names, chrome)
    literal = "&literal=1" if is_literal else ""
    return {
        "found": found,
        "page": page,
        "answers": answers.answers(found, page.stories, names),
        "most": number_format(searching.MOST, force_grouping=True),
        "chosen": narrowing.chosen(),
        "groups": narrowing.all() if found.total or found.elsewhere else [],
        "suggested": filters.address(found.suggestion) if found.suggestion else "",
        "literal": filters.address(words) + "&literal=1",
        "any_words": filters.address(any_words) if (any_words := found.asked.any_words) else "",
        "asked": filters.address(words)[1:] + literal,
        "orders": {
            order: replace(filters, order=order).address(words) + literal
            for order in (searching.BEST, searching.NEWEST)
        },
    }
