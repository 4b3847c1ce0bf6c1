"""``{% load statements %}``: what a statement of reasons says besides the decision."""

from django import template

from comments import statement_parts
from comments.models import Sanction
from comments.statements import Statement

register = template.Library()


@register.filter
def parts(about: Statement | Sanction) -> statement_parts.Parts | None:
    """``{% with more=statement|parts %}``: the same of a sanction."""
    if isinstance(about, Sanction):
        return statement_parts.of_sanction(about)
    return statement_parts.of_comment(about)


@register.simple_tag
def ways_outside() -> str:
    """``{% ways_outside %}``: whom one may turn to besides, as this publisher's size has it."""
    return statement_parts.ways_outside()
