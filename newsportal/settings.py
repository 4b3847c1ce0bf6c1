"""Settings of the whole house. What differs between installations is read in `environment`."""

from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from newsportal import extensions
from newsportal.environment import BASE_DIR, environment

SECRET_KEY = environment.secret_key
DEBUG = environment.debug
ALLOWED_HOSTS = list(environment.allowed_hosts)
SITE_URL = environment.site_url
TRUSTED_PROXIES = environment.trusted_proxies

# Packages of a newsroom's own and a theme (docs/extending.md).
_added = extensions.read(environment.extensions)
_theme_templates, _theme_static, THEME_STYLE = extensions.theme_folders(environment.theme)

ENVIRONMENT_PROBLEMS = (*environment.problems, *_added.problems)
DEMO = environment.demo

INSTALLED_APPS = [
    "newsportal.core",
    "articles",
    "comments",
    "newsportal.people",
    "newsportal.accounts",
    "newsportal.interop",
    "newsportal.demo",
    "newsportal.apps.NewsroomConfig",
    *_added.apps,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "js_asset",
    "template_partials",
]

MIDDLEWARE = [
    "newsportal.core.headers.ForwardedHeadersMiddleware",
    "newsportal.core.headers.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "articles.embeds.FramePolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsportal.core.headers.AskFirstMiddleware",
    "newsportal.core.sessions.TidySessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "newsportal.accounts.answers.AccountAnswersMiddleware",
    "newsportal.accounts.factors.required.StaffSecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "articles.chrome.ChromeMiddleware",
    "articles.robots.RobotsMiddleware",
    "comments.views.gate.GateMiddleware",
    "newsportal.errors.NotAllowedPageMiddleware",
    "newsportal.errors.NoNullsMiddleware",
]

ROOT_URLCONF = "newsportal.urls"
WSGI_APPLICATION = "newsportal.wsgi.application"
APPEND_SLASH = False  # `articles.views.addresses` knows which addresses exist

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*_theme_templates, BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsportal.core.guest_pages.person",
                "articles.chrome.chrome",
            ],
        },
    },
]

DATABASES = {"default": dict(environment.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = environment.caches

#: How long a process may trust its copy of menus and settings (house rule 14). Tests ask always.
VERSION_CHECK_SECONDS = 0.0 if environment.testing else 1.0

# People -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "newsportal.people.backends.PasswordBackend",
    "newsportal.people.backends.AccountBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "newsportal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "newsportal.accounts.forms.SignInForm",
    "signup": "newsportal.accounts.forms.SignUpForm",
    "reset_password": "newsportal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "newsportal.accounts.forms.ChoosePasswordForm",
    "change_password": "newsportal.accounts.forms.ChangePasswordForm",
    "set_password": "newsportal.accounts.forms.SetPasswordForm",
    "reauthenticate": "newsportal.accounts.forms.ReauthenticateForm",
    "add_email": "newsportal.accounts.forms.NewAddressForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False  # house rule 10: a link in a mail changes nothing
#: Only in the browser that signed up; the link alone opens no account.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True  # a taken address is told by mail, not on the page
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # an open session alone changes no address
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever is robbed of an account hears of it
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if environment.https else "http"
#: Ours stand in newsportal/accounts/attempts.py. The one left keeps a second mail from following
#: the first within the minute, which the page need not tell: the first is on its way.
ACCOUNT_RATE_LIMITS = {
    "change_password": None,
    "login": None,
    "login_failed": None,
    "manage_email": None,
    "reauthenticate": None,
    "reset_password": None,
    "reset_password_from_key": None,
    "signup": None,
    "confirm_email": "1/m/key",
}

# The second factor (newsportal/accounts/factors).
REQUIRE_STAFF_MFA = environment.require_staff_mfa
MFA_ADAPTER = "newsportal.accounts.factors.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not environment.https  # a trial at http://localhost
MFA_FORMS = {
    "authenticate": "newsportal.accounts.factors.forms.AuthenticateForm",
    "reauthenticate": "newsportal.accounts.factors.forms.ReauthenticateForm",
    "activate_totp": "newsportal.accounts.factors.forms.ActivateForm",
    "add_webauthn": "newsportal.accounts.factors.forms.AddKeyForm",
    "edit_webauthn": "newsportal.accounts.factors.forms.RenameKeyForm",
    "authenticate_webauthn": "newsportal.accounts.factors.forms.KeyForm",
    "reauthenticate_webauthn": "newsportal.accounts.factors.forms.KeyAgainForm",
}
MFA_TOTP_TOLERANCE = 1  # a step before and after: clocks of phones differ

# Signing in by other services (newsportal/accounts/social).
SOCIAL_LOGINS = environment.social_logins
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [one.as_allauth_wants_it() for one in environment.social_logins],
        "OAUTH_PKCE_ENABLED": True,
    }
}
SOCIALACCOUNT_ADAPTER = "newsportal.accounts.social.adapter.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "newsportal.accounts.social.forms.SocialSignUpForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False  # the name is chosen and checked
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address that a service names opens no account
SOCIALACCOUNT_STORE_TOKENS = False

