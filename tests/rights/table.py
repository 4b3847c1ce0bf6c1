"""The table of the walk: for every address of the newsroom, who gets through (feature E5).

A new page of the admin needs a line here, or the walk fails and names it. `look` is a GET, `act` a
POST; both say who gets through, on which row of `cast.world`, and everybody else must be refused
and change nothing. An `act` must leave something behind for those who get through (which proves
that its data would have harmed), unless it says `leaves=False`. Most pages of a model are told at
once by `model`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests import factories as f
from tests.rights import cast
from tests.rights.cast import (
    ADMINISTRATOR,
    ALMOST,
    CONTRIBUTOR,
    EDITOR,
    EVERYBODY,
    LEAD,
    MODERATOR,
    SPORT_EDITOR,
    SPORT_MODERATOR,
    STAFF,
    World,
)

Who = frozenset[str]
#: A time at which everything that is planned has happened, as the previews of fronts are asked.
FUTURE = "2099-01-01T07:00"
Data = Callable[[World], dict[str, Any]]

NOBODY: Who = frozenset()
ADMINISTRATORS = frozenset({ADMINISTRATOR})
#: Whose role holds for the whole paper.
EDITORS = frozenset({EDITOR, ADMINISTRATOR})
ALL_EDITORS = EDITORS | {SPORT_EDITOR}
NEWSROOM = ALL_EDITORS | {CONTRIBUTOR}
LEADS = frozenset({LEAD, ADMINISTRATOR})
MODERATORS = LEADS | {MODERATOR}
ALL_MODERATORS = MODERATORS | {SPORT_MODERATOR}
COLLEAGUES = frozenset(STAFF)
ALL = frozenset(EVERYBODY)


@dataclasses.dataclass(frozen=True)
class Ask:
    """One request.

    Attributes:
        who: gets through; everybody else is refused.
        rows: names of rows, or values, for the places of the address.
        query: what stands behind the question mark.
        data: what is posted, of the world; None asks by GET.
        leaves: whether a posting changes the database for those who get through.
        is_told: whether a refusal is told by the status (403, 404, or a way to the sign-in). Where
            the page itself is open to more people than the act is, only the effect is compared.
    """

    who: Who
    rows: tuple[Any, ...] = ()
    query: dict[str, str] = dataclasses.field(default_factory=dict)
    data: Data | None = None
    leaves: bool = True
    is_told: bool = True


def look(who: Who, *rows: Any, **query: str) -> Ask:
    return Ask(who, rows, query)


def act(
    who: Who, *rows: Any, data: Data = lambda _world: {}, leaves: bool = True, is_told: bool = True
) -> Ask:
    return Ask(who, rows, {}, data, leaves, is_told)


def model(
    row: str,
    *,
    sees: Who,
    adds: Who = NOBODY,
    changes: Who = NOBODY,
    deletes: Who = NOBODY,
    new: Data | None = None,
    edit: Data | None = None,
) -> dict[str, list[Ask]]:
    """The pages that every model of the admin has, by the end of their names.

    Args:
        row: the row that is looked at, changed and deleted.
        new: a whole form of a new one; without it the posted form is empty, and leaves nothing.
        edit: a whole form that changes `row`.
    """
    return {
        "changelist": [look(sees), look(sees, q=ALMOST)],
        "add": [look(adds), act(adds, data=new or _nothing, leaves=new is not None)],
        "change": [
            look(sees | changes, row),
            act(changes, row, data=edit or _nothing, leaves=edit is not None),
        ],
        "history": [look(sees | changes, row)],
        "delete": [look(deletes, row), act(deletes, row, data=lambda _world: {"post": "yes"})],
    }


def _nothing(_world: World) -> dict[str, Any]:
    return {}


def notice_form(name: str) -> dict[str, Any]:
    """The form of a notice in a slot as it is posted."""
    return {
        "name": name,
        "kind": "house",
        "place": "story",
        "order": "10",
        "starts_at_0": "2026-01-01",
        "starts_at_1": "07:00",
        "headline": "Give",
    }


def story_form(world: World, name: str | None = None, **fields: Any) -> dict[str, Any]:
    """The form of a story as it is posted."""
    story = world[name] if name else None
    return {
        "headline": "Walked over",
        "kind": "report",
        "language": "en",
        "section": world.pk("sport"),
        "based_on": story.working_revision.number if story else "",
        "bylines-TOTAL_FORMS": "0",
        "bylines-INITIAL_FORMS": "0",
        **fields,
    }


def page_form(world: World, name: str | None = None, **fields: Any) -> dict[str, Any]:
    page = world[name] if name else None
    number = page.working_revision.number if page else ""
    return {"title": "Walked over", "body": "<p>Words.</p>", "based_on": number, **fields}


def _update(world: World, **fields: Any) -> dict[str, Any]:
    """The form of an update of a live blog."""
    seen = world["update"].revision
    words = {"text": "Rain.", "body": "<p>Rain.</p>"}
    return {"headline": "", **words, "form_key": uuid4(), "based_on": seen, **fields}


# Stories and pages --------------------------------------------------------------------------------


def _both(name: str, form: Any, secret: str, live: str, who: Who, own: Who) -> dict[str, list[Ask]]:
    """The pages of a story or of a page.

    Args:
        secret, live: rows that `who` may open and publish; the first is not live.
        own: who may also open and change the row `own` of themselves (nobody: there is none).
    """

    def form_of(row: str, **fields: Any) -> Data:
        return lambda world: form(world, row, **fields)

    pages = {
        "change": [
            look(who, secret),
            look(who, secret, restore="1"),
            look(who, live),
            act(who, secret, data=form_of(secret, _save="1")),
            act(who, live, data=form_of(live, _publish="1")),
            act(who, secret, data=form_of(secret, _approve="1")),
            act(who, secret, data=form_of(secret, _send_back="1", note="Shorter")),
            act(who, secret, data=form_of(secret, based_on="", _save="1"), leaves=False),
        ],
        "history": [look(who, secret)],
        "delete": [look(NOBODY, live), act(NOBODY, live, data=lambda _world: {"post": "yes"})],
        "autosave": [act(who, secret, data=form_of(secret))],
        "autosave_new": [act(own or who, data=form_of(secret))],
        "presence": [
            act(who, secret),
            act(who, secret, data=lambda _w: {"leave": "1"}, leaves=False),
        ],
        "preview": [look(who, secret), look(who, live, width="390")],
        "preview_page": [look(who, secret), look(who, live)],
        "links": [look(who, secret), act(who, secret, data=lambda _world: {"days": "7"})],
        "withdraw": [look(who, live), act(who, live, data=lambda _world: {"note": "Wrong"})],
        "revisions": [look(who, secret), look(who, live)],
        "difference": [look(who, live, old="1", new="1")],
        "restore": [act(who, live, data=lambda _world: {"number": "1"}, leaves=name == "story")],
    }
    if own:
        pages["change"] += [
            look(own, "own"),
            act(own, "own", data=form_of("own", _save="1")),
            act(own, "own", data=form_of("own", _submit="1")),
            act(ALL_EDITORS, "own", data=form_of("own", _publish="1"), is_told=False),
        ]
        pages["autosave"] += [act(own, "own", data=form_of("own"))]
        for page in ("preview", "preview_page", "links", "revisions", "history"):
            pages[page] += [look(own, "own")]
        pages["presence"] += [act(own, "own")]
        pages["withdraw"] += [look(ALL_EDITORS, "own")]
        pages["delete"] += [look(ALL_EDITORS, "own")]
    return pages


def _selected(action: str, *names: str, **fields: str) -> Data:
    return lambda world: {
        "action": action,
        "_selected_action": [world.pk(name) for name in names],
        **fields,
    }


STORY = {
    **_both("story", story_form, "embargoed", "public", EDITORS, NEWSROOM),
    "changelist": [
        look(NEWSROOM),
        look(NEWSROOM, q=ALMOST),
        look(NEWSROOM, status__exact="draft"),
        act(EDITORS, data=_selected("publish", "draft", confirmed="1"), is_told=False),
        act(EDITORS, data=_selected("withdraw", "running", confirmed="1"), is_told=False),
    ],
    "add": [
        look(NEWSROOM),
        act(NEWSROOM, data=lambda world: story_form(world, _save="1")),
        act(ALL_EDITORS, data=lambda world: story_form(world, _publish="1")),
    ],
    "corrections": [
        look(EDITORS, "public"),
        look(EDITORS, "embargoed"),
        act(EDITORS, "public", data=lambda _world: {"kind": "note", "text": "We erred."}),
    ],
    "correction": [
        look(EDITORS, "public", "correction"),
        act(EDITORS, "public", "correction", data=lambda _w: {"kind": "note", "text": "We erred."}),
    ],
    "retract": [act(EDITORS, "public", "correction")],
    "errors": [
        look(EDITORS, "public"),
        look(EDITORS, "embargoed"),
        act(
            EDITORS,
            "public",
            data=lambda world: {"report": world.pk("error report"), "text": "Thank you."},
        ),
    ],
    "newsletters": [
        look(EDITORS, "public"),
        look(ALL_EDITORS, "in sport"),
        act(EDITORS, "public", data=lambda world: {"newsletter": world.pk("breaking news")}),
    ],
    "public_versions": [
        look(EDITORS, "changed"),
        act(
            EDITORS,
            "changed",
            data=lambda world: {"seal": world.pk("version"), "reason": "A court said so."},
        ),
    ],
    "link_targets": [
        look(NEWSROOM, q=ALMOST),
        look(NEWSROOM, q="Ferry"),
        look(NEWSROOM, q="Match"),
    ],
}

PAGE = {
    **_both("page", page_form, "page", "public page", EDITORS, NOBODY),
    "changelist": [look(EDITORS), look(EDITORS, q=ALMOST)],
    "add": [look(EDITORS), act(EDITORS, data=lambda world: page_form(world, _publish="1"))],
}

# Models -------------------------------------------------------------------------------------------

IMAGE = {
    **model("picture", sees=NEWSROOM, adds=NEWSROOM, changes=ALL_EDITORS, deletes=ALL_EDITORS),
    "upload": [
        look(NEWSROOM),
        act(NEWSROOM, data=lambda _world: {"pictures": cast.upload(), "credit": "Walker"}),
    ],
    "describe": [look(NEWSROOM), act(NEWSROOM, leaves=False)],
    "picker": [look(NEWSROOM), look(NEWSROOM, q=ALMOST), look(NEWSROOM, q="ferry")],
    "picker_upload": [act(NEWSROOM, data=lambda _world: {"upload": cast.upload()})],
}
IMAGE["change"] += [
    act(ALL_EDITORS, "picture", data=lambda _world: {"alt": "Moved", "focal_x": 0, "focal_y": 1}),
    look(EDITORS, "secret picture"),
]

SECTION = {
    **model(
        "empty",
        sees=ALL_EDITORS,
        adds=EDITORS,
        changes=EDITORS,
        deletes=EDITORS,
        new=lambda _world: {"name": "Arts", "slug": "arts", "order": "1", "colour": "slate"},
        edit=lambda _world: {"name": "Bare", "slug": "empty", "order": "1", "colour": "slate"},
    ),
    "file": [
        look(EDITORS, "world"),
        act(EDITORS, "world", data=lambda world: {"target": world.pk("sport")}),
    ],
}
SECTION["delete"] += [look(EDITORS, "world")]

TAG = {
    **model(
        "tag",
        sees=NEWSROOM,
        adds=ALL_EDITORS,
        changes=ALL_EDITORS,
        deletes=EDITORS,
        new=lambda _world: {"name": "Ports", "slug": "ports"},
        edit=lambda _world: {"name": "Ferry", "slug": "ferry"},
    ),
    "merge": [
        look(EDITORS, "tag"),
        act(EDITORS, "tag", data=lambda world: {"into": world.pk("other tag")}),
    ],
}

NEWSLETTER = {
    "name": "Morning",
    "slug": "morning",
    "kind": "daily",
    "description": "What happens.",
    "is_on": "on",
    "order": "1",
    "at": "06:30",
    "weekdays": ["0", "1"],
    "most": "7",
}
WORD_LIST = {
    "name": "Insults",
    "action": "hold",
    "reason": "abuse",
    "matching": "words",
    "entries": "turnip",
}
MODELS = {
    "articles_story": STORY,
    "articles_page": PAGE,
    "articles_image": IMAGE,
    "articles_section": SECTION,
    "articles_tag": TAG,
    "articles_author": model(
        "author",
        sees=NEWSROOM,
        adds=ALL_EDITORS,
        changes=ALL_EDITORS,
        deletes=ALL_EDITORS,
        new=lambda _world: {"name": "Vera", "slug": "vera"},
        edit=lambda _world: {"name": "Cho P.", "slug": "cho"},
    ),
    "articles_series": model(
        "series",
        sees=ALL_EDITORS,
        adds=ALL_EDITORS,
        changes=ALL_EDITORS,
        deletes=ALL_EDITORS,
        new=lambda _world: {"name": "The coast"},
        edit=lambda _world: {"name": "The shore"},
    ),
    "articles_front": {
        **model("front", sees=ALL_EDITORS),
        # A page of many: arranged below the name of what it fronts, which asks for the right.
        "change": [look(ALL_EDITORS, "front of sport"), look(ALL_EDITORS, "front")],
        "delete": [look(NOBODY, "front"), act(NOBODY, "front", data=lambda _w: {"post": "yes"})],
        "past": [look(EDITORS, "home"), look(ALL_EDITORS, "sport")],
        "arrange": [
            look(EDITORS, "home"),
            look(ALL_EDITORS, "sport"),
            act(EDITORS, "home", leaves=False),
            act(ALL_EDITORS, "sport", leaves=False),
        ],
        "found": [
            look(EDITORS, "home", q=ALMOST),
            look(ALL_EDITORS, "sport", q=ALMOST),
            look(ALL_EDITORS, "sport"),
        ],
        "preview": [look(EDITORS, "home"), look(ALL_EDITORS, "sport")],
        "preview_page": [
            look(EDITORS, "home"),
            *(look(ALL_EDITORS, "sport", which=which, at=FUTURE) for which in ("draft", "live")),
        ],
    },
    "articles_banner": {
        **model("banner", sees=ALL_EDITORS),
        "add": [look(EDITORS)],
        "change": [look(ALL_EDITORS, "banner")],
        "changelist": [
            look(ALL_EDITORS),
            act(EDITORS, data=lambda world: {"_end": "1", "seen": world.pk("banner")}),
            act(EDITORS, data=lambda _world: {"text": "Fire", "minutes": "60"}, leaves=False),
        ],
        # Shows what a signed word from the form says; without one there is nothing.
        "preview": [look(NOBODY)],
    },
    "articles_newsletter": model(
        "newsletter",
        sees=ALL_EDITORS,
        adds=EDITORS,
        changes=EDITORS,
        # Somebody gets it and it was sent, so it is switched off instead.
        deletes=NOBODY,
        new=lambda _world: NEWSLETTER | {"name": "Evening", "slug": "evening"},
        edit=lambda _world: NEWSLETTER | {"description": "What happened."},
    ),
    # Of the list, a limited editor finds the issues of their sections' newsletters.
    "articles_issue": {
        "changelist": [look(ALL_EDITORS), look(ALL_EDITORS, state__exact="draft")],
        "add": [
            look(ALL_EDITORS),
            act(EDITORS, data=lambda world: {"newsletter": world.pk("newsletter")}),
            act(ALL_EDITORS, data=lambda world: {"newsletter": world.pk("newsletter of sport")}),
        ],
        "change": [
            look(EDITORS, "issue"),
            look(ALL_EDITORS, "issue of sport"),
            act(EDITORS, "issue", data=lambda _world: {"subject": "Fog", "act": "save"}),
            act(ALL_EDITORS, "issue of sport", data=lambda _w: {"subject": "2:1", "act": "save"}),
        ],
        "history": [look(EDITORS, "issue"), look(ALL_EDITORS, "issue of sport")],
        "delete": [look(NOBODY, "issue"), act(NOBODY, "issue", data=lambda _w: {"post": "yes"})],
        "send": [
            look(EDITORS, "issue"),
            look(ALL_EDITORS, "issue of sport"),
            act(EDITORS, "issue", data=lambda _world: {"now": "1"}),
            act(ALL_EDITORS, "issue of sport", data=lambda _world: {"now": "1"}),
        ],
        "act": [
            act(EDITORS, "issue", data=lambda _world: {"act": "discard"}),
            act(ALL_EDITORS, "issue of sport", data=lambda _world: {"act": "discard"}),
        ],
        "mail": [look(EDITORS, "issue"), look(ALL_EDITORS, "issue of sport")],
    },
    "articles_subscriber": {
        **model("subscriber", sees=ADMINISTRATORS, deletes=ADMINISTRATORS),
        "download": [look(ADMINISTRATORS)],
    },
    "articles_slot": {
        **model(
            "notice",
            sees=EDITORS,
            adds=EDITORS,
            changes=EDITORS,
            deletes=EDITORS,
            new=lambda _world: notice_form("The gala"),
            edit=lambda _world: notice_form("The fund, again"),
        ),
        "preview": [look(EDITORS, "notice")],
    },
    "articles_menuitem": model(
        "menu item",
        sees=EDITORS,
        adds=EDITORS,
        changes=EDITORS,
        deletes=EDITORS,
        new=lambda world: {"menu": "main", "section": world.pk("sport"), "order": "2"},
        edit=lambda world: {"menu": "main", "section": world.pk("sport"), "order": "2"},
    ),
    "articles_correction": {
        **model("correction", sees=EDITORS),
        "change": [look(EDITORS, "correction")],
        # Of the list, a limited editor finds the lines of their sections.
        "changelist": [look(ALL_EDITORS), look(ALL_EDITORS, q=ALMOST)],
    },
    "articles_errorreport": {
        **model("error report", sees=EDITORS),
        "change": [look(EDITORS, "error report")],
        "changelist": [look(ALL_EDITORS), look(ALL_EDITORS, q=ALMOST)],
    },
    "comments_comment": {
        **model("comment", sees=MODERATORS),
        "change": [look(MODERATORS, "comment"), look(ALL_MODERATORS, "comment in sport")],
        "changelist": [
            look(ALL_MODERATORS),
            look(ALL_MODERATORS, q=ALMOST),
            *(
                act(
                    who,
                    data=lambda world, row=row: {"_decide": f"approve:{world.pk(row)}"},
                    is_told=False,
                )
                for row, who in (("comment", MODERATORS), ("comment in sport", ALL_MODERATORS))
            ),
            act(
                MODERATORS,
                data=lambda world: {
                    **_selected("spam_selected", "comment")(world),
                    "reason": "other",
                },
                is_told=False,
            ),
        ],
    },
    "comments_reactionkind": model(
        "kind",
        sees=LEADS,
        adds=LEADS,
        changes=LEADS,
        new=lambda _world: {"label": "Sad", "icon": "moved", "valence": "0", "order": "9"},
        edit=lambda _world: {"label": "Glad", "icon": "agree", "valence": "1", "order": "9"},
    ),
    "comments_sitediscussion": model(
        "site discussion",
        sees=LEADS,
        changes=LEADS,
        edit=lambda _world: {
            "policy": "closed",
            "outside_hours": "hold",
            "edit_minutes": "15",
            "appeal_days": "9",
            **f.policy_form(),
            "profile": "small",
            "hours-TOTAL_FORMS": "0",
            "hours-INITIAL_FORMS": "0",
        },
    ),
    "comments_sanction": {
        **model("sanction", sees=ALL_MODERATORS),
        "changelist": [
            look(ALL_MODERATORS),
            look(ALL_MODERATORS, q=ALMOST),
            act(MODERATORS, data=lambda world: {"_lift": world.pk("sanction")}, is_told=False),
        ],
        "change": [
            look(ALL_MODERATORS, "sanction"),
            act(MODERATORS, "sanction", data=lambda _world: {"_lift": "1"}, is_told=False),
        ],
        "history": [look(ALL_MODERATORS, "sanction")],
        "add": [look(ALL_MODERATORS)],
    },
    "comments_wordlist": model(
        "word list",
        sees=LEADS,
        adds=LEADS,
        changes=LEADS,
        deletes=LEADS,
        new=lambda _world: WORD_LIST | {"name": "Names"},
        edit=lambda _world: WORD_LIST | {"note": "After the storm."},
    ),
    "comments_tagdiscussion": model(
        "tag discussion",
        sees=LEADS,
        adds=LEADS,
        changes=LEADS,
        deletes=LEADS,
        new=lambda world: {"tag": world.pk("other tag"), "policy": "closed"},
        edit=lambda world: {"tag": world["tag discussion"].pk, "policy": "open"},
    ),
    "comments_sectiondiscussion": model(
        "section discussion",
        sees=LEADS,
        adds=LEADS,
        changes=LEADS,
        deletes=LEADS,
        new=lambda world: {"section": world.pk("sport"), "policy": "closed"},
        edit=lambda world: {"section": world.pk("world"), "policy": "open"},
    ),
    "comments_discussion": {
        **model("discussion", sees=LEADS, changes=LEADS, edit=lambda _world: {"policy": "closed"}),
        "controls": [
            look(MODERATORS, "discussion"),
            look(ALL_MODERATORS, "discussion in sport"),
            look(NOBODY, "discussion of a draft"),
            act(
                MODERATORS,
                "discussion",
                data=lambda _world: {"control-kind": "hold", "control-minutes": "30"},
            ),
        ],
    },
    "comments_appeal": {
        **model("appeal", sees=LEADS),
        "change": [
            look(LEADS, "appeal"),
            act(LEADS, "appeal", data=lambda _w: {"answer": "It stands.", "outcome": "uphold"}),
        ],
    },
    "comments_ruletext": model(
        "rule",
        sees=LEADS,
        adds=LEADS,
        changes=LEADS,
        deletes=LEADS,
        new=lambda _world: {"reason": "abuse", "text": "Be kind."},
        edit=lambda _world: {"text": "Keep to the story."},
    ),
    "comments_legalnotice": model(
        "legal notice",
        sees=LEADS,
        changes=LEADS,
        edit=lambda _world: {"act": "nothing", "ground": "neither", "text": "It is satire."},
    ),
    "core_sitesettings": model("settings", sees=ADMINISTRATORS, changes=ADMINISTRATORS),
    "articles_standards": model("standards", sees=ADMINISTRATORS, changes=ADMINISTRATORS),
    "core_address": {
        **model(
            "redirect",
            sees=EDITORS,
            adds=EDITORS,
            changes=EDITORS,
            deletes=ADMINISTRATORS,
            new=lambda _world: {"path": "/older-name/", "target": "/sport/"},
            edit=lambda _world: {"path": "/old-name/", "target": "/sport/"},
        ),
        "upload": [
            look(EDITORS),
            act(EDITORS, data=lambda _world: {"text": "/a-name/,/sport/", "_make": "1"}),
        ],
        "download": [look(EDITORS)],
    },
    "core_notfound": {
        **model("lost", sees=EDITORS),
        "changelist": [
            look(EDITORS),
            act(EDITORS, data=lambda _world: {"path": "/lost/", "act": "ignore"}),
        ],
    },
    "core_user": model(
        "rana",
        sees=ADMINISTRATORS,
        adds=ADMINISTRATORS,
        changes=ADMINISTRATORS,
        new=lambda _world: {
            "email": "vera@example.org",
            "display_name": "Vera",
            "usable_password": "false",
        },
        edit=lambda world: {
            "email": world["rana"].email,
            "display_name": "Rana B.",
            "is_active": "on",
        },
    ),
    "people_invitation": {
        **model(
            "invitation",
            sees=ADMINISTRATORS,
            adds=ADMINISTRATORS,
            new=lambda _world: {"email": "vera@example.org", "role": CONTRIBUTOR},
        ),
        "change": [look(ADMINISTRATORS, "invitation")],
        "changelist": [
            look(ADMINISTRATORS),
            act(ADMINISTRATORS, data=lambda world: {"_revoke": world.pk("invitation")}),
        ],
    },
    "auth_group": model("group", sees=ADMINISTRATORS),
    "account_emailaddress": model(
        "email",
        sees=ADMINISTRATORS,
        adds=ADMINISTRATORS,
        changes=ADMINISTRATORS,
        deletes=ADMINISTRATORS,
    ),
    "django_tasks_database_dbtaskresult": model("task", sees=NOBODY),
}

# Pages beside the models --------------------------------------------------------------------------


def _field(app: str, model_name: str, field: str, who: Who, term: str = ALMOST) -> Ask:
    """An autocomplete, by the field that it is for."""
    query = {"app_label": app, "model_name": model_name, "field_name": field, "term": term}
    return Ask(who, (), query)


PLACES: dict[str, list[Ask]] = {
    "index": [look(COLLEAGUES)],
    "app_list": [look(NEWSROOM, "articles"), look(ALL_MODERATORS, "comments")],
    "login": [],
    "logout": [],
    "password_change": [look(COLLEAGUES)],
    "password_change_done": [look(COLLEAGUES)],
    "jsi18n": [look(COLLEAGUES)],
    # Only where readers can go; see `Newsroom.view_on_site`.
    "view_on_site": [
        look(NOBODY, "story type", "embargoed"),
        look(NOBODY, "story type", "draft"),
        look(NOBODY, "story type", "scheduled"),
        look(COLLEAGUES, "story type", "public"),
    ],
    "autocomplete": [
        _field("articles", "byline", "story", NEWSROOM),
        _field("articles", "byline", "story", NEWSROOM, "Ferry"),
        _field("articles", "byline", "author", NEWSROOM),
        _field("articles", "story", "tags", NEWSROOM),
        _field("articles", "story", "lead_image", NEWSROOM),
        _field("articles", "author", "portrait", NEWSROOM),
        _field("articles", "author", "user", ADMINISTRATORS),
        _field("articles", "menuitem", "page", EDITORS),
        _field("articles", "menuitem", "section", ALL_EDITORS),
    ],
    "keyboard": [
        look(COLLEAGUES),
        act(COLLEAGUES, data=lambda _world: {"off": "1"}),
    ],
    # Live blogs: a named reporter may post too, which tests/articles/ asks.
    "articles_live": [look(COLLEAGUES)],
    "articles_story_live": [
        look(EDITORS, "running"),
        look(EDITORS, "hidden live"),
        act(EDITORS, "running", data=_update),
    ],
    "articles_live_edit": [
        look(EDITORS, "running", "update"),
        act(EDITORS, "running", "update", data=lambda world: _update(world, headline="Calmer")),
    ],
    "articles_live_act": [
        act(EDITORS, "running", "update", "pin"),
        act(EDITORS, "running", "update", "remove"),
    ],
    "articles_live_end": [
        look(EDITORS, "running"),
        act(EDITORS, "running", data=lambda _world: {"summary": "<p>It is over.</p>", "end": "1"}),
    ],
    "articles_live_reopen": [act(EDITORS, "running", leaves=False)],
    "articles_live_reporters": [
        look(EDITORS, "running"),
        act(EDITORS, "running", data=lambda world: {"reporters": [world.pk("edith")]}),
    ],
    "articles_planning": [look(NEWSROOM), look(NEWSROOM, whose="all")],
    "articles_planning_new": [
        look(NEWSROOM),
        act(NEWSROOM, data=lambda _world: {"title": "Storm warning", "line": "Who pays?"}),
    ],
    "articles_story_planning": [
        look(EDITORS, "embargoed"),
        look(NEWSROOM, "own"),
        act(EDITORS, "embargoed", data=lambda world: {"assignee": world.pk("edith")}),
        act(ALL_EDITORS, "own", data=lambda world: {"assignee": world.pk("edith")}),
    ],
    "articles_story_note": [
        act(EDITORS, "embargoed", data=lambda _world: {"text": "Call the harbour."}),
        act(NEWSROOM, "own", data=lambda _world: {"text": "Call the harbour."}),
    ],
    # Long lists of verbs are watched by whoever began them; nobody has begun this one.
    "articles_story_bulk": [look(NOBODY, "bulk job")],
    "articles_page_bulk": [look(NOBODY, "bulk job")],
    "debt": [look(ALL_EDITORS)],
    "debt_again": [act(ALL_EDITORS, leaves=False)],
    "debt_csv": [look(ALL_EDITORS)],
    "moderation": [
        look(ALL_MODERATORS),
        look(ALL_MODERATORS, order="weightiest", list="reported"),
        *(
            act(
                who,
                data=lambda world, row=row: {"_decide": f"approve:{world.pk(row)}"},
                is_told=False,
            )
            for row, who in (("comment", MODERATORS), ("comment in sport", ALL_MODERATORS))
        ),
    ],
    "moderation-undo": [act(ALL_MODERATORS, data=lambda _world: {"event": "1"}, leaves=False)],
    "moderation-blur": [act(ALL_MODERATORS, data=lambda _world: {"on": "1"})],
    "moderation-watch-lists": [look(ALL_MODERATORS)],
    "moderation-watch-list-add": [
        look(ALL_MODERATORS),
        act(
            ALL_MODERATORS,
            data=lambda world: {"name": "Games", "sections": [world.pk("sport")]},
        ),
    ],
    # Of those that a colleague left, shared ones are the leads', and the others nobody's.
    "moderation-watch-list": [
        look(LEADS, "shared watch list"),
        act(LEADS, "shared watch list", data=lambda _world: {"_delete": "1"}),
        look(NOBODY, "watch list"),
    ],
    "moderation-erase": [
        look(ADMINISTRATORS, "comment"),
        act(
            ADMINISTRATORS,
            "comment",
            data=lambda world: {
                "ground": "court_order",
                "replies": "keep",
                "number": str(world.pk("comment")),
            },
        ),
    ],
    "moderation-erasures": [look(ADMINISTRATORS), look(ADMINISTRATORS, q="O 345")],
    "moderation-erasure": [look(ADMINISTRATORS, "receipt of an erasure")],
    # Nothing lies under seal there, so nobody opens it.
    "moderation-evidence": [act(NOBODY, "receipt of an erasure")],
    "moderation-stories": [look(ALL_MODERATORS)],
    "moderation-story": [
        look(MODERATORS, "public"),
        look(ALL_MODERATORS, "in sport"),
        act(MODERATORS, "public", data=lambda _world: {"_rest": "approve", "shown": "1:1"}),
    ],
    "moderation-log": [look(ALL_MODERATORS)],
    "moderation-report": [
        look(LEADS),
        act(LEADS, data=lambda _world: {"first": "2025-01-01", "last": "2025-12-31"}),
    ],
    "moderation-report-file": [look(LEADS, first="2025-01-01", last="2025-12-31")],
    "moderation-notifier": [act(LEADS, "legal notice", data=lambda _world: {"verb": "trust"})],
    "moderation-log-csv": [look(ALL_MODERATORS)],
    "moderation-all-read": [act(ALL_MODERATORS, leaves=False)],
    "moderation-try": [
        look(ALL_MODERATORS),
        act(ALL_MODERATORS, data=lambda _world: {"text": "A turnip."}, leaves=False),
    ],
    "moderation-controls": [
        look(ALL_MODERATORS),
        act(
            MODERATORS,
            data=lambda _world: {"control-kind": "hold", "control-minutes": "30"},
            is_told=False,
        ),
    ],
    "moderation-picks": [look(ALL_MODERATORS), act(ALL_MODERATORS, leaves=False)],
    "moderation-people": [look(ALL_MODERATORS), look(ALL_MODERATORS, q=ALMOST)],
    "moderation-person": [
        look(ALL_MODERATORS, "rana"),
        act(MODERATORS, "rana", data=lambda _world: {"text": "Kind so far."}, is_told=False),
    ],
    # Somebody else's figures are the leads' alone.
    "moderation-statistics": [look(ALL_MODERATORS), look(LEADS, person="999999")],
    "moderation-statistics-file": [look(ALL_MODERATORS), look(LEADS, person="999999")],
    "moderation-second-look": [look(ALL_MODERATORS), act(ALL_MODERATORS, leaves=False)],
    "moderation-agreement": [look(ALL_MODERATORS)],
    "moderation-dry-runs": [
        look(LEADS),
        act(LEADS, data=lambda _world: {"days": "30", "try": "off:shouting"}),
    ],
    "moderation-dry-run": [look(LEADS, "dry run")],
    "moderation-dry-run-cancel": [act(LEADS, "dry run")],
    "moderation-dry-run-again": [act(LEADS, "dry run")],
    "notices": [look(COLLEAGUES)],
    "notice_read": [
        act(COLLEAGUES, data=lambda world: {"notice": world.pk("own notice") or ""}),
        act(COLLEAGUES, data=lambda world: {"notice": world.pk("own notice") or "", "stay": "1"}),
    ],
    "notice_choices": [look(COLLEAGUES), act(COLLEAGUES, leaves=False)],
    "webhooks": [look(COLLEAGUES)],
    "webhook_add": [look(COLLEAGUES), Ask(ADMINISTRATORS, (), {"for": "newsroom"})],
    "webhook": [
        look(ADMINISTRATORS, "webhook"),
        look(NOBODY, "other webhook"),
        look(COLLEAGUES, "own webhook"),
    ],
    "webhook_act": [
        act(ADMINISTRATORS, "webhook", "pause"),
        act(NOBODY, "other webhook", "delete"),
        act(COLLEAGUES, "own webhook", "delete"),
    ],
    "auth_user_password_change": [look(ADMINISTRATORS, "rana")],
    # Rana has neither, so that nothing is left behind; the test of the verb is in tests/accounts.
    "person-portrait": [look(ADMINISTRATORS, "rana"), act(ADMINISTRATORS, "rana", leaves=False)],
    "person-factor": [look(ADMINISTRATORS, "rana"), act(ADMINISTRATORS, "rana", leaves=False)],
}

#: The end of an address's name → what is asked of it.
TABLE: dict[str, list[Ask]] = {
    **PLACES,
    **{f"{label}_{page}": asks for label, pages in MODELS.items() for page, asks in pages.items()},
}
