"""The breaking-news banner in the newsroom: one page to set, change, preview and end it (E14)."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_safe

from articles import banners, fronts, places, rights
from articles.dead_links import dead_links, own_path
from articles.links import check_link
from articles.models import Banner, Story
from articles.publishing import Refused, moment
from articles.views.previews import sealed
from newsportal.core import addresses
from newsportal.core.models import User
from newsportal.core.plain_text import clean_line

#: Minutes that a banner may last; the first is offered.
LASTS = (120, 30, 60, 240, 480, 1440)
#: Banners of the past on a page, and stories that a link is offered to.
SIZE, SUGGESTED = 20, 10
_SALT = "articles.banner"


def _lasts() -> list[tuple[int, str]]:
    """How long a banner may last, in minutes and in words."""
    return [
        (
            minutes,
            ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
            if minutes < 60
            else ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60},
        )
        for minutes in sorted(LASTS)
    ]


class BannerForm(forms.Form):
    """A banner to be shown at once."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=160,
        help_text=gettext_lazy("One sentence; on a phone two lines hold it."),
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
    )
    url = forms.CharField(
        label=gettext_lazy("Leads to"),
        max_length=500,
        required=False,
        validators=[check_link],
        help_text=gettext_lazy("The address of the story. Empty: it leads nowhere."),
        widget=forms.TextInput(
            attrs={
                "class": "vTextField",
                "list": "banner-stories",
                "inputmode": "url",
                "dir": "ltr",
            }
        ),
    )
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Ends by itself after"),
        coerce=int,
        choices=_lasts,
        initial=LASTS[0],
    )

    def clean_text(self) -> str:
        text = clean_line(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(_("Write what has happened."))
        return text

    def clean_url(self) -> str:
        """An address of ours must be one that readers can open now: no embargo is told of here."""
        url: str = self.cleaned_data["url"].strip()
        if url and dead_links([url]):
            raise forms.ValidationError(
                _("Readers find nothing at this address now. Publish the story first.")
            )
        return url


@admin.register(Banner)
class BannerAdmin(admin.ModelAdmin[Banner]):
    """One page for all of it; the rows of the past stand below."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return banners.may_set(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Banner | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Banner | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(
            require_safe(xframe_options_sameorigin(self.preview_page))
        )
        return [path("preview/", view, name="articles_banner_preview"), *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(_address())

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if self.get_object(request, object_id) is None:
            raise Http404
        return HttpResponseRedirect(_address())

    @method_decorator(csrf_protect)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request)
        if not banners.may_set(request.user):
            raise PermissionDenied
        return self._end(request) if "_end" in request.POST else self._put(request)

    def _put(self, request: HttpRequest) -> HttpResponse:
        """Show what was written, or only preview it."""
        form = BannerForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        data = form.cleaned_data
        if "_preview" in request.POST:
            token = signing.dumps({"text": data["text"], "url": data["url"]}, salt=_SALT)
            return self._page(request, form, preview=token)
        lasts = datetime.timedelta(minutes=data["minutes"])
        user = cast("User", request.user)
        try:
            made = banners.put(user, data["text"], data["url"], lasts, _seen(request))
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self._page(request, form, status=409)
        when = {"when": moment(made.until)}
        messages.success(request, _("It stands over every page, until %(when)s.") % when)
        return HttpResponseRedirect(_address())

    def _end(self, request: HttpRequest) -> HttpResponse:
        try:
            banners.end(Banner(pk=_seen(request)), cast("User", request.user))
            messages.success(request, _("Ended: no page shows it any more."))
        except Refused as refusal:
            messages.warning(request, refusal.message)
        return HttpResponseRedirect(_address())

    def _page(
        self,
        request: HttpRequest,
        form: BannerForm | None = None,
        *,
        status: int = 200,
        preview: str = "",
    ) -> HttpResponse:
        running = banners.running()
        past = Banner.objects.select_related("created_by", "ended_by")
        if running is not None:
            past = past.exclude(pk=running.pk)
        initial = {"text": running.text, "url": running.url} if running else {}
        context = {
            **self.admin_site.each_context(request),
            "title": _("Breaking news"),
            "opts": self.opts,
            "running": running,
            "form": form or BannerForm(initial=initial),
            "may_set": banners.may_set(request.user),
            "seen": running.pk if running else 0,
            "its_story": self._story_of(request, running),
            "preview": preview,
            "page": Paginator(past, SIZE).get_page(request.GET.get("page")),
            "stories": Story.objects.live().for_cards().newest_first()[:SUGGESTED],
            "newsroom_zone": timezone.get_current_timezone_name(),
        }
        return render(request, "admin/articles/banner/change_list.html", context, status=status)

    def _story_of(self, request: HttpRequest, banner: Banner | None) -> Story | None:
        """The public story that a banner leads to, where somebody may send it as a newsletter."""
        path = own_path(banner.url) if banner is not None and banner.url else None
        if path is None or not request.user.has_perm("articles.send_issue"):
            return None
        path = addresses.normalise(path)
        thing = places.things_at([path]).get(path)
        if not isinstance(thing, Story) or not thing.is_live():
            return None
        return thing if rights.may_publish(request.user, thing) else None

    def preview_page(self, request: HttpRequest) -> HttpResponse:
        """The home page with a banner that nobody else sees; only what our form signed."""
        if not banners.may_set(request.user):
            raise PermissionDenied
        try:
            kept = signing.loads(request.GET.get("banner", ""), salt=_SALT, max_age=3600)
        except signing.BadSignature as error:
            raise Http404 from error
        until = timezone.now() + banners.LASTS
        banner = Banner(text=kept["text"], url=kept["url"], until=until)
        now = request.chrome  # type: ignore[attr-defined]
        request.chrome = replace(now, banners=(banner,))  # type: ignore[attr-defined]
        return sealed(render(request, "articles/home.html", {"front": fronts.home(now)}))


def _address() -> str:
    return reverse("admin:articles_banner_changelist")


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
