"""Sanctions in the newsroom: the list with Lift, one with its history, imposing a new one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_protect

from comments import clearing, rights, sanctions
from comments.admin.sanction_form import SanctionForm, following, may_choose
from comments.history import histories_of
from comments.models import Appeal, Clearing, Comment, Sanction
from newsportal.core.models import User
from newsportal.core.sentences import listed

STANDINGS = {
    "in_force": gettext_lazy("in force"),
    "over": gettext_lazy("over"),
    "lifted": gettext_lazy("lifted"),
    "undone": gettext_lazy("taken back at once"),
    "overturned": gettext_lazy("taken back after an appeal"),
    "acknowledged": gettext_lazy("read"),
}
#: Seconds after which the page of a clearing that runs is asked for again.
LOOK_AGAIN = 3


class StandingFilter(admin.SimpleListFilter):
    """In force now, or not any more; the end is a question of time."""

    title = gettext_lazy("state")
    parameter_name = "standing"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", gettext_lazy("in force")), ("no", gettext_lazy("not in force"))]

    def queryset(self, request: Any, queryset: QuerySet[Sanction]) -> QuerySet[Sanction]:
        standing = Sanction.objects.standing(now())
        match self.value():
            case "yes":
                return queryset.filter(pk__in=standing.values("pk"))
            case "no":
                return queryset.exclude(pk__in=standing.values("pk"))
        return queryset


@admin.register(Sanction)
class SanctionAdmin(admin.ModelAdmin[Sanction]):
    list_display = ("who", "what", "badge", "acts")
    list_display_links = None
    list_filter = (StandingFilter, "kind")
    search_fields = ("person__display_name",)
    search_help_text = gettext_lazy("Name of the person")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-made_at", "-pk")
    actions = None

    class Media:
        css: ClassVar[dict[str, Any]] = {"all": ("css/moderators.css",)}

    # Who may do what -----------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_choose(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Sanction | None = None) -> bool:
        """One is lifted, from its page or the list; nothing of it is edited."""
        return may_choose(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Sanction | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sanction]:
        return rights.sanctions_seen(request.user).for_lists()

    # The list ------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("person"))
    def who(self, sanction: Sanction) -> str:
        address = reverse("moderation-person", args=[sanction.person_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, sanction.person.display_name)

    @admin.display(description=gettext_lazy("decision"), ordering="-made_at")
    def what(self, sanction: Sanction) -> str:
        """What, where, until when; why; who and when: lines that stand on a phone too."""
        words = [sanction.section.name if sanction.section else _("whole site")]
        if sanction.ends_at is not None:
            end = date_format(localtime(sanction.ends_at), "SHORT_DATETIME_FORMAT")
            words.append(_("until %(end)s") % {"end": end})
        made = date_format(localtime(sanction.made_at), "SHORT_DATETIME_FORMAT")
        return format_html(
            '<a class="sanction-what" href="{}">{}</a> · {}<br>{}<br>'
            '<span class="sanction-by">{}</span>',
            reverse("admin:comments_sanction_change", args=[sanction.pk]),
            capfirst(sanction.get_kind_display()),
            " · ".join(words),
            sanction.reason_words,
            listed([sanction.made_by or _("the system"), made]),
        )

    @admin.display(description=gettext_lazy("state"))
    def badge(self, sanction: Sanction) -> str:
        word = sanction.standing_word
        look = {"in_force": "removed", "acknowledged": "approved"}.get(word, "withdrawn")
        badge = '<span class="status-badge status-{}">{}</span>'
        return format_html(badge, look, STANDINGS[word])

    @admin.display(description="", empty_value="")
    def acts(self, sanction: Sanction) -> str:
        """A button of the list's own form."""
        if not sanction.is_in_force:
            return ""
        button = '<button class="qbtn" name="_lift" value="{}">{}</button>'
        return format_html(button, sanction.pk, _("Lift"))

    @method_decorator(csrf_protect)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "POST":
            number = request.POST.get("_lift", "")
            self._lift(request, self._found(request, number))
            return HttpResponseRedirect(request.get_full_path())
        return super().changelist_view(request, extra_context)

    def _found(self, request: HttpRequest, number: str) -> Sanction:
        known = number.isascii() and number.isdecimal()
        found = self.get_queryset(request).filter(pk=int(number[:18])).first() if known else None
        if found is None or not self.has_view_permission(request):
            raise Http404
        return found

    def _lift(self, request: HttpRequest, sanction: Sanction) -> None:
        actor: Any = request.user
        try:
            sanctions.lift(sanction, actor)
        except sanctions.Refused as refusal:
            messages.warning(request, refusal.message)
        else:
            told = {"kind": sanction.get_kind_display(), "name": sanction.person.display_name}
            messages.success(request, _("Lifted: %(kind)s of %(name)s.") % told)

    # One -----------------------------------------------------------------------------------------

    @method_decorator(csrf_protect)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What was decided, its history, and how far the worker is with the comments."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        sanction = self._found(request, unquote(object_id))
        if request.method == "POST":
            if "_undo" in request.POST:
                self._undo(request, sanction)
            elif "_back" in request.POST:
                return self._take_back(request, sanction)
            else:
                self._lift(request, sanction)
            return HttpResponseRedirect(request.path)
        running = Clearing.objects.filter(pk=sanction.pk).first()
        actor: Any = request.user
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(f"{sanction.get_kind_display()}: {sanction.person.display_name}"),
            "opts": self.opts,
            "sanction": sanction,
            "state": STANDINGS[sanction.standing_word],
            "events": sanction.events.select_related("actor"),
            "clearing": running,
            "appeal": Appeal.objects.filter(sanction=sanction).first(),
            "may_take_back": _is_fresh(sanction, actor),
            "may_lift": rights.may_sanction(actor, sanction.kind, sanction.section),
        }
        response = render(request, "admin/comments/sanction/one.html", context)
        if running is not None and running.is_at_work:
            response["Refresh"] = str(LOOK_AGAIN)
        return response

    def _undo(self, request: HttpRequest, sanction: Sanction) -> None:
        actor: Any = request.user
        try:
            clearing.undo(Clearing.objects.get(pk=sanction.pk), actor)
        except Clearing.DoesNotExist:
            raise Http404 from None
        except sanctions.Refused as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("The comments are being brought back."))

    def _take_back(self, request: HttpRequest, sanction: Sanction) -> HttpResponse:
        """Undo what was decided within the minute, from the message or the page."""
        actor: Any = request.user
        try:
            clearing.take_back(sanction, actor)
        except sanctions.Refused as refusal:
            messages.warning(request, refusal.message)
        else:
            told = {"kind": sanction.get_kind_display(), "name": sanction.person.display_name}
            messages.success(
                request, _("%(name)s: %(kind)s is taken back, and nobody was told.") % told
            )
        return HttpResponseRedirect(_way_on(request) or request.path)

    # A new one -----------------------------------------------------------------------------------

    @method_decorator(csrf_protect)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """``?person=N`` or ``?comment=N``: decide about somebody who wrote here.

        The comment stays in sight and is kept with the decision; ``next`` says where to go on.
        """
        if not self.has_add_permission(request):
            raise PermissionDenied
        comment = _comment(request)
        person = comment.author if comment else _person(request)
        if person is None:
            return HttpResponseRedirect(reverse("moderation"))
        known = list(rights.sanctions_seen(request.user).of(person).for_lists()[:20])
        before = [one for one in known if one.lifted_as not in sanctions.NOT_COUNTED]
        form = SanctionForm(
            request.POST if request.method == "POST" else None,
            user=request.user,
            initial=following(before, comment),
        )
        if request.method == "POST" and form.is_valid():
            made = self._impose(request, person, form, comment)
            if made is not None:
                return HttpResponseRedirect(self._after(request, made, form))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Sanction: %(name)s") % {"name": person.display_name},
            "opts": self.opts,
            "form": form,
            "person": person,
            "comment": comment,
            "known": known,
            "before": len(before),
            "history": histories_of([person.pk], request.user)[person.pk],
            "next": _way_on(request),
        }
        status = 422 if form.errors else 200
        return render(request, "admin/comments/sanction/add.html", context, status=status)

    def _after(self, request: HttpRequest, made: Sanction, form: SanctionForm) -> str:
        """Back to where the moderator came from; a ban's progress is looked at."""
        way_on = _way_on(request)
        if way_on and not form.removes_all:
            return way_on
        return reverse("admin:comments_sanction_change", args=[made.pk])

    def _impose(
        self, request: HttpRequest, person: User, form: SanctionForm, comment: Comment | None
    ) -> Sanction | None:
        """Do it; None when it was refused, and then the sentence stands in the form."""
        actor: Any = request.user
        try:
            with transaction.atomic():
                made = sanctions.impose(person, form.order(comment), actor)
                if form.removes_all:
                    clearing.begin(made)
        except sanctions.Refused as refusal:
            form.add_error(refusal.field, refusal.message)
            return None
        told = {"kind": made.get_kind_display(), "name": person.display_name}
        undo = format_html(
            '{} <form class="message-undo" method="post" action="{}">'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<input type="hidden" name="next" value="{}">'
            '<button class="qbtn" name="_back" value="1">{}</button></form>',
            _("Decided about %(name)s: %(kind)s. They are told in a minute.") % told,
            reverse("admin:comments_sanction_change", args=[made.pk]),
            get_token(request),
            _way_on(request),
            _("Undo"),
        )
        messages.success(request, undo)
        return made


