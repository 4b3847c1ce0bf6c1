"""The transparency report in the Union's template (feature M12): articles 15 and 24 of the Digital
Services Act, Commission Implementing Regulation (EU) 2024/2835.

The eleven tables of annex I lie in `annex/` as the Commission publishes them. A report is a copy in
which the value fields are filled; as annex II wants it, a row that is not this publisher's stays
blank, what did not happen is 0, and median times are in hours. What the portal does not know, such
as orders of authorities that came by letter, stays blank for the publisher to fill.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F
from django.utils import timezone

from articles.chrome import current as chrome
from comments import check_words, desk_log, duties, figures
from comments.models import (
    Appeal,
    LegalDecision,
    LegalNotice,
    Reason,
    Sanction,
    TransparencyReport,
)
from newsportal.core import versions
from newsportal.core.models import User

ANNEX = Path(__file__).parent / "annex"
#: The tables in the annex's order.
TABLES = (
    "1_summary",
    "2_categories_names",
    "3_member_states_orders",
    "4_notices",
    "5_own_initiative_illegal",
    "6_own_initiative_TC",
    "7_appeals_and_recidivism",
    "8_automated_means",
    "9_human_resources",
    "10_AMAR",
    "11_qualitative",
)
VERSION_KEY = "moderation"

Row = list[str]
Category = tuple[str, str]

TOTAL = ("TOTAL", "")
OTHER = "KEYWORD_OTHER"

#: What notices are about, in the Union's categories.
OF_GROUNDS: dict[str, Category] = {
    LegalNotice.Ground.HATE: (
        "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
        "KEYWORD_HATE_SPEECH",
    ),
    LegalNotice.Ground.THREAT: ("STATEMENT_CATEGORY_CYBER_VIOLENCE", "KEYWORD_CYBER_HARASSMENT"),
    LegalNotice.Ground.DEFAMATION: (
        "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
        "KEYWORD_DEFAMATION",
    ),
    LegalNotice.Ground.PRIVACY: (
        "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
        OTHER,
    ),
    LegalNotice.Ground.CHILDREN: (
        "STATEMENT_CATEGORY_PROTECTION_OF_MINORS",
        "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL",
    ),
    LegalNotice.Ground.TERRORISM: (
        "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY",
        "KEYWORD_TERRORIST_CONTENT",
    ),
    LegalNotice.Ground.COPYRIGHT: (
        "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS",
        "KEYWORD_COPYRIGHT_INFRINGEMENT",
    ),
    LegalNotice.Ground.FRAUD: ("STATEMENT_CATEGORY_SCAMS_AND_FRAUD", OTHER),
    LegalNotice.Ground.OTHER: ("STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE", ""),
}

#: Our rules, in the same categories; what fits none is another violation of the terms.
OF_REASONS: dict[str, Category] = {
    Reason.ABUSE: (
        "STATEMENT_CATEGORY_CYBER_VIOLENCE",
        "KEYWORD_CYBER_BULLYING_INTIMIDATION",
    ),
    Reason.MISINFORMATION: (
        "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
        "KEYWORD_MISINFORMATION_DISINFORMATION",
    ),
    Reason.PERSONAL_DATA: (
        "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
        OTHER,
    ),
    Reason.ILLEGAL: ("STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH", OTHER),
}
ELSEWHERE: Category = ("STATEMENT_CATEGORY_OTHER_VIOLATION_TC", OTHER)


# The file -----------------------------------------------------------------------------------------


def make(first: datetime.date, last: datetime.date) -> bytes:
    """The report of a period as a ZIP of CSV files (RFC 4180, UTF-8).

    Args:
        first, last: both days belong to the period, in the newsroom's zone.
    """
    period = figures.days(first, last)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in TABLES:
            archive.writestr(f"{name}.csv", _csv(table(name, first, last, period)))
    return out.getvalue()


def table(
    name: str, first: datetime.date, last: datetime.date, period: figures.Period
) -> list[Row]:
    """One table of the annex with its values, the heading first."""
    with (ANNEX / f"{name}.csv").open(encoding="utf-8", newline="") as template:
        heading, *rows = csv.reader(template)
    fill = FILLERS.get(name)
    values = fill(first, last, period) if fill else _nothing
    place = heading.index("Reporting period") if "Reporting period" in heading else None
    filled = [heading]
    for row in _with_categories(heading, rows):
        own = row.cells
        if "Service" in heading:
            own[heading.index("Service")] = chrome.get().site.name
        if place is not None:
            own[place] = f"{first}/{last}"
        if _is_ours(own[0] if heading[0] == "Applicability" else "All"):
            values(heading, row)
        else:
            _blank(heading, own)
        filled.append(own)
    return filled


class _Line:
    """A row of a table with the category that it counts."""

    def __init__(self, cells: Row, category: Category) -> None:
        self.cells = cells
        self.category = category

    def put(self, heading: Row, column: str, value: object) -> None:
        """Fill a column; None leaves it blank."""
        self.cells[heading.index(column)] = "" if value is None else str(value)


Values = Callable[[Row, _Line], None]


def _with_categories(heading: Row, rows: Iterable[Row]) -> Iterable[_Line]:
    """Rows with their category: a keyword belongs to the category above it."""
    column = next((name for name in heading if name.startswith("Category of")), None)
    above = ""
    for cells in rows:
        cells.extend([""] * (len(heading) - len(cells)))
        code = cells[heading.index(column)] if column else ""
        if code.startswith("KEYWORD"):
            yield _Line(cells, (above, code))
        else:
            above = code
            yield _Line(cells, (code, ""))


def _is_ours(applicability: str) -> bool:
    """Whether a row is this publisher's; every publisher here is a hosting service."""
    if applicability == "All" or "hosting services" in applicability:
        return True
    is_of_platforms = applicability == "Only for providers of online platforms"
    return is_of_platforms and duties.is_due("complaints")


