"""Webhooks in the newsroom: everybody's own, and the newsroom's for administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newsportal.core import limits, webhooks
from newsportal.core.models import User, Webhook
from newsportal.core.notice_forms import WebhookForm

#: Session key: whose secret the next page shows, once.
SHOWS_SECRET = "webhook_secret_once"  # noqa: S105 — a key's name

#: Deliveries on a webhook's page.
LOG_LINES = 50

#: Tests that a person may send: enough to mend a receiver, too few to knock on doors with.
TESTS, TESTS_PER_SECONDS = 10, 600


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All that the person looks after."""
    context = {
        **admin.site.each_context(request),
        "title": _("Webhooks"),
        "webhooks": Webhook.objects.managed_by(_person(request)).select_related("owner"),
        "may_add": _may_add(_person(request), for_newsroom=False),
        "may_add_for_newsroom": _may_add(_person(request), for_newsroom=True),
    }
    return render(request, "admin/notices/webhooks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new webhook, one's own or (``?for=newsroom``) the newsroom's."""
    person = _person(request)
    for_newsroom = request.GET.get("for") == "newsroom"
    if not _may_add(person, for_newsroom=for_newsroom):
        raise PermissionDenied(_("You cannot add another webhook."))
    owner = None if for_newsroom else person
    form = WebhookForm(request.POST or None, instance=Webhook(owner=owner), owner=owner)
    if request.method == "POST" and form.is_valid():
        webhook = form.save()
        request.session[SHOWS_SECRET] = webhook.pk
        return _to(webhook)
    title = _("A webhook of the newsroom") if for_newsroom else _("A webhook of your own")
    return _page(request, "admin/notices/webhook_add.html", form, title=title)


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A webhook's settings, its secret right after it was made, and its latest deliveries."""
    webhook = _managed(request, pk)
    form = WebhookForm(request.POST or None, instance=webhook, owner=webhook.owner)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return _to(webhook)
    shows_secret = request.session.get(SHOWS_SECRET) == webhook.pk
    if shows_secret:
        del request.session[SHOWS_SECRET]
    return _page(
        request,
        "admin/notices/webhook.html",
        form,
        title=Webhook.objects.get(pk=pk).name,
        webhook=webhook,
        secret=webhooks.secret_of(webhook) if shows_secret else "",
        deliveries=webhook.deliveries.all()[:LOG_LINES],
        keep_days=webhooks.KEEP_DELIVERIES.days,
    )


@require_POST
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One of the buttons: test, rotate, pause, resume, delete."""
    webhook = _managed(request, pk)
    if act == "delete":
        webhook.delete()
        messages.success(request, _("The webhook is gone, with its log."))
        return HttpResponseRedirect(reverse("admin:webhooks"))
    if act == "test":
        _test(request, webhook)
    elif act == "rotate":
        webhooks.rotate(webhook)
        request.session[SHOWS_SECRET] = webhook.pk
    elif act == "pause":
        webhooks.pause(webhook)
        messages.success(request, _("Paused: nothing is sent until you switch it on again."))
    elif act == "resume":
        webhooks.resume(webhook)
        messages.success(request, _("Switched on."))
    else:
        raise Http404
    return _to(webhook)


def _test(request: HttpRequest, webhook: Webhook) -> None:
    verdict = limits.hit(
        "webhook-test", f"user:{request.user.pk}", limit=TESTS, per_seconds=TESTS_PER_SECONDS
    )
    if not verdict.allowed:
        messages.error(request, verdict.sentence)
        return
    webhooks.send_test(webhook)
    messages.success(request, _("The test is on its way. Load this page again to see how it went."))


def _person(request: HttpRequest) -> User:
    """Behind the newsroom's door everybody is a person."""
    person: Any = request.user
    return person  # type: ignore[no-any-return]


def _may_add(person: User, *, for_newsroom: bool) -> bool:
    if for_newsroom:
        return person.has_perm("core.add_webhook")
    return person.webhooks.count() < webhooks.MOST_OF_ONE_PERSON


def _managed(request: HttpRequest, pk: int) -> Webhook:
    """One that the person looks after; of another, not even that there is one is told."""
    managed = Webhook.objects.managed_by(_person(request)).select_related("owner")
    return get_object_or_404(managed, pk=pk)


def _to(webhook: Webhook) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:webhook", args=[webhook.pk]))


def _page(request: HttpRequest, template: str, form: WebhookForm, **more: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "form": form, **more}
    return render(request, template, context, status=422 if form.errors else 200)
