from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "afterglow.care.consent"
    label = "consent"
