"""The environment is read in one typed place, and what is wrong is said with its mend."""

import base64
import os
import re
import stat
from ipaddress import ip_network
from pathlib import Path

import pytest

from newsportal import environment as module
from newsportal.checks import outside_services_are_there
from newsportal.environment import PYTEST_MARK, VARIABLES, Environment

PROJECT = Path(__file__).resolve().parents[1]
# Sixty different-looking characters that are no secret of anybody's.
KEY = "tests-know-this-key-" + "abcdefghij0123456789" * 2
PUBLIC = {"SECRET_KEY": KEY, "SITE_URL": "https://news.example.org"}


def read(tmp_path: Path, **values: str) -> Environment:
    """A public site's environment with `values` laid over it."""
    return module.read(PUBLIC | values, tmp_path)


def assert_refused(environment: Environment, *words: str) -> None:
    (problem,) = environment.problems
    for word in words:
        assert word in problem


def test_a_key_and_an_address_are_all_that_a_public_site_must_say(tmp_path):
    environment = read(tmp_path)
    assert environment.problems == ()
    assert not environment.debug
    assert not environment.demo
    assert environment.https
    assert environment.allowed_hosts == ("news.example.org",)
    assert environment.trusted_proxies == ()
    assert list(tmp_path.iterdir()) == []


def test_everything_that_is_wrong_is_said_at_once(tmp_path):
    problems = module.read({"PORT": "many", "TIME_ZONE": "Mars/Olympus"}, tmp_path).problems
    assert [problem.split()[0].strip(":") for problem in problems] == [
        "PORT",
        "SITE_URL",
        "SECRET_KEY",
        "TIME_ZONE",
    ]


def test_there_is_no_default_secret(tmp_path):
    first, second = (module.read({"SITE_URL": "https://a.example"}, tmp_path) for _ in "12")
    assert_refused(first, "SECRET_KEY is missing", "secrets.token_urlsafe")
    assert first.secret_key != second.secret_key


@pytest.mark.parametrize("key", ["short", "a" * 60, "django-insecure-" + KEY])
def test_a_secret_that_can_be_guessed_is_refused(tmp_path, key):
    assert_refused(read(tmp_path, SECRET_KEY=key), "SECRET_KEY can be guessed")


@pytest.mark.parametrize("name", ["DEMO", "DEBUG"])
def test_a_trial_keeps_a_secret_of_its_machine(tmp_path, name):
    first, second = (module.read({name: "1"}, tmp_path) for _ in "12")
    assert first.problems == ()
    assert first.secret_key == second.secret_key
    (kept,) = (tmp_path / "var").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert first.allowed_hosts == ("127.0.0.1", "localhost", "[::1]")
    assert not first.https


def test_a_trial_that_cannot_keep_its_secret_says_so(tmp_path):
    (tmp_path / "var").write_text("in the way", encoding="ascii")
    assert_refused(module.read({"DEMO": "1"}, tmp_path), "set SECRET_KEY")


def test_a_test_run_is_known_and_needs_nothing(tmp_path):
    environment = module.read({PYTEST_MARK: "9"}, tmp_path)
    assert environment.testing
    assert environment.problems == ()
    assert list(tmp_path.iterdir()) == []
    assert module.environment.testing


@pytest.mark.parametrize(
    ("word", "value"), [("1", True), ("True", True), ("on", True), ("0", False), ("no", False)]
)
def test_switches_are_on_or_off(tmp_path, word, value):
    assert read(tmp_path, DEBUG=word).debug is value


def test_a_switch_that_is_neither_is_refused_and_off(tmp_path):
    environment = read(tmp_path, DEBUG="maybe")
    assert not environment.debug
    assert_refused(environment, "DEBUG", "1 or 0")


@pytest.mark.parametrize(
    "address",
    [
        "news.example.org",
        "ftp://a.example",
        "https://a.example/news",
        "https://[bad",
        "https://a:x",
    ],
)
def test_an_address_that_is_no_site_is_refused(tmp_path, address):
    assert_refused(read(tmp_path, SITE_URL=address), "SITE_URL", "https://news.example.org")


