"""The page of a tag."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Story, Tag
from articles.paging import page_of
from articles.views import addresses
from newsportal.core.guest_pages import public_page, shows


@require_safe
@public_page
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    tag = Tag.objects.filter(slug=slug).first()
    if tag is None:
        return addresses.lost(request)
    page = page_of(Story.objects.live().with_tag(tag).newest_first(), request)
    shows(request, f"tag:{tag.pk}")
    return render(request, "articles/tag.html", {"tag": tag, "page": page})
