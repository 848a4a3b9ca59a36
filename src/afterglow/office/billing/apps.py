from importlib import import_module

from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "afterglow.office.billing"
    label = "billing"

    def import_models(self) -> None:
        """Read every file of tables: they stand in a folder, by subject."""
        super().import_models()
        for subject in ("charges", "invoices", "credits", "payments"):
            import_module(f"{self.name}.models.{subject}")
