"""Notes on readers: colleagues write them, the system adds what is worth knowing (feature M13).

A reader never finds them on a page; they are part of what the portal holds about a person, and
therefore of the file that the person may download (`comments.personal_data`, decision 34).
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from articles import rights as articles_rights
from articles.models import Section
from comments import rights
from comments.models import Appeal, Comment, CommentEvent, ReaderNote, Report, Sanction
from newsportal.core.models import FormerName, User

Kind = ReaderNote.Kind

#: How long words can be mended; what colleagues have read since stays as they read it.
EDIT_FOR = datetime.timedelta(minutes=15)

#: Comments refused in one day in one section that are more than a bad moment.
MANY = 5
#: Settled reports in a year and section from which they tell something, and the share of dismissed
#: ones at which they tell that the person reports what nobody else finds wrong.
REPORTS_FROM, MOSTLY = 5, 0.8
YEAR = datetime.timedelta(days=365)

#: States that somebody decided against the author.
REFUSED = (Comment.Status.REJECTED, Comment.Status.SPAM, Comment.Status.REMOVED)


class Refused(Exception):
    """The note cannot be written or changed; `message` is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


# By people ----------------------------------------------------------------------------------------


def write(
    person: User,
    author: User,
    text: str,
    *,
    section: Section | None = None,
    comment: Comment | None = None,
) -> ReaderNote:
    """Leave a word for colleagues.

    Args:
        text: cleaned by the form.
        section: where it belongs; None is read by every moderator.
        comment: what it is about.

    Raises:
        Refused: the author does not moderate there.
    """
    limits = articles_rights.sections_of(author)
    here = limits is None or (section is not None and section.pk in limits)
    if not rights.may_moderate(author) or not here:
        raise Refused(_("Your role does not decide this here."))
    return ReaderNote.objects.create(
        person=person, author=author, text=text, section=section, comment=comment
    )


def may_change(note: ReaderNote, user: User) -> bool:
    """Whether somebody may still mend the words of a note: their own, for a quarter of an hour."""
    return is_own(note, user) and note.at > timezone.now() - EDIT_FOR


def is_own(note: ReaderNote, user: User) -> bool:
    """Whether somebody wrote a note, and may take it away."""
    return note.kind == Kind.WORDS and note.author_id == user.pk


def edit(note: ReaderNote, author: User, text: str) -> None:
    """Mend one's own words.

    Raises:
        Refused: somebody else's, the system's, or older than `EDIT_FOR`.
    """
    if not is_own(note, author):
        raise Refused(_("Only who wrote a note can change it."))
    if not may_change(note, author):
        raise Refused(_("Colleagues may have read this note: write another one."))
    ReaderNote.objects.filter(pk=note.pk).update(text=text, edited_at=timezone.now())


def delete(note: ReaderNote, author: User) -> None:
    """Take one's own note away.

    Raises:
        Refused: somebody else's, or the system's.
    """
    if not is_own(note, author):
        raise Refused(_("Only who wrote a note can take it away."))
    ReaderNote.objects.filter(pk=note.pk, author=author).delete()


# By the system ------------------------------------------------------------------------------------


