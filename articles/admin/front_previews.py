"""A front as it will stand at a chosen time: “show me 07:00 tomorrow” (feature E13)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles import arranging, fronts, rights
from articles.admin.desk_form import LOCAL, moment_field
from articles.admin.front_pages import address, front_of, live_layout
from articles.chrome import current as chrome
from articles.front_layout import Layout
from articles.models import Front
from articles.paging import page_of as page_of_list
from articles.views.previews import sealed
from articles.views.sections import section_page

#: Widths at which it is shown, in CSS pixels: a phone, a tablet, a desk.
WIDTHS = (390, 768, 1440)
DRAFT, LIVE = "draft", "live"


class WhenForm(forms.Form):
    """Which arrangement, and at what time."""

    at = moment_field(gettext_lazy("Show it at"))
    which = forms.ChoiceField(
        label=gettext_lazy("Arrangement"),
        choices=[(DRAFT, gettext_lazy("The draft")), (LIVE, gettext_lazy("What is live"))],
        required=False,
    )
    width = forms.TypedChoiceField(
        label=gettext_lazy("Width"),
        coerce=int,
        empty_value=WIDTHS[-1],
        choices=[
            (WIDTHS[0], gettext_lazy("Phone")),
            (WIDTHS[1], gettext_lazy("Tablet")),
            (WIDTHS[2], pgettext_lazy("screen on a desk", "Desk")),
        ],
        required=False,
    )

    def clean_at(self) -> datetime.datetime | None:
        at: datetime.datetime | None = self.cleaned_data["at"]
        if at and at < timezone.now() - datetime.timedelta(minutes=1):
            raise forms.ValidationError(_("This time is past. What stood there is in the history."))
        return at


def urls(view: Callable[..., Any]) -> list[URLPattern]:
    base = "of/<slug:page>/preview/"
    return [
        path(base, view(require_safe(frame)), name="articles_front_preview"),
        path(
            f"{base}page/",
            view(require_safe(xframe_options_sameorigin(shown))),
            name="articles_front_preview_page",
        ),
    ]


def frame(request: HttpRequest, page: str) -> HttpResponse:
    """The controls, and the page in a frame as wide as a phone, a tablet or a desk."""
    front = front_of(request, page)
    form = _form(request)
    data = form.cleaned_data if form.is_valid() else {}
    query = {"which": data.get("which") or DRAFT}
    if data.get("at"):
        query["at"] = timezone.localtime(data["at"]).strftime(LOCAL)
    context = {
        **admin.site.each_context(request),
        "title": _("Preview: %(front)s") % {"front": front},
        "opts": Front._meta,
        "front": front,
        "form": form,
        "width": data.get("width") or WIDTHS[-1],
        "page_address": f"{address('preview_page', front)}?{urlencode(query)}",
        "arrange_address": address("arrange", front),
        "moments": _moments(),
        "newsroom_zone": chrome.get().site.time_zone,
        "is_limited": rights.sections_of(request.user) is not None,
    }
    status = 422 if form.errors else 200
    return render(request, "admin/articles/front/preview.html", context, status=status)


def _form(request: HttpRequest) -> WhenForm:
    defaults = {"at": "", "which": DRAFT, "width": str(WIDTHS[-1])}
    return WhenForm(
        defaults | {name: request.GET[name] for name in defaults if name in request.GET}
    )


def _moments() -> list[tuple[str, str]]:
    """Times that are asked for most, with their words."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    morning = tomorrow_morning()
    return [
        (_("Now"), ""),
        (_("In an hour"), (now + datetime.timedelta(hours=1)).strftime(LOCAL)),
        (_("07:00 tomorrow"), timezone.localtime(morning).strftime(LOCAL)),
    ]


def tomorrow_morning() -> datetime.datetime:
    """07:00 tomorrow where the newsroom is: when the first readers come."""
    day = timezone.localdate() + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(7)))


def shown(request: HttpRequest, page: str) -> HttpResponse:
    """The page itself, as readers will see it; nobody may store or find it."""
    front = front_of(request, page)
    form = _form(request)
    data = form.cleaned_data if form.is_valid() else {}
    which = data.get("which") or DRAFT
    layout = _live(front) if which == LIVE else arranging.layout_of(front)
    at = data.get("at") or timezone.now()
    notice = {
        "what": _("What is live.") if which == LIVE else _("Preview of the draft."),
        "at": at,
        "zone": chrome.get().site.time_zone,
    }
    return sealed(_page(request, front, layout, at, notice))


def _live(front: Front) -> Layout | None:
    """What readers see; None of a section that nobody has arranged, which is a list."""
    return None if front.section is not None and front.is_automatic else live_layout(front)


def _page(
    request: HttpRequest, front: Front, layout: Layout | None, at: datetime.datetime, notice: Any
) -> HttpResponse:
    now = request.chrome  # type: ignore[attr-defined]
    filled = fronts.fill(layout, now, at, user=request.user) if layout is not None else None
    if front.section is None:
        context = {"front": filled, "front_preview": notice}
        return render(request, "articles/home.html", context)
    live = fronts.live_at(at, request.user).in_section(front.section).newest_first()
    listed = page_of_list(live, request)
    return section_page(request, front.section, listed, filled, front_preview=notice)
