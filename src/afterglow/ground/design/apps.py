from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "afterglow.ground.design"
    label = "design"
