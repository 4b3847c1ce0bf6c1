"""Sessions end with what they held, and begin with keys that can be keys."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse


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


def end_all(person: int) -> int:
    """Delete every session of a person, by the id. Reads all sessions: for the worker, and rarely.

    Returns:
        How many there were.
    """
    theirs = [
        session.pk
        for session in Session.objects.iterator(chunk_size=2000)
        if session.get_decoded().get(SESSION_KEY) == str(person)
    ]
    return Session.objects.filter(pk__in=theirs).delete()[0]
