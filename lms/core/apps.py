from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "lms.core"
    label = "core"

    def ready(self):
        from . import checks  # noqa: F401  (registers the system checks)
        from .tables import guard_exports

        guard_exports()
