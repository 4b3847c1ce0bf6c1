"""Erasing a comment for legal reasons, everywhere and for good (feature M17).

One transaction wipes every place (`comments.erasure_places`), leaves a tombstone and a receipt,
and ends with a line in the journal (`comments.erasure_journal`) that is on the disk before it
commits. Afterwards every table is searched for the words (`comments.sweeping`). When a backup
brings an erased text back, `replay` erases it again. There is no way back.
"""

from __future__ import annotations

import datetime
import hashlib
import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Story
from comments import branches, erasure_journal, erasures, evidence, moderation, sweeping
from comments.erasure_journal import Entry
from comments.erasure_places import LABELS, PLACES, Wiping
from comments.evidence import Seal
from comments.models import (
    Comment,
    CommentEvent,
    Discussion,
    ErasureReceipt,
    LegalNotice,
    LegalNoticeEvent,
    SealedEvidence,
)
from comments.quotations import NEAR, Words
from newsportal.core import personal_data, versions
from newsportal.core.events import announce
from newsportal.core.models import User

Status = Comment.Status

logger = logging.getLogger(__name__)

#: Who may: nobody takes this back, so it is a right of its own (newsportal/roles.py).
RIGHT = "comments.erase_comment"

#: No letters that are taken for one another: numbers are read out on the telephone.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

#: Where a comment had been seen, so that a tombstone has something to say.
SEEN = (Status.APPROVED, Status.REMOVED)


