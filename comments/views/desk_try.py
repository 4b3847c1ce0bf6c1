"""Trying a text: what every check says of it, with the places marked; nothing is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from comments import nudging
from comments.desk_pages import desk_page, show
from comments.markup import COMMENT_MAX_LENGTH
from comments.models import Signal
from comments.screening import Strictness
from comments.screening.explaining import explain, strictness_of
from comments.screening.trying import newest_story
from comments.screening.trying import try_text as run
from newsportal.core.plain_text import TextField

NEW, TRUSTED = "new", "trusted"

#: What becomes of a text, by the strictest verdict.
OUTCOMES = {
    Strictness.PASS: gettext_lazy("It would be published at once."),
    Strictness.HOLD: gettext_lazy("It would wait for a moderator."),
    Strictness.REJECT: gettext_lazy("It would be refused at once."),
    Strictness.SPAM: gettext_lazy("It would be put away as spam."),
}


class TrialForm(forms.Form):
    """A text, and who might write it."""

    text = TextField(
        label=gettext_lazy("Text"),
        max_length=COMMENT_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Type or paste a text first.")},
    )
    writer = forms.ChoiceField(
        label=gettext_lazy("Who writes it"),
        choices=((NEW, gettext_lazy("somebody new")), (TRUSTED, gettext_lazy("a trusted reader"))),
        initial=NEW,
        required=False,
        widget=forms.RadioSelect,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def try_text(request: HttpRequest) -> HttpResponse:
    """The form and, once it was sent, what would happen."""
    story = newest_story()
    form = TrialForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "story": story}
    status = 200
    if form.is_bound:
        if form.is_valid():
            text, is_trusted = form.cleaned_data["text"], form.cleaned_data["writer"] == TRUSTED
            context |= _told(text, run(text, story, is_trusted=is_trusted))
        else:
            status = 422
    return show(request, "admin/moderation/try.html", _("Try a text"), context, status=status)


def _told(text: str, signals: list[Signal]) -> dict[str, Any]:
    """The outcome, each check that fired and why, those that did not, and the text with marks."""
    spans = [span for one in signals if one.is_firing for span in one.spans]
    return {
        "outcome": OUTCOMES[max(map(strictness_of, signals), default=Strictness.HOLD)],
        "firing": explain(signals),
        "calm": [one for one in signals if not one.is_firing],
        "pieces": list(nudging.pieces(text, spans)),
    }
