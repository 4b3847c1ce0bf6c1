"""The rule behind each reason, as authors read it when it is why they were refused (C14, M12)."""

from __future__ import annotations

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from comments import desk_log
from comments.models import Reason, RuleText
from newsportal.core import versions
from newsportal.core.models import User

VERSION_KEY = "discussion-rules"

#: What holds while the newspaper has not written its own words.
DEFAULTS: dict[str, Promise] = {
    Reason.ABUSE: gettext_lazy(
        "Argue with what people say and leave out what they are: no insults, no threats, no "
        "contempt for groups of people."
    ),
    Reason.OFF_TOPIC: gettext_lazy(
        "Write about the story or about what others say of it. Advertising and calls that have "
        "nothing to do with it have their place elsewhere."
    ),
    Reason.MISINFORMATION: gettext_lazy(
        "State as a fact what can be checked, and say where it comes from. Claims that are shown "
        "to be wrong and could do harm are not published."
    ),
    Reason.PERSONAL_DATA: gettext_lazy(
        "Leave out addresses, telephone numbers and other private details, your own included."
    ),
    Reason.ILLEGAL: gettext_lazy(
        "What the law forbids is not published, such as incitement, defamation or what belongs "
        "to others."
    ),
    Reason.OTHER: gettext_lazy(
        "Comments keep to the guidelines of this newspaper, so that everybody can join in."
    ),
}

#: Reasons that new words can mend; what is against the law is not sent again.
MENDABLE = frozenset(set(Reason.values) - {Reason.ILLEGAL.value})


def _load() -> dict[str, str]:
    return dict(RuleText.objects.values_list("reason", "text"))


own_words = versions.VersionedCopy(_load, VERSION_KEY)


def rule_of(reason: str) -> str:
    """The rule that a reason stands for; the general one for a reason without its own."""
    return own_words.get().get(reason) or str(DEFAULTS.get(reason, DEFAULTS[Reason.OTHER]))


@transaction.atomic
def keep(row: RuleText, actor: User | None) -> None:
    """Quote the newspaper's own words from now on."""
    row.save()
    desk_log.record("rule_changed", actor, reason=row.reason)
    versions.bump(VERSION_KEY)


@transaction.atomic
def drop(row: RuleText, actor: User | None) -> None:
    """Quote ours again."""
    desk_log.record("rule_dropped", actor, reason=row.reason)
    row.delete()
    versions.bump(VERSION_KEY)
