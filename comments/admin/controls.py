"""The controls of one discussion: the page behind the moderators' panel of a story (feature C8)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Story
from comments import controls, rights
from comments.control_form import ControlForm
from comments.discussions import controls_on
from comments.models import Control, Discussion

#: Lines of the history that one page shows.
HISTORY = 50


def seen_by_readers() -> Q:
    """Discussions below stories that readers have seen: nothing planned is told by a list here."""
    live = Q(story__in=Story.objects.live().values("pk"))
    gone = Q(story__first_live_at__lte=timezone.now(), story__status=Story.Status.WITHDRAWN)
    return live | gone


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is on, what was on and by whom; switch on and off."""
    discussions = Discussion.objects.filter(seen_by_readers()).select_related("story__section")
    story = get_object_or_404(discussions, pk=pk).story
    if not rights.may_control(request.user, story.section_id):
        raise PermissionDenied
    form = ControlForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _act(request, story, form):
        return HttpResponseRedirect(_back(request, story))
    context = {
        **admin.site.each_context(request),
        "title": _("Controls of the discussion"),
        "story": story,
        "address": story.public_address(),
        "desk": form,
        "controls_on": controls_on(story),
        "history": _history(story),
        "opts": Discussion._meta,
    }
    status = 422 if form.errors else 200
    return render(request, "admin/comments/discussion/controls.html", context, status=status)


def _history(story: Story) -> QuerySet[Control]:
    return story.controls.newest_first()[:HISTORY]


def _act(request: HttpRequest, story: Story, form: ControlForm) -> bool:
    """Do what the button says. False when the form has to be shown again."""
    user: Any = request.user
    if "off" in request.POST:
        switch_off_chosen(request, story.controls.all(), user)
        return True
    if not form.is_valid():
        return False
    data = form.cleaned_data
    try:
        control = controls.switch_on(
            data["kind"], user, form.ends_at(), story=story, seconds=data["seconds"]
        )
    except controls.Refused as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    tell_on(request, control)
    return True


def switch_off_chosen(request: HttpRequest, among: QuerySet[Control], user: Any) -> None:
    """End the control that a button of a page names, and say what came of it.

    Args:
        among: those that the page shows; any other is as good as over.
    """
    number = request.POST["off"]
    is_known = number.isascii() and number.isdecimal() and len(number) < 19
    control = among.filter(pk=number).first() if is_known else None
    if control is None:
        messages.warning(request, _("It is over already."))
        return
    try:
        controls.switch_off(control, user)
    except controls.Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Off: %(control)s.") % {"control": control.get_kind_display()})


def tell_on(request: HttpRequest, control: Control) -> None:
    """Say what was switched on, and until when."""
    until = date_format(timezone.localtime(control.ends_at), "DATETIME_FORMAT")
    told = {"control": control.get_kind_display(), "until": until}
    messages.success(request, _("On until %(until)s: %(control)s.") % told)


def _back(request: HttpRequest, story: Story) -> str:
    """To the story where the panel stood, else to this page."""
    address = story.public_address()
    if request.POST.get("back") == "story" and address:
        return f"{address}#comments"
    return reverse("admin:comments_discussion_controls", args=[story.pk])
