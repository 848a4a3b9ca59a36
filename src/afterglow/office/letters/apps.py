from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "afterglow.office.letters"
    label = "letters"
