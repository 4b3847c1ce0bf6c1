"""Where the words of a comment stand, and how they go from there (feature M17).

Each place is a function that wipes and counts. What hangs on the comment is emptied or loses its
quotations; everything else that this app writes loses quotations, tables of tomorrow included:
a new one needs no line here. What only others hold, such as a story that quotes a comment, is
told by the search afterwards (`comments.sweeping`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from articles.markup import plain_text
from comments import markup
from comments.models import Comment, CommentEvent, CommentVersion, LegalNotice, Signal
from comments.models.erasure import ErasureReceipt, EvidenceOpening, SealedEvidence
from comments.quotations import FAR, NEAR, Words
from comments.submitting import hash_of
from newsportal.core import personal_data
from newsportal.core.models import User

#: Texts about the comment that go whole: they speak of nothing else. By model and field.
EMPTIED: dict[str, tuple[str, ...]] = {
    "appeal": ("text", "answer"),
    "report": ("words",),
    "decision": ("words",),
}
#: Columns of a comment that hold nothing of its text.
KEPT_OF_COMMENT = frozenset({"path", "reaction_counts", "source", "import_id"})
#: Handled by places of their own, or never to be touched.
_OF_THEIR_OWN = (
    Comment,
    CommentVersion,
    Signal,
    ErasureReceipt,
    SealedEvidence,
    EvidenceOpening,
)
#: Characters from which a column may hold a quotation; names and codes are shorter.
_COLUMN = 80
#: How a row that hangs on one of these names its comment.
_TO_COMMENT: dict[Any, str] = {
    Comment: "",
    CommentEvent: "__comment",
    LegalNotice: "__comment",
}
_BATCH = 500
#: What a comment with a quotation of another's has in its text, or in its HTML.
_QUOTES = r"(^|\n) {0,3}>"


@dataclass
class Wiping:
    """One erasure under way."""

    comment: Comment
    words: Words
    actor: User | None
    text_hash: bytes = b""
    #: Stories whose pages show something else now.
    stories: set[int] = field(default_factory=set)
    #: People whose own files may hold the words.
    people: set[int] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        """Wipe every place; the comment itself comes last."""
        for place, wipe in PLACES.items():
            self.counts[place] += wipe(self)
        self.counts += Counter()  # without those of nothing


LABELS = {
    "comment": gettext_lazy("the comment itself"),
    "versions": gettext_lazy("earlier versions"),
    "signals": gettext_lazy("what checks had marked"),
    "quotes": gettext_lazy("quotations in other comments"),
    "about": gettext_lazy("reports, appeals, notices and other words about it"),
    "sessions": gettext_lazy("drafts kept for people who write"),
    "queue": gettext_lazy("mails and tasks in the queue"),
    "log": gettext_lazy("the newsroom’s log"),
    "exports": gettext_lazy("files of personal data"),
}


# The comment --------------------------------------------------------------------------------------


def _comment(wiping: Wiping) -> int:
    """The row: its words, whoever a guest was, and every column made of the words."""
    empty = {
        one.attname: _empty(one)
        for one in Comment._meta.concrete_fields
        if _holds_text(one) and one.name not in KEPT_OF_COMMENT
    }
    empty |= {"guest_name": "", "guest_email": "", "address": None, "form_key": None}
    empty |= {"alike_key": 0}
    wiping.people.add(wiping.comment.author_id or 0)
    return Comment.objects.filter(pk=wiping.comment.pk).update(**empty)


def _versions(wiping: Wiping) -> int:
    return wiping.comment.versions.update(text="", body_html="")


def _signals(wiping: Wiping) -> int:
    """Which check said what stays; the places it marked and what it had looked at go."""
    empty = {one.attname: _empty(one) for one in Signal._meta.concrete_fields if _holds_text(one)}
    return wiping.comment.signals.update(**empty)


def _holds_text(column: models.Field[Any, Any]) -> bool:
    """Whether a column may hold a text, or what was made of one."""
    if isinstance(column, models.CharField):
        return column.max_length is None or column.max_length >= _COLUMN
    return isinstance(column, models.TextField | models.JSONField | models.BinaryField | ArrayField)


def _empty(column: models.Field[Any, Any]) -> Any:
    default = column.get_default()
    return b"" if default is None and isinstance(column, models.BinaryField) else default


# Quotations in other comments ---------------------------------------------------------------------


def _quotes(wiping: Wiping) -> int:
    """Take the quotation out of every other comment and of its earlier versions."""
    versions = _with_quotes(wiping, CommentVersion.objects.all(), "comment__")
    for version in versions.exclude(comment=wiping.comment).select_related("comment"):
        changed = _without(wiping.words, version, is_html=version.comment.came_as_html)
        if changed:
            CommentVersion.objects.filter(pk=version.pk).update(**changed)
            wiping.counts["versions"] += 1
    others = _with_quotes(wiping, Comment.objects.all(), "").exclude(pk=wiping.comment.pk)
    return sum(_take_quote_out(wiping, other) for other in others.iterator(chunk_size=_BATCH))


def _with_quotes(wiping: Wiping, rows: QuerySet[Any], prefix: str) -> QuerySet[Any]:
    """What may have the words: all of the same discussion and of the same author, the same text
    anywhere, and what was written since and has a quotation in it."""
    comment = wiping.comment
    near = Q(**{f"{prefix}story": comment.story_id}) | Q(**{f"{prefix}text_hash": wiping.text_hash})
    if comment.author_id:
        near |= Q(**{f"{prefix}author": comment.author_id})
    quotes = Q(text__regex=_QUOTES) | Q(
        body_html__contains="<blockquote", **{f"{prefix}came_as_html": True}
    )
    since = Q(**{f"{prefix}created_at__gte": comment.created_at})
    return rows.filter(near | (since & quotes)).filter(_likely(wiping.words, "text", "body_html"))


def _likely(words: Words, *columns: str) -> Q:
    """The condition that a row has one of the probes; no condition without them."""
    found = Q()
    for probe in words.probes:
        for column in columns:
            found |= Q(**{f"{column}__icontains": probe})
    return found


def _without(words: Words, row: Comment | CommentVersion, *, is_html: bool) -> dict[str, str]:
    """Text and HTML of a row without the quotation; nothing when it has none."""
    if is_html:
        html = words.without_in_html(row.body_html)
        return {} if html == row.body_html else {"text": plain_text(html), "body_html": html}
    text = words.without_quotes(row.text)
    return {} if text == row.text else {"text": text, "body_html": markup.render_comment(text)}


def _take_quote_out(wiping: Wiping, other: Comment) -> bool:
    """Give a comment that quotes the words a new version without them; the former is not kept."""
    changed = _without(wiping.words, other, is_html=other.came_as_html)
    if not changed:
        return False
    text_hash = hash_of(changed["text"])
    present = Comment.objects.filter(pk=other.pk)
    present.update(
        **changed,
        text_hash=text_hash,
        alike_key=0,
        alike_bands=None,
        revision=other.revision + 1,
    )
    CommentVersion.objects.create(
        comment=other, revision=other.revision, at=other.edited_at or other.created_at
    )
    # What checks said of the words holds; where they pointed does not.
    Signal.objects.filter(comment=other, revision=other.revision).update(
        revision=other.revision + 1
    )
    for signal in Signal.objects.filter(comment=other):
        _save(signal, {"spans": [], "inputs": wiping.words.without_in_json(signal.inputs, NEAR)})
    CommentEvent.objects.create(
        comment=other,
        kind=CommentEvent.Kind.QUOTE_ERASED,
        from_status=other.status,
        to_status=other.status,
        revision=other.revision + 1,
        actor=wiping.actor,
    )
    wiping.stories.add(other.story_id)
    wiping.people.add(other.author_id or 0)
    return True


# What else this app writes ------------------------------------------------------------------------


def _about(wiping: Wiping) -> int:
    """Reports, appeals, notices, decisions, notes and whatever else holds words of people."""
    return sum(_of_model(wiping, model) for model in _models_with_words())


def _models_with_words() -> Iterator[type[models.Model]]:
    for model in apps.get_app_config("comments").get_models():
        if model not in _OF_THEIR_OWN and any(map(_holds_text, model._meta.concrete_fields)):
            yield model


def _of_model(wiping: Wiping, model: type[models.Model]) -> int:
    columns = [one for one in model._meta.concrete_fields if _holds_text(one)]
    columns = [one for one in columns if not isinstance(one, models.BinaryField)]
    links = [
        f"{one.name}{_TO_COMMENT[one.related_model]}"
        for one in model._meta.concrete_fields
        if one.is_relation and one.related_model in _TO_COMMENT
    ]
    is_about = Q()
    for link in links:
        is_about |= Q(**{link: wiping.comment.pk})
    rows = model._base_manager.all()
    changed = 0
    about = rows.filter(is_about) if links else rows.none()
    for row in about:
        changed += _rewrite(wiping, row, columns, NEAR)
        wiping.people |= set(_people_of(row))
    texts = {f"{one.attname}_as_text": Cast(one.attname, TextField()) for one in columns}
    others = rows.alias(**texts).filter(_likely(wiping.words, *texts))
    if links:
        others = others.exclude(pk__in=about.values("pk"))
    for row in others.iterator(chunk_size=_BATCH):
        if _rewrite(wiping, row, columns, FAR):
            changed += 1
            wiping.people |= set(_people_of(row))
    return changed


def _rewrite(
    wiping: Wiping, row: models.Model, columns: list[models.Field[Any, Any]], least: int
) -> bool:
    emptied = EMPTIED.get(row._meta.model_name or "", ()) if least == NEAR else ()
    new = {}
    for column in columns:
        old = getattr(row, column.attname)
        if column.name in emptied:
            new[column.attname] = _empty(column)
        elif old:
            new[column.attname] = wiping.words.without_in_json(old, least)
    return _save(row, new)


def _people_of(row: models.Model) -> Iterator[int]:
    """Whose rows these are: they may have taken them away in a file."""
    for column in row._meta.concrete_fields:
        if column.is_relation and column.related_model is User:
            yield getattr(row, column.attname) or 0


def _save(row: models.Model, new: dict[str, Any]) -> bool:
    """Write the columns that are others now; returns whether any is."""
    changed = {name: value for name, value in new.items() if getattr(row, name) != value}
    if changed:
        type(row)._base_manager.filter(pk=row.pk).update(**changed)
    return bool(changed)


# Behind the pages ---------------------------------------------------------------------------------


def _sessions(wiping: Wiping) -> int:
    """Drafts and messages that wait in sessions: encoded, so each is read."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    changed = 0
    for session in Session.objects.iterator(chunk_size=2000):
        held = session.get_decoded()
        kept = {key: _without_in_session(wiping, value) for key, value in held.items()}
        if kept != held:
            Session.objects.filter(pk=session.pk).update(session_data=store.encode(kept))
            changed += 1
    return changed


