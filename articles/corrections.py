"""The verbs of corrections, and where each of them stands: one record for every place (E16).

Nothing here asks who the actor is; whoever may publish a story may correct it, and the admin asks
for that (`articles.rights`). Readers see a correction as far as they see its story.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Correction, CorrectionEvent, CorrectionWording, Story
from articles.publishing import Refused
from articles.publishing.copying import keys
from articles.publishing.events import lock
from newsportal.core import versions
from newsportal.core.models import User

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
    def newest(self) -> Correction | None:
        """The one that the line on top tells of."""
        return self.below[-1] if self.below else None


def of_story(story: Story) -> Shown:
    """What stands on the page of a story; no query where nothing does."""
    if not story.corrected:
        return Shown()
    standing = list(story.corrections.standing())
    return Shown(
        [one for one in standing if one.kind == Kind.NOTE],
        [one for one in standing if one.kind != Kind.NOTE],
    )


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
        Refused: readers have never seen the story, or there is no text, or too much of it.
    """
    locked: Story = lock(story)
    if not locked.was_live() or locked.is_embargoed:
        raise Refused(_("Readers have not seen this story yet: change it instead."))
    kind, text = _checked(kind, text)
    made = Correction.objects.create(
        story=story, kind=kind, text=text, at=at or timezone.now(), by=actor
    )
    _log(made, actor, Act.ADDED)
    _follow(story)
    return made


@transaction.atomic
def edit(correction: Correction, actor: User | None, kind: str, text: str) -> None:
    """Word a correction anew; the wording before is kept.

    Raises Refused when it has been retracted, or for a text that `add` refuses.
    """
    locked = _locked(correction)
    kind, text = _checked(kind, text)
    if (locked.kind, locked.text) == (kind, text):
        return
    correction.kind, correction.text, correction.edited_at = kind, text, timezone.now()
    correction.save(update_fields=["kind", "text", "edited_at"])
    _log(correction, actor, Act.EDITED)
    _follow(correction.story)


@transaction.atomic
def retract(correction: Correction, actor: User | None) -> None:
    """Take a correction back that was itself an error; the newsroom keeps it and its history.

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
    text = "\n".join(text.replace("\x00", "").strip().splitlines())
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
