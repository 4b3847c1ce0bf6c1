"""Forms on shared pages: ours pass, foreign ones do not, unclear ones are asked about."""

import html
import re

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from newsportal.core.origin import CONFIRMED_FIELD, Sender, same_origin_form, sender_of

OURS = {"Sec-Fetch-Site": "same-origin"}
SESSION = {settings.SESSION_COOKIE_NAME: "whatever"}
TYPED = {"kind": "3", "text": 'Tides & "ferries"\r\n<b>김하늘</b>', "tag": ["a", "b"]}


@same_origin_form
@require_POST
def react(request):
    """Repeat what arrived."""
    fields = sorted(
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", CONFIRMED_FIELD)
    )
    return HttpResponse(repr(fields))


@same_origin_form
def write(request):
    """A page that is also read."""
    return HttpResponse(request.method)


@same_origin_form
@csrf_exempt
def careless(request):
    """A view that somebody exempted by mistake."""
    return HttpResponse("done")


def plain_refusal(request, reason=""):
    """What settings.CSRF_FAILURE_VIEW is to these tests."""
    return HttpResponse("no token", status=403)


urlpatterns = [
    path("react/", react),
    path("write/", write),
    path("careless/", careless),
]


@pytest.fixture(autouse=True)
def a_small_site(settings, tmp_path):
    """These views alone, a base page of two blocks, and Django's check of tokens switched on."""
    (tmp_path / "base.html").write_text(
        "<title>{% block title %}{% endblock %}</title>{% block content %}{% endblock %}"
    )
    (tmp_path / "403.html").write_text("{{ exception }}")
    (tmp_path / "400.html").write_text("bad")
    settings.ROOT_URLCONF = __name__
    settings.CSRF_FAILURE_VIEW = f"{__name__}.plain_refusal"
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]],
        }
    ]


@pytest.fixture
def guest():
    return Client(enforce_csrf_checks=True)


def with_session(guest):
    guest.cookies.load(SESSION)
    return guest


def typed(response):
    """Give the hidden fields of the confirmation page, as a browser would send them."""
    page = response.content.decode()
    fields = {}
    for name, value in re.findall(
        r'<input type="hidden" name="(.*?)" value="(.*?)">', page, re.DOTALL
    ):
        fields.setdefault(html.unescape(name), []).append(html.unescape(value))
    return fields


EVERYTHING = repr(sorted([("kind", "3"), ("tag", "a"), ("tag", "b"), ("text", TYPED["text"])]))


# Whose page --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "sender"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, Sender.OURS),
        ({"Sec-Fetch-Site": " Same-Origin "}, Sender.OURS),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"}, Sender.OURS),
        ({"Sec-Fetch-Site": "cross-site"}, Sender.FOREIGN),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, Sender.FOREIGN),
        ({"Sec-Fetch-Site": "same-site"}, Sender.FOREIGN),
        ({"Sec-Fetch-Site": "none"}, Sender.UNKNOWN),
        ({"Sec-Fetch-Site": "none", "Origin": "http://testserver"}, Sender.OURS),
        ({"Sec-Fetch-Site": "none", "Origin": "http://evil.example"}, Sender.FOREIGN),
        ({"Sec-Fetch-Site": ""}, Sender.UNKNOWN),
        ({"Sec-Fetch-Site": "same-origin, cross-site"}, Sender.UNKNOWN),
        ({"Sec-Fetch-Site": "x" * 10_000}, Sender.UNKNOWN),
        ({"Origin": "http://testserver"}, Sender.OURS),
        ({"Origin": "HTTP://TestServer"}, Sender.OURS),
        ({"Origin": "https://testserver"}, Sender.FOREIGN),
        ({"Origin": "http://testserver:8000"}, Sender.FOREIGN),
        ({"Origin": "http://testserver.evil.example"}, Sender.FOREIGN),
        ({"Origin": "http://evil.example/http://testserver"}, Sender.FOREIGN),
        ({"Origin": "http://sub.testserver"}, Sender.FOREIGN),
        ({"Origin": "null"}, Sender.FOREIGN),
        ({"Origin": ""}, Sender.FOREIGN),
        ({"Origin": "http://["}, Sender.FOREIGN),
        ({"Origin": "\xff\xfe\x00"}, Sender.FOREIGN),
        ({"Origin": "https://proxy.example"}, Sender.OURS),
        ({"Referer": "http://testserver/"}, Sender.UNKNOWN),
        ({}, Sender.UNKNOWN),
    ],
)
@override_settings(CSRF_TRUSTED_ORIGINS=["https://proxy.example"])
def test_the_headers_say_whose_page_sent_a_form(headers, sender):
    assert sender_of(RequestFactory().post("/react/", headers=headers)) is sender


