"""What checks are called and what they say, in words for moderators.

One table for the codes of our own checks; a foreign check's name and code show as they are. What a
verdict was made from stands in its inputs, and the words quote it: nobody reads "possible match".
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.models import outside_words
from newsportal.core.sentences import listed

#: The checks, by the last part of their dotted paths.
NAMES: dict[str, Promise | str] = {
    "policy": gettext_lazy("Policy"),
    "always_held": gettext_lazy("Sanction"),
    "guest": gettext_lazy("Guest"),
    "word_lists": gettext_lazy("Word list"),
    "links": gettext_lazy("Links"),
    "repetition": gettext_lazy("Repetition"),
    "shouting": gettext_lazy("Capitals"),
    "refusals": gettext_lazy("Refused before"),
    "posting_rate": gettext_lazy("Posting rate"),
    "throwaway": gettext_lazy("Throw-away address"),
    "network": gettext_lazy("Network"),
    **outside_words.NAMES,
}

#: Codes whose words need no numbers.
PLAIN: dict[str, Promise | str] = {
    "newcomers_link": gettext_lazy("a newcomer’s link"),
    "repeated": gettext_lazy("the same text elsewhere"),
    "shouting": gettext_lazy("mostly capitals"),
    "always_held": gettext_lazy("this person’s comments always wait"),
    "guest": gettext_lazy("written without an account"),
    "check_failed": gettext_lazy("the check failed"),
    **outside_words.WORDS,
}

VERDICTS: dict[str, Promise] = {
    "pass": gettext_lazy("ok"),
    "hold": gettext_lazy("hold"),
    "reject": gettext_lazy("reject"),
    "spam": gettext_lazy("spam"),
}


def name_of(check: str) -> str:
    """The check, as moderators know it."""
    return str(NAMES.get(check, check))


def words_of(verdict: str, code: str, inputs: dict[str, Any]) -> str:
    """What a check said: “ok”, “hold: three links”."""
    word = str(VERDICTS.get(verdict, verdict))
    return word if verdict == "pass" else f"{word}: {cause_of(code, inputs)}"


def cause_of(code: str, inputs: dict[str, Any]) -> str:
    """Why, without the verdict; inputs that an older version kept are no error."""
    told = TOLD.get(code)
    if told is not None:
        try:
            return told(inputs)
        except (KeyError, TypeError, ValueError):
            return str(OLDER.get(code, code))
    return str(PLAIN.get(code, code))


# Codes that quote their inputs -------------------------------------------------------------------


def _hold_all(inputs: dict[str, Any]) -> str:
    name = inputs.get("name", "")
    return {
        "story": _("every comment on this story waits"),
        "tag": _("every comment waits, by the policy of the tag “%(name)s”") % {"name": name},
        "section": _("every comment waits, by the policy of the section “%(name)s”")
        % {"name": name},
    }.get(inputs.get("place", ""), _("every comment waits"))


def _hold_control(inputs: dict[str, Any]) -> str:
    """Who switched it on is looked up by the control's key: names are not kept in signals."""
    from comments.discussions import policies  # they need the models, which need this

    control = policies.get().recent_controls.get(inputs["control"])
    until = _clock(inputs["until"])
    if control is None or control.made_by is None:
        return _("hold all until %(until)s") % {"until": until}
    return _("hold all until %(until)s, set by %(who)s") % {
        "until": until,
        "who": control.made_by.display_name,
    }


def _outside_hours(inputs: dict[str, Any]) -> str:
    return _("outside opening hours; read again from %(opens)s") % {
        "opens": _clock(inputs["opens"])
    }


def _newcomer(inputs: dict[str, Any]) -> str:
    """The first thing that is missing for trust (`comments.trust`)."""
    lacks = {
        "newcomer": _newcomer_words,
        "young_account": lambda one: (
            ngettext(
                "the account is younger than %(days)d day",
                "the account is younger than %(days)d days",
                one["days"],
            )
            % {"days": one["days"]}
        ),
        "refused_lately": lambda one: (
            ngettext(
                "a comment was refused in the last %(days)d day",
                "a comment was refused in the last %(days)d days",
                one["clean_days"],
            )
            % {"days": one["clean_days"]}
        ),
        "often_refused": lambda one: (
            _("%(refused)d of %(decided)d comments refused")
            % {"refused": one["refused"], "decided": one["decided"]}
        ),
        "sanctioned": lambda _one: _("not trusted at present"),  # whose sanction, its list tells
        "guest": lambda _one: _("newcomer"),
    }
    return listed(lacks[lack](inputs) for lack in inputs["lacks"])


def _newcomer_words(inputs: dict[str, Any]) -> str:
    return _("newcomer, %(approved)d of %(needed)d comments approved") % {
        "approved": inputs["approved"],
        "needed": inputs["needed"],
    }


def _many_links(inputs: dict[str, Any]) -> str:
    count = inputs["links"]
    return ngettext("%(count)d link", "%(count)d links", count) % {"count": count}


def _word(inputs: dict[str, Any]) -> str:
    found = inputs["found"]
    return "; ".join(
        _("“%(entry)s” of the list “%(list)s”") % {"entry": one["entry"], "list": one["list"]}
        for one in found
    )


def _often_refused(inputs: dict[str, Any]) -> str:
    return _("%(refused)d of this person’s last %(decided)d comments refused") % inputs


def _burst(inputs: dict[str, Any]) -> str:
    count = inputs["lately"]
    return ngettext(
        "%(count)d comment in %(minutes)d minutes",
        "%(count)d comments in %(minutes)d minutes",
        count,
    ) % {"count": count, "minutes": inputs["minutes"]}


def _throwaway(inputs: dict[str, Any]) -> str:
    return _("an address at %(domain)s") % {"domain": inputs["domain"]}


def _network(inputs: dict[str, Any]) -> str:
    count = inputs["nearby"]
    return ngettext(
        "%(count)d refused comment of others from the same network since yesterday",
        "%(count)d refused comments of others from the same network since yesterday",
        count,
    ) % {"count": count}


def _clock(iso: str) -> str:
    """A time of the day; with its date when that is another day than today."""
    at = timezone.localtime(datetime.datetime.fromisoformat(iso))
    is_today = at.date() == timezone.localdate()
    return date_format(at, "TIME_FORMAT" if is_today else "SHORT_DATETIME_FORMAT")


TOLD: dict[str, Callable[[dict[str, Any]], str]] = {
    "hold_all": _hold_all,
    "hold_control": _hold_control,
    "outside_hours": _outside_hours,
    "newcomer": _newcomer,
    "many_links": _many_links,
    "word": _word,
    "often_refused": _often_refused,
    "burst": _burst,
    "throwaway": _throwaway,
    "refused_nearby": _network,
}

#: The same codes, for signals that kept less.
OLDER: dict[str, Promise] = {
    "newcomer": gettext_lazy("newcomer"),
    "many_links": gettext_lazy("many links"),
}
