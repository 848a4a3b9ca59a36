from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "afterglow.record.outcomes"
    label = "outcomes"
