"""The guard for outgoing requests: nothing inside our own network is ever asked for anything.

Local servers on 127.0.0.1 play the public internet: a test's resolver answers with a public
address, and its opener leads a connection to that address to the local server. The guard between
the two is the one that runs in production.
"""

import gzip
import io
import itertools
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from newsportal.core import outgoing
from newsportal.core.outgoing import OutgoingFailed, OutgoingRefused, fetch, is_public

PUBLIC = ip_address("93.184.215.14")
OTHER_PUBLIC = ip_address("2606:2800:21f:cb07::1")
# Long enough that no honest test on a busy machine meets it; tests of it use a clock of their own.
PATIENCE = 60
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


class Server:
    """A server on 127.0.0.1 that answers each connection with the next of its scripts."""

    def __init__(self, *answers, tls=None):
        self.requests = []
        self.answers = answers
        self.tls = tls
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    @property
    def port(self):
        return self.listener.getsockname()[1]

    def serve(self):
        for answer in self.answers:
            try:
                connection, _peer = self.listener.accept()
            except OSError:
                return
            with connection:
                try:
                    self.answer(connection, answer)
                except OSError:  # the guard hung up, as it should
                    continue

    def answer(self, connection, answer):
        if self.tls:
            connection = self.tls.wrap_socket(connection, server_side=True)
        request = b""
        while b"\r\n\r\n" not in request:
            part = connection.recv(4096)
            if not part:
                return
            request += part
        self.requests.append(request.decode())
        for part in [answer] if isinstance(answer, bytes) else answer:
            connection.sendall(part)
        if self.tls:
            connection.close()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept()
        self.listener.close()
        self.thread.join(PATIENCE)


class Internet:
    """What a test gives to `fetch`: names, ways to them, and a record of what was called."""

    def __init__(self):
        self.names = {}
        self.ports = {}
        self.resolved = []
        self.opened = []
        self.servers = []

    def add(self, host, *answers, address=PUBLIC, tls=None):
        server = Server(*answers, tls=tls)
        self.servers.append(server)
        self.names[host] = [address]
        self.ports[address] = server.port
        return server

    def resolver(self, host, port):
        self.resolved.append(host)
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return self.names[host]

    def opener(self, address, port, timeout_seconds):
        self.opened.append((address, port))
        if address not in self.ports:
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", self.ports[address]), timeout_seconds)

    def fetch(self, url, **changes):
        options = {
            "max_bytes": 100_000,
            "timeout_seconds": PATIENCE,
            "accept": ("text/html", "image/*"),
            "resolver": self.resolver,
            "opener": self.opener,
        }
        return fetch(url, **(options | changes))


@pytest.fixture
def internet():
    net = Internet()
    yield net
    for server in net.servers:
        server.close()


def page(body=b"<p>Hello</p>", headers=b""):
    return OK + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def redirect(location, status=b"302 Found"):
    return (
        b"HTTP/1.1 " + status + b"\r\nLocation: " + location.encode() + b"\r\n"
        b"Content-Length: 0\r\n\r\n"
    )


def refusal(call, *args, **options):
    with pytest.raises(OutgoingRefused) as caught:
        call(*args, **options)
    assert str(caught.value).endswith(".")
    return caught.value.code


def failure(call, *args, **options):
    with pytest.raises(OutgoingFailed) as caught:
        call(*args, **options)
    assert str(caught.value).endswith(".")
    return caught.value.code


# What is fetched ----------------------------------------------------------------------------------


def test_a_public_page_is_fetched(internet):
    internet.add("news.example", page())
    got = internet.fetch("http://news.example/story?id=1#part")
    assert (got.url, got.status, got.content_type, got.body, got.size) == (
        "http://news.example/story?id=1",
        200,
        "text/html",
        b"<p>Hello</p>",
        12,
    )
    assert internet.opened == [(PUBLIC, 80)]


