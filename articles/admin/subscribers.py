"""Subscribers in the newsroom: personal data, so for administrators alone (feature R11)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles.models import Subscriber, Subscription, Suppression
from articles.newsletters import subscribing
from newsportal.core.sentences import filled, listed_html

State = Subscription.State

#: Rows that are read at once for a file.
CHUNK = 1000
#: Cells that a table program would take for a formula are made text (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class SuspendedFilter(admin.SimpleListFilter):
    """Addresses that nothing is sent to."""

    title = gettext_lazy("delivery of mail")
    parameter_name = "mails"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", gettext_lazy("Suspended")), ("yes", gettext_lazy("Reached"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Subscriber]) -> Any:
        suspended = Suppression.objects.values("key")
        if self.value() == "no":
            return queryset.filter(key__in=suspended)
        if self.value() == "yes":
            return queryset.exclude(key__in=suspended)
        return queryset


class NewsletterFilter(admin.RelatedFieldListFilter):
    """Addresses that get one newsletter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = gettext_lazy("newsletter")


class OwnSubscriptions(admin.TabularInline):
    """What one address gets, to read."""

    model = Subscription
    fields = ("which", "state", "source", "asked_at", "confirmed_at", "ended_at")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("articles.view_subscriber"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        return Subscription.objects.select_related("newsletter")

    @admin.display(description=gettext_lazy("newsletter"))
    def which(self, subscription: Subscription) -> str:
        return subscription.newsletter.name


@admin.register(Subscriber)
class SubscriberAdmin(admin.ModelAdmin[Subscriber]):
    """A list to search; nobody is added or changed by hand, for only owners of addresses ask."""

    list_display = ("email_shown", "gets", "mails", "created_at")
    list_display_links = ("email_shown",)
    list_filter = (SuspendedFilter, ("subscriptions__newsletter", NewsletterFilter))
    search_fields = ("email",)
    search_help_text = gettext_lazy("A part of an address")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None
    inlines = (OwnSubscriptions,)
    fields = ("email", "created_at", "mails")
    readonly_fields = fields
    change_list_template = "admin/articles/subscriber/change_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Subscriber | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        return Subscriber.objects.for_desk()

    def delete_model(self, request: HttpRequest, obj: Subscriber) -> None:
        """Erase an address on its owner's request; that nothing may be sent to it stays."""
        subscribing.erase(obj.email)

    def response_delete(
        self, request: HttpRequest, obj_display: str, obj_id: int
    ) -> HttpResponseRedirect:
        """Back to the list, where Django would lead to the first page."""
        messages.success(request, _("%(email)s is forgotten.") % {"email": obj_display})
        return HttpResponseRedirect(reverse("admin:articles_subscriber_changelist"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.download))
        return [path("download/", view, name="articles_subscriber_download"), *super().get_urls()]

    def download(self, request: HttpRequest) -> HttpResponseBase:
        """All subscriptions as a table."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        writer = csv.writer(_Echo())
        response = StreamingHttpResponse(
            (writer.writerow(row) for row in _rows()), content_type="text/csv; charset=utf-8"
        )
        name = f"subscribers-{timezone.localdate():%Y-%m-%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    # What a line says ----------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("e-mail address"), ordering="email")
    def email_shown(self, subscriber: Subscriber) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', subscriber.email)

    @admin.display(description=gettext_lazy("newsletters"))
    def gets(self, subscriber: Subscriber) -> SafeString:
        rows = [one for one in subscriber.subscriptions.all() if one.state != State.ENDED]
        return listed_html(_subscribed(one) for one in rows)

    @admin.display(description=gettext_lazy("delivery of mail"), empty_value="")
    def mails(self, subscriber: Any) -> str | None:
        reason = subscriber.suspended_for
        if reason is None:
            return None
        since = date_format(timezone.localtime(subscriber.suspended_at), "SHORT_DATE_FORMAT")
        words = _("suspended since %(date)s: %(reason)s") % {
            "date": since,
            "reason": Suppression.Reason(reason).label,
        }
        return f"{words} ({subscriber.suspended_code})" if subscriber.suspended_code else words


def _subscribed(one: Subscription) -> SafeString:
    name = format_html('<bdi dir="auto">{}</bdi>', one.newsletter.name)
    if one.state == State.ACTIVE:
        return name
    return filled(_("%(newsletter)s (not confirmed)"), newsletter=name)


class _Echo:
    """What a writer of CSV writes to: each row is given back at once."""

    def write(self, row: str) -> str:
        return row


def _rows() -> Iterator[list[str]]:
    yield ["email", "newsletter", "state", "source", "asked_at", "confirmed_at", "ended_at"]
    rows = Subscription.objects.select_related("subscriber", "newsletter").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        times = (row.asked_at, row.confirmed_at, row.ended_at)
        words = [row.subscriber.email, row.newsletter.slug, row.state, row.source]
        yield [_plain(word) for word in words] + [at.isoformat() if at else "" for at in times]


def _plain(word: str) -> str:
    return f"'{word}" if word.startswith(FORMULA) else word
