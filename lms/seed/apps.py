from django.apps import AppConfig


class SeedConfig(AppConfig):
    name = "lms.seed"
    label = "seed"