def test_the_request_carries_nothing_that_tells_who_asks(internet):
    server = internet.add("news.example", page())
    internet.fetch("http://news.example/")
    (request,) = server.requests
    head, *headers = request.strip().split("\r\n")
    assert head == "GET / HTTP/1.1"
    assert sorted(headers) == [
        "Accept-Encoding: identity",
        "Accept: text/html, image/*",
        "Connection: close",
        "Host: news.example",
        "User-Agent: newsportal",
    ]


def test_a_body_can_go_into_a_file(internet):
    internet.add("news.example", page(b"x" * 70_000))
    file = io.BytesIO()
    got = internet.fetch("http://news.example/", into=file)
    assert (got.body, got.size, file.getvalue()) == (b"", 70_000, b"x" * 70_000)


def test_a_body_in_chunks_and_one_without_length_are_read(internet):
    internet.add(
        "news.example",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n\r\n",
        OK + b"\r\nHello",
    )
    assert internet.fetch("http://news.example/").body == b"Hello"
    assert internet.fetch("http://news.example/").body == b"Hello"


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("http://news.example/Mein Bild.jpg", "GET /Mein%20Bild.jpg HTTP/1.1"),
        ("http://news.example/a%20b/%C3%BC", "GET /a%20b/%C3%BC HTTP/1.1"),
        ("http://news.example/ü?q=ü", "GET /%C3%BC?q=%C3%BC HTTP/1.1"),
        ("  http://NEWS.example./x  ", "GET /x HTTP/1.1"),
        ("http://news.example?x=1", "GET /?x=1 HTTP/1.1"),
        ("HTTP://news.example:80/", "GET / HTTP/1.1"),
    ],
)
def test_addresses_as_people_write_them_are_understood(internet, url, line):
    server = internet.add("news.example", page())
    internet.fetch(url)
    assert server.requests[0].split("\r\n")[0] == line


def test_an_international_name_is_asked_for_in_ascii(internet):
    server = internet.add("xn--mnchen-3ya.example", page())
    internet.fetch("http://münchen.example/")
    assert internet.resolved == ["xn--mnchen-3ya.example"]
    assert "Host: xn--mnchen-3ya.example\r\n" in server.requests[0]


def test_a_public_address_in_numbers_needs_no_resolver(internet):
    internet.add("unused", page())
    internet.fetch(f"http://{PUBLIC}/")
    assert (internet.resolved, internet.opened) == ([], [(PUBLIC, 80)])


def test_a_public_ipv6_address_is_called_in_brackets(internet):
    server = internet.add("unused", page(), address=OTHER_PUBLIC)
    got = internet.fetch(f"http://[{OTHER_PUBLIC}]/")
    assert got.url == f"http://[{OTHER_PUBLIC}]/"
    assert f"Host: [{OTHER_PUBLIC}]\r\n" in server.requests[0]


def test_the_next_address_is_tried_when_the_first_is_dead(internet):
    internet.add("news.example", page())
    internet.names["news.example"] = [OTHER_PUBLIC, PUBLIC]
    assert internet.fetch("http://news.example/").status == 200
    assert internet.opened == [(OTHER_PUBLIC, 80), (PUBLIC, 80)]


# Addresses that are not public --------------------------------------------------------------------

INNER = [
    "0.0.0.0",  # noqa: S104 — nothing is bound, it is what the guard must refuse
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2002:5db8:d70e::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]


@pytest.mark.parametrize("address", INNER)
def test_an_address_that_is_not_public_is_never_called(internet, address):
    internet.names["trap.example"] = [ip_address(address)]
    assert refusal(internet.fetch, "http://trap.example/") == "inner_address"
    assert internet.opened == []


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2003::1",
        "2606:4700::1111",
        "::ffff:1.1.1.1",
        "64:ff9b::1.1.1.1",
    ],
)
def test_an_address_beside_a_closed_range_is_public(address):
    assert is_public(ip_address(address))


