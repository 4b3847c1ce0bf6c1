"""What the admin of stories and of pages have in common: a form on the newest revision.

The form saves first, so that nothing typed is lost, and then calls the verb of the button that was
pressed. Everything that somebody may do is asked of `articles.rights`.
"""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from articles import conflicts, corrections, desk, previewing, publishing, rights
from articles.admin import revisions, verbs
from articles.admin.badges import badge_of
from articles.admin.bulk import BulkVerbs
from articles.admin.desk_form import moment_field
from articles.admin.paginators import LateRows
from articles.editor import with_nonce
from articles.models import Document, Page, PreviewLink, Story
from articles.views.previews import working_copy
from articles.working_copy import read
from newsportal.core.images import ImageRefused
from newsportal.core.sentences import listed

D = TypeVar("D", Story, Page)
Status = Document.Status

#: Widths at which a preview is shown, in CSS pixels: a phone, a tablet, a desk.
PREVIEW_WIDTHS = (390, 768, 1440)


class WithdrawForm(forms.Form):
    """The note that readers find at the address, and when."""

    note = forms.CharField(
        label=gettext_lazy("Note to readers"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Stands at its address from then on, such as why it was withdrawn."),
    )
    at = moment_field(gettext_lazy("At a set time"), gettext_lazy("Empty: at once."))


class LinkForm(forms.Form):
    """A new preview link."""

    label = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("Only you see this: to know later which link to end."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("It ends after"),
        coerce=int,
        choices=[
            (7, gettext_lazy("7 days")),
            (1, gettext_lazy("1 day")),
            (30, gettext_lazy("30 days")),
        ],
    )


class DocumentAdmin(BulkVerbs, admin.ModelAdmin[D], Generic[D]):
    """Form, preview, links and times of a story or page."""

    change_form_template = "admin/articles/document/change_form.html"
    change_list_template = "admin/articles/document/change_list.html"
    paginator = LateRows
    #: Form and form sets, told below by `articles.admin.story_form.StoryForms` and `PageForms`.
    forms_class: ClassVar[Any]
    document_fieldsets: ClassVar[Any]
    title_of_new: ClassVar[Any]
    #: The verbs of `publishing` that begin and save one.
    create: ClassVar[Any]
    save: ClassVar[Any]

    # Who may do what -----------------------------------------------------------------------------

    def has_view_permission(self, request: HttpRequest, obj: D | None = None) -> bool:
        if not super().has_view_permission(request, obj):
            return False
        return obj is None or rights.may_open(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: D | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return rights.may_change(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: D | None = None) -> bool:
        """Nobody deletes what readers have seen: it is withdrawn, and its address says so."""
        if obj is None or obj.first_live_at is not None:
            return False
        return super().has_delete_permission(request, obj) and rights.may_change(request.user, obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"articles.publish_{self.opts.model_name}")

    def _document(self, request: HttpRequest, object_id: str | None) -> Any:
        """The document of an address; None for a new one. 404 and 403 as the rights say."""
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        document = self.get_object(request, unquote(object_id))
        if document is None:
            raise Http404
        if not rights.may_open(request.user, document):
            raise PermissionDenied
        return document

    # List ----------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def badge(self, document: D) -> SafeString:
        return badge_of(document)

    @staticmethod
    def changed_line(document: D) -> SafeString:
        """When it was last changed, and who saved the newest version."""
        at = timezone.localtime(document.changed_at)
        saved = document.working_revision
        who = saved.created_by if saved else None
        return format_html(
            '<time datetime="{}">{}</time> <bdi class="list-who">{}</bdi>',
            at.isoformat(),
            date_format(at, "SHORT_DATETIME_FORMAT"),
            who or "",
        )

    # The form ------------------------------------------------------------------------------------

    @method_decorator(csrf_protect)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        document = self._document(request, object_id)
        if request.method == "POST":
            return self._posted(request, document)
        forms_now = self.forms_class.of(request, document)
        if "restore" in request.GET:
            kept = desk.kept(request.user, self._name, document)  # type: ignore[arg-type]
            if kept is not None:
                forms_now = self.forms_class.kept(request, document, desk.typed(kept))
        if document is not None and not self.has_change_permission(request, document):
            forms_now.disable()
        return self._form_page(request, document, forms_now)

    @property
    def _name(self) -> str:
        return str(self.opts.model_name)

    def _posted(self, request: HttpRequest, document: Any) -> HttpResponse:
        pressed = verbs.pressed(request.POST)
        if document is not None and not self.has_change_permission(request, document):
            if not rights.is_own(request.user, document):
                raise PermissionDenied
            if pressed != "_take_back":
                return self._too_late(request, document)
            if not self._took_back(request, document) or "based_on" not in request.POST:
                return HttpResponseRedirect(self._address("change", document))
            pressed = None  # what stood typed on the page of `_too_late` is saved now
        verb = verbs.VERBS.get(pressed or "")
        if verb is not None and not verb.may(request.user, self._at_hand(request, document)):
            raise PermissionDenied
        forms_now = self.forms_class.posted(request, document)
        if not forms_now.is_valid():
            return self._form_page(request, document, forms_now, status=422)
        return self._save(request, document, forms_now, pressed)

    def _at_hand(self, request: HttpRequest, document: Any) -> Any:
        """The document, or the one that the form will begin."""
        user: Any = request.user
        return document if document is not None else self.model(created_by=user)

    def _took_back(self, request: HttpRequest, document: Any) -> bool:
        """The one button of somebody who may not change it now; whether it did anything."""
        try:
            publishing.take_back(document, request.user)  # type: ignore[arg-type]
        except publishing.Refused as refusal:
            messages.error(request, refusal.message)
            return False
        messages.success(request, verbs.VERBS["_take_back"].done(document))
        return True

    def _too_late(self, request: HttpRequest, document: Any) -> HttpResponse:
        """Its state has changed while its writer wrote: nothing is saved, nothing typed is lost."""
        messages.warning(
            request,
            _("It is %(status)s now, so nothing was saved. What you typed still stands below.")
            % {"status": document.get_status_display()},
        )
        typed = self.forms_class.posted(request, document)
        return self._form_page(request, document, typed, status=409)

    def _save(
        self, request: HttpRequest, document: Any, forms_now: Any, pressed: str | None
    ) -> HttpResponse:
        """Keep the working copy, then do what the pressed button says. What was typed is safe."""
        try:
            content = forms_now.content()
        except ImageRefused as refusal:
            forms_now.form.add_error("upload", refusal)
            return self._form_page(request, document, forms_now, status=422)
        if "_merge" in request.POST:
            return self._merged(request, document, forms_now, content)
        try:
            document = self._keep(request, document, forms_now, content)
        except publishing.Conflict as conflict:
            return self._conflict_page(request, document, forms_now, content, conflict)
        verb = verbs.VERBS.get(pressed or "")
        if verb is None:
            return self._saved(request, document)
        if not verb.may(request.user, document):
            raise PermissionDenied
        try:
            verb.call(document, request.user, forms_now.form.cleaned_data)
        except publishing.Refused as refusal:
            forms_now.refuse(refusal)
            messages.warning(request, _("Saved, but nothing else has changed: see below."))
            forms_now.go_on_from(document)
            return self._form_page(request, document, forms_now, status=422)
        return self._done(request, document, verb)

    def _keep(self, request: HttpRequest, document: Any, forms_now: Any, content: Any) -> Any:
        data = forms_now.form.cleaned_data
        note = data["revision_note"]
        if document is None:
            document = self.create(request.user, content, note)
            self.log_addition(request, document, [{"added": {}}])
        else:
            self.save(document, request.user, content, based_on=data["based_on"], note=note)
            self.log_change(request, document, _("A new version was saved."))
        return document

    def _saved(self, request: HttpRequest, document: Any) -> HttpResponse:
        if "_preview" in request.POST:
            return HttpResponseRedirect(self._address("preview", document))
        if document.is_live() and document.has_changes:
            messages.success(
                request, _("Saved. Readers see the version of before until you publish changes.")
            )
        else:
            messages.success(request, _("Saved."))
        if "_addanother" in request.POST:
            return HttpResponseRedirect(reverse(f"admin:articles_{self._name}_add"))
        return HttpResponseRedirect(self._address("change", document))

    def _done(self, request: HttpRequest, document: Any, verb: verbs.Verb) -> HttpResponse:
        """Say what has happened and lead on."""
        sentence = verb.done(document)
        address = document.public_address()
        if address:
            words = format_html(
                '{} <a href="{}">{}</a>', sentence, address, _("See it as readers do")
            )
            messages.success(request, words)
        else:
            messages.success(request, sentence)
        if not rights.may_open(request.user, document):
            return HttpResponseRedirect(reverse(f"admin:articles_{self._name}_changelist"))
        return HttpResponseRedirect(self._address(verb.then(document), document))

    def _address(self, page: str, document: Any, *more: Any) -> str:
        return reverse(f"admin:articles_{self._name}_{page}", args=[document.pk, *more])

    def _form_page(
        self, request: HttpRequest, document: Any, forms_now: Any, *, status: int = 200
    ) -> HttpResponse:
        form = forms_now.form
        user: Any = request.user
        may_change = document is None or self.has_change_permission(request, document)
        shown = self._at_hand(request, document)
        forms_now.show()
        findings = forms_now.findings()
        context = {
            **self.admin_site.each_context(request),
            "title": str(document or self.title_of_new),
            "subtitle": None,
            "adminform": helpers.AdminForm(form, self.document_fieldsets, {}, (), self),
            "forms": forms_now,
            "document": document,
            "original": document,
            "object_id": document.pk if document else None,
            "media": with_nonce(self.media + forms_now.media, request),
            "errors": [error for name in form.errors for error in form.errors[name]],
            "inline_admin_formsets": [],
            "has_file_field": True,
            "may_change": may_change,
            "offered": verbs.offered(user, shown),
            "may_withdraw": document is not None
            and document.is_live()
            and rights.may_publish(user, document),
            "badge": self.badge(document) if document else "",
            "owes_correction": isinstance(document, Story) and corrections.is_owed(document),
            "findings": findings,
            "asks_for_alt_reason": any(one.code == "no-alt" for one in findings),
            "kept": desk.kept(user, self._name, document)
            if may_change and request.method == "GET" and "restore" not in request.GET
            else None,
            "others": desk.others(document, user) if document else [],
            "number": document.working_revision.number
            if document and document.working_revision
            else 0,
            "newsroom_zone": timezone.get_current_timezone_name(),
            "autosave_address": self._address("autosave", document)
            if document
            else reverse(f"admin:articles_{self._name}_autosave_new"),
            "name": self._name,
        }
        response = self.render_change_form(
            request,
            context,
            add=document is None,
            change=document is not None,
            obj=document,
            form_url=self._address("change", document) if document else "",
        )
        response.status_code = status
        return response

    # Two at once ---------------------------------------------------------------------------------

    def _conflict_page(
        self,
        request: HttpRequest,
        document: Any,
        forms_now: Any,
        content: Any,
        conflict: publishing.Conflict,
    ) -> HttpResponse:
        """Both versions side by side; nothing of either is lost (feature E8)."""
        newest = conflict.newest
        base = self._revision(document, forms_now.form.cleaned_data["based_on"])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Two versions of “%(title)s”") % {"title": document},
            "opts": self.opts,
            "document": document,
            "newest": newest,
            "message": conflict.message,
            "fields": conflicts.compare(read(base) if base else None, content, read(newest)),
            "typed": forms_now.typed(),
            "action": self._address("change", document),
        }
        return render(request, "admin/articles/document/conflict.html", context, status=409)

    @staticmethod
    def _revision(document: Any, number: int | None) -> Any:
        return document.revisions.filter(number=number).first() if number else None

    def _merged(
        self, request: HttpRequest, document: Any, forms_now: Any, content: Any
    ) -> HttpResponse:
        """Join both versions as chosen, and show the result in the form to be read and saved."""
        document.refresh_from_db()
        theirs = self._revision(document, _number(request.POST.get("theirs")))
        newest = document.working_revision
        if theirs is None or theirs.pk != newest.pk:
            again = publishing.Conflict(newest)
            return self._conflict_page(request, document, forms_now, content, again)
        base = self._revision(document, forms_now.form.cleaned_data["based_on"])
        joined = conflicts.join(read(base) if base else None, content, read(theirs), request.POST)
        messages.info(request, _("Both versions are joined below. Read it, then save."))
        forms_joined = self.forms_class.of(request, document, joined)
        return self._form_page(request, document, forms_joined)

    # Further pages -------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        name = f"articles_{self._name}"
        return [
            path("add/autosave/", view(self.autosave), name=f"{name}_autosave_new"),
            path("<int:pk>/autosave/", view(self.autosave), name=f"{name}_autosave"),
            path("<int:pk>/presence/", view(self.presence), name=f"{name}_presence"),
            path("<int:pk>/preview/", view(self.preview), name=f"{name}_preview"),
            path("<int:pk>/preview/page/", view(self.preview_page), name=f"{name}_preview_page"),
            path("<int:pk>/links/", view(self.links), name=f"{name}_links"),
            path("<int:pk>/withdraw/", view(self.withdraw), name=f"{name}_withdraw"),
            *revisions.urls(self),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def autosave(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Keep what was typed, or discard it; told in JSON, or by going back to the form."""
        document = self._document(request, str(pk) if pk else None)
        may_write = document is None or self.has_change_permission(request, document)
        # Its writer's words are kept in any state: they may be sent back to go on with.
        if not may_write and not rights.is_own(request.user, document):
            raise PermissionDenied
        user: Any = request.user
        if "discard" in request.POST:
            desk.discard(user, self._name, document)
            back = reverse(f"admin:articles_{self._name}_add")
            return HttpResponseRedirect(self._address("change", document) if document else back)
        based_on = _number(request.POST.get("based_on")) or 0
        kept = desk.keep(user, self._name, document, request.POST, based_on)
        return JsonResponse({"at": date_format(timezone.localtime(kept.at), "TIME_FORMAT")})

    @method_decorator(require_POST)
    def presence(self, request: HttpRequest, pk: int) -> JsonResponse:
        """“Still here”, or “gone”: answered with who else is, and the newest revision's number."""
        document = self._document(request, str(pk))
        user: Any = request.user
        if "leave" in request.POST:
            desk.leave(document, user)
            return JsonResponse({})
        desk.be_present(document, user)
        newest = document.working_revision
        return JsonResponse(
            {
                "names": listed(desk.others(document, user)),
                "number": newest.number if newest else 0,
                "by": str(newest.created_by or "") if newest else "",
            }
        )

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The newest revision in a frame as wide as a phone, a tablet or a desk (feature E12)."""
        document = self._document(request, str(pk))
        width = _number(request.GET.get("width"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview of “%(title)s”") % {"title": document},
            "opts": self.opts,
            "document": document,
            "widths": PREVIEW_WIDTHS,
            "width": width if width in PREVIEW_WIDTHS else None,  # as wide as the screen
            "page_address": self._address("preview_page", document),
            "links_address": self._address("links", document),
            "form_address": self._address("change", document),
        }
        return render(request, "admin/articles/document/preview.html", context)

    @method_decorator(xframe_options_sameorigin)
    def preview_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The newest revision as readers will see it (feature F6)."""
        return working_copy(request, self._document(request, str(pk)))

    def links(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The preview links of a document: make one, end one."""
        document = self._document(request, str(pk))
        if request.method == "POST" and "revoke" in request.POST:
            mine = PreviewLink.objects.filter(**PreviewLink.of(document))
            previewing.revoke(get_object_or_404(mine, pk=_number(request.POST["revoke"])))
            messages.success(request, _("That link shows nothing any more."))
            return HttpResponseRedirect(self._address("links", document))
        form = LinkForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            previewing.share(document, request.user, data["days"], data["label"])  # type: ignore[arg-type]
            messages.success(request, _("The link is made: copy it from the list."))
            return HttpResponseRedirect(self._address("links", document))
        links = PreviewLink.objects.filter(**PreviewLink.of(document)).select_related("created_by")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview links of “%(title)s”") % {"title": document},
            "opts": self.opts,
            "document": document,
            "form": form,
            "links": [(link, previewing.address(link)) for link in links],
            "form_address": self._address("change", document),
        }
        status = 422 if form.errors else 200
        return render(request, "admin/articles/document/links.html", context, status=status)

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the note that readers will find at the address, then take it away."""
        document = self._document(request, str(pk))
        if not rights.may_publish(request.user, document):
            raise PermissionDenied
        form = WithdrawForm(
            request.POST or None,
            initial={"note": document.withdrawal_note},
        )
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            try:
                publishing.withdraw(document, request.user, data["note"], data["at"])  # type: ignore[arg-type]
            except publishing.Refused as refusal:
                form.add_error("at" if refusal.field == "at" else None, refusal.message)
            else:
                messages.success(request, _withdrawal(document))
                return HttpResponseRedirect(self._address("change", document))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw “%(title)s”?") % {"title": document},
            "document": document,
            "form": form,
            "opts": self.opts,
            "form_address": self._address("change", document),
            "newsroom_zone": timezone.get_current_timezone_name(),
        }
        status = 422 if form.errors else 200
        return render(request, "admin/articles/document/withdraw.html", context, status=status)


def _withdrawal(document: Any) -> str:
    if document.status == Status.WITHDRAWN:
        return _("Withdrawn. Its address now says so; publish it again to undo this.")
    return _("It will be withdrawn by itself: %(time)s.") % {
        "time": publishing.moment(document.withdraw_at)
    }


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 10 else None
