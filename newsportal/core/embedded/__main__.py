"""The embedded server by hand: `python -m newsportal.core.embedded stop var/postgres`."""

import argparse
import sys
from pathlib import Path

from newsportal.core.embedded.errors import EmbeddedDatabaseError
from newsportal.core.embedded.server import EmbeddedServer


def main(arguments: list[str]) -> int:
    """Start, stop or look for the server of one folder.

    Args:
        arguments: the act (`start`, `stop` or `status`) and the folder.

    Returns:
        0 when it is as asked; 1 when `status` finds no server or something went wrong.
    """
    parser = argparse.ArgumentParser(prog="python -m newsportal.core.embedded")
    parser.add_argument("act", choices=["start", "stop", "status"])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    server = EmbeddedServer(options.folder)
    try:
        if options.act == "stop":
            return _say("Stopped." if server.stop() else "It was not running.")
        socket_folder = server.ensure() if options.act == "start" else server.ready()
    except EmbeddedDatabaseError as error:
        return _say(str(error), failed=True)
    if socket_folder is None:
        return _say("It is not running.", failed=True)
    return _say(f"It takes connections at {socket_folder}.")


def _say(sentence: str, *, failed: bool = False) -> int:
    stream = sys.stderr if failed else sys.stdout
    stream.write(f"Embedded database: {sentence}\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
