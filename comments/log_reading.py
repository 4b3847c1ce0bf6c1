"""The log of the desk as colleagues read it: four tables of events, merged by time (feature M11).

Each table is asked by its own index for no more than a page; what is merged here is never more than
four pages long, however old the paper is. A moderator who is limited to sections reads of those.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import rights as newsroom_rights
from articles.models import Story
from comments import rights
from comments.desk_log import KINDS
from comments.figures import Period
from comments.models import (
    Appeal,
    Comment,
    CommentEvent,
    Control,
    DeskEvent,
    LegalGround,
    LegalNoticeEvent,
    Policy,
    Reason,
    Report,
    SanctionEvent,
)
from comments.notifications import waited_words
from newsportal.core.sentences import listed

ORDER = "desk-log"
KEYS = (datetime.datetime, int, int)
#: Entries of a page.
SIZE = 50
#: Entries of a file, read so many at a time: a year of a large paper.
MOST, AT_ONCE = 50_000, 1_000

#: Where a period begins or ends when only the other side was given; what digits an id has.
FIRST_DAY, LAST_DAY = datetime.date(1990, 1, 1), datetime.date(2999, 12, 31)
LONGEST_ID = 18

#: Comments that a search by words finds: more is no past decision but a common word.
MOST_FOUND = 1_000

#: Texts that no line of the log shows, and that are long.
LONG = ("body_html", "body_text", "search")

#: What a reason’s code means: of a decision, or of an erasure by law.
WHY = dict(Reason.choices) | dict(LegalGround.choices)

Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; what is empty is not asked.

    Args:
        kind: of a source, as "comment:rejected".
        actor: id of a colleague; 0 is the system.
        reason: a code.
        sections: ids, those below included.
        person: id of whom it concerns.
        comments: ids of those whose words were asked for, see `comments_with`.
        period: of days.
    """

    kind: str = ""
    actor: int | None = None
    reason: str = ""
    sections: frozenset[int] | None = None
    person: int | None = None
    comments: tuple[int, ...] | None = None
    period: Period | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    source: str
    pk: int
    rank: int
    at: datetime.datetime
    what: str
    who: str
    why: str
    about: str
    url: str
    story: Story | None
    details: str
    revision: int | None

    @property
    def key(self) -> tuple[datetime.datetime, int, int]:
        """Its place in the order, for a cursor."""
        return self.at, self.rank, self.pk


