from django.urls import path

from afterglow.care.journal import views

app_name = "journal"

urlpatterns = [path("my/journal/", views.mine, name="mine")]
