"""Many stories or pages at once: a loop over the single verb, counting done and skipped (rule 7).

Few are done while the editor waits; many go to the worker in batches, each with the same guards
and events as by hand, and a page tells how far they are.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles import assigning, publishing, rights
from articles.models import Document, Page, Section, Story
from articles.publishing import Refused
from articles.working_copy import content_of
from newsportal.core.models import User

Status = Document.Status
Data = dict[str, Any]

#: So many are done in one request, some three seconds; more go to the worker.
MOST_AT_ONCE = 100
#: Documents of one task.
BATCH = 50
#: Reasons that a batch keeps; the count of skipped ones is exact.
REASONS_KEPT = 20


@dataclass(frozen=True)
class BulkVerb:
    """One verb for many.

    Attributes:
        call: does it to one, given the document, the person and what was asked for.
        may: asks whether the person may do it to this one.
        sources: the states that it starts from; None for any.
        asks: fields of the confirmation: note, assignee, deadline, section.
        done: says how many it was done to.
        offered: asks whether the person is shown the verb at all; `model` is "story" or "page".
    """

    label: Any
    call: Callable[[Any, Any, Data], object]
    may: Callable[[Any, Any], bool]
    sources: tuple[str, ...] | None
    done: Callable[[int], str]
    offered: Callable[[Any, str], bool]
    asks: tuple[str, ...] = ()
    grave: bool = False


def _may_write(user: Any, model: str) -> bool:
    return bool(user.has_perm(f"articles.change_{model}"))


def _may_publish(user: Any, model: str) -> bool:
    return bool(user.has_perm(f"articles.publish_{model}"))


def _may_direct(user: Any, model: str) -> bool:
    return model == "story" and bool(user.has_perm("articles.change_any_story"))


def _may_file(user: Any, model: str) -> bool:
    return _may_direct(user, model) and _may_publish(user, model)


def _assign(story: Any, user: Any, data: Data) -> None:
    deadline = data.get("deadline")
    assignee = User.objects.filter(pk=data.get("assignee") or 0).first()
    until = datetime.datetime.fromisoformat(deadline) if deadline else story.deadline
    assigning.assign(story, user, assignee, until)


def _file(story: Any, user: Any, data: Data) -> None:
    """Let it stand in another section, as `publishing.refile` does; what stands in none, too."""
    section = Section.objects.filter(pk=data.get("section") or 0).first()
    if section is None or not rights.holds_in(user, section.pk):
        raise Refused(_("That section is gone, or your role does not hold in it."), "section")
    if story.working_section is not None:
        publishing.refile(story, user, story.working_section, section)
        return
    content = content_of(story)
    content.section = section.pk
    publishing.save_story(story, user, content)


VERBS: dict[str, BulkVerb] = {
    "submit": BulkVerb(
        gettext_lazy("Send to review"),
        lambda document, user, data: publishing.submit(document, user, data.get("note", "")),
        rights.may_change,
        publishing.MAY_SUBMIT,
        lambda n: ngettext("%(n)d sent to review.", "%(n)d sent to review.", n),
        _may_write,
        asks=("note",),
    ),
    "approve": BulkVerb(
        gettext_lazy("Find ready"),
        lambda document, user, data: publishing.approve(document, user, data.get("note", "")),
        rights.may_publish,
        publishing.MAY_APPROVE,
        lambda n: ngettext("%(n)d found ready.", "%(n)d found ready.", n),
        _may_publish,
        asks=("note",),
    ),
    "send_back": BulkVerb(
        gettext_lazy("Send back"),
        lambda document, user, data: publishing.send_back(document, user, data.get("note", "")),
        rights.may_publish,
        publishing.MAY_SEND_BACK,
        lambda n: ngettext("%(n)d sent back.", "%(n)d sent back.", n),
        _may_publish,
        asks=("note",),
    ),
    "publish": BulkVerb(
        gettext_lazy("Publish"),
        lambda document, user, _data: publishing.publish(document, user),
        rights.may_publish,
        None,
        lambda n: ngettext("%(n)d published.", "%(n)d published.", n),
        _may_publish,
    ),
    "unschedule": BulkVerb(
        gettext_lazy("Take off the schedule"),
        lambda document, user, _data: publishing.unschedule(document, user),
        rights.may_publish,
        publishing.MAY_UNSCHEDULE,
        lambda n: ngettext("%(n)d taken off the schedule.", "%(n)d taken off the schedule.", n),
        _may_publish,
    ),
    "withdraw": BulkVerb(
        gettext_lazy("Withdraw"),
        lambda document, user, data: publishing.withdraw(document, user, data.get("note", "")),
        rights.may_publish,
        publishing.MAY_WITHDRAW,
        lambda n: ngettext("%(n)d withdrawn.", "%(n)d withdrawn.", n),
        _may_publish,
        asks=("note",),
        grave=True,
    ),
    "assign": BulkVerb(
        gettext_lazy("Assign"),
        _assign,
        rights.may_assign,
        None,
        lambda n: ngettext("%(n)d assigned.", "%(n)d assigned.", n),
        _may_direct,
        asks=("assignee", "deadline"),
    ),
    "file": BulkVerb(
        gettext_lazy("File under a section"),
        _file,
        rights.may_publish,
        None,
        lambda n: ngettext("%(n)d filed there.", "%(n)d filed there.", n),
        _may_file,
        asks=("section",),
    ),
}


def offered(user: Any, model: str) -> dict[str, BulkVerb]:
    """The verbs that somebody is shown above a list of "story" or "page"."""
    return {name: verb for name, verb in VERBS.items() if verb.offered(user, model)}


def why_not(verb: BulkVerb, user: Any, document: Any) -> str:
    """Why one will be skipped, as far as it can be told beforehand; empty when nothing is known."""
    if not verb.may(user, document):
        return _("You may not do this to it.")
    if verb.sources is not None and document.status not in verb.sources:
        return _("It is “%(status)s”.") % {"status": document.get_status_display()}
    if verb is VERBS["publish"]:
        return _unpublishable(document)
    return ""


def _unpublishable(document: Any) -> str:
    if document.status == Status.PUBLISHED and not document.has_changes:
        return _("Readers see the newest version.")
    if document.is_embargoed:
        return _("It is under embargo.")
    if not document.working_title.strip():
        return _("It has no headline.")
    if isinstance(document, Story) and document.working_section_id is None:
        return _("It is filed in no section.")
    return ""


@dataclass
class Outcome:
    """How many it was done to, and why others were skipped: (title, sentence)."""

    done: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)


def carry_out(name: str, user: Any, model: str, ids: Iterable[int], data: Data) -> Outcome:
    """Do a verb to each of the documents that is still there; every one is its own transaction."""
    verb = VERBS[name]
    outcome = Outcome()
    nouns = _documents(model)
    for pk in ids:
        document = nouns.filter(pk=pk).first()
        if document is None:
            continue
        reason = why_not(verb, user, document) or _try(verb, document, user, data)
        if reason:
            outcome.skipped.append((str(document), reason))
        else:
            outcome.done += 1
    return outcome


def _documents(model: str) -> Any:
    if model == "story":
        return Story.objects.newsroom_list().select_related("section", "working_revision")
    return Page.objects.select_related("working_revision")


def _try(verb: BulkVerb, document: Any, user: Any, data: Data) -> str:
    try:
        verb.call(document, user, data)
    except Refused as refusal:
        return str(refusal.message)
    return ""


# Many, by the worker -----------------------------------------------------------------------------


def hand_over(name: str, user: User, model: str, ids: Sequence[int], data: Data) -> uuid.UUID:
    """Let the worker do it in batches; returns the name under which `progress` tells of it."""
    job = uuid.uuid4()
    for start in range(0, len(ids), BATCH):
        batch = list(ids[start : start + BATCH])
        carry_out_later.enqueue(str(job), name, user.pk, model, batch, data)
    return job


@task()
def carry_out_later(
    _job: str, name: str, user: int, model: str, ids: list[int], data: Data
) -> Data:
    """One batch; whoever lost the right or left meanwhile does nothing more."""
    person = User.objects.filter(pk=user, is_active=True).first()
    if person is None or not VERBS[name].offered(person, model):
        return {"done": 0, "skipped": len(ids), "reasons": []}
    outcome = carry_out(name, person, model, ids, data)
    reasons = [list(pair) for pair in outcome.skipped[:REASONS_KEPT]]
    return {"done": outcome.done, "skipped": len(outcome.skipped), "reasons": reasons}


@dataclass
class Progress:
    """How far the worker is."""

    verb: BulkVerb
    model: str
    total: int
    done: int = 0
    skipped: int = 0
    failed: int = 0
    reasons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def finished(self) -> int:
        return self.done + self.skipped + self.failed

    @property
    def is_over(self) -> bool:
        return self.finished >= self.total


def progress(job: uuid.UUID, user: User) -> Progress | None:
    """How far a job of somebody's own is; None for others' and unknown ones."""
    path = carry_out_later.module_path
    rows = list(DBTaskResult.objects.filter(task_path=path, args_kwargs__args__0=str(job)))
    if not rows or rows[0].args_kwargs["args"][2] != user.pk:
        return None
    _job, name, _user, model, _ids, _data = rows[0].args_kwargs["args"]
    told = Progress(VERBS[name], model, sum(len(row.args_kwargs["args"][4]) for row in rows))
    for row in rows:
        if row.status == "FAILED":
            told.failed += len(row.args_kwargs["args"][4])
        elif row.return_value:
            told.done += row.return_value["done"]
            told.skipped += row.return_value["skipped"]
            told.reasons += [(title, why) for title, why in row.return_value["reasons"]]
    return told
