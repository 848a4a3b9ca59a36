from django.apps import AppConfig


class DiaryConfig(AppConfig):
    name = "afterglow.record.diary"
    label = "diary"
