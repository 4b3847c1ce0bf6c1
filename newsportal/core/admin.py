"""The newspaper's settings and its addresses in the newsroom."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from newsportal.core import addresses, crawlers, redirect_files, redirects, sentences, versions
from newsportal.core.models import Address, SiteSettings

#: What a row of the registry is, in the words of the list.
KINDS = {
    "hand": _("by hand"),
    "moved": _("moved"),
    "current": _("in use"),
    "gone": _("gone"),
}

#: Outcomes in the order of the report on a table: what needs a look first.
FIRST = (
    redirects.Outcome.REFUSED,
    redirects.Outcome.CHANGED,
    redirects.Outcome.ADDED,
    redirects.Outcome.UNCHANGED,
)
#: Lines that the page shows of it; the whole report is a file.
SHOWN_LINES = 500


#: What robots are told (feature R4), a part of its own on the page.
ROBOTS = (
    "hides_from_search",
    *(purpose.value for purpose in crawlers.Purpose),
    "robots_lines",
)

#: Why a purpose is on or off, in a sentence before the names of its robots.
WHAT_FOR = {
    crawlers.Purpose.TRAINING: _("What they read makes models, and nothing leads back to you."),
    crawlers.Purpose.SEARCH: _(
        "They keep an index, from which assistants answer and name their sources."
    ),
    crawlers.Purpose.PERSON: _(
        "Somebody has asked an assistant about one of your pages, and it goes to read it."
    ),
}


class SiteForm(forms.ModelForm[SiteSettings]):
    class Meta:
        model = SiteSettings
        fields = (
            "name",
            "tagline",
            "logo",
            "accent",
            "language",
            "time_zone",
            "publisher",
            "contact_email",
            *ROBOTS,
        )
        widgets = {
            "accent": forms.TextInput(attrs={"type": "color"}),
            "robots_lines": forms.Textarea(attrs={"rows": 5, "dir": "ltr", "spellcheck": "false"}),
        }

    time_zone = forms.ChoiceField(
        label=_("Time zone of the newsroom"),
        choices=SiteSettings.time_zone_choices,
        help_text=SiteSettings._meta.get_field("time_zone").help_text,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose, what_for in WHAT_FOR.items():
            if purpose.value in self.fields:  # who may only look gets no fields
                names = sentences.listed(crawler.token for crawler in crawlers.of(purpose))
                self.fields[purpose.value].help_text = format_html(
                    '{} <span dir="ltr">{}</span>', what_for, names
                )


@admin.register(SiteSettings)
class SiteSettingsAdmin(admin.ModelAdmin[SiteSettings]):
    """One row: the list leads to it."""

    form = SiteForm

    def get_fieldsets(self, request: HttpRequest, obj: SiteSettings | None = None) -> Any:
        """The newspaper, and what robots are told of it."""
        named = [name for name in self.get_fields(request, obj) if name not in ROBOTS]
        told = {"fields": ROBOTS, "description": self._about_robots()}
        return [(None, {"fields": named}), (_("Search engines and AI"), told)]

    def _about_robots(self) -> str:
        """Honest words about what the switches can do, and the way to see what robots read."""
        return format_html(
            '{} <a href="/robots.txt">robots.txt</a> · <a href="/sitemap.xml">{}</a> · '
            '<a href="/news-sitemap.xml">{}</a>',
            _(
                "robots.txt is a request and no wall. Most robots that are named here keep to it, "
                "some of them not when a person asked; others may not at all. What they read:"
            ),
            _("sitemap"),
            _("news sitemap"),
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SiteSettings | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        change = reverse("admin:core_sitesettings_change", args=[SiteSettings.SINGLE])
        return HttpResponseRedirect(change)

    def save_model(self, request: HttpRequest, obj: SiteSettings, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            versions.bump("site")


class RedirectForm(forms.ModelForm[Address]):
    """A redirect by hand; whether it can stand is asked of `redirects`, for all fields at once."""

    path = forms.CharField(
        label=_("Old address"),
        max_length=addresses.LONGEST,
        help_text=_("From the first slash, such as /world/old-name/ or /?p=12"),
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "vTextField"}),
    )
    target = forms.CharField(
        label=_("Leads to"),
        max_length=addresses.LONGEST,
        help_text=_("A path such as /world/new-name/ or an address with https://"),
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "vTextField"}),
    )

    class Meta:
        model = Address
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["path"].disabled = True
            self.initial["path"] = self.instance.path
            self.initial["target"] = self.instance.target

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("path") and data.get("target"):
            (line,) = redirects.plan([redirects.Wish(data["path"], data["target"])])
            if line.outcome == redirects.Outcome.REFUSED:
                self.add_error(line.field, line.reason)
        return data


class UploadForm(forms.Form):
    """A table of redirects: as a file, pasted, or carried over from the trial."""

    table = forms.FileField(
        label=_("CSV file"),
        required=False,
        help_text=_("Two columns: the old address and where it leads. At most 10,000 lines."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )
    text = forms.CharField(
        label=_("Or paste the lines here"),
        required=False,
        max_length=redirect_files.MOST_BYTES,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 6, "dir": "ltr", "placeholder": "/old-page/,/new-page/"}
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Give `text` and `wishes`, and `note` when the encoding had to be guessed."""
        data = super().clean() or {}
        text, note = data.get("text", ""), ""
        place = "text"
        try:
            if data.get("table"):
                place = "table"
                upload = data["table"]
                if upload.size > redirect_files.MOST_BYTES:
                    raise redirect_files.too_large()
                text, note = redirect_files.decode(upload.read())
            data |= {"text": text, "note": note, "wishes": redirect_files.read(text)}
        except ValidationError as refusal:
            self.add_error(place, refusal)
        return data


