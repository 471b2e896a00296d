"""Settings of the processes that tests start: the tests' own database, real background tasks, no seconds of waiting."""

import os

from lms.settings import base
from lms.settings.test import *  # noqa: F403
from lms.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
LOGGING = base.LOGGING  # tests read what the processes say
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
if letters := os.environ.get("TEST_LETTERS"):
    EMAIL_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", letters
if ticks := os.environ.get("TEST_TICKS"):
    LMS_TICKS = ticks.split()
