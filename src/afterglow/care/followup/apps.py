from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "afterglow.care.followup"
    label = "followup"
