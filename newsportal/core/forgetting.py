"""What is kept for a time only is forgotten once a day (house rule 23).

`settings.FORGETTING` names the functions of all apps, each with what it forgets in words. The
worker's beat calls `forget_expired`; `manage.py forget_expired` does the same by hand.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string


def forget_expired() -> dict[str, int]:
    """Call every function of the list; returns how many rows each forgot, by its words."""
    return {words: import_string(dotted)() for dotted, words in settings.FORGETTING.items()}
