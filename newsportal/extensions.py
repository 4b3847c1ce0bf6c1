"""Extensions: packages of a newsroom's own that add to the portal without touching it (X3).

`EXTENSIONS` names Python packages. Each is a Django app, so that its templates, static files,
translations, migrations and commands are found, and may have a module `extension` that lists what
it adds by dotted paths: `STORY_KINDS`, `COMMENT_CHECKS`, `COMMENT_CHECKS_ON_TRIAL` and
`EVENT_LISTENERS`. `THEME` names a folder with `templates/` and `static/` that go before the
portal's own. The contract stands in docs/extending.md.

Settings read this, so nothing here needs Django to be ready, and nothing raises: what is wrong is
collected, and a system check refuses the start.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

Listeners = dict[str, dict[str, list[str]]]

#: When a listener may run; see newsportal/core/events.py.
MOMENTS = ("now", "later", "a_minute_later")
#: A theme's own style sheet, linked after the portal's.
THEME_STYLE = "theme/theme.css"


@dataclass
class Extensions:
    """What the extensions add, in the order in which they are named."""

    apps: list[str] = field(default_factory=list)
    story_kinds: list[str] = field(default_factory=list)
    comment_checks: list[str] = field(default_factory=list)
    comment_checks_on_trial: list[str] = field(default_factory=list)
    event_listeners: Listeners = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read(packages: Sequence[str]) -> Extensions:
    """Collect what these packages add.

    Args:
        packages: dotted names, importable from where the portal runs.
    """
    found = Extensions()
    for package in packages:
        try:
            importlib.import_module(package)
            module = _lists_of(package)
        except ImportError as error:
            found.problems.append(
                f"EXTENSIONS names {package}, which cannot be imported ({error}). Put the package "
                "beside manage.py or install it, or take the name away."
            )
            continue
        found.apps.append(package)
        found.story_kinds += getattr(module, "STORY_KINDS", ())
        found.comment_checks += getattr(module, "COMMENT_CHECKS", ())
        found.comment_checks_on_trial += getattr(module, "COMMENT_CHECKS_ON_TRIAL", ())
        _add_listeners(found, package, getattr(module, "EVENT_LISTENERS", {}))
    return found


def with_listeners(own: Listeners, added: Listeners) -> Listeners:
    """The portal's listeners, and after them those of the extensions."""
    together = {
        kind: {when: list(many) for when, many in all_.items()} for kind, all_ in own.items()
    }
    for kind, moments in added.items():
        for when, dotted in moments.items():
            together.setdefault(kind, {}).setdefault(when, []).extend(dotted)
    return together


def theme_folders(theme: Path | None) -> tuple[list[Path], list[Path], str]:
    """A theme's folders of templates and of static files, and its style sheet's name."""
    if theme is None:
        return [], [], ""
    templates, static = theme / "templates", theme / "static"
    style = THEME_STYLE if (static / THEME_STYLE).is_file() else ""
    return (
        [templates] if templates.is_dir() else [],
        [static] if static.is_dir() else [],
        style,
    )


def _lists_of(package: str) -> ModuleType | None:
    """The module `extension` of a package; one that only has templates needs none."""
    try:
        return importlib.import_module(f"{package}.extension")
    except ModuleNotFoundError as error:
        if error.name == f"{package}.extension":
            return None
        raise


def _add_listeners(found: Extensions, package: str, listeners: Listeners) -> None:
    for kind, moments in listeners.items():
        wrong = [when for when in moments if when not in MOMENTS]
        if wrong:
            found.problems.append(
                f"{package}.extension says that something listens to {kind} “{wrong[0]}”. "
                f"Write one of {', '.join(MOMENTS)}."
            )
            continue
        found.event_listeners = with_listeners(found.event_listeners, {kind: moments})