def test_one_inner_address_among_public_ones_spoils_the_name(internet):
    internet.add("mixed.example", page())
    internet.names["mixed.example"] = [PUBLIC, ip_address("10.0.0.5")]
    assert refusal(internet.fetch, "http://mixed.example/") == "inner_address"
    assert internet.opened == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1.",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:a9fe:a9fe]",
        "[64:ff9b::7f00:1]",
        "[fe80::1]",
        "１２７.０.０.１",
        "①②⑦。⓪。⓪。①",
    ],
)
def test_inner_addresses_written_as_hosts_are_refused_without_asking_anybody(internet, host):
    assert refusal(internet.fetch, f"http://{host}/") == "inner_address"
    assert (internet.resolved, internet.opened) == ([], [])


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "017700000001",
        "0x7f000001",
        "0x7f.0.0.1",
        "0x",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "10.0.0.010",
        "1.2.3.4.5",
        "256.256.256.256",
        "news.example.1",
        "4294967296",
        "0",
        "２１３０７０６４３３",
    ],
)
def test_hosts_hidden_in_numbers_are_refused_without_asking_anybody(internet, host):
    assert refusal(internet.fetch, f"http://{host}/") == "numeric"
    assert (internet.resolved, internet.opened) == ([], [])


def test_the_address_that_was_judged_is_the_one_that_is_called(internet):
    """DNS rebinding: the second answer would be another, but nobody asks a second time."""
    internet.add("rebind.example", page())
    answers = iter([[PUBLIC], [ip_address("127.0.0.1")]])

    def rebinding(host, port):
        internet.resolved.append(host)
        return next(answers)

    internet.fetch("http://rebind.example/", resolver=rebinding)
    assert internet.resolved == ["rebind.example"]
    assert internet.opened == [(PUBLIC, 80)]


def test_the_systems_resolver_answers_localhost_with_what_the_guard_refuses():
    assert (
        refusal(fetch, "http://localhost/", max_bytes=1, timeout_seconds=PATIENCE, accept=("*/*",))
        == "inner_address"
    )


def test_the_systems_way_to_an_address_connects_to_that_address():
    server = Server(page())
    with outgoing.default_opener(ip_address("127.0.0.1"), server.port, PATIENCE) as connection:
        assert connection.getpeername() == ("127.0.0.1", server.port)
    server.close()


# Addresses that are no plain web addresses --------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "scheme"),
        ("news.example", "scheme"),
        ("//news.example/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("ftp://news.example/", "scheme"),
        ("gopher://news.example:80/_x", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("data:text/html,x", "scheme"),
        ("http://", "url"),
        ("http:///path", "url"),
        ("http://user@news.example/", "credentials"),
        ("http://user:secret@news.example/", "credentials"),
        ("http://news.example@127.0.0.1/", "credentials"),
        ("http://@news.example/", "credentials"),
        ("http://news.example:22/", "port"),
        ("http://news.example:8080/", "port"),
        ("http://news.example:0/", "port"),
        ("http://news.example:99999/", "url"),
        ("http://news.example:x/", "url"),
        ("http://news.example\\@127.0.0.1/", "url"),
        ("http:\\\\127.0.0.1\\", "url"),
        ("http://news.example/\r\nHost: inner", "url"),
        ("http://news.example/\x00", "url"),
        ("http://news\t.example/", "url"),
        ("http://news example/", "url"),
        ("http://news..example/", "url"),
        ("http://-news.example/", "url"),
        ("http://news.exämple..de/", "url"),
        ("http://" + "a" * 64 + ".example/", "url"),
        ("http://" + "a." * 130 + "example/", "url"),
        ("http://" + "ü" * 300 + ".example/", "url"),
        ("http://news.example/" + "a" * 5000, "url"),
        ("http://news.example/\ud800", "url"),
        ("http://[::1/", "url"),
        ("http://[nonsense]/", "url"),
        ("http://[v1.future]/", "url"),
        ("http://[fe80::1%25eth0]/", "url"),
        ("http://[2606:2800::1%25eth0]/", "url"),
        ("http://news.example%2f@inner/", "credentials"),
        ("http://inner%00.example/", "url"),
        ("http://news.example℀inner/", "url"),
    ],
)
def test_an_address_that_is_not_plainly_of_the_web_is_refused(internet, url, code):
    assert refusal(internet.fetch, url) == code
    assert (internet.resolved, internet.opened) == ([], [])