class KindFilter(admin.SimpleListFilter):
    """By hand, by itself, current or gone."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return list(KINDS.items())

    def queryset(self, request: Any, queryset: QuerySet[Address]) -> QuerySet[Address]:
        moved = queryset.filter(state=Address.State.MOVED)
        match self.value():
            case "hand":
                return moved.exclude(target="")
            case "moved":
                return moved.filter(target="")
            case "current" | "gone" as state:
                return queryset.filter(state=state)
        return queryset


class WithOwners(ChangeList):
    """The rows of one page with what they belong to, in one query for each kind of owner."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        owners = addresses.owners_of(self.result_list)
        for row in self.result_list:
            row.owner = owners.get(row.pk)


@admin.register(Address)
class AddressAdmin(admin.ModelAdmin[Address]):
    """Where former addresses lead; redirects can be made by hand, one by one or by a file."""

    form = RedirectForm
    fields = ("path", "target")
    list_display = ("path", "leads_to", "kind", "since")
    list_filter = (KindFilter,)
    search_fields = ("path", "target")
    search_help_text = _("A part of the old address, or of where it leads")
    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    actions = None
    change_list_template = "admin/core/address/change_list.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return WithOwners

    @admin.display(description=_("kind"))
    def kind(self, row: Address) -> str:
        name = "hand" if row.target else str(row.state)
        return format_html(
            '<span class="address-kind address-{}">{}</span>', name, KINDS.get(name, row.state)
        )

    @admin.display(description=_("since"), ordering="pk")
    def since(self, row: Address) -> datetime.date:
        return row.created_at.date()

    @admin.display(description=_("leads to"))
    def leads_to(self, row: Address) -> str:
        """The target as a link, or what stands there, as readers find it now."""
        if row.state == Address.State.GONE:
            return row.note or "—"
        owner = getattr(row, "owner", None)
        if row.state == Address.State.CURRENT:
            return f"{owner._meta.verbose_name} {sentences.quoted(owner)}" if owner else "—"
        target = row.target or (owner.public_address() if owner else None)
        if target:
            return format_html('<a href="{}" dir="ltr">{}</a>', target, target)
        return str(_("nothing that readers see now")) if owner else "—"

    def has_change_permission(self, request: HttpRequest, obj: Address | None = None) -> bool:
        """Only redirects made by hand are edited; the others are kept by the verbs."""
        return super().has_change_permission(request, obj) and (obj is None or bool(obj.target))

    def has_delete_permission(self, request: HttpRequest, obj: Address | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or bool(obj.target))

    def save_model(self, request: HttpRequest, obj: Address, form: Any, change: bool) -> None:
        """Make the redirect; `changeform_view` tells when the address was claimed meanwhile."""
        line = redirects.make_one(form.cleaned_data["path"], form.cleaned_data["target"])
        made = Address.objects.get(path=line.path)
        obj.pk, obj.path, obj.target = made.pk, made.path, made.target

    def delete_model(self, request: HttpRequest, obj: Address) -> None:
        redirects.remove(obj)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(request.get_full_path())

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        may_upload = self.has_add_permission(request) and self.has_change_permission(request)
        return super().changelist_view(request, {**(extra_context or {}), "may_upload": may_upload})

    # A table of redirects --------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        def own(view: Any, name: str) -> URLPattern:
            inner = self.admin_site.admin_view(view)
            found: URLPattern = path(f"{name}/", inner, name=f"core_address_{name}")
            return found

        return [own(self.upload, "upload"), own(self.download, "download"), *super().get_urls()]

    @method_decorator(csrf_protect)
    def upload(self, request: HttpRequest) -> HttpResponseBase:
        """Try a table of redirects, then make them: two buttons, the second after the report."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return self._upload_page(request, form, status=422 if form.errors else 200)
        wishes = form.cleaned_data["wishes"]
        if "_make" in request.POST:
            return self._made(request, redirects.make(wishes))
        lines = redirects.plan(wishes)
        if "_report" in request.POST:
            return _csv(redirect_files.report(lines), "redirects-report.csv")
        return self._upload_page(request, form, lines)

    def _made(self, request: HttpRequest, lines: list[redirects.Line]) -> HttpResponse:
        words = redirect_files.summary(redirect_files.counts(lines))
        LogEntry.objects.create(
            user_id=int(request.user.pk or 0),
            content_type_id=ContentType.objects.get_for_model(Address).pk,
            object_repr=str(_("A table of redirects")),
            action_flag=ADDITION,
            change_message=words,
        )
        messages.success(request, words)
        return HttpResponseRedirect(reverse("admin:core_address_changelist"))

    def _upload_page(
        self,
        request: HttpRequest,
        form: UploadForm,
        lines: list[redirects.Line] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Redirects from a table"),
            "opts": self.opts,
            "form": form,
        }
        if lines is not None:
            counted = redirect_files.counts(lines)
            # What needs a look comes first; within that, the order of the file.
            shown = sorted(lines, key=lambda line: (FIRST.index(line.outcome), not line.hint))
            context |= {
                "lines": shown[:SHOWN_LINES],
                "left_out": max(len(lines) - SHOWN_LINES, 0),
                "counts": [(outcome, counted[outcome]) for outcome in FIRST],
                "to_make": counted[redirects.Outcome.ADDED] + counted[redirects.Outcome.CHANGED],
                "note": form.cleaned_data["note"],
                "text": form.cleaned_data["text"],
            }
        return render(request, "admin/core/address/upload.html", context, status=status)

    def download(self, request: HttpRequest) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return _csv(redirect_files.table(), "redirects.csv")


def _csv(lines: Iterable[str], name: str) -> StreamingHttpResponse:
    """A file to keep; the mark at its beginning tells Excel that it is UTF-8."""
    response = StreamingHttpResponse(
        itertools.chain(["\ufeff"], lines), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
