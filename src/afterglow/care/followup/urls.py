from django.urls import path

from afterglow.care.followup import views

app_name = "followup"

urlpatterns = [path("patients/<str:ref>/discharge/", views.discharge, name="discharge")]
