from django.urls import URLPattern, path

from afterglow.care.groups.views import own, place

app_name = "groups"

urlpatterns: list[URLPattern] = [
    path("my/groups/", own.mine, name="mine"),
    path("my/groups/<str:ref>/", own.own_meeting, name="own-meeting"),
    path("my/groups/<str:ref>/line/", own.join_line, name="join-line"),
    path("my/groups/<str:ref>/ask/", own.ask, name="ask"),
    path("my/groups/line/<str:ref>/leave/", own.leave, name="leave-line"),
    path("my/groups/places/<str:ref>/", place.place, name="place"),
    path("my/groups/places/<str:ref>/give-back/", place.back, name="give-back"),
    path("my/groups/places/<str:ref>/arrive/", place.at_door, name="arrive"),
    path("my/groups/places/<str:ref>/door/", place.door_now, name="door-now"),
]
