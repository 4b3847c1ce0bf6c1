"""The house of four floors: the import contract of pyproject.toml holds."""

from __future__ import annotations

from importlinter.cli import lint_imports

from tests.architecture.sources import ROOT


def test_every_floor_imports_from_below_only(capsys):
    result = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert result == 0, capsys.readouterr().out
