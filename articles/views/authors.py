"""The page of an author."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Author, Story
from articles.paging import page_of
from articles.views import addresses
from newsportal.core.guest_pages import public_page, shows


@require_safe
@public_page
def author(request: HttpRequest, slug: str) -> HttpResponse:
    author = Author.objects.select_related("portrait").filter(slug=slug).first()
    if author is None:
        return addresses.lost(request)
    page = page_of(Story.objects.live().by_author(author).newest_first(), request)
    shows(request, f"author:{author.pk}")
    return render(request, "articles/author.html", {"author": author, "page": page})