def test_the_scheme_and_the_port_belong_to_our_origin():
    secure = RequestFactory().post("/react/", headers={"Origin": "https://testserver"}, secure=True)
    assert sender_of(secure) is Sender.OURS
    with_port = RequestFactory().post(
        "/react/", headers={"Origin": "http://testserver:8000", "Host": "testserver:8000"}
    )
    assert sender_of(with_port) is Sender.OURS


# Guests ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [OURS, {"Origin": "http://testserver"}])
def test_a_guests_form_from_our_page_is_taken_without_cookie_or_token(guest, headers):
    response = guest.post("/react/", TYPED, headers=headers)
    assert (response.status_code, response.content.decode()) == (200, EVERYTHING)
    assert not response.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
    ],
)
@pytest.mark.parametrize("cookies", [{}, SESSION])
def test_a_foreign_form_is_refused_with_a_sentence(guest, headers, cookies):
    guest.cookies.load(cookies)
    response = guest.post("/react/", TYPED, headers=headers)
    assert response.status_code == 403
    assert "another site" in response.content.decode()


def test_a_foreign_form_is_refused_even_with_a_right_token(guest):
    token = typed(guest.post("/react/", TYPED))["csrfmiddlewaretoken"]
    response = guest.post(
        "/react/", TYPED | {"csrfmiddlewaretoken": token}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "none"}])
def test_an_unclear_form_is_asked_about_and_nothing_typed_is_lost(guest, headers):
    asked = guest.post("/react/?from=%22x", TYPED, headers=headers)
    assert asked.status_code == 200
    assert "no-store" in asked["Cache-Control"]
    assert 'action="/react/?from=%22x"' in asked.content.decode()
    fields = typed(asked)
    assert len(fields.pop("csrfmiddlewaretoken")) == 1
    assert fields.pop(CONFIRMED_FIELD) == ["yes"]
    assert fields == {"kind": ["3"], "text": [TYPED["text"]], "tag": ["a", "b"]}


def test_the_confirmed_form_arrives_whole(guest):
    fields = typed(guest.post("/react/", TYPED))
    response = guest.post("/react/", fields)
    assert (response.status_code, response.content.decode()) == (200, EVERYTHING)


def test_a_confirmation_over_https_from_a_browser_with_a_referrer_is_taken(guest):
    fields = typed(guest.post("/react/", TYPED, secure=True))
    response = guest.post(
        "/react/", fields, secure=True, headers={"Referer": "https://testserver/react/"}
    )
    assert response.content.decode() == EVERYTHING


@pytest.mark.parametrize(
    "token", [[], ["wrong"], ["x" * 64], ["\u0661" * 64], [""], ["A" * 32, "B" * 32]]
)
def test_a_confirmation_without_the_right_token_is_refused_and_not_asked_again(guest, token):
    fields = typed(guest.post("/react/", TYPED))
    response = guest.post("/react/", fields | {"csrfmiddlewaretoken": token})
    assert (response.status_code, response.content) == (403, b"no token")


def test_a_browser_that_keeps_no_cookie_is_told_so_and_not_asked_for_ever(guest):
    fields = typed(guest.post("/react/", TYPED))
    guest.cookies.clear()
    assert guest.post("/react/", fields).content == b"no token"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_cannot_be_confirmed_and_are_refused(guest, method):
    response = getattr(guest, method)("/write/", "x=1")
    assert (response.status_code, response.content) == (403, b"no token")
    assert getattr(guest, method)("/write/", "x=1", headers=OURS).status_code == 200


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}])
def test_reading_is_never_checked_and_sets_no_cookie(guest, method, headers):
    response = getattr(guest, method)("/write/", headers=headers)
    assert response.status_code == 200
    assert not response.cookies


# People who may be signed in ---------------------------------------------------------------------


