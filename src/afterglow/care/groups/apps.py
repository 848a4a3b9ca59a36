from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "afterglow.care.groups"
    label = "groups"
