"""Cursors for paging by key: exact for what we signed, None for everything else."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.core import signing
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from newsportal.core.cursors import MAX_LENGTH, SALT, decode, encode

A_TIME = datetime(2024, 2, 29, 12, 30, 15, 123456, tzinfo=UTC)
AWARE = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=9))]))
BIGINT = st.integers(min_value=-(2**63) + 1, max_value=2**63 - 1)
FINITE = st.floats(allow_nan=False, allow_infinity=False)


def signed(content):
    return signing.Signer(salt=SALT, sep="~").sign_object(content)


@given(AWARE, BIGINT, FINITE, st.binary(max_size=512))
def test_every_key_comes_back_exactly(time, number, score, path):
    types = (datetime, int, float, bytes)
    assert decode(encode("newest", time, number, score, path), "newest", types) == (
        time,
        number,
        score,
        path,
    )


def test_a_time_keeps_its_microsecond_and_comes_back_in_utc():
    local = A_TIME.astimezone(timezone(timedelta(hours=-5)))
    (time,) = decode(encode("newest", local), "newest", (datetime,))
    assert (time, time.microsecond, time.tzinfo) == (A_TIME, 123456, UTC)


def test_the_deepest_path_with_a_time_and_an_id_fits():
    keys = (A_TIME, 2**63 - 1, b"\xff" * 512)
    text = encode("a-rather-long-name-of-an-order", *keys)
    assert len(text) <= MAX_LENGTH
    assert decode(text, "a-rather-long-name-of-an-order", (datetime, int, bytes)) == keys


def test_the_same_keys_give_the_same_text_always():
    assert encode("best", 0.5, 3) == encode("best", 0.5, 3)


def test_a_cursor_stands_in_a_query_string_as_it_is():
    assert set(encode("best", 0.5, b"\x00\xff" * 40)).isdisjoint(set(" &=?#%+/:\"'<>"))


@pytest.mark.parametrize(
    "text",
    [
        None,
        17,
        b"bytes",
        ["a"],
        "",
        "~",
        "a~b",
        "newest",
        "\x00",
        "\ud800",
        "ä~ö",
        "1' OR '1'='1",
        "~" * 500,
        "." * 500,
        "A" * (MAX_LENGTH + 1),
        "A" * 1_000_000,
        ".eJwLcAQAAJ8AYA~xyz",
    ],
)
def test_a_malformed_cursor_is_none_and_never_an_error(text):
    assert decode(text, "newest", (datetime, int)) is None


@given(st.text(max_size=200))
def test_no_text_of_a_stranger_is_an_error(text):
    assert decode(text, "newest", (int,)) is None


def test_every_changed_character_breaks_a_cursor():
    text = encode("newest", A_TIME, 42)
    for position, character in enumerate(text):
        other = "A" if character != "A" else "B"
        forged = text[:position] + other + text[position + 1 :]
        # The last character of base64 may carry unused bits, which spell the same signature.
        assert decode(forged, "newest", (datetime, int)) in (None, (A_TIME, 42))
        if position < len(text) - 1:
            assert decode(forged, "newest", (datetime, int)) is None


@pytest.mark.parametrize(
    ("order", "types"),
    [
        ("oldest", (datetime, int)),
        ("", (datetime, int)),
        ("newest", (datetime,)),
        ("newest", (datetime, int, int)),
        ("newest", (int, datetime)),
        ("newest", (float, int)),
        ("newest", ()),
    ],
)
def test_a_cursor_of_another_order_or_shape_is_none(order, types):
    assert decode(encode("newest", A_TIME, 42), order, types) is None


def test_an_integer_is_not_taken_for_a_float_nor_the_other_way_round():
    assert decode(encode("best", 1), "best", (float,)) is None
    assert decode(encode("best", 1.0), "best", (int,)) is None


@pytest.mark.parametrize(
    "content",
    [
        "newest",
        {"order": "newest"},
        [],
        [1, ["i", 2]],
        ["newest", "i"],
        ["newest", ["i"]],
        ["newest", ["i", "2"]],
        ["newest", ["x", 2]],
        ["newest", 2],
    ],
)
def test_what_an_older_release_may_have_signed_is_none(content):
    assert decode(signed(content), "newest", (int,)) is None


def test_a_signed_time_beyond_the_calendar_is_none():
    assert decode(signed(["newest", ["t", 10**30]]), "newest", (datetime,)) is None


def test_signed_bytes_that_are_no_base64_are_none():
    assert decode(signed(["newest", ["b", "A"]]), "newest", (bytes,)) is None


def test_a_signature_made_for_something_else_is_none():
    other = signing.Signer(salt="unsubscribe", sep="~").sign_object(["newest", ["i", 1]])
    assert decode(other, "newest", (int,)) is None


def test_another_sites_cursor_is_none():
    with override_settings(SECRET_KEY="another newspaper’s key"):
        foreign = encode("newest", 1)
    assert decode(foreign, "newest", (int,)) is None


@pytest.mark.parametrize(
    ("key", "error"),
    [
        (datetime(2024, 1, 1), ValueError),  # noqa: DTZ001 — a naive time is what is refused
        (float("nan"), ValueError),
        (float("inf"), ValueError),
        (2**63, ValueError),
        ("text", TypeError),
        (True, TypeError),
        (None, TypeError),
    ],
)
def test_a_key_that_cannot_be_kept_exactly_is_an_error_of_the_program(key, error):
    with pytest.raises(error):
        encode("newest", key)
