"""Feature S1, house rule 16: safe by default, and refused at the start when it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PUBLIC = {
    "SECRET_KEY": "tests-know-this-key-" + "abcdefghij0123456789" * 2,
    "SITE_URL": "https://news.example.org",
    "ALLOWED_HOSTS": "news.example.org",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "TRUSTED_PROXIES": "10.0.0.2",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py as a public site would, in a process that knows nothing of the tests."""
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", "manage.py", *arguments],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_djangos_own_check_finds_nothing_in_the_settings_of_a_public_site():
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PUBLIC)

    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout


BAD = {
    "no secret": ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
    "a guessable secret": ({"SECRET_KEY": "secret"}, "SECRET_KEY can be guessed"),
    "no address": ({"SITE_URL": ""}, "SITE_URL is missing"),
    "plain http": ({"SITE_URL": "http://news.example.org"}, "Use https"),
    "every host": ({"ALLOWED_HOSTS": "*"}, "Name the hosts"),
    "no proxy at all": ({"TRUSTED_PROXIES": "everybody"}, "10.0.0.0/24"),
}


@pytest.mark.parametrize(("change", "mend"), BAD.values(), ids=BAD)
def test_a_setting_that_is_not_safe_is_refused_with_its_mend(change, mend):
    result = manage("migrate", "--plan", **PUBLIC | change)

    assert result.returncode != 0
    assert mend in result.stderr
    assert "Traceback" not in result.stderr


QUESTIONS = """
from django.conf import settings as s
assert not s.DEBUG
assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE
assert s.SESSION_COOKIE_HTTPONLY and s.CSRF_COOKIE_HTTPONLY
assert s.SECURE_SSL_REDIRECT and s.SECURE_HSTS_SECONDS >= 31536000
assert s.ALLOWED_HOSTS == ["news.example.org"]
assert s.SECURE_PROXY_SSL_HEADER == ("HTTP_X_FORWARDED_PROTO", "https")
assert s.CSRF_TRUSTED_ORIGINS == ["https://news.example.org"]
assert "media.example.org" in str(s.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"])
assert "unsafe" not in str(s.CONTENT_SECURITY_POLICY) + str(s.ADMIN_CONTENT_SECURITY_POLICY)
"""


def test_a_public_site_is_strict_without_being_told_so():
    media = "s3://key:secret@pictures/paper?domain=media.example.org"

    result = manage("shell", "--no-imports", "-c", QUESTIONS, MEDIA_STORAGE_URL=media, **PUBLIC)

    assert result.returncode == 0, result.stderr
