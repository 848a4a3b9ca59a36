from django.apps import AppConfig


class CourseConfig(AppConfig):
    name = "afterglow.care.course"
    label = "course"
