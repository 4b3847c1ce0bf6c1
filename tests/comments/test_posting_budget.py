"""DESIGN section 6: posting costs few statements, however long the discussion is."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Policy
from tests import factories as f
from tests.test_query_budgets import discuss

pytestmark = pytest.mark.django_db
#: What the verb asks for, with the author's record for all checks, a look for what says nearly the
#: same when it waits, and the task of who hears of it: ten; with an answer and a look for the same
#: words elsewhere twelve.
VERB, VERB_WITH_EVERY_CHECK = 10, 12
#: Beside it: the story, the session and the person, the limit, the message, the answered comment.
#: One that waits looks for those that say nearly the same (feature M3).
REQUEST, REQUEST_WITH_EVERY_CHECK = 16, 19
#: Transactions say where they begin and end, which asks the database for nothing.
BRACKETS = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")
#: Statements of the request that are not the verb's.
AROUND = ('FROM "articles_story"', "django_session", 'FROM "core_user"', "core_ratecount")
LONG = "It was dark, and the lamps of the pier were out. Nobody counted us, number {}."


@pytest.fixture(autouse=True)
def paper(settings):
    f.site()
    settings.VERSION_CHECK_SECONDS = 60


@pytest.mark.parametrize("comments", [0, 400])
@pytest.mark.parametrize("policy", [Policy.OPEN, Policy.HOLD_ALL])
def test_posting_costs_the_same_however_much_was_said(client, comments, policy):
    f.policy(policy)
    story = f.published()
    discuss(story, comments)
    root = f.approved(story)
    client.force_login(f.UserFactory())
    place = f"{story.get_absolute_url()}comments/"

    def statements(address: str, text: str) -> list[str]:
        client.post(address, {"text": "To warm up."})
        with CaptureQueriesContext(connection) as captured:
            response = client.post(address, {"text": text, "form_key": uuid.uuid4()})
        assert response.status_code == 302
        asked = [query["sql"] for query in captured.captured_queries]
        return [statement for statement in asked if not statement.startswith(BRACKETS)]

    def of_verb(asked: list[str]) -> list[str]:
        return [one for one in asked if not any(sign in one for sign in AROUND)]

    short = statements(place, "I was on that ferry.")
    answer = statements(f"{place}{root.pk}/reply/", LONG.format(comments))

    assert len(of_verb(short)) <= VERB, "\n".join(of_verb(short))
    # the view reads the answered comment once before the verb does so under its lock
    assert len(of_verb(answer)) - 1 <= VERB_WITH_EVERY_CHECK, "\n".join(of_verb(answer))
    assert len(short) <= REQUEST, "\n".join(short)
    assert len(answer) <= REQUEST_WITH_EVERY_CHECK, "\n".join(answer)
    assert Comment.objects.filter(text="I was on that ferry.").count() == 1
