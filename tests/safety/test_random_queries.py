"""Whatever stands behind the question mark, no public page answers with an error of ours."""

from __future__ import annotations

from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.safety.addresses import Newspaper, read

pytestmark = pytest.mark.django_db

#: Parameters that some page reads, and some that none does.
NAMES = ("page", "q", "order", "after", "import", "p", "cat", "feed", "next", "since", "code", "x")
NUMBERS = ("0", "-1", "1", "2", "50", "51", "9" * 5, "9" * 30, "1e3", "0x1", "٣", "½", "+1", " 1")
ODD = (
    "",
    "\0",
    "a\0b",
    "\ud800",
    "%",
    "%zz",
    "../",
    "[]",
    "'",
    '"',
    "\\",
    "NULL",
    "best",
    "oldest",
)

EXAMPLES = 8
#: The trial asks more, and other ones each time.
MORE = settings(
    max_examples=200,
    derandomize=False,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
values = st.one_of(
    st.sampled_from(NUMBERS),
    st.sampled_from(ODD),
    st.text(max_size=40),
    st.text(alphabet="\"'-()|&!*:<>\\ aO R", max_size=30),  # what a search might take for syntax
)
queries = st.lists(st.tuples(st.sampled_from(NAMES), values), min_size=1, max_size=4)


@pytest.fixture
def paper(paper_of_the_file: Newspaper) -> Newspaper:
    return paper_of_the_file


@pytest.fixture
def quiet() -> Client:
    return Client(raise_request_exception=False)


def ask_by_names(paper: Newspaper, quiet: Client, query) -> None:
    text = urlencode(query, errors="surrogatepass")
    for name in ("home", "section", "story", "discussion", "permalink", "tag", "archive of a year"):
        response = quiet.get(f"{paper.paths[name].partition('?')[0]}?{text}")

        assert response.status_code in (200, 301, 302, 404, 410), (name, text)
    assert quiet.get(f"/search/?{text}").status_code in (200, 302, 404), text


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries)
def test_known_parameters_with_unknown_values(paper: Newspaper, quiet: Client, query):
    ask_by_names(paper, quiet, query)


@pytest.mark.trial
@MORE
@given(query=queries)
def test_known_parameters_with_many_unknown_values(paper: Newspaper, quiet: Client, query):
    ask_by_names(paper, quiet, query)


def ask_by_bytes(paper: Newspaper, quiet: Client, raw: bytes) -> None:
    text = quote_from_bytes(raw, safe=b"=&%+;/[]")
    for name, path in paper.paths.items():
        if name in ("home", "story", "discussion", "find", "accent"):
            assert quiet.get(f"{path.partition('?')[0]}?{text}").status_code < 500, (name, text)
    for start in ("/", "/world/", "/tags/", "/authors/", "/media/", "/theme/", "/accounts/"):
        response = quiet.get(start + quote_from_bytes(raw, safe=b"/"))
        read(response)
        assert response.status_code < 500, (start, text)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=60))
def test_bytes_of_any_kind_as_a_query_and_as_an_address(paper: Newspaper, quiet: Client, raw):
    ask_by_bytes(paper, quiet, raw)


@pytest.mark.trial
@MORE
@given(raw=st.binary(max_size=60))
def test_many_bytes_as_a_query_and_as_an_address(paper: Newspaper, quiet: Client, raw):
    ask_by_bytes(paper, quiet, raw)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cookie=st.text(alphabet=st.characters(codec="ascii", exclude_characters=";,"), max_size=60))
def test_cookies_of_any_kind(paper: Newspaper, quiet: Client, cookie):
    for name in ("sessionid", "csrftoken", "guest"):
        response = quiet.get(paper.paths["page"], headers={"cookie": f"{name}={cookie}"})

        assert response.status_code == 200, (name, cookie)


@pytest.mark.parametrize(
    "cookie", ['"\\000"', '"abc\\000defgh"', "a" * 200, "ü", "../../x", "\0" * 9]
)
def test_a_session_that_can_be_none_is_nobodys(paper, quiet, cookie):
    """Cookies in quotes may carry any byte in octal, also one that the database cannot hold."""
    response = quiet.get("/", headers={"cookie": f"sessionid={cookie}"})

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_a_cursor_of_one_order_or_of_nobody_leads_to_the_first_page(paper, quiet):
    place = paper.paths["discussion"]
    foreign = ("x", "a.b.c", "MTIz:1abc", ":" * 50, "=" * 3, "A" * 3000)
    for cursor in foreign:
        response = quiet.get(place, {"after": cursor})

        assert response.status_code == 302, cursor
        assert response["Location"] == place


YEARS = (
    "0",
    "0000",
    "0001",
    "9999",
    "10000",
    "99999999999999999999",
    "2026/13",
    "2026/2/30",
    "2026/0/0",
)


@pytest.mark.parametrize("date", YEARS)
def test_days_that_there_are_not(paper, quiet, date):
    for path in (f"/archive/{date}/", f"/world/{date}/x/", f"/world/{date}/x/comments/"):
        assert quiet.get(path).status_code == 404, path


def test_endless_addresses_and_headers_are_answered(paper, quiet):
    for path in ("/" + "a" * 9000, "/" + "a/" * 3000, "/search/?" + "q=a&" * 900):
        assert quiet.get(path).status_code in (200, 400, 404)
    assert quiet.get("/search/", {"q": "w " * 5000}).status_code == 200
    assert quiet.get("/?" + "&".join(f"a{n}=1" for n in range(5000))).status_code in (200, 400)
    for name in ("user-agent", "referer", "accept", "if-none-match", "if-modified-since", "range"):
        response = quiet.get("/", headers={name: "x" * 5000})
        assert response.status_code < 500, name
