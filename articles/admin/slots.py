"""Notices in slots in the newsroom (feature R16)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from articles import fronts, slots
from articles.image_uses import secret_to
from articles.models import Slot, Story
from articles.paging import page_of
from articles.views.previews import sealed
from articles.views.stories import story_page
from newsportal.core.autocomplete import TypedAutocompleteFields


class SlotForm(forms.ModelForm[Slot]):
    """What is wrong is said beside its field."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            slots.check(self.instance)
        except ValidationError as problem:
            self._update_errors(problem)  # type: ignore[attr-defined]


class StandingFilter(admin.SimpleListFilter):
    """Whether readers see it now."""

    title = pgettext_lazy("of a notice to readers", "standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(STANDINGS.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        now = timezone.now()
        if self.value() == "running":
            return queryset.on_or_to_come(now).filter(starts_at__lte=now)
        if self.value() == "to-come":
            return queryset.on_or_to_come(now).filter(starts_at__gt=now)
        if self.value() == "over":
            return queryset.filter(ends_at__lte=now)
        return queryset.filter(is_on=False) if self.value() == "off" else queryset


STANDINGS = {
    "running": gettext_lazy("Readers see it"),
    "to-come": gettext_lazy("Has a time to come"),
    "over": gettext_lazy("Is over"),
    "off": gettext_lazy("Switched off"),
}


@admin.register(Slot)
class SlotAdmin(TypedAutocompleteFields, admin.ModelAdmin[Slot]):
    form = SlotForm
    list_display = ("name", "place", "kind", "standing", "starts_at", "ends_at", "order", "look")
    list_filter = (StandingFilter, "place", "kind")
    search_fields = ("name", "label", "headline")
    autocomplete_fields = ("image", "sections")
    radio_fields = {"kind": admin.HORIZONTAL}
    readonly_fields = ("look",)
    show_full_result_count = False
    actions = None
    fieldsets = (
        (None, {"fields": ("name", "kind", "place", "sections", "order")}),
        (gettext_lazy("When"), {"fields": ("is_on", ("starts_at", "ends_at"), "look")}),
        (
            gettext_lazy("What readers see"),
            {
                "fields": (
                    "label",
                    "headline",
                    "text",
                    ("link", "link_words"),
                    "image",
                    "frame",
                ),
                "description": gettext_lazy("The form for newsletters brings its own words."),
            },
        ),
    )

    @admin.display(description=pgettext_lazy("of a notice to readers", "standing"))
    def standing(self, slot: Slot) -> str:
        now = timezone.now()
        if not slot.is_on:
            return str(STANDINGS["off"])
        if slot.is_running(now):
            return str(STANDINGS["running"])
        return str(STANDINGS["to-come" if slot.starts_at > now else "over"])

    @admin.display(description=gettext_lazy("preview"))
    def look(self, slot: Slot) -> SafeString | str:
        if not slot.pk:
            return _("Save it first; switched off, nobody sees it meanwhile.")
        address = reverse("admin:articles_slot_preview", args=[slot.pk])
        words = pgettext("a link to a preview", "Look at it in its place")
        return format_html('<a href="{}">{}</a>', address, words)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("label", "headline", "text", "link_words") and field:
            if db_field.name == "text":
                field.widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
            field.widget.attrs["dir"] = "auto"
        return field

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        user = request.user

        class Asked(form):  # type: ignore[misc, valid-type]
            def clean_image(self) -> Any:
                image = self.cleaned_data["image"]
                if image is not None and image.pk in secret_to(user):
                    raise ValidationError(_("There is no such picture."))
                return image

        return Asked

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        slots.changed()

    def delete_model(self, request: HttpRequest, obj: Slot) -> None:
        super().delete_model(request, obj)
        slots.changed()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.preview_page))
        return [path("<int:pk>/preview/", view, name="articles_slot_preview"), *super().get_urls()]

    def preview_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The kind of page that the notice stands on, with it and as if its time had come."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        slot = Slot.objects.select_related("image").filter(pk=pk).first()
        if slot is None:
            raise Http404
        request.slot_preview = slot  # type: ignore[attr-defined]
        return sealed(_page_with(request, slot))


def _page_with(request: HttpRequest, slot: Slot) -> HttpResponse:
    live = Story.objects.live().newest_first()
    if slot.place == Slot.Place.STORY:
        story = live.for_story_page().with_versions().first()
        if story is not None:
            return story_page(request, story, is_preview=True)
    if slot.place == Slot.Place.LIST:
        return render(request, "articles/latest.html", {"page": page_of(live, request)})
    front = fronts.home(request.chrome)  # type: ignore[attr-defined]
    return render(request, "articles/home.html", {"front": front})
