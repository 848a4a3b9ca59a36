from django.urls import path

from afterglow.care.assessment.views import entries, own, staff

app_name = "assessment"

_PATIENT = "patients/<str:ref>/assessment/"

urlpatterns = [
    path(_PATIENT, staff.assessment, name="assessment"),
    path(f"{_PATIENT}decision/", staff.decide, name="decide"),
    path(f"{_PATIENT}history/", entries.history, name="history"),
    path(f"{_PATIENT}goals/", entries.goals, name="goals"),
    path(f"{_PATIENT}earlier/", entries.earlier, name="earlier"),
    path(f"{_PATIENT}medicine/", entries.medicine, name="medicine"),
    path(f"{_PATIENT}medicines-confirmed/", entries.confirm_medicines, name="confirm-medicines"),
    path(f"{_PATIENT}conditions/", entries.conditions, name="conditions"),
    path(f"{_PATIENT}measurement/", entries.measurement, name="measurement"),
    path(f"{_PATIENT}test/", entries.investigation, name="investigation"),
    path("earlier-treatments/<str:ref>/", entries.correct_earlier, name="correct-earlier"),
    path("medicines/<str:ref>/", entries.change_medicine, name="change-medicine"),
    path("my/goals/", own.goals, name="own-goals"),
]
