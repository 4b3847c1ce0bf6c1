"""The door to a person's own pages (feature R9)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Every page of one's own, with a sentence about each."""
    response = render(request, "me/overview.html")
    patch_cache_control(response, private=True, no_store=True)
    return response
