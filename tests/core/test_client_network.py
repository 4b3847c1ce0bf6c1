"""The caller's address: only what our own proxies wrote is believed."""

from ipaddress import ip_address, ip_network

import pytest
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from newsportal.core.client_network import client_address, network_of, parse_address

PROXY = "10.0.0.2"
SECOND_PROXY = "10.0.0.3"
READER = "203.0.113.7"
LIE = "198.51.100.66"


def ask(remote, forwarded=None, trusted=("10.0.0.0/8",)):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, **headers)
    with override_settings(TRUSTED_PROXIES=tuple(ip_network(network) for network in trusted)):
        return str(client_address(request))


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        pytest.param(READER, None, READER, id="no proxy"),
        pytest.param(READER, LIE, READER, id="the reader writes the header"),
        pytest.param(PROXY, READER, READER, id="one proxy"),
        pytest.param(PROXY, f"{LIE}, {READER}", READER, id="the reader's lie stands left"),
        pytest.param(PROXY, f"{READER}, {SECOND_PROXY}", READER, id="two proxies"),
        pytest.param(PROXY, f"{LIE},{READER},{SECOND_PROXY}", READER, id="a lie and two proxies"),
        pytest.param(PROXY, f"{PROXY}, {READER}", READER, id="a lie with a proxy's address"),
        pytest.param(PROXY, None, PROXY, id="the proxy wrote nothing"),
        pytest.param(PROXY, "", PROXY, id="the proxy wrote emptiness"),
        pytest.param(PROXY, f"{LIE}, unknown", PROXY, id="the proxy does not know"),
        pytest.param(PROXY, f"{LIE},", PROXY, id="the last entry is empty"),
        pytest.param(PROXY, f"{READER}:51234", READER, id="with a port"),
        pytest.param(PROXY, '"[2001:db8::9]:51234"', "2001:db8::9", id="quoted with a port"),
        pytest.param(PROXY, "2001:db8::9", "2001:db8::9", id="IPv6"),
        pytest.param(PROXY, "fe80::1%eth0", "fe80::1", id="with a zone"),
        pytest.param(PROXY, f"::ffff:{READER}", READER, id="IPv4 in IPv6 clothes"),
        pytest.param(f"::ffff:{PROXY}", READER, READER, id="a proxy in IPv6 clothes"),
        pytest.param(PROXY, f"{SECOND_PROXY}, {PROXY}", SECOND_PROXY, id="proxies only"),
        pytest.param("", READER, "127.0.0.1", id="a Unix socket that is not trusted"),
    ],
)
def test_the_callers_address_is_read_from_the_right_through_trusted_hops(
    remote, forwarded, address
):
    assert ask(remote, forwarded) == address


def test_a_proxy_on_a_unix_socket_is_trusted_when_this_machine_is():
    assert ask("", READER, trusted=("127.0.0.0/8",)) == READER


def test_without_trusted_proxies_the_header_means_nothing():
    assert ask(PROXY, READER, trusted=()) == PROXY


def test_a_list_of_a_hundred_thousand_hops_is_read_from_its_end_only():
    assert ask(PROXY, f"{LIE}," * 100_000 + READER) == READER


@given(st.text(max_size=60))
def test_a_garbage_header_never_fails_and_never_changes_the_address(garbage):
    if parse_address(garbage.rpartition(",")[2]) is None:
        assert ask(PROXY, garbage) == PROXY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "unknown",
        "_hidden",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "0x7f.0.0.1",
        "010.0.0.1",
        "١.٢.٣.٤",
        "[",
        "<script>",
        "1.2.3.4\x00",
        "::ffff:999.1.1.1",
    ],
)
def test_what_is_no_address_gives_none(text):
    assert parse_address(text) is None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("203.0.113.255", "203.0.113.0/24"),
        ("2001:db8:12:34ff::1", "2001:db8:12:3400::/56"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        (ip_address("203.0.113.7"), "203.0.113.0/24"),
    ],
)
def test_limits_count_by_the_network_of_a_household(address, network):
    assert network_of(address) == network


def test_two_neighbours_of_one_ipv6_household_are_one_network():
    assert network_of("2001:db8:1:100::1") == network_of("2001:db8:1:1ff:ffff::2")
    assert network_of("2001:db8:1:100::1") != network_of("2001:db8:1:200::1")


def test_the_network_of_something_else_is_an_error_of_the_program():
    with pytest.raises(ValueError, match="not a network address"):
        network_of("nonsense")
