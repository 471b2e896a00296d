"""The production settings on the tests' own database."""

import os

from lms.settings.base import *  # noqa: F403
from lms.settings.base import DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