# Sessions exist for people who signed in or whose typed text must survive a sign-in.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [environment.site_url]  # also behind a proxy that ends https
CSRF_FAILURE_VIEW = "newsportal.errors.token_missing"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Safety -----------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = environment.https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.trusted_proxies else None
)
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if environment.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.https
SECURE_HSTS_PRELOAD = environment.https
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.https
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, *environment.media_origins],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [f"https://{host}" for host in environment.slot_hosts] or [NONE],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
#: Sites whose pages notices in slots may frame (feature R16); nobody's unless named.
SLOT_HOSTS = environment.slot_hosts
#: The newsroom's policy: the rich text editor's import map is an inline script with a nonce.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, NONCE],
    "img-src": [SELF, "data:", "blob:", *environment.media_origins],
    "frame-src": [SELF, *(f"https://{host}" for host in environment.slot_hosts)],
    "frame-ancestors": [SELF],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # a body of 2 MB and all else of a story's form
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

#: Sites whose players may be embedded, after a reader's click (feature E20), by host. `video` finds
#: the video in an address (first group that matched), `player` is what a click loads, `title`
#: where the worker asks what it is called (oEmbed 1.0).
_YOUTUBE = {
    "name": "YouTube",
    "video": r"(?:[?&]v=|/(?:shorts|live|embed|v)/|^https?://youtu\.be/)([\w-]{6,20})",
    "player": "https://www.youtube-nocookie.com/embed/{id}",
    "title": "https://www.youtube.com/oembed?format=json&url={address}",
}
EMBED_PROVIDERS = {
    "youtube.com": _YOUTUBE,
    "youtu.be": _YOUTUBE,
    "vimeo.com": {
        "name": "Vimeo",
        "video": r"vimeo\.com/(?:video/|channels/[\w-]+/)?([0-9]{3,20})(?![0-9])",
        "player": "https://player.vimeo.com/video/{id}?dnt=1",
        "title": "https://vimeo.com/api/oembed.json?url={address}",
    },
    "archive.org": {
        "name": "Internet Archive",
        "video": r"/(?:details|embed)/([\w.-]{1,100})",
        "player": "https://archive.org/embed/{id}",
    },
}

