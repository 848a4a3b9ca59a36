from django.urls import URLPattern, path

from afterglow.home.record import views

app_name = "record"

urlpatterns: list[URLPattern] = [
    path("patients/<str:ref>/", views.patient, name="patient"),
    path("patients/<str:ref>/letters/", views.letters, name="letters"),
    path("patients/<str:ref>/steps/", views.steps, name="steps"),
    path("patients/<str:ref>/readers/", views.readers, name="readers"),
]
