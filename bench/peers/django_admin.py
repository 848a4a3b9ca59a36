"""Settings of the peer: Django's own admin list of the same patients, by the same server from the same database."""

from __future__ import annotations

from afterglow.site.settings.live import *  # noqa: F403  # the same database and keys

ROOT_URLCONF = "bench.peers.django_admin_urls"
INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]  # noqa: F405  # from the settings above
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # allauth refuses to start without it
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
