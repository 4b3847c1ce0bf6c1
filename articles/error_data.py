"""What reported errors hold about a person, and how it goes with the account (feature R15)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from articles.models import ErrorReport
from newsportal.core.models import User
from newsportal.core.personal_data import Part, register, register_erasure


def register_all() -> None:
    """Called when the app is ready."""
    register(
        Part(
            "reported_errors",
            _("Errors that you reported"),
            27,
            {
                "quote": _("Quote"),
                "words": _("What is wrong"),
                "name": _("Name"),
                "email": _("E-mail address"),
                "when": _("When"),
                "state": _("State"),
                "answer": _("Answer"),
            },
            lambda person: (
                ErrorReport.objects.filter(user=person)
                .order_by("at", "pk")
                .values_list("quote", "words", "name", "email", "at", "state", "answer")
            ),
        )
    )
    register_erasure(erase)


def erase(person: User, _keep_comments: bool) -> None:
    """Forget who reported; what is wrong in a story stays to be mended."""
    ErrorReport.objects.filter(user=person).update(name="", email="", user=None)
