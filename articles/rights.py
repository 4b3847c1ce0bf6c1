"""Who may do what with stories and pages: rights of the role, ownership, limits to sections (E5).

The rights themselves stand in one table (`newsportal.roles`); here they meet a document. Every
admin page, verb button, picker and autocomplete asks these functions and nothing else.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from articles.chrome import current as chrome
from articles.models import Document, Page, SectionLimit, Story
from articles.models.story import StoryQuerySet

Status = Document.Status

#: Whose draft it is goes on writing while it is in one of these.
OWN_WORK = (Status.DRAFT,)


def sections_of(user: Any) -> set[int] | None:
    """Ids of the sections that somebody's role is limited to, those below included.

    None means everywhere. Asked of the database once a request (kept on `user`).
    """
    if not hasattr(user, "role_sections"):
        limits = set(SectionLimit.objects.filter(user=user.pk).values_list("section", flat=True))
        user.role_sections = None if not limits or user.is_superuser else _with_all_below(limits)
    found: set[int] | None = user.role_sections
    return found


def _with_all_below(limits: set[int]) -> set[int]:
    sections = chrome.get().sections
    return {
        pk
        for pk, section in sections.items()
        if limits & {above.pk for above in chrome.get().trail(section)}
    }


def holds_in(user: Any, section_id: int | None) -> bool:
    """Whether somebody's role holds in a section; what is filed nowhere yet is everybody's."""
    limits = sections_of(user)
    return limits is None or section_id is None or section_id in limits


def _holds_for(user: Any, document: Document) -> bool:
    """A limited role holds for a story whose section, as planned and as public, is its own."""
    if not isinstance(document, Story):
        return sections_of(user) is None
    return holds_in(user, document.working_section_id) and holds_in(user, document.section_id)


def is_own(user: Any, document: Document) -> bool:
    """Whether somebody began it or it is assigned to them."""
    return user.pk is not None and user.pk in (
        document.created_by_id,
        getattr(document, "assignee_id", None),
    )


def may_open(user: Any, document: Document) -> bool:
    """Whether somebody may read the newest revision, its history and its preview."""
    if isinstance(document, Page):
        return bool(user.has_perm("articles.view_page")) and _holds_for(user, document)
    if not user.has_perm("articles.view_story"):
        return False
    if user.has_perm("articles.change_any_story"):
        return _holds_for(user, document) or is_own(user, document)
    return is_own(user, document)


def may_change(user: Any, document: Document) -> bool:
    """Whether somebody may save a new revision."""
    name = document._meta.model_name
    if not user.has_perm(f"articles.change_{name}"):
        return False
    if isinstance(document, Page) or user.has_perm("articles.change_any_story"):
        return _holds_for(user, document)
    return is_own(user, document) and document.status in OWN_WORK


def may_publish(user: Any, document: Document) -> bool:
    """Whether somebody may publish, schedule, withdraw, approve and send back."""
    name = document._meta.model_name
    return bool(user.has_perm(f"articles.publish_{name}")) and _holds_for(user, document)


def may_break_embargo(user: Any, document: Document) -> bool:
    """Whether somebody may end an embargo before its time."""
    return bool(user.has_perm("articles.break_embargo")) and may_publish(user, document)


def may_assign(user: Any, story: Story) -> bool:
    """Whether somebody may say who writes a story, and by when (feature E21)."""
    return bool(user.has_perm("articles.change_any_story")) and may_change(user, story)


def newsroom_stories(user: Any) -> StoryQuerySet:
    """The stories that somebody finds in the newsroom's list: their own, or their sections'."""
    stories = Story.objects.newsroom_list()
    own = Q(created_by=user.pk) | Q(assignee=user.pk)
    if not user.has_perm("articles.change_any_story"):
        return stories.filter(own)
    limits = sections_of(user)
    if limits is None:
        return stories
    return stories.filter(own | _filed_in(limits))


def _filed_in(sections: set[int]) -> Q:
    """Filed in one of these, or nowhere yet, as planned and as public."""
    planned = Q(working_section__isnull=True) | Q(working_section__in=sections)
    return planned & (Q(section__isnull=True) | Q(section__in=sections))


def visible_stories(user: Any) -> StoryQuerySet:
    """Stories whose headline somebody may see: those of `newsroom_stories`, and all live ones.

    For pickers and searches: no embargoed headline reaches who may not open it.
    """
    if not user.has_perm("articles.view_story"):
        return Story.objects.live()
    opened = newsroom_stories(user)
    if user.has_perm("articles.change_any_story") and sections_of(user) is None:
        return opened
    return Story.objects.newsroom_list().filter(
        Q(pk__in=opened.values("pk")) | Q(pk__in=Story.objects.live().values("pk"))
    )


def publishable_by(user: Any) -> Q:
    """Which stories somebody may publish, as `may_publish` says of each."""
    if not user.is_active or not user.has_perm("articles.publish_story"):
        return Q(pk__in=[])
    limits = sections_of(user)
    return ~Q(pk__in=[]) if limits is None else _filed_in(limits)


def title_for(user: Any, document: Document) -> str:
    """What somebody may know it by: as it is written now, or only as readers see it."""
    if isinstance(document, Story) and not may_open(user, document):
        return document.headline
    return str(document)


def titled(user: Any, words: list[str]) -> StoryQuerySet:
    """Stories of `visible_stories` with every word in the title that somebody may know them by.

    A headline that waits in a live story's working copy is found by those alone who may open it.
    """
    found = visible_stories(user)
    if not user.has_perm("articles.view_story"):
        return _with_words(found, "headline", words)
    opened = newsroom_stories(user)
    if user.has_perm("articles.change_any_story") and sections_of(user) is None:
        return _with_words(opened, "working_title", words)
    own = _with_words(opened, "working_title", words).values("pk")
    others = Story.objects.live().exclude(pk__in=opened.values("pk"))
    public = _with_words(others, "headline", words).values("pk")
    return found.filter(Q(pk__in=own) | Q(pk__in=public))


def _with_words(stories: StoryQuerySet, field: str, words: list[str]) -> StoryQuerySet:
    for word in words:
        stories = stories.filter(**{f"{field}__icontains": word})
    return stories
