"""The verbs of live blogs: the only writer of updates, and of whether a live blog goes on.

Updates are public the moment they are posted, as far as their story is (`Story.live`): a story
under embargo or not published yet takes updates that nobody sees. No verb asks who the actor is;
`may_post`, `may_change`, `may_put_back` and `may_lead` answer that for the views.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import markup, rights
from articles.models import LiveBlog, LiveEvent, LiveUpdate, LiveUpdateRevision, Story
from articles.models.story import StoryQuerySet
from articles.publishing import Refused
from articles.working_copy import content_of
from newsportal.core import versions
from newsportal.core.events import announce
from newsportal.core.models import User

Status = LiveUpdate.Status
Kind = LiveEvent.Kind

#: Updates that can be pinned at once: they stand in full on top of every page.
MOST_PINNED = 3
#: Characters of one update as HTML; a live blog's longest entries reach some thousand.
MOST_CHARACTERS = 60_000


@dataclass(frozen=True)
class UpdateContent:
    """What an update says; `image` and `author` are ids."""

    headline: str = ""
    body_html: str = ""
    image: int | None = None
    author: int | None = None


@dataclass(frozen=True)
class Posted:
    """What became of a posting: the update, and whether this call made it."""

    update: LiveUpdate
    is_new: bool


class Overtaken(Refused):
    """Somebody else has changed the update meanwhile; `newest` is as it stands now."""

    def __init__(self, newest: LiveUpdate) -> None:
        last = newest.revisions.select_related("by").first()
        super().__init__(_overtaken(last.by if last else None))
        self.newest = newest


class SummaryOvertaken(Refused):
    """Somebody else has changed the summary meanwhile; `newest` is as it stands now."""

    def __init__(self, newest: LiveBlog) -> None:
        acts = newest.story.live_events.filter(update=None, kind__in=(Kind.CLOSED, Kind.EDITED))
        last = acts.select_related("actor").first()
        super().__init__(_overtaken(last.actor if last else None))
        self.newest = newest.summary_html


def _overtaken(who: User | None) -> str:
    return _(
        "%(who)s changed this while you were writing. Nothing was overwritten: their text stands "
        "below yours."
    ) % {"who": who or _("Somebody")}


# Who may -----------------------------------------------------------------------------------------


def may_lead(user: User, story: Story) -> bool:
    """Whether a person may name reporters, end the live blog and change any update of it."""
    return user.is_active and rights.may_publish(user, story)


def may_post(user: User, story: Story) -> bool:
    """Whether a person may post: whoever may publish the story, and its named reporters."""
    if not user.is_active:
        return False
    if may_lead(user, story):
        return True
    return _naming(user).filter(liveblog=story.pk).exists()


def _naming(user: User) -> Any:
    """The rows that name a person as a reporter."""
    return LiveBlog.reporters.through._default_manager.filter(user=user.pk)


def may_change(user: User, update: LiveUpdate) -> bool:
    """Whether a person may change an update: who leads any, a reporter one's own."""
    if may_lead(user, update.story):
        return True
    return update.posted_by_id == user.pk and may_post(user, update.story)


def may_put_back(user: User, update: LiveUpdate) -> bool:
    """Whether a person may show a removed update again: a reporter not what an editor removed."""
    return may_lead(user, update.story) or (
        may_change(user, update) and update.pk in removed_by(user, [update])
    )


def removed_by(user: User, updates: Iterable[LiveUpdate]) -> set[int]:
    """Ids of those of the updates that this person has removed, in one query or none."""
    removed = [update.pk for update in updates if not update.is_public]
    if not removed:
        return set()
    acts = LiveEvent.objects.filter(update__in=removed, kind=Kind.REMOVED).order_by("pk")
    last = dict(acts.values_list("update", "actor"))
    return {update for update, actor in last.items() if actor == user.pk}


def blogs_of(user: User) -> StoryQuerySet:
    """The live blogs that a person may post to, running ones first (see `may_post`)."""
    named = Q(pk__in=_naming(user).values("liveblog"))
    return Story.objects.newsroom_live_blogs().filter(named | rights.publishable_by(user))


def is_live_blog(story: Story) -> bool:
    """Whether a story is of kind “live”, for readers or in the working copy."""
    kind: str = content_of(story).kind  # type: ignore[union-attr]
    return Story.Kind.LIVE in (story.kind, kind)


def may_see_any(user: User) -> bool:
    """Whether the list of live blogs is offered to somebody: by the role, or to who is named."""
    return user.has_perm("articles.view_story") or blogs_of(user).exists()


# Updates -----------------------------------------------------------------------------------------


