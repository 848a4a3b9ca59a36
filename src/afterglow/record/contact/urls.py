from django.urls import URLPattern, path

from afterglow.record.contact import views

app_name = "contact"

urlpatterns: list[URLPattern] = [
    path("l/<str:token>", views.open_link, name="open"),
    path("my/questions/", views.mine, name="mine"),
    path("questions/", views.questions, name="questions"),
    path("questions/<str:ref>/", views.question, name="question"),
    path("messages/<str:ref>/", views.message, name="message"),
]
