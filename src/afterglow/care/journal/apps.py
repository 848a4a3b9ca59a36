from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "afterglow.care.journal"
    label = "journal"
