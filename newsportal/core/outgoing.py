"""The guard for outgoing requests: what somebody's text or form makes the portal fetch or send.

Whoever names an address for the portal to fetch (an editor's embed, an import's picture, a wire's
feed) could name one inside our own network. So the guard reads the address strictly, resolves the
host itself, refuses every address that is not public, and connects to the very address that was
judged; nothing resolves the name a second time (OWASP, Server-Side Request Forgery Prevention;
the trick with two answers is known as DNS rebinding). Each redirect goes through all of it again.

A service that whoever runs the site names in its configuration may stand inside: `exchange` takes
the networks that the configuration names for that, and those alone are let through.

Time, bytes and the number of redirects are capped for the whole of a fetch, however slowly or
falsely the other server answers. There is no setting that turns the guard off; tests inject a
resolver and an opener, and the guard between them stays on.
"""

import io
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import BinaryIO, NoReturn
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolver = Callable[[str, int], Sequence[Address]]
Opener = Callable[[Address, int, float], socket.socket]

DEFAULT_PORTS = {"http": 80, "https": 443}
WEB_PORTS = frozenset(DEFAULT_PORTS.values())

# One move to https, one to www and one to the real place: honest chains end here.
MAX_REDIRECTS = 3
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})

# Longer than any address that a page in use carries; what is longer costs only time.
MAX_URL_LENGTH = 4096

# A name has at most 253 characters (RFC 1035 section 2.3.4), a label 63.
MAX_HOST_LENGTH = 253
HOST_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")

# "2130706433", "0x7f.1" and "0177.0.0.1" are spellings of 127.0.0.1 to many a resolver. A host
# whose last label is a number is an IPv4 address (WHATWG URL, "ends in a number"), and we take
# the plain spelling of four decimal numbers alone.
NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")

# Hosts with more addresses exist; when four of them are dead, a fifth hardly helps.
MAX_ADDRESSES_TRIED = 4

# Headers, chunk sizes and interim answers come on top of the body's own bytes.
OVERHEAD_BYTES = 256 * 1024
READ_BYTES = 64 * 1024

USER_AGENT = "newsportal"

# IANA's registry of special-purpose IPv4 addresses, without the three that are global, and with
# 168.63.129.16, where Azure serves a machine's own metadata from a public-looking address.
# Python's `is_global` changed its mind between patch releases, so the table stands here.
NOT_PUBLIC_IPV4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers (CGNAT); 100.100.100.200 is Alibaba's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's metadata
        "169.254.0.0/16",  # link-local; 169.254.169.254 is the metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; 192.0.0.192 is Oracle's metadata
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # former 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, with the broadcast address
    )
)

# Of IPv6 only global unicast is public; inside it these are not. 6to4 and Teredo carry an IPv4
# address of anybody's choice and no web server lives there, so they are out as a whole.
PUBLIC_IPV6 = IPv6Network("2000::/3")
NOT_PUBLIC_IPV6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)

# A network without IPv4 reaches it through this prefix (RFC 6052): its resolver answers with the
# IPv4 address in the last 32 bits, which is the one to judge.
NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class Fetched:
    """An answer: where it came from in the end, its status and type, and what it holds.

    `body` is empty when the answer went into a file; `size` counts its bytes either way.
    """

    url: str
    status: int
    content_type: str
    body: bytes
    size: int


@dataclass(frozen=True)
class Answer:
    """What a server said to something that was sent to it."""

    status: int
    headers: Message
    body: bytes