def test_other_ports_can_be_allowed_by_the_caller(internet):
    server = internet.add("news.example", page())
    internet.fetch("http://news.example:8080/", ports=frozenset({8080}))
    assert internet.opened == [(PUBLIC, 8080)]
    assert "Host: news.example:8080\r\n" in server.requests[0]


# Redirects ----------------------------------------------------------------------------------------


def test_three_redirects_are_followed(internet):
    internet.add(
        "news.example",
        redirect("/b"),
        redirect("http://news.example/c", b"301 Moved"),
        redirect("//news.example/d%20e?x", b"308 Permanent"),
        page(),
    )
    assert internet.fetch("http://news.example/a").url == "http://news.example/d%20e?x"


def test_a_fourth_redirect_is_refused(internet):
    internet.add("news.example", *[redirect("/again")] * 4, page())
    assert refusal(internet.fetch, "http://news.example/") == "redirects"
    assert len(internet.opened) == 4


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://127.0.0.1/", "inner_address"),
        ("http://inner.example/", "inner_address"),
        ("http://169.254.169.254/latest/meta-data/", "inner_address"),
        ("http://[::ffff:10.0.0.1]/", "inner_address"),
        ("http://2130706433/", "numeric"),
        ("file:///etc/passwd", "scheme"),
        ("http://user:secret@news.example/", "credentials"),
        ("http://news.example:6379/", "port"),
        ("http://[::1", "url"),
        ("http://news.example\\@127.0.0.1/", "url"),
    ],
)
def test_a_redirect_is_judged_like_the_first_address(internet, location, code):
    internet.add("news.example", redirect(location))
    internet.names["inner.example"] = [ip_address("192.168.1.1")]
    assert refusal(internet.fetch, "http://news.example/") == code
    assert internet.opened == [(PUBLIC, 80)]


def test_a_redirect_in_utf8_is_understood(internet):
    server = internet.add("news.example", redirect("/grün"), page())
    internet.fetch("http://news.example/")
    assert server.requests[1].startswith("GET /gr%C3%BCn ")


def test_a_redirect_to_nowhere_is_a_broken_answer(internet):
    internet.add("news.example", b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")
    assert failure(internet.fetch, "http://news.example/") == "broken"


# Size, type and packing ---------------------------------------------------------------------------


def test_a_promised_length_over_the_cap_is_refused_before_reading(internet):
    internet.add("news.example", OK + b"Content-Length: 100001\r\n\r\n")
    assert refusal(internet.fetch, "http://news.example/") == "too_large"


def test_a_body_of_exactly_the_cap_is_taken(internet):
    internet.add("news.example", page(b"x" * 100_000))
    assert internet.fetch("http://news.example/").size == 100_000


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param([OK + b"\r\n", *[b"x" * 10_000] * 30], id="no length"),
        pytest.param(
            [
                OK + b"Transfer-Encoding: chunked\r\n\r\n",
                *[b"2710\r\n" + b"x" * 10_000 + b"\r\n"] * 30,
            ],
            id="chunks",
        ),
        pytest.param(
            [OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"]
            + [b"2710\r\n" + b"x" * 10_000 + b"\r\n"] * 30,
            id="a false length beside chunks",
        ),
        pytest.param(
            [OK + b"Transfer-Encoding: chunked\r\n\r\n"]
            + [b"1;" + b"e" * 60_000 + b"\r\nx\r\n"] * 30,
            id="tiny chunks in huge wrappings",
        ),
        pytest.param(
            itertools.repeat(b"HTTP/1.1 100 Continue\r\nX: " + b"y" * 1000 + b"\r\n\r\n", 2000),
            id="interim answers without end",
        ),
    ],
)
def test_a_body_over_the_cap_is_refused_however_it_comes(internet, answer):
    internet.add("news.example", answer)
    assert refusal(internet.fetch, "http://news.example/") == "too_large"


