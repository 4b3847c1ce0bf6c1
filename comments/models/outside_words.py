"""What services outside say, in words for moderators, by the code of the signal (feature M7)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Why there is no answer that can be trusted.
FAILURES = {
    "no_answer": _("no answer in time"),
    "resting": _("too slow several times; it is asked later"),
    "not_reached": _("the service cannot be reached"),
    "answered_with_error": _("the service answered with an error"),
    "not_understood": _("the answer makes no sense"),
    "answer_too_large": _("the answer is too large"),
    "wrong_signature": _("the answer is not signed by the service"),
}
#: Other codes are the services' own categories.
WORDS = FAILURES | {
    "akismet_spam": _("taken for spam"),
    "akismet_blatant": _("taken for blatant spam"),
    "own_hold": _("held"),
    "own_spam": _("taken for spam"),
    "flagged": _("flagged"),
}
NAMES: dict[str, Promise | str] = {
    "akismet": "Akismet",
    "own_endpoint": _("The newsroom’s service"),
    "moderation_service": _("Moderation service"),
}
