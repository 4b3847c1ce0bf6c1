"""What changed: the texts of a story that readers have had, one after the other (feature E17).

Publishing keeps a version each time readers get another text; time alone decides when it is seen.
A version that must not be read any more, such as one with somebody's address in it, is sealed with
a reason: its time and the reason stay, its text is shown to nobody outside.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.differences import FieldDifference, bodies, words
from articles.differences.alignment import Work
from articles.models import Document, PublicVersion, Story, StoryRevision
from articles.models.revision import Event
from articles.publishing import Refused
from articles.publishing.copying import keys
from articles.publishing.events import lock, log
from articles.working_copy import StoryContent, read
from newsportal.core import versions as page_versions
from newsportal.core.models import User
from newsportal.core.plain_text import clean_line

#: Characters of a reason: readers see it instead of the text.
MOST_CHARACTERS = 200


@dataclass(frozen=True)
class Version:
    """One line of the list.

    Attributes:
        number: 1 is what readers saw first.
        row: without its text.
        change: what it means to readers, as a word; "" of the first.
        is_now: whether it is what they see as long as the story is live.
    """

    number: int
    row: PublicVersion
    change: str
    is_now: bool

    @property
    def is_sealed(self) -> bool:
        return self.row.sealed_at is not None


def of_story(story: Story, *, with_numbers: bool = False) -> list[Version]:
    """What readers have seen of a story by now, newest first; one query, without the texts.

    Args:
        with_numbers: for the newsroom: who sealed each, and its revision's number too.
    """
    rows = story.public_versions.seen()
    if with_numbers:
        rows = rows.select_related("revision", "sealed_by").defer("revision__snapshot")
    found = list(rows)
    return [
        Version(
            number,
            row,
            str(Document.Change(row.change).label) if number > 1 else "",
            number == len(found),
        )
        for number, row in zip(range(len(found), 0, -1), found, strict=True)
    ]


def to_compare(
    versions: list[Version], old: int | None, new: int | None
) -> tuple[Version, Version] | None:
    """Two versions whose texts may be shown.

    Args:
        versions: newest first, as `of_story` gives them.
        old, new: the numbers asked for; without them the newest and the one before.

    Returns:
        The older and the newer one; None where there are no two, or one is sealed.
    """
    readable = {version.number: version for version in versions if not version.is_sealed}
    if new is None:
        new = max(readable, default=0)
    if old is None:
        old = max((number for number in readable if number < new), default=0)
    if old == new or old not in readable or new not in readable:
        return None
    return readable[min(old, new)], readable[max(old, new)]


def difference(old: Version, new: Version) -> list[FieldDifference]:
    """What changed in headline, standfirst and body, as far as it did; nothing else is public.

    One query. Pictures are told by their words only.

    Raises ValueError for a sealed version.
    """
    if old.is_sealed or new.is_sealed:
        raise ValueError
    found = StoryRevision.objects.in_bulk([old.row.revision_id, new.row.revision_id])
    before, after = (read(found[one.row.revision_id]) for one in (old, new))
    work = Work()
    texts = [
        _field("headline", gettext_lazy("headline"), before, after, work),
        _field("standfirst", gettext_lazy("standfirst"), before, after, work),
        FieldDifference(
            "body_html",
            gettext_lazy("text"),
            "body",
            bodies(before.body_html, after.body_html, work),
        ),
    ]
    return [one for one in texts if not one.difference.is_equal]


def _field(
    name: str, label: object, before: StoryContent, after: StoryContent, work: Work
) -> FieldDifference:
    old, new = (getattr(side, name).strip() for side in (before, after))
    return FieldDifference(name, label, "text", words(old, new, work))


# Verbs -------------------------------------------------------------------------------------------


@transaction.atomic
def seal(version: PublicVersion, actor: User | None, reason: str) -> None:
    """Show the text of an older version to nobody outside, and say why.

    Args:
        reason: for readers, at most `MOST_CHARACTERS`; the text is not told in it.

    Raises:
        Refused: without a reason, or of what readers see now: that is changed or withdrawn first.
    """
    try:
        reason = clean_line(reason)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), "reason") from error
    if not reason:
        raise Refused(_("Tell readers in a few words why they cannot read it."), "reason")
    if len(reason) > MOST_CHARACTERS:
        raise Refused(
            _("This is too long: %(length)d characters, where %(limit)d fit.")
            % {"length": len(reason), "limit": MOST_CHARACTERS},
            "reason",
        )
    story = lock(version.story)
    newest = story.public_versions.seen().first()
    if story.is_live() and newest == version:
        raise Refused(_("Readers see this text now. Publish another one, or withdraw the story."))
    _write(version, story, actor, Event.Kind.SEALED, reason, timezone.now())


@transaction.atomic
def unseal(version: PublicVersion, actor: User | None) -> None:
    """Let readers read a sealed version again. Raises Refused when it is not sealed."""
    story = lock(version.story)
    _write(version, story, actor, Event.Kind.UNSEALED, "", None)


def _write(
    version: PublicVersion,
    story: Story,
    actor: User | None,
    act: str,
    reason: str,
    at: datetime.datetime | None,
) -> None:
    """Compare and swap the seal (house rule 4), log it, and let the page be made anew."""
    moved = PublicVersion.objects.filter(pk=version.pk, sealed_at__isnull=at is not None).update(
        sealed_reason=reason, sealed_by=actor if at else None, sealed_at=at
    )
    if not moved:
        raise Refused(
            _("Somebody sealed it before.") if at else _("This version is not sealed."),
        )
    version.refresh_from_db()
    log(story, act, actor, story.status, story.status, reason, revision=version.revision_id)
    page_versions.bump(*keys(story))
