"""Finding the story and the comment that an address names."""

from __future__ import annotations

from django.http import Http404

from articles.models import Story
from articles.views import stories
from comments.models import Comment


def story_at(year: str, month: str, day: str, slug: str) -> Story:
    """The live story at an address. Raises Http404."""
    story = stories.find(year, month, day, slug)
    if story is None or not story.is_live():
        raise Http404
    return story


def listed_comment(story: Story, pk: int) -> Comment:
    """A comment that readers can see on the story's pages. Raises Http404."""
    comment = Comment.objects.of_story(story).listed().for_cards().filter(pk=pk).first()
    if comment is None:
        raise Http404
    comment.story = story
    return comment
