"""Following discussions and branches, and whom a comment is news to (feature C11)."""

from __future__ import annotations

from django.core import signing
from django.db import transaction
from django.urls import reverse

from articles.models import Story
from comments.models import Comment, DiscussionFollow, DiscussionHabit
from newsportal.core.models import User
from newsportal.core.paper import absolute

STOP_SALT = "comments.following.stop"


def follow(person: User, story: Story, branch: Comment | None = None) -> bool:
    """Tell somebody of new comments from now on.

    Args:
        branch: a comment that readers see; None: the whole discussion.

    Returns:
        Whether that is new.
    """
    _row, is_new = DiscussionFollow.objects.get_or_create(person=person, story=story, branch=branch)
    return is_new


def unfollow(person: User, story: int, branch: int | None = None) -> bool:
    """Tell them no more. Returns whether they had followed it."""
    found = DiscussionFollow.objects.filter(person=person, story=story, branch=branch)
    return bool(found.delete()[0])


def follow_own(comment: Comment) -> bool:
    """Let an author follow what is said below a comment that has just become public.

    Nothing happens when they do not want that, or hear of it already by what they follow above.

    Returns:
        Whether it is followed now and was not before.
    """
    author = comment.author
    if author is None or not follows_own(author):
        return False
    if DiscussionFollow.objects.reached_by(comment).filter(person=author).exists():
        return False
    return follow(author, comment.story, comment)


def follows_own(person: User) -> bool:
    """Whether what a person writes is followed by itself."""
    return not DiscussionHabit.objects.filter(person=person, follows_own=False).exists()


def choose_habit(person: User, *, follows_own: bool) -> None:
    """Keep whether what a person writes is followed by itself."""
    DiscussionHabit.objects.update_or_create(person=person, defaults={"follows_own": follows_own})


# Leaving by a link in a mail ----------------------------------------------------------------------


def stop_address(person: User, story: int, branch: int | None) -> str:
    """The address that ends following one thing, without signing in; it never ends itself."""
    token = signing.dumps([person.pk, story, branch], salt=STOP_SALT)
    return absolute(reverse("comments:stop-following", args=[token]))


def read_stop_token(token: str) -> tuple[User, Story, Comment | None] | None:
    """Whom and what a link names; None when it was cut short, made by others, or is of the past."""
    try:
        pk, story_pk, branch_pk = signing.loads(token, salt=STOP_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = User.objects.filter(pk=pk).first()
    story = Story.objects.select_related("section").filter(pk=story_pk).first()
    branch = Comment.objects.for_cards().filter(pk=branch_pk).first() if branch_pk else None
    if person is None or story is None or (branch_pk and branch is None):
        return None
    return person, story, branch


@transaction.atomic
def by_link(token: str, *, again: bool) -> bool:
    """Do what a link in a mail says, or take it back. Returns False for a link that is none."""
    named = read_stop_token(token)
    if named is None:
        return False
    person, story, branch = named
    if again:
        follow(person, story, branch)
    else:
        unfollow(person, story.pk, branch.pk if branch else None)
    return True
