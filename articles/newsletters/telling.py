"""When a newsletter comes, in words for readers and editors."""

from __future__ import annotations

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from articles.models import Newsletter
from newsportal.core.sentences import joined

EVERY_DAY, WORKDAYS = set(range(7)), set(range(5))


def when(newsletter: Newsletter) -> str:
    """Such as "Monday to Friday at 06:30"; empty where editors send it as they see fit."""
    if newsletter.is_breaking:
        return _("When something big happens")
    days = set(newsletter.weekdays)
    if not newsletter.is_automatic or not days:
        return ""
    time = {"time": time_format(newsletter.at, "TIME_FORMAT")}
    if days == EVERY_DAY:
        return _("Every day at %(time)s") % time
    if days == WORKDAYS:
        return _("Monday to Friday at %(time)s") % time
    names = joined([str(Newsletter.Weekday(day).label) for day in sorted(days)])
    return _("%(days)s at %(time)s") % {"days": names, **time}
