"""Everything in the newsroom by what a journalist does with it, for the first page (feature E25).

What is registered and stands in no group here comes last, so that nothing can be lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles import live
from articles.debts import report
from comments import rights as comment_rights


@dataclass(frozen=True)
class Page:
    """A page of the newsroom that is no list of a model."""

    name: str
    label: Promise
    may: Callable[[Any], bool]


@dataclass(frozen=True)
class Entry:
    """One line: where it leads, and where a new one is made."""

    label: str
    url: str
    add_url: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    entries: list[Entry]


def _moderates(person: Any) -> bool:
    return bool(person.has_perm("comments.moderate_comment"))


def _tries_rules(person: Any) -> bool:
    return bool(person.has_perm("comments.run_dryrun"))


def _plans(person: Any) -> bool:
    return bool(person.has_perm("articles.view_story"))


def _everybody(_person: Any) -> bool:
    return True


#: Models as "app.model", pages as `Page`, in the order of a day's use.
GROUPS: tuple[tuple[Promise, tuple[str | Page, ...]], ...] = (
    (
        _("Stories"),
        (
            "articles.story",
            Page("admin:articles_planning", _("Planning"), _plans),
            Page("admin:articles_live", _("Live blogs"), live.may_see_any),
            "articles.correction",
            "articles.errorreport",
            "articles.series",
            "articles.image",
            Page("admin:debt", _("Newsroom debt"), report.may_see),
        ),
    ),
    (
        _("Front and menus"),
        ("articles.front", "articles.banner", "articles.slot", "articles.menuitem"),
    ),
    (_("Newsletters"), ("articles.issue", "articles.newsletter", "articles.subscriber")),
    (_("Order of the paper"), ("articles.section", "articles.tag", "articles.author")),
    (_("Pages and addresses"), ("articles.page", "core.address", "core.notfound")),
    (
        _("Discussion"),
        (
            Page("moderation", _("Moderation queue"), _moderates),
            Page("moderation-stories", _("What waits, by story"), _moderates),
            "comments.comment",
            Page("moderation-people", _("Readers"), _moderates),
            Page("moderation-controls", _("Controls of discussions"), _moderates),
            Page("moderation-picks", _("Picks and pins"), _moderates),
            "comments.sanction",
            "comments.appeal",
            "comments.legalnotice",
            Page("moderation-second-look", _("Second look at decisions"), _moderates),
            Page("moderation-statistics", _("Statistics of moderation"), _moderates),
            Page("moderation-log", _("Log of moderation"), _moderates),
            Page("moderation-report", _("Transparency report"), comment_rights.may_decide_notices),
            Page("moderation-dry-runs", _("Dry run"), _tries_rules),
            Page("moderation-erasures", _("Erasures"), comment_rights.may_erase),
            "comments.discussion",
            "comments.sectiondiscussion",
            "comments.tagdiscussion",
            "comments.sitediscussion",
            "comments.wordlist",
            Page("moderation-try", _("Try a text"), _moderates),
            "comments.ruletext",
            "comments.reactionkind",
        ),
    ),
    (
        _("People and settings"),
        (
            "core.user",
            "people.invitation",
            "auth.group",
            "core.sitesettings",
            "articles.standards",
            Page("admin:notices", _("Your notices"), _everybody),
            Page("admin:webhooks", _("Webhooks"), _everybody),
        ),
    ),
    (_("Behind the pages"), ("account.emailaddress", "django_tasks_database.dbtaskresult")),
)


def groups(app_list: Iterable[dict[str, Any]], person: Any) -> list[Group]:
    """The groups with what a person may open; empty ones are left out.

    Args:
        app_list: what the admin offers the person (`AdminSite.get_app_list`).
    """
    left = {
        f"{app['app_label']}.{model['model']._meta.model_name}": _entry(model)
        for app in app_list
        for model in app["models"]
    }
    found = []
    for label, places in GROUPS:
        entries = [entry for place in places for entry in _entries(place, left, person)]
        found.append(Group(str(label), entries))
    found.append(Group(str(_("More")), [entry for entry in left.values() if entry.url]))
    return [group for group in found if group.entries]


def _entry(model: dict[str, Any]) -> Entry:
    name = str(model["name"])
    return Entry(name[:1].upper() + name[1:], model["admin_url"] or "", model["add_url"] or "")


def _entries(place: str | Page, left: dict[str, Entry], person: Any) -> list[Entry]:
    if isinstance(place, Page):
        return [Entry(str(place.label), reverse(place.name))] if place.may(person) else []
    entry = left.pop(place, None)
    return [entry] if entry and entry.url else []