def _is_fresh(sanction: Sanction, actor: User) -> bool:
    """Whether somebody may still take back what they decided."""
    is_own = sanction.made_by_id == actor.pk and sanction.lifted_at is None
    return is_own and now() < sanction.made_at + sanctions.UNDO_FOR


def _way_on(request: HttpRequest) -> str:
    """The newsroom's page that ``next`` names; empty for any other address."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours and address.startswith("/admin/") else ""


def _comment(request: HttpRequest) -> Comment | None:
    """The comment that ``?comment=`` names; Http404 for one that somebody does not decide on."""
    number = request.GET.get("comment", "")
    if not (number.isascii() and number.isdecimal()):
        return None
    found = rights.decidable(request.user).select_related("author", "story__section")
    comment = found.filter(pk=int(number[:18]), author__isnull=False).first()
    if comment is None:
        raise Http404
    return comment


def _person(request: HttpRequest) -> User | None:
    """Whom the page is about: somebody whose comments the moderator decides on, or anybody for who
    keeps the accounts. None without a name; raises Http404 for everybody else."""
    number = request.GET.get("person", "")
    if not (number.isascii() and number.isdecimal()):
        return None
    person = User.objects.filter(pk=int(number[:18])).first()
    if person is None:
        raise Http404
    knows_all = request.user.has_perm("core.view_user")
    if not knows_all and not rights.decidable(request.user).filter(author=person).exists():
        raise Http404
    return person
