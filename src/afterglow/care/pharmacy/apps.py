from importlib import import_module

from django.apps import AppConfig


class PharmacyConfig(AppConfig):
    name = "afterglow.care.pharmacy"
    label = "pharmacy"

    def import_models(self) -> None:
        """Read the second file of tables as well."""
        super().import_models()
        import_module(f"{self.name}.entries")
