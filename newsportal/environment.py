"""The one place where environment variables are read, checked and given a type.

Nothing here raises and nothing here connects anywhere: what is wrong is collected in
`Environment.problems`, and a system check refuses the start with those sentences, all at once and
each with its mend. `.env.example` lists every variable; a test keeps the two in step.
"""

import base64
import binascii
import os
import re
import secrets
import zoneinfo
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import environ as django_environ
from django.conf.locale import LANG_INFO

BASE_DIR = Path(__file__).resolve().parent.parent

# Every variable that the portal reads. `.env.example` explains each in a line.
VARIABLES = (
    "SECRET_KEY",
    "DEBUG",
    "DEMO",
    "SITE_URL",
    "PORT",
    "ALLOWED_HOSTS",
    "TRUSTED_PROXIES",
    "DATABASE_URL",
    "TEST_DATABASE_NAME",
    "REDIS_URL",
    "MEDIA_STORAGE_URL",
    "ERASURE_JOURNAL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "NEWSLETTER_RATE",
    "NEWSLETTER_BOUNCE_SECRET",
    "SLOT_HOSTS",
    "REQUIRE_STAFF_MFA",
    "SOCIAL_LOGIN_GOOGLE",
    "SOCIAL_LOGIN_OPENID",
    "AKISMET_KEY",
    "CHECK_URL",
    "CHECK_SECRET",
    "MODERATION_URL",
    "MODERATION_KEY",
    "MODERATION_MODEL",
    "MODERATION_THRESHOLDS",
    "CHECK_NETWORKS",
    "EXTENSIONS",
    "THEME",
    "TIME_ZONE",
    "LANGUAGE_CODE",
)

# pytest sets this for the length of its run and for every process it starts.
PYTEST_MARK = "PYTEST_VERSION"

# Django's own deployment check (security.W009) calls anything less guessable.
SECRET_KEY_MIN_LENGTH = 50
SECRET_KEY_MIN_UNIQUE_CHARACTERS = 5
HOW_TO_MAKE_A_KEY = 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'

# Tests must not depend on a secret of this machine; nothing signed with it leaves the test run.
TESTING_SECRET_KEY = "testing-only-" + "0123456789abcdef" * 3

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"", "0", "false", "no", "off"})
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
MAX_PORT = 65535
POSTGRESQL_SCHEMES = ("postgres", "postgresql", "psql", "pgsql")
REDIS_SCHEMES = ("redis", "rediss", "unix")
EMAIL_SCHEMES = tuple(django_environ.Env.EMAIL_SCHEMES)
# A mail server that does not answer must not hold a worker; RFC 5321 allows minutes, we do not.
EMAIL_TIMEOUT_SECONDS = 20
# Mails a second: what careful providers allow a new customer.
NEWSLETTER_RATE = 10.0
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)

# A whole name, or one with a port: what stands in a policy after https://.
SLOT_HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](:[0-9]{1,5})?")

GOOGLE_ISSUER = "https://accounts.google.com"
# Name, issuer, client id and secret.
OPENID_WORDS = 4

AKISMET_URL = "https://rest.akismet.com/1.1"
AKISMET_KEY = re.compile(r"[A-Za-z0-9]{6,64}")
# As Standard Webhooks spells a secret; fewer bytes could be guessed.
SECRET_PREFIX = "whsec_"  # noqa: S105 — a spelling, no secret
SECRET_MIN_BYTES = 24
HOW_TO_SIGN = (
    'python3 -c "import base64, secrets; '
    "print('whsec_' + base64.b64encode(secrets.token_bytes(32)).decode())\""
)
MODERATION_MODEL = "omni-moderation-latest"
# A category that never holds; no score reaches it.
NEVER = float("inf")

Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class OutsideChecks:
    """Services that are asked about comments (feature M7); an empty key or address: not this one.

    Args:
        secret: the bytes that sign what the newsroom's own end point is asked and answers.
        thresholds: by category of the moderation service, the score from which it holds.
        networks: where services may stand although the world cannot reach them.
    """

    akismet_key: str = field(default="", repr=False)
    akismet_url: str = AKISMET_URL
    check_url: str = ""
    check_secret: bytes = field(default=b"", repr=False)
    moderation_url: str = ""
    moderation_key: str = field(default="", repr=False)
    moderation_model: str = MODERATION_MODEL
    thresholds: Mapping[str, float] = field(default_factory=dict)
    networks: tuple[Network, ...] = ()