def _without_in_session(wiping: Wiping, value: Any) -> Any:
    if isinstance(value, dict) and value.get("edits") == wiping.comment.pk and "text" in value:
        return {**value, "text": ""}  # an edit of the very words
    if isinstance(value, dict):
        return {key: _without_in_session(wiping, one) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_in_session(wiping, one) for one in value]
    return wiping.words.without_quotes(value) if isinstance(value, str) else value


def _queue(wiping: Wiping) -> int:
    """Mails that are not sent yet, and the rows that tell of those that were."""
    columns = ("args_kwargs", "return_value", "traceback")
    texts = {f"{name}_as_text": Cast(name, TextField()) for name in columns}
    rows = DBTaskResult.objects.alias(**texts).filter(_likely(wiping.words, *texts))
    return sum(
        _save(row, {one: wiping.words.without_in_json(getattr(row, one), FAR) for one in columns})
        for row in rows.iterator(chunk_size=_BATCH)
    )


def _log(wiping: Wiping) -> int:
    """The names of comments in the log of the admin begin with their words."""
    kind = ContentType.objects.get_for_model(Comment)
    rows = LogEntry.objects.filter(content_type=kind, object_id=str(wiping.comment.pk))
    return rows.exclude(object_repr="").update(object_repr="", change_message="")


def _exports(wiping: Wiping) -> int:
    """Files of their own data of all whose rows held the words; they can ask for a new one."""
    return personal_data.count_copies(wiping.people - {0})


PLACES: dict[str, Callable[[Wiping], int]] = {
    "versions": _versions,
    "signals": _signals,
    "quotes": _quotes,
    "about": _about,
    "sessions": _sessions,
    "queue": _queue,
    "log": _log,
    "comment": _comment,
    "exports": _exports,
}
