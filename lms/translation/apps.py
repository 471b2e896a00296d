from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "lms.translation"
    label = "translation"

    def ready(self):
        from wagtail_localize.models import StringTranslation

        from . import comments, receivers

        receivers.connect()
        StringTranslation.get_comment = comments.comment