@dataclass(frozen=True)
class SocialLogin:
    """A service that people can sign in by: its name, where it is, and who we are there."""

    id: str
    name: str
    issuer: str
    client_id: str
    secret: str = field(repr=False)

    def as_allauth_wants_it(self) -> dict[str, Any]:
        """One of the apps of SOCIALACCOUNT_PROVIDERS."""
        return {
            "provider_id": self.id,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {"server_url": self.issuer},
        }


@dataclass(frozen=True)
class Environment:
    """What the environment says, checked. Made by `read()`; see there for every default."""

    secret_key: str
    debug: bool
    demo: bool
    testing: bool
    site_url: str
    port: int
    allowed_hosts: tuple[str, ...]
    trusted_proxies: tuple[Network, ...]
    database: Mapping[str, Any]
    redis_url: str
    media_storage: Mapping[str, Any]
    erasure_journal: Path
    email: Mapping[str, Any]
    default_from_email: str
    newsletter_rate: float
    newsletter_bounce_secret: bytes = field(repr=False)
    slot_hosts: tuple[str, ...]
    require_staff_mfa: bool
    social_logins: tuple[SocialLogin, ...]
    outside_checks: OutsideChecks
    extensions: tuple[str, ...]
    theme: Path | None
    time_zone: str
    language_code: str
    problems: tuple[str, ...] = field(default=())

    @property
    def https(self) -> bool:
        """Whether readers reach the site over TLS: cookies are `Secure` and HSTS is sent."""
        return self.site_url.startswith("https://")

    @property
    def media_origins(self) -> tuple[str, ...]:
        """Where browsers load pictures from, when that is not the site itself."""
        options = self.media_storage["OPTIONS"]
        if "bucket_name" not in options:
            return ()
        if domain := options.get("custom_domain"):
            return (f"https://{domain}",)
        if endpoint := options.get("endpoint_url"):
            parts = urlsplit(endpoint)
            return (f"{parts.scheme}://{parts.netloc}",)
        # Amazon's own names: by bucket, else by region where the bucket's name has a dot.
        bucket, region = options["bucket_name"], options.get("region_name", "us-east-1")
        if "." in bucket:
            return (f"https://s3.{region}.amazonaws.com",)
        return (f"https://{bucket}.s3.amazonaws.com", f"https://{bucket}.s3.{region}.amazonaws.com")

    @property
    def caches(self) -> dict[str, dict[str, Any]]:
        """Django's CACHES: Redis where there is one, else the table `core_cache`.

        Both are shared by all processes, which rate limits and sign-in throttling rely on.
        """
        if self.redis_url:
            backend = "django.core.cache.backends.redis.RedisCache"
            return {"default": {"BACKEND": backend, "LOCATION": self.redis_url}}
        backend = "django.core.cache.backends.db.DatabaseCache"
        return {"default": {"BACKEND": backend, "LOCATION": "core_cache"}}


def read(environ: Mapping[str, str], base_dir: Path = BASE_DIR) -> Environment:
    """Read and check every variable in `environ`.

    Args:
        environ: names and values, as in `os.environ`.
        base_dir: the folder of `manage.py`; what the portal writes stands in `var/` below it.

    Returns:
        An `Environment`. Where a value is bad the field holds its default and `problems` says
        what is wrong and how to mend it; no error is raised.
    """
    return _Reader(environ, base_dir).environment()


