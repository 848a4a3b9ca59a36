"""The site's own addresses: the door, signing in, the clinic's protocol, its staff and its trail."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from afterglow.site import notices, oversight, protocol_pages, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.door, name="home"),
    path("places/", views.places, name="places"),
    path("protocol/", protocol_pages.protocol, name="protocol"),
    path("protocol/compare/", protocol_pages.compare_chosen, name="protocol-compare-chosen"),
    path("protocol/<str:version>/", protocol_pages.version, name="protocol-version"),
    path("protocol/<str:before>/compare/<str:after>/", protocol_pages.compare, name="protocol-compare"),
    path("roles/", oversight.roles, name="roles"),
    path("audit/", oversight.audit, name="audit"),
    path("audit/verified/", oversight.verified, name="audit-verified"),
    path("privacy/", notices.privacy, name="privacy"),
    path("privacy/<slug:slug>/", notices.privacy_of, name="privacy-of"),
    path("accessibility/", notices.accessibility, name="accessibility"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("alive/", views.alive, name="alive"),
    path("", include("afterglow.ground.access.staff.urls")),
    path("", include("afterglow.ground.access.sign_in.urls")),
]
