"""The moderation queue: for now the admin's list of comments that wait."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from comments.desk_pages import desk_page


@require_safe
@desk_page()
def queue(_request: HttpRequest) -> HttpResponse:
    """Lead to the comments that wait for a decision."""
    return redirect(f"{reverse('admin:comments_comment_changelist')}?status__exact=held")
