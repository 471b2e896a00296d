from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self):
        from courses.domain import citing

        from . import receivers  # noqa: F401  (connects them)
        from .domain.citing import KIND

        citing.add(KIND)
