"""Notices of illegal content in the newsroom: the list, and the page on which each is decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_protect

from comments import legal_notices, notice_givers, rights
from comments.models import Comment, LegalDecision, LegalNotice
from comments.models.legal_notice import EXPLANATION_LENGTH
from newsportal.core.plain_text import TextField


class DecisionForm(forms.Form):
    """What is done, why, and the reasons in words."""

    act = forms.ChoiceField(
        label=gettext_lazy("What is done"),
        choices=LegalDecision.Act.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what is done.")},
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Because"),
        choices=LegalDecision.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say why.")},
    )
    text = TextField(
        label=gettext_lazy("Reasons"),
        max_length=EXPLANATION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy(
            "The notifier reads this by mail and on the page of the notice. Name the facts and the "
            "law or rule."
        ),
        error_messages={"required": gettext_lazy("Give the reasons: the notifier reads them.")},
    )

    is_unfounded = forms.BooleanField(
        label=gettext_lazy("The notice was manifestly unfounded"),
        required=False,
        help_text=gettext_lazy(
            "Anybody would have seen it at once. Who often gives such notices may be warned, and "
            "then suspended."
        ),
    )

    def refuse(self, refusal: legal_notices.Refused) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class WaitingFilter(admin.SimpleListFilter):
    """What somebody has to decide."""

    title = gettext_lazy("decision")
    parameter_name = "waits"

    def lookups(self, _request: HttpRequest, _admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("waiting")), ("no", _("decided")), ("aside", _("set aside"))]

    def queryset(
        self, _request: HttpRequest, queryset: QuerySet[LegalNotice]
    ) -> QuerySet[LegalNotice]:
        if self.value() == "yes":
            return queryset.filter(state__in=LegalNotice.WAITING)
        if self.value() == "aside":
            return queryset.filter(state=LegalNotice.State.SET_ASIDE)
        if self.value() == "no":
            decided = queryset.exclude(state__in=LegalNotice.WAITING)
            return decided.exclude(state=LegalNotice.State.SET_ASIDE)
        return queryset


@admin.register(LegalNotice)
class LegalNoticeAdmin(admin.ModelAdmin[LegalNotice]):
    """All notices; each is decided on a page of its own, and none is changed or deleted."""

    list_display = ("named", "ground", "what", "at", "waits")
    list_display_links = None
    list_filter = (WaitingFilter, "ground")
    search_fields = ("reference", "explanation", "name", "email", "address")
    search_help_text = gettext_lazy("Reference, words, name or address")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LegalNotice | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LegalNotice | None = None) -> bool:
        return rights.may_decide_notices(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[LegalNotice]:
        found = super().get_queryset(request).select_related("story__section", "comment__author")
        return found.defer("story__body_html", "story__body_text", "story__search")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What waits is read oldest first, and before it what trusted flaggers give."""
        return ("-is_trusted", "at", "pk") if request.GET.get("waits") == "yes" else ("-at", "-pk")

    @admin.display(description=gettext_lazy("reference"))
    def named(self, notice: LegalNotice) -> SafeString:
        address = reverse("admin:comments_legalnotice_change", args=[notice.pk])
        flagger = _("trusted flagger") if notice.is_trusted else ""
        return format_html(
            '<a href="{}"><strong>{}</strong></a> {}', address, notice.reference, flagger
        )

    @admin.display(description=gettext_lazy("content"))
    def what(self, notice: LegalNotice) -> str | SafeString:
        if notice.comment is not None:
            words = _("Comment by %(name)s") % {"name": notice.comment.author_name}
        else:
            words = notice.story.headline if notice.story else notice.address
        return format_html('<bdi dir="auto">{}</bdi>', words)

    @admin.display(description=gettext_lazy("state"))
    def waits(self, notice: LegalNotice) -> SafeString:
        kind = "held" if notice.is_waiting else "approved"
        return format_html(
            '<span class="status-badge status-{}">{}</span>', kind, notice.get_state_display()
        )

    @method_decorator(csrf_protect)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One notice with its content, its history and the form of the decision."""
        if object_id is None or not self.has_view_or_change_permission(request):
            raise PermissionDenied
        notice = self.get_object(request, object_id)
        if notice is None:
            raise Http404
        form = DecisionForm(request.POST or None)
        status = 200
        if request.method == "POST":
            if not self.has_change_permission(request):
                raise PermissionDenied
            if form.is_valid() and self._decide(request, notice, form):
                return HttpResponseRedirect(request.path)
            status = 422
        context = {**self.admin_site.each_context(request), **self._words(request, notice)}
        return render(
            request,
            "admin/comments/legalnotice/notice.html",
            {**context, "form": form},
            status=status,
        )

    def _decide(self, request: HttpRequest, notice: LegalNotice, form: DecisionForm) -> bool:
        data, user = form.cleaned_data, request.user
        try:
            legal_notices.decide(
                notice,
                user,  # type: ignore[arg-type]
                data["act"],
                data["ground"],
                data["text"],
                is_unfounded=data["is_unfounded"],
            )
        except legal_notices.Refused as refusal:
            form.refuse(refusal)
            return False
        told = _("Decided, and told to the notifier.") if notice.email else _("Decided.")
        messages.success(request, told)
        return True

    def _words(self, request: HttpRequest, notice: LegalNotice) -> dict[str, Any]:
        decisions = list(notice.decisions.select_related("by"))
        comment = notice.comment
        if comment is not None and notice.story is not None:
            comment.story = notice.story
        return {
            "title": _("Notice %(reference)s") % {"reference": notice.reference},
            "opts": self.opts,
            "notice": notice,
            "content_address": _address(notice, comment),
            "decisions": decisions,
            "events": notice.events.select_related("actor"),
            "must_leave_it": any(one.by_id == request.user.pk for one in decisions),
            "list_address": reverse("admin:comments_legalnotice_changelist"),
            "others": _others_about(notice),
            "record": notice_givers.record_of(notice),
            "lasts": notice_givers.LASTS.items(),
            "may_erase": rights.may_erase(request.user),
        }


def _address(notice: LegalNotice, comment: Comment | None) -> str | None:
    """Where readers see it now; None where they do not."""
    if comment is not None:
        return comment.public_address()
    return notice.story.public_address() if notice.story else notice.address


def _others_about(notice: LegalNotice) -> QuerySet[LegalNotice]:
    """Further notices about the same content."""
    return LegalNotice.objects.filter(address=notice.address).exclude(pk=notice.pk)[:10]
