"""How those who wait hear of the progress."""

from collections.abc import Callable

#: Called with what is done, how many of it, of how many.
Tell = Callable[[str, int, int], None]


def in_silence(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""
