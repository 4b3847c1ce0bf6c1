"""The moderation queue: for now the admin's list of comments that wait."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from comments import rights


@require_safe
@admin.site.admin_view
def queue(request: HttpRequest) -> HttpResponse:
    """Lead to the comments that wait for a decision."""
    if not rights.may_moderate(request.user):
        raise PermissionDenied
    return redirect(f"{reverse('admin:comments_comment_changelist')}?status__exact=held")
