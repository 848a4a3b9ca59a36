from django.urls import URLPattern, path

from afterglow.record.people.views import care_team, patients

app_name = "people"

urlpatterns: list[URLPattern] = [
    path("patients/", patients.find, name="patients"),
    path("new-patient/", patients.register, name="register"),
    path("patients/<str:ref>/details/", patients.details, name="details"),
    path("patients/<str:ref>/details/correct/", patients.correct, name="correct"),
    path("patients/<str:ref>/details/sign-in/", patients.let_sign_in, name="let-sign-in"),
    path("patients/<str:ref>/helper/", care_team.name_helper, name="helper"),
    path("patients/<str:ref>/emergency/", care_team.add_emergency_contact, name="emergency"),
    path("patients/<str:ref>/care-team/", care_team.join, name="care-team"),
    path("helpers/<str:ref>/end/", care_team.end_helper, name="end-helper"),
    path("emergency-contacts/<str:ref>/end/", care_team.end_emergency_contact, name="end-emergency"),
    path("care-team/<str:ref>/end/", care_team.leave, name="leave-care-team"),
]
