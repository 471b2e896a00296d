from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def guard_register(sender, using, **kwargs):
    from . import triggers

    triggers.install(connections[using])


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self):
        from courses import sections

        from . import receivers  # noqa: F401  (connects them)
        from .domain.queries import dashboard_ending, dashboard_section

        sections.add(dashboard_section)
        sections.add_ending(dashboard_ending)

        post_migrate.connect(guard_register, sender=self)