def posted_before(story: Story, form_key: uuid.UUID | None) -> LiveUpdate | None:
    """The update that was made from a composer with this key, whatever became of it since."""
    if form_key is None:
        return None
    return LiveUpdate.objects.filter(story=story, form_key=form_key).first()


def says_what_was_posted(update: LiveUpdate, content: UpdateContent) -> bool:
    """Whether a text is the one that the update was made from: then it is a repeat of it."""
    first = update.revisions.get(number=1)
    html = markup.clean_story_html(content.body_html)
    return (first.headline, first.body_html) == (content.headline.strip(), html)


def post(
    story: Story,
    actor: User | None,
    content: UpdateContent,
    *,
    form_key: uuid.UUID | None = None,
    is_key: bool = False,
    at: datetime.datetime | None = None,
) -> Posted:
    """Add an update to a live blog; readers see it at once if they see the story.

    Args:
        form_key: the composer's key; a repeat with the same one gives the update that exists.
        is_key: make it a key event.
        at: its time, for importers and the demonstration; now when None.

    Raises:
        Refused: nothing is said, the story is no live blog or withdrawn, or the live blog ended.
    """
    again = posted_before(story, form_key)
    if again is not None:
        return Posted(again, is_new=False)
    try:
        return Posted(_post(story, actor, content, form_key, is_key, at), is_new=True)
    except IntegrityError:
        again = posted_before(story, form_key)
        if again is None:
            raise
        return Posted(again, is_new=False)


@transaction.atomic
def _post(
    story: Story,
    actor: User | None,
    content: UpdateContent,
    form_key: uuid.UUID | None,
    is_key: bool,
    at: datetime.datetime | None,
) -> LiveUpdate:
    blog = _locked(story)
    _check_takes_updates(story, blog)
    html, text = _rendered(content)
    update = LiveUpdate.objects.create(
        story=story,
        headline=content.headline.strip(),
        body_html=html,
        body_text=text,
        markup_version=markup.MARKUP_VERSION,
        image_id=content.image,
        author_id=content.author,
        posted_by=actor,
        is_key=is_key,
        at=at or timezone.now(),
        form_key=form_key,
    )
    revision = _keep_text(update, actor, update.at)
    _log(update, Kind.POSTED, actor, revision=revision, at=update.at)
    _follow(blog)
    announce("story.live_update", story=story.pk, update=update.pk)
    return update


def _check_takes_updates(story: Story, blog: LiveBlog) -> None:
    story.refresh_from_db(fields=["status", "kind", "working_revision"])
    if not is_live_blog(story):
        raise Refused(_("This story is not of kind “live”, so it takes no updates."))
    if story.status == Story.Status.WITHDRAWN:
        raise Refused(_("This story was withdrawn, so it takes no updates."))
    if blog.is_closed:
        raise Refused(_("This live blog has ended. Open it again to post."))


def _rendered(content: UpdateContent) -> tuple[str, str]:
    """Clean HTML and plain text of what is said. Raises Refused when it is nothing or too much."""
    _check_length(content.body_html, "text")
    html = markup.clean_story_html(content.body_html)
    text = markup.plain_text(html)
    if not (text.strip() or content.headline.strip() or content.image or "<figure" in html):
        raise Refused(_("Write something, or choose a picture."), "text")
    return html, text


def _check_length(html: str, field: str) -> None:
    if len(html) > MOST_CHARACTERS:
        raise Refused(
            _("This is too long: %(length)d characters, where %(limit)d fit.")
            % {"length": len(html), "limit": MOST_CHARACTERS},
            field,
        )


@transaction.atomic
def edit(
    update: LiveUpdate, actor: User | None, content: UpdateContent, *, based_on: int
) -> LiveUpdateRevision | None:
    """Give an update another text; the one before is kept.

    Args:
        based_on: `revision` of the update that the editor had opened.

    Returns:
        The new text, or None when nothing has changed.

    Raises:
        Overtaken: somebody else was faster.
        Refused: nothing is left of it, or it was removed.
    """
    blog = _locked(update.story)
    html, text = _rendered(content)
    fields = {
        "headline": content.headline.strip(),
        "body_html": html,
        "image_id": content.image,
        "author_id": content.author,
    }
    update.refresh_from_db()
    if update.revision != based_on:
        raise Overtaken(update)
    if not update.is_public:
        raise Refused(_already(update))
    if all(getattr(update, name) == value for name, value in fields.items()):
        return None
    now = timezone.now()
    LiveUpdate.objects.filter(pk=update.pk).update(
        **fields,
        body_text=text,
        markup_version=markup.MARKUP_VERSION,
        revision=based_on + 1,
        edited_at=now,
    )
    update.refresh_from_db()
    revision = _keep_text(update, actor, now)
    _log(update, Kind.EDITED, actor, revision=revision)
    _follow(blog)
    return revision