class OutgoingError(Exception):
    """A fetch gave nothing. `sentence` tells a person why; `code` tells a program.

    `status` is the other server's status code where that is the reason, else None.
    """

    def __init__(self, code: str, sentence: Promise | str, status: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.status = status

    def __str__(self) -> str:
        return str(self.sentence)


class OutgoingRefused(OutgoingError):
    """We would not: the address or the answer is not of a kind that the portal fetches."""


class OutgoingFailed(OutgoingError):
    """We could not: the other side did not answer, or not properly. Another try may help."""


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the public internet.

    Args:
        address: an IPv4 or IPv6 address.

    Returns:
        False for private, loopback, link-local, carriers' shared, multicast, reserved,
        documentation and metadata addresses, for 6to4 and Teredo, and for IPv6 spellings
        (IPv4-mapped, NAT64) of an IPv4 address that is not public.
    """
    if isinstance(address, IPv4Address):
        return not any(address in network for network in NOT_PUBLIC_IPV4)
    embedded = _embedded_ipv4(address)
    if embedded is not None:
        return is_public(embedded)
    return address in PUBLIC_IPV6 and not any(address in network for network in NOT_PUBLIC_IPV6)


def default_resolver(host: str, port: int) -> list[Address]:
    """Ask the system for a host's addresses.

    Args:
        host: a name in ASCII.
        port: the port, which getaddrinfo wants to know.

    Returns:
        The addresses in the system's order of preference.

    Raises:
        OSError: the name has no address or nobody could be asked.
    """
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [ip_address(str(sockaddr[0]).partition("%")[0]) for *_kind, sockaddr in answers]


def default_opener(address: Address, port: int, timeout_seconds: float) -> socket.socket:
    """Connect to an address that was judged public; no name is resolved here.

    Raises:
        OSError: nobody answers there in time.
    """
    return socket.create_connection((str(address), port), timeout_seconds)


def fetch(  # noqa: PLR0913 — what differs by caller, and the four ways to the net that tests replace
    url: str,
    *,
    max_bytes: int,
    timeout_seconds: float,
    accept: tuple[str, ...],
    into: BinaryIO | None = None,
    ports: frozenset[int] = WEB_PORTS,
    resolver: Resolver = default_resolver,
    opener: Opener = default_opener,
    tls: ssl.SSLContext | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Fetched:
    """Fetch a public address by GET, without cookies, credentials or a referrer.

    Args:
        url: an http or https address without credentials.
        max_bytes: the largest body that is taken, in bytes.
        timeout_seconds: for everything together: resolving, connecting, redirects, reading.
        accept: types that are welcome, such as ("image/*", "text/html"); "*/*" is any.
        into: a file that takes the body instead of memory. After an error it may hold a part.
        ports: ports that may be called.
        resolver: gives a host's addresses; every one of them must be public.
        opener: connects to one address.
        tls: checks certificates; by default against the system's authorities.
        clock: seconds that only grow.

    Returns:
        The answer at the end of at most three redirects; its status is 200 to 299.

    Raises:
        OutgoingRefused: an address that is not public or not plain http(s), a type that is not
            welcome, a compressed or too large body, too many redirects.
        OutgoingFailed: no such host, no answer in time, a bad certificate, a broken answer, or a
            status that is no success (`error.status`).
    """
    limits = _Limits(max_bytes, clock() + timeout_seconds, clock)
    route = _Route(ports, resolver, opener, tls or _system_tls())
    headers = {"Accept": ", ".join(accept)}
    for _redirect in range(MAX_REDIRECTS + 1):
        target = _read_url(url, ports)
        with (
            closing(_Connection(target, route, limits)) as connection,
            _ask(connection, target, headers) as response,
        ):
            if response.status not in REDIRECT_STATUSES:
                return _take(response, target.url, accept, limits, into)
            url = _redirected(target.url, response)
    raise OutgoingRefused("redirects", _("This address redirects too many times."))


def post(  # noqa: PLR0913 — as `fetch`
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    timeout_seconds: float,
    ports: frozenset[int] = WEB_PORTS,
    resolver: Resolver = default_resolver,
    opener: Opener = default_opener,
    tls: ssl.SSLContext | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Send something to a public https address; what it says besides its status is not read.

    A redirect is not followed: what was meant for one address is nobody else's.

    Args:
        url: an https address without credentials.
        body: what is sent.
        headers: further headers, such as Content-Type.
        timeout_seconds: for everything together: resolving, connecting, sending, the status.
        ports, resolver, opener, tls, clock: as for `fetch`.

    Returns:
        The status, 200 to 299.

    Raises:
        OutgoingRefused: an address that is not public or not plain https, or a redirect.
        OutgoingFailed: no such host, no answer in time, a bad certificate, a broken answer, or a
            status that is no success (`error.status`).
    """
    limits = _Limits(0, clock() + timeout_seconds, clock)
    route = _Route(ports, resolver, opener, tls or _system_tls())
    target = _read_secure_url(url, ports)
    with (
        closing(_Connection(target, route, limits)) as connection,
        _ask(connection, target, headers, body) as response,
    ):
        if response.status in REDIRECT_STATUSES:
            raise OutgoingRefused(
                "redirects", _("This address leads on to another one."), status=response.status
            )
        if not 200 <= response.status <= 299:
            _no_success(response.status)
        return response.status


def exchange(  # noqa: PLR0913 — as `fetch`
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    max_bytes: int,
    timeout_seconds: float,
    inner: Sequence[Network] = (),
    resolver: Resolver = default_resolver,
    opener: Opener = default_opener,
    tls: ssl.SSLContext | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Answer:
    """Send something to a service that the site's configuration names, and take its answer.

    A public address is asked by https only; plain http and any port lead into the networks of
    `inner`, where whoever runs the site has put the service. A redirect is not followed.

    Args:
        url: an address of the configuration, never one that somebody typed.
        body: what is sent.
        headers: further headers, such as Content-Type.
        max_bytes: the largest answer that is taken, in bytes.
        timeout_seconds: for everything together: resolving, connecting, sending, reading.
        inner: networks that are not public and may be asked all the same.
        resolver, opener, tls, clock: as for `fetch`.

    Returns:
        The answer; its status is 200 to 299.

    Raises:
        OutgoingRefused: an address outside both, plain http to a public one, a redirect, a
            compressed or too large answer.
        OutgoingFailed: no such host, no answer in time, a bad certificate, a broken answer, or a
            status that is no success (`error.status`).
    """
    limits = _Limits(max_bytes, clock() + timeout_seconds, clock)
    target = _read_url(url, frozenset({_port_of(url)}))
    route = _Route(
        frozenset({target.port}),
        resolver,
        opener,
        tls or _system_tls(),
        inner=tuple(inner),
        takes_public=target.scheme == "https",
    )
    with (
        closing(_Connection(target, route, limits)) as connection,
        _ask(connection, target, headers, body) as response,
    ):
        if response.status in REDIRECT_STATUSES:
            raise OutgoingRefused(
                "redirects", _("This address leads on to another one."), status=response.status
            )
        taken = _take(response, target.url, ("*/*",), limits, None)
        return Answer(response.status, response.headers, taken.body)


def check_receiver(url: str, ports: frozenset[int] = WEB_PORTS) -> None:
    """Say of an address that somebody types whether `post` may send to it, as far as it shows.

    Where its name leads is judged at each sending, not now.

    Raises:
        OutgoingRefused: it is not a plain https address, or names an inner one in numbers.
    """
    host = _read_secure_url(url, ports).host
    try:
        address = ip_address(host)
    except ValueError:
        return
    if not is_public(address):
        _inner_address()


@dataclass(frozen=True)
class _Limits:
    """What one fetch may cost, all redirects together."""

    max_bytes: int
    deadline: float
    clock: Callable[[], float]

    def seconds_left(self) -> float:
        """Give the time that is left, always more than 0. Raises OutgoingFailed after the end."""
        left = self.deadline - self.clock()
        if left <= 0:
            _too_slow()
        return left


@dataclass(frozen=True)
class _Route:
    """How to get from a host's name to a connection."""

    ports: frozenset[int]
    resolver: Resolver
    opener: Opener
    tls: ssl.SSLContext
    inner: tuple[Network, ...] = ()
    takes_public: bool = True

    def leads_to(self, address: Address) -> bool:
        """Whether an address may be asked."""
        if self.takes_public and is_public(address):
            return True
        return any(address in network for network in self.inner)


@dataclass(frozen=True)
class _Target:
    """An address that was read strictly: nothing later reads it in another way."""

    url: str
    scheme: str
    host: str
    port: int
    path: str


class _Connection(HTTPConnection):
    """A connection to an address that was judged, with one deadline for all that happens on it."""

    def __init__(self, target: _Target, route: _Route, limits: _Limits) -> None:
        # http.client leaves a port out of the Host header when it is the scheme's own.
        self.default_port = DEFAULT_PORTS[target.scheme]
        super().__init__(target.host, target.port)
        self.target, self.route, self.limits = target, route, limits
        self.limited: _LimitedSocket | None = None

    def connect(self) -> None:
        addresses = _judged_addresses(self.target, self.route, self.limits)
        raw = _open_first(addresses, self.target.port, self.route.opener, self.limits)
        self.sock = self.limited = _LimitedSocket(self._secured(raw), self.limits)

    def ended(self) -> bool:
        """Whether the other side has closed and all it sent was read."""
        return self.limited is not None and self.limited.reader.ended

    def _secured(self, raw: socket.socket) -> socket.socket:
        if self.target.scheme == "http":
            return raw
        try:
            raw.settimeout(self.limits.seconds_left())
            return self.route.tls.wrap_socket(raw, server_hostname=self.target.host)
        except BaseException:
            raw.close()
            raise


class _LimitedSocket:
    """As much of a socket as http.client needs, which stops at the deadline and the byte cap."""

    def __init__(self, sock: socket.socket, limits: _Limits) -> None:
        self._sock = sock
        self._limits = limits

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._limits.seconds_left())
        self._sock.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        self.reader = _LimitedReader(self._sock, self._limits)
        return io.BufferedReader(self.reader)

    def close(self) -> None:
        self._sock.close()


class _LimitedReader(io.RawIOBase):
    """Reads from a socket. A server that sends a byte now and then gains no time by it."""

    def __init__(self, sock: socket.socket, limits: _Limits) -> None:
        self._sock = sock
        # The socket stays open until this file is closed, though http.client lets go of it before.
        self._file = sock.makefile("rb", buffering=0)
        self._limits = limits
        self.ended = False
        # A body in tiny chunks weighs several times its content; more than twice is no accident.
        self._bytes_left = 2 * limits.max_bytes + OVERHEAD_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._sock.settimeout(self._limits.seconds_left())
        count = self._file.readinto(buffer) or 0
        self.ended = self.ended or count == 0
        self._bytes_left -= count
        if self._bytes_left < 0:
            _too_large()
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def _read_url(url: str, ports: frozenset[int]) -> _Target:
    """Read an address strictly. Raises OutgoingRefused for all that is not plainly http(s)."""
    url = url.strip(" ")
    if len(url) > MAX_URL_LENGTH:
        _bad_url()
    # Parsers disagree about backslashes and about what they strip; such addresses are traps.
    if "\\" in url or any(ord(character) < 32 or ord(character) == 127 for character in url):
        _bad_url()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        _bad_url()
    if parts.scheme not in DEFAULT_PORTS:
        raise OutgoingRefused("scheme", _("Only http and https addresses can be fetched."))
    if "@" in parts.netloc:
        raise OutgoingRefused("credentials", _("An address must not hold a name or a password."))
    if port is None:
        port = DEFAULT_PORTS[parts.scheme]
    if port not in ports:
        raise OutgoingRefused("port", _("This address names a port that is not allowed."))
    host = _read_host(parts)
    return _target(parts, host, port)


def _port_of(url: str) -> int:
    """The port that an address of the configuration names; 0, which none has, for a bad one."""
    try:
        parts = urlsplit(url)
        return parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        return 0


def _read_secure_url(url: str, ports: frozenset[int]) -> _Target:
    target = _read_url(url, ports)
    if target.scheme != "https":
        _must_be_secure()
    return target


def _target(parts: SplitResult, host: str, port: int) -> _Target:
    """Put the address together again from its checked parts, in ASCII."""
    path = _percent_encoded(parts.path) or "/"
    query = _percent_encoded(parts.query)
    shown_host = f"[{host}]" if ":" in host else host
    netloc = shown_host if port == DEFAULT_PORTS[parts.scheme] else f"{shown_host}:{port}"
    return _Target(
        url=urlunsplit((parts.scheme, netloc, path, query, "")),
        scheme=parts.scheme,
        host=host,
        port=port,
        path=f"{path}?{query}" if query else path,
    )


def _percent_encoded(text: str) -> str:
    """Encode what may not stand in a request line; what is encoded already stays as it is."""
    try:
        return quote(text, safe="/%:@!$&'()*+,;=~-._?[]|")
    except UnicodeEncodeError:  # half of a surrogate pair
        _bad_url()


def _read_host(parts: SplitResult) -> str:
    """Give the host in lower-case ASCII. An address in numbers must be in its plain spelling."""
    host = parts.hostname or ""
    if parts.netloc.startswith("["):
        return _read_ipv6(host)
    if not host.isascii():
        host = _punycode(host)
    host = host.removesuffix(".")
    labels = host.split(".")
    if NUMERIC_LABEL.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(host))
        except ValueError:
            raise OutgoingRefused("numeric", _("This address hides its host in numbers.")) from None
    if len(host) > MAX_HOST_LENGTH or not all(HOST_LABEL.fullmatch(label) for label in labels):
        _bad_url()
    return host


