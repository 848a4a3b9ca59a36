"""Invented people on one machine's loopback: role buttons, a clock that can be moved; nothing leaves the house."""

from afterglow.site.settings.base import *  # noqa: F403  # a settings module is its base plus what differs

DEMO = True
INSTALLED_APPS = [*INSTALLED_APPS, "afterglow.demo"]  # noqa: F405  # from the base
