#!/usr/bin/env python3
"""Django's command line for the portal."""

import os
import sys


def main() -> None:
    """Run the management command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as missing:
        raise SystemExit(
            "Django is not installed for this Python. Build the environment with `make .venv` "
            "and use `.venv/bin/python manage.py …`."
        ) from missing
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
