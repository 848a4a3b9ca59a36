from django.urls import URLPattern, path

from afterglow.office.evaluation import views

app_name = "evaluation"

urlpatterns: list[URLPattern] = [path("outcomes/", views.outcomes, name="outcomes")]