def remove(update: LiveUpdate, actor: User | None) -> None:
    """Take an update from readers; its address says so from now on. Raises Refused if it is."""
    _move(update, actor, Status.PUBLIC, Status.REMOVED, Kind.REMOVED)


def put_back(update: LiveUpdate, actor: User | None) -> None:
    """Show a removed update again, at its own time. Raises Refused if readers see it."""
    _move(update, actor, Status.REMOVED, Status.PUBLIC, Kind.PUT_BACK)


@transaction.atomic
def _move(update: LiveUpdate, actor: User | None, source: str, to: str, kind: str) -> None:
    """Compare and swap the state (house rule 4); zero rows mean that someone was faster."""
    blog = _locked(update.story)
    moved = LiveUpdate.objects.filter(pk=update.pk, status=source).update(status=to)
    update.refresh_from_db()
    if not moved:
        raise Refused(_already(update))
    _log(update, kind, actor, from_status=source)
    _follow(blog)


@transaction.atomic
def pin(update: LiveUpdate, actor: User | None) -> None:
    """Keep an update on top of every page. Raises Refused beyond `MOST_PINNED`."""
    _locked(update.story)
    others = LiveUpdate.objects.public().filter(story=update.story_id, is_pinned=True)
    if others.exclude(pk=update.pk).count() >= MOST_PINNED:
        raise Refused(
            _("%(number)d updates are pinned already. Unpin one first.") % {"number": MOST_PINNED}
        )
    _mark(update, actor, Kind.PINNED, is_pinned=True)


def unpin(update: LiveUpdate, actor: User | None) -> None:
    """Let a pinned update stand at its time alone."""
    _mark(update, actor, Kind.UNPINNED, is_pinned=False)


def mark_key(update: LiveUpdate, actor: User | None) -> None:
    """Make an update a key event: every page lists it."""
    _mark(update, actor, Kind.MARKED, is_key=True)


def unmark_key(update: LiveUpdate, actor: User | None) -> None:
    """Take an update from the list of key events."""
    _mark(update, actor, Kind.UNMARKED, is_key=False)


@transaction.atomic
def _mark(update: LiveUpdate, actor: User | None, kind: str, **mark: bool) -> None:
    """Set a mark of a public update; one that has it already is as it should be."""
    blog = _locked(update.story)
    unlike = {name: not value for name, value in mark.items()}
    marked = LiveUpdate.objects.public().filter(pk=update.pk, **unlike).update(**mark)
    update.refresh_from_db()
    if not update.is_public:
        raise Refused(_already(update))
    if marked:
        _log(update, kind, actor, from_status=update.status)
        _follow(blog)


def rerender(update: LiveUpdate) -> None:
    """Clean an update anew after the allow-list changed; no new text, no edit for readers."""
    with transaction.atomic():
        LiveUpdate.objects.filter(pk=update.pk).update(
            body_html=markup.clean_story_html(update.body_html),
            markup_version=markup.MARKUP_VERSION,
        )
        versions.bump(*_keys(update.story_id))


# The live blog -----------------------------------------------------------------------------------


@transaction.atomic
def close(
    story: Story, actor: User | None, summary_html: str, *, at: datetime.datetime | None = None
) -> None:
    """End a live blog: its page says so and begins with the summary; no more updates come.

    Args:
        summary_html: what stands on top from now on; may be empty.
        at: when the coverage ended, now when None.

    Raises Refused when it has ended already.
    """
    blog = _locked(story)
    _end_or_go_on(
        blog,
        actor,
        Kind.CLOSED,
        status=LiveBlog.Status.CLOSED,
        summary_html=_summary(summary_html),
        closed_at=at or timezone.now(),
    )


def _summary(html: str) -> str:
    """A clean summary. Raises Refused when it is too long."""
    _check_length(html, "summary")
    return markup.clean_story_html(html)


