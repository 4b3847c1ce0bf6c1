"""The image library in the newsroom: upload, words, focal point, where used, and the picker."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import image_uses, images
from articles.models import Author, Image, Story
from newsportal.core import versions
from newsportal.core.images import inspect_and_encode

#: Pictures that the picker offers at once.
OFFERED = 24

WORDS = ("alt", "caption", "credit", "licence", "licence_expires")


class ImageForm(forms.ModelForm[Image]):
    """The words of a picture; a new one is uploaded with them."""

    upload = forms.FileField(
        label=gettext_lazy("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP or AVIF, at most 20 MB. Places and times that the "
            "camera wrote into the file are taken out."
        ),
    )

    class Meta:
        model = Image
        fields = (*WORDS, "focal_x", "focal_y")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["upload"]

    def clean_upload(self) -> Any:
        """Encode here, so that a refusal (a ValidationError) stands beside the field."""
        upload = self.cleaned_data["upload"]
        self.encoded = inspect_and_encode(upload)
        return upload


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin[Image]):
    form = ImageForm
    list_display = ("thumb", "alt", "credit", "size", "created_at")
    list_display_links = ("thumb", "alt")
    search_fields = ("alt", "caption", "credit")
    ordering = ("-pk",)
    list_per_page = 40
    show_full_result_count = False
    readonly_fields = ("preview", "used_in")
    actions = None

    def get_fieldsets(self, request: HttpRequest, obj: Image | None = None) -> Any:
        if obj is None:
            return [(None, {"fields": ("upload", *WORDS)})]
        return [
            (None, {"fields": ("preview", *WORDS)}),
            (_("Focal point"), {"fields": (("focal_x", "focal_y"),)}),
            (_("Use"), {"fields": ("used_in",)}),
        ]

    @admin.display(description=gettext_lazy("picture"))
    def thumb(self, image: Image) -> SafeString:
        return format_html(
            '<img class="thumb" src="{}" alt="{}" loading="lazy">', image.url, image.alt
        )

    @admin.display(description=gettext_lazy("size"))
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"

    @admin.display(description=gettext_lazy("picture"))
    def preview(self, image: Image) -> SafeString:
        return format_html('<img class="picture-preview" src="{}" alt="{}">', image.url, image.alt)

    @admin.display(description=gettext_lazy("used in"))
    def used_in(self, image: Image) -> SafeString | str:
        stories = Story.objects.newsroom_list().using_image(image)
        authors = Author.objects.filter(portrait=image)
        links = [
            (reverse(f"admin:articles_{one._meta.model_name}_change", args=[one.pk]), str(one))
            for one in [*stories, *authors]
        ]
        return format_html_join(", ", '<a href="{}">{}</a>', links) or _("nowhere yet")

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        """Write the words; a moved focal point has the crops made anew."""
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]
            images.keep(obj, form.encoded, form.cleaned_data["upload"])
            return
        with transaction.atomic():
            obj.save()
            versions.bump(*image_uses.keys_of(obj))
            if {"focal_x", "focal_y"} & set(form.changed_data):
                images.make_renditions.enqueue(obj.pk)

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not image_uses.is_used(obj))

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        images.delete(obj)

    def get_urls(self) -> list[URLPattern]:
        picker = self.admin_site.admin_view(self.picker)
        return [path("picker/", picker, name="articles_image_picker"), *super().get_urls()]

    def picker(self, request: HttpRequest) -> HttpResponse:
        """Pictures for the editor's dialog, newest first, as the editor's script wants them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = Image.objects.matching(request.GET.get("q", "")[:200])[:OFFERED]
        offered = [
            {
                "id": image.pk,
                "url": image.url,
                "alt": image.alt,
                "caption": image.caption,
                "credit": image.credit,
                "width": image.width,
                "height": image.height,
            }
            for image in found
        ]
        return JsonResponse(offered, safe=False)
