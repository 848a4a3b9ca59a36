from django.urls import URLPattern, path

from afterglow.record.outcomes.views import by_link, own, staff

app_name = "outcomes"

urlpatterns: list[URLPattern] = [
    path("answer/questionnaire/", by_link.start, name="invited"),
    path("answer/questionnaire/question/<str:item>/", by_link.question, name="invited-question"),
    path("answer/questionnaire/help/", by_link.crisis, name="invited-help"),
    path("answer/questionnaire/check/", by_link.check, name="invited-check"),
    path("answer/questionnaire/thanks/<slug:slug>/", by_link.thanks, name="invited-thanks"),
    path("my/questionnaires/", own.mine, name="mine"),
    path("my/questionnaires/<str:ref>/", own.own, name="own"),
    path("my/questionnaires/<str:ref>/question/<str:item>/", own.question, name="own-question"),
    path("my/questionnaires/<str:ref>/help/", own.crisis, name="own-help"),
    path("my/questionnaires/<str:ref>/check/", own.check, name="own-check"),
    path("patients/<str:ref>/questionnaires/", staff.questionnaires, name="questionnaires"),
    path("patients/<str:ref>/questionnaires/<str:asked>/", staff.answers, name="answers"),
    path("patients/<str:ref>/questionnaires/<str:asked>/enter/", staff.enter, name="enter"),
    path("patients/<str:ref>/questionnaires/<str:asked>/remind/", staff.remind, name="remind"),
]
