"""The site as `make run` has it, plus the two bare things that its pages are compared with."""

from lms.settings.dev import *  # noqa: F403
from lms.settings.dev import BASE_DIR, LOGGING, TEMPLATES

ROOT_URLCONF = "tests.bench.urls"
ALLOWED_HOSTS = ["localhost", "testserver"]
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], BASE_DIR / "tests/bench/templates"]}]
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "WARNING"}}
