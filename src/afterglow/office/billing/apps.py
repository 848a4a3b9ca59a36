from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "afterglow.office.billing"
    label = "billing"
