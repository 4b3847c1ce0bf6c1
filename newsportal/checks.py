"""Refuses to start with settings that would not be safe, saying how to mend each."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def environment_is_sound(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every problem that `newsportal.environment` has collected, as an error of its own."""
    return [Error(problem, id="newsportal.E001") for problem in settings.ENVIRONMENT_PROBLEMS]
