"""The versions of a story or page: the list, the difference of any two, restoring one (E7).

View functions that the admin of documents wires by `urls`; it finds the document and asks the
rights to open it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import differences, publishing, rights
from articles.models import PublicVersion, Story
from articles.models.revision import Event
from articles.working_copy import read

#: Versions on a page.
SIZE = 50
#: Digits of a number that a version may have: what the column holds.
DIGITS = 9


@dataclass(frozen=True)
class Row:
    """One line of the list.

    Attributes:
        revision: without its content.
        live_at: when readers first got it, None if they never did.
        is_live, is_newest, is_due: whether readers see it now, the form opens it, the worker will
            make it live.
    """

    revision: Any
    live_at: Any
    is_live: bool
    is_newest: bool
    is_due: bool


def urls(admin: Any) -> list[URLPattern]:
    """Addresses of the pages, for the admin of stories or of pages."""
    name = f"articles_{admin.opts.model_name}"

    def wired(allowed: Any, view: Any) -> Any:
        return admin.admin_site.admin_view(allowed(partial(view, admin)))

    return [
        path("<int:pk>/revisions/", wired(require_safe, revisions), name=f"{name}_revisions"),
        path(
            "<int:pk>/revisions/difference/",
            wired(require_safe, difference),
            name=f"{name}_difference",
        ),
        path("<int:pk>/revisions/restore/", wired(require_POST, restore), name=f"{name}_restore"),
    ]


def revisions(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Every save, newest first; two can be chosen to be compared."""
    document = opened(admin, request, pk)
    saves = document.revisions.defer("snapshot").select_related("created_by")
    shown = Paginator(saves, SIZE).get_page(request.GET.get("page"))
    rows = _rows(document, shown.object_list)
    context = {
        **_frame(admin, request, document, _("Versions of “%(title)s”") % {"title": document}),
        "page": shown,
        "rows": rows,
        "old_number": _beside_newest(rows),
        "live_number": _number_of_live(document),
    }
    return render(request, "admin/articles/document/revisions.html", context)


def difference(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """What turns one version into another, field by field."""
    document = opened(admin, request, pk)
    old, new = _revisions(document, request.GET.get("old"), request.GET.get("new"))
    if old is None or new is None:
        messages.warning(request, _("Choose two versions to compare."))
        return HttpResponseRedirect(_address("revisions", document))
    before, after = read(old), read(new)
    names = differences.names_of(before, after, user=request.user)
    title = _("Versions %(old)d and %(new)d of “%(title)s”") % {
        "old": old.number,
        "new": new.number,
        "title": document,
    }
    context = {
        **_frame(admin, request, document, title),
        "sides": _rows(document, [old, new]),
        "old": old,
        "new": new,
        "found": differences.contents(before, after, names),
    }
    return render(request, "admin/articles/document/difference.html", context)


def restore(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Make an older version the newest one; readers see nothing of it yet."""
    document = opened(admin, request, pk)
    if not admin.has_change_permission(request, document):
        raise PermissionDenied
    (revision,) = _revisions(document, request.POST.get("number"))
    if revision is None:
        raise Http404
    before = document.working_revision
    made = publishing.restore(document, request.user, revision)
    if made == before:
        messages.info(request, _("The newest version says the same: nothing has changed."))
    else:
        admin.log_change(request, document, _("An older version was restored."))
        _tell(request, document, revision, made, before)
    return HttpResponseRedirect(_address("change", document))


# Parts -------------------------------------------------------------------------------------------


def opened(admin: Any, request: HttpRequest, pk: int) -> Any:
    """The document, if the person may open it (404 and 403 otherwise)."""
    document = admin.get_object(request, str(pk))
    if document is None:
        raise Http404
    if not rights.may_open(request.user, document):
        raise PermissionDenied
    return document


def _address(name: str, document: Any) -> str:
    return reverse(f"admin:articles_{document._meta.model_name}_{name}", args=[document.pk])


def _frame(admin: Any, request: HttpRequest, document: Any, title: str) -> dict[str, Any]:
    """What both pages show round their own part."""
    return {
        **admin.admin_site.each_context(request),
        "title": title,
        "opts": admin.opts,
        "document": document,
        "may_restore": admin.has_change_permission(request, document),
        "form_address": _address("change", document),
        "list_address": _address("revisions", document),
        "difference_address": _address("difference", document),
        "restore_address": _address("restore", document),
    }


def _revisions(document: Any, *numbers: str | None) -> list[Any]:
    """The revisions of the numbers, None for what is none; in one query."""
    asked = [
        int(number) if number and number.isascii() and number.isdigit() else 0
        for number in (number and number[:DIGITS] for number in numbers)
    ]
    saves = document.revisions.select_related("created_by").filter(number__in=asked)
    found = {save.number: save for save in saves}
    return [found.get(number) for number in asked]


def _rows(document: Any, saves: Iterable[Any]) -> list[Row]:
    saves = list(saves)
    live_at = _live_at(document, [save.pk for save in saves])
    is_live = document.is_live()
    return [
        Row(
            save,
            live_at.get(save.pk),
            is_live and save.pk == document.live_revision_id,
            save.pk == document.working_revision_id,
            save.pk == document.change_revision_id,
        )
        for save in saves
    ]


def _live_at(document: Any, pks: list[int]) -> dict[int, Any]:
    """When readers first got each of the revisions; those they never got are left out."""
    if isinstance(document, Story):
        seen = PublicVersion.objects.seen().filter(revision__in=pks)
    else:
        kinds = (Event.Kind.PUBLISHED, Event.Kind.CHANGED)
        seen = document.events.filter(revision__in=pks, kind__in=kinds)
    return dict(seen.order_by("-at").values_list("revision", "at"))


def _number_of_live(document: Any) -> int | None:
    return document.live_revision.number if document.is_live() and document.live_revision else None


def _beside_newest(rows: list[Row]) -> int | None:
    """The version that is chosen first to be compared: the live one, else the one before."""
    live = [row.revision.number for row in rows[1:] if row.is_live]
    return next(iter([*live, *(row.revision.number for row in rows[1:2])]), None)


def _tell(request: HttpRequest, document: Any, restored: Any, made: Any, before: Any) -> None:
    """Say what was restored, and how to undo it."""
    query = urlencode({"old": made.number, "new": before.number})
    messages.success(
        request,
        format_html(
            '{} <a href="{}?{}">{}</a>',
            _("Version %(old)d is restored, as version %(new)d.")
            % {"old": restored.number, "new": made.number},
            _address("difference", document),
            query,
            _("See what changed, or go back to version %(number)d") % {"number": before.number},
        ),
    )
