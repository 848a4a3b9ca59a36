from importlib import import_module

from django.apps import AppConfig


class TreatmentConfig(AppConfig):
    name = "afterglow.care.treatment"
    label = "treatment"

    def import_models(self) -> None:
        """Read every file of tables: what is written beside the session's own stands in files by subject."""
        super().import_models()
        for subject in ("bedside", "board", "papers"):
            import_module(f"{self.name}.{subject}")
