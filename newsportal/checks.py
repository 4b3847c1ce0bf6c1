"""Refuses to start with settings that would not be safe, saying how to mend each."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils.module_loading import import_string

from articles import kinds


@register(Tags.security)
def environment_is_sound(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every problem that `newsportal.environment` has collected, as an error of its own."""
    return [Error(problem, id="newsportal.E001") for problem in settings.ENVIRONMENT_PROBLEMS]


@register(Tags.compatibility)
def kinds_of_stories_are_sound(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A kind without a code of its own would stand in for another one."""
    problems: list[CheckMessage] = []
    codes: set[str] = set()
    for dotted in settings.STORY_KINDS:
        try:
            kind = import_string(dotted)
        except ImportError as error:
            problem = f"STORY_KINDS names {dotted}, which is not there: {error}."
        else:
            if kinds.is_code(kind.code) and kind.code not in codes:
                codes.add(kind.code)
                continue
            problem = f"{dotted} has the code “{kind.code}”, which is taken or is no code."
        hint = (
            f"Write a class with a code of its own: a to z, at most {kinds.LONGEST_CODE} letters."
        )
        problems.append(Error(problem, hint=hint, id="newsportal.E003"))
    return problems


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
