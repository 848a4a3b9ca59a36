"""What holds in every setting: live, demo and testing. An installation is told apart by a few environment variables.

``AFTERGLOW_HOME``      folder for the database, keys and dispatched letters (default ``var``)
``AFTERGLOW_DATABASE``  ``sqlite:///path`` or ``postgresql://user@host:port/name`` (default SQLite in the home folder)
``AFTERGLOW_CLINICS``   folder with a clinic's own protocol files, besides those shipped
``AFTERGLOW_MAIL``      the mail server, as ``smtp://user:password@host:587?from=clinic@host``; or ``console:``
``AFTERGLOW_MEETINGS``  who makes online meetings, as ``graph://client:secret@tenant/organiser``; else links are pasted
``AFTERGLOW_PAY``       file with each clinic's account for card payments (``docs/how-to/take-payments.md``)
``PUBLIC_URL``          the address people use (default ``http://localhost:8000``)
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from afterglow.site.databases import database
from afterglow.site.keys import key
from afterglow.site.rooms import TEMPLATE_FOLDERS, installed

HOME = Path(os.environ.get("AFTERGLOW_HOME", "var")).absolute()
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://localhost:8000").rstrip("/")
MAIL_URL = os.environ.get("AFTERGLOW_MAIL", "")
MEETINGS_URL = os.environ.get("AFTERGLOW_MEETINGS", "")
PAY_ACCOUNTS = os.environ.get("AFTERGLOW_PAY", "")
CLINIC_FILES = os.environ.get("AFTERGLOW_CLINICS", "")
DEMO = False
DEBUG = False

SECRET_KEY = key(HOME, "session").decode()
AUDIT_KEY = key(HOME, "audit")

_public = urlsplit(PUBLIC_URL)
ALLOWED_HOSTS = [_public.hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECURE = _public.scheme == "https"

INSTALLED_APPS = [
    *installed(),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "afterglow.site.headers.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "afterglow.site.edge.Edge",
]

ROOT_URLCONF = "afterglow.site.urls"
WSGI_APPLICATION = "afterglow.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": TEMPLATE_FOLDERS,
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "afterglow.ground.design.environment.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "afterglow.site.surroundings.surroundings",
            ],
        },
    },
]
FORM_RENDERER = "afterglow.ground.design.renderer.FormRenderer"

DATABASES = {"default": database(os.environ.get("AFTERGLOW_DATABASE") or f"sqlite:///{HOME / 'afterglow.sqlite3'}")}
CACHES = {"default": {"BACKEND": "afterglow.site.tallies.Tallies", "LOCATION": HOME / "cache"}}
"""For rate limits only, shared by the serving processes."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "afterglow.ground.access.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_SESSION_REMEMBER = False
_TRIES = "afterglow.ground.access.sign_in.tries"
ACCOUNT_FORMS = {
    "login": f"{_TRIES}.StaffForm",
    "reauthenticate": f"{_TRIES}.AgainForm",
    "request_login_code": f"{_TRIES}.CodeForm",
    "confirm_login_code": f"{_TRIES}.TypedCodeForm",
}
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,10/15m/key",
    "request_login_code": "20/m/ip,5/15m/key",
    "confirm_login_code": "30/m/ip,10/15m/key",
    "open_form": "10/h/ip",
}
"""Ten wrong tries for one account in a quarter of an hour; a passkey is never held up by somebody else's tries."""
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": f"{_TRIES}.SecondStepForm",
    "authenticate_webauthn": f"{_TRIES}.SecondPasskeyForm",
    "reauthenticate": f"{_TRIES}.KeyAgainForm",
    "reauthenticate_webauthn": f"{_TRIES}.PasskeyAgainForm",
    "add_webauthn": f"{_TRIES}.NewPasskeyForm",
    "activate_totp": f"{_TRIES}.NewAuthenticatorForm",
    "login_webauthn": f"{_TRIES}.PasskeyForm",
}
MFA_ADAPTER = "afterglow.ground.access.sign_in.keys.KeyAdapter"
MFA_TOTP_ISSUER = "Afterglow"
MFA_TOTP_TOLERANCE = 1
"""A code is still taken when the next one shows already: typing takes time, and clocks differ (RFC 6238, 5.2)."""
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _public.hostname == "localhost"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_ENGINE = "afterglow.ground.access.sign_in.kept"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_FAILURE_VIEW = "afterglow.site.errors.forged"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
}
