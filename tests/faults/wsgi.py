"""The site as gunicorn serves it, on the database of a running test (named in LMS_FAULT_DATABASE).

With LMS_FAULT_TOO_EARLY it acknowledges an answer before it has written it, as no server may: the proof must notice.
"""

import os
import threading

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.test"
settings.DATABASES["default"]["NAME"] = os.environ["LMS_FAULT_DATABASE"]
application = get_wsgi_application()

if os.environ.get("LMS_FAULT_TOO_EARLY"):
    from assessments.domain import attempts

    save_in_time = attempts.save_answer

    def save_answer(attempt_id, position, values, sequence):
        threading.Timer(5, save_in_time, (attempt_id, position, values, sequence)).start()
        return sequence

    attempts.save_answer = save_answer