class Refused(Exception):
    """Nothing was erased; `message` is a sentence, `field` where it belongs."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@dataclass(frozen=True)
class Order:
    """What is to be done and why.

    Args:
        ground: of `LegalGround`; readers see it.
        reference: the court's or the lawyer's; it stands in the journal too.
        note: for colleagues, on the receipt alone.
        hides_replies: also hide what stands below.
        notice: the notice of illegal content that led to it.
        seal: keep the words encrypted until a day.
        in_journal: note it beside the database; what the demonstration erases goes again.
    """

    ground: str
    reference: str = ""
    note: str = ""
    hides_replies: bool = False
    notice: LegalNotice | None = None
    seal: Seal | None = None
    in_journal: bool = True


# Looking before -----------------------------------------------------------------------------------


def preview(comment: Comment) -> dict[str, int]:
    """What an erasure would wipe: how many by place, found by doing it and taking it back."""
    with transaction.atomic():
        wiping = _wiping(comment, None)
        wiping.run()
        transaction.set_rollback(True)
    return told(wiping.counts)


def told(counts: dict[str, int]) -> dict[str, int]:
    """Counts by the words for their places, in the order in which people look for them."""
    order = [*LABELS, *(place for place in PLACES if place not in LABELS)]
    return {str(LABELS.get(place, place)): counts[place] for place in order if counts.get(place)}


# The verb -----------------------------------------------------------------------------------------


def erase(
    comment: Comment, actor: User, order: Order, *, revision: int | None = None
) -> ErasureReceipt:
    """Erase a comment's words wherever they stand, and say so.

    Args:
        actor: who has the right, which the caller asks for.
        revision: the words that were seen; an edit since refuses.

    Raises:
        Refused: it was erased before, or edited meanwhile; a word of the order quotes it; the
            journal cannot be written.
    """
    words = _words_of(comment)
    _check(comment, order, words)
    number = _new_number()
    file = _seal(comment, number, order.seal)
    try:
        receipt = _erase(comment, actor, order, number=number, revision=revision, file=file)
    except BaseException:
        # What stands in the journal is erased again by `replay`, and its evidence is this file.
        if file and not erasure_journal.has(number):
            storages["originals"].delete(file)
        raise
    _search(receipt, words)
    return receipt


def _check(comment: Comment, order: Order, words: Words) -> None:
    """Raises Refused before anything is written."""
    if comment.status == Status.ERASED:
        raise Refused(_erased_before(comment))
    for name in ("reference", "note"):
        if words.ranges(getattr(order, name), NEAR):
            raise Refused(_("This quotes what is to be erased. Say it in other words."), name)
    try:
        erasure_journal.check_writable()
    except OSError as error:
        raise Refused(
            _(
                "Nothing was erased: the journal of erasures cannot be written (%(why)s). "
                "Ask who runs the site to look at ERASURE_JOURNAL."
            )
            % {"why": error.strerror}
        ) from error


def _erased_before(comment: Comment) -> str:
    receipt = ErasureReceipt.objects.filter(comment=comment).select_related("by").first()
    return _("Nothing changed: %(who)s has erased this comment, receipt %(number)s.") % {
        "who": (receipt.by if receipt else None) or _("the system"),
        "number": receipt.number if receipt else "–",
    }


@transaction.atomic
def _erase(
    comment: Comment,
    actor: User,
    order: Order,
    *,
    number: str,
    revision: int | None,
    file: str,
) -> ErasureReceipt:
    wiping = _wiping(comment, actor)
    before = wiping.comment
    if before.status == Status.ERASED:
        raise Refused(_erased_before(before))
    if revision is not None and before.revision != revision:
        raise Refused(
            _("Nothing was erased: the comment was edited since. Read the new words first.")
        )
    receipt = ErasureReceipt(
        number=number,
        comment=before,
        comment_number=before.pk,
        written_at=before.created_at,
        revision=before.revision,
        story=before.story,
        notice=order.notice,
        ground=order.ground,
        reference=order.reference,
        note=order.note,
        by=actor,
        hides_replies=order.hides_replies,
        commitments=_commitments(before),
    )
    wiping.run()
    receipt.wiped = dict(wiping.counts)
    receipt.save()
    event = _leave_tombstone(wiping, receipt)
    if file and order.seal is not None:
        SealedEvidence.objects.create(receipt=receipt, until=order.seal.until, file=file)
    if order.notice is not None:
        order.notice.events.create(kind=LegalNoticeEvent.Kind.ERASED, actor=actor)
    announce("comment.erased", comment=before.pk, event=event.pk)
    # From here on it is done, whatever happens to this process.
    if order.in_journal:
        _write_into_journal(receipt, file)
    personal_data.forget_copies(wiping.people - {0})
    comment.refresh_from_db()
    return receipt


def _wiping(comment: Comment, actor: User | None) -> Wiping:
    """An erasure under the lock of the discussion, which every verb takes first."""
    Discussion.objects.select_for_update().get(story=comment.story_id)
    now = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    return Wiping(
        now, _words_of(now), actor, text_hash=bytes(now.text_hash), stories={now.story_id}
    )


def _words_of(comment: Comment) -> Words:
    return Words.of([comment.text, *comment.versions.values_list("text", flat=True)])


def _leave_tombstone(wiping: Wiping, receipt: ErasureReceipt) -> CommentEvent:
    """The state, its event, the counters and the versions of all pages."""
    before = wiping.comment
    Comment.objects.filter(pk=before.pk).update(
        status=Status.ERASED,
        hides_branch=receipt.hides_replies,
        reason=receipt.ground,
        decided_at=receipt.at,
        decided_by=receipt.by,
        # Of what readers had not seen, or what its author had taken away, nothing is told.
        appeared=before.appeared if before.status in SEEN else 0,
        **moderation.UNMARKED,
    )
    after = Comment.objects.get(pk=before.pk)
    event = CommentEvent.objects.create(
        comment=after,
        kind=CommentEvent.Kind.ERASED,
        from_status=before.status,
        to_status=after.status,
        revision=after.revision,
        reason=receipt.ground,
        actor=receipt.by,
    )
    branches.count_move(before, after, receipt.at)
    pages = (f"{kind}:{story}" for story in wiping.stories for kind in ("discussion", "story"))
    versions.bump(erasures.KEY, "home", *pages)
    return event


def _commitments(comment: Comment) -> list[dict[str, Any]]:
    texts = [*comment.versions.values_list("revision", "text"), (comment.revision, comment.text)]
    return [_commitment(revision, text) for revision, text in texts if text]


def _commitment(revision: int, text: str) -> dict[str, Any]:
    nonce = secrets.token_hex(16)
    digest = hashlib.sha256((nonce + text).encode()).hexdigest()
    return {"revision": revision, "nonce": nonce, "sha256": digest}


def _new_number() -> str:
    """A name that tells nothing of how many there are; 39 bits, and the column is unique."""
    letters = "".join(secrets.choice(LETTERS) for _place in range(8))
    return f"E-{letters[:4]}-{letters[4:]}"


def _seal(comment: Comment, number: str, seal: Seal | None) -> str:
    """Put the words with their context away; returns the name of the file, empty without a seal."""
    if seal is None:
        return ""
    author, story, parent = comment.author, comment.story, comment.parent
    return evidence.save(
        number,
        seal.passphrase,
        {
            "receipt": number,
            "comment": comment.pk,
            "text": comment.text,
            "html": comment.body_html,
            "versions": list(comment.versions.values_list("revision", "text")),
            "written_at": comment.created_at.isoformat(),
            "edited_at": comment.edited_at.isoformat() if comment.edited_at else None,
            "author": {"id": author.pk, "name": author.display_name, "email": author.email}
            if author
            else {"name": comment.guest_name, "email": comment.guest_email},
            "network_address": comment.address,
            "story": {"headline": story.headline, "address": story.get_absolute_url()},
            "in_answer_to": parent.text if parent else None,
            "reports": list(comment.reports.values_list("reason", "words")),
        },
    )


def _write_into_journal(receipt: ErasureReceipt, file: str) -> None:
    sealed = SealedEvidence.objects.filter(receipt=receipt).first()
    entry: Entry = {
        "receipt": receipt.number,
        "comment": receipt.comment_number,
        "written_at": receipt.written_at.isoformat(),
        "revision": receipt.revision,
        "story": receipt.story_id,
        "ground": receipt.ground,
        "reference": receipt.reference,
        "at": receipt.at.isoformat(),
        "by": receipt.by_id,
        "hides_replies": receipt.hides_replies,
        "commitments": receipt.commitments,
    }
    if sealed is not None:
        entry["sealed"] = {"file": file, "until": sealed.until.isoformat()}
    try:
        erasure_journal.append(entry)
    except OSError as error:
        raise Refused(
            _("Nothing was erased: the journal of erasures cannot be written (%(why)s).")
            % {"why": error.strerror}
        ) from error


def _search(receipt: ErasureReceipt, words: Words) -> None:
    """Look for the words in every table, and note on the receipt what was seen."""
    found = sweeping.search(words.texts)
    receipt.search = {**found.as_json(), "at": timezone.now().isoformat()}
    receipt.save(update_fields=["search"])


# After a backup was restored ----------------------------------------------------------------------


def replay(entries: Iterable[Entry] | None = None) -> int:
    """Erase again what a restored backup has brought back; a beat and `replay_erasures` call it.

    Args:
        entries: of the journal; all that are missing when left out.

    Returns:
        How many were erased again.
    """
    missing = erasure_journal.missing() if entries is None else list(entries)
    for entry in missing:
        _replay(entry)
    if missing:
        numbers = ", ".join(entry["receipt"] for entry in missing)
        logger.error("A backup had brought back what was erased; erased again: %s", numbers)
    return len(missing)


@transaction.atomic
def _replay(entry: Entry) -> None:
    """One entry: the receipt as it was, and the text of its comment wiped as far as it is there.

    The time of writing says whether it is the comment: a number may have been given again.
    """
    written_at = _moment(entry["written_at"])
    comment = Comment.objects.filter(pk=entry["comment"], created_at=written_at).first()
    receipt = _receipt_again(entry, comment)
    if comment is None or comment.status == Status.ERASED:
        return
    wiping = _wiping(comment, None)
    wiping.run()
    receipt.replays.append({"at": timezone.now().isoformat(), "wiped": dict(wiping.counts)})
    receipt.save()
    event = _leave_tombstone(wiping, receipt)
    # Who was told is not told again.
    announce("comment.erased_again", comment=comment.pk, event=event.pk)
    personal_data.forget_copies(wiping.people - {0})


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def _receipt_again(entry: Entry, comment: Comment | None) -> ErasureReceipt:
    by, story = entry.get("by") or 0, entry.get("story") or 0
    receipt, _made = ErasureReceipt.objects.get_or_create(
        number=entry["receipt"],
        defaults={
            "comment": comment,
            "comment_number": entry["comment"],
            "written_at": _moment(entry["written_at"]),
            "revision": entry["revision"],
            "story": Story.objects.filter(pk=story).first(),
            "ground": entry["ground"],
            "reference": entry.get("reference", ""),
            "by": User.objects.filter(pk=by).first(),
            "at": _moment(entry["at"]),
            "hides_replies": bool(entry.get("hides_replies")),
            "commitments": entry.get("commitments", []),
        },
    )
    if comment is not None and receipt.comment_id is None:
        receipt.comment = comment
        receipt.save(update_fields=["comment"])
    if sealed := entry.get("sealed"):
        SealedEvidence.objects.get_or_create(
            receipt=receipt, defaults={"until": sealed["until"], "file": sealed["file"]}
        )
    return receipt