class _Reader:
    """One reading of the environment: a method a variable, collecting what is wrong."""

    def __init__(self, environ: Mapping[str, str], base_dir: Path) -> None:
        self.values = {name: environ.get(name, "").strip() for name in VARIABLES}
        self.var = base_dir / "var"
        self.problems: list[str] = []
        self.testing = PYTEST_MARK in environ
        # Which of several processes that run tests side by side this is (pytest-xdist).
        self.test_process = environ.get("PYTEST_XDIST_WORKER", "")
        self.debug = self.flag("DEBUG")
        self.demo = self.flag("DEMO")
        # A trial on one's own machine may do what a public site must not.
        self.relaxed = self.testing or self.debug or self.demo

    def environment(self) -> Environment:
        port = self.port()
        site_url = self.site_url(port)
        return Environment(
            secret_key=self.secret_key(),
            debug=self.debug,
            demo=self.demo,
            testing=self.testing,
            site_url=site_url,
            port=port,
            allowed_hosts=self.allowed_hosts(site_url),
            trusted_proxies=self.networks("TRUSTED_PROXIES"),
            database=self.database(),
            redis_url=self.redis_url(),
            media_storage=self.media_storage(),
            erasure_journal=self.erasure_journal(),
            email=self.email(),
            default_from_email=self.default_from_email(site_url),
            newsletter_rate=self.newsletter_rate(),
            newsletter_bounce_secret=self.bounce_secret(),
            slot_hosts=self.slot_hosts(),
            require_staff_mfa=self.require_staff_mfa(),
            social_logins=self.social_logins(),
            outside_checks=self.outside_checks(),
            extensions=self.extensions(),
            theme=self.theme(),
            time_zone=self.time_zone(),
            language_code=self.language_code(),
            problems=tuple(self.problems),
        )

    def flag(self, name: str) -> bool:
        word = self.values[name].lower()
        if word not in TRUE_WORDS | FALSE_WORDS:
            self.problems.append(f"{name} is neither on nor off: write 1 or 0.")
        return word in TRUE_WORDS

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in self.values[name].split(",") if word.strip())

    def secret_key(self) -> str:
        key = self.values["SECRET_KEY"]
        if not key and self.testing:
            return TESTING_SECRET_KEY
        if not key and self.relaxed:
            return self.secret_of_this_machine()
        if not key:
            self.problems.append(
                f"SECRET_KEY is missing. Make one with `{HOW_TO_MAKE_A_KEY}` and put it into the "
                "environment or into .env; keep it secret and keep it the same."
            )
        elif (
            len(key) < SECRET_KEY_MIN_LENGTH
            or len(set(key)) < SECRET_KEY_MIN_UNIQUE_CHARACTERS
            or key.startswith("django-insecure-")
        ):
            self.problems.append(
                f"SECRET_KEY can be guessed: it needs {SECRET_KEY_MIN_LENGTH} random characters. "
                f"Make one with `{HOW_TO_MAKE_A_KEY}`."
            )
        # Never empty: Django would refuse with a sentence of its own before ours is read, and a
        # key that nobody knows signs nothing that anybody could forge.
        return key or secrets.token_urlsafe(SECRET_KEY_MIN_LENGTH)

    def secret_of_this_machine(self) -> str:
        """The key of a demo or debug run: made once, kept in var/, so that sign-ins last."""
        path = self.var / "demo-secret-key"
        try:
            self.var.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
            if not path.exists():
                draft.touch(mode=0o600)
                draft.write_text(secrets.token_urlsafe(SECRET_KEY_MIN_LENGTH), encoding="ascii")
                # A link fails where another process was faster: both then read the same key.
                with suppress(FileExistsError):
                    path.hardlink_to(draft)
                draft.unlink()
            return path.read_text(encoding="ascii")
        except OSError as error:
            self.problems.append(
                f"The demo's secret cannot be kept in {path}: {error.strerror}. "
                "Make the folder writable or set SECRET_KEY."
            )
            return secrets.token_urlsafe(SECRET_KEY_MIN_LENGTH)

    def port(self) -> int:
        text = self.values["PORT"] or "8000"
        if text.isascii() and text.isdigit() and 0 < int(text) <= MAX_PORT:
            return int(text)
        self.problems.append(f"PORT is not a port: write a number from 1 to {MAX_PORT}.")
        return 8000

    def site_url(self, port: int) -> str:
        default = f"http://127.0.0.1:{port}"
        text = self.values["SITE_URL"].rstrip("/")
        if not text:
            if not self.relaxed:
                self.problems.append(
                    "SITE_URL is missing: write the address that readers type, such as "
                    "https://news.example.org. Mails, feeds and canonical links carry it."
                )
            return default
        parts = _parts(text)
        if not parts.hostname or parts.scheme not in {"http", "https"} or parts.path or parts.query:
            self.problems.append(
                "SITE_URL is not the address of a site: write scheme and host only, such as "
                "https://news.example.org."
            )
            return default
        if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS and not self.relaxed:
            self.problems.append(
                "SITE_URL starts with http: sign-ins would cross the net unprotected. Use https "
                "(a proxy in front may end it), or DEMO=1 for a trial."
            )
        return text

    def allowed_hosts(self, site_url: str) -> tuple[str, ...]:
        hosts = self.words("ALLOWED_HOSTS")
        if "*" in hosts and not self.relaxed:
            self.problems.append(
                "ALLOWED_HOSTS is *: anybody could put a host of their own into our links. "
                "Name the hosts, separated by commas."
            )
        if not hosts:
            hosts = (urlsplit(site_url).hostname or "",)
        if self.relaxed:
            # Django writes an IPv6 address in brackets.
            own = ("127.0.0.1", "localhost", "[::1]")
            hosts += tuple(host for host in own if host not in hosts)
        return hosts

    def networks(self, name: str) -> tuple[Network, ...]:
        networks = []
        for word in self.words(name):
            try:
                networks.append(ip_network(word))
            except ValueError:
                self.problems.append(
                    f"{name}: “{word}” is no address or network such as 10.0.0.2 or 10.0.0.0/24."
                )
        return tuple(networks)

    def database(self) -> dict[str, Any]:
        embedded = {
            "ENGINE": "newsportal.core.embedded",
            "NAME": "newsportal",
            "DATA": str(self.var / "postgres"),
        }
        database = self.database_by_url(self.values["DATABASE_URL"], embedded)
        # A reader's next request finds its connection open; a dead one is noticed before use.
        database |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
        name = self.values["TEST_DATABASE_NAME"] or f"test_{database['NAME']}"
        return database | {"TEST": {"NAME": name}}

    def database_by_url(self, url: str, embedded: dict[str, Any]) -> dict[str, Any]:
        if not url:
            # A test run may lose its last commits in a crash; nobody else may. The choice is made
            # per session, so the server stays durable for all others.
            unsafe = {"OPTIONS": {"options": "-c synchronous_commit=off"}} if self.testing else {}
            return embedded | unsafe
        database = _database_config(url)
        if not database.get("NAME"):
            self.problems.append(
                "DATABASE_URL leads to no PostgreSQL database: write "
                "postgres://user:password@host:5432/name, or leave it out for the embedded one."
            )
            return embedded
        return database

    def redis_url(self) -> str:
        url = self.values["REDIS_URL"]
        if url and _parts(url).scheme not in REDIS_SCHEMES:
            self.problems.append(
                "REDIS_URL is no address of a Redis server: write redis://host:6379/0, or leave "
                "it out and the database keeps the cache."
            )
            return ""
        return url

    def media_storage(self) -> dict[str, Any]:
        url = self.values["MEDIA_STORAGE_URL"] or str(self.var / self.media_folder())
        parts = _parts(url)
        if parts.scheme == "s3" and parts.hostname:
            return _s3_storage(url)
        location = Path(unquote(parts.path))
        if parts.scheme not in {"", "file"} or parts.netloc or not location.is_absolute():
            self.problems.append(
                "MEDIA_STORAGE_URL is neither an absolute path nor s3://bucket/folder: pictures "
                "would have no place."
            )
            location = self.var / self.media_folder()
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(location), "base_url": "/media/"},
        }

    def erasure_journal(self) -> Path:
        default = self.var / "erasures.jsonl"
        text = self.values["ERASURE_JOURNAL"]
        if text and not Path(text).is_absolute():
            self.problems.append(
                "ERASURE_JOURNAL is no absolute path: what was erased could not be erased again "
                "after a backup was restored. Write one such as /srv/news/erasures.jsonl."
            )
            return default
        return Path(text) if text else default

    def media_folder(self) -> str:
        """Tests keep theirs apart, and each test database and process its own."""
        name = self.values["TEST_DATABASE_NAME"] or "test_newsportal"
        return f"media-of-tests/{name}{self.test_process}" if self.testing else "media"

    def email(self) -> dict[str, Any]:
        config = _email_config(self.values["EMAIL_URL"] or "consolemail://")
        if not config:
            self.problems.append(
                "EMAIL_URL leads to no mail server: write smtp+tls://user:password@host:587, or "
                "leave it out and mails are printed on the console."
            )
            config = _email_config("consolemail://")
        return config | {"EMAIL_TIMEOUT": EMAIL_TIMEOUT_SECONDS}

    def default_from_email(self, site_url: str) -> str:
        address = self.values["DEFAULT_FROM_EMAIL"]
        if address and "@" not in address:
            self.problems.append(
                "DEFAULT_FROM_EMAIL is no mail address: write The Meridian <news@example.org>."
            )
            address = ""
        return address or f"news@{urlsplit(site_url).hostname}"

    def newsletter_rate(self) -> float:
        text = self.values["NEWSLETTER_RATE"]
        if not text:
            return 0.0 if self.testing else NEWSLETTER_RATE
        try:
            rate = float(text)
        except ValueError:
            rate = -1.0
        if not 0 <= rate < NEVER:
            self.problems.append(
                "NEWSLETTER_RATE is no number of mails a second: write what your mail provider "
                "allows, such as 14, or 0 for as many as it takes."
            )
            return NEWSLETTER_RATE
        return rate

    def bounce_secret(self) -> bytes:
        """Without one, nobody is believed who says that a mail came back."""
        return self.signing_secret("NEWSLETTER_BOUNCE_SECRET", "the mail provider")

    def slot_hosts(self) -> tuple[str, ...]:
        """One by one and by their whole names: a pattern would let in whoever comes later."""
        hosts = []
        for word in self.words("SLOT_HOSTS"):
            if SLOT_HOST.fullmatch(word.lower()):
                hosts.append(word.lower())
                continue
            self.problems.append(
                f"SLOT_HOSTS: “{word}” is no host: write its whole name alone, such as "
                "notices.example.net, with a comma between two."
            )
        return tuple(hosts)

    def require_staff_mfa(self) -> bool:
        """On where nothing is said: an editor's password alone must not publish. A demo and tests
        sign in with passwords that everybody knows, so a factor would only be in the way."""
        if not self.values["REQUIRE_STAFF_MFA"]:
            return not (self.demo or self.testing)
        return self.flag("REQUIRE_STAFF_MFA")

    def social_logins(self) -> tuple[SocialLogin, ...]:
        """Google speaks OpenID Connect too, so that there is one way to all services."""
        found = []
        google = self.values["SOCIAL_LOGIN_GOOGLE"]
        if google:
            client_id, _colon, secret = google.partition(":")
            found.append(SocialLogin("google", "Google", GOOGLE_ISSUER, client_id, secret))
            if not client_id or not secret:
                self.problems.append("SOCIAL_LOGIN_GOOGLE: write client_id:secret.")
        for number, line in enumerate(self.lines("SOCIAL_LOGIN_OPENID"), 1):
            words = [word.strip() for word in line.split("|")]
            if len(words) != OPENID_WORDS or not all(words) or not self.is_issuer(words[1]):
                self.problems.append(
                    "SOCIAL_LOGIN_OPENID: write name|https://issuer|client id|secret, and a "
                    "semicolon between two services."
                )
                continue
            found.append(SocialLogin(f"openid-{number}", *words))
        return tuple(found)

    def outside_checks(self) -> OutsideChecks:
        key = self.values["AKISMET_KEY"]
        if key and not AKISMET_KEY.fullmatch(key):
            self.problems.append(
                "AKISMET_KEY is no key of Akismet: it has letters and digits only. Copy it from "
                "the account's page there."
            )
            key = ""
        networks = self.networks("CHECK_NETWORKS")
        url, secret = self.service_url("CHECK_URL", networks), self.check_secret()
        if bool(url) != bool(self.values["CHECK_SECRET"]):
            self.problems.append(
                "CHECK_URL and CHECK_SECRET belong together: set both, or neither. Make a secret "
                f"with `{HOW_TO_SIGN}`."
            )
        return OutsideChecks(
            akismet_key=key,
            check_url=url if secret else "",
            check_secret=secret,
            moderation_url=self.service_url("MODERATION_URL", networks),
            moderation_key=self.values["MODERATION_KEY"],
            moderation_model=self.values["MODERATION_MODEL"] or MODERATION_MODEL,
            thresholds=self.thresholds(),
            networks=networks,
        )

    def service_url(self, name: str, networks: tuple[Network, ...]) -> str:
        """Readers' words leave by https, or by plain http into a network that is named."""
        url = self.values[name].rstrip("/")
        parts = _parts(url)
        if not url:
            return ""
        if not parts.hostname or parts.scheme not in {"http", "https"} or "@" in parts.netloc:
            self.problems.append(
                f"{name} is no address of a service: write https://host/path, without a name or "
                "a password in it."
            )
            return ""
        if parts.scheme == "http" and not networks:
            self.problems.append(
                f"{name} begins with http: readers' words would cross the net unprotected. Write "
                "https, or name the inner network where the service stands in CHECK_NETWORKS."
            )
            return ""
        return url

    def check_secret(self) -> bytes:
        return self.signing_secret("CHECK_SECRET", "the end point")

    def signing_secret(self, name: str, other: str) -> bytes:
        """A secret as Standard Webhooks spells it; b"" where there is none, or a bad one."""
        text = self.values[name]
        if not text:
            return b""
        try:
            secret = base64.b64decode(text.removeprefix(SECRET_PREFIX), validate=True)
        except binascii.Error:
            secret = b""
        if not text.startswith(SECRET_PREFIX) or len(secret) < SECRET_MIN_BYTES:
            self.problems.append(
                f"{name} is no secret in the form of Standard Webhooks: make one with "
                f"`{HOW_TO_SIGN}` and give {other} the same."
            )
            return b""
        return secret

    def thresholds(self) -> dict[str, float]:
        found = {}
        for word in self.words("MODERATION_THRESHOLDS"):
            category, _sign, number = word.partition("=")
            try:
                score = NEVER if number.strip() == "off" else float(number)
            except ValueError:
                score = -1.0
            if not category.strip() or not (0 <= score <= 1 or score == NEVER):
                self.problems.append(
                    f"MODERATION_THRESHOLDS: “{word}” is not category=score; write a score from "
                    "0 to 1 or off, such as harassment=0.8,sexual=off."
                )
                continue
            found[category.strip()] = score
        return found

    def lines(self, name: str) -> tuple[str, ...]:
        return tuple(part for part in self.values[name].split(";") if part.strip())

    def is_issuer(self, text: str) -> bool:
        parts = _parts(text)
        return parts.scheme == "https" and bool(parts.hostname)

    def time_zone(self) -> str:
        name = self.values["TIME_ZONE"] or "UTC"
        if name in zoneinfo.available_timezones():
            return name
        self.problems.append(f"TIME_ZONE: there is no zone “{name}”; write one like Asia/Seoul.")
        return "UTC"

    def extensions(self) -> tuple[str, ...]:
        """Names of packages; `newsportal.extensions` looks whether they are there."""
        names = tuple(name.strip() for name in self.values["EXTENSIONS"].split(",") if name.strip())
        for name in names:
            if not all(part.isidentifier() for part in name.split(".")):
                self.problems.append(
                    f"EXTENSIONS: “{name}” is not the name of a Python package. Write names such "
                    "as newsroom, separated by commas."
                )
        return names

    def theme(self) -> Path | None:
        if not self.values["THEME"]:
            return None
        folder = Path(self.values["THEME"]).expanduser()
        folder = folder if folder.is_absolute() else self.var.parent / folder
        if not (folder / "templates").is_dir() and not (folder / "static").is_dir():
            self.problems.append(
                f"THEME: {folder} has neither templates/ nor static/. Name the folder of a theme, "
                "or take the line away."
            )
            return None
        return folder

    def language_code(self) -> str:
        code = (self.values["LANGUAGE_CODE"] or "en").lower()
        if LANGUAGE_CODE.fullmatch(code) and code.split("-")[0] in LANG_INFO:
            return code
        self.problems.append(f"LANGUAGE_CODE: “{code}” is no language; write one like en or ko.")
        return "en"