def _read_ipv6(host: str) -> str:
    if "%" in host:  # a zone is a matter of the machine that wrote it
        _bad_url()
    try:
        return str(IPv6Address(host))
    except ValueError:
        _bad_url()


def _punycode(host: str) -> str:
    """Spell an international name in ASCII. Full-width digits and the like become plain ones."""
    if len(host) > MAX_HOST_LENGTH:
        _bad_url()
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        _bad_url()


def _judged_addresses(target: _Target, route: _Route, limits: _Limits) -> list[Address]:
    """Resolve a host and judge the answer. One inner address among public ones spoils them all."""
    try:
        addresses: Sequence[Address] = [ip_address(target.host)]
    except ValueError:
        addresses = _resolve_in_time(route.resolver, target, limits)
    if not addresses:
        _no_such_host()
    if not route.takes_public and any(is_public(address) for address in addresses):
        _must_be_secure()
    if not all(route.leads_to(address) for address in addresses):
        _inner_address()
    return list(addresses)


def _resolve_in_time(resolver: Resolver, target: _Target, limits: _Limits) -> Sequence[Address]:
    """Run the resolver beside this thread: the system's knows no time limit of ours."""
    answers: queue.SimpleQueue[Sequence[Address] | Exception] = queue.SimpleQueue()

    def resolve() -> None:
        try:
            answers.put(resolver(target.host, target.port))
        except Exception as error:  # noqa: BLE001 — carried to the thread that waits for it
            answers.put(error)

    threading.Thread(target=resolve, name="outgoing-resolver", daemon=True).start()
    try:
        answer = answers.get(timeout=limits.seconds_left())
    except queue.Empty:
        _too_slow()
    if isinstance(answer, (OSError, UnicodeError)):
        _no_such_host()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _open_first(
    addresses: Sequence[Address], port: int, opener: Opener, limits: _Limits
) -> socket.socket:
    """Connect to the first of the judged addresses that answers, sharing the time among them."""
    tried = addresses[:MAX_ADDRESSES_TRIED]
    for position, address in enumerate(tried):
        share = limits.seconds_left() / (len(tried) - position)
        try:
            return opener(address, port, share)
        except OSError:
            continue
    raise OutgoingFailed("unreachable", _("The other server cannot be reached."))


