from django.apps import AppConfig


class HomePatientConfig(AppConfig):
    name = "afterglow.home.patient"
    label = "home_patient"
