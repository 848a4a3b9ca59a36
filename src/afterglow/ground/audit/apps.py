from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "afterglow.ground.audit"
    label = "audit"

    def ready(self) -> None:
        from afterglow.ground.audit.triggers import install_triggers

        # Every migration may rebuild a table and silently drop its triggers, so they are put back after each.
        post_migrate.connect(install_triggers, dispatch_uid="afterglow.append-only")
