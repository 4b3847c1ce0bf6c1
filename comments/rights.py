"""Which comments somebody decides on: the right of the role, and its limit to sections (E5).

Every page and button of moderators asks here and nothing else.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from articles import rights
from articles.models import Section
from comments.models import Comment, ReaderNote, Sanction
from comments.models.comment import CommentQuerySet
from comments.models.reader_note import ReaderNoteQuerySet
from comments.models.sanction import SanctionQuerySet


def may_moderate(user: Any) -> bool:
    """Whether somebody decides on comments at all."""
    return bool(user.has_perm("comments.moderate_comment"))


def decidable(user: Any) -> CommentQuerySet:
    """The comments that somebody decides on; those that a guest has not confirmed are nobody's."""
    if not may_moderate(user):
        return Comment.objects.none()
    limits = rights.sections_of(user)
    found = Comment.objects.exclude(status=Comment.Status.UNCONFIRMED)
    return found if limits is None else found.in_sections(limits)


def may_sanction(user: Any, kind: str, section: Section | None) -> bool:
    """Whether somebody imposes and lifts sanctions of this kind in a section (None: everywhere).

    Warnings, holds and suspensions are every moderator's in their sections, bans the leads'.
    """
    right = "ban_person" if kind == Sanction.Kind.BAN else "sanction_person"
    if not user.has_perm(f"comments.{right}"):
        return False
    limits = rights.sections_of(user)
    return limits is None or (section is not None and section.pk in limits)


def may_control(user: Any, section_id: int | None, *, is_whole_site: bool = False) -> bool:
    """Whether somebody sets the controls of discussions of a section (feature C8).

    A moderator limited to sections sets none of the whole site.
    """
    if not may_moderate(user):
        return False
    if is_whole_site:
        return rights.sections_of(user) is None
    return rights.holds_in(user, section_id)


def sanctions_seen(user: Any) -> SanctionQuerySet:
    """The sanctions that somebody reads of: those of the whole site and of their sections."""
    if not user.has_perm("comments.view_sanction"):
        return Sanction.objects.none()
    limits = rights.sections_of(user)
    if limits is None:
        return Sanction.objects.all()
    return Sanction.objects.filter(Q(section=None) | Q(section__in=limits))


def notes_seen(user: Any) -> ReaderNoteQuerySet:
    """The notes on readers that somebody reads: those of no section and of their own (M13)."""
    if not may_moderate(user):
        return ReaderNote.objects.none()
    limits = rights.sections_of(user)
    if limits is None:
        return ReaderNote.objects.all()
    return ReaderNote.objects.filter(Q(section=None) | Q(section__in=limits))


def may_erase(user: Any) -> bool:
    """Whether somebody erases comments for legal reasons, reads the receipts, and opens what is
    under seal (feature M17): a right of the whole paper."""
    return bool(user.has_perm("comments.erase_comment")) and rights.sections_of(user) is None


def may_decide_notices(user: Any) -> bool:
    """Whether somebody decides on notices of illegal content (feature C9)."""
    return bool(user.has_perm("comments.decide_legalnotice"))
