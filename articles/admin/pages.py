"""Pages in the newsroom: the same editor and workflow as stories (feature F2)."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from articles import publishing
from articles.admin import search_fields
from articles.admin.desk_form import DeskForm
from articles.admin.documents import DocumentAdmin
from articles.admin.list_filters import ChangedFilter
from articles.admin.search_fields import PAGE_FIELDSET, SearchFields
from articles.admin.story_forms import DocumentForms
from articles.editor import StoryEditorField
from articles.models import Page
from articles.working_copy import PageContent, content_of
from newsportal.core.plain_text import clean_line, clean_text


class PageForm(SearchFields, DeskForm):
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
            search_title=data["search_title"],
            search_description=data["search_description"],
        )


FIELDSETS = (
    (
        None,
        {"classes": ("story-main",), "fields": ("title", "standfirst", "body", "based_on")},
    ),
    (gettext_lazy("Where it stands"), {"classes": ("story-side",), "fields": ("slug",)}),
    (gettext_lazy("This version"), {"classes": ("story-side",), "fields": ("revision_note",)}),
    PAGE_FIELDSET,
)


class PageForms(DocumentForms):
    """A page's form."""

    @classmethod
    def of(cls, request: HttpRequest, page: Any, content: PageContent | None = None) -> Self:
        """The form on the newest revision, or on `content` in its place."""
        if content is None:
            content = content_of(page) if page else PageContent()
        values = {**content.snapshot(), "body": content.body_html, **cls.first_values(page)}
        return cls(request, page, PageForm(initial=values))

    @classmethod
    def posted(cls, request: HttpRequest, page: Any) -> Self:
        return cls(request, page, PageForm(request.POST))

    @classmethod
    def kept(cls, request: HttpRequest, page: Any, typed: QueryDict) -> Self:
        """The form as it was kept before the browser died."""
        form = PageForm(typed).unchecked()
        return cls(request, page, form)

    def show(self) -> None:
        self.form.show_fallbacks()
        self.search_preview = search_fields.of_page(self.form)

    def content(self) -> PageContent:
        content: PageContent = self.form.content()
        return content


@admin.register(Page)
class PageAdmin(DocumentAdmin[Page]):
    list_display = ("name", "badge", "address", "changed")
    list_display_links = ("name",)
    list_filter = ("status", ChangedFilter)
    search_fields = ("working_title", "slug")
    search_help_text = gettext_lazy("Words of the title, or the address")
    sortable_by = ("name", "changed")
    ordering = ("working_title", "pk")
    forms_class = PageForms
    document_fieldsets = FIELDSETS
    title_of_new = gettext_lazy("New page")
    create = staticmethod(publishing.create_page)
    save = staticmethod(publishing.save_page)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        return Page.objects.newsroom_list().order_by(*self.ordering)

    @admin.display(description=gettext_lazy("title"), ordering="working_title")
    def name(self, page: Page) -> SafeString:
        return format_html('<bdi dir="auto">{}</bdi>', page)

    @admin.display(description=gettext_lazy("address"), empty_value="")
    def address(self, page: Page) -> SafeString | None:
        """Where readers find it; a link once they do."""
        address = page.get_absolute_url()
        if not page.is_live():
            return format_html('<bdi dir="ltr">{}</bdi>', address) if address else None
        return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', address, address)

    @admin.display(description=gettext_lazy("last change"), ordering="changed_at")
    def changed(self, page: Page) -> SafeString:
        return self.changed_line(page)
