"""Sessions end with what they held, and begin with keys that can be keys."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django_tasks import task


class TidySessionMiddleware(SessionMiddleware):
    """Takes the cookie back with the last thing that the session held.

    Django keeps an empty session that once had a key; its cookie would make every later page of
    that browser a personal one, which nobody may share or store (house rule 15).

    A cookie can hold any character, also one that the database refuses (a null). Django's own keys
    are letters and digits; what is none is nobody's.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        key = request.session.session_key
        if key is not None and not (key.isascii() and key.isalnum()):
            request.session = self.SessionStore(None)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session = request.session
        if session.modified and session.session_key and not session.keys():
            session.flush()
        return super().process_response(request, response)


@task()
def end_all(person: int, but: str = "") -> int:
    """Delete every session of a person. Reads all sessions: for the worker, and rarely.

    Args:
        person: the id.
        but: the key of a session that goes on, hashed by `name_of`; empty: none does.

    Returns:
        How many there were.
    """
    theirs = [
        session.pk
        for session in Session.objects.iterator(chunk_size=2000)
        if session.get_decoded().get(SESSION_KEY) == str(person)
        and not (but and constant_time_compare(name_of(session.pk), but))
    ]
    return Session.objects.filter(pk__in=theirs).delete()[0]


def name_of(key: str) -> str:
    """A session's key, hashed: the rows of tasks are no place for what opens an account."""
    return salted_hmac("newsportal.core.sessions", key, algorithm="sha256").hexdigest()
