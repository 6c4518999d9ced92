"""Settings, read from the environment. What is missing or makes no sense stops the start with a hint."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured


def from_environment(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} in the environment: see docs/settings.md for what it means.")
    return value


def yes_or_no(name: str, default: str) -> bool:
    value = from_environment(name, default).lower()
    if value not in {"yes", "no"}:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return value == "yes"


def whole_number(name: str, default: int) -> int:
    value = from_environment(name, str(default))
    if not value.isdigit() or int(value) == 0:
        raise ImproperlyConfigured(f"{name} must be a whole number above 0, not {value!r}.")
    return int(value)


def _origin(address: str) -> str:
    """The part of an address that a browser's rules name: "https://sign-in.example"."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


DATA = Path(from_environment("GOLDENTHREAD_DATA", "var")).absolute()
"""Where the database, the secret key and what people sent are kept."""

DEBUG = yes_or_no("GOLDENTHREAD_DEBUG", "no")


DATA.mkdir(mode=0o700, parents=True, exist_ok=True)


def secret_key() -> str:
    """From the environment, or made once and kept beside the data for its owner's eyes only."""
    if given := os.environ.get("GOLDENTHREAD_SECRET_KEY"):
        return given
    kept = DATA / "secret-key"
    if not kept.exists():
        from django.core.management.utils import get_random_secret_key

        # Written aside and linked whole: of several workers that start at once, one's key becomes everyone's.
        with tempfile.NamedTemporaryFile("w", dir=DATA) as file:
            file.write(get_random_secret_key())
            file.flush()
            with contextlib.suppress(FileExistsError):
                os.link(file.name, kept)
    return kept.read_text().strip()


SECRET_KEY = secret_key()
ALLOWED_HOSTS = from_environment("GOLDENTHREAD_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
SECURE = yes_or_no("GOLDENTHREAD_HTTPS", "no")
"""Whether people reach us over HTTPS: cookies and redirects follow it."""

PROXIES = from_environment("GOLDENTHREAD_PROXIES", "0")
"""How many proxies of ours stand before the site: what they say of a visitor's address and of HTTPS is believed."""
if not PROXIES.isdigit():
    raise ImproperlyConfigured(f"GOLDENTHREAD_PROXIES must be a whole number, not {PROXIES!r}.")
ALLAUTH_TRUSTED_PROXY_COUNT = int(PROXIES)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None

UPLOAD_LIMIT = whole_number("GOLDENTHREAD_UPLOAD_LIMIT", 10 * 1024 * 1024)
"""The largest document that is taken in, in bytes."""

INSTALLED_APPS = [
    "goldenthread.kernel",
    "goldenthread.partnership",
    "goldenthread.strategy",
    "goldenthread.measures",
    "goldenthread.delivery",
    "goldenthread.returns",
    "goldenthread.intake",
    "goldenthread.publishing",
    "goldenthread.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
]
if yes_or_no("GOLDENTHREAD_DEVELOPMENT", "no"):
    INSTALLED_APPS.append("django_linear_migrations")

MIDDLEWARE = [
    "goldenthread.web.requests.LogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "goldenthread.web.access.AccessMiddleware",
]

ROOT_URLCONF = "goldenthread.config.urls"
WSGI_APPLICATION = "goldenthread.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

POOL = whole_number("GOLDENTHREAD_POOL", 8)
"""How many connections to PostgreSQL are open at most."""

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "OPTIONS": {},
        # What stands after "?" in the address, such as sslmode, is among its OPTIONS.
        **dj_database_url.parse(from_environment("DATABASE_URL", f"sqlite:///{DATA}/goldenthread.sqlite3")),
    }
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: an acknowledged commit survives a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # The pool holds the connections, so no thread may keep one of its own.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": POOL}}
else:
    raise ImproperlyConfigured("DATABASE_URL must name a SQLite or PostgreSQL database.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Shared by every process: it counts wrong passwords.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # A full cache throws entries away, and a count with them: whoever tries many addresses must not fill it.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Each process its own: what was reckoned from the records (docs/decisions/0007).
    "reckoned": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

AUTH_USER_MODEL = "partnership.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:front"
ACCOUNT_LOGOUT_REDIRECT_URL = "web:front"
ACCOUNT_ADAPTER = "goldenthread.web.accounts.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the manager, who knows the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail, and the page says the same
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Golden Thread"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a manager gave the address, and a code to it proves it

SECOND_FACTOR_REQUIRED = yes_or_no("GOLDENTHREAD_SECOND_FACTOR", "yes")
"""Whether administrators and partnership managers must add a second factor before they may do anything."""

OIDC_SETTINGS = {
    "server": "GOLDENTHREAD_OIDC_SERVER",
    "client": "GOLDENTHREAD_OIDC_CLIENT",
    "secret": "GOLDENTHREAD_OIDC_SECRET",
    "name": "GOLDENTHREAD_OIDC_NAME",
}
OIDC = {name: from_environment(setting, "") for name, setting in OIDC_SETTINGS.items()}
"""Where people sign in with their organisation's own account (OpenID Connect): all four are set, or none."""
if any(OIDC.values()) and not all(OIDC.values()):
    missing = ", ".join(setting for name, setting in OIDC_SETTINGS.items() if not OIDC[name])
    raise ImproperlyConfigured(
        f"Sign-in by OpenID Connect is half set. Set {missing} too: see docs/settings.md."
    )
if OIDC["server"] and urlsplit(OIDC["server"]).scheme not in ({"https"} if SECURE else {"https", "http"}):
    raise ImproperlyConfigured(
        f"GOLDENTHREAD_OIDC_SERVER must be an address like https://…, not {OIDC['server']!r}."
    )
OIDC_PAGE = from_environment("GOLDENTHREAD_OIDC_PAGE", OIDC["server"])
"""Where the organisation's own sign-in page is, if it is on another host than its server."""
SOCIALACCOUNT_ADAPTER = "goldenthread.web.organisation_sign_in.KnownPeople"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "organisation",
                "name": OIDC["name"],
                "client_id": OIDC["client"],
                "secret": OIDC["secret"],
                "settings": {"server_url": OIDC["server"]},
            }
        ]
        if OIDC["server"]
        else [],
    }
}
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # the organisation says whether an address is verified

