"""What would happen to a text: every check, without a comment, and nothing written (feature M6)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from articles.models import Story
from comments import screening
from comments.author_records import NOTHING, AuthorRecord
from comments.discussions import Rule, discussion_of, policies, rule_for
from comments.models import Comment, Signal
from comments.screening.submissions import Origin, Submission
from comments.submitting import hash_of, signals_of
from newsportal.core.models import User


@dataclass(frozen=True)
class Trial(Submission):
    """A submission of somebody who does not exist, whose record is given."""

    given: AuthorRecord = NOTHING

    @property
    def record(self) -> AuthorRecord:
        return self.given


def newest_story() -> Story | None:
    """Below which a text is tried: what holds there now says most of what holds tonight."""
    return Story.objects.live().select_related("section").order_by("-first_live_at", "-pk").first()


def try_text(text: str, story: Story | None, *, is_trusted: bool) -> list[Signal]:
    """What each check says of a text below a story, as unsaved signals.

    Args:
        story: None while the newspaper has none; the site's policy holds then.
        is_trusted: by a reader whom the site's thresholds trust; else by somebody new.
    """
    now, site = timezone.now(), policies.get().site
    joined = now - datetime.timedelta(days=site.trust_days + 1) if is_trusted else now
    trial = Trial(
        text=text,
        text_hash=hash_of(text),
        story=story or Story(),
        author=User(email="reader@example.org", date_joined=joined),
        rule=rule_for(story, discussion_of(story)) if story else Rule(site.policy),
        origin=Origin(),
        written_at=now,
        given=AuthorRecord(approved=max(site.trust_approved, 1)) if is_trusted else NOTHING,
    )
    return signals_of(Comment(text=text), screening.screen(trial))
