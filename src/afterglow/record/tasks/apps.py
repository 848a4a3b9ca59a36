from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "afterglow.record.tasks"
    label = "tasks"
