"""The report of the newsroom's debts: a page with filters, as a file, and a second look."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from articles.admin.images import thumbnail
from articles.debts import reading, report
from articles.debts.kinds import Kind, all_kinds, kind_of
from articles.models import Section

#: Lines of a page: an hour's mending.
PAGE = 50
#: More digits than any id has.
LONGEST_ID = 18


def urls(in_newsroom: Callable[[Callable[..., Any]], Callable[..., Any]]) -> list[URLPattern]:
    """The addresses of the report, for the newsroom's own list.

    Args:
        in_newsroom: lets staff in only, such as `AdminSite.admin_view`.
    """
    return [
        path("debt/", in_newsroom(page), name="debt"),
        path("debt/again/", in_newsroom(again), name="debt_again"),
        path("debt/debt.csv", in_newsroom(download), name="debt_csv"),
    ]


class Choice:
    """What somebody asks for: a kind, a section; what is none of theirs is left out."""

    def __init__(self, request: HttpRequest) -> None:
        if not report.may_see(request.user):
            raise PermissionDenied
        self.kind: Kind | None = kind_of(request.GET.get("kind", ""))
        self.sections = report.sections_for(request.user)
        wanted = request.GET.get("section", "")
        self.section = next((one for one in self.sections if str(one.pk) == wanted), None)
        self.stories = report.stories_of(request.user, self.section)
        self.kinds = [self.kind] if self.kind else all_kinds()

    def query(self, kind: Kind | None) -> str:
        """The address of the same section with another kind."""
        asked = {"kind": kind.code if kind else "", "section": _number(self.section)}
        return "&".join(f"{name}={value}" for name, value in asked.items() if value)


def _number(section: Section | None) -> str:
    return str(section.pk) if section else ""


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """A page of debts, those of the newest stories first."""
    choice = Choice(request)
    counted = report.counts(choice.stories)
    found = report.rows(choice.stories, choice.kinds)
    pages = _Counted(found, PAGE, sum(counted[kind.code] for kind in choice.kinds))
    shown = pages.get_page(request.GET.get("page"))
    lines = [
        {
            "debt": debt,
            "mend": debt.kind.mend(debt, request.user),  # type: ignore[arg-type]
            "thumbnail": thumbnail(debt.image) if debt.image else "",
        }
        for debt in report.told(shown.object_list)
    ]
    context = {
        **admin.site.each_context(request),
        "title": _("Newsroom debt"),
        "choice": choice,
        "pills": [(kind, counted[kind.code], choice.query(kind)) for kind in all_kinds()],
        "all_query": choice.query(None),
        "total": sum(counted.values()),
        "query": choice.query(choice.kind),
        "shown": shown,
        "lines": lines,
        "story_ids": sorted({line["debt"].story.pk for line in lines}),
        "unread": reading.unread(choice.stories).count(),
    }
    return render(request, "admin/debt/page.html", context)


class _Counted(Paginator):  # type: ignore[type-arg]
    """Pages of a number that is known already."""

    def __init__(self, rows: Any, size: int, count: int) -> None:
        super().__init__(rows, size)
        self.__dict__["count"] = count


@require_GET
def download(request: HttpRequest) -> StreamingHttpResponse:
    """Every line of the choice as CSV; the mark at its beginning tells Excel that it is UTF-8."""
    choice = Choice(request)
    lines = report.table(request.user, choice.stories, choice.kinds)  # type: ignore[arg-type]
    response = StreamingHttpResponse(
        itertools.chain(["\ufeff"], lines), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="newsroom-debt.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Read the stories of a page once more, after something was mended elsewhere."""
    choice = Choice(request)
    named = [
        int(one)
        for one in request.POST.getlist("story")[:PAGE]
        if one.isascii() and one.isdigit() and len(one) <= LONGEST_ID
    ]
    stories = report.stories_of(request.user).filter(pk__in=named).defer("body_text", "search")
    count = reading.read(list(stories))
    words = ngettext("%(count)d story was read again.", "%(count)d stories were read again.", count)
    messages.success(request, words % {"count": count})
    query = choice.query(choice.kind)
    return HttpResponseRedirect(f"{reverse('admin:debt')}{'?' if query else ''}{query}")
