"""The peer's addresses: the admin, open to whoever signed in, with a list of 50 patients."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path

from afterglow.record.people.models import Patient


class OpenAdmin(admin.AdminSite):
    """Everybody who signed in may look."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody signed in."""
        return bool(request.user.is_authenticated)


class PatientList(admin.ModelAdmin):  # type: ignore[type-arg]  # only its stubs can be told of what
    """The list as an administrator would set it up: who, when born, how to reach them."""

    list_display = ("family_name", "given_names", "birth_date", "nhs_number", "phone", "registered_at")
    list_per_page = 50
    ordering = ("family_name", "given_names")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Yes."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: Patient | None = None) -> bool:
        """Yes."""
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Patient | None = None) -> bool:
        """No."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Patient | None = None) -> bool:
        """No."""
        return False


site = OpenAdmin()
site.register(Patient, PatientList)


def alive(request: HttpRequest) -> HttpResponse:
    """The page by which the benchmark sees that it serves."""
    return HttpResponse("alive")


urlpatterns = [path("admin/", site.urls), path("sign-in/", alive)]