def comment_refused(*, event: int, **_ids: int | None) -> None:
    """Note the first refusal, and many in a day (listener of rejected, marked_spam, removed)."""
    standing = CommentEvent.objects.standing()
    moved = standing.select_related("comment__story__section").filter(pk=event).first()
    if moved is None:
        return  # undone within the minute
    found = moved.comment
    if found.author_id is None or found.status not in REFUSED:
        return
    refusals = standing.filter(comment__author=found.author_id, to_status__in=REFUSED).exclude(
        comment=found.pk
    )
    if not refusals.exists():
        _note(found.author_id, Kind.FIRST_REFUSAL, "first-refusal", comment=found)
    day = timezone.localtime(moved.at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Comment.objects.filter(
        author=found.author_id,
        status__in=REFUSED,
        decided_at__gte=day,
        decided_at__lt=day + datetime.timedelta(days=1),
        story__section=found.story.section_id,
    ).count()
    if today >= MANY:
        occasion = f"many:{day:%Y-%m-%d}:{found.story.section_id}"
        _note(found.author_id, Kind.MANY_REFUSED, occasion, comment=found, number=today)


def renamed(*, person: int) -> None:
    """Note the former name (listener of ``person.renamed``)."""
    former = FormerName.objects.filter(person=person).first()
    wrote = Comment.objects.filter(author=person).exists()
    if former is not None and wrote:
        _note(person, Kind.RENAMED, f"renamed:{former.pk}", text=former.name)


def sanctioned(sanction: Sanction) -> None:
    """Note a decision about the person that was not taken back at once."""
    _note(
        sanction.person_id,
        Kind.SANCTIONED,
        f"sanction:{sanction.pk}:imposed",
        sanction=sanction,
        section=sanction.section,
        comment=sanction.comment,
    )


def lifted(sanction: Sanction) -> None:
    """Note that a decision about the person holds no more."""
    occasion = f"sanction:{sanction.pk}:lifted"
    _note(sanction.person_id, Kind.LIFTED, occasion, sanction=sanction, section=sanction.section)


def came_back(sanction: Sanction) -> None:
    """Note that the address of a new account had one before, under a sanction."""
    occasion = f"back:{sanction.pk}"
    _note(sanction.person_id, Kind.CAME_BACK, occasion, sanction=sanction, section=sanction.section)


def appeal_decided(*, appeal: int) -> None:
    """Note that somebody was right to object (listener of ``appeal.decided``)."""
    found = Appeal.objects.select_related("comment__story__section", "sanction__section").get(
        pk=appeal
    )
    if found.state != Appeal.State.OVERTURNED or found.person_id is None:
        return
    occasion = f"appeal:{found.pk}"
    if found.sanction is not None:
        section = found.sanction.section
        _note(found.person_id, Kind.APPEAL_WON, occasion, sanction=found.sanction, section=section)
    else:
        _note(found.person_id, Kind.APPEAL_WON, occasion, comment=found.comment)


def reports_settled(*, comment: int, at: str) -> None:
    """Note whose reports are mostly dismissed (listener of ``reports.settled``)."""
    moment = datetime.datetime.fromisoformat(at)
    found = Comment.objects.select_related("story__section").get(pk=comment)
    reporters = Report.objects.filter(
        comment=comment, settled_at=moment, state=Report.State.DISMISSED, reporter__isnull=False
    ).values("reporter")
    wrong = Count("pk", filter=Q(state=Report.State.DISMISSED))
    records = (
        Report.objects.filter(
            reporter__in=reporters,
            state__in=(Report.State.ACCEPTED, Report.State.DISMISSED),
            settled_at__gt=moment - YEAR,
            comment__story__section=found.story.section_id,
        )
        .order_by()
        .values_list("reporter")
        .annotate(all=Count("pk"), wrong=wrong)
    )
    for reporter, settled, dismissed in records:
        if settled >= REPORTS_FROM and dismissed >= MOSTLY * settled:
            occasion = f"reports:{moment:%Y}:{found.story.section_id}"
            section = found.story.section
            _note(reporter, Kind.WRONG_REPORTS, occasion, section=section, number=dismissed)


def first_comment(comment: int) -> None:
    """Note that a new account writes from where a banned one wrote.

    Many people can share an address, which the note says; it decides nothing.
    """
    found = Comment.objects.select_related("story__section").get(pk=comment)
    if found.author_id is None or found.address is None:
        return
    if Comment.objects.filter(author=found.author_id).exclude(pk=found.pk).exists():
        return
    banned = Sanction.objects.standing().filter(kind=Sanction.Kind.BAN)
    there = Comment.objects.filter(
        author__in=banned.exclude(person=found.author_id).values("person"),
        address=found.address,
        created_at__gt=timezone.now() - datetime.timedelta(days=90),
    )
    if there.exists():
        _note(found.author_id, Kind.SAME_NETWORK, "same-network", comment=found)


def _note(person: int, kind: Kind, occasion: str, **facts: Any) -> None:
    """Write a note of the system once; what it counts grows with it.

    Args:
        facts: fields of the note; without a section it belongs where its comment stands.
    """
    comment: Comment | None = facts.get("comment")
    if comment is not None:
        facts.setdefault("section", comment.story.section)
    with transaction.atomic():
        _row, made = ReaderNote.objects.get_or_create(
            person_id=person, occasion=occasion, defaults={"kind": kind, **facts}
        )
    if not made and "number" in facts:
        same = ReaderNote.objects.filter(person=person, occasion=occasion)
        same.update(number=facts["number"])


# Reading ------------------------------------------------------------------------------------------


#: What the system's notes say; none names anybody but the person.
SENTENCES = {
    Kind.FIRST_REFUSAL: gettext_lazy("A first comment was refused."),
    Kind.RENAMED: gettext_lazy("Was called “%(text)s” before."),
    Kind.SANCTIONED: gettext_lazy("Sanction: %(sanction)s."),
    Kind.LIFTED: gettext_lazy("Sanction lifted: %(sanction)s."),
    Kind.APPEAL_WON: gettext_lazy("Was right in an appeal: the decision was taken back."),
    Kind.MANY_REFUSED: ngettext_lazy(
        "%(number)d comment was refused on %(day)s.",
        "%(number)d comments were refused on %(day)s.",
        "number",
    ),
    Kind.WRONG_REPORTS: ngettext_lazy(
        "Reports mostly what moderators keep: %(number)d report of a year was dismissed.",
        "Reports mostly what moderators keep: %(number)d reports of a year were dismissed.",
        "number",
    ),
    Kind.SAME_NETWORK: gettext_lazy(
        "The first comment came from a network address that a banned account used too. "
        "Many people can share one."
    ),
    Kind.CAME_BACK: gettext_lazy(
        "An earlier account with this e-mail address was deleted under a sanction."
    ),
}


def sentence(note: ReaderNote) -> str:
    """What a note says: a colleague's words, or the system's sentence."""
    if note.kind == Kind.WORDS:
        return note.text
    words: str = SENTENCES[Kind(note.kind)] % {
        "text": note.text,
        "number": note.number,
        "day": date_format(timezone.localtime(note.at), "DATE_FORMAT"),
        "sanction": note.sanction.get_kind_display() if note.sanction else "",
    }
    return words


def address(note: ReaderNote) -> str:
    """Where what a note says can be looked at; empty where nothing more is to be seen."""
    if note.sanction_id is not None:
        return reverse("admin:comments_sanction_change", args=[note.sanction_id])
    if note.comment_id is not None:
        return reverse("admin:comments_comment_change", args=[note.comment_id])
    return ""
