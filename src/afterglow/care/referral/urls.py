from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from afterglow.care.referral.views import asking, intake, judging, waiting

app_name = "referral"


class Ref(StringConverter):
    """The name of one referral, so that a later room may have words of its own after ``referrals/``."""

    regex = "[A-Za-z0-9_-]{22}"


register_converter(Ref, "referral")

urlpatterns: list[URLPattern] = [
    path("waiting/", waiting.waiting, name="waiting"),
    path("clinics/<slug:slug>/referring/", asking.pack, name="pack"),
    path("clinics/<slug:slug>/asking/", asking.ask, name="ask"),
    path("enquiries/<str:ref>/", asking.enquiry, name="enquiry"),
    path("referrals/new/", intake.receive, name="receive"),
    path("referrals/<referral:ref>/", judging.referral, name="referral"),
    path("referrals/<referral:ref>/judge/", judging.judge, name="judge"),
    path("referrals/<referral:ref>/go-past/", judging.go_past, name="go-past"),
    path("referrals/<referral:ref>/urgent/", intake.mark_urgent, name="urgent"),
    path("referrals/<referral:ref>/information/", intake.add_information, name="information"),
    path("referrals/<referral:ref>/withdraw/", intake.withdraw, name="withdraw"),
]
