from django.apps import AppConfig


class PharmacyConfig(AppConfig):
    name = "afterglow.care.pharmacy"
    label = "pharmacy"
