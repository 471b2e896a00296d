from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "lms.translation"
    label = "translation"

    def ready(self):
        from . import receivers

        receivers.connect()
