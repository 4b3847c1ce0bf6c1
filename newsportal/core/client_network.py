"""Who is calling: the address behind the proxies that we trust, and the network it stands in.

`X-Forwarded-For` is a list that everybody on the way may add to, the caller first of all. Only
what a trusted proxy wrote counts: the list is read from the right, one entry for each trusted hop
(RFC 7239 section 8.1 warns of the same), and the first address that is not one of our proxies is
the caller, whatever stands further left.
"""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

Address = IPv4Address | IPv6Address

# A server that listens on a Unix socket names no peer; whoever calls there is on this machine.
UNIX_SOCKET_PEER = IPv4Address("127.0.0.1")

# Nobody runs more proxies in a row than this; a longer list is read no further.
MAX_HOPS = 16

# A household or a firm gets a /56 of IPv6 (RIPE-690 recommends no less) and a neighbourhood
# shares a /24 of IPv4: smaller networks let one person change sides at will, larger ones
# punish strangers.
IPV4_NETWORK_BITS = 24
IPV6_NETWORK_BITS = 56

# Half of a SHA-1 would do against accidents; this is what a column holds.
SEALED_LENGTH = 32


def client_address(request: HttpRequest) -> Address:
    """Say which address the request comes from.

    Args:
        request: any request. `settings.TRUSTED_PROXIES` lists the networks of our own proxies.

    Returns:
        The first address from the right that is not a trusted proxy. Where a trusted proxy wrote
        something that is no address, or wrote nothing, its own address: what stands further left
        may be the caller's invention. IPv4 in IPv6 clothes comes back as IPv4.
    """
    address = _peer(request)
    for entry in _from_the_right(request.META.get("HTTP_X_FORWARDED_FOR", "")):
        if not _is_trusted(address):
            break
        forwarded = parse_address(entry)
        if forwarded is None:
            break
        address = forwarded
    return address


def comes_by_our_proxy(request: HttpRequest) -> bool:
    """Say whether a proxy of settings.TRUSTED_PROXIES handed us the request itself."""
    return _is_trusted(_peer(request))


def network_of(address: Address | str) -> str:
    """Name the network that an address stands in: what limits are counted by.

    Args:
        address: an address, or its text.

    Returns:
        The /24 of an IPv4 address or the /56 of an IPv6 address, such as "203.0.113.0/24".

    Raises:
        ValueError: the text is no address.
    """
    parsed = parse_address(str(address))
    if parsed is None:
        msg = f"{address!r} is not a network address"
        raise ValueError(msg)
    bits = IPV4_NETWORK_BITS if isinstance(parsed, IPv4Address) else IPV6_NETWORK_BITS
    return str(ip_network((parsed, bits), strict=False))


def parse_address(text: str) -> Address | None:
    """Read an address as proxies write it.

    Args:
        text: an address, perhaps quoted, in brackets, with a port or a zone ("[2001:db8::1]:443").

    Returns:
        The address without port and zone, IPv4-mapped IPv6 as IPv4; None for anything else.
    """
    host = text.strip().strip('"')
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _peer(request: HttpRequest) -> Address:
    """Give the address at the other end of the connection."""
    return parse_address(request.META.get("REMOTE_ADDR", "")) or UNIX_SOCKET_PEER


def _from_the_right(header: str) -> Iterator[str]:
    """Give the last entries of the list, the nearest hop first. Empty header: none."""
    if header:
        yield from reversed(header.rsplit(",", MAX_HOPS)[-MAX_HOPS:])


def _is_trusted(address: Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


def sealed_network(request: HttpRequest) -> str:
    """The caller's network as 32 letters that tell two of them apart and name none.

    For counting a stranger once where no address need be kept (house rule 23); a keyed hash, since
    all networks there are could be tried.
    """
    network = network_of(client_address(request))
    return salted_hmac("newsportal.core.client_network", network).hexdigest()[:SEALED_LENGTH]