def _ask(
    connection: _Connection, target: _Target, headers: Mapping[str, str], body: bytes | None = None
) -> HTTPResponse:
    """Send the request and read the head of the answer, in the words of this module's errors."""
    all_headers = {
        **headers,
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": USER_AGENT,
    }
    try:
        connection.request(
            "GET" if body is None else "POST", target.path, body=body, headers=all_headers
        )
        response = connection.getresponse()
    except TimeoutError:
        _too_slow()
    except ssl.SSLCertVerificationError:
        raise OutgoingFailed(
            "certificate", _("The other server cannot prove that it is who it says.")
        ) from None
    except (OSError, HTTPException, ValueError):
        _broken()
    if connection.ended():
        response.close()
        _broken()  # http.client takes a head that breaks off for a complete one
    return response


def _redirected(url: str, response: HTTPResponse) -> str:
    """Say where a redirect leads; the new address is read and judged like the first."""
    location = response.headers.get("Location", "")
    if not location:
        _broken()
    # http.client reads headers as Latin-1; servers write UTF-8 there when they write non-ASCII.
    location = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        return urljoin(url, location)
    except ValueError:
        _bad_url()


def _take(
    response: HTTPResponse,
    url: str,
    accept: tuple[str, ...],
    limits: _Limits,
    into: BinaryIO | None,
) -> Fetched:
    """Judge the head of the last answer and read its body."""
    if not 200 <= response.status <= 299:
        _no_success(response.status)
    content_type = response.headers.get_content_type() if "Content-Type" in response.headers else ""
    if not _is_welcome(content_type, accept):
        raise OutgoingRefused("type", _("What stands at this address is not of the kind expected."))
    # A body that unpacks to a thousand times its size is an old trick; we asked for none.
    if response.headers.get("Content-Encoding", "identity").strip().lower() not in ("identity", ""):
        raise OutgoingRefused("encoding", _("The other server sent packed data unasked."))
    if response.length is not None and response.length > limits.max_bytes:
        _too_large()
    memory = io.BytesIO()
    kept = memory if into is None else into
    size = 0
    for block in _blocks(response, limits):
        size += kept.write(block)
    return Fetched(url, response.status, content_type, memory.getvalue(), size)


