"""The pages of the moderation desk: one list for their menu, one way to show one (features M1–M17).

Each page lives below ``/admin/moderation/`` (`comments.desk_urls`) and stands in the frame
``templates/admin/moderation/base.html``; lists of the admin that belong to the desk stand in the
menu too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments import rights


@dataclass(frozen=True)
class DeskPage:
    """One page in the desk's menu.

    Args:
        url_name: its address.
        label: what the menu calls it.
        may: whether somebody may open it.
    """

    url_name: str
    label: Promise
    may: Callable[[Any], bool]

    @property
    def url(self) -> str:
        return reverse(self.url_name)


def with_right(right: str) -> Callable[[Any], bool]:
    """Whether somebody has a right of the table of roles."""
    return lambda user: bool(user.has_perm(right))


#: In the order of a moderator's day.
PAGES = (
    DeskPage("moderation", _("Queue"), rights.may_moderate),
    DeskPage("moderation-stories", _("By story"), rights.may_moderate),
    DeskPage(
        "admin:comments_appeal_changelist", _("Appeals"), with_right("comments.decide_appeal")
    ),
    DeskPage(
        "admin:comments_legalnotice_changelist",
        pgettext_lazy("of illegal content", "Notices"),
        rights.may_decide_notices,
    ),
    DeskPage("admin:comments_comment_changelist", _("All comments"), rights.may_moderate),
    DeskPage("moderation-controls", _("Controls"), rights.may_moderate),
    DeskPage("moderation-picks", _("Picks"), rights.may_moderate),
    DeskPage("moderation-people", _("Readers"), rights.may_moderate),
    DeskPage(
        "admin:comments_sanction_changelist", _("Sanctions"), with_right("comments.view_sanction")
    ),
    DeskPage(
        "admin:comments_wordlist_changelist", _("Word lists"), with_right("comments.view_wordlist")
    ),
    DeskPage("moderation-try", _("Try a text"), rights.may_moderate),
    DeskPage("moderation-second-look", _("Second look"), rights.may_moderate),
    DeskPage("moderation-statistics", _("Statistics"), rights.may_moderate),
    DeskPage("moderation-dry-runs", _("Dry run"), with_right("comments.run_dryrun")),
    DeskPage("moderation-log", _("Log"), rights.may_moderate),
    DeskPage("moderation-erasures", _("Erasures"), rights.may_erase),
    DeskPage(
        "moderation-report", pgettext_lazy("on moderation", "Report"), rights.may_decide_notices
    ),
)


def pages_of(user: Any) -> list[DeskPage]:
    """The pages that somebody may open, in the order of the menu."""
    return [page for page in PAGES if page.may(user)]


def desk_page(may: Callable[[Any], bool] = rights.may_moderate) -> Callable[..., Any]:
    """Make a view a page of the desk: who is not signed in signs in, who may not is told so."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
        @admin.site.admin_view
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return page

    return decorate


def show(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page in the desk's frame.

    Args:
        template: extends ``admin/moderation/base.html`` and fills its block `desk`.
        context: what the page shows besides.
        status: HTTP status; 422 for a form with something to mend.
    """
    around = admin.site.each_context(request)
    whole = {**around, "title": title, **context}
    return render(request, template, whole, status=status)
