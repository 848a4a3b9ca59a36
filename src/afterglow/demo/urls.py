from django.urls import URLPattern, path

from afterglow.demo import views

app_name = "demo"

urlpatterns: list[URLPattern] = [
    path("demo/", views.front_door, name="front-door"),
    path("demo/as/", views.sign_in_as, name="sign-in-as"),
    path("demo/clock/", views.move_clock, name="move-clock"),
    path("demo/back/", views.put_back, name="put-back"),
]
