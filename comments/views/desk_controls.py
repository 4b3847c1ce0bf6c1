"""Timed controls at the desk: all that are on, and switching on for a section or the site (C8)."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import rights as articles_rights
from articles.models import Section, Story
from comments import controls, opening_hours, rights
from comments.admin.controls import switch_off_chosen, tell_on
from comments.admin.sanction_form import section_choices
from comments.control_form import ControlForm
from comments.desk_pages import desk_page, show
from comments.discussions import newsroom_zone, policies
from comments.models import Control
from comments.models.control import ControlQuerySet

#: Lines of what was on before.
HISTORY = 30


class PlaceForm(ControlForm):
    """A control of a section, with all below it, or of the whole site."""

    section = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    field_order = ("section", "kind", "seconds", "minutes", "until")

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["section"].choices = section_choices(user)

    def where(self) -> Section | None:
        """None: the whole site."""
        chosen = self.cleaned_data["section"]
        return Section.objects.filter(pk=chosen).first() if chosen else None


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def page(request: HttpRequest) -> HttpResponse:
    """What is on, by whom and until when; end it; switch on for a section or the site."""
    user: Any = request.user
    form = PlaceForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and _act(request, form):
        return HttpResponseRedirect(request.path)
    now = timezone.now()
    known = _seen(user).select_related("story__section").newest_first()
    standing = list(known.standing(now).order_by("ends_at", "pk"))
    context = {
        "form": form,
        "standing": [(one, _may(user, one)) for one in standing],
        "history": list(known.exclude(pk__in=[one.pk for one in standing])[:HISTORY]),
        "hours": _hours(now),
        "policies_url": reverse("admin:comments_sitediscussion_changelist")
        if user.has_perm("comments.view_sitediscussion")
        else "",
    }
    status = 422 if form.errors else 200
    return show(request, "admin/moderation/controls.html", _("Controls"), context, status=status)


def _seen(user: Any) -> ControlQuerySet:
    """The controls that somebody reads of: the site's, and of their sections and stories there.
    What is planned and nobody has seen is told by no list here."""
    seen = Q(story=None) | Q(story__first_live_at__lte=timezone.now())
    seen |= Q(story__in=Story.objects.live().values("pk"))
    limits = articles_rights.sections_of(user)
    if limits is not None:
        whole_site = Q(story=None, section=None)
        seen &= whole_site | Q(section__in=limits) | Q(story__section__in=limits)
    return Control.objects.filter(seen)


def _may(user: Any, control: Control) -> bool:
    place = control.story.section_id if control.story else control.section_id
    is_whole_site = control.story_id is None and control.section_id is None
    return rights.may_control(user, place, is_whole_site=is_whole_site)


def _act(request: HttpRequest, form: PlaceForm) -> bool:
    """Do what the button says. False when the form has to be shown again."""
    user: Any = request.user
    if "off" in request.POST:
        switch_off_chosen(request, _seen(user), user)
        return True
    if not form.is_valid():
        return False
    data = form.cleaned_data
    try:
        control = controls.switch_on(
            data["kind"], user, form.ends_at(), section=form.where(), seconds=data["seconds"]
        )
    except controls.Refused as refusal:
        form.add_error(refusal.field or "section", refusal.message)
        return False
    tell_on(request, control)
    return True


def _hours(now: datetime.datetime) -> str:
    """Whether comments are read now by the opening hours, as a sentence."""
    hours, zone = policies.get().hours, newsroom_zone()
    if not hours:
        return _("Comments are read at any time: no opening hours are set.")
    if opening_hours.is_open(hours, now, zone):
        return _("Within the opening hours.")
    opens = opening_hours.opens_at(hours, now, zone)
    until = _moment(opens) if opens else ""
    return _("Outside the opening hours, until %(until)s.") % {"until": until}


def _moment(at: datetime.datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
