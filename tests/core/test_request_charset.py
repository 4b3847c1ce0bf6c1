"""A request cannot choose how it is decoded."""

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import RequestFactory

from newsportal.core.request_charset import read_as_utf8
from newsportal.wsgi import application

FORM = 'form-data; name="text"\r\n\r\n'


def receive(content_type, body=b"x", query="q=%C3%BC"):
    """Give the request as Django gets it behind the wrapper."""
    received = []

    def receiver(environ, _start_response):
        received.append(WSGIRequest(environ))
        return []

    environ = RequestFactory().generic("POST", "/", b"").environ
    environ |= {
        "CONTENT_TYPE": content_type,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)),
    }
    environ["wsgi.input"] = type(environ["wsgi.input"])(body)
    read_as_utf8(receiver)(environ, None)
    return received[0]


@pytest.mark.parametrize(
    "parameter",
    [
        "charset=zlib",
        "charset=rot13",
        "charset=undefined",
        "charset=punycode",
        "charset=utf-7",
        "charset=unicode_escape",
        "charset=utf-16",
        "charset=\x00",
        'charset="zlib"',
        "CHARSET=zlib",
        "charset*=utf-8''zlib",
        "charset*0=zl; charset*1=ib",
        "charset*=nonsense''a",
        "other*=\x00''a",
        "charset=" + "x" * 100_000,
        ";" * 10_000,
    ],
)
def test_a_charset_that_a_request_names_is_ignored(parameter):
    request = receive(f"text/plain; {parameter}")
    assert (request.content_type, request.encoding) == ("text/plain", None)
    assert request.GET["q"] == "ü"


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "zlib", "utf-16"])
@pytest.mark.parametrize("order", ["boundary=x; charset={}", 'charset={};boundary="x"'])
def test_a_form_with_files_keeps_its_boundary_and_is_read_as_utf8(charset, order):
    body = f"--x\r\nContent-Disposition: {FORM}+2AA- ü \\ud800\r\n--x--\r\n".encode()
    request = receive("Multipart/Form-Data; " + order.format(charset), body)
    assert request.POST["text"] == "+2AA- ü \\ud800"


def test_a_plain_form_is_read_whatever_it_names():
    request = receive("application/x-www-form-urlencoded; charset=utf-16", "text=ü".encode())
    assert request.POST["text"] == "ü"


@pytest.mark.parametrize("content_type", ["", "text/plain", "multipart/form-data", "nonsense"])
def test_a_content_type_without_parameters_stays_as_it_is(content_type):
    assert receive(content_type).META["CONTENT_TYPE"] == content_type


def test_a_request_without_content_type_is_passed_on():
    environ = RequestFactory().get("/").environ
    environ.pop("CONTENT_TYPE", None)
    assert list(
        read_as_utf8(lambda given, _start: [str("CONTENT_TYPE" in given)])(environ, None)
    ) == ["False"]


@pytest.mark.django_db  # it closes connections that have grown old
def test_the_entry_for_web_servers_is_wrapped(monkeypatch):
    """A codec that is none breaks Django's application itself, before any page of an error."""
    environ = RequestFactory().get("/nowhere/?q=x").environ
    environ["CONTENT_TYPE"] = "text/plain; charset=zlib"
    monkeypatch.setattr(
        "django.core.handlers.wsgi.WSGIHandler.get_response", lambda *_: HttpResponse()
    )
    statuses = []
    application(environ, lambda status, _headers: statuses.append(status))
    assert statuses == ["200 OK"]
