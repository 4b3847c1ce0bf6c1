"""What readers can compare of a story, and sealing of what must not be read any more (E17)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from articles import changes, rights
from articles.admin.revisions import opened
from articles.models import PublicVersion
from articles.publishing import Refused


def urls(documents: Any) -> list[URLPattern]:
    """The address of the page, for the admin of stories."""
    view = documents.admin_site.admin_view(csrf_protect(partial(public_versions, documents)))
    return [path("<int:pk>/public-versions/", view, name="articles_story_public_versions")]


def public_versions(documents: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Every version that readers have seen; each but the present one can be sealed, or opened."""
    story = opened(documents, request, pk)
    may_seal = rights.may_publish(request.user, story)
    refused: dict[int, tuple[str, str]] = {}
    if request.method == "POST":
        if not may_seal:
            raise PermissionDenied
        refused = _act(request, story)
        if not refused:
            return HttpResponseRedirect(_address("public_versions", story.pk))
    versions = changes.of_story(story, with_numbers=True)
    before = [version.row.revision.number for version in versions[1:]]
    context = {
        **documents.admin_site.each_context(request),
        "title": _("What readers saw of “%(title)s”") % {"title": story},
        "opts": documents.opts,
        "document": story,
        "is_live": story.is_live(),
        "may_seal": may_seal,
        "rows": [
            (version, old, refused.get(version.row.pk))
            for version, old in zip(versions, [*before, None], strict=False)
        ],
        "form_address": _address("change", story.pk),
        "difference_address": _address("difference", story.pk),
        "most": changes.MOST_CHARACTERS,
    }
    status = 422 if refused else 200
    return render(request, "admin/articles/story/public_versions.html", context, status=status)


def _act(request: HttpRequest, story: Any) -> dict[int, tuple[str, str]]:
    """Seal or open the version of the pressed button.

    Returns what was refused: the reason that was typed and the sentence, by the version's id.
    """
    user: Any = request.user
    if "open" in request.POST:
        version = _version(story, request.POST["open"])
        try:
            changes.unseal(version, user)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Readers can read that version again."))
        return {}
    version = _version(story, request.POST.get("seal", ""))
    reason = request.POST.get("reason", "")
    try:
        changes.seal(version, user, reason)
    except Refused as refusal:
        return {version.pk: (reason, refusal.message)}
    messages.success(request, _("Sealed: readers see your reason in place of its text."))
    return {}


def _version(story: Any, number: str) -> PublicVersion:
    """One of the story's versions by its id. Raises Http404."""
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Http404
    found: PublicVersion | None = story.public_versions.seen().filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _address(page: str, pk: int) -> str:
    return reverse(f"admin:articles_story_{page}", args=[pk])
