from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "afterglow.care.assessment"
    label = "assessment"
