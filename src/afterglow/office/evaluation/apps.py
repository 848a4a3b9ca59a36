from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "afterglow.office.evaluation"
    label = "evaluation"