def test_the_file_never_gets_more_than_the_cap(internet):
    internet.add("news.example", [OK + b"\r\n", *[b"x" * 10_000] * 30])
    file = io.BytesIO()
    assert refusal(internet.fetch, "http://news.example/", into=file) == "too_large"
    assert len(file.getvalue()) <= 100_000


def test_a_packed_body_is_refused_unopened(internet):
    bomb = gzip.compress(b"\0" * 1_000_000)
    internet.add("news.example", page(bomb, b"Content-Encoding: gzip\r\n"))
    assert refusal(internet.fetch, "http://news.example/") == "encoding"


@pytest.mark.parametrize(
    ("header", "welcome"),
    [
        (b"Content-Type: text/html\r\n", True),
        (b"Content-Type: TEXT/HTML; charset=latin-1\r\n", True),
        (b"Content-Type: image/png\r\n", True),
        (b"Content-Type: image/svg+xml\r\n", True),
        (b"Content-Type: text/plain\r\n", False),
        (b"Content-Type: imagehtml\r\n", False),
        (b"Content-Type: \r\n", False),
        (b"", False),
    ],
)
def test_only_welcome_types_are_taken(internet, header, welcome):
    internet.add("news.example", b"HTTP/1.1 200 OK\r\n" + header + b"Content-Length: 1\r\n\r\nx")
    if welcome:
        assert internet.fetch("http://news.example/").body == b"x"
    else:
        assert refusal(internet.fetch, "http://news.example/") == "type"


def test_every_type_is_welcome_when_the_caller_says_so(internet):
    internet.add("news.example", b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
    got = internet.fetch("http://news.example/", accept=("*/*",))
    assert (got.content_type, got.body) == ("", b"x")


# Failures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="hangs up"),
        pytest.param(b"nonsense\r\n\r\n", id="no HTTP"),
        pytest.param(b"\x16\x03\x01\x02\x00\xff" * 50, id="TLS on the plain port"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Type: te", id="ends in the head"),
        pytest.param(OK + b"Content-Len", id="ends before the length"),
        pytest.param(b"HTTP/1.1 xyz OK\r\n\r\n", id="no status"),
        pytest.param(OK + b"X: y\r\n" * 200 + b"\r\n", id="200 headers"),
        pytest.param(OK + b"X: " + b"y" * 70_000 + b"\r\n\r\n", id="a header of 70 KB"),
        pytest.param(OK + b"Content-Length: 50\r\n\r\nshort", id="shorter than promised"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nHel", id="ends in a chunk"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nHello", id="no chunk size"),
    ],
)
def test_a_broken_answer_is_a_failure_with_a_sentence(internet, answer):
    internet.add("news.example", answer)
    assert failure(internet.fetch, "http://news.example/") == "broken"


@pytest.mark.parametrize("status", [400, 403, 404, 410, 429, 500, 503, 304])
def test_a_status_that_is_no_success_is_a_failure_that_names_it(internet, status):
    internet.add("news.example", b"HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n" % status)
    with pytest.raises(OutgoingFailed, match=str(status)) as caught:
        internet.fetch("http://news.example/")
    assert (caught.value.code, caught.value.status) == ("status", status)


def test_an_unknown_host_is_a_failure(internet):
    assert failure(internet.fetch, "http://nowhere.example/") == "host"


def test_a_host_without_addresses_is_a_failure(internet):
    internet.names["empty.example"] = []
    assert failure(internet.fetch, "http://empty.example/") == "host"


