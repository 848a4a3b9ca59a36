from django.urls import URLPattern, path

from afterglow.home.patient import help as helping

app_name = "patient"

urlpatterns: list[URLPattern] = [
    path("help/", helping.help_now, name="help"),
    path("answer/help/", helping.help_now, name="help-by-link"),
]
