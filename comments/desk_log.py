"""What is done at the moderation desk is written down here, beside the steps of comments, sanctions
and notices, which have events of their own (feature M11).

An entry names who, what, when, why and about which row, in codes and numbers: a text is refused.
Another part of the desk adds its kinds to `KINDS` and calls `record` in its verb's transaction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.models import Appeal, DeskEvent, Report
from newsportal.core.models import User

#: What can be written down, with its words; a kind is a code for good.
KINDS: dict[str, Promise] = {
    "control_on": _("control switched on"),
    "control_off": _("control ended"),
    "policy_changed": _("policy changed"),
    "policy_dropped": _("policy taken away"),
    "rule_changed": _("rule written anew"),
    "rule_dropped": _("rule taken back to ours"),
    "word_list_changed": _("word list changed"),
    "word_list_dropped": _("word list taken away"),
    "reports_settled": _("reports settled"),
    "appeal_made": _("appeal made"),
    "appeal_decided": _("appeal answered"),
    "notifier_trusted": _("notifier trusted"),
    "notifier_untrusted": _("notifier no longer trusted"),
    "notifier_warned": _("notifier warned"),
    "notifier_suspended": _("notifier suspended"),
    "notifier_readmitted": _("notifier readmitted"),
    "report_published": _("transparency report published"),
}

Number = int | float | bool | str | None

#: A word that a program chose; what a person typed has spaces in it sooner or later.
CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,40}")


@dataclass(frozen=True)
class About:
    """What and whom an entry concerns, as ids. A moderator who is limited to sections reads of
    what lies in those alone: of the comment's story, of the section or of the story named."""

    comment: int | None = None
    story: int | None = None
    section: int | None = None
    person: int | None = None


def record(
    kind: str,
    actor: User | int | None,
    about: About = About(),
    *,
    subject: Model | None = None,
    reason: str = "",
    **numbers: Number,
) -> DeskEvent:
    """Write down what somebody did, in the transaction of what did it.

    Args:
        kind: one of `KINDS`.
        actor: who, or their id; None is the system.
        subject: the row that it is about, besides.
        reason: a code.
        numbers: what else matters, as numbers and codes.

    Raises:
        KeyError: no such kind.
        ValueError: something here is a text.
    """
    KINDS[kind]
    for value in (reason, *numbers.values()):
        if isinstance(value, str) and not CODE.fullmatch(value):
            msg = f"the log points to texts and never holds them: {kind}"
            raise ValueError(msg)
    return DeskEvent.objects.create(
        kind=kind,
        actor_id=actor.pk if isinstance(actor, User) else actor,
        comment_id=about.comment,
        story_id=about.story,
        section_id=about.section,
        person_id=about.person,
        subject=f"{subject._meta.model_name}:{subject.pk}" if subject is not None else "",
        reason=reason,
        numbers=numbers,
    )


# Listeners ----------------------------------------------------------------------------------------


def appeal_made(*, appeal: int, **_ids: int | str | None) -> None:
    """An author objected (listener of ``appeal.made``)."""
    made = Appeal.objects.get(pk=appeal)
    record(
        "appeal_made",
        made.person_id,
        _about(made),
        subject=made,
    )


def appeal_decided(*, appeal: int, **_ids: int | str | None) -> None:
    """Somebody answered, or a moderator took the decision back (listener of ``appeal.decided``)."""
    decided = Appeal.objects.get(pk=appeal)
    record(
        "appeal_decided",
        decided.answered_by_id,
        _about(decided),
        subject=decided,
        state=decided.state,
    )


def _about(appeal: Appeal) -> About:
    """The comment, or the place of the sanction, that an appeal is about."""
    section = appeal.sanction.section_id if appeal.sanction else None
    return About(comment=appeal.comment_id, section=section, person=appeal.person_id)


def reports_settled(*, comment: int, at: str, **_ids: int | str | None) -> None:
    """What readers reported was decided (listener of ``reports.settled``)."""
    settled = Report.objects.filter(comment=comment, settled_at=at)
    states = list(settled.values_list("state", "settled_by"))
    if states:
        state, actor = states[0]
        record("reports_settled", actor, About(comment=comment), state=state, count=len(states))