@transaction.atomic
def summarise(story: Story, actor: User | None, summary_html: str, *, based_on: str) -> bool:
    """Give an ended live blog another summary.

    Args:
        based_on: `LiveBlog.summary_mark` of what the editor had opened.

    Returns:
        Whether anything has changed.

    Raises:
        SummaryOvertaken: somebody else was faster.
        Refused: it has not ended, or the text is too long.
    """
    blog = _locked(story)
    summary = _summary(summary_html)
    if not blog.is_closed:
        raise Refused(_("This live blog goes on. Its summary is written when it ends."))
    if blog.summary_mark != based_on:
        raise SummaryOvertaken(blog)
    if blog.summary_html == summary:
        return False
    LiveBlog.objects.filter(pk=blog.pk).update(summary_html=summary)
    LiveEvent.objects.create(story=story, kind=Kind.EDITED, actor=actor, at=timezone.now())
    _tell(blog.pk)
    return True


@transaction.atomic
def reopen(story: Story, actor: User | None) -> None:
    """Go on with a live blog that had ended; its summary is kept for the next end.

    Raises Refused when it has not ended.
    """
    _end_or_go_on(_locked(story), actor, Kind.REOPENED, status=LiveBlog.Status.OPEN, closed_at=None)


def _end_or_go_on(blog: LiveBlog, actor: User | None, kind: str, **fields: object) -> None:
    before = blog.status
    if before == fields["status"]:
        last = _last_of_blog(blog.story)
        raise Refused(
            _("%(who)s was faster: this live blog is “%(status)s” already.")
            % {"who": last, "status": blog.get_status_display()}
        )
    LiveBlog.objects.filter(pk=blog.pk, status=before).update(**fields)
    LiveEvent.objects.create(
        story=blog.story,
        kind=kind,
        actor=actor,
        from_status=before,
        to_status=str(fields["status"]),
        at=timezone.now(),
    )
    _tell(blog.story_id)


@transaction.atomic
def name_reporters(story: Story, actor: User | None, people: Iterable[User]) -> None:
    """Let these people, and no others without the right to publish, post to a live blog.

    Naming the same people again is no event.
    """
    blog = _locked(story)
    named = {person.pk for person in people}
    if named == set(blog.reporters.values_list("pk", flat=True)):
        return
    blog.reporters.set(named)
    LiveEvent.objects.create(story=story, kind=Kind.REPORTERS, actor=actor, at=timezone.now())


def blog_of(story: Story) -> LiveBlog:
    """The live blog of a story, unsaved and open while nothing was ever posted."""
    return LiveBlog.objects.filter(story=story).first() or LiveBlog(story=story)


# What every verb does ----------------------------------------------------------------------------


def _locked(story: Story) -> LiveBlog:
    """The live blog's row, held until the verb is done: verbs on one live blog take turns."""
    LiveBlog.objects.get_or_create(story=story)
    return LiveBlog.objects.select_for_update(of=("self",)).select_related("story").get(pk=story.pk)


def _keep_text(update: LiveUpdate, actor: User | None, at: datetime.datetime) -> LiveUpdateRevision:
    return LiveUpdateRevision.objects.create(
        update=update,
        number=update.revision,
        headline=update.headline,
        body_html=update.body_html,
        image_id=update.image_id,
        at=at,
        by=actor,
    )


def _log(
    update: LiveUpdate,
    kind: str,
    actor: User | None,
    *,
    from_status: str = "",
    revision: LiveUpdateRevision | None = None,
    at: datetime.datetime | None = None,
) -> None:
    LiveEvent.objects.create(
        story_id=update.story_id,
        update=update,
        revision=revision,
        kind=kind,
        actor=actor,
        from_status=from_status or (update.status if kind != Kind.POSTED else ""),
        to_status=update.status,
        at=at or timezone.now(),
    )


def _follow(blog: LiveBlog) -> None:
    """Keep the time of the newest update true, and tell all that shows the live blog."""
    newest = LiveUpdate.objects.public().filter(story=blog.pk).aggregate(at=Max("at"))["at"]
    LiveBlog.objects.filter(pk=blog.pk).update(newest_at=newest)
    _tell(blog.pk)


def _tell(story_id: int) -> None:
    versions.bump(*_keys(story_id))


def _keys(story_id: int) -> tuple[str, str]:
    """Version keys of what shows updates: the story and every page with its card carry the first;
    the front, whose cards say when the newest came, has one of its own."""
    return f"story:{story_id}", "home"


def _already(update: LiveUpdate) -> str:
    """Who was faster, and what the update is now."""
    last = update.events.select_related("actor").first()
    who = (last.actor if last else None) or _("the system")
    return _("This is not possible: the update is %(status)s (%(who)s did that last).") % {
        "status": update.get_status_display(),
        "who": who,
    }


def _last_of_blog(story: Story) -> str:
    acts = story.live_events.filter(kind__in=(Kind.CLOSED, Kind.REOPENED)).select_related("actor")
    last = acts.first()
    return str((last.actor if last else None) or _("the system"))
