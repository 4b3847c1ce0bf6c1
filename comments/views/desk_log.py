"""The log of the desk: every step of moderation with who, why and when, as a page and as CSV."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from articles import rights
from articles.chrome import current as chrome
from comments import desk_pages, figures, log_reading, readers_record
from comments.models import Reason
from newsportal.core import cursors
from newsportal.core.models import User
from newsportal.core.plain_text import LineField
from newsportal.core.redirect_files import safe_cell

#: Colleagues offered as those who decided.
MOST_COLLEAGUES = 200
#: Letters of a search.
WORDS_LENGTH = 200


class LogForm(forms.Form):
    """What somebody looks for in the log."""

    words = LineField(
        label=gettext_lazy("Words of the comment"),
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    actor = forms.ChoiceField(label=pgettext_lazy("who did it", "By"), required=False)
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), required=False)
    section = forms.ChoiceField(label=gettext_lazy("Section"), required=False)
    person = LineField(
        label=gettext_lazy("Person concerned"),
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=gettext_lazy("Name"),
    )
    since = forms.DateField(
        label=pgettext_lazy("beginning of a period", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Give a day, as 2026-11-30.")},
    )
    until = forms.DateField(
        label=pgettext_lazy("end of a period", "To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Give a day, as 2026-11-30.")},
    )

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data)
        self.user = user
        if readers_record.knows_accounts(user):
            self.fields["person"].help_text = _("Name or e-mail address")
        self._fill("kind", _kinds(user))
        colleagues = User.objects.filter(is_staff=True).order_by("display_name", "pk")
        people = [(str(one.pk), str(one)) for one in colleagues[:MOST_COLLEAGUES]]
        self._fill("actor", [("0", _("the system")), *people])
        self._fill("reason", [(code, str(label)) for code, label in Reason.choices])
        self._fill("section", _sections(user))

    def _fill(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", _("all")), *choices]

    def clean_person(self) -> int | None:
        """The id behind a name, an id that a link brought or, for who keeps the accounts, an
        address; of somebody that this person may look up at all."""
        typed = self.cleaned_data["person"]
        if not typed:
            return None
        named = Q(display_name__iexact=typed)
        if readers_record.knows_accounts(self.user):
            named |= Q(email__iexact=typed)
        if typed.isascii() and typed.isdigit() and len(typed) < log_reading.LONGEST_ID:
            named |= Q(pk=int(typed))
        person = readers_record.people_seen(self.user).filter(named).order_by("pk").first()
        if person is None:
            raise forms.ValidationError(_("Nobody here has this name or address."))
        return person.pk

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end lies before the beginning."))
        return data

    def asked(self) -> log_reading.Asked:
        """What was asked for, by a form without errors."""
        data = self.cleaned_data
        return log_reading.Asked(
            kind=data["kind"],
            actor=int(data["actor"]) if data["actor"] else None,
            reason=data["reason"],
            sections=_with_those_below(data["section"]),
            person=data["person"],
            comments=log_reading.comments_with(data["words"]) if data["words"] else None,
            period=_period(data["since"], data["until"]),
        )


def _kinds(_user: Any) -> list[Any]:
    labels = {
        "comment": _("Comments"),
        "desk": pgettext("where moderators work", "Desk"),
        "sanction": _("Sanctions"),
        "notice": _("Notices of illegal content"),
    }
    return [
        (labels[source.code], [(f"{source.code}:{code}", words) for code, words in source.kinds()])
        for source in log_reading.SOURCES
    ]


def _sections(user: Any) -> list[tuple[str, str]]:
    limits = rights.sections_of(user)
    return [
        (str(pk), f"{section.name} (/{section.path}/)")
        for pk, section in chrome.get().sections.items()
        if limits is None or pk in limits
    ]


def _with_those_below(chosen: str) -> frozenset[int] | None:
    if not chosen:
        return None
    known = chrome.get()
    wanted = int(chosen)
    return frozenset(
        pk
        for pk, section in known.sections.items()
        if wanted in {above.pk for above in known.trail(section)}
    )


def _period(since: Any, until: Any) -> figures.Period | None:
    if not since and not until:
        return None
    return figures.days(since or log_reading.FIRST_DAY, until or log_reading.LAST_DAY)


@require_safe
@desk_pages.desk_page()
def log(request: HttpRequest) -> HttpResponse:
    """A page of the log, the newest first, or what was asked for."""
    form, after = LogForm(request.GET, request.user), None
    narrowing = request.GET.copy()
    if "after" in narrowing:
        after = cursors.decode(narrowing.pop("after")[-1], log_reading.ORDER, log_reading.KEYS)
        if after is None:
            return HttpResponseRedirect(_address(request.path, narrowing.urlencode()))
    is_valid = form.is_valid()
    some = log_reading.entries(request.user, form.asked(), after) if is_valid else []
    page, further = some[: log_reading.SIZE], narrowing.copy()
    has_more = len(some) > len(page)
    if has_more:
        further["after"] = cursors.encode(log_reading.ORDER, *page[-1].key)
    context = {
        "form": form,
        "entries": page,
        "next": further.urlencode() if has_more else "",
        "is_first": after is None,
        "is_narrowed": any(narrowing.values()),
        "query": narrowing.urlencode(),
    }
    title = _("Log of moderation")
    return desk_pages.show(
        request, "admin/moderation/log.html", title, context, status=200 if is_valid else 422
    )


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


@require_safe
@desk_pages.desk_page()
def download(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """All that was asked for as CSV; the mark at its beginning tells Excel that it is UTF-8."""
    form = LogForm(request.GET, request.user)
    if not form.is_valid():
        return HttpResponseRedirect(_address("../", request.GET.urlencode()))
    lines = _lines(log_reading.all_entries(request.user, form.asked()))
    response = StreamingHttpResponse(
        itertools.chain(["\ufeff"], lines), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="moderation-log.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _lines(entries: Iterator[log_reading.Entry]) -> Iterator[str]:
    yield _line(
        "when", "who", "kind", "what", "reason", "about", "revision", "story", "section", "details"
    )
    for entry in entries:
        story = entry.story
        yield _line(
            entry.at.isoformat(),
            entry.who,
            entry.source,
            entry.what,
            entry.why,
            entry.about,
            str(entry.revision or ""),
            story.headline if story else "",
            str(story.section) if story and story.section else "",
            entry.details,
        )


def _line(*cells: str) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()
