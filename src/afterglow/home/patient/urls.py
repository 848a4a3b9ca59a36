from django.urls import URLPattern, path

from afterglow.home.patient import help as helping
from afterglow.home.patient import views

app_name = "patient"

urlpatterns: list[URLPattern] = [
    path("my/", views.today, name="today"),
    path("my/letters/", views.letters, name="letters"),
    path("my/letters/<str:ref>.pdf", views.letter, name="letter"),
    path("my/readers/", views.readers, name="readers"),
    path("my/suggestions/", views.suggest, name="suggest"),
    path("help/", helping.help_now, name="help"),
    path("answer/help/", helping.help_now, name="help-by-link"),
]
