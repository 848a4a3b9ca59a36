from django.apps import AppConfig


class ReferralConfig(AppConfig):
    name = "afterglow.care.referral"
    label = "referral"
