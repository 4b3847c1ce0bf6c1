"""Dry runs on the desk: what to try, how far it is, what it found (feature M8)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments import desk_pages, dry_results, dry_rules, dry_running
from comments.dry_run_form import DryRunForm
from comments.models import DryRun

#: Runs listed on the first page; none is kept longer than a week.
LISTED = 20


@require_http_methods(["GET", "HEAD", "POST"])
@desk_pages.desk_page(dry_running.may_run)
def dry_runs(request: HttpRequest) -> HttpResponse:
    """What can be tried, and what was tried this week; a button begins."""
    form = DryRunForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                run = dry_running.begin(
                    request.user,  # type: ignore[arg-type]
                    form.rule(),
                    form.cleaned_data["days"],
                )
            except dry_running.Refused as refusal:
                form.add_error(None, refusal.message)
                status = 409
            else:
                return HttpResponseRedirect(reverse("moderation-dry-run", args=[run.pk]))
        else:
            status = 422
    runs = [_line(run) for run in DryRun.objects.select_related("made_by")[:LISTED]]
    context = {"form": form, "runs": runs, "most_days": dry_running.MOST_DAYS}
    return desk_pages.show(
        request, "admin/moderation/dry_runs.html", _("Dry run"), context, status=status
    )


def _line(run: DryRun) -> dict[str, Any]:
    return {
        "run": run,
        "label": dry_results.label_of(run),
        "sentence": dry_results.sentences(run)[0] if run.state == DryRun.State.DONE else "",
    }


@require_safe
@desk_pages.desk_page(dry_running.may_run)
def dry_run(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one is, and what it has found."""
    run = get_object_or_404(DryRun.objects.select_related("made_by"), pk=pk)
    context = {
        "run": run,
        "label": dry_results.label_of(run),
        "sentences": dry_results.sentences(run),
        "rows": dry_results.rows(run),
        "groups": dry_results.groups(run, request.user),
        "has_before": dry_results.has_before(run),
        "has_after": run.rule.get("kind") != "off",
    }
    return desk_pages.show(request, "admin/moderation/dry_run.html", _("Dry run"), context)


@require_POST
@desk_pages.desk_page(dry_running.may_run)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop one."""
    run = get_object_or_404(DryRun, pk=pk)
    if not dry_running.cancel(run):
        messages.info(request, _("It had ended already."))
    return HttpResponseRedirect(reverse("moderation-dry-run", args=[pk]))


@require_POST
@desk_pages.desk_page(dry_running.may_run)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try the same once more, up to now."""
    run = get_object_or_404(DryRun, pk=pk)
    try:
        new = dry_running.again(run, request.user)  # type: ignore[arg-type]
    except dry_running.Refused as refusal:
        messages.warning(request, refusal.message)
        return HttpResponseRedirect(reverse("moderation-dry-run", args=[pk]))
    except dry_rules.Unknown:
        messages.warning(request, _("What was tried is not there any more."))
        return HttpResponseRedirect(reverse("moderation-dry-runs"))
    return HttpResponseRedirect(reverse("moderation-dry-run", args=[new.pk]))
