"""Sessions end when nothing is in them, so that a reader who has signed out is a guest again."""

from __future__ import annotations

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse


class TidySessionMiddleware(SessionMiddleware):
    """Takes the cookie back with the last thing that the session held.

    Django keeps an empty session that once had a key; its cookie would make every later page of
    that browser a personal one, which nobody may share or store (house rule 15).
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session = request.session
        if session.modified and session.session_key and not session.keys():
            session.flush()
        return super().process_response(request, response)