def _parts(url: str) -> SplitResult:
    """The parts of an address, all of them empty when it is none."""
    try:
        parts = urlsplit(url)
        # Read only when asked for, and then it may turn out to be no number.
        _ = parts.port
    except ValueError:
        return urlsplit("")
    return parts


def _database_config(url: str) -> dict[str, Any]:
    """One entry of Django's DATABASES for an address, or nothing for one that is none."""
    try:
        known = _parts(url).scheme in POSTGRESQL_SCHEMES
        return dict(django_environ.Env.db_url_config(url)) if known else {}
    except ValueError:
        return {}


def _email_config(url: str) -> dict[str, Any]:
    """Django's EMAIL_* settings for an address, or nothing for one that is none."""
    try:
        known = _parts(url).scheme in EMAIL_SCHEMES
        return dict(django_environ.Env.email_url_config(url)) if known else {}
    except ValueError:
        return {}


def _s3_storage(url: str) -> dict[str, Any]:
    """Options of django-storages for s3://[key:secret@]bucket[/folder][?region=…&endpoint=…].

    Without a key in the address the machine's own role or AWS's usual variables are used.
    """
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    options: dict[str, Any] = {
        "bucket_name": parts.hostname,
        "location": unquote(parts.path).strip("/"),
        # Names carry 128 random bits, so a public address need not be signed and can be cached.
        "querystring_auth": False,
        "file_overwrite": False,
        "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
    }
    given = {
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "region_name": query.get("region", ""),
        "endpoint_url": query.get("endpoint", ""),
        "custom_domain": query.get("domain", ""),
    }
    options |= {name: value for name, value in given.items() if value}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def _read_this_process() -> Environment:
    """What this process was given, filled up from `.env` beside manage.py.

    The file never reaches a test run: tests must not depend on one installation's settings.
    """
    dotenv = BASE_DIR / ".env"
    if PYTEST_MARK not in os.environ and dotenv.is_file():
        django_environ.Env.read_env(dotenv)
    return read(os.environ)


environment = _read_this_process()
