"""Tells a story's people in the newsroom that a reader has found an error in it (E28, C9)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import rights
from articles.models import ErrorReport, Story
from articles.models.revision import Event
from articles.notifications import makers_of, publishers_of
from newsportal.core import notices
from newsportal.core.models import Notice, User
from newsportal.core.notice_kinds import Ids, Kind, Outline, Told, register

REPORTED = "story.error_reported"

#: What an editor did last before readers saw it as it is.
PUBLISHING = (Event.Kind.PUBLISHED, Event.Kind.CHANGED, Event.Kind.SCHEDULED)


def reported(story: int, report: int) -> None:
    """Tell who wrote the story and who published it (listener, in the worker)."""
    found = Story.objects.select_related("section", "created_by").filter(pk=story).first()
    if found is not None:
        notices.send(
            REPORTED,
            people_of(found),
            occasion=f"error:{report}",
            ids={"story": story, "error_report": report},
        )


def people_of(story: Story) -> list[User]:
    """Its writers and who published it last; where none of them may mend it, all who may."""
    people = makers_of(story)
    last = story.events.filter(kind__in=PUBLISHING, actor__isnull=False).order_by("-at", "-pk")
    event = last.select_related("actor").first()
    if event is not None and event.actor is not None:
        people.append(event.actor)
    fresh = [person for person in people if person.is_active and person.is_staff]
    if not any(rights.may_publish(person, story) for person in fresh):
        fresh += publishers_of(story)
    return list({person.pk: person for person in fresh}.values())


def tell(told: Sequence[Notice], person: User) -> list[Told | None]:
    """The reader's words, for who may open the story."""
    ids = [notice.ids.get("error_report") for notice in told]
    rows = ErrorReport.objects.select_related("story__section").in_bulk([pk for pk in ids if pk])
    return [_told(rows.get(pk), person) for pk in ids]


def _told(report: ErrorReport | None, person: User) -> Told | None:
    if report is None or not rights.may_open(person, report.story):
        return None
    return Told(
        title=_("A reader reports an error in “%(headline)s”")
        % {"headline": report.story.headline},
        url=f"{address_of(report.story)}#error-{report.pk}",
        words={"report": report},
    )


def outline(_code: str, ids: Ids) -> Outline | None:
    """For webhooks: which story, not the reader's words."""
    story = Story.objects.select_related("section").filter(pk=ids["story"]).first()
    if story is None:
        return None
    is_live = story.is_live()
    return Outline(
        line=_("A reader reports an error"),
        url=address_of(story),
        data={"story": story.pk, "error_report": ids["error_report"]},
        headline=story.headline if is_live else "",
        is_public=is_live,
    )


def address_of(story: Story) -> str:
    """The page of a story's reported errors in the newsroom."""
    return reverse("admin:articles_story_errors", args=[story.pk])


def _works_on_stories(person: User) -> bool:
    return person.is_staff and person.has_perm("articles.view_story")


def register_kinds() -> None:
    """Make the kind known; the app calls it when it is ready."""
    register(
        Kind(
            code=REPORTED,
            label=gettext_lazy("Errors reported by readers"),
            hint=gettext_lazy("When a reader has found an error in a story of yours."),
            template="articles/mail/error_reported",
            offered_to=_works_on_stories,
            tell=tell,
            outline=outline,
        )
    )