def test_a_public_site_without_tls_is_refused(tmp_path):
    assert_refused(read(tmp_path, SITE_URL="http://a.example"), "starts with http")
    assert read(tmp_path, SITE_URL="http://a.example", DEMO="1").problems == ()
    assert read(tmp_path, SITE_URL="http://127.0.0.1:8000").problems == ()


def test_hosts_are_named(tmp_path):
    assert read(tmp_path, ALLOWED_HOSTS="a.example, b.example").allowed_hosts == (
        "a.example",
        "b.example",
    )
    assert_refused(read(tmp_path, ALLOWED_HOSTS="*"), "ALLOWED_HOSTS is *")


def test_proxies_are_addresses_or_networks(tmp_path):
    environment = read(tmp_path, TRUSTED_PROXIES="10.0.0.2, fd00::/8")
    assert environment.trusted_proxies == (ip_network("10.0.0.2/32"), ip_network("fd00::/8"))
    assert_refused(read(tmp_path, TRUSTED_PROXIES="10.0.0.2,everybody"), "“everybody”")


def test_outside_checks_are_asked_only_where_they_are_configured_wholly(tmp_path):
    nothing = read(tmp_path).outside_checks
    assert [nothing.akismet_key, nothing.check_url, nothing.moderation_url] == ["", "", ""]

    secret = "whsec_" + base64.b64encode(b"thirty-two bytes that are random").decode()
    environment = read(
        tmp_path,
        AKISMET_KEY="123abc456def",
        CHECK_URL="http://checks.internal:8080/in/",
        CHECK_SECRET=secret,
        CHECK_NETWORKS="10.0.0.0/8",
        MODERATION_URL="https://api.openai.com/v1",
        MODERATION_KEY="sk-1",
        MODERATION_THRESHOLDS="harassment=0.8, violence/graphic=off",
    )
    found = environment.outside_checks
    assert environment.problems == ()
    assert found.check_url == "http://checks.internal:8080/in"
    assert found.check_secret == b"thirty-two bytes that are random"
    assert found.thresholds == {"harassment": 0.8, "violence/graphic": float("inf")}
    assert "sk-1" not in repr(found)
    assert "123abc" not in repr(found)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"AKISMET_KEY": "my key"}, ("AKISMET_KEY", "letters and digits")),
        ({"CHECK_URL": "https://checks.example"}, ("CHECK_SECRET", "together", "whsec_")),
        ({"MODERATION_URL": "http://10.0.0.2/v1"}, ("http", "CHECK_NETWORKS")),
        ({"MODERATION_URL": "api.openai.com"}, ("MODERATION_URL", "https://host/path")),
        ({"MODERATION_THRESHOLDS": "hate=2"}, ("“hate=2”", "harassment=0.8")),
        ({"CHECK_NETWORKS": "ours"}, ("CHECK_NETWORKS", "“ours”")),
    ],
)
def test_a_bad_setting_of_outside_checks_is_refused_with_its_mend(tmp_path, values, words):
    assert_refused(read(tmp_path, **values), *words)


def test_a_service_of_the_settings_that_is_not_there_is_refused(settings):
    assert outside_services_are_there(None) == []
    settings.OUTSIDE_SERVICES = ("comments.screening.external.oracle.service",)
    (problem,) = outside_services_are_there(None)
    assert "oracle" in problem.msg
    assert "dotted path" in problem.hint


def test_a_secret_of_the_own_check_that_can_be_guessed_is_refused(tmp_path):
    url = "https://checks.example"
    assert_refused(
        read(tmp_path, CHECK_URL=url, CHECK_SECRET="secret"), "CHECK_SECRET", "token_bytes"
    )


def test_without_an_address_the_database_is_the_embedded_one(tmp_path):
    database = read(tmp_path).database
    assert database["ENGINE"] == "newsportal.core.embedded"
    assert database["DATA"] == str(tmp_path / "var" / "postgres")
    assert database["TEST"] == {"NAME": "test_newsportal"}
    assert "OPTIONS" not in database


def test_only_a_test_run_may_lose_its_last_commits(tmp_path):
    options = module.read({PYTEST_MARK: "9"}, tmp_path).database["OPTIONS"]
    assert options == {"options": "-c synchronous_commit=off"}


