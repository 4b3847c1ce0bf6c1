"""Feature C11: whatever happens in whatever order, no inbox and no mail tells of what is not
public at that moment, but to its author."""

from __future__ import annotations

from random import Random

import pytest

from articles import publishing
from comments import following, moderation, submitting
from comments.gate import NotAccepted
from comments.models import Comment, Policy
from newsportal.core import notices
from newsportal.core.models import User
from newsportal.core.notices import Wish
from tests import factories as f
from tests.comments.telling import told, work

pytestmark = pytest.mark.django_db

STEPS = 40


def secret(comment: Comment) -> str:
    return comment.text.split()[-1]


def hidden_words(people: list[User]) -> dict[User, set[str]]:
    """For each person, words of comments of others that nobody may read now, names of people who
    wrote nothing else, and headlines of withdrawn stories."""
    public = {
        one.pk for one in Comment.objects.public().select_related("story") if one.story.is_live()
    }
    comments = list(Comment.objects.select_related("author", "story"))
    return {
        person: _hidden([one for one in comments if one.author_id != person.pk], public)
        for person in people
    }


def _hidden(comments: list[Comment], public: set[int]) -> set[str]:
    names = {one.author.display_name for one in comments if one.pk in public and one.author}
    words = {secret(one) for one in comments if one.pk not in public}
    words |= {
        one.author.display_name
        for one in comments
        if one.author and one.author.display_name not in names
    }
    return words | {one.story.headline for one in comments if not one.story.is_live()}


def step(random: Random, people: list[User], stories: list, number: int) -> None:
    """One thing that happens, as chance will have it."""
    comments = list(Comment.objects.select_related("story"))
    act = random.choice([*["write"] * 6, *["decide"] * 5, "delete", "story"])
    author = random.choice(people)
    if act == "write" or not comments:
        story = random.choice(stories)
        f.policy(random.choice([Policy.OPEN, Policy.HOLD_ALL]))
        answered = random.choice([None, *Comment.objects.public().filter(story=story)])
        try:
            submitting.submit(story, author, f"What I say is word{number}x", reply_to=answered)
        except NotAccepted:
            return
    elif act == "story":
        story = random.choice(stories)
        story.refresh_from_db()
        if story.is_live():
            publishing.withdraw(story, None)
        else:
            publishing.publish(story, None)
    else:
        comment = random.choice(comments)
        verbs = ["approve", "reject", "spam", "remove", "restore"]
        try:
            if act == "delete":
                moderation.delete(comment, comment.author)
            else:
                moderation.decide(comment, random.choice(verbs), random.choice(people))
        except moderation.TooLate:
            return


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_inbox_and_no_mail_tells_what_is_not_public(seed):
    f.site()
    random = Random(seed)  # noqa: S311 -- the same course of events at every run
    people = [f.UserFactory(display_name=f"Person{number}x") for number in range(4)]
    stories = [f.published(headline=f"Headline{number}x") for number in range(2)]
    for person in people:
        for kind, _wish in notices.wishes_of(person):
            notices.choose(person, kind.code, Wish(True, True))
        following.follow(person, stories[0])
    by_address = {person.email: person for person in people}
    mails = 0
    for number in range(STEPS):
        step(random, people, stories, number)
        posted = work() if number % 2 else []
        hidden = hidden_words(people)
        for mail in posted:
            mails += 1
            text = f"{mail.subject} {mail.body} {mail.alternatives[0][0]}"
            assert not [one for one in hidden[by_address[mail.to[0]]] if one in text], text
        for person in people:
            titles = " ".join(filter(None, told(person)))
            assert not [one for one in hidden[person] if one in titles], titles

    assert mails
    assert any(told(person) for person in people)
