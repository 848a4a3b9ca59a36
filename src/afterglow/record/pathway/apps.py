from django.apps import AppConfig


class PathwayConfig(AppConfig):
    name = "afterglow.record.pathway"
    label = "pathway"
