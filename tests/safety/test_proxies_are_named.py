"""Feature S2: what a proxy says is believed only from the proxies that are named."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from newsportal.core.headers import ForwardedHeadersMiddleware
from tests import factories as f

OURS = "10.0.0.2"


@pytest.fixture(autouse=True)
def one_proxy(settings):
    settings.TRUSTED_PROXIES = (ip_network("10.0.0.0/24"),)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def seen(peer: str, **headers: str) -> HttpRequest:
    """The request as it is behind the middleware."""
    kept: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        kept.append(request)
        return HttpResponse()

    ForwardedHeadersMiddleware(view)(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))
    return kept[0]


@pytest.mark.parametrize("peer", ["203.0.113.5", "127.0.0.1", "::1", "10.0.1.2", "", "nonsense"])
def test_nobody_else_can_claim_tls(peer):
    request = seen(peer, **{"x-forwarded-proto": "https"})

    assert not request.is_secure()
    assert request.scheme == "http"


@pytest.mark.parametrize("peer", [OURS, "::ffff:10.0.0.9"])
def test_our_proxy_can(peer):
    assert seen(peer, **{"x-forwarded-proto": "https"}).is_secure()
    assert not seen(peer, **{"x-forwarded-proto": "http"}).is_secure()
    assert not seen(peer).is_secure()


FORWARDED = ("for", "proto", "host", "port", "prefix", "server", "ssl", "scheme", "by")


def test_every_header_of_that_kind_is_dropped_and_no_other():
    headers = {f"x-forwarded-{name}": "https" for name in FORWARDED}
    others = {"forwarded": "for=1.2.3.4;proto=https", "x-real-ip": "1.2.3.4", "x-scheme": "https"}
    stay = {"accept-language": "ko", "x-request-id": "7", "x-forward": "kept"}

    request = seen("203.0.113.5", **headers, **others, **stay)

    assert set(request.headers) & {name.title() for name in (*headers, *others)} == set()
    assert all(request.headers[name] == value for name, value in stay.items())


@pytest.mark.django_db
def test_a_forged_header_does_not_spare_a_stranger_the_way_to_tls(settings):
    f.site()
    settings.SECURE_SSL_REDIRECT = True
    forged = {"x-forwarded-proto": "https"}

    stranger = Client(REMOTE_ADDR="203.0.113.5").get("/", headers=forged)
    proxy = Client(REMOTE_ADDR=OURS).get("/", headers=forged)

    assert stranger.status_code == 301
    assert proxy.status_code == 200


@pytest.mark.django_db
def test_a_forged_host_is_never_taken_over():
    f.site()
    for peer in ("203.0.113.5", OURS):
        response = Client(REMOTE_ADDR=peer).get("/", headers={"x-forwarded-host": "evil.example"})

        assert response.status_code == 200
        assert b"evil.example" not in response.content
