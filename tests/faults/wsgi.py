"""The site as gunicorn serves it, on the database of a running test (named in LMS_FAULT_DATABASE)."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.test"
settings.DATABASES["default"]["NAME"] = os.environ["LMS_FAULT_DATABASE"]
application = get_wsgi_application()
