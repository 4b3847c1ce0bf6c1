"""Tags in the newsroom, with merging (feature E2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import tagging
from articles.models import Story, Tag
from newsportal.core.autocomplete import TypedAutocomplete


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label=gettext_lazy("Into the tag"),
        queryset=Tag.objects.all(),
        help_text=gettext_lazy("This one stays; the other’s stories and address lead to it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)
        choices = field.widget.choices  # type: ignore[attr-defined]
        field.widget = TypedAutocomplete(Story._meta.get_field("tags"), admin.site)
        field.widget.choices = choices


def _without(found: list[Any], start: str) -> list[Any]:
    """The nested list of what is deleted, but for the lines that begin so."""
    kept: list[Any] = []
    for one in found:
        if isinstance(one, list):
            if below := _without(one, start):
                kept.append(below)
        elif not str(one).startswith(start):
            kept.append(one)
    return kept


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin[Tag]):
    list_display = ("name", "slug", "stories_count")
    search_fields = ("name", "slug")
    ordering = ("name", "pk")
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "description")
    change_form_template = "admin/articles/tag/change_form.html"
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return super().get_queryset(request).annotate(stories_count=Count("stories"))

    @admin.display(description=gettext_lazy("stories"), ordering="stories_count")
    def stories_count(self, tag: Tag) -> int:
        count: int = tag.stories_count  # type: ignore[attr-defined]
        return count

    def get_deleted_objects(
        self, objs: Sequence[Any] | QuerySet[Any], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """What goes with a tag, in words: the stories that carried it, not rows between tables."""
        found, counts, missing, protected = super().get_deleted_objects(objs, request)
        between = Story.tags.through._meta
        rows = f"{capfirst(between.verbose_name)}: "
        lost = counts.pop(str(between.verbose_name_plural), 0)
        if lost:
            counts[_("stories that carry it")] = lost
        return _without(found, rows), counts, missing, protected

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        tagging.save(obj)

    def get_urls(self) -> list[URLPattern]:
        merge = self.admin_site.admin_view(self.merge)
        return [path("<int:pk>/merge/", merge, name="articles_tag_merge"), *super().get_urls()]

    def merge(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the tag that stays, then merge."""
        tag = get_object_or_404(Tag, pk=pk)
        if not (self.has_change_permission(request) and self.has_delete_permission(request)):
            raise PermissionDenied
        form = MergeForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            into = form.cleaned_data["into"]
            try:
                moved = tagging.merge(tag, into)
            except ValidationError as refusal:
                form.add_error("into", refusal)
            else:
                words = ngettext(
                    "Merged: %(moved)d story carries “%(tag)s” now.",
                    "Merged: %(moved)d stories carry “%(tag)s” now.",
                    moved,
                )
                messages.success(request, words % {"moved": moved, "tag": into.name})
                return HttpResponseRedirect(reverse("admin:articles_tag_change", args=[into.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge “%(tag)s” into another tag") % {"tag": tag.name},
            "form": form,
            "media": self.media + form.media,
            "tag": tag,
            "opts": self.opts,
        }
        status = 422 if form.errors else 200
        return render(request, "admin/articles/tag/merge.html", context, status=status)