def _is_welcome(content_type: str, accept: tuple[str, ...]) -> bool:
    main_type = content_type.partition("/")[0]
    return any(kind in ("*/*", content_type, f"{main_type}/*") for kind in accept)


def _blocks(response: HTTPResponse, limits: _Limits) -> Iterator[bytes]:
    """Give the body in blocks, counting. What the headers say about its length is a promise."""
    size = 0
    while block := _read_block(response, min(READ_BYTES, limits.max_bytes + 1)):
        size += len(block)
        if size > limits.max_bytes:
            _too_large()
        yield block
    if response.length:
        _broken()  # the connection ended before the promised length


def _read_block(response: HTTPResponse, amount: int) -> bytes:
    try:
        return response.read(amount)
    except TimeoutError:
        _too_slow()
    except (OSError, HTTPException, ValueError):
        _broken()


@cache
def _system_tls() -> ssl.SSLContext:
    """Read the system's certificate authorities once in a process: it takes some milliseconds."""
    return ssl.create_default_context()


def _embedded_ipv4(address: IPv6Address) -> IPv4Address | None:
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped


def _inner_address() -> NoReturn:
    raise OutgoingRefused(
        "inner_address", _("This address leads into a network that is not public.")
    ) from None


def _must_be_secure() -> NoReturn:
    raise OutgoingRefused("scheme", _("The address must begin with https://.")) from None


def _no_success(status: int) -> NoReturn:
    raise OutgoingFailed(
        "status",
        _("The other server answered with the error %(status)s.") % {"status": status},
        status=status,
    )


def _bad_url() -> NoReturn:
    raise OutgoingRefused("url", _("This is not a complete and correct web address.")) from None


def _no_such_host() -> NoReturn:
    raise OutgoingFailed("host", _("The host of this address does not exist.")) from None


def _too_slow() -> NoReturn:
    raise OutgoingFailed("timeout", _("The other server took too long.")) from None


def _too_large() -> NoReturn:
    raise OutgoingRefused("too_large", _("What stands at this address is too large.")) from None


def _broken() -> NoReturn:
    raise OutgoingFailed("broken", _("The other server’s answer was broken.")) from None
