"""The demo's own addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from afterglow.demo import card_page, views
from afterglow.demo.clock import DueWork

app_name = "demo"


def addresses(do_due_work: DueWork) -> list[URLPattern]:
    """The front door and its clock, which needs to be told how due work is done."""
    return [
        path("demo/", views.front_door, name="front-door"),
        path("demo/as/", views.sign_in_as, name="sign-in-as"),
        path("demo/clock/", views.move_clock, {"do_due_work": do_due_work}, name="move-clock"),
        path("demo/messages/", views.messages, name="messages"),
        path("demo/online-meeting/<str:number>/", views.online_meeting, name="online-meeting"),
        path("demo/card/<str:number>/", card_page.card_page, name="card"),
        path("demo/card/<str:number>/finish/", card_page.finish, name="card-finish"),
        path("demo/back/", views.put_back, name="put-back"),
    ]
