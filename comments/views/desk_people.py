"""Readers at the desk: finding one, and the page of one with history, sanctions and notes."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles import rights as articles_rights
from articles.models import Section
from comments import reader_notes, readers_record, rights, trust
from comments.admin.sanction_form import may_choose, section_choices
from comments.desk_pages import desk_page, show
from comments.models import NOTE_LENGTH, Comment, ReaderNote
from newsportal.core import cursors
from newsportal.core.models import User
from newsportal.core.plain_text import TextField, clean_line

PEOPLE, OWN = "desk-people", "desk-person"
#: States that the comments of a reader can be narrowed to, in the order of a moderator's interest.
STATES = tuple(one for one in Comment.Status if one != Comment.Status.UNCONFIRMED)


class NoteForm(forms.Form):
    """A word for colleagues."""

    text = TextField(
        label=gettext_lazy("Note for colleagues"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy(
            "No page shows it to the reader, but it stands in the data that they may ask for: "
            "write what you could say to their face."
        ),
        error_messages={"required": gettext_lazy("Write a word first.")},
    )
    section = forms.ChoiceField(label=gettext_lazy("Where"), required=False)

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["section"].choices = section_choices(user)

    def where(self) -> Section | None:
        chosen = self.cleaned_data["section"]
        return Section.objects.filter(pk=chosen).first() if chosen else None


@require_safe
@desk_page()
def people(request: HttpRequest) -> HttpResponse:
    """Readers by a part of a name; without words those who were sanctioned or noted."""
    words, after = _words(request), None
    if "after" in request.GET:
        after = cursors.decode(request.GET["after"], PEOPLE, (int,))
        if after is None:
            return HttpResponseRedirect(request.path)
    found = readers_record.search(request.user, words)
    rows = list((found.filter(pk__lt=after[0]) if after else found)[: readers_record.PAGE + 1])
    shown = rows[: readers_record.PAGE]
    context = {
        "words": words,
        "people": readers_record.histories_for(shown, request.user),
        "knows_accounts": readers_record.knows_accounts(request.user),
        "next": cursors.encode(PEOPLE, shown[-1].pk) if len(rows) > len(shown) else "",
    }
    return show(request, "admin/moderation/people.html", _("Readers"), context)


def _words(request: HttpRequest) -> str:
    """What is searched for, as one line; nothing where it cannot be read."""
    try:
        return clean_line(request.GET.get("q", ""))[:120]
    except forms.ValidationError:
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One reader: what they wrote, what was decided, what colleagues noted."""
    found = readers_record.one(request.user, pk)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _act(request, found)
    return _page(request, found, NoteForm(None, user=request.user))


def _act(request: HttpRequest, found: User) -> HttpResponse:
    """Write a note, mend one's own, or take it away."""
    user: Any = request.user
    if "delete" in request.POST:
        return _change(request, found, request.POST["delete"])
    form = NoteForm(request.POST, user=user)
    number = request.POST.get("note", "")
    if not form.is_valid():
        return _page(request, found, form, status=422, editing=_number(number))
    if number:
        return _change(request, found, number, form)
    try:
        reader_notes.write(found, user, form.cleaned_data["text"], section=form.where())
    except reader_notes.Refused as refusal:
        form.add_error("section", refusal.message)
        return _page(request, found, form, status=422)
    messages.success(request, _("Your note is here for all colleagues."))
    return _back(found)


def _change(
    request: HttpRequest, found: User, number: str, form: NoteForm | None = None
) -> HttpResponse:
    """Mend (with a form) or take away a note of one's own."""
    user: Any = request.user
    notes = rights.notes_seen(user).filter(person=found)
    note = get_object_or_404(notes, pk=_number(number))
    try:
        if form is None:
            reader_notes.delete(note, user)
        else:
            reader_notes.edit(note, user, form.cleaned_data["text"])
    except reader_notes.Refused as refusal:
        if form is None:
            messages.warning(request, refusal.message)
            return _back(found)
        form.add_error(None, refusal.message)
        return _page(request, found, form, status=409)
    done = _("The note is gone.") if form is None else _("The note is changed.")
    messages.success(request, done)
    return _back(found)


def _number(text: str) -> int:
    return int(text[:18]) if text.isascii() and text.isdecimal() else 0


def _back(found: User) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('moderation-person', args=[found.pk])}#notes")


def _page(
    request: HttpRequest, found: User, form: NoteForm, *, status: int = 200, editing: int = 0
) -> HttpResponse:
    user: Any = request.user
    state = request.GET.get("state", "")
    after = None
    if "after" in request.GET:
        after = cursors.decode(request.GET["after"], OWN, (datetime.datetime, int))
    if (state and state not in STATES) or ("after" in request.GET and after is None):
        return HttpResponseRedirect(request.path)
    record = readers_record.record_of(found, user)
    rows = list(_own(found, user, state, after))
    shown = rows[: readers_record.PAGE]
    context = {
        "person": found,
        "record": record,
        "trust": trust.standing_of(found),
        "knows_all": articles_rights.sections_of(user) is None,
        "notes": [_line(note, user) for note in record.notes],
        "form": form,
        "editing": editing or _number(request.GET.get("edit", "")),
        "comments": shown,
        "state": state,
        "states": [(one.value, one.label, record.ever.counts.get(one, 0)) for one in STATES],
        "knows_accounts": readers_record.knows_accounts(user),
        "may_sanction": may_choose(user) and not found.is_staff,
        "next": cursors.encode(OWN, shown[-1].created_at, shown[-1].pk)
        if len(rows) > len(shown)
        else "",
    }
    title = found.display_name or _("Reader")
    return show(request, "admin/moderation/person.html", title, context, status=status)


def _own(found: User, user: Any, state: str, after: tuple[Any, ...] | None) -> Any:
    comments = readers_record.comments_of(found, user)
    if state:
        comments = comments.filter(status=state)
    if after is not None:
        comments = comments.filter(created_at__lte=after[0]).exclude(
            created_at=after[0], pk__gte=after[1]
        )
    return comments[: readers_record.PAGE + 1]


def _line(note: ReaderNote, user: Any) -> dict[str, Any]:
    return {
        "note": note,
        "sentence": reader_notes.sentence(note),
        "address": reader_notes.address(note),
        "is_own": reader_notes.is_own(note, user),
        "may_change": reader_notes.is_own(note, user) and reader_notes.may_change(note, user),
    }
