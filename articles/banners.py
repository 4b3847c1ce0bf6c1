"""The verbs of the breaking-news banner: set one, change it, end it (feature E14).

There is one banner at a time. Its row is never edited: another text is another row that ends the
one before, so that the list of rows is the history of what readers saw.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import rights
from articles.models import Banner
from articles.publishing import Refused
from newsportal.core import versions
from newsportal.core.events import announce
from newsportal.core.models import User

#: A banner that nobody ends is no news any more after that.
LASTS = datetime.timedelta(hours=2)
#: More than a day is no breaking news.
LONGEST = datetime.timedelta(hours=24)


class Overtaken(Refused):
    """A colleague has set or ended a banner meanwhile."""


def may_set(user: Any) -> bool:
    """Whether somebody may set, change and end the banner.

    It stands over every page, so a role that is limited to sections does not reach it. This is the
    one place where banners ask for permission.
    """
    return bool(user.has_perm("articles.add_banner")) and rights.sections_of(user) is None


def running() -> Banner | None:
    """The banner that readers see now, asked of the database."""
    return Banner.objects.not_over().select_related("created_by").first()


def put(actor: User | None, text: str, url: str, lasts: datetime.timedelta, seen: int) -> Banner:
    """Show a banner at once, in place of the one that is running.

    Args:
        text, url: one line, and where it leads ("": nowhere).
        lasts: when it ends by itself, from now.
        seen: id of the banner that was running for the editor, 0 for none.

    Raises Overtaken when another one is running by now, or none any more.
    """
    now = timezone.now()
    with transaction.atomic():
        # One after the other: two who set one at once must not both find none running.
        versions.bump("banner")
        _check_seen(seen, now)
        Banner.objects.not_over(now).update(until=now, ended_by=actor)
        made = Banner.objects.create(
            text=text, url=url, until=now + min(lasts, LONGEST), created_by=actor
        )
        announce("banner.set", banner=made.pk, actor=actor.pk if actor else None)
    return made


def end(banner: Banner, actor: User | None) -> None:
    """End a banner now.

    Raises Overtaken when it was over already.
    """
    now = timezone.now()
    to: dict[str, Any] = {"until": now, "ended_by": actor}
    with transaction.atomic():
        if not Banner.objects.not_over(now).filter(pk=banner.pk).update(**to):
            raise Overtaken(_was_over(banner))
        versions.bump("banner")


def _check_seen(seen: int, now: datetime.datetime) -> None:
    standing = Banner.objects.not_over(now).select_related("created_by").first()
    if (standing.pk if standing else 0) == seen:
        return
    if standing is not None:
        raise Overtaken(
            _("%(who)s has set another banner meanwhile: “%(text)s”. Yours is not shown yet.")
            % {"who": standing.created_by or _("Somebody"), "text": standing.text}
        )
    raise Overtaken(_was_over(Banner.objects.filter(pk=seen).first()))


def _was_over(banner: Banner | None) -> str:
    fresh = Banner.objects.select_related("ended_by").filter(pk=banner.pk if banner else 0).first()
    if fresh is not None and fresh.ended_by is not None:
        return _("%(who)s has ended that banner already.") % {"who": fresh.ended_by}
    return _("That banner has ended by itself meanwhile.")
