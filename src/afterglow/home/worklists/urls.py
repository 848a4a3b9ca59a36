from django.urls import URLPattern, path

from afterglow.home.worklists import views

app_name = "worklists"

urlpatterns: list[URLPattern] = [
    path("today/", views.today, name="today"),
    path("today/drafts/", views.drafts, name="drafts"),
    path("today/meetings/", views.meetings, name="meetings"),
    path("today/narrow/", views.narrow, name="narrow"),
]
