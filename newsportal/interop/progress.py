"""How far a long command is: a bar that redraws itself on a terminal, else a line now and then."""

from __future__ import annotations

from django.core.management.base import OutputWrapper

BAR_WIDTH = 30
#: Lines that a whole run writes into a log.
LINES = 10


class Progress:
    """Counts up to `total` and shows it on `stream`, a command's own standard error.

    A terminal gets one line that is drawn again whenever a hundredth is done; anything else gets
    about ten lines. The same position is never written twice, so it costs nothing to call often.
    """

    def __init__(self, stream: OutputWrapper, label: str, total: int) -> None:
        self._stream = stream
        self._label = label
        self._total = max(total, 1)
        self._is_terminal = stream.isatty()
        self._done = 0
        self._shown = -1

    def advance(self, by: int = 1) -> None:
        self._done = min(self._done + by, self._total)
        steps = 100 if self._is_terminal else LINES
        step = self._done * steps // self._total
        if step != self._shown:
            self._shown = step
            self._show()

    def close(self) -> None:
        """Leave the line of a terminal, so that what follows stands on its own."""
        if self._is_terminal and self._shown >= 0:
            self._write("\n")

    def _show(self) -> None:
        counted = f"{self._label}: {self._done}/{self._total}"
        if self._is_terminal:
            filled = self._done * BAR_WIDTH // self._total
            bar = "#" * filled + "-" * (BAR_WIDTH - filled)
            self._write(f"\r[{bar}] {counted}")
        else:
            self._write(f"{counted}\n")

    def _write(self, text: str) -> None:
        # Progress is no error, so it is not coloured like one.
        self._stream.write(text, style_func=str, ending="")
        self._stream.flush()


class Bars:
    """A bar for each part of a long act, which tells what it does and how much of it is done."""

    def __init__(self, stream: OutputWrapper) -> None:
        self._stream = stream
        self._bar: Progress | None = None
        self._told = 0

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._bar is None:
            self._bar, self._told = Progress(self._stream, what, total), 0
        self._bar.advance(done - self._told)
        self._told = done
        if done == total:
            self._bar.close()
            self._bar = None
