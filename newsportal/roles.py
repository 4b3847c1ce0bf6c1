"""Roles and their rights: the one table, which the groups of accounts follow (feature E5).

A role is a group of Django's with exactly the rights that stand here; `sync` makes it so after
every migrate, whatever somebody changed by hand. People get roles in the admin; an administrator
need not be a superuser.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed_apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from newsportal.core.events import announce
from newsportal.core.models import User

CONTRIBUTOR = "Contributor"
EDITOR = "Editor"
MODERATOR = "Moderator"
LEAD_MODERATOR = "Lead moderator"
ADMINISTRATOR = "Administrator"

ALL = ("add", "change", "delete", "view")


def _rights(app: str, acts: tuple[str, ...], *models: str) -> frozenset[str]:
    return frozenset(f"{app}.{act}_{model}" for model in models for act in acts)


# Whose drafts a contributor may open is the story form's question (`change_any_story`).
_CONTRIBUTOR = (
    _rights("articles", ("add", "change", "view"), "story")
    | _rights("articles", ("add", "view"), "image")
    | _rights("articles", ("view",), "tag", "author")
)

_EDITOR = (
    _CONTRIBUTOR
    | _rights("articles", ALL, "story", "page", "menuitem", "section", "tag", "author", "image")
    | _rights("articles", ALL, "series")
    | _rights("articles", ALL, "slot")
    # A front has one row a page and keeps its history; a banner that is over stays on record.
    | _rights("articles", ("change", "view"), "front")
    | _rights("articles", ("add", "change", "view"), "banner")
    # Who publishes a story corrects it, on the story's page; this is the list of all.
    | _rights("articles", ("view",), "correction")
    # Answered on the story's page by who may publish it.
    | _rights("articles", ("view",), "errorreport")
    | {"articles.publish_story", "articles.change_any_story", "articles.publish_page"}
    # Whom a newsletter goes to is the administrators' business: addresses are personal data.
    | _rights("articles", ALL, "newsletter")
    | {"articles.view_issue", "articles.send_issue"}
    # Former addresses that readers still ask for are led on by those who know what stood there.
    | _rights("core", ("add", "change", "view"), "address")
    | _rights("core", ("view",), "notfound")
)

_MODERATOR = frozenset(
    {
        "comments.view_comment",
        "comments.moderate_comment",
        # Of readers, in the moderator's sections (comments/rights.py).
        "comments.view_sanction",
        "comments.sanction_person",
    }
)

_LEAD_MODERATOR = (
    _MODERATOR
    | _rights("comments", ALL, "reactionkind", "sectiondiscussion", "tagdiscussion", "openinghours")
    # A story's row also counts its comments, and the site's is one: neither is deleted.
    | _rights("comments", ("add", "change", "view"), "discussion", "sitediscussion")
    | {"comments.ban_person"}
    # Appeals are answered, never written or deleted here; rules are the newspaper's own words.
    | _rights("comments", ALL, "ruletext")
    # Words that hold or refuse a comment; moderators read on the card which list it was.
    | _rights("comments", ALL, "wordlist")
    | {"comments.view_appeal", "comments.decide_appeal"}
    | {"comments.run_dryrun"}
    # Notices of illegal content name people; one decides, another hears the appeal.
    | {"comments.view_legalnotice", "comments.decide_legalnotice"}
    # Everybody's figures and both names of a second look; a moderator sees the own and the team's.
    | {"comments.compare_moderators"}
)

_ADMINISTRATOR = (
    _EDITOR
    | _LEAD_MODERATOR
    | {"articles.break_embargo"}
    | _rights("articles", ("view", "delete"), "subscriber")
    # Wipes a text for good, by order of a court or a lawyer: nobody takes it back.
    | {"comments.erase_comment"}
    | _rights("core", ALL, "user", "address", "webhook")
    | _rights("core", ("add", "change", "view"), "sitesettings")
    | _rights("articles", ("add", "change", "view"), "standards")
    | _rights("people", ("add", "change", "view"), "invitation")
    | _rights("account", ALL, "emailaddress")
    # Groups follow this table, so they are given to people and not changed themselves.
    | _rights("auth", ("view",), "group")
)

#: Roles that can be limited to sections; every other one holds for the whole paper.
LIMITABLE = (EDITOR, MODERATOR)

#: Rights over what belongs to no section, or to all: a role that is limited to some has them not.
WHOLE_PAPER = (
    _rights("articles", ALL, "page", "menuitem", "slot")
    | _rights("articles", ("add", "change", "delete"), "section")
    | _rights("articles", ("delete",), "tag")
    | _rights("articles", ("add", "change", "delete"), "newsletter")
    | {"articles.publish_page"}
    | _rights("core", ALL, "address")
    | _rights("core", ("view",), "notfound")
)

#: Role → rights, as "app.codename".
ROLES: dict[str, frozenset[str]] = {
    CONTRIBUTOR: _CONTRIBUTOR,
    EDITOR: _EDITOR,
    MODERATOR: _MODERATOR,
    LEAD_MODERATOR: _LEAD_MODERATOR,
    ADMINISTRATOR: _ADMINISTRATOR,
}


#: What each role means to the person who gives it, as one sentence.
MEANINGS = {
    CONTRIBUTOR: _("Writes own drafts and hands them in for review. Sees nobody else’s."),
    EDITOR: _("Writes, edits and publishes stories and pages, and arranges the front."),
    MODERATOR: _("Decides on comments. Sees nothing of the newsroom’s drafts."),
    LEAD_MODERATOR: _(
        "Decides on comments and notices of illegal content, and sets how the discussions are run."
    ),
    ADMINISTRATOR: _("May do all of this, gives roles to people and keeps the site’s settings."),
}

_LABELS = {
    CONTRIBUTOR: _("Contributor"),
    EDITOR: _("Editor"),
    MODERATOR: _("Moderator"),
    LEAD_MODERATOR: _("Lead moderator"),
    ADMINISTRATOR: _("Administrator"),
}


def label(name: str) -> str:
    """A role’s name in the reader’s language; the group keeps its own."""
    return str(_LABELS.get(name, name))


def missing_rights() -> list[str]:
    """Rights of the table that no model has (yet)."""
    return sorted(frozenset().union(*ROLES.values()) - _permissions().keys())


def _permissions() -> dict[str, int]:
    """Ids of the permissions of all models of the apps that the table names, by right."""
    labels = {right.partition(".")[0] for rights in ROLES.values() for right in rights}
    rows = Permission.objects.filter(content_type__app_label__in=labels)
    return {
        f"{label}.{codename}": pk
        for label, codename, pk in rows.values_list("content_type__app_label", "codename", "pk")
    }


@transaction.atomic
def sync() -> list[str]:
    """Give every role's group exactly the rights of the table; other groups are left alone.

    Returns:
        The names of the groups that had to be made or mended.

    Raises:
        KeyError: the table names a right that no model has.
    """
    known = _permissions()
    standing = {
        group.name: group
        for group in Group.objects.filter(name__in=ROLES).prefetch_related("permissions")
    }
    mended = []
    for name, rights in ROLES.items():
        group = standing.get(name) or Group.objects.create(name=name)
        wanted = {known[right] for right in rights}
        if name not in standing or {one.pk for one in group.permissions.all()} != wanted:
            group.permissions.set(wanted)
            mended.append(name)
    return mended


def give(user: User, *names: str) -> None:
    """Make these the person's roles, and let who has one into the newsroom (`is_staff`).

    Roles of the table that are not named are taken away; groups of one's own making stay.
    """
    others = user.groups.exclude(name__in=ROLES)
    user.groups.set([*others, *Group.objects.filter(name__in=names)])
    was_staff = user.is_staff
    user.is_staff = bool(names) or user.is_superuser
    user.save(update_fields=["is_staff"])
    if user.is_staff != was_staff:
        # A badge of staff stands beside what somebody wrote.
        announce("person.role_changed", person=user.pk)


def administrators() -> QuerySet[User]:
    """People who may do everything: those with the role, and superusers."""
    has_role = Q(groups__name=ADMINISTRATOR, is_staff=True)
    return User.objects.filter(Q(is_superuser=True) | has_role, is_active=True).distinct()


def after_migrate(*, apps: Any = installed_apps, **_signal: Any) -> None:
    """Bring the groups in line after a migrate (receiver of Django's own `post_migrate`).

    A migration that went only part of the way leaves no tables, or not all rights: the next one
    that goes to the end is followed.
    """
    try:
        apps.get_model("auth", "Permission")
    except LookupError:
        return
    if not missing_rights():
        sync()


def follow_migrations() -> None:
    """Connect `after_migrate` behind the last app, when every app has got its permissions."""
    last = [config for config in installed_apps.get_app_configs() if config.models_module][-1]
    post_migrate.connect(after_migrate, sender=last, dispatch_uid="newsportal.roles")