def test_an_address_leads_to_any_other_postgresql(tmp_path):
    database = read(
        tmp_path,
        DATABASE_URL="postgres://rana:s%40cret@db.example:6432/paper?sslmode=require",
        TEST_DATABASE_NAME="test_paper_2",
    ).database
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"]) == ("rana", "s@cret")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 6432, "paper")
    assert database["OPTIONS"] == {"sslmode": "require"}
    assert database["TEST"] == {"NAME": "test_paper_2"}


@pytest.mark.parametrize(
    "address", ["mysql://a/b", "sqlite:///x", "postgres://host", "nonsense", "postgres://h:port/a"]
)
def test_a_database_of_another_kind_is_refused(tmp_path, address):
    assert_refused(read(tmp_path, DATABASE_URL=address), "DATABASE_URL", "postgres://")


def test_the_cache_is_shared_with_redis_and_without(tmp_path):
    assert read(tmp_path).caches["default"] == {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
    }
    assert read(tmp_path, REDIS_URL="redis://r:6379/0").caches["default"] == {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://r:6379/0",
    }
    assert_refused(read(tmp_path, REDIS_URL="http://r"), "REDIS_URL", "redis://")
    assert_refused(read(tmp_path, REDIS_URL="redis://[r"), "REDIS_URL", "redis://")


def test_pictures_lie_in_a_folder_of_the_portal_or_of_ones_own(tmp_path):
    assert read(tmp_path).media_storage["OPTIONS"]["location"] == str(tmp_path / "var" / "media")
    for address in ("/srv/my media", "file:///srv/my%20media"):
        options = read(tmp_path, MEDIA_STORAGE_URL=address).media_storage["OPTIONS"]
        assert options == {"location": "/srv/my media", "base_url": "/media/"}


def test_pictures_of_a_test_run_lie_apart(tmp_path):
    environment = module.read({PYTEST_MARK: "9", "TEST_DATABASE_NAME": "test_x"}, tmp_path)
    location = environment.media_storage["OPTIONS"]["location"]
    assert location == str(tmp_path / "var" / "media-of-tests" / "test_x")


def test_pictures_of_two_test_processes_lie_apart(tmp_path):
    environment = module.read({PYTEST_MARK: "9", "PYTEST_XDIST_WORKER": "gw1"}, tmp_path)
    location = environment.media_storage["OPTIONS"]["location"]
    assert location == str(tmp_path / "var" / "media-of-tests" / "test_newsportalgw1")


def test_pictures_lie_in_a_bucket(tmp_path):
    storage = read(
        tmp_path,
        MEDIA_STORAGE_URL="s3://key:se%2Fcret@pictures/paper?region=eu-1&endpoint=https://s3.example",
    ).media_storage
    assert storage["BACKEND"] == "storages.backends.s3.S3Storage"
    options = storage["OPTIONS"]
    assert (options["bucket_name"], options["location"]) == ("pictures", "paper")
    assert (options["access_key"], options["secret_key"]) == ("key", "se/cret")
    assert (options["region_name"], options["endpoint_url"]) == ("eu-1", "https://s3.example")
    assert "custom_domain" not in options


@pytest.mark.parametrize("address", ["media", "s3://", "s3://[b", "ftp://h/x", "file://host/x"])
def test_a_place_for_pictures_that_is_none_is_refused(tmp_path, address):
    assert_refused(read(tmp_path, MEDIA_STORAGE_URL=address), "MEDIA_STORAGE_URL")


