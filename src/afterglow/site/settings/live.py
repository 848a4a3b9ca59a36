"""A clinic at work."""

from afterglow.site.settings.base import *  # noqa: F403  # a settings module is its base plus what differs
