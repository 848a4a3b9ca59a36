from django.apps import AppConfig


class HomeWorklistsConfig(AppConfig):
    name = "afterglow.home.worklists"
    label = "home_worklists"
