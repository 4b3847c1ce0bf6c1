"""Errors that readers reported and nobody has answered, as a kind of debt (E26, C9)."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, TextField, When
from django.db.models.functions import Left
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import error_notices
from articles.debts.kinds import Debt, Kind, Mend, columns, register
from articles.models import ErrorReport
from articles.models.error_report import QUOTE_LENGTH
from articles.models.story import StoryQuerySet
from newsportal.core.models import User

CODE = "error_report"


def _owed(stories: StoryQuerySet) -> Any:
    said = Case(
        When(quote="", then=Left("words", QUOTE_LENGTH)),
        default=F("quote"),
        output_field=TextField(),
    )
    rows = ErrorReport.objects.first_of_each().filter(story__in=stories.values("pk"))
    return columns(rows.annotate(said=said), CODE, story="story", detail="said", since="at")


def _says(debt: Debt) -> str:
    return _("A reader reports: “%(words)s”") % {"words": debt.detail}


def _mend(debt: Debt, _person: User) -> Mend:
    return Mend(_("Answer or correct"), error_notices.address_of(debt.story))


def register_kind() -> None:
    """Make the kind known; the app calls it when it is ready."""
    register(
        Kind(
            CODE,
            gettext_lazy("Error reported"),
            gettext_lazy("A reader says that something is wrong. Answer, or correct it."),
            _owed,
            _says,
            _mend,
        )
    )