def test_a_dead_server_is_a_failure(internet):
    internet.names["dead.example"] = [PUBLIC]
    assert failure(internet.fetch, "http://dead.example/") == "unreachable"


def test_no_more_than_four_addresses_of_a_host_are_tried(internet):
    internet.names["dead.example"] = [ip_address(f"1.1.1.{number}") for number in range(1, 60)]
    assert failure(internet.fetch, "http://dead.example/") == "unreachable"
    assert len(internet.opened) == 4


def test_a_full_disk_is_not_blamed_on_the_other_server(internet):
    class FullDisk(io.BytesIO):
        def write(self, _block):
            raise OSError(28, "No space left on device")

    internet.add("news.example", page())
    with pytest.raises(OSError, match="No space"):
        internet.fetch("http://news.example/", into=FullDisk())


def test_an_error_inside_the_resolver_is_not_hidden(internet):
    def broken(host, port):
        raise RuntimeError("a mistake of ours")

    with pytest.raises(RuntimeError, match="a mistake of ours"):
        internet.fetch("http://news.example/", resolver=broken)


# Time ---------------------------------------------------------------------------------------------


class Clock:
    """A clock that moves on by a second each time it is read: no test waits."""

    def __init__(self):
        self.reads = 0

    def __call__(self):
        self.reads += 1
        return float(self.reads)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param([OK + b"Content-Length: 90000\r\n\r\n", *[b"x"] * 500], id="in the body"),
        pytest.param(itertools.chain(OK[i : i + 1] for i in range(len(OK))), id="in the head"),
        pytest.param(
            [OK + b"Transfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n"] * 500], id="in chunks"
        ),
    ],
)
def test_a_server_that_drips_meets_the_deadline_of_the_whole_fetch(internet, answer, monkeypatch):
    # One byte a read, as from a server that sends one at a time, without waiting for it.
    monkeypatch.setattr(
        outgoing._LimitedReader,
        "readinto",
        lambda reader, buffer, original=outgoing._LimitedReader.readinto: original(
            reader, memoryview(buffer)[:1]
        ),
    )
    internet.add("news.example", answer)
    clock = Clock()
    assert failure(internet.fetch, "http://news.example/", clock=clock) == "timeout"
    assert clock.reads <= PATIENCE + 2


def test_redirects_share_one_deadline(internet):
    internet.add("news.example", *[redirect("/again")] * 3, page())
    clock = Clock()
    assert (
        failure(internet.fetch, "http://news.example/", clock=clock, timeout_seconds=9) == "timeout"
    )


@pytest.mark.parametrize("heard", [0, 1])
def test_a_silent_server_is_left_when_the_socket_times_out(internet, monkeypatch, heard):
    """It falls silent before its answer, or after the head of it."""
    internet.add("news.example", OK + b"Content-Length: 90\r\n\r\nand then nothing")
    reads = itertools.count()
    read = outgoing._LimitedReader.readinto

    def silent(reader, buffer):
        if next(reads) >= heard:
            raise TimeoutError
        return read(reader, buffer)

    monkeypatch.setattr(outgoing._LimitedReader, "readinto", silent)
    assert failure(internet.fetch, "http://news.example/") == "timeout"


def test_the_socket_never_waits_longer_than_the_time_that_is_left(internet):
    internet.add("news.example", page())
    waits = []

    def opener(address, port, timeout_seconds):
        waits.append(timeout_seconds)
        return internet.opener(address, port, timeout_seconds)

    internet.fetch("http://news.example/", opener=opener, clock=Clock())
    assert 0 < waits[0] < PATIENCE


def test_a_resolver_that_never_answers_is_not_waited_for(internet):
    release = threading.Event()

    def stuck(host, port):
        release.wait(PATIENCE)
        return [PUBLIC]

    times = iter([0.0, PATIENCE - 0.001])
    try:
        assert (
            failure(
                internet.fetch, "http://news.example/", resolver=stuck, clock=lambda: next(times)
            )
            == "timeout"
        )
    finally:
        release.set()
    assert internet.opened == []


