from importlib import import_module

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "afterglow.care.groups"
    label = "groups"

    def import_models(self) -> None:
        """Read every file of tables: they stand in a folder, by subject."""
        super().import_models()
        for subject in ("series", "places", "waiting", "membership", "door", "process", "moving", "events"):
            import_module(f"{self.name}.models.{subject}")
