"""The image library in the newsroom: upload, words, focal point, where used, and the picker."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Script

from articles import image_uses, images, licences, rights
from articles.admin.image_words import (
    FOCAL_FIELDS,
    WORDS,
    CommonWordsForm,
    DescribeFormSet,
    ImageForm,
)
from articles.models import Document, Image
from newsportal.core.chosen_rows import row_number
from newsportal.core.images import CROPS, ImageRefused
from newsportal.core.sentences import quoted

#: Pictures that the picker offers at once.
OFFERED = 24

#: How long before its end a licence is called to mind: time to ask for another year.
SOON = datetime.timedelta(days=30)


class LicenceFilter(admin.SimpleListFilter):
    title = gettext_lazy("licence")
    parameter_name = "licence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Promise]]:
        return [
            ("ended", gettext_lazy("has run out")),
            ("soon", gettext_lazy("ends within 30 days")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = licences.day_of()
        if self.value() == "ended":
            return queryset.licence_run_out(today)
        if self.value() == "soon":
            return queryset.licence_ends(today, today + SOON)
        return queryset


class WordsFilter(admin.SimpleListFilter):
    title = gettext_lazy("missing words")
    parameter_name = "without"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Promise]]:
        return [
            ("alt", gettext_lazy("no alternative text")),
            ("credit", gettext_lazy("no credit")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(**{self.value(): ""}) if self.value() else queryset


class OwnFilter(admin.SimpleListFilter):
    title = gettext_lazy("uploader")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Promise]]:
        return [("me", gettext_lazy("me"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(created_by=request.user.pk) if self.value() else queryset


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin[Image]):
    form = ImageForm
    list_display = ("thumb", "alt", "credit", "licence_state", "size", "created_at")
    list_display_links = ("thumb", "alt")
    list_filter = (LicenceFilter, WordsFilter, OwnFilter)
    search_fields = ("alt", "caption", "credit")
    search_help_text = gettext_lazy("Words of the alternative text, caption or credit")
    ordering = ("-pk",)
    list_per_page = 40
    show_full_result_count = False
    readonly_fields = ("preview",)
    actions = None
    change_list_template = "admin/articles/image/change_list.html"
    change_form_template = "admin/articles/image/change_form.html"

    class Media:
        js = (Script("admin-js/focal-point.js", defer=True),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        """All pictures but those that would tell of an embargoed story."""
        return super().get_queryset(request).exclude(pk__in=image_uses.secret_to(request.user))

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Where a picture is chosen for a story or author, only those that may still be used."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        if request.path == reverse("admin:autocomplete"):
            found = found.licensed(licences.day_of())
        return found, duplicates

    def get_fieldsets(self, request: HttpRequest, obj: Image | None = None) -> Any:
        if obj is None:
            return [(None, {"fields": ("upload", *WORDS)})]
        return [
            (_("Picture and focal point"), {"fields": ("preview", FOCAL_FIELDS)}),
            (_("Words"), {"fields": WORDS}),
        ]

    # Columns and read-only fields ----------------------------------------------------------------

    @admin.display(description=gettext_lazy("picture"))
    def thumb(self, image: Image) -> SafeString:
        return format_html(
            '<img class="thumb" src="{}" alt="{}" loading="lazy">', thumbnail(image), image.alt
        )

    @admin.display(description=gettext_lazy("size"))
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"

    @admin.display(description=gettext_lazy("licence"), ordering="licence_expires")
    def licence_state(self, image: Image) -> SafeString | str:
        if image.licence_expires is None:
            return image.licence
        today = licences.day_of()
        if not licences.covers(image, today):
            return format_html('<span class="status-badge status-removed">{}</span>', _("run out"))
        day = image.licence_expires.isoformat()
        if image.licence_expires <= today + SOON:
            words = _("until %(day)s") % {"day": day}
            return format_html('<span class="status-badge status-held">{}</span>', words)
        return _("until %(day)s") % {"day": day}

    @admin.display(description=gettext_lazy("picture"))
    def preview(self, image: Image) -> SafeString:
        """The picture, on which the script takes clicks, and the three crops."""
        crops = format_html_join(
            "",
            '<figure class="crop crop-{}"><span class="crop-frame"><img src="{}" alt=""></span>'
            "<figcaption>{}</figcaption></figure>",
            [(crop, crop_file(image, crop), crop.replace("x", ":")) for crop in CROPS],
        )
        return format_html(
            '<div class="focal" data-focal data-label="{}">'
            '<div class="focal-picture"><img src="{}" alt="{}" width="{}" height="{}"></div>'
            '<p class="help">{}</p><div class="focal-crops">{}</div></div>',
            _("Focal point. Click on the picture, or move it with the arrow keys."),
            image.url,
            image.alt,
            image.width,
            image.height,
            _("Click on what must stay in every crop. Crops are made anew after saving."),
            crops,
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """The form, and below it where the picture is used, as far as this person may know."""
        image = kwargs.get("obj")
        if image is not None:
            places = image_uses.places_of(image, request.user)
            context["places"] = [
                (
                    place.label,
                    [(change_address(row), _title(request.user, row)) for row in place.rows],
                )
                for place in places
                if place.rows
            ]
            context["hidden_places"] = sum(place.hidden for place in places)
        return super().render_change_form(request, context, *args, **kwargs)

    # Saving --------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        """Write the words; a moved focal point has the crops made anew."""
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]
            images.keep(obj, form.encoded, form.cleaned_data["upload"])
            return
        images.describe(obj, form.changed_data)

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not image_uses.is_used(obj))

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        images.delete(obj)

    # Further pages -------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("picker/", view(self.picker), name="articles_image_picker"),
            path("picker/upload/", view(self.picker_upload), name="articles_image_picker_upload"),
            path("upload/", view(self.upload_several), name="articles_image_upload"),
            path("describe/", view(self.describe), name="articles_image_describe"),
            *super().get_urls(),
        ]

    def picker(self, request: HttpRequest) -> HttpResponse:
        """Pictures for the editor's dialog, newest first, as the editor's script wants them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        may_be_used = self.get_queryset(request).licensed(licences.day_of())
        found = may_be_used.matching(request.GET.get("q", "")[:200])[:OFFERED]
        return JsonResponse([offered(image) for image in found], safe=False)

    def picker_upload(self, request: HttpRequest) -> HttpResponse:
        """Take one picture from the editor's dialog; answers with it, or with the reason."""
        if not self.has_add_permission(request) or request.method != "POST":
            raise PermissionDenied
        upload = request.FILES.get("upload")
        if upload is None:
            return JsonResponse({"problem": _("Choose a file first.")}, status=422)
        try:
            image = images.take(upload, request.user)
        except ImageRefused as refusal:
            return JsonResponse({"problem": " ".join(refusal.messages)}, status=422)
        self.log_addition(request, image, [{"added": {}}])
        return JsonResponse(offered(image))

    def upload_several(self, request: HttpRequest) -> HttpResponse:
        """Take many files at once; each refused one is named with its reason."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = CommonWordsForm(request.POST if request.method == "POST" else None)
        uploads = [*request.FILES.getlist("pictures"), *request.FILES.getlist("photo")]
        taken = images.Taken()
        if request.method == "POST" and form.is_valid():
            now, later = uploads[: images.MOST_AT_ONCE], uploads[images.MOST_AT_ONCE :]
            taken = images.take_all(now, request.user, **form.cleaned_data)
            reason = _("not taken: %(count)d pictures at once are the most. Upload it again.")
            taken.refused += [
                (one.name or "", reason % {"count": images.MOST_AT_ONCE}) for one in later
            ]
            for image in taken.pictures:
                self.log_addition(request, image, [{"added": {}}])
            if taken.pictures:
                for name, why in taken.refused:
                    messages.warning(request, f"{quoted(name)}: {why}")
                numbers = ",".join(str(image.pk) for image in taken.pictures)
                return HttpResponseRedirect(
                    f"{reverse('admin:articles_image_describe')}?of={numbers}"
                )
            if not uploads:
                form.add_error(None, _("Choose at least one file."))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Upload pictures"),
            "opts": self.opts,
            "form": form,
            "refused": taken.refused,
            "most": images.MOST_AT_ONCE,
        }
        status = 422 if request.method == "POST" else 200
        return render(request, "admin/articles/image/upload.html", context, status=status)

    def describe(self, request: HttpRequest) -> HttpResponse:
        """Words for several pictures on one page, after they were uploaded together."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        named = request.GET.get("of", "").split(",")[: images.MOST_AT_ONCE]
        wanted = [number for one in named if (number := row_number(one)) is not None]
        rows = self.get_queryset(request).filter(pk__in=wanted)
        if not self.has_change_permission(request):
            rows = rows.filter(created_by=request.user.pk)
        rows = rows.order_by("pk")
        formset = DescribeFormSet(request.POST if request.method == "POST" else None, queryset=rows)
        if request.method == "POST" and formset.is_valid():
            for form in formset.forms[: formset.initial_form_count()]:
                if not form.instance._state.adding:  # a forged number of forms adds empty ones
                    images.describe(form.instance, set(form.changed_data) - {"id"})
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("admin:articles_image_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Describe what you uploaded"),
            "opts": self.opts,
            "formset": formset,
        }
        status = 422 if request.method == "POST" else 200
        return render(request, "admin/articles/image/describe.html", context, status=status)


def offered(image: Image) -> dict[str, Any]:
    """A picture as the editor's script wants it."""
    return {
        "id": image.pk,
        "url": image.url,
        "thumbnail": thumbnail(image),
        "alt": image.alt,
        "caption": image.caption,
        "credit": image.credit,
        "width": image.width,
        "height": image.height,
    }


def crop_file(image: Image, crop: str) -> str:
    """The smallest JPEG of a crop; the whole picture until the worker has made one."""
    found = image.widths("jpeg", crop)
    return str(image.file.storage.url(found[0]["name"])) if found else image.url


def thumbnail(image: Image) -> str:
    return crop_file(image, "4x3")


def _title(user: Any, row: Any) -> str:
    return rights.title_for(user, row) if isinstance(row, Document) else str(row)


def change_address(row: Any) -> str:
    return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])
