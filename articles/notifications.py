"""Who hears of what happens to stories and pages (feature E28): listeners, run by the worker.

The core delivers (`newsportal.core.notices`); here stands who is meant, what they may see of it,
and what it says. Whoever did a thing is never told of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from articles import rights
from articles.models import Byline, Document, Page, PageEvent, Story, StoryEvent
from articles.models.revision import Event
from newsportal.core import notices
from newsportal.core.models import Notice, User
from newsportal.core.notice_kinds import Ids, Kind, Outline, Told, register

SUBMITTED = "document.submitted"
SENT_BACK = "document.sent_back"
ASSIGNED = "document.assigned"
LIVE = "document.live"
CHANGED = "document.changed"


# Listeners ----------------------------------------------------------------------------------------


def submitted(*, actor: int | None = None, **ids: int | None) -> None:
    """Tell those who may publish it that something waits for review."""
    document = _document(ids)
    if document is not None:
        _send(SUBMITTED, document, publishers_of(document), actor, Event.Kind.SUBMITTED)


def sent_back(*, actor: int | None = None, **ids: int | None) -> None:
    """Tell its writer, and who is assigned to it, that something came back from review."""
    document = _document(ids)
    if document is not None:
        _send(SENT_BACK, document, _people_at_work(document), actor, Event.Kind.SENT_BACK)


def assigned(*, user: int | None = None, actor: int | None = None, **ids: int | None) -> None:
    """Tell somebody that a story is theirs now, unless it is somebody else's again."""
    document = _document(ids)
    if isinstance(document, Story) and document.assignee and document.assignee_id == user:
        _send(ASSIGNED, document, [document.assignee], actor, Event.Kind.ASSIGNED)


def live(*, actor: int | None = None, **ids: int | None) -> None:
    """Tell those who made it that readers see something now."""
    document = _document(ids)
    if document is not None and document.is_live():
        _send(LIVE, document, makers_of(document), actor, Event.Kind.PUBLISHED)


def changed(*, actor: int | None = None, **ids: int | None) -> None:
    """Tell those who made it that readers see a new version."""
    document = _document(ids)
    if document is not None and document.is_live():
        _send(CHANGED, document, makers_of(document), actor, Event.Kind.CHANGED)


def _document(ids: Ids) -> Story | Page | None:
    name, pk = _key(ids)
    if name == "story":
        stories = Story.objects.select_related("section", "assignee", "created_by")
        return stories.filter(pk=pk).first()
    return Page.objects.select_related("created_by").filter(pk=pk).first()


def _send(
    code: str,
    document: Story | Page,
    people: Iterable[User],
    actor: int | None,
    event_kind: str,
) -> None:
    """Send a notice, named after the last event of that kind: a task run twice tells once."""
    event = document.events.filter(kind=event_kind).first()
    name = str(document._meta.model_name)
    notices.send(
        code,
        [person for person in people if person.pk != actor],
        occasion=f"{name}:{document.pk}:event:{event.pk if event else ''}",
        ids={name: document.pk, "actor": actor, "event": event.pk if event else None},
    )


# Who ----------------------------------------------------------------------------------------------


def publishers_of(document: Story | Page) -> list[User]:
    """Everybody who may publish it: by role, and in its section where a role is limited."""
    holders = ModelBackend().with_perm(f"articles.publish_{document._meta.model_name}")
    return [
        person for person in holders if person.is_staff and rights.may_publish(person, document)
    ]


def makers_of(document: Story | Page) -> list[User]:
    """Whoever began it, and the writers over it who have accounts."""
    people: list[User | None] = [document.created_by]
    if isinstance(document, Story):
        written = document.bylines.filter(role=Byline.Role.WRITER, author__user__isnull=False)
        people += [line.author.user for line in written.select_related("author__user")]
    return [person for person in people if person is not None]


def _people_at_work(document: Story | Page) -> list[User]:
    people = [document.created_by, getattr(document, "assignee", None)]
    return [person for person in people if person is not None]


def _may_publish_something(person: User) -> bool:
    return person.is_staff and (
        person.has_perm("articles.publish_story") or person.has_perm("articles.publish_page")
    )


def _works_here(person: User) -> bool:
    return person.is_staff and (
        person.has_perm("articles.view_story") or person.has_perm("articles.view_page")
    )


# What it says -------------------------------------------------------------------------------------


def tell(told: Sequence[Notice], person: User) -> list[Told | None]:
    """What notices of stories and pages say to a person; None where there is nothing to see.

    Whoever may open it reads its working title and is led to its form; whoever may not reads what
    the public reads, once the public does.
    """
    documents = _all_documents(told)
    actors = User.objects.in_bulk([one.ids["actor"] for one in told if one.ids.get("actor")])
    events = _all_events(told)
    return [
        _told(
            notice.kind,
            documents.get(_key(notice.ids)),
            actors.get(notice.ids.get("actor")),
            events.get((_key(notice.ids)[0], notice.ids.get("event"))),
            person,
        )
        for notice in told
    ]


def _key(ids: Ids) -> tuple[str, Any]:
    return ("story", ids["story"]) if ids.get("story") else ("page", ids.get("page"))


