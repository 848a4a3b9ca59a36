from django.apps import AppConfig


class HomeSearchConfig(AppConfig):
    name = "afterglow.home.search"
    label = "home_search"
