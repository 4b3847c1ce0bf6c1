"""Which duties of the Digital Services Act a publisher has, by its size (feature M12).

Regulation (EU) 2022/2065 asks most of large services: Section 3 of its chapter III leaves out micro
and small enterprises (article 19), and so does the yearly report (article 15 (2)). The profile of
the site's policy decides what the pages promise and show; what a smaller publisher gives of its own
will stays in place without being called a duty. docs/moderators.md has the table.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.discussions import policies
from comments.models import Profile

EVERYBODY = frozenset(Profile.values)
PLATFORMS = frozenset({Profile.PLATFORM.value})


@dataclass(frozen=True)
class Duty:
    """One duty, the articles that it comes from, and whose it is."""

    code: str
    articles: str
    label: Promise
    whose: frozenset[str]


DUTIES = (
    Duty("contact", "11, 12", _("a contact point for authorities and readers"), EVERYBODY),
    Duty("terms", "14", _("rules in plain language, and how they are applied"), EVERYBODY),
    Duty("notices", "16", _("notices of illegal content, with receipt and decision"), EVERYBODY),
    Duty("reasons", "17", _("reasons for every decision against content"), EVERYBODY),
    Duty("crimes", "18", _("telling the police of threats to life"), EVERYBODY),
    Duty("report", "15, 24", _("a transparency report every year"), PLATFORMS),
    Duty("complaints", "20", _("appeals, free of charge, for six months"), PLATFORMS),
    Duty("disputes", "21", _("out-of-court dispute settlement"), PLATFORMS),
    Duty("flaggers", "22", _("priority for trusted flaggers"), PLATFORMS),
    Duty("misuse", "23", _("suspending whoever misuses comments or notices"), PLATFORMS),
)


def profile() -> str:
    """The publisher's size, as the site's policy has it."""
    return str(policies.get().site.profile)


def is_due(code: str) -> bool:
    """Whether a duty is this publisher's. Raises StopIteration for a code that is none."""
    return profile() in next(duty for duty in DUTIES if duty.code == code).whose


def due() -> list[Duty]:
    """All duties of this publisher."""
    return [duty for duty in DUTIES if profile() in duty.whose]
