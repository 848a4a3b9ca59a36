from django.urls import URLPattern, path

from afterglow.office.fhir import views

app_name = "fhir"

urlpatterns: list[URLPattern] = [
    path("referrals/upload/", views.upload, name="upload"),
    path("referrals/upload/enter/", views.enter, name="enter"),
]
