"""What the papers of a day cost (C-09), on loaded content: `python -m tests.bench.day_papers` in its variable folder.

Prints {kind of paper: [CPU seconds of this process and of the child that makes PDFs, MiB]} as JSON, of a long day.
"""

# ruff: noqa: E402  (models can be imported only after django.setup)

import json
import time

import django

django.setup()

from django.utils import translation

from courses.domain import paper
from courses.enums import Paper
from courses.models import ModulePage
from lms.core.keys import key_uuid
from tests.bench.papers import cpu_of

DAY = "d07"


def main():
    module = ModulePage.objects.get(translation_key=key_uuid(DAY), locale__language_code="kk")
    figures = {}
    with translation.override("kk"):
        for kind in Paper:
            paper.render(module, kind)
            child = paper.renderer().process.pid
            before = time.process_time() + cpu_of(child)
            pdf = paper.render(module, kind)
            figures[kind.value] = [time.process_time() + cpu_of(child) - before, len(pdf) / 2**20]
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
