from django.apps import AppConfig


class TreatmentConfig(AppConfig):
    name = "afterglow.care.treatment"
    label = "treatment"
