"""The house of four floors: the import contract of pyproject.toml holds."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.sources import ROOT

#: In a process of its own: the linter's command sets up logging for itself alone.
LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"


def test_every_floor_imports_from_below_only():
    done = subprocess.run(
        [sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
