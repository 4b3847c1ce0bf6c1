"""Tells robots by their haste (no CAPTCHA): a form carries when it was shown, signed.

For pages that are made anew for each request; a page that guests share cannot carry a time.
"""

from __future__ import annotations

import time

from django.core import signing
from django.utils.translation import gettext as _

#: Nobody reads and fills a form faster.
FASTEST_SECONDS = 2
#: A form left open for longer is asked for again.
OPEN_SECONDS = 24 * 60 * 60


def stamp(salt: str) -> str:
    """What the form carries; `salt` names the form."""
    return signing.dumps(int(time.time()), salt=salt)


def refusal(word: str, salt: str) -> str:
    """Why a form that carries `word` is not taken, as a sentence; empty when it is.

    Sent at once, or not shown by us: a person just sends it again.
    """
    try:
        shown_at = int(signing.loads(word, salt=salt, max_age=OPEN_SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return _("The form was open for long. Please send it again.")
    if int(time.time()) - shown_at < FASTEST_SECONDS:
        return _("That was fast. Please look at it once more and send the form again.")
    return ""
