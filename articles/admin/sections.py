"""Sections in the newsroom; saving and deleting go through their verbs."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_protect

from articles import rights, sections
from articles.chrome import current as chrome
from articles.models import Section
from newsportal.core import addresses
from newsportal.core.models import User


class SectionForm(forms.ModelForm[Section]):
    class Meta:
        model = Section
        fields = ("name", "slug", "parent", "order", "description", "colour")

    def clean(self) -> dict[str, Any]:
        """Refuse an address that is another's, beside the field."""
        data = super().clean() or {}
        if data.get("slug"):
            section = Section(pk=self.instance.pk, slug=data["slug"], parent=data.get("parent"))
            try:
                address = sections.path_of(section)
                addresses.check_free(f"/{address}/", section)
            except ValidationError as taken:
                self.add_error("slug", taken)
        return data


class SectionChoice(forms.ModelChoiceField):
    """A section, with the way there."""

    def label_from_instance(self, obj: Any) -> str:
        return " › ".join(section.name for section in chrome.get().trail(obj))


class FileForm(forms.Form):
    """Where the stories of a section shall stand from now on."""

    target = SectionChoice(label=gettext_lazy("File them under"), queryset=Section.objects.none())

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Section.objects.exclude(pk=section.pk).order_by("path")


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin[Section]):
    form = SectionForm
    list_display = ("name", "address", "colour", "order")
    list_editable = ("order",)
    search_fields = ("name", "path")
    ordering = ("path",)
    prepopulated_fields = {"slug": ("name",)}
    list_select_related = ("parent",)
    change_form_template = "admin/articles/section/change_form.html"
    actions = None

    @admin.display(description=gettext_lazy("address"), ordering="path")
    def address(self, section: Section) -> str:
        return section.path

    def save_model(self, request: HttpRequest, obj: Section, form: Any, change: bool) -> None:
        sections.save(obj)

    def get_urls(self) -> list[URLPattern]:
        file = self.admin_site.admin_view(self.file_stories)
        return [path("<int:pk>/file/", file, name="articles_section_file"), *super().get_urls()]

    def may_file(self, request: HttpRequest) -> bool:
        """Filing changes what readers see of every story of the section, whoever wrote it."""
        has_perm = request.user.has_perm
        return (
            has_perm("articles.publish_story")
            and has_perm("articles.change_any_story")
            and rights.sections_of(request.user) is None
        )

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Ask before an empty section goes; of a full one say what is to be done first."""
        section = self.get_object(request, unquote(object_id))
        if section is not None and self.has_delete_permission(request, section):
            why_not = sections.why_not_deleted(section)
            if why_not:
                title = _("“%(name)s” cannot be deleted yet") % {"name": section.name}
                return self._obstacles(request, section, title, why_not, status=409)
        return super().delete_view(request, object_id, extra_context)

    @method_decorator(csrf_protect)
    def file_stories(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask where the stories of a section shall stand, then move them."""
        section = get_object_or_404(Section, pk=pk)
        if not (self.has_change_permission(request, section) and self.may_file(request)):
            raise PermissionDenied
        title = _("The stories of “%(name)s”") % {"name": section.name}
        form = FileForm(request.POST or None, section=section)
        if request.method != "POST" or not form.is_valid():
            status = 422 if form.errors else 200
            return self._obstacles(request, section, title, form=form, status=status)
        target = form.cleaned_data["target"]
        moved = sections.file_stories(section, target, cast("User", request.user))
        if moved is None:
            words = _("They are being moved to “%(name)s”. Load this page again to see how far.")
        else:
            words = ngettext(
                "%(moved)d story is filed under “%(name)s” now.",
                "%(moved)d stories are filed under “%(name)s” now.",
                moved,
            )
        messages.success(request, words % {"moved": moved, "name": target.name})
        return HttpResponseRedirect(reverse("admin:articles_section_file", args=[section.pk]))

    def _obstacles(
        self,
        request: HttpRequest,
        section: Section,
        title: str,
        why_not: str = "",
        form: FileForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "section": section,
            "why_not": why_not,
            "stories": sections.stories_in(section).count(),
            "children": section.children.all(),
            "people": sections.limited_to(section),
            "form": form or FileForm(section=section),
            "may_file": self.may_file(request),
            "may_delete": self.has_delete_permission(request, section),
        }
        return render(request, "admin/articles/section/obstacles.html", context, status=status)

    def delete_model(self, request: HttpRequest, obj: Section) -> None:
        sections.delete(obj)
