from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "afterglow.record.people"
    label = "people"
