from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "lms.core"
    label = "core"

    def ready(self):
        from . import checks, collation  # noqa: F401  (`checks` registers the system checks)
        from .tables import guard_exports

        collation.connect()
        guard_exports()
