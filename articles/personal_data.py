"""What the newspaper holds about a reader: what was saved, followed and signed up for (R15).

What hangs on the account goes with it. What somebody wrote for the newspaper is the newspaper's.
"""

from __future__ import annotations

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles import error_reports
from articles.models import ErrorReport, Following, SavedStory, Story
from articles.newsletters import subscribing
from newsportal.core.models import User
from newsportal.core.personal_data import Part, Row, register, register_erasure


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
            {"what": pgettext_lazy("what is kept", "What"), "kind": _("Kind"), "since": _("Since")},
            _followed,
        ),
        Part(
            "error_reports",
            _("Errors that you reported"),
            32,
            {
                "story": _("Story"),
                "address": _("Address"),
                "quote": _("Words of the story"),
                "words": _("What is wrong"),
                "name": _("Name"),
                "email": _("E-mail address"),
                "reported": pgettext_lazy("an error in a story", "Reported"),
                "state": _("State"),
                "answer": _("Answer"),
            },
            _error_reports,
        ),
        Part(
            "newsletters",
            _("Newsletters"),
            33,
            {
                "email": _("E-mail address"),
                "newsletter": _("Newsletter"),
                "state": _("State"),
                "came_by": _("Came by"),
                "asked": _("Asked"),
                "confirmed": _("Confirmed"),
                "ended": _("Ended"),
            },
            newsletters_of,
        ),
    )
    register_erasure(erase)


def _saved(person: User) -> Iterator[Row]:
    for saved in SavedStory.objects.filter(person=person).select_related("story__section"):
        yield *_story(saved.story), saved.at


def _story(story: Story) -> tuple[str, str]:
    """Headline and address, as long as readers know them."""
    if not story.is_live():
        return "", ""
    return story.headline, f"{settings.SITE_URL}{story.get_absolute_url()}"


def _followed(person: User) -> Iterator[Row]:
    rows = Following.objects.filter(person=person).select_related("section", "tag", "author")
    for row in rows:
        what = row.section or row.tag or row.author
        yield str(what), what._meta.verbose_name if what else "", row.at


def _error_reports(person: User) -> Iterator[Row]:
    for row in ErrorReport.objects.filter(user=person).select_related("story__section"):
        said = (row.quote, row.words, row.name, row.email)
        yield *_story(row.story), *said, row.at, row.get_state_display(), row.answer


def newsletters_of(person: User) -> Iterator[Row]:
    """What comes to the addresses that are the person's for certain."""
    for email in _addresses(person):
        for row in subscribing.about(email):
            how = row.get_state_display(), row.get_source_display()
            yield email, row.newsletter.name, *how, row.asked_at, row.confirmed_at, row.ended_at


def _addresses(person: User) -> list[str]:
    proven = EmailAddress.objects.filter(user=person, verified=True)
    others = {email.lower() for email in proven.values_list("email", flat=True)}
    return [person.email, *sorted(others - {person.email})]


def erase(person: User, _keep_comments: bool) -> None:
    """Forget who reported errors, and what came to the person's addresses; all else goes with the
    account's row."""
    error_reports.forget_person(person)
    for email in _addresses(person):
        subscribing.erase(email)
