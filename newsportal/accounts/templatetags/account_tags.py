"""``{% load account_tags %}``: what pages of accounts ask for."""

from __future__ import annotations

from django import template
from django.conf import settings

from newsportal.environment import SocialLogin

register = template.Library()


@register.simple_tag
def social_logins() -> tuple[SocialLogin, ...]:
    """The services that people can sign in by; none where the environment names none."""
    services: tuple[SocialLogin, ...] = settings.SOCIAL_LOGINS
    return services
