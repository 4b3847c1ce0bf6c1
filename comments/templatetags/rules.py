"""``{% load rules %}``: what holds for a discussion, in words."""

from django import template

from comments import controls, pace
from comments.discussions import Rule

register = template.Library()


@register.filter
def read_when(rule: Rule) -> str:
    """``{{ rule|read_when }}``: when a comment will probably be read, or nothing."""
    return pace.words(rule)


@register.filter
def pace_words(seconds: int) -> str:
    """``{{ rule.slow.seconds|pace_words }}``: “2 minutes”."""
    return controls.pace_words(seconds)
