"""The addresses of staff management."""

from django.urls import URLPattern, path

from afterglow.ground.access.staff import views

urlpatterns: list[URLPattern] = [
    path("staff/", views.staff, name="staff"),
    path("staff/invite/", views.invite, name="staff-invite"),
    path("staff/<str:ref>/", views.colleague, name="colleague"),
    path("staff/<str:ref>/invite-again/", views.invite_again, name="staff-invite-again"),
    path("staff/<str:ref>/end/", views.end, name="staff-end"),
]