# The four tables ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """One table of events.

    Args:
        code: its name before the kind in an address.
        kinds: its kinds with their words.
        rows: the events that somebody may read and asked for, but for kind, actor and period; None
            where what was asked for cannot be among them.
        describe: what a line says: about, address, story, details.
    """

    code: str
    rank: int
    kinds: Callable[[], list[tuple[str, str]]]
    rows: Callable[[Any, Asked], Rows | None]
    describe: Callable[[Any], tuple[str, str, Story | None, str]]


def _texts_of(path: str) -> list[str]:
    return [f"{path}__{name}" for name in LONG]


def _comment_rows(user: Any, asked: Asked) -> Rows | None:
    found = CommentEvent.objects.exclude(comment__status=Comment.Status.UNCONFIRMED)
    limits = newsroom_rights.sections_of(user)
    if limits is not None:
        found = found.filter(comment__story__section__in=limits)
    if asked.sections is not None:
        found = found.filter(comment__story__section__in=asked.sections)
    if asked.person is not None:
        found = found.filter(comment__author=asked.person)
    if asked.reason:
        found = found.filter(reason=asked.reason)
    if asked.comments is not None:
        found = found.filter(comment__in=asked.comments)
    found = found.select_related("actor", "comment__author", "comment__story__section")
    return found.defer("comment__text", "comment__body_html", *_texts_of("comment__story"))


def _about_comment(comment: Comment) -> str:
    return _("Comment by %(name)s") % {"name": comment.author_name}


def _describe_comment(event: CommentEvent) -> tuple[str, str, Story | None, str]:
    comment = event.comment
    address = reverse("admin:comments_comment_history", args=[comment.pk])
    return _about_comment(comment), address, comment.story, ""


def _sanction_rows(user: Any, asked: Asked) -> Rows | None:
    if asked.comments is not None:
        return None
    found = SanctionEvent.objects.filter(sanction__in=rights.sanctions_seen(user))
    if asked.sections is not None:
        found = found.filter(sanction__section__in=asked.sections)
    if asked.person is not None:
        found = found.filter(sanction__person=asked.person)
    if asked.reason:
        found = found.filter(sanction__reason=asked.reason)
    return found.select_related("actor", "sanction__person", "sanction__section")


def _describe_sanction(event: SanctionEvent) -> tuple[str, str, Story | None, str]:
    sanction = event.sanction
    about = f"{sanction.get_kind_display()}: {sanction.person}"
    details = str(sanction.section) if sanction.section else ""
    return about, reverse("admin:comments_sanction_change", args=[sanction.pk]), None, details


def _notice_rows(user: Any, asked: Asked) -> Rows | None:
    if asked.comments is not None or asked.reason or not rights.may_decide_notices(user):
        return None
    found = LegalNoticeEvent.objects.all()
    if asked.sections is not None:
        found = found.filter(notice__story__section__in=asked.sections)
    if asked.person is not None:
        found = found.filter(Q(notice__user=asked.person) | Q(notice__comment__author=asked.person))
    found = found.select_related("actor", "notice__story__section")
    return found.defer("notice__explanation", "notice__appeal", *_texts_of("notice__story"))


def _describe_notice(event: LegalNoticeEvent) -> tuple[str, str, Story | None, str]:
    notice = event.notice
    about = _("Notice %(reference)s") % {"reference": notice.reference}
    address = reverse("admin:comments_legalnotice_change", args=[notice.pk])
    return about, address, notice.story, ""


def _desk_rows(user: Any, asked: Asked) -> Rows | None:
    found = DeskEvent.objects.all()
    limits = newsroom_rights.sections_of(user)
    for sections in (limits, asked.sections):
        if sections is not None:
            found = found.filter(
                Q(section__in=sections)
                | Q(story__section__in=sections)
                | Q(comment__story__section__in=sections)
            )
    if asked.person is not None:
        found = found.filter(Q(person=asked.person) | Q(comment__author=asked.person))
    if asked.reason:
        found = found.filter(reason=asked.reason)
    if asked.comments is not None:
        found = found.filter(comment__in=asked.comments)
    if not rights.may_decide_notices(user):
        found = found.exclude(kind__startswith="notifier_")
    related = ("actor", "person", "section", "story__section")
    found = found.select_related(*related, "comment__author", "comment__story__section")
    deferred = [*_texts_of("story"), *_texts_of("comment__story")]
    return found.defer("comment__text", "comment__body_html", *deferred)


def _describe_desk(event: DeskEvent) -> tuple[str, str, Story | None, str]:
    details = _numbers_in_words(event)
    if event.comment is not None:
        address = reverse("admin:comments_comment_history", args=[event.comment_id])
        return _about_comment(event.comment), address, event.comment.story, details
    if event.story is not None:
        return "", "", event.story, details
    if event.section is not None:
        return str(event.section), "", None, details
    if event.person is not None:
        return str(event.person), "", None, details
    return _subject_in_words(event.subject), "", None, details


def _subject_in_words(subject: str) -> str:
    """A row that is neither comment, story nor person: “word list 3”."""
    model, _colon, number = subject.partition(":")
    try:
        return f"{apps.get_model('comments', model)._meta.verbose_name} {number}"
    except LookupError:
        return f"{model} {number}".strip()


#: Codes that stand among the numbers of an entry, with their words.
CODES: dict[str, dict[str, Any]] = {
    "control": dict(Control.Kind.choices),
    "before": dict(Policy.choices),
    "after": dict(Policy.choices),
}


def _numbers_in_words(event: DeskEvent) -> str:
    """What an entry says in numbers and codes, as people read it."""
    states = Appeal.State if event.kind.startswith("appeal") else Report.State
    said = []
    for name in sorted(event.numbers, key=_place):
        value = event.numbers[name]
        if value in ("", None, 0) and name != "on":
            continue
        codes = dict(states.choices) if name == "state" else CODES.get(name, {})
        said.append(_number_in_words(name, value, str(codes.get(value, value))))
    return listed(said)


def _place(name: str) -> tuple[int, str]:
    """What a line says first; the database keeps an order of its own."""
    first = ("control", "state", "before", "after")
    return (first.index(name) if name in first else len(first), name)


def _number_in_words(name: str, value: Any, words: str) -> str:
    match name:
        case "count":
            return ngettext("%(count)d of them", "%(count)d of them", value) % {"count": value}
        case "entries":
            return ngettext("%(n)d entry", "%(n)d entries", value) % {"n": value}
        case "on":
            return _("in use") if value else _("not in use")
        case "minutes":
            return _("for %(long)s") % {"long": waited_words(value)}
        case "seconds":
            return ngettext("%(n)d second", "%(n)d seconds", value) % {"n": value}
        case "before":
            return _("before: %(words)s") % {"words": words}
        case "after":
            return _("now: %(words)s") % {"words": words}
    return words


#: In the order in which entries of the same moment stand.
SOURCES = (
    Source(
        "comment",
        4,
        lambda: [(code, str(label)) for code, label in CommentEvent.Kind.choices],
        _comment_rows,
        _describe_comment,
    ),
    Source(
        "desk",
        3,
        lambda: [(code, str(label)) for code, label in KINDS.items()],
        _desk_rows,
        _describe_desk,
    ),
    Source(
        "sanction",
        2,
        lambda: [(code, str(label)) for code, label in SanctionEvent.Kind.choices],
        _sanction_rows,
        _describe_sanction,
    ),
    Source(
        "notice",
        1,
        lambda: [(code, str(label)) for code, label in LegalNoticeEvent.Kind.choices],
        _notice_rows,
        _describe_notice,
    ),
)


# Reading ------------------------------------------------------------------------------------------


def comments_with(words: str) -> tuple[int, ...]:
    """The newest comments in which words stand, in any case of their letters.

    They are looked for once, among comments: to ask each event of its comment would read a text for
    every step there ever was.
    """
    found = Comment.objects.filter(text__icontains=words).order_by("-pk")
    return tuple(found.values_list("pk", flat=True)[:MOST_FOUND])


def entries(
    user: Any,
    asked: Asked,
    after: tuple[datetime.datetime, int, int] | None = None,
    size: int = SIZE,
) -> list[Entry]:
    """The newest entries that somebody may read, or those after a place; one more than `size`,
    where there is one, so that the reader knows that it goes on."""
    found: list[Entry] = []
    for source in SOURCES:
        rows = _rows(source, user, asked)
        if rows is not None:
            page = _beyond(rows, source.rank, after).order_by("-at", "-pk")[: size + 1]
            found += [_entry(source, row) for row in page]
    return sorted(found, key=lambda entry: entry.key, reverse=True)[: size + 1]


def all_entries(user: Any, asked: Asked) -> Iterator[Entry]:
    """Every entry that was asked for, as many as a file holds."""
    after, left = None, MOST
    while left > 0:
        some = entries(user, asked, after, min(AT_ONCE, left))
        page = some[: min(AT_ONCE, left)]
        yield from page
        if len(some) == len(page):
            return
        after, left = page[-1].key, left - len(page)


def _rows(source: Source, user: Any, asked: Asked) -> Rows | None:
    code, _colon, kind = asked.kind.partition(":")
    if code and code != source.code:
        return None
    rows = source.rows(user, asked)
    if rows is None:
        return None
    if kind:
        rows = rows.filter(kind=kind)
    if asked.actor is not None:
        rows = rows.filter(actor=asked.actor or None)
    return rows.filter(asked.period.around("at")) if asked.period else rows


def _beyond(rows: Rows, rank: int, after: tuple[datetime.datetime, int, int] | None) -> Rows:
    if after is None:
        return rows
    at, last_rank, pk = after
    beyond = Q(at__lt=at)
    if rank < last_rank:
        beyond |= Q(at=at)
    elif rank == last_rank:
        beyond |= Q(at=at, pk__lt=pk)
    return rows.filter(beyond, at__lte=at)


def _entry(source: Source, row: Any) -> Entry:
    about, url, story, details = source.describe(row)
    kinds = KINDS if source.code == "desk" else dict(type(row).Kind.choices)
    reason = row.sanction.reason if source.code == "sanction" else getattr(row, "reason", "")
    return Entry(
        source=source.code,
        pk=row.pk,
        rank=source.rank,
        at=row.at,
        what=str(kinds.get(row.kind, row.kind)),
        who=_who(row),
        why=str(WHY.get(reason, reason)),
        about=about,
        url=url,
        story=story,
        details=details,
        revision=getattr(row, "revision", None),
    )


def _who(row: Model) -> str:
    actor = getattr(row, "actor", None)
    if actor:
        return str(actor)
    return _("somebody who is gone") if getattr(row, "by_former", False) else ""
