"""Every address. Each room lists its own whole; the site adds sign-in, help and the front door."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from afterglow.site.rooms import CARE, HOME, OFFICE, RECORD
from afterglow.site.ticking import do_due_work

# The pages that are opened most are looked for first.
_WINGS = {"home": HOME, "record": RECORD, "care": CARE, "office": OFFICE}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("afterglow.site.doors")),
    *(path("", include(f"afterglow.{wing}.{room}.urls")) for wing, rooms in _WINGS.items() for room in rooms),
]

if settings.DEMO:
    from afterglow.demo import urls as demo

    urlpatterns.append(path("", include((demo.addresses(do_due_work), demo.app_name))))

handler400 = "afterglow.site.errors.bad_request"
handler403 = "afterglow.site.errors.forbidden"
handler404 = "afterglow.site.errors.not_found"
handler500 = "afterglow.site.errors.broken"
