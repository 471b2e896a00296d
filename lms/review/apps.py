from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "lms.review"

    def ready(self):
        from . import receivers

        receivers.connect()
