from django.urls import URLPattern, path

from afterglow.record.tasks import views

app_name = "tasks"

urlpatterns: list[URLPattern] = [
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/<str:ref>/", views.task, name="task"),
    path("tasks/<str:ref>/accept/", views.accept, name="accept"),
]
