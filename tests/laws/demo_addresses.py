"""The addresses of the site with those of the demo, for a process that has not begun as one."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from afterglow.demo import urls as demo
from afterglow.site.urls import handler400, handler403, handler404, handler500
from afterglow.site.urls import urlpatterns as of_the_site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    *of_the_site,
    path("", include((demo.addresses(lambda _now: {}), demo.app_name))),
]
