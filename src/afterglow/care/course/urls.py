from django.urls import path

from afterglow.care.course.views import doses, own, staff

app_name = "course"

_TREATMENT = "patients/<str:ref>/course/<str:treatment_ref>/"

urlpatterns = [
    path("patients/<str:ref>/course/", staff.course, name="course"),
    path("patients/<str:ref>/course/plan/<slug:code>/", staff.plan, name="plan"),
    path("patients/<str:ref>/course/more/", staff.more, name="more"),
    path("patients/<str:ref>/course/decide/", staff.decide, name="decide"),
    path(f"{_TREATMENT}direction/", doses.direction, name="direction"),
    path(f"{_TREATMENT}review/", doses.review, name="review"),
    path(f"{_TREATMENT}book/", doses.book, name="book"),
    path(f"{_TREATMENT}move/", doses.move, name="move"),
    path(f"{_TREATMENT}not-given/", doses.not_given, name="not-given"),
    path("my/course/", own.mine, name="mine"),
]
