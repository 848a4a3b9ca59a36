from django.urls import URLPattern, path

from afterglow.care.referral.views import intake, judging, waiting

app_name = "referral"

urlpatterns: list[URLPattern] = [
    path("waiting/", waiting.waiting, name="waiting"),
    path("referrals/new/", intake.receive, name="receive"),
    path("referrals/<str:ref>/", judging.referral, name="referral"),
    path("referrals/<str:ref>/judge/", judging.judge, name="judge"),
    path("referrals/<str:ref>/go-past/", judging.go_past, name="go-past"),
    path("referrals/<str:ref>/urgent/", intake.mark_urgent, name="urgent"),
    path("referrals/<str:ref>/information/", intake.add_information, name="information"),
    path("referrals/<str:ref>/withdraw/", intake.withdraw, name="withdraw"),
]