def test_mail_goes_to_the_console_or_to_a_server_that_must_answer(tmp_path):
    assert read(tmp_path).email["EMAIL_BACKEND"].endswith("console.EmailBackend")
    email = read(tmp_path, EMAIL_URL="smtp+tls://rana:pass@mail.example:587").email
    assert email["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (email["EMAIL_HOST"], email["EMAIL_PORT"]) == ("mail.example", 587)
    assert email["EMAIL_USE_TLS"]
    assert email["EMAIL_TIMEOUT"] > 0
    assert_refused(read(tmp_path, EMAIL_URL="mail.example"), "EMAIL_URL", "smtp+tls://")


def test_mail_comes_from_the_site_or_from_whom_it_names(tmp_path):
    assert read(tmp_path).default_from_email == "news@news.example.org"
    named = "The Meridian <desk@example.org>"
    assert read(tmp_path, DEFAULT_FROM_EMAIL=named).default_from_email == named
    assert_refused(read(tmp_path, DEFAULT_FROM_EMAIL="The Meridian"), "DEFAULT_FROM_EMAIL")


def test_staff_need_a_second_factor_unless_it_is_switched_off_or_a_demo(tmp_path):
    assert read(tmp_path).require_staff_mfa
    assert not read(tmp_path, REQUIRE_STAFF_MFA="0").require_staff_mfa
    assert not read(tmp_path, DEMO="1").require_staff_mfa
    assert read(tmp_path, DEMO="1", REQUIRE_STAFF_MFA="1").require_staff_mfa
    assert not module.environment.require_staff_mfa, "tests sign in with a password that all know"


def test_services_to_sign_in_by_are_named_or_there_are_none(tmp_path):
    assert read(tmp_path).social_logins == ()
    google, ours = read(
        tmp_path,
        SOCIAL_LOGIN_GOOGLE="id-1.apps:se:cret",
        SOCIAL_LOGIN_OPENID="City Pass|https://id.example/realm|news|pass;",
    ).social_logins
    assert (google.name, google.client_id, google.secret) == ("Google", "id-1.apps", "se:cret")
    assert (ours.id, ours.name, ours.issuer) == (
        "openid-1",
        "City Pass",
        "https://id.example/realm",
    )
    assert "pass" not in repr(ours)


@pytest.mark.parametrize(
    "line", ["City", "City|http://id.example|a|b", "City|https://id.example|a|"]
)
def test_a_service_that_is_half_named_is_refused(tmp_path, line):
    assert_refused(read(tmp_path, SOCIAL_LOGIN_OPENID=line), "SOCIAL_LOGIN_OPENID", "issuer")
    assert_refused(read(tmp_path, SOCIAL_LOGIN_GOOGLE="half"), "client_id:secret")


def test_zone_and_language_must_exist(tmp_path):
    environment = read(tmp_path, TIME_ZONE="Asia/Seoul", LANGUAGE_CODE="ko")
    assert (environment.time_zone, environment.language_code) == ("Asia/Seoul", "ko")
    assert_refused(read(tmp_path, TIME_ZONE="Asia/Atlantis"), "Asia/Atlantis")
    assert_refused(read(tmp_path, LANGUAGE_CODE="klingon"), "klingon")


def test_the_example_file_lists_every_variable_once_and_no_other():
    text = (PROJECT / ".env.example").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)) == sorted(VARIABLES)
    for paragraph in text.strip().split("\n\n"):
        assert paragraph.startswith("# "), f"{paragraph} has no line that explains it"


def test_every_variable_in_the_list_is_read_and_nothing_else_is():
    source = (PROJECT / "newsportal" / "environment.py").read_text(encoding="utf-8")
    used = set(
        re.findall(
            r'self\.(?:values\[|flag\(|words\(|lines\(|networks\(|service_url\(|signing_secret\()"([A-Z_]+)"',
            source,
        )
    )
    assert used == set(VARIABLES)


def test_no_other_file_reads_the_environment():
    """Settings that are read elsewhere would be neither checked nor listed."""
    one_value = re.compile(
        r"os\.getenv|from os import|os\.environ\.get\(|os\.environ\[\"\w+\"\](?!\s*=[^=])"
    )
    readers = [
        path.relative_to(PROJECT).as_posix()
        for package in ("newsportal", "articles", "comments")
        for path in (PROJECT / package).rglob("*.py")
        if path.name != "environment.py" and one_value.search(path.read_text(encoding="utf-8"))
    ]
    assert readers == []


def test_settings_of_this_installation_never_reach_a_test_run():
    assert PYTEST_MARK in os.environ
    assert module.environment.secret_key == module.TESTING_SECRET_KEY
