"""Addresses that readers asked for in vain: the week's most frequent, one click to mend each."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from articles import suggesting
from newsportal.core import not_found, redirects
from newsportal.core.models import NotFound

#: Rows of the list: whoever has mended these finds the next ones there.
SHOWN = 25
#: Height of the tallest bar of the drawing of a week, in its own units.
TALLEST = 20


@admin.register(NotFound)
class MissingAdmin(admin.ModelAdmin[NotFound]):
    """A list by address over the days of a week; rows are counted by `core.not_found` only."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: NotFound | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: NotFound | None = None) -> bool:
        return False

    def may_mend(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("core.add_address"))

    @method_decorator(csrf_protect)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request)
        if not self.may_mend(request):
            raise PermissionDenied
        return self._act(request, request.POST.get("path", ""), request.POST.get("act", ""))

    def _act(self, request: HttpRequest, path: str, act: str) -> HttpResponse:
        """Lead the address to where the button or the field says, ignore it, or show it again."""
        if act == "ignore":
            not_found.ignore(path)
            messages.success(request, _("“%(path)s” is not shown any more.") % {"path": path})
        elif act == "show":
            not_found.show_again(path)
            messages.success(request, _("“%(path)s” is shown again.") % {"path": path})
        else:
            target = request.POST.get("suggested" if act == "suggested" else "target", "").strip()
            try:
                line = redirects.make_one(path, target)
            except ValidationError as refusal:
                return self._page(request, {path: (target, " ".join(refusal.messages))})
            words = {"path": line.path, "target": line.target}
            messages.success(request, _("“%(path)s” leads to “%(target)s” now.") % words)
        return HttpResponseRedirect(reverse("admin:core_notfound_changelist"))

    def _page(
        self, request: HttpRequest, refused: dict[str, tuple[str, str]] | None = None
    ) -> HttpResponse:
        missing = not_found.most_frequent(SHOWN)
        suggestions = suggesting.suggest([one.path for one in missing])
        most = max((max(one.days) for one in missing), default=1)
        rows = [
            {
                "missing": one,
                "suggestion": suggestions.get(one.path),
                "bars": [
                    (day * 4, -(-hits * TALLEST // most)) for day, hits in enumerate(one.days)
                ],
                "refused": (refused or {}).get(one.path),
            }
            for one in missing
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Missing addresses"),
            "opts": self.opts,
            "rows": rows,
            "ignored": not_found.ignored(),
            "may_mend": self.may_mend(request),
            "host": request.get_host().partition(":")[0],
            "tallest": TALLEST,
            "kept_days": not_found.KEPT_DAYS,
        }
        status = 422 if refused else 200
        return render(request, "admin/core/notfound/change_list.html", context, status=status)
