"""Settings of the simulated national ID: own process, own database, own session, own keys.

MADANG_IDENTITY_URL   its address; default: the main site's address at the next port
MADANG_URL            the main site, the only client it knows
MADANG_VAR            where identity.sqlite3 and keys/ live
"""

from __future__ import annotations

from urllib.parse import urlsplit

from madang.core.people.sign_in.configuration import identity_url, secret_from
from madang.site import settings as site
from madang.site.demo_identity.keys import signing_key

VAR_DIR = site.VAR_DIR
KEYS_DIR = VAR_DIR / "keys"
DEBUG = False
IDENTITY_URL = identity_url(site.PUBLIC_URL, demo=True)
CLIENT_URL = site.PUBLIC_URL

_own, _client = urlsplit(IDENTITY_URL), urlsplit(CLIENT_URL)
LOOPBACK = {"127.0.0.1", "localhost"}
CLIENT_HOSTS = sorted(LOOPBACK | {_client.hostname or ""}) if _client.hostname in LOOPBACK else [_client.hostname or ""]
CLIENT_ORIGINS = [f"{_client.scheme}://{host}" + (f":{_client.port}" if _client.port else "") for host in CLIENT_HOSTS]
ALLOWED_HOSTS = [_own.hostname or "127.0.0.1", *([*LOOPBACK, "testserver"] if _own.hostname in LOOPBACK else [])]
CSRF_TRUSTED_ORIGINS = [IDENTITY_URL]

SECRET_KEY = secret_from(KEYS_DIR / "identity_secret_key")
CLIENT_SECRET = secret_from(KEYS_DIR / "identity_client_secret", "MADANG_IDENTITY_CLIENT_SECRET")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "identity.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "madang.site.demo_identity",
    "madang.look",
    "madang.countries",  # only for the translations of the residents' stories
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "django_cotton",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "madang.site.demo_identity.middleware.security_headers",
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
ROOT_URLCONF = "madang.site.demo_identity.urls"
WSGI_APPLICATION = "madang.site.demo_identity.wsgi.application"
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
            ],
        },
    }
]

AUTH_USER_MODEL = "demo_identity.Holder"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
IDP_OIDC_ADAPTER = "madang.site.demo_identity.provider.SimulatedNationalId"
IDP_OIDC_PRIVATE_KEY = signing_key(KEYS_DIR / "identity_signing_key.pem")

SESSION_COOKIE_NAME = "identity_session"  # browsers share cookies between ports, so the names must differ
CSRF_COOKIE_NAME = "identity_csrf"
SESSION_COOKIE_AGE = 15 * 60
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _own.scheme == "https"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en"
LANGUAGES = site.LANGUAGES
LANGUAGE_COOKIE_NAME = site.LANGUAGE_COOKIE_NAME
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = site.TIME_ZONE
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "identity_static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
LOGGING = site.LOGGING
