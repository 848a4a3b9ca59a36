"""The test suite: fixed keys, quick password hashes, and the database the runner names."""

import os

from afterglow.site.databases import database
from afterglow.site.settings.base import *  # noqa: F403  # a settings module is its base plus what differs

DEMO = os.environ.get("AFTERGLOW_DEMO") == "1"
INSTALLED_APPS = [*INSTALLED_APPS, "afterglow.demo"]  # noqa: F405  # from the base
SECRET_KEY = "testing"  # noqa: S105  # not a secret: only tests use it
AUDIT_KEY = b"testing"
MAIL_URL = "console:"
PAY_ACCOUNTS = ""
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES = {"default": database(os.environ.get("AFTERGLOW_DATABASE") or "sqlite:///:memory:")}
if DATABASES["default"]["NAME"] == ":memory:":
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # each worker's own: none of them leaves a file behind
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