# Words and times --------------------------------------------------------------------------------
LANGUAGE_CODE = environment.language_code
LANGUAGES = [("en", _("English")), ("ko", _("Korean")), ("ar", _("Arabic")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "newsportal" / "locale"]
TIME_ZONE = environment.time_zone
FORMAT_MODULE_PATH = ["newsportal.formats"]
USE_TZ = True
USE_I18N = True

# Files ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
_collected_to = BASE_DIR / "staticfiles"
_is_trial = environment.demo or environment.debug or environment.testing
_is_collected = (_collected_to / "staticfiles.json").exists() and not environment.testing
# Without collected files (the demo, tests) whitenoise serves what the finders find.
STATIC_ROOT = None if _is_trial and not _is_collected else _collected_to
WHITENOISE_USE_FINDERS = not _is_collected
WHITENOISE_AUTOREFRESH = environment.debug
STATICFILES_DIRS = [*_theme_static, BASE_DIR / "static"]
MEDIA_URL = "/media/"


def _originals(public: dict[str, Any]) -> dict[str, Any]:
    """Storage beside the public one where uploads lie as they came; it has no address."""
    options = dict(public["OPTIONS"])
    options["location"] = f"{options['location'].rstrip('/')}-originals".lstrip("-")
    if "base_url" in options:
        options["base_url"] = None
    else:
        options |= {"querystring_auth": True, "default_acl": "private"}
    return {"BACKEND": public["BACKEND"], "OPTIONS": options}


STORAGES: dict[str, dict[str, Any]] = {
    "default": dict(environment.media_storage),
    "originals": _originals(dict(environment.media_storage)),
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if _is_collected or not _is_trial
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}

#: Where every erasure of a text is noted beside the database (comments/erasure_journal.py).
ERASURE_JOURNAL = str(environment.erasure_journal)

# Mail -------------------------------------------------------------------------------------------
for _name, _value in environment.email.items():
    globals()[_name] = _value
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.default_from_email
NEWSLETTER_RATE = environment.newsletter_rate
NEWSLETTER_BOUNCE_SECRET = environment.newsletter_bounce_secret

# Work behind the pages --------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

#: What is done again and again, with the seconds in between; see newsportal/core/beat.py.
BEATS: dict[str, int] = {
    "articles.debts.reading.read_some": 60,
    "articles.images.catch_up": 300,
    "articles.newsletters.briefings.send_due": 60,
    "articles.newsletters.sending.take_up": 5,
    "articles.reading.sum_up": 60,
    "articles.search.vectors.catch_up": 60,
    "comments.desk_days.close_due": 1800,
    "comments.alikeness.catch_up": 300,
    "comments.guests.forget_unconfirmed": 3600,
    "comments.erasing.replay": 300,
    "newsportal.accounts.closing.begin_due": 300,
    "newsportal.accounts.exporting.forget_old": 3600,
    "comments.notifications.check_queue": 60,
    "comments.pace.measure": 600,
    "comments.public_figures.count": 3600,
    "comments.telling.appeals_overdue": 3600,
    "comments.reconciling.tonight": 24 * 3600,
    "comments.scoring.refresh": 45,
    "newsportal.core.digests.send_due": 1800,
    "newsportal.core.forgetting.forget_expired": 24 * 60 * 60,
    "newsportal.core.unfinished.take_up": 600,
}

#: What is kept for a time only, with what it is in words; see newsportal/core/forgetting.py.
FORGETTING: dict[str, str] = {
    "newsportal.core.limits.forget_expired": "counts",
    "newsportal.core.not_found.forget_expired": "counts of missing addresses",
    "newsportal.core.notices.forget_old": "notices",
    "newsportal.core.webhooks.forget_old": "deliveries of webhooks",
    "comments.reporting.forget_expired": "networks of reports",
    "comments.claiming.forget_expired": "claims of moderators",
    "comments.dry_running.forget_old": "tries of changed rules",
    "comments.kept_sanctions.forget_expired": "sanctions of deleted accounts",
    "articles.error_reports.forget_expired": "reporters of errors",
    "articles.reading.forget_old": "readings by the hour",
    "articles.newsletters.subscribing.forget_old": "addresses of newsletters",
    "articles.newsletters.subscribing.forget_recipients": "who got which issue",
    "comments.legal_notices.forget_networks": "networks of notices",
    "comments.deciding_groups.forget_old": "what was decided together",
    "comments.legal_notices.forget_notifiers": "names of notifiers",
    "comments.notice_givers.forget_expired": "standings of notifiers",
    "comments.evidence.destroy_due": "sealed evidence",
}

#: What follows an event (house rule 8), in order; see newsportal/core/events.py.
_LISTENERS: dict[str, dict[str, list[str]]] = {
    "story.published": {"now": ["comments.discussions.open_discussion"]},
    "story.submitted": {"later": ["articles.notifications.submitted"]},
    "story.sent_back": {"later": ["articles.notifications.sent_back"]},
    "story.assigned": {"later": ["articles.notifications.assigned"]},
    "story.live": {
        "now": ["articles.embeds.look_for_titles"],
        "later": ["articles.notifications.live", "articles.debts.reading.read_one"],
    },
    "story.changed": {
        "now": ["articles.embeds.look_for_titles"],
        "later": ["articles.notifications.changed", "articles.debts.reading.read_one"],
    },
    "story.error_reported": {"later": ["articles.error_notices.reported"]},
    "page.submitted": {"later": ["articles.notifications.submitted"]},
    "page.sent_back": {"later": ["articles.notifications.sent_back"]},
    "page.live": {
        "now": ["articles.embeds.look_for_titles"],
        "later": ["articles.notifications.live"],
    },
    "page.changed": {
        "now": ["articles.embeds.look_for_titles"],
        "later": ["articles.notifications.changed"],
    },
    "person.joined": {"now": ["comments.kept_sanctions.person_joined"]},
    "person.renamed": {
        "now": ["comments.discussions.person_changed"],
        "later": ["comments.reader_notes.renamed"],
    },
    "person.portrayed": {"now": ["comments.discussions.person_changed"]},
    "person.erasing": {"now": ["comments.discussions.person_changed"]},
    "person.role_changed": {"now": ["comments.discussions.person_changed"]},
    "reaction.valence": {"later": ["comments.scoring.valence_changed"]},
    "comment.submitted": {
        "now": ["comments.asking.follow"],
        "later": ["comments.telling.submitted"],
    },
    "comment.edited": {
        "now": ["comments.asking.follow"],
        "later": ["comments.telling.refused_at_once"],
    },
    "comment.confirmed": {"now": ["comments.asking.follow"]},
    "comment.approved": {
        "now": [
            "comments.appealing.overtaken",
            "comments.reporting.comment_kept",
            "comments.teaching.decided",
        ],
        "a_minute_later": ["comments.telling.approved"],
    },
    "comment.restored": {
        "now": ["comments.appealing.overtaken"],
        "a_minute_later": ["comments.telling.changed"],
    },
    "comment.rejected": {
        "now": ["comments.reporting.comment_refused"],
        "a_minute_later": ["comments.telling.refused", "comments.reader_notes.comment_refused"],
    },
    "comment.marked_spam": {
        "now": ["comments.reporting.comment_refused", "comments.teaching.decided"],
        "a_minute_later": ["comments.reader_notes.comment_refused"],
    },
    "comment.removed": {
        "now": ["comments.reporting.comment_refused"],
        "a_minute_later": ["comments.telling.refused", "comments.reader_notes.comment_refused"],
    },
    "comment.held": {"a_minute_later": ["comments.telling.changed"]},
    "comment.kept": {"now": ["comments.reporting.comment_kept_after_reports"]},
    "comment.undone": {
        "now": ["comments.appealing.decision_undone", "comments.reporting.decision_undone"]
    },
    "sanction.imposed": {"later": ["comments.sanction_notices.imposed"]},
    "sanction.lifted": {
        "now": ["comments.appealing.sanction_lifted"],
        "later": ["comments.sanction_notices.lifted"],
    },
    # Who was quicker to object than the moderator to think again is not left without an answer.
    "sanction.undone": {"now": ["comments.appealing.sanction_lifted"]},
    "comment.deleted": {
        "now": ["comments.appealing.overtaken", "comments.reporting.comment_deleted"]
    },
    "comment.featured": {"a_minute_later": ["comments.telling.featured"]},
    "comment.erased": {
        "now": ["comments.appealing.overtaken", "comments.reporting.comment_refused"],
        "later": ["comments.telling.refused"],
    },
    # After a backup was restored: everybody has been told before.
    "comment.erased_again": {
        "now": ["comments.appealing.overtaken", "comments.reporting.comment_refused"]
    },
    "appeal.made": {
        "now": ["comments.desk_log.appeal_made"],
        "later": ["comments.telling.appeal_made"],
    },
    "appeal.decided": {
        "now": ["comments.desk_log.appeal_decided"],
        "a_minute_later": [
            "comments.telling.appeal_decided",
            "comments.reader_notes.appeal_decided",
        ],
    },
    "legal_notice.received": {"later": ["comments.report_notices.legal_notice_received"]},
    "reports.settled": {
        "now": ["comments.desk_log.reports_settled"],
        "a_minute_later": [
            "comments.report_notices.settled",
            "comments.reader_notes.reports_settled",
        ],
    },
    "webhook.failed": {"later": ["newsportal.core.notices.webhook_failed"]},
}

EVENT_LISTENERS = extensions.with_listeners(_LISTENERS, _added.event_listeners)

#: Who may write at all: asked by every verb by which readers add something (M10).
WRITE_GATES = ("comments.sanctions.check_may_write",)

#: What stands on the newsroom's first page (feature E25): functions that give a person's panels.
DASHBOARD_PANELS = (
    "articles.dashboard.stories",
    "comments.dashboard.waiting",
    "articles.dashboard.most_read",
    "articles.dashboard.debt",
    "articles.dashboard.week",
)

#: Where the crawl for embargoes finds every public address (feature E11): functions that yield
#: (name of the url, path).
PUBLIC_ADDRESS_SOURCES = (
    "articles.public_addresses.addresses",
    "comments.public_addresses.addresses",
)

#: Paths of robots.txt that no robot may read (feature R4): forms, and what is one person's. Below
#: a story they would be a handful for each comment. A story's address has five parts, which keeps
#: sections of the same name out of it.
NOT_FOR_ROBOTS = (
    "/admin/",
    "/accounts/",
    "/invitations/",
    "/me/",
    "/newsletters/confirm/",
    "/newsletters/mine/",
    "/newsletters/stop/",
    "/notice/",
    "/preview/",
    "/setup/",
    "/*/*/*/*/*/report-error/",
    "/*/*/*/*/*/comments/confirm/",
    "/*/*/*/*/*/comments/*/delete/",
    "/*/*/*/*/*/comments/*/edit/",
    "/*/*/*/*/*/comments/*/mute/",
    "/*/*/*/*/*/comments/*/reply/",
    "/*/*/*/*/*/comments/*/report/",
    "/*/*/*/*/*/comments/*follow/",
)

#: Pages of the portal itself that sitemaps list besides the newsroom's own (feature R4): names of
#: urls.
SITEMAP_PAGES = ("articles:most-read", "comments:moderation")

#: Kinds of stories in the order in which forms offer them (features F3, X3); see articles/kinds.py.
STORY_KINDS = (
    "articles.kinds.Report",
    "articles.kinds.Analysis",
    "articles.kinds.Opinion",
    "articles.kinds.Review",
    "articles.kinds.Live",
    "articles.kinds.Gallery",
    "articles.kinds.Sponsored",
    *_added.story_kinds,
)

#: Checks of a comment in order, each a dotted path (feature M6). All run, all signals are kept.
COMMENT_CHECKS = (
    "comments.screening.policy.policy",
    "comments.screening.sanctions.always_held",
    "comments.screening.sanctions.guest",
    "comments.screening.words.word_lists",
    "comments.screening.links.links",
    "comments.screening.repetition.repetition",
    "comments.screening.shouting.shouting",
    "comments.screening.history.refusals",
    "comments.screening.history.posting_rate",
    "comments.screening.history.network",
    "comments.screening.throwaway.throwaway",
    *_added.comment_checks,
)

#: Checks that are not in use, which lead moderators may try on comments of the past (feature M8).
COMMENT_CHECKS_ON_TRIAL: tuple[str, ...] = tuple(_added.comment_checks_on_trial)

#: Services outside that are asked about a comment, in order (feature M7): dotted paths of functions
#: that give the service as the environment configures it, or None.
OUTSIDE_SERVICES = (
    "comments.screening.external.akismet.service",
    "comments.screening.external.own_endpoint.service",
    "comments.screening.external.moderation_service.service",
)
OUTSIDE_CHECKS = environment.outside_checks

# Forms ------------------------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.server": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
