"""Who may put newsletters together and let them go."""

from __future__ import annotations

from typing import Any

from articles import rights
from articles.models import Newsletter
from articles.models.newsletter import NewsletterQuerySet


def may_send(user: Any, newsletter: Newsletter) -> bool:
    """Whether somebody may work on a newsletter's issues and send them.

    A role that is limited to sections reaches the newsletters of these alone: one of the whole
    paper goes to everybody's readers.
    """
    if not user.has_perm("articles.send_issue"):
        return False
    limits = rights.sections_of(user)
    return limits is None or newsletter.section_id in limits


def sendable_by(user: Any) -> NewsletterQuerySet:
    """The newsletters of which `may_send` is true."""
    if not user.is_active or not user.has_perm("articles.send_issue"):
        return Newsletter.objects.none()
    limits = rights.sections_of(user)
    found = Newsletter.objects.select_related("section")
    return found if limits is None else found.filter(section__in=limits)
