"""The verbs of corrections, and where each of them stands: one record for every place (E16).

Nothing here asks who the actor is; whoever may publish a story may correct it, and the admin asks
for that (`articles.rights`). Readers see a correction as far as they see its story.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Correction, CorrectionEvent, CorrectionWording, Document, Story
from articles.publishing import Refused
from articles.publishing.copying import keys
from articles.publishing.events import lock
from newsportal.core import versions
from newsportal.core.models import User
from newsportal.core.plain_text import clean_text

Kind = Correction.Kind
Act = CorrectionEvent.Kind

#: Characters: what is longer is a story of its own.
MOST_CHARACTERS = 2_000
#: The version key of the list of all corrections.
LIST_KEY = "corrections"


@dataclass(frozen=True)
class Shown:
    """Where a story's corrections stand by house style.

    Attributes:
        on_top: editor's notes, which are about the whole story.
        below: all others, oldest first, to which one line on top leads.
    """

    on_top: list[Correction] = field(default_factory=list)
    below: list[Correction] = field(default_factory=list)

    @property
    def all(self) -> list[Correction]:
        return [*self.on_top, *self.below]

    @property
    def told(self) -> Correction | None:
        """The one that the line on top tells of: the newest of the gravest below."""
        gravest = {kind: place for place, kind in enumerate(Correction.GRAVEST_FIRST)}
        return min(reversed(self.below), key=lambda one: gravest[one.kind], default=None)


def of_story(story: Story) -> Shown:
    """What stands on the page of a story; no query where nothing does."""
    if not story.corrected:
        return Shown()
    return _shown(story.corrections.standing())


def of_stories(stories: Iterable[Story]) -> dict[int, Shown]:
    """The same of many stories by their ids, in one query; those of which something is said."""
    said: dict[int, list[Correction]] = {story.pk: [] for story in stories if story.corrected}
    if said:
        for one in Correction.objects.standing().filter(story__in=said):
            said[one.story_id].append(one)
    return {pk: _shown(standing) for pk, standing in said.items()}


def _shown(found: Iterable[Correction]) -> Shown:
    standing = list(found)
    return Shown(
        [one for one in standing if one.kind == Kind.NOTE],
        [one for one in standing if one.kind != Kind.NOTE],
    )


def is_owed(story: Story) -> bool:
    """Whether readers got a change called a correction, and no word on what was wrong.

    A word said since the version before counts too: some write it first. Two queries at most.
    """
    if not story.is_live():
        return False
    newest = list(story.public_versions.seen()[:2])
    if len(newest) < 2 or newest[0].change != Document.Change.CORRECTION:
        return False
    said_since = Q(at__gt=newest[1].at) | Q(edited_at__gt=newest[1].at)
    mending = story.corrections.standing().filter(kind__in=Correction.MENDING)
    return not mending.filter(said_since).exists()


@transaction.atomic
def add(
    story: Story,
    actor: User | None,
    kind: str,
    text: str,
    *,
    at: datetime.datetime | None = None,
) -> Correction:
    """Say publicly what was wrong, unclear or new in a story.

    Args:
        kind: one of `Correction.Kind`.
        text: plain text of at most `MOST_CHARACTERS`.
        at: when it was said, of something that comes from elsewhere; now when None.

    Raises:
        Refused: readers have never seen the story or it is under embargo, there is no text, too
            much of it, or the same one stands already.
        ValueError: `at` is to come; what readers are told now was not said later.
    """
    now = timezone.now()
    if at is not None and at > now:
        raise ValueError(at)
    locked: Story = lock(story)
    if not locked.was_live(now):
        raise Refused(_("Readers have not seen this story yet: change it instead."))
    if locked.is_embargoed:
        raise Refused(_("It is under embargo: nothing is said of it before that ends."))
    kind, text = _checked(kind, text)
    if story.corrections.standing().filter(kind=kind, text=text).exists():
        raise Refused(_("It says this already."), "text")
    made = Correction.objects.create(story=story, kind=kind, text=text, at=at or now, by=actor)
    _log(made, actor, Act.ADDED)
    _follow(story)
    return made


@transaction.atomic
def edit(
    correction: Correction,
    actor: User | None,
    kind: str,
    text: str,
    *,
    seen: int | None = None,
) -> bool:
    """Word a correction anew; the wording before is kept.

    Args:
        seen: id of the wording that the editor had open; None takes whatever stands.

    Returns:
        Whether there was something to change.

    Raises:
        Refused: it has been retracted, somebody else has worded it since, or a text that `add`
            refuses.
    """
    locked = _locked(correction)
    kind, text = _checked(kind, text)
    last = locked.events.select_related("actor").first()
    if last is not None and seen is not None and last.wording_id != seen:
        raise Refused(
            _("%(who)s has worded it anew meanwhile. Nothing was overwritten: compare, then save.")
            % {"who": last.actor or _("Somebody")}
        )
    if (locked.kind, locked.text) == (kind, text):
        return False
    correction.kind, correction.text, correction.edited_at = kind, text, timezone.now()
    correction.save(update_fields=["kind", "text", "edited_at"])
    _log(correction, actor, Act.EDITED)
    _follow(correction.story)
    return True


@transaction.atomic
def retract(correction: Correction, actor: User | None) -> None:
    """Take a correction back that was itself an error; the newsroom keeps it and its history.

    There is no way back but to add it again, so that its time says when readers were told.
    Raises Refused when it has been retracted before.
    """
    _locked(correction)
    correction.retracted_at = timezone.now()
    correction.save(update_fields=["retracted_at"])
    _log(correction, actor, Act.RETRACTED)
    _follow(correction.story)


def _locked(correction: Correction) -> Correction:
    """The row, locked after its story as all verbs lock them, if it still stands."""
    lock(correction.story)
    found = Correction.objects.select_for_update().get(pk=correction.pk)
    if found.retracted_at is not None:
        last = found.events.select_related("actor").first()
        who = (last.actor if last else None) or _("the system")
        raise Refused(_("%(who)s has retracted it.") % {"who": who})
    return found


def _checked(kind: str, text: str) -> tuple[str, str]:
    """Kind and text as they are kept: plain text that a feed can hold as well."""
    try:
        text = clean_text(text)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), "text") from error
    if kind not in Kind.values:
        raise Refused(_("Choose what kind of correction it is."), "kind")
    if not text:
        raise Refused(_("Say what was wrong and what is right."), "text")
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            _("This is too long: %(length)d characters, where %(limit)d fit.")
            % {"length": len(text), "limit": MOST_CHARACTERS},
            "text",
        )
    return kind, text


def _log(correction: Correction, actor: User | None, act: str) -> None:
    """Append who did what, with the wording that stood from then on."""
    wording = CorrectionWording.objects.create(
        correction=correction, kind=correction.kind, text=correction.text
    )
    correction.events.create(kind=act, wording=wording, actor=actor)


def _follow(story: Story) -> None:
    """Let the cards of the story tell of it, and every page that shows the story be made anew."""
    standing = set(story.corrections.standing().values_list("kind", flat=True))
    gravest = next((kind for kind in Correction.GRAVEST_FIRST if kind in standing), "")
    Story.objects.filter(pk=story.pk).update(corrected=gravest)
    story.corrected = gravest
    versions.bump(*keys(story), LIST_KEY)
