from django.urls import path

from afterglow.care.consent.views import own, staff

app_name = "consent"

urlpatterns = [
    path("patients/<str:ref>/consent/", staff.consent, name="consent"),
    path("patients/<str:ref>/consent/information/", staff.give_information, name="give-information"),
    path("patients/<str:ref>/consent/sign/", staff.sign, name="sign"),
    path("patients/<str:ref>/consent/withdraw/", staff.withdraw, name="withdraw"),
    path("patients/<str:ref>/consent/data/", staff.data, name="data"),
    path("patients/<str:ref>/consent/print/", staff.printable, name="print"),
    path("information.pdf", staff.information_pdf, name="information-pdf"),
    path("my/information/", own.information, name="information"),
    path("my/information/read/", own.read, name="read"),
    path("my/information/cost/", own.cost, name="cost"),
    path("my/information/data/", own.data, name="own-data"),
    path("my/information/withdraw/", own.withdraw, name="own-withdraw"),
    path("my/information/more/<slug:code>/", own.further, name="further"),
]
