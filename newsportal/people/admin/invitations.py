"""Invitations in the newsroom: who was asked, by whom, and what became of it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.csrf import csrf_protect

from newsportal import roles
from newsportal.core import limits
from newsportal.core.models import User
from newsportal.core.sentences import listed
from newsportal.people import inviting
from newsportal.people.forms import InvitationForm
from newsportal.people.giving import Refused
from newsportal.people.models import Invitation

#: Mails that one person sends this way: a new newsroom in an afternoon, no mass mailing.
INVITATIONS, INVITATIONS_SECONDS = 50, 60 * 60
#: Mails that one address gets.
MAILS, MAILS_SECONDS = 5, 60 * 60

STANDINGS = {
    "open": gettext_lazy("open"),
    "expired": gettext_lazy("expired"),
    "used": pgettext_lazy("an invitation", "accepted"),
    "revoked": gettext_lazy("taken back"),
}


class StandingFilter(admin.SimpleListFilter):
    """Open, expired, accepted or taken back; expiry is a question of time."""

    title = gettext_lazy("state")
    parameter_name = "standing"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return list(STANDINGS.items())

    def queryset(self, request: Any, queryset: QuerySet[Invitation]) -> QuerySet[Invitation]:
        match self.value():
            case "open":
                return queryset.filter(state=Invitation.State.OPEN, expires_at__gt=timezone.now())
            case "expired":
                return queryset.filter(state=Invitation.State.OPEN, expires_at__lte=timezone.now())
            case "used" | "revoked" as state:
                return queryset.filter(state=state)
        return queryset


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin[Invitation]):
    list_display = ("email", "role_name", "where", "badge", "until", "by", "acts")
    list_display_links = None
    list_filter = (StandingFilter,)
    search_fields = ("email",)
    search_help_text = gettext_lazy("E-mail address")
    list_select_related = ("invited_by", "person")
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        return super().get_queryset(request).prefetch_related("sections")

    @admin.display(description=gettext_lazy("role"), ordering="role")
    def role_name(self, invitation: Invitation) -> str:
        return roles.label(invitation.role)

    @admin.display(description=gettext_lazy("sections"))
    def where(self, invitation: Invitation) -> str:
        return listed(one.name for one in invitation.sections.all()) or str(_("everywhere"))

    @admin.display(description=gettext_lazy("state"))
    def badge(self, invitation: Invitation) -> str:
        standing = invitation.standing
        look = {"open": "held", "used": "approved"}.get(standing, "withdrawn")
        badge = '<span class="status-badge status-{}">{}</span>'
        return format_html(badge, look, STANDINGS[standing])

    @admin.display(description=gettext_lazy("invited by"), ordering="invited_by")
    def by(self, invitation: Invitation) -> str:
        return str(invitation.invited_by or "—")

    @admin.display(description=gettext_lazy("until"), ordering="expires_at")
    def until(self, invitation: Invitation) -> str:
        """How long the link works, or when it was used or taken back."""
        if invitation.settled_at:
            return f"{timezone.localtime(invitation.settled_at):%Y-%m-%d}"
        if invitation.has_expired():
            return "—"
        days = (invitation.expires_at - timezone.now()).days + 1
        return ngettext("%(n)d more day", "%(n)d more days", days) % {"n": days}

    @admin.display(description="")
    def acts(self, invitation: Invitation) -> str:
        """Buttons of the list's own form: send again, take back."""
        if invitation.state != Invitation.State.OPEN:
            return ""
        return format_html(
            '<span class="row-acts">'
            '<button class="qbtn" name="_again" value="{0}">{1}</button>'
            '<button class="qbtn" name="_revoke" value="{0}">{2}</button></span>',
            invitation.pk,
            _("Send again"),
            _("Take back"),
        )

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        """An invitation is sent again or taken back, from the list; nothing of it is edited."""
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The list has everything: lead there."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_object(request, unquote(object_id))
        if found is None:
            raise Http404
        address = reverse("admin:people_invitation_changelist")
        return HttpResponseRedirect(f"{address}?q={found.email}")

    @method_decorator(csrf_protect)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "POST":
            if not self.has_change_permission(request):
                raise PermissionDenied
            self._act(request)
            return HttpResponseRedirect(request.get_full_path())
        return super().changelist_view(request, extra_context)

    def _act(self, request: HttpRequest) -> None:
        again = "_again" in request.POST
        pk = request.POST.get("_again" if again else "_revoke", "")
        found = self.get_object(request, pk)
        if found is None:
            raise Http404
        try:
            if again:
                self._count(request, found.email)
                inviting.send_again(cast("User", request.user), found)
                words = _("A new mail is on its way to %(email)s. The former link works no more.")
            else:
                inviting.revoke(found)
                words = _("The invitation of %(email)s was taken back: its link works no more.")
        except Refused as refusal:
            messages.error(request, refusal.message)
            return
        change = "sent again" if again else "taken back"
        self.log_change(request, found, change)
        messages.success(request, words % {"email": found.email})

    def _count(self, request: HttpRequest, email: str) -> None:
        """Count a mail. Raises Refused when it is one too many."""
        for name, key, limit, seconds in (
            ("invitations", f"user:{request.user.pk}", INVITATIONS, INVITATIONS_SECONDS),
            ("mail", email.lower(), MAILS, MAILS_SECONDS),
        ):
            verdict = limits.hit(name, key, limit=limit, per_seconds=seconds)
            if not verdict.allowed:
                raise Refused(verdict.sentence, "email")

    @method_decorator(csrf_protect)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Ask for address and role, then invite."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        actor = cast("User", request.user)
        form = InvitationForm(
            request.POST if request.method == "POST" else None, names=inviting.may_invite_to(actor)
        )
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            try:
                self._count(request, data["email"])
                made = inviting.invite(actor, data["email"], data["role"], data["sections"])
            except Refused as refusal:
                form.add_error(refusal.field, refusal.message)
            else:
                self.log_addition(request, made, [{"added": {}}])
                words = _("The invitation is on its way to %(email)s. Its link works for a week.")
                messages.success(request, words % {"email": made.email})
                return HttpResponseRedirect(reverse("admin:people_invitation_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Invite a colleague"),
            "opts": self.opts,
            "form": form,
            "days": inviting.VALID_DAYS,
        }
        status = 422 if form.errors else 200
        return render(request, "admin/people/invitation/add.html", context, status=status)
