"""Feature M11, decision record 0035: what happened is neither changed nor taken away."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from comments import desk_log, moderation
from comments.desk_log import About
from comments.models import CommentEvent, DeskEvent, LegalNoticeEvent, SanctionEvent
from tests import factories as f
from tests.architecture.sources import python_files

EVENTS = (CommentEvent, SanctionEvent, LegalNoticeEvent, DeskEvent)


def one_of_each(person) -> None:
    f.site()
    comment = f.held()
    moderation.reject(comment, person, reason="abuse")
    f.sanction(comment.author, "hold")
    f.legal_notice(f.published())
    desk_log.record("reports_settled", person, About(comment=comment.pk), state="accepted", count=2)
    desk_log.record("policy_changed", person, before="open", after="closed")


def delete_to_the_end(events) -> None:
    events.delete()
    connection.check_constraints()  # as at the end of a transaction


@pytest.mark.django_db
def test_no_event_is_changed_or_deleted_whoever_asks_the_database():
    mina, sam = f.UserFactory(), f.UserFactory()
    one_of_each(mina)

    for model in EVENTS:
        for change in ({"kind": "approved"}, {"actor": sam}):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                model.objects.update(**change)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            delete_to_the_end(model.objects.all())
    assert CommentEvent.objects.filter(actor=mina, reason="abuse").count() == 1


@pytest.mark.django_db
def test_a_person_who_is_erased_becomes_opaque_and_an_event_goes_with_its_comment():
    mina = f.UserFactory()
    one_of_each(mina)
    before = {model: model.objects.count() for model in EVENTS}

    mina.delete()

    assert before == {model: model.objects.count() for model in EVENTS}
    assert not CommentEvent.objects.filter(kind="rejected").get().actor
    assert DeskEvent.objects.filter(actor=None).count() == 2
    comment = CommentEvent.objects.filter(kind="rejected").get().comment
    comment.delete()
    connection.check_constraints()
    assert not CommentEvent.objects.filter(comment=comment.pk).exists()
    assert [event.kind for event in DeskEvent.objects.all()] == ["policy_changed"]


@pytest.mark.django_db
def test_the_log_of_the_desk_holds_codes_and_numbers_and_never_a_text():
    with pytest.raises(ValueError, match="never holds"):
        desk_log.record("policy_changed", None, note="The minister is a goat.")
    with pytest.raises(ValueError, match="never holds"):
        desk_log.record("policy_changed", None, reason="he was rude")
    with pytest.raises(KeyError):
        desk_log.record("something else", None)
    assert not DeskEvent.objects.exists()


#: Who may write the time of an event: what is brought in or shown was long ago.
MAY_DATE = {"comments/importing.py", "newsportal/demo/discussing.py"}
NAMES = ("CommentEvent", "SanctionEvent", "LegalNoticeEvent", "DeskEvent", ".events.")


def writes_to_events(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls like ``….events.update(…)`` and ``CommentEvent.objects.….delete()``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            chain = ast.unparse(node.func)
            if node.func.attr in ("update", "delete", "bulk_update") and (
                any(name in chain for name in NAMES) or chain.startswith("events.")
            ):
                yield node


def test_no_code_of_ours_changes_or_deletes_events():
    offenders = []
    for path, tree in python_files(("Event", "events")):
        if not path.startswith("comments/") and path not in MAY_DATE:
            continue
        for call in writes_to_events(tree):
            is_time = {keyword.arg for keyword in call.keywords} == {"at"}
            if not (is_time and path in MAY_DATE):
                offenders.append(f"{path}:{call.lineno}")
    assert offenders == []
