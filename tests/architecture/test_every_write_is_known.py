"""House rule 10: a list of every public path that writes, with the proof that it asks for."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

#: Views that answer POST, and why a foreign page cannot use them.
TOKEN, ORIGIN = "Django's token", "same origin, else the token"
SIGNED = "the address itself is signed"
SIGNED_BODY = "what is posted is signed, with a fresh time"
WRITES = {
    "comments:acknowledge": TOKEN,
    "articles:save-story": TOKEN,
    "articles:follow": TOKEN,
    "articles:report-error": ORIGIN,
    "articles:read": ORIGIN,
    "articles:newsletters": ORIGIN,
    "articles:newsletters-confirm": SIGNED,
    "articles:newsletters-mine": SIGNED,
    "articles:newsletters-stop": SIGNED,
    "articles:newsletters-bounces": SIGNED_BODY,
    "articles:newsletters-own": TOKEN,
    "comments:write": ORIGIN,
    "comments:reply": ORIGIN,
    "comments:edit": TOKEN,
    "comments:delete": TOKEN,
    "comments:confirm": SIGNED,
    "comments:report": ORIGIN,
    "comments:notice": ORIGIN,
    "comments:legal-notice": TOKEN,
    "comments:react-to-story": ORIGIN,
    "comments:react-to-comment": ORIGIN,
    "comments:appeal": TOKEN,
    "comments:appeal-sanction": TOKEN,
    "comments:follow": TOKEN,
    "comments:follow-branch": TOKEN,
    "comments:follow-habit": TOKEN,
    "comments:mute": TOKEN,
    "comments:send-again": TOKEN,
    "comments:stop-following": SIGNED,
    "comments:unfollow": TOKEN,
    "comments:unmute": TOKEN,
    "core:notice-choices": TOKEN,
    "core:notice-read": TOKEN,
    "core:stop-mails": SIGNED,
    "people:invitation": TOKEN,
    "accounts:profile": TOKEN,
    "accounts:end-sessions": TOKEN,
    "accounts:data-ask": TOKEN,
    "accounts:data-delete": TOKEN,
    "accounts:closing": TOKEN,
}
#: allauth's, the admin's and the desk's views carry Django's token; a test of theirs walks them.
TOKEN_TREES = (
    "account_",
    "mfa_",
    "socialaccount_",
    "openid_connect_",
    "admin:",
    "setup:",
    "moderation",
)


def patterns(resolver: URLResolver | None = None, space: str = ""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", entry


def answers_post(pattern: URLPattern, rf) -> bool:
    """Whether the view lets a POST in; views that only read are `require_safe`."""
    arguments = dict.fromkeys(pattern.pattern.regex.groupindex, "1")
    try:
        response = pattern.callback(rf.post("/"), **arguments)
    except Exception:  # noqa: BLE001 -- whatever it misses, it was let in
        return True  # it went past the guard of its method and missed what it needs
    return response.status_code != 405


@pytest.mark.django_db
def test_every_public_view_that_takes_a_post_is_on_the_list(rf):
    taking = {
        name
        for name, pattern in patterns()
        if not name.startswith(TOKEN_TREES) and answers_post(pattern, rf)
    }

    assert taking == set(WRITES)


@pytest.mark.django_db
def test_only_forms_of_shared_pages_and_signed_links_are_without_djangos_token():
    exempt = {
        name for name, pattern in patterns() if getattr(pattern.callback, "csrf_exempt", False)
    }

    assert exempt == {
        name for name, proof in WRITES.items() if proof in (ORIGIN, SIGNED, SIGNED_BODY)
    }
