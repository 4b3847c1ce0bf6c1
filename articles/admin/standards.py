"""By what the newspaper works, in the newsroom: one row, to which the list leads."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Page, Standards
from newsportal.core import versions


@admin.register(Standards)
class StandardsAdmin(admin.ModelAdmin[Standards]):
    """Chosen among live pages: what is not live is told to nobody."""

    fieldsets = (
        (
            None,
            {
                "fields": tuple(Standards.POLICIES),
                "description": _(
                    "Choose which of your pages tells of what. Readers find them in the footer, "
                    "search engines in the data of every page; only live pages are named."
                ),
            },
        ),
        (_("The paper"), {"fields": ("founded", "profiles")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Standards.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Standards | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if not Standards.objects.exists():
            return HttpResponseRedirect(reverse("admin:articles_standards_add"))
        change = reverse("admin:articles_standards_change", args=[Standards.SINGLE])
        return HttpResponseRedirect(change)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        one = {"show_save_and_add_another": False, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, one)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The form, with one query for the pages that all nine fields offer."""
        form = super().get_form(request, obj, **kwargs)
        chosen = {getattr(obj, f"{name}_id") for name in Standards.POLICIES} if obj else set()
        live = Page.objects.live().values("pk")
        offered = Page.objects.filter(Q(pk__in=live) | Q(pk__in=chosen - {None}))
        pages = list(offered.defer("body_html").order_by("title", "pk"))
        for name in Standards.POLICIES:
            field = form.base_fields.get(name)
            if field is not None:
                field.queryset = offered
                for act in ("add", "change", "view"):
                    setattr(field.widget, f"can_{act}_related", False)
                field.choices = [("", "—"), *((page.pk, page.title) for page in pages)]
        return form

    def save_model(self, request: HttpRequest, obj: Standards, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            versions.bump("site")
