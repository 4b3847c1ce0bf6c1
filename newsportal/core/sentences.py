"""Words put together by the rules of the language that is active, never by those of English.

Names are joined as a language joins them, a headline stands in its marks, an age is a whole phrase
(“2 days ago”): German says “vor 2 Tagen” in another case than “2 Tage”, Arabic has a form for two.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

#: Younger than this is “just now”.
JUST_NOW = datetime.timedelta(minutes=1)

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
#: A month and a year of the calendar in the mean; ages are told in whole ones.
MONTH = 30.44 * DAY
YEAR = 365.25 * DAY


def comma() -> str:
    """What stands between the words of a list, with its space: “, ” or “، ”."""
    return pgettext("between the words of a list", ", ")


def listed(words: Iterable[object]) -> str:
    """Words or numbers as an enumeration without an end: “Politics, Sport, Culture”."""
    return comma().join(map(str, words))


def listed_html(pieces: Iterable[SafeString]) -> SafeString:
    """The same of links and the like."""
    return format_html_join(comma(), "{}", ((piece,) for piece in pieces))


def joined(words: Sequence[str]) -> str:
    """Words as a sentence has them: “Mina Holt, Jae Lim and Yuna Park”."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": listed(words[:-1]), "last": words[-1]}


def joined_html(pieces: Sequence[SafeString]) -> SafeString:
    """The same of links and the like."""
    if len(pieces) < 2:
        return listed_html(pieces)
    return filled(_("%(first)s and %(last)s"), first=listed_html(pieces[:-1]), last=pieces[-1])


def filled(pattern: str, **places: object) -> SafeString:
    """A sentence of the catalog as HTML, its places filled with markup or with escaped text."""
    marked = conditional_escape(pattern).replace("{", "{{").replace("}", "}}")
    names = {name: f"{{{name}}}" for name in places}
    return format_html(marked % names, **places)


def quoted(words: object) -> str:
    """A headline or a name in the quotation marks of the language."""
    return _("“%(words)s”") % {"words": words}


def ago(moment: datetime.datetime, now: datetime.datetime | None = None) -> str:
    """How long ago something was, in its greatest unit: “3 hours ago”; at first “just now”."""
    age = (now or timezone.now()) - moment
    if age < JUST_NOW:
        return _("just now")
    number, words = _age(age.total_seconds())
    return words % {"n": number}


def _age(seconds: float) -> tuple[int, str]:
    """The number of the greatest unit, and the phrase for so many of them."""
    if seconds >= YEAR:
        n = int(seconds // YEAR)
        return n, ngettext("%(n)d year ago", "%(n)d years ago", n)
    if seconds >= MONTH:
        n = int(seconds // MONTH)
        return n, ngettext("%(n)d month ago", "%(n)d months ago", n)
    if seconds >= WEEK:
        n = int(seconds // WEEK)
        return n, ngettext("%(n)d week ago", "%(n)d weeks ago", n)
    if seconds >= DAY:
        n = int(seconds // DAY)
        return n, ngettext("%(n)d day ago", "%(n)d days ago", n)
    if seconds >= HOUR:
        n = int(seconds // HOUR)
        return n, ngettext("%(n)d hour ago", "%(n)d hours ago", n)
    n = int(seconds // MINUTE)
    return n, ngettext("%(n)d minute ago", "%(n)d minutes ago", n)