@pytest.mark.parametrize("headers", [OURS, {"Origin": "http://testserver"}, {}])
def test_a_request_with_a_session_cookie_needs_a_token(guest, headers):
    asked = with_session(guest).post("/react/", TYPED, headers=headers)
    assert CONFIRMED_FIELD in typed(asked)
    done = guest.post("/react/", typed(asked), headers=headers)
    assert done.content.decode() == EVERYTHING


def test_a_stale_token_of_a_signed_in_person_is_asked_about(guest):
    stale = TYPED | {"csrfmiddlewaretoken": "x" * 64}
    asked = with_session(guest).post("/react/", stale, headers=OURS)
    assert guest.post("/react/", typed(asked), headers=OURS).content.decode() == EVERYTHING


def test_a_view_exempted_by_mistake_is_checked_all_the_same(guest):
    asked = with_session(guest).post("/careless/", TYPED, headers=OURS)
    assert CONFIRMED_FIELD in typed(asked)
    assert guest.post("/careless/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_asking_for_the_opinion_of_djangos_check_leaves_no_line_in_the_log(guest, caplog):
    guest.post("/react/", TYPED)
    assert not caplog.records


# Hostile requests --------------------------------------------------------------------------------


def send(guest, data, **options):
    """Post bytes as they are: the client's own post() would encode them."""
    if isinstance(data, bytes):
        return guest.generic("POST", "/react/?q=x", data, **options)
    return guest.post("/react/?q=x", data, **options)


def test_half_characters_can_be_asked_about(guest):
    """`request_charset` keeps them out; here one gets through all the same."""
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf +2AA- done\r\n--x--\r\n'
    response = send(guest, body, content_type="multipart/form-data; boundary=x; charset=utf-7")
    assert typed(response)["text"] == ["half ? done"]


@pytest.mark.parametrize(
    "request_",
    [
        {"data": b"\xff\xfe=\x00&=&&&", "content_type": "application/x-www-form-urlencoded"},
        {"data": b"{broken", "content_type": "application/json"},
        {"data": b"", "content_type": ""},
        {"data": b"a" * 100_000, "content_type": "text/plain"},
        {"data": {"csrfmiddlewaretoken": "\x00" * 64}},
        {"data": {CONFIRMED_FIELD: "yes"}},
        {"data": {"<script>": '"><script>alert(1)</script>'}},
        {"data": TYPED, "headers": {"Cookie": "csrftoken=\x00; sessionid=\xff"}},
        {"data": TYPED, "headers": {"Cookie": "csrftoken=" + "x" * 5000}},
        {"data": TYPED, "headers": {"Referer": "http://[", "X-Csrftoken": "\xff" * 64}},
        {"data": TYPED, "headers": {"Referer": "http://["}, "secure": True},
    ],
)
def test_a_hostile_request_is_asked_about_or_refused_and_never_an_error(guest, request_):
    response = send(guest, **request_)
    assert response.status_code in (200, 403)
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize(
    "request_",
    [
        {"data": b"--x\r\nnonsense", "content_type": "multipart/form-data; boundary=x"},
        {"data": b"x", "content_type": "multipart/form-data"},
        {"data": b"a=1", "content_type": "application/x-www-form-urlencoded; charset=utf-16"},
        {"data": "&".join(f"f{number}=1" for number in range(5000)).encode(),
         "content_type": "application/x-www-form-urlencoded"},
        {"data": TYPED, "headers": {"Host": "evil.example", "Origin": "http://evil.example"}},
        {"data": TYPED, "headers": {"Host": "a b", "Origin": "http://a b"}},
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_read_is_a_bad_request(guest, request_):
    response = send(guest, **request_)
    assert response.status_code in (200, 400)
    if response.status_code == 200:
        assert CONFIRMED_FIELD in typed(response)


def test_the_confirmation_never_leads_to_another_host():
    request = RequestFactory().post("/react/", TYPED)
    request.path = "//evil.example/react/"
    assert b'action="/%2Fevil.example/react/"' in react(request).content


def test_a_view_is_marked_for_the_list_of_write_paths():
    assert react.is_same_origin_form
    assert react.__name__ == "react"


def test_the_refusal_is_djangos_own_so_that_the_site_shows_its_page():
    request = RequestFactory().post("/react/", headers={"Sec-Fetch-Site": "cross-site"})
    with pytest.raises(PermissionDenied, match="another site"):
        react(request)
