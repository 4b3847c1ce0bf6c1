"""What we do when something happened; the worker calls it."""

import logging
from typing import Any

from articles.models import Story

log = logging.getLogger(__name__)


def went_live(*, story: int, **_ids: Any) -> None:
    """Tell of a story that readers can see; by the time we are called it may be gone again."""
    live = Story.objects.live().filter(pk=story).first()
    if live is not None:
        log.warning("On the front page of the printed edition: %s", live.headline)