def _all_documents(told: Sequence[Notice]) -> dict[tuple[str, Any], Story | Page]:
    """What notices are about, in a query for stories and one for pages."""
    keys = {_key(notice.ids) for notice in told}
    found: dict[tuple[str, Any], Story | Page] = {}
    if stories := [pk for name, pk in keys if name == "story"]:
        rows = Story.objects.newsroom_list().select_related("section").in_bulk(stories)
        found |= {("story", pk): story for pk, story in rows.items()}
    if pages := [pk for name, pk in keys if name == "page"]:
        found |= {("page", pk): page for pk, page in Page.objects.in_bulk(pages).items()}
    return found


def _all_events(told: Sequence[Notice]) -> dict[tuple[str, Any], StoryEvent | PageEvent]:
    """The events that notices were sent after, for the notes that came with them."""
    keys = {(_key(one.ids)[0], one.ids["event"]) for one in told if one.ids.get("event")}
    found: dict[tuple[str, Any], StoryEvent | PageEvent] = {}
    for name, model in (("story", StoryEvent), ("page", PageEvent)):
        wanted = [pk for kind, pk in keys if kind == name]
        if wanted:
            rows = model.objects.filter(pk__in=wanted).select_related("note")
            found |= {(name, row.pk): row for row in rows}
    return found


def _told(
    code: str,
    document: Story | Page | None,
    actor: User | None,
    event: StoryEvent | PageEvent | None,
    person: User,
) -> Told | None:
    if document is None:
        return None
    may_open = rights.may_open(person, document)
    if not may_open and not document.is_live():
        return None
    headline = str(document) if may_open else _public_title(document)
    note = event.note.text if event is not None and event.note is not None and may_open else ""
    return Told(
        title=_title(code) % {"headline": headline, "who": actor or _("Somebody")},
        url=_form_address(document) if may_open else document.get_absolute_url(),
        words={
            "document": document,
            "is_story": isinstance(document, Story),
            "section": getattr(document, "working_section", None) if may_open else None,
            "note": note,
            "note_by": actor,
        },
    )


def _title(code: str) -> str:
    return {
        SUBMITTED: _("%(who)s sends “%(headline)s” for review"),
        SENT_BACK: _("%(who)s sent “%(headline)s” back to you"),
        ASSIGNED: _("%(who)s gave you “%(headline)s” to write"),
        LIVE: _("“%(headline)s” is published"),
        CHANGED: _("Changes to “%(headline)s” are published"),
    }[code]


def outline(code: str, ids: Ids) -> Outline | None:
    """What a webhook may learn: never the headline of what is under embargo."""
    name, pk = _key(ids)
    document = _document({name: pk})
    if document is None:
        return None
    is_live = document.is_live()
    headline = _public_title(document) if is_live else str(document)
    return Outline(
        line=_line(code, document),
        url=document.get_absolute_url() if is_live else _form_address(document),
        data={name: pk, "is_live": is_live},
        headline="" if document.is_embargoed else headline,
        is_public=is_live,
    )


def _line(code: str, document: Document) -> str:
    is_story = isinstance(document, Story)
    return {
        SUBMITTED: _("A story was sent for review")
        if is_story
        else _("A page was sent for review"),
        SENT_BACK: _("A story was sent back") if is_story else _("A page was sent back"),
        ASSIGNED: _("A story was assigned"),
        LIVE: pgettext("of a story", "Published"),
        CHANGED: _("Changes published"),
    }[code]


def _public_title(document: Story | Page) -> str:
    return document.headline if isinstance(document, Story) else document.title


def _form_address(document: Document) -> str:
    return reverse(f"admin:articles_{document._meta.model_name}_change", args=[document.pk])


def register_kinds() -> None:
    """Make the newsroom's kinds of notices known; the app calls it when it is ready."""
    register(
        Kind(
            code=SUBMITTED,
            label=gettext_lazy("Sent for review"),
            hint=gettext_lazy("When a story or page that you may publish waits for an editor."),
            template="articles/mail/document_submitted",
            offered_to=_may_publish_something,
            tell=tell,
            outline=outline,
        ),
        Kind(
            code=SENT_BACK,
            label=gettext_lazy("Sent back"),
            hint=gettext_lazy("When an editor gives your story back, with what they say of it."),
            template="articles/mail/document_sent_back",
            offered_to=_works_here,
            tell=tell,
            outline=outline,
        ),
        Kind(
            code=ASSIGNED,
            label=gettext_lazy("Assigned to you"),
            hint=gettext_lazy("When somebody gives you a story to write."),
            template="articles/mail/document_assigned",
            offered_to=_works_here,
            tell=tell,
            outline=outline,
        ),
        Kind(
            code=LIVE,
            label=pgettext_lazy("of a story", "Published"),
            hint=gettext_lazy("When readers see your story, at once or at its time."),
            template="articles/mail/document_live",
            offered_to=_works_here,
            tell=tell,
            outline=outline,
        ),
        Kind(
            code=CHANGED,
            label=gettext_lazy("Changes published"),
            hint=gettext_lazy("When readers see a new version of your story."),
            template="articles/mail/document_changed",
            offered_to=_works_here,
            tell=tell,
            outline=outline,
            by_mail=False,  # a live story changes many times a day
        ),
    )
