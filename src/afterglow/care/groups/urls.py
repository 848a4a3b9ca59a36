from django.urls import path

from afterglow.care.groups import views

app_name = "groups"

urlpatterns = [path("my/groups/", views.mine, name="mine")]
