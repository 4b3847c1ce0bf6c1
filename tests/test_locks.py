"""What is installed is pinned, hashed, and from no registry in particular."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[1]
RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
PIN = re.compile(r"([a-z0-9-]+)==(\S+)")
# One entry: a pin, perhaps for some machines only, and its hashes; nothing else may stand there.
ENTRY = re.compile(r"[a-z0-9-]+==\S+( ; [^/\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")


def entries(name: str) -> list[str]:
    """The entries of a lock file, each with its hashes."""
    text = (PROJECT / name).read_text(encoding="ascii").strip()
    return re.split(r"\n(?=\S)", text)


def pins(name: str) -> dict[str, str]:
    """Package and version of every entry of a lock file."""
    return dict(PIN.match(entry).groups() for entry in entries(name))


def wanted(requirements: list[str]) -> list[Requirement]:
    return [Requirement(line) for line in requirements]


@pytest.fixture(scope="module")
def metadata():
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [RUNTIME, DEVELOPMENT])
def test_every_pin_has_hashes_and_no_line_names_a_registry(name):
    assert [entry for entry in entries(name) if not ENTRY.fullmatch(entry)] == []


def test_tests_run_on_what_is_served():
    development = pins(DEVELOPMENT)
    assert {package: development.get(package) for package in pins(RUNTIME)} == pins(RUNTIME)


def test_a_server_gets_no_test_tools(metadata):
    tools = {canonicalize_name(r.name) for r in wanted(metadata["dependency-groups"]["dev"])}
    assert tools.isdisjoint(pins(RUNTIME))
    assert tools <= set(pins(DEVELOPMENT))


def test_the_locks_hold_what_the_project_asks_for(metadata):
    """After a change of pyproject.toml: `make lock`."""
    locked = pins(RUNTIME)
    for requirement in wanted(metadata["project"]["dependencies"]):
        assert locked[canonicalize_name(requirement.name)] in requirement.specifier


def test_one_driver_talks_to_postgresql():
    """Django prefers psycopg 3 wherever it finds it, and the engine is written for psycopg2."""
    assert {"psycopg", "psycopg-binary"}.isdisjoint(pins(DEVELOPMENT))
    assert "psycopg2-binary" in pins(RUNTIME)
