from django.apps import AppConfig


class HomeRecordConfig(AppConfig):
    name = "afterglow.home.record"
    label = "home_record"
