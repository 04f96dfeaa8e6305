"""Settings. Everything a ministry changes comes from the environment and has a default that just works.

MADANG_DATABASE_URL   postgresql://user:password@host/name; default: SQLite under MADANG_VAR
MADANG_VAR            where data, keys, letters and the log live; default: var/ beside the source
MADANG_COUNTRY        law pack: kr, ph, th, vn, my; default kr
MADANG_DEMO           1 (default): demo town and demo national ID; 0 in production
MADANG_URL            public address; default http://127.0.0.1:8000
MADANG_PROXIES        how many proxies of yours stand before Madang and add to X-Forwarded-For; default 0
MADANG_INBOUND_SECRET shared with gateways that send e-mails and text messages in; without it they cannot
MADANG_SECRET_KEY     default: made at first start under MADANG_VAR
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from madang.core.people.sign_in.configuration import (
    identity_claim,
    identity_levels,
    identity_url,
    social_account_providers,
)
from madang.site.systems import system_apps

SOURCE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(os.environ.get("MADANG_VAR", SOURCE_DIR / "var"))
COUNTRY = os.environ.get("MADANG_COUNTRY", "kr")
DEMO = os.environ.get("MADANG_DEMO", "1") == "1"
PUBLIC_URL = os.environ.get("MADANG_URL", "http://127.0.0.1:8000").rstrip("/")
DEBUG = False


def _secret_key() -> str:
    """The key from the environment, or one made once and kept readable by its owner only."""
    if given := os.environ.get("MADANG_SECRET_KEY"):
        return given
    path = VAR_DIR / "keys" / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:  # another process made it in this very moment
            pass
    return path.read_text()


def _database(url: str | None) -> dict[str, object]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR_DIR / "madang.sqlite3",
            "OPTIONS": {
                # IMMEDIATE: a read-then-write transaction never loses to another writer half-way (65 of 600 did).
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(
            f"MADANG_DATABASE_URL: {parts.scheme}:// is not supported; use postgresql://user:password@host/name"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # What is asked again and again is planned once a connection: a third less work for the server at a confirm.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
    }


SECRET_KEY = _secret_key()
DATABASES = {"default": _database(os.environ.get("MADANG_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_host = urlsplit(PUBLIC_URL)
ALLOWED_HOSTS = [_host.hostname or "127.0.0.1"] + (["127.0.0.1", "localhost", "testserver"] if DEMO else [])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECURE = _host.scheme == "https"
INBOUND_SECRET = os.environ.get("MADANG_INBOUND_SECRET", "")
TRUSTED_PROXIES = int(os.environ.get("MADANG_PROXIES", "0"))

INSTALLED_APPS = [
    "madang.core.people",
    "madang.core.events",
    "madang.core.pki",
    "madang.core.archive",
    "madang.core.registers",
    "madang.core.documents",
    "madang.core.notices",
    "madang.core.payments",
    "madang.core.cases",
    "madang.core.services",
    "madang.core.operations",
    "madang.core.portal",
    "madang.look",
    "madang.countries",
    "madang.site",
    *system_apps(),
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "django_cotton",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "madang.site.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "madang.site.urls"
WSGI_APPLICATION = "madang.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "madang.site.navigation.navigation",
            ],
        },
    }
]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ko", "한국어"), ("id", "Bahasa Indonesia")]
TIME_ZONE = {
    "kr": "Asia/Seoul",
    "ph": "Asia/Manila",
    "th": "Asia/Bangkok",
    "vn": "Asia/Ho_Chi_Minh",
    "my": "Asia/Kuala_Lumpur",
}.get(COUNTRY, "UTC")
USE_I18N = True
LOCALE_PATHS = [SOURCE_DIR / "src" / "madang" / "core" / "locale"]  # of the modules that belong to no block
COTTON_ISOLATE_BY_DEFAULT = True
USE_TZ = True
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
SILENCED_SYSTEM_CHECKS: list[str] = []

IDENTITY_URL = identity_url(PUBLIC_URL, demo=DEMO)
IDENTITY_CLAIM = identity_claim()
IDENTITY_LEVELS = identity_levels(demo=DEMO)
SOCIALACCOUNT_PROVIDERS = social_account_providers(IDENTITY_URL, var_dir=VAR_DIR)
SOCIALACCOUNT_ADAPTER = "madang.core.people.sign_in.adapters.NationalIdAccountAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
ACCOUNT_ADAPTER = "madang.core.people.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_RATE_LIMITS = {"verify_letter": "30/m/ip"}
ACCOUNT_USER_DISPLAY = "madang.core.people.sign_in.adapters.display_name"
MFA_ADAPTER = "madang.core.people.sign_in.adapters.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"madang": {"level": "INFO"}},
}
