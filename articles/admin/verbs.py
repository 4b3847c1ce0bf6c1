"""The buttons of a document's form: which verb each calls, who may press it, and when it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles import corrections, publishing, rights
from articles.models import Document, Story
from articles.publishing import Refused

Status = Document.Status
Data = dict[str, Any]

#: States that no reader sees and nobody has set a time for.
UNPUBLISHED = (Status.DRAFT, Status.IN_REVIEW, Status.READY, Status.WITHDRAWN)


@dataclass(frozen=True)
class Verb:
    """One button.

    Attributes:
        call: does it, given the document, the person and the form's clean data.
        may: asks whether the person may.
        fits: asks whether it makes sense in the document's state.
        done: what is said afterwards.
        then: the page of the document that comes next.
    """

    call: Callable[[Any, Any, Data], None]
    may: Callable[[Any, Any], bool]
    fits: Callable[[Any], bool]
    done: Callable[[Any], str]
    then: Callable[[Any], str] = lambda _document: "change"


def _time(data: Data) -> Any:
    if data["at"] is None:
        raise Refused(_("Set the date and time first."), "at")
    return data["at"]


def _change(data: Data) -> str:
    return data["change"] or Document.Change.UPDATE


def _submit(document: Any, who: Any, data: Data) -> None:
    publishing.submit(document, who, data["note"])


def _take_back(document: Any, who: Any, _data: Data) -> None:
    publishing.take_back(document, who)


def _approve(document: Any, who: Any, data: Data) -> None:
    publishing.approve(document, who, data["note"])


def _send_back(document: Any, who: Any, data: Data) -> None:
    publishing.send_back(document, who, data["note"])


def _publish(document: Any, who: Any, data: Data) -> None:
    publishing.publish(document, who, change=_change(data), note=data["note"])


def _schedule(document: Any, who: Any, data: Data) -> None:
    publishing.schedule(document, who, _time(data), data["note"])


def _schedule_change(document: Any, who: Any, data: Data) -> None:
    publishing.schedule_change(document, who, _time(data), _change(data))


def _cancel_change(document: Any, who: Any, _data: Data) -> None:
    publishing.cancel_change(document, who)


def _unschedule(document: Any, who: Any, _data: Data) -> None:
    publishing.unschedule(document, who)


def _keep_published(document: Any, who: Any, _data: Data) -> None:
    publishing.keep_published(document, who)


def _embargo(document: Any, who: Any, data: Data) -> None:
    publishing.set_embargo(document, who, data["embargo_until"])


def _break_embargo(document: Any, who: Any, data: Data) -> None:
    publishing.break_embargo(document, who, data["note"])


def _owes_words(document: Any) -> bool:
    """Whether a change called a correction waits for the words of one (feature E16)."""
    return isinstance(document, Story) and corrections.is_owed(document)


def _in(*states: str) -> Callable[[Any], bool]:
    return lambda document: document.status in states


def _is_live(document: Any) -> bool:
    return bool(document.is_live())


VERBS: dict[str, Verb] = {
    "_publish": Verb(
        _publish,
        rights.may_publish,
        lambda _document: True,
        lambda document: (
            _("Published as a correction. Now tell readers what was wrong and what is right.")
            if _owes_words(document)
            else _("Published.")
        ),
        lambda document: "corrections" if _owes_words(document) else "change",
    ),
    "_submit": Verb(
        _submit,
        rights.may_change,
        _in(Status.DRAFT),
        lambda _document: _("Sent to the editors for review."),
    ),
    "_take_back": Verb(
        _take_back,
        rights.is_own,
        _in(Status.IN_REVIEW),
        lambda _document: _("Taken back: you can go on writing."),
    ),
    "_approve": Verb(
        _approve,
        rights.may_publish,
        _in(Status.DRAFT, Status.IN_REVIEW),
        lambda _document: _("Found ready."),
    ),
    "_send_back": Verb(
        _send_back,
        rights.may_publish,
        _in(Status.IN_REVIEW, Status.READY),
        lambda _document: _("Sent back to its writer."),
    ),
    "_schedule": Verb(
        _schedule,
        rights.may_publish,
        lambda document: (
            document.status in (*UNPUBLISHED, Status.SCHEDULED) and not document.is_live()
        ),
        lambda document: (
            _("It goes live by itself: %(time)s.") % {"time": publishing.moment(document.live_at)}
        ),
    ),
    "_unschedule": Verb(
        _unschedule,
        rights.may_publish,
        lambda document: document.status == Status.SCHEDULED and not document.is_live(),
        lambda _document: _("It will not go live by itself any more."),
    ),
    "_schedule_change": Verb(
        _schedule_change,
        rights.may_publish,
        _is_live,
        lambda document: (
            _("Readers get the changes by themselves: %(time)s.")
            % {"time": publishing.moment(document.change_at)}
        ),
    ),
    "_cancel_change": Verb(
        _cancel_change,
        rights.may_publish,
        lambda document: document.is_live() and document.change_at is not None,
        lambda _document: _("The change will not happen by itself any more."),
    ),
    "_keep_published": Verb(
        _keep_published,
        rights.may_publish,
        lambda document: document.is_live() and document.withdraw_at is not None,
        lambda _document: _("It stays: the withdrawal is cancelled."),
    ),
    "_embargo": Verb(
        _embargo,
        rights.may_publish,
        lambda document: not document.is_live(),
        lambda document: (
            _("Nothing is public before %(time)s.")
            % {"time": publishing.moment(document.embargo_until)}
            if document.embargo_until
            else _("No embargo holds.")
        ),
    ),
    "_break_embargo": Verb(
        _break_embargo,
        rights.may_break_embargo,
        lambda document: document.is_embargoed,
        lambda _document: _("The embargo is broken; the reason stands in the log."),
    ),
}


def pressed(posted: Any) -> str | None:
    """The name of the verb's button in a posted form, if one was pressed."""
    return next((name for name in VERBS if name in posted), None)


def offered(user: Any, document: Any) -> set[str]:
    """Names, without the underscore, of the buttons that somebody may press now."""
    return {
        name.removeprefix("_")
        for name, verb in VERBS.items()
        if verb.fits(document) and verb.may(user, document)
    }