# TLS ----------------------------------------------------------------------------------------------


def make_certificate(name, signer=None):
    """Make a key and a certificate for a name, signed by (certificate, key) or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer_certificate, issuer_key = signer or (None, key)
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_certificate.subject if issuer_certificate else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=signer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    )
    return builder.sign(issuer_key, hashes.SHA256()), key


@pytest.fixture(scope="module")
def authority():
    return make_certificate("authority.example")


@pytest.fixture
def trust(authority):
    """What a reader's system is: it knows the authority."""
    certificate, _key = authority
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
    return ssl.create_default_context(cadata=pem)


@pytest.fixture
def served_as(authority, tmp_path):
    """Give a server's TLS with a certificate for a name, from the authority or self-made."""

    def make(name, signer=authority):
        certificate, key = make_certificate(name, signer)
        path = tmp_path / f"{name}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    return make


def test_https_names_the_host_and_checks_its_certificate(internet, trust, served_as):
    names = []
    tls = served_as("news.example")
    tls.sni_callback = lambda _socket, name, _context: names.append(name)
    internet.add("news.example", page(), tls=tls)
    assert internet.fetch("https://news.example./", tls=trust).body == b"<p>Hello</p>"
    assert names == ["news.example"]
    assert internet.opened == [(PUBLIC, 443)]


@pytest.mark.parametrize("name", ["other.example", "example", "93.184.215.14"])
def test_a_certificate_for_another_name_is_a_failure(internet, trust, served_as, name):
    internet.add("news.example", page(), tls=served_as(name))
    assert failure(internet.fetch, "https://news.example/", tls=trust) == "certificate"


def test_a_certificate_that_vouches_for_itself_is_a_failure(internet, served_as):
    internet.add("news.example", page(), tls=served_as("news.example", signer=None))
    assert failure(internet.fetch, "https://news.example/") == "certificate"


def test_a_plain_answer_on_the_tls_port_is_broken(internet, trust):
    internet.add("news.example", page())
    internet.servers[0].answer = lambda connection, answer: connection.sendall(answer)
    assert failure(internet.fetch, "https://news.example/", tls=trust) == "broken"


def test_a_redirect_from_https_is_checked_for_its_new_host(internet, trust, served_as):
    tls = served_as("news.example")
    internet.add("news.example", redirect("https://other.example/"), tls=tls)
    internet.add("other.example", page(), address=OTHER_PUBLIC, tls=tls)
    assert failure(internet.fetch, "https://news.example/", tls=trust) == "certificate"


def test_a_service_of_the_configuration_may_stand_in_the_networks_that_it_names_and_no_other(
    internet,
):
    inner, elsewhere = ip_address("10.1.2.3"), ip_address("10.9.9.9")
    server = internet.add("checks.internal", page(b"fine"), address=inner)
    internet.add("checks.example", page(b"fine"))
    internet.add("rebound.internal", page(b"fine"), address=elsewhere)

    def ask(host, port=8080, networks=("10.1.0.0/16",), **more):
        return outgoing.exchange(
            f"http://{host}:{port}/v1",
            b"{}",
            headers={"X-Ours": "1"},
            max_bytes=100,
            timeout_seconds=PATIENCE,
            inner=[ip_network(one) for one in networks],
            resolver=internet.resolver,
            opener=internet.opener,
            **more,
        )

    answer = ask("checks.internal")
    assert (answer.status, answer.body) == (200, b"fine")
    assert "X-Ours: 1" in server.requests[0]
    assert refusal(ask, "checks.internal", networks=()) == "inner_address"
    assert refusal(ask, "rebound.internal") == "inner_address"
    assert refusal(ask, "checks.example") == "scheme"
    assert refusal(ask, "checks.internal", port=99999) == "url"
    assert [address for address, _port in internet.opened] == [inner]
