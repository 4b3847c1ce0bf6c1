"""``{% load comment_sanctions %}``: a sanction in words."""

from django import template

from comments import sanctions
from comments.models import Sanction

register = template.Library()


@register.filter
def sentence(sanction: Sanction) -> str:
    """``{{ sanction|sentence }}``: what it means to the person, with the reason."""
    return sanctions.sentence(sanction)