SMTP = from_environment("GOLDENTHREAD_SMTP", "")
"""The mail server: "host:port"."""
MAIL = from_environment("GOLDENTHREAD_MAIL", "smtp" if SMTP else "log")
"""Where mail goes: to the mail server ("smtp"), into the server's log ("log"), or, in a demonstration, into a mailbox
that everyone can read ("mailbox")."""
if MAIL == "smtp":
    EMAIL_BACKEND = "goldenthread.kernel.outbox.smtp.EmailBackend"
    EMAIL_HOST, _, SMTP_PORT = from_environment("GOLDENTHREAD_SMTP").partition(":")
    if not SMTP_PORT.isdigit():
        raise ImproperlyConfigured(f"GOLDENTHREAD_SMTP must be like mail.example:587, not {SMTP!r}.")
    EMAIL_PORT = int(SMTP_PORT)
    EMAIL_USE_TLS = yes_or_no("GOLDENTHREAD_SMTP_TLS", "yes")
    EMAIL_HOST_USER = from_environment("GOLDENTHREAD_SMTP_USER", "")
    EMAIL_HOST_PASSWORD = from_environment("GOLDENTHREAD_SMTP_PASSWORD", "")
    DEFAULT_FROM_EMAIL = from_environment("GOLDENTHREAD_SMTP_FROM")
elif MAIL in {"log", "mailbox"}:
    EMAIL_BACKEND = {
        "log": "django.core.mail.backends.console.EmailBackend",
        "mailbox": "goldenthread.kernel.outbox.mailbox.EmailBackend",
    }[MAIL]
    DEFAULT_FROM_EMAIL = from_environment("GOLDENTHREAD_SMTP_FROM", "golden-thread@localhost")
else:
    raise ImproperlyConfigured(f"GOLDENTHREAD_MAIL must be smtp, log or mailbox, not {MAIL!r}.")
EMAIL_TIMEOUT = 30


def usual_address() -> str:
    """Where people most likely reach the site, by its hosts: "*" and this machine itself tell us nothing."""
    host = ALLOWED_HOSTS[0].strip().lstrip(".")
    if host in {"", "*", "127.0.0.1", "localhost"}:
        return "http://127.0.0.1:8000"
    return f"{'https' if SECURE else 'http'}://{host}"


ADDRESS = from_environment("GOLDENTHREAD_ADDRESS", usual_address()).rstrip("/")
"""Where people reach the site: what links in mails begin with."""
if urlsplit(ADDRESS).scheme not in {"http", "https"} or not urlsplit(ADDRESS).netloc:
    raise ImproperlyConfigured(
        f"GOLDENTHREAD_ADDRESS must be an address like https://together.example, not {ADDRESS!r}."
    )

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Chromium holds a form to this also where its answer leads elsewhere: to the organisation's sign-in page.
        "form-action": [SELF, *([_origin(OIDC_PAGE)] if OIDC["server"] else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
CSRF_FAILURE_VIEW = "goldenthread.web.access.stale_form"
SESSION_COOKIE_AGE = 12 * 60 * 60
FILE_UPLOAD_HANDLERS = [
    "goldenthread.web.intake.uploads.SizeLimit",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a review form has every field of a plan

LOG = from_environment("GOLDENTHREAD_LOG", "json")
"""How the log is written: "json", a line for a program to read, or "plain", for a person."""
if LOG not in {"json", "plain"}:
    raise ImproperlyConfigured(f"GOLDENTHREAD_LOG must be json or plain, not {LOG!r}.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{message}",
            "style": "{",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"goldenthread": {"level": "INFO"}},
}
