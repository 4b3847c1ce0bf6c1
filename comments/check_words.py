"""What each automatic check does, in a sentence for readers (features M6 and M11).

A check of the newsroom's own says it itself: in an attribute `public_words`, or else in the first
line of its docstring.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import outside_words
from comments.screening.external import services

#: By the name of the function.
WORDS: dict[str, Promise] = {
    "policy": gettext_lazy(
        "Where the discussion’s policy says so, comments of newcomers or of everybody wait for a "
        "moderator."
    ),
    "always_held": gettext_lazy(
        "Whoever was told that a moderator reads their comments first waits each time."
    ),
    "guest": gettext_lazy("What somebody writes without an account waits for a moderator."),
    "word_lists": gettext_lazy(
        "Words that the newsroom keeps on lists hold a comment for a moderator or refuse it, as "
        "the list says."
    ),
    "links": gettext_lazy("Many links, and a newcomer’s first link, wait for a moderator."),
    "repetition": gettext_lazy("The same text below several stories waits for a moderator."),
    "shouting": gettext_lazy("A text that is mostly in capitals waits for a moderator."),
    "refusals": gettext_lazy(
        "Comments of somebody of whose comments half were refused wait for a moderator."
    ),
    "posting_rate": gettext_lazy(
        "Several comments of one person within ten minutes wait for a moderator."
    ),
    "network": gettext_lazy(
        "Comments from a network from which several were refused since yesterday wait for a "
        "moderator."
    ),
    "throwaway": gettext_lazy(
        "Comments of accounts with a throw-away e-mail address wait for a moderator."
    ),
}


def automatic_checks() -> list[str]:
    """A sentence for each check that runs here, in their order; those outside come last."""
    own = [_words_of(dotted) for dotted in settings.COMMENT_CHECKS]
    return [*filter(None, own), *(_outside(service.name) for service in services())]


def _words_of(dotted: str) -> str:
    name = dotted.rpartition(".")[2]
    if name in WORDS:
        return str(WORDS[name])
    check = import_string(dotted)
    said = getattr(check, "public_words", None) or (check.__doc__ or "").strip().partition("\n")[0]
    return str(said)


def _outside(name: str) -> str:
    label = outside_words.NAMES.get(name, name)
    return _(
        "A service outside is asked about every comment: %(name)s. What it finds suspicious, or "
        "cannot answer for, waits for a moderator or is put away as advertising."
    ) % {"name": label}
