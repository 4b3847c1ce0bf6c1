"""The newsroom: Django's admin under our name, with its own content security policy."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, cast

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from articles import rights
from articles.chrome import current as chrome
from articles.models import Story
from comments import desk_pages
from newsportal import newsroom_map, shortcuts
from newsportal.core import dashboard, notices
from newsportal.core.views import notices as notice_pages

#: More digits than any id has.
LONGEST = 18


class Autocomplete(AutocompleteJsonView):
    """Names a story as the person who asks may know it."""

    def process_request(self, request: HttpRequest) -> Any:
        term, *what = super().process_request(request)
        # PostgreSQL's texts hold no such character, so nothing is found by it.
        return (term.replace("\0", ""), *what)

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Story):
            result["text"] = rights.title_for(self.request.user, obj)
        return result


def view_on_site(_request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
    """Lead to where readers find something; before they do, its address is nobody's business."""
    for kind in ContentType.objects.filter(pk=_number(content_type_id)):
        model = kind.model_class()
        row = model and model._default_manager.filter(pk=_number(object_id)).first()
        address = getattr(row, "public_address", lambda: None)()
        if address:
            return HttpResponseRedirect(address)
    raise Http404


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST else 0


class Newsroom(AdminSite):
    """Signs in by the portal's own page, so that limits and second factors hold here too."""

    site_title = _("Newsroom")
    index_title = _("Newsroom")
    index_template = "admin/dashboard.html"
    enable_nav_sidebar = False

    @property
    def site_header(self) -> str:  # type: ignore[override]
        return _("%(name)s · newsroom") % {"name": chrome.get().site.name}

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        inner = super().admin_view(view, cacheable)
        with_policy = csp_replace(settings.ADMIN_CONTENT_SECURITY_POLICY)(inner)
        return update_wrapper(with_policy, view)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The dashboard: what waits for this person, then everything by groups (feature E25)."""
        around = self.each_context(request)  # asks for the lists once, which costs queries
        context = {
            **around,
            "title": self.index_title,
            "subtitle": None,
            "panels": dashboard.panels_for(request.user),
            "groups": newsroom_map.groups(around["available_apps"], request.user),
            "may_write": request.user.has_perm("articles.add_story"),
            "may_search": request.user.has_perm("articles.view_story"),
            "zone": chrome.get().site.time_zone,
            **(extra_context or {}),
        }
        request.current_app = self.name
        return TemplateResponse(request, self.index_template, context)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from articles.admin import debts  # the admin of an app asks for this site first

        keyboard = path("keyboard/", self.admin_view(shortcuts.page), name="keyboard")
        on_site = path(
            "r/<path:content_type_id>/<path:object_id>/",
            self.admin_view(view_on_site),
            name="view_on_site",
        )
        own = [*notice_pages.urls(self.admin_view), *debts.urls(self.admin_view)]
        return [on_site, keyboard, *own, *super().get_urls()]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]
        return Autocomplete.as_view(admin_site=self)(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of the newsroom shows: also how many notices wait."""
        # Asked for by pages that show it, and by no answer without a header.
        unread = SimpleLazyObject(
            lambda: notices.unread_count(request.user) if self.has_permission(request) else 0
        )
        return {
            **super().each_context(request),
            "unread_notices": unread,
            "many_notices": notices.MANY,
            "shortcuts": SimpleLazyObject(lambda: shortcuts.of(request.user)),
            "desk_pages": SimpleLazyObject(lambda: desk_pages.pages_of(request.user)),
            "queue_shortcuts": SimpleLazyObject(lambda: shortcuts.of_queue(request.user)),
            "queue_keys": SimpleLazyObject(lambda: shortcuts.queue_keys(request.user)),
            "shortcuts_with_another": SimpleLazyObject(
                lambda: shortcuts.with_another(request.user)
            ),
        }

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The newsroom first, then the discussion, then the site, then what packages bring.

        Every page is given the whole list and few show it, so it is made when it is looked at:
        some lists ask the database whether one more may be added.
        """
        if app_label is None:
            return cast(
                "list[dict[str, Any]]", SimpleLazyObject(lambda: self._app_list(request, None))
            )
        return self._app_list(request, app_label)

    def _app_list(self, request: HttpRequest, app_label: str | None) -> list[dict[str, Any]]:
        order = ("articles", "comments", "core")
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        return sorted(
            apps,
            key=lambda app: (
                order.index(app["app_label"]) if app["app_label"] in order else len(order)
            ),
        )

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:  # noqa: ARG002
        """Send people to the portal's sign-in; tell those who are in but no staff so."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied(_("Your account has no access to the newsroom."))
        return redirect_to_login(request.GET.get("next") or request.path, settings.LOGIN_URL)
