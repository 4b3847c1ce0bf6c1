"""Pages that a newspaper begins with: short texts that are true of the portal as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from articles.working_copy import PageContent

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from newsportal.setup.starting import Wishes


@dataclass(frozen=True)
class StarterPage:
    """A page whose text stands in templates/setup/pages/<key>.html."""

    key: str
    slug: str
    title: _StrPromise
    standfirst: _StrPromise

    def content(self, wishes: Wishes) -> PageContent:
        """The page in the active language, with the newspaper's own names in it."""
        return PageContent(
            title=str(self.title),
            standfirst=str(self.standfirst),
            slug=self.slug,
            body_html=render_to_string(f"setup/pages/{self.key}.html", {"newspaper": wishes}),
        )


PAGES = (
    StarterPage("about", "about", _("About us"), _("Who we are and how we work.")),
    StarterPage("contact", "contact", _("Contact"), _("How to reach the newsroom.")),
    StarterPage(
        "guidelines",
        "community-guidelines",
        _("Community guidelines"),
        _("What the discussion below our stories is for, and what we ask of those who take part."),
    ),
    StarterPage(
        "corrections",
        "corrections-policy",
        _("Corrections policy"),
        _("How we mend errors, and how to tell us of one."),
    ),
    StarterPage(
        "privacy",
        "privacy",
        _("Privacy"),
        _("What this site keeps about its readers, and what it does not."),
    ),
)
