from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "afterglow.ground.access"
    label = "access"
