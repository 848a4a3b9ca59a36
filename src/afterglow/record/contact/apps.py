from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "afterglow.record.contact"
    label = "contact"
