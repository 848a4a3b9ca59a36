"""The site's own addresses: the door, signing in, and the clinic's protocol."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from afterglow.site import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.door, name="home"),
    path("places/", views.places, name="places"),
    path("protocol/", views.protocol, name="protocol"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("alive/", views.alive, name="alive"),
    path("", include("afterglow.ground.access.sign_in.urls")),
]
