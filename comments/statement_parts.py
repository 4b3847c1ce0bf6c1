"""What a statement of reasons says besides the decision and its rule (feature M12).

Article 17 (3) of the Digital Services Act: the facts relied on and how they were found, automation,
the ground in law or in the rules, where and how long the decision holds, and every way to object.
It names no notifier and tells no word of a check that a spammer could learn from.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from comments import appealing, duties
from comments.discussions import policies
from comments.models import Comment, LegalDecision, Reason, Report, Sanction, Signal
from comments.rules import rule_of
from comments.statements import Statement

Status = Comment.Status


@dataclass(frozen=True)
class Parts:
    """The rest of a statement, each as sentences.

    Args:
        facts: what it is about, and how it was found.
        ground: the law or the rule.
        scope: where and how long it holds.
        redress: how to object, in the order of what it costs.
    """

    facts: tuple[str, ...]
    ground: str
    scope: str
    redress: tuple[str, ...]


def of_comment(statement: Statement) -> Parts | None:
    """What is said of a decision against a comment; None of any other. Four queries at most."""
    if not statement.is_refusal or statement.event is None:
        return None
    law = _law_of(statement.comment)
    return Parts(
        facts=(_what(statement), _found(statement, has_notice=law is not None)),
        ground=_ground(statement, law),
        scope=_scope(statement),
        redress=tuple(_redress(_appeal_of(statement))),
    )


def of_sanction(sanction: Sanction) -> Parts:
    """What is said of a decision about a person."""
    facts = _("It is about what you wrote here: %(reason)s.") % {"reason": sanction.reason_words}
    if sanction.made_by_id is None:
        found = _("It was decided automatically.")
    else:
        found = _("A moderator decided it; no machine took part.")
    rule = _("Our rules: %(rule)s") % {"rule": rule_of(sanction.reason)}
    until = appealing.appeal_until(sanction)
    appeal = (
        _("You can appeal until %(until)s.") % {"until": _day(until)} if until is not None else ""
    )
    return Parts((facts, found), rule, _sanction_scope(sanction), tuple(_redress(appeal)))


# Facts --------------------------------------------------------------------------------------------


def _what(statement: Statement) -> str:
    """Which comment; the headline of a story that is not public now is not told."""
    comment = statement.comment
    when = date_format(timezone.localtime(comment.created_at), "DATETIME_FORMAT")
    if comment.story.is_live():
        story = comment.story.headline
        return _("It is about your comment of %(when)s on “%(story)s”.") % {
            "when": when,
            "story": story,
        }
    return _("It is about your comment of %(when)s.") % {"when": when}


def _found(statement: Statement, *, has_notice: bool) -> str:
    """How it came to be looked at: by a notice, a report, a check, or reading."""
    comment, event = statement.comment, statement.event
    assert event is not None
    if statement.is_automatic:
        return _("An automatic check found it and decided.")
    if has_notice:
        return _("Somebody gave us notice that it is against the law; a person decided.")
    reports = Report.objects.filter(comment=comment, revision=event.revision, at__lte=event.at)
    if reports.exists():
        return _("Readers reported it; a person decided.")
    # That every comment waits is the newspaper's policy: it points at nothing in this one.
    checks = Signal.objects.filter(comment=comment, revision=event.revision).exclude(
        check_name="policy"
    )
    if checks.exclude(verdict="pass").exists():
        return _("An automatic check drew attention to it; a person decided.")
    return _("A moderator found it while reading and decided; no machine took part.")


def _law_of(comment: Comment) -> str | None:
    """The law by which a notice about it was decided, perhaps without a name; None without one."""
    decided = LegalDecision.objects.filter(
        notice__comment=comment, ground=LegalDecision.Ground.LAW
    ).select_related("notice")
    last = decided.last()
    return last.notice.law if last is not None else None


def _ground(statement: Statement, law: str | None) -> str:
    if statement.event is not None and statement.event.to_status == Status.ERASED:
        return _("The law: %(ground)s.") % {"ground": statement.reason}
    if law:
        return _("The law: %(law)s, as the notice names it. Our rule says it above.") % {"law": law}
    if statement.event is not None and statement.event.reason == Reason.ILLEGAL:
        return _("The law. Our rule says it above.")
    return _("Our rules: the one above.")


# Scope --------------------------------------------------------------------------------------------


def _scope(statement: Statement) -> str:
    if statement.event is not None and statement.event.to_status == Status.ERASED:
        return _("It was erased everywhere, our backups aside, and cannot be brought back.")
    if statement.event is not None and statement.event.to_status == Status.REMOVED:
        return _("It was taken from all our pages and feeds, everywhere and without an end.")
    return _("It does not appear on our pages and in our feeds, everywhere and without an end.")


def _sanction_scope(sanction: Sanction) -> str:
    is_limited = sanction.section is not None
    words = {"section": sanction.section.name if sanction.section is not None else ""}
    if sanction.ends_at is not None:
        words["until"] = _day(sanction.ends_at)
        sentence = (
            _("It holds in “%(section)s” and below it, until %(until)s.")
            if is_limited
            else _("It holds on the whole site, until %(until)s.")
        )
    elif sanction.kind == Sanction.Kind.WARNING:
        sentence = (
            _("It holds in “%(section)s” and below it, until you have read it.")
            if is_limited
            else _("It holds on the whole site, until you have read it.")
        )
    else:
        sentence = (
            _("It holds in “%(section)s” and below it, without an end.")
            if is_limited
            else _("It holds on the whole site, without an end.")
        )
    return sentence % words


# Redress ------------------------------------------------------------------------------------------


def _appeal_of(statement: Statement) -> str:
    if statement.appeal_until is None:
        return ""
    return _("You can appeal until %(until)s; it costs nothing and somebody else decides.") % {
        "until": _day(statement.appeal_until)
    }


def ways_outside() -> str:
    """Whom a notifier may turn to besides, as a sentence."""
    if policies.get().site.dispute_bodies or duties.is_due("disputes"):
        return _(
            "You can also turn to a certified body for settling disputes out of court, or to a "
            "court."
        )
    return _("You can also turn to a court.")


def _redress(appeal: str) -> list[str]:
    """Every way that is open to this publisher's readers."""
    ways = [appeal] if appeal else []
    bodies = policies.get().site.dispute_bodies
    if bodies:
        ways.append(
            _("You may turn to a certified body for out-of-court dispute settlement: %(bodies)s")
            % {"bodies": bodies}
        )
    elif duties.is_due("disputes"):
        ways.append(_("You may turn to any certified body for out-of-court dispute settlement."))
    ways.append(_("The courts are open to you at any time."))
    return ways


def _day(moment: object) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")  # type: ignore[arg-type]
