"""What the newspaper holds about a reader: stories saved, and what is followed (feature R15).

Both hang on the account and go with it. What somebody wrote for the newspaper is the newspaper's.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from articles.models import Following, SavedStory
from newsportal.core.models import User
from newsportal.core.personal_data import Part, Row, register


def register_parts() -> None:
    """Called when the app is ready."""
    register(
        Part(
            "saved_stories",
            _("Stories that you saved"),
            30,
            {"story": _("Story"), "address": _("Address"), "saved": _("Saved")},
            _saved,
        ),
        Part(
            "followed",
            _("What you follow"),
            31,
            {"what": _("What"), "kind": _("Kind"), "since": _("Since")},
            _followed,
        ),
    )


def _saved(person: User) -> Iterator[Row]:
    for saved in SavedStory.objects.filter(person=person).select_related("story__section"):
        story = saved.story
        live = story.is_live()
        address = f"{settings.SITE_URL}{story.get_absolute_url()}" if live else ""
        yield story.headline if live else "", address, saved.at


def _followed(person: User) -> Iterator[Row]:
    rows = Following.objects.filter(person=person).select_related("section", "tag", "author")
    for row in rows:
        what = row.section or row.tag or row.author
        yield str(what), what._meta.verbose_name if what else "", row.at
