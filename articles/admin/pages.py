"""Pages in the newsroom: the same editor as stories, draft or published (feature F2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_protect

from articles import publishing
from articles.admin.stories import status_badge
from articles.editor import StoryEditorField, with_nonce
from articles.models import Page
from articles.working_copy import PageContent, content_of
from newsportal.core.plain_text import clean_line, clean_text


class PageForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    standfirst = forms.CharField(
        label=gettext_lazy("Introduction"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    body = StoryEditorField(label=gettext_lazy("Text"), required=False)
    slug = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Empty: made of the title."),
    )
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_title(self) -> str:
        return clean_line(self.cleaned_data["title"])

    def clean_standfirst(self) -> str:
        return clean_text(self.cleaned_data["standfirst"])

    def clean_slug(self) -> str:
        return slugify(self.cleaned_data["slug"], allow_unicode=True)

    def content(self) -> PageContent:
        data = self.cleaned_data
        return PageContent(
            title=data["title"],
            standfirst=data["standfirst"],
            body_html=data["body"],
            slug=data["slug"],
        )


FIELDSETS = (
    (
        None,
        {"classes": ("story-main",), "fields": ("title", "standfirst", "body", "based_on")},
    ),
    (gettext_lazy("Where it stands"), {"classes": ("story-side",), "fields": ("slug",)}),
)


@admin.register(Page)
class PageAdmin(admin.ModelAdmin[Page]):
    list_display = ("working_title", "badge", "slug", "changed_at")
    list_filter = ("status",)
    search_fields = ("working_title", "slug")
    ordering = ("working_title", "pk")
    change_form_template = "admin/articles/page/change_form.html"
    actions = None

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def badge(self, page: Page) -> SafeString:
        label = page.get_status_display()
        if page.is_live() and page.working_revision_id != page.live_revision_id:
            label = _("%(status)s, with changes") % {"status": label}
        return status_badge(page.status, label)

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """What readers have seen is withdrawn, not deleted."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.first_live_at is None)

    @method_decorator(csrf_protect)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        page = self._page(request, object_id)
        if request.method == "POST":
            form = PageForm(request.POST)
            if form.is_valid():
                return self._save(request, page, form)
            return self._form_page(request, page, form, status=422)
        initial: dict[str, Any] = {}
        if page is not None:
            content = content_of(page)
            assert isinstance(content, PageContent)
            number = page.working_revision.number if page.working_revision else None
            initial = {**content.snapshot(), "body": content.body_html, "based_on": number}
        return self._form_page(request, page, PageForm(initial=initial))

    def _page(self, request: HttpRequest, object_id: str | None) -> Page | None:
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        page = self.get_object(request, unquote(object_id))
        if page is None:
            raise Http404
        if not self.has_change_permission(request, page):
            raise PermissionDenied
        return page

    def _save(self, request: HttpRequest, page: Page | None, form: PageForm) -> HttpResponse:
        try:
            if page is None:
                page = publishing.create_page(request.user, form.content())
                self.log_addition(request, page, [{"added": {}}])
            else:
                based_on = form.cleaned_data["based_on"]
                publishing.save_page(page, request.user, form.content(), based_on=based_on)
                self.log_change(request, page, [{"changed": {}}])
        except publishing.Conflict as conflict:
            form.add_error(None, conflict.message)
            return self._form_page(request, page, form, status=409)
        try:
            self._call_verb(request, page)
        except publishing.Refused as refusal:
            form.add_error(refusal.field, refusal.message)
            messages.warning(request, _("Saved, but nothing else has changed: see below."))
            return self._form_page(request, page, form, status=422)
        if "_preview" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_page_preview", args=[page.pk]))
        messages.success(request, _("Saved. %(status)s.") % {"status": page.get_status_display()})
        return HttpResponseRedirect(reverse("admin:articles_page_change", args=[page.pk]))

    def _call_verb(self, request: HttpRequest, page: Page) -> None:
        verb = next(
            (
                verb
                for name, verb in (
                    ("_publish", publishing.publish),
                    ("_withdraw", publishing.withdraw),
                )
                if name in request.POST
            ),
            None,
        )
        if verb is None:
            return
        if not request.user.has_perm("articles.publish_page"):
            raise PermissionDenied
        verb(page, request.user)

    def _form_page(
        self, request: HttpRequest, page: Page | None, form: PageForm, *, status: int = 200
    ) -> HttpResponse:
        if status == 422 and page and page.working_revision:  # saved: go on from there
            form.data = form.data.copy()
            form.data["based_on"] = page.working_revision.number
        context = {
            **self.admin_site.each_context(request),
            "title": str(page) if page else _("New page"),
            "subtitle": None,
            "adminform": helpers.AdminForm(form, FIELDSETS, {}, (), self),
            "page": page,
            "original": page,
            "object_id": page.pk if page else None,
            "media": with_nonce(self.media + form.media, request),
            "errors": [error for name in form.errors for error in form.errors[name]],
            "inline_admin_formsets": [],
            "may_publish": request.user.has_perm("articles.publish_page"),
            "badge": self.badge(page) if page else "",
        }
        action = reverse("admin:articles_page_change", args=[page.pk]) if page else ""
        response = self.render_change_form(
            request, context, add=page is None, change=page is not None, obj=page, form_url=action
        )
        response.status_code = status
        return response

    def get_urls(self) -> list[URLPattern]:
        preview = self.admin_site.admin_view(self.preview)
        return [
            path("<int:pk>/preview/", preview, name="articles_page_preview"),
            *super().get_urls(),
        ]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The newest revision as readers will see it."""
        page = self._page(request, str(pk))
        assert page is not None
        content = content_of(page)
        response = render(request, "articles/page.html", {"page": content, "is_preview": True})
        response["Cache-Control"] = "private, no-store"
        return response
