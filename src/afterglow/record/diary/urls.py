from django.urls import URLPattern, path

from afterglow.record.diary import views

app_name = "diary"

urlpatterns: list[URLPattern] = [
    path("diary/", views.diary, name="diary"),
    path("diary/bays/", views.bays, name="bays"),
    path("patients/<str:ref>/book/", views.book, name="book"),
    path("appointments/<str:ref>/cancel/", views.cancel, name="cancel"),
    path("appointments/<str:ref>/attended/", views.attended, name="attended"),
    path("my/appointments/", views.mine, name="mine"),
    path("my/appointments/calendar.ics", views.calendar, name="calendar"),
]