def _blank(heading: Row, cells: Row) -> None:
    """Leave a row without a value: the template has a prompt in some."""
    if "Value" in heading:
        cells[heading.index("Value")] = ""


def _nothing(_heading: Row, line: _Line) -> None:
    """Leave a row as the template has it."""


def _csv(rows: Iterable[Row]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


# The tables ---------------------------------------------------------------------------------------


def _summary(first: datetime.date, last: datetime.date, _period: figures.Period) -> Values:
    site = chrome.get().site
    before = TransparencyReport.objects.filter(last__lt=first).first()
    values = {
        "Name of the service provider": site.publisher or site.name,
        "Date of the publication of the report": str(timezone.localdate()),
        "Date of the publication of the latest previous report": (
            str(timezone.localdate(before.published_at)) if before else ""
        ),
        "Starting date of reporting period": str(first),
        "Ending date of reporting period": str(last),
    }

    def fill(heading: Row, line: _Line) -> None:
        line.put(heading, "Value", values.get(line.cells[heading.index("Indicator")], ""))

    return fill


def _notices(_first: datetime.date, _last: datetime.date, period: figures.Period) -> Values:
    given = figures.counts(figures.notices_given(period), "ground", "is_trusted")
    decided = figures.notices_decided(period).exclude(act=LegalDecision.Act.NOTHING)
    acts = figures.counts(decided, "notice__ground", "notice__is_trusted", "ground")
    took = ExpressionWrapper(F("at") - F("notice__at"), output_field=DurationField())

    def fill(heading: Row, line: _Line) -> None:
        grounds = _grounds_of(line.category)
        # Columns come in pairs: of all notices, and of those of trusted flaggers.
        for columns, flags in ((heading[5:15:2], (True, False)), (heading[6:15:2], (True,))):
            number = sum(given.get((one, flag), 0) for one in grounds for flag in flags)
            some = decided.filter(notice__ground__in=grounds, notice__is_trusted__in=flags)
            line.put(heading, columns[0], number)
            line.put(heading, columns[1], number)  # a notice here names one address
            line.put(heading, columns[2], _hours(some.annotate(took=took), "took"))
            for column, ground in zip(columns[3:], ("law", "rules"), strict=True):
                taken = sum(acts.get((one, flag, ground), 0) for one in grounds for flag in flags)
                line.put(heading, column, taken)
        _describe_other(heading, line)

    return fill


def _grounds_of(category: Category) -> list[str]:
    """The grounds of ours that a row counts: all, those of a category, or of a keyword in it."""
    if category == TOTAL:
        return list(OF_GROUNDS)
    return [
        ground
        for ground, (above, keyword) in OF_GROUNDS.items()
        if above == category[0] and category[1] in ("", keyword)
    ]


def _own(*, is_illegal: bool) -> Callable[..., Values]:
    """Measures of our own will: by the law, or by our rules."""

    def filler(_first: datetime.date, _last: datetime.date, period: figures.Period) -> Values:
        found, people = _measures(period, is_illegal=is_illegal)

        def fill(heading: Row, line: _Line) -> None:
            measures = [(key, number) for key, number in found.items() if _is_in(line, key[0])]
            accounts = [(key, number) for key, number in people.items() if _is_in(line, key[0])]
            for column in heading[5:21]:
                line.put(heading, column, 0)
            whole = sum(number for _key, number in (*measures, *accounts))
            line.put(heading, MEASURES, whole)
            line.put(heading, BY_MACHINE, sum(n for key, n in measures if key[2]))
            removed = sum(n for key, n in measures if key[1] == "removed")
            line.put(heading, "Visibility restriction Removal", removed)
            disabled = sum(n for key, n in measures if key[1] != "removed")
            line.put(heading, "Visibility restriction Disable", disabled)
            for kind, column in ACCOUNTS.items():
                line.put(heading, column, sum(n for key, n in accounts if key[1] == kind))
            _describe_other(heading, line)

        return fill

    return filler


MEASURES = "Number of measures taken at the provider's own initiative "
BY_MACHINE = "Number of measures taken after detection with solely automated means "
ACCOUNTS = {
    Sanction.Kind.SUSPENSION.value: "Account restriction Suspension",
    Sanction.Kind.BAN.value: "Account restriction Termination",
}


def _measures(
    period: figures.Period, *, is_illegal: bool
) -> tuple[Counter[Any], Counter[tuple[Category, str]]]:
    """Measures against comments by category, state and automation, and against accounts.

    What a notice led to is counted with the notices.
    """
    against = figures.decisions(period).filter(to_status__in=figures.AGAINST)
    on_notice = LegalDecision.objects.exclude(act=LegalDecision.Act.NOTHING)
    noticed = on_notice.filter(notice__comment__isnull=False).values("notice__comment")
    by_us = against.exclude(comment__in=noticed, reason=Reason.ILLEGAL)
    found: Counter[Any] = Counter()
    for (reason, status, is_automatic), number in figures.counts(
        by_us, "reason", "status", "is_automatic"
    ).items():
        if (reason == Reason.ILLEGAL) == is_illegal:
            found[_category_of(reason), status, is_automatic] += number
    people: Counter[tuple[Category, str]] = Counter()
    for (reason, kind), number in figures.counts(
        figures.sanctions_imposed(period).filter(kind__in=ACCOUNTS), "reason", "kind"
    ).items():
        if (reason == Reason.ILLEGAL) == is_illegal:
            people[_category_of(reason), kind] += number
    return found, people


def _category_of(reason: str) -> Category:
    return OF_REASONS.get(reason, ELSEWHERE)


def _is_in(line: _Line, category: Category) -> bool:
    """Whether a row counts what is of a category: all, the category's, or a keyword's."""
    if line.category == TOTAL:
        return True
    return line.category[0] == category[0] and line.category[1] in ("", category[1])


def _describe_other(heading: Row, line: _Line) -> None:
    """Replace the template's prompt for the keyword “other”."""
    column = 'Description of the sub-category "Other"'
    told = line.category == ELSEWHERE
    words = "Not about the story, advertising, or against the guidelines" if told else ""
    line.put(heading, column, words)


COMPLAINT = "Complaint regarding a decision "
COMPLAINTS = {
    "Number of complaints submitted to the internal-complaints mechanism": "all",
    f"{COMPLAINT}to remove or disable access to or restrict visibility of information": "comments",
    f"{COMPLAINT}to suspend or terminate an account ": "accounts",
    f"{COMPLAINT}not to take action on a notice submitted in accordance with Article 16": "notices",
}
SCOPES = {
    "Total number": None,
    "Decisions upheld": Appeal.State.UPHELD,
    "Decisions reversed": Appeal.State.OVERTURNED,
    "Decision omitted": Appeal.State.WITHDRAWN,
}
#: Kinds of complaint that this portal does not have: nothing is sold, no service is ended.
NONE_OF_THESE = ("to suspend or terminate the provision", "to restrict the ability to monetise")


def _appeals(_first: datetime.date, _last: datetime.date, period: figures.Period) -> Values:
    numbers = _complaints(period)

    def fill(heading: Row, line: _Line) -> None:
        indicator = line.cells[heading.index("Indicator")]
        scope = line.cells[heading.index("Scope")]
        kind = COMPLAINTS.get(indicator)
        if kind is not None:
            partly = 0 if scope == "Decisions partially reversed" else None
            line.put(heading, "Value", numbers.get((kind, scope), partly))
        elif any(part in indicator for part in NONE_OF_THESE) and scope != "Median time":
            line.put(heading, "Value", 0)

    return fill


def _complaints(period: figures.Period) -> dict[tuple[str, str], object]:
    """What became of complaints, by kind and scope. Half a decision is none of ours."""
    made, answered = figures.appeals_made(period), figures.appeals_answered(period)
    found: dict[tuple[str, str], object] = {}
    took = ExpressionWrapper(F("answered_at") - F("made_at"), output_field=DurationField())
    of_kind: dict[str, dict[str, Any]] = {
        "comments": {"sanction": None},
        "accounts": {"sanction__isnull": False},
    }
    for kind, which in of_kind.items():
        ended = answered.filter(**which)
        for scope, state in SCOPES.items():
            some = made.filter(**which) if state is None else ended.filter(state=state)
            found[kind, scope] = some.count()
        decided = ended.exclude(state=Appeal.State.WITHDRAWN)
        found[kind, "Median time"] = _hours(decided.annotate(took=took), "took")
    found |= _complaints_on_notices(period)
    for scope in SCOPES:
        kinds = ("comments", "accounts", "notices")
        found["all", scope] = sum(_number(found.get((kind, scope))) for kind in kinds)
    decided = answered.exclude(state=Appeal.State.WITHDRAWN)
    found["all", "Median time"] = _hours(decided.annotate(took=took), "took")
    return found


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _complaints_on_notices(period: figures.Period) -> dict[tuple[str, str], object]:
    """Complaints of notifiers: made, upheld, reversed."""
    made = LegalNotice.objects.filter(period.around("appealed_at"))
    ended = LegalDecision.objects.filter(period.around("at"), is_of_appeal=True)
    took = ExpressionWrapper(F("at") - F("notice__appealed_at"), output_field=DurationField())
    upheld = ended.filter(act=LegalDecision.Act.NOTHING).count()
    return {
        ("notices", "Total number"): made.count(),
        ("notices", "Decisions upheld"): upheld,
        ("notices", "Decisions reversed"): ended.count() - upheld,
        ("notices", "Median time"): _hours(ended.annotate(took=took), "took"),
    }


def _automated(_first: datetime.date, _last: datetime.date, period: figures.Period) -> Values:
    against = figures.decisions(period).filter(to_status__in=figures.AGAINST)
    by_machine = figures.counts(against, "is_automatic")
    decided = figures.notices_decided(period)
    values = {
        "Number of measures solely taken by automated means ": by_machine.get(True, 0),
        "Number of measures not taken by automated means": by_machine.get(False, 0),
    }

    def fill(heading: Row, line: _Line) -> None:
        indicator = line.cells[heading.index("Indicator")]
        scope = line.cells[heading.index("Scope")]
        if "notices solely" in indicator:
            line.put(heading, "Value", 0)
        elif "notices not processed" in indicator:
            of_flaggers = {"notice__is_trusted": True} if "Flagger" in scope else {}
            line.put(heading, "Value", decided.filter(**of_flaggers).count())
        elif indicator in values:
            line.put(heading, "Value", values[indicator])
        elif "Accuracy" in indicator:
            line.put(heading, "Contextual Information", "Not measured by the service.")

    return fill


def _qualitative(_first: datetime.date, _last: datetime.date, _period: figures.Period) -> Values:
    checks = " ".join(check_words.automatic_checks())
    page = "The page “How comments are moderated” of the service has the rules and the numbers."
    values = {
        "Summary of the content moderation": (
            "Readers’ comments below stories are checked when they are handed in, read by "
            f"moderators, and removed when they are against the law or the rules. {page}"
        ),
        "Meaningful and comprehensible information": (
            "Moderators decide by published rules; every decision has a reason that its author "
            "reads with the rule, with the use of automated means and with the ways to object."
        ),
        "Qualitative description of the automated means": checks,
        "Qualitative description of indicators of accuracy": (
            "Automated means mostly hold a comment for a moderator. How often people decide "
            "otherwise is looked at inside the service; no rate of error is published."
        ),
        "Specification of the precise purposes": (
            "To decide which comments a moderator reads before they appear."
        ),
        "Safeguards applied": (
            "What a check refuses is told to its author as decided by a machine and is looked at "
            "by a person on appeal; a check that fails holds the comment."
        ),
    }

    def fill(heading: Row, line: _Line) -> None:
        indicator = line.cells[heading.index("Indicator")]
        said = next((words for name, words in values.items() if indicator.startswith(name)), "")
        line.put(heading, "Value", said)

    return fill


FILLERS: dict[str, Callable[[datetime.date, datetime.date, figures.Period], Values]] = {
    "1_summary": _summary,
    "4_notices": _notices,
    "5_own_initiative_illegal": _own(is_illegal=True),
    "6_own_initiative_TC": _own(is_illegal=False),
    "7_appeals_and_recidivism": _appeals,
    "8_automated_means": _automated,
    "11_qualitative": _qualitative,
}


def _hours(rows: Any, field: str) -> str | None:
    """The median of a column of times, in hours; None where there is none."""
    median = rows.aggregate(median=figures.Median(field, output_field=DurationField()))["median"]
    return f"{median.total_seconds() / 3600:.1f}" if median is not None else None


# Publishing ---------------------------------------------------------------------------------------


@transaction.atomic
def publish(first: datetime.date, last: datetime.date, actor: User) -> TransparencyReport:
    """Let everybody download the report of a period, as it is now."""
    made = TransparencyReport.objects.create(
        first=first, last=last, published_by=actor, file=make(first, last)
    )
    desk_log.record("report_published", actor, subject=made, first=str(first), last=str(last))
    versions.bump(VERSION_KEY)
    return made


def published() -> list[TransparencyReport]:
    """Published reports, the newest period first, without their files."""
    return list(TransparencyReport.objects.defer("file"))
