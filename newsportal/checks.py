"""Refuses to start with settings that would not be safe, saying how to mend each."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils.module_loading import import_string


@register(Tags.security)
def environment_is_sound(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every problem that `newsportal.environment` has collected, as an error of its own."""
    return [Error(problem, id="newsportal.E001") for problem in settings.ENVIRONMENT_PROBLEMS]


@register(Tags.compatibility)
def outside_services_are_there(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A service that cannot be imported would hold every comment, or let all through unasked."""
    problems: list[CheckMessage] = []
    for dotted in settings.OUTSIDE_SERVICES:
        try:
            import_string(dotted)
        except ImportError as error:
            problems.append(
                Error(
                    f"OUTSIDE_SERVICES names {dotted}, which is not there: {error}.",
                    hint="Write the dotted path of a function that gives the service, or take the "
                    "line away.",
                    id="newsportal.E002",
                )
            )
    return problems
