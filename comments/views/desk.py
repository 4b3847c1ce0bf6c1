"""The moderation queue: for now the admin's list of comments that wait."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Lead to the comments that wait for a decision; the list itself asks for the right."""
    return redirect(f"{reverse('admin:comments_comment_changelist')}?status__exact=held")
