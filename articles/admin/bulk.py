"""Bulk verbs above the lists of stories and pages: ask first, say what was done and skipped."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import assigning, bulk
from articles.admin.desk_form import moment_field
from articles.admin.planning_forms import section_choices
from newsportal.core.chosen_rows import NumberedRows
from newsportal.core.models import User
from newsportal.core.plain_text import clean_text
from newsportal.core.sentences import quoted

#: Titles and reasons that one page or message names; the counts are exact.
MOST_NAMED = 200
MOST_IN_A_MESSAGE = 8
#: Seconds after which the page of a running job is asked for again.
LOOK_AGAIN = 3


class AskForm(forms.Form):
    """What a verb has to know, the same for all."""

    note = forms.CharField(
        label=gettext_lazy("A word to colleagues"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    assignee = forms.ModelChoiceField(
        label=gettext_lazy("Assigned to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody"),
    )
    deadline = moment_field(gettext_lazy("Deadline"), gettext_lazy("Empty: each keeps its own."))
    section = forms.ChoiceField(label=gettext_lazy("Section"))

    def __init__(self, data: Any, *, name: str, user: Any) -> None:
        super().__init__(data)
        fields: Any = self.fields
        asked = bulk.VERBS[name].asks
        for field in set(fields) - set(asked):
            del fields[field]
        if "assignee" in fields:
            fields["assignee"].queryset = assigning.writers()
        if "section" in fields:
            fields["section"].choices = [("", _("Choose one")), *section_choices(user)]
        if name == "withdraw":
            fields["note"].label = _("Note to readers")
            fields["note"].max_length = 300
        if name == "send_back":
            fields["note"].label = _("What should be changed")
            fields["note"].required = True

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"])

    def told(self) -> dict[str, Any]:
        """What was typed, as a task can carry it."""
        data = self.cleaned_data
        return {
            "note": data.get("note", ""),
            "assignee": data["assignee"].pk if data.get("assignee") else None,
            "deadline": data["deadline"].isoformat() if data.get("deadline") else None,
            "section": int(data["section"]) if data.get("section") else None,
        }


class BulkVerbs(NumberedRows):
    """Gives a list its verbs; each asks on a page of its own before it does anything."""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found: dict[str, Any] = super().get_actions(request)
        if request.resolver_match is None or "_popup" in request.GET:
            return found
        for name, verb in bulk.offered(request.user, str(self.opts.model_name)).items():
            found[name] = (_action_of(name), name, f"{verb.label}…")
        return found

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.bulk_progress)
        name = f"articles_{self.opts.model_name}_bulk"
        return [path("bulk/<uuid:job>/", page, name=name), *super().get_urls()]

    def ask(self, request: HttpRequest, name: str, chosen: QuerySet[Any]) -> HttpResponse:
        """Say what will be done and what skipped; once confirmed, do it."""
        newest = request.POST.get("newest", "")
        if newest.isdecimal():
            # What came into the list since it was asked about is none of it.
            chosen = chosen.filter(pk__lte=int(newest[:18]))
        confirmed = "confirmed" in request.POST
        form = AskForm(request.POST if confirmed else None, name=name, user=request.user)
        if confirmed and form.is_valid():
            return self._do(request, name, chosen, form.told())
        return self._ask_page(request, name, chosen, form)

    def _do(
        self, request: HttpRequest, name: str, chosen: QuerySet[Any], data: dict[str, Any]
    ) -> HttpResponse:
        ids = list(chosen.order_by("pk").values_list("pk", flat=True))
        user: Any = request.user
        model = str(self.opts.model_name)
        if len(ids) > bulk.MOST_AT_ONCE:
            job = bulk.hand_over(name, user, model, ids, data)
            return HttpResponseRedirect(reverse(f"admin:articles_{model}_bulk", args=[job]))
        outcome = bulk.carry_out(name, user, model, ids, data)
        if outcome.done:
            messages.success(request, bulk.VERBS[name].done(outcome.done) % {"n": outcome.done})
        self._tell_skipped(request, outcome)
        return HttpResponseRedirect(request.get_full_path())

    def _tell_skipped(self, request: HttpRequest, outcome: bulk.Outcome) -> None:
        number = len(outcome.skipped)
        if not number:
            return
        words = ngettext("%(n)d skipped:", "%(n)d skipped:", number) % {"n": number}
        named = [f"{quoted(title)}: {why}" for title, why in outcome.skipped[:MOST_IN_A_MESSAGE]]
        more = ["…"] if number > MOST_IN_A_MESSAGE else []
        messages.warning(request, " ".join([words, *named, *more]))

    def _ask_page(
        self, request: HttpRequest, name: str, chosen: QuerySet[Any], form: AskForm
    ) -> HttpResponse:
        verb = bulk.VERBS[name]
        total = chosen.count()
        shown = list(chosen.order_by("pk")[:MOST_NAMED])
        reasons = [(one, bulk.why_not(verb, request.user, one)) for one in shown]
        context = {
            **self.admin_site.each_context(request),
            "title": f"{verb.label}?",
            "opts": self.opts,
            "verb": verb,
            "form": form,
            "total": total,
            "unseen": total - len(shown),
            "doable": [one for one, why in reasons if not why],
            "skipped": [(one, why) for one, why in reasons if why],
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "checkbox": ACTION_CHECKBOX_NAME,
            "name": name,
            "across": request.POST.get("select_across", "0"),
            "newest": chosen.aggregate(newest=Max("pk"))["newest"] or 0,
            "back": request.get_full_path(),
            "by_worker": total > bulk.MOST_AT_ONCE,
        }
        status = 422 if form.errors else 200
        return render(request, "admin/articles/document/bulk.html", context, status=status)

    def bulk_progress(self, request: HttpRequest, job: uuid.UUID) -> HttpResponse:
        """How far the worker is; the page asks again by itself until it is over."""
        user: Any = request.user
        told = bulk.progress(job, user)
        if told is None or told.model != self.opts.model_name:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": told.verb.label,
            "opts": self.opts,
            "told": told,
            "list": reverse(f"admin:articles_{self.opts.model_name}_changelist"),
        }
        response = render(request, "admin/articles/document/bulk_progress.html", context)
        if not told.is_over:
            response["Refresh"] = str(LOOK_AGAIN)
        return response


def _action_of(name: str) -> Any:
    def act(model_admin: BulkVerbs, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse:
        return model_admin.ask(request, name, chosen)

    return act
