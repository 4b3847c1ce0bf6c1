"""A service that hangs is left alone for a while, so that it does not hold every web process.

Somebody who posts waits for two seconds at most; a hundred who post at the same moment would all
the same keep every process busy with waiting, and readers would wait behind them. So a service
that was too slow several times in a row rests: comments are held without asking it, and the worker
asks later, as for every missing answer. Each process learns this by itself; nothing is shared.
"""

from __future__ import annotations

import time
from collections.abc import Callable

#: Time-outs in a row after which a service rests, and for how many seconds.
PATIENCE, REST_SECONDS = 3, 30.0


class Rests:
    """Which services rest, by a key of theirs.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.slow: dict[str, int] = {}
        self.until: dict[str, float] = {}

    def rests(self, key: str) -> bool:
        """Whether a service is left alone now. After its rest one question tries it again."""
        return self.clock() < self.until.get(key, float("-inf"))

    def note(self, key: str, *, was_slow: bool) -> None:
        """What became of a question."""
        if not was_slow:
            self.slow.pop(key, None)
            self.until.pop(key, None)
            return
        self.slow[key] = self.slow.get(key, 0) + 1
        if self.slow[key] >= PATIENCE:
            self.until[key] = self.clock() + REST_SECONDS
