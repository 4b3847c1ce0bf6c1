"""The kinds of reaction that the newsroom offers: few, on every story page, kept by a version."""

from __future__ import annotations

from comments.models import ReactionKind
from newsportal.core import versions

VERSION_KEY = "reaction-kinds"


def _load() -> list[ReactionKind]:
    return list(ReactionKind.objects.all())


kinds = versions.VersionedCopy(_load, VERSION_KEY)
