from django.urls import URLPattern, path

from afterglow.care.groups.views import leading, meeting, own, place, process, series

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
    path("groups/", series.all_series, name="all"),
    path("groups/start/", series.start, name="start"),
    path("groups/process/", process.room, name="process"),
    path("groups/process/meetings/<str:ref>/", process.meeting_notes, name="process-notes"),
    path("groups/process/supervision/<str:ref>/", process.supervision, name="supervision"),
    path("groups/process/<str:ref>/supervise/", process.supervise, name="supervise"),
    path("groups/<str:ref>/", series.series, name="series"),
    path("groups/<str:ref>/break/", series.plan_break, name="break"),
    path("groups/<str:ref>/end/", series.end, name="end"),
    path("groups/<str:ref>/facilitators/", series.facilitators, name="facilitators"),
    path("groups/facilitators/<str:ref>/end/", series.end_facilitator, name="end-facilitator"),
    path("groups/<str:ref>/join/", leading.join, name="join"),
    path("groups/members/<str:ref>/end/", leading.end_stay, name="end-stay"),
    path("groups/meetings/<str:ref>/", meeting.meeting, name="meeting"),
    path("groups/meetings/<str:ref>/book/", meeting.book, name="book"),
    path("groups/meetings/<str:ref>/line/", meeting.put_in_line, name="line-for"),
    path("groups/meetings/<str:ref>/call-off/", meeting.called_off, name="call-off"),
    path("groups/meetings/<str:ref>/link/", meeting.link, name="link"),
    path("groups/meetings/<str:ref>/guest/", meeting.guest, name="guest"),
    path("groups/guests/<str:ref>/withdraw/", meeting.withdraw, name="withdraw-guest"),
    path("groups/places/<str:ref>/give-back/", meeting.give_back, name="give-back-for"),
    path("groups/meetings/<str:ref>/door/", leading.at_door, name="door"),
    path("groups/meetings/<str:ref>/door/list/", leading.door_list, name="door-list"),
    path("groups/places/<str:ref>/let-in/", leading.let_in, name="let-in"),
    path("groups/places/<str:ref>/concern/", leading.concern, name="concern"),
    path("groups/discussions/<str:ref>/<str:kind>/", leading.discussion, name="discussion"),
]
