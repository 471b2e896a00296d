import os
from io import StringIO

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.base")
application = get_wsgi_application()
# Whatever starts the server: an installation with a fault of docs/security.md, S-04 or S-09, serves nobody.
call_command("check", databases=["default"], stdout=StringIO())
connections.close_all()  # a server may load this module once and fork
