"""The site with the guarded line taken out: it acknowledges an answer before it has written it.

The proof must notice; `python -m tests.exam.careless lms_run` stands for `manage.py lms_run`.
"""

import sys
import threading

import django
from django.core.management import execute_from_command_line

django.setup()

from assessments.domain import attempts  # noqa: E402

save_in_time = attempts.save_answer


def save_answer(attempt_id, position, values, sequence, **more):
    threading.Timer(5, save_in_time, (attempt_id, position, values, sequence), more).start()
    return sequence


attempts.save_answer = save_answer
execute_from_command_line(["manage.py", *sys.argv[1:]])
