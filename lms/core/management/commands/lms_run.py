import os
import socket
import sys
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend

from lms.core.processes import Child, GivenUp, supervise
from lms.core.supervision import AlreadyHeld, held


class Command(BaseCommand):
    help = "Serve the site on one machine: web server, task worker and scheduler, restarted when they die."
    requires_system_checks = []  # run below, with the database

    def add_arguments(self, parser):
        parser.add_argument("--host", default=os.environ.get("LMS_HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--web-workers", type=int, default=int(os.environ.get("LMS_WEB_WORKERS", "2")))

    def handle(self, *, host, port, web_workers, **options):
        refuse_busy_port(host, port)
        self.check(databases=["default"])
        os.chdir(settings.BASE_DIR)
        children = [
            Child("web", web_command(host, port, web_workers)),
            Child("scheduler", [sys.executable, "manage.py", "lms_scheduler", "--skip-checks"]),
        ]
        if isinstance(task_backends["default"], DatabaseBackend):  # another queue brings its own workers
            children.append(Child("worker", [sys.executable, "manage.py", "lms_worker", "--skip-checks"]))
        shown = "localhost" if host == "127.0.0.1" else host
        try:
            with held("site"):
                self.stdout.write(f"The site is at http://{shown}:{port}  (Ctrl-C stops it)")
                self.stdout.flush()
                supervise(children)
        except AlreadyHeld:
            raise CommandError(f"The site already runs from this folder for data ({settings.VAR_DIR}).") from None
        except GivenUp as error:
            raise CommandError(str(error)) from None


def refuse_busy_port(host, port):
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Stop the program that has it, "
                f"or take another: make run PORT={port + 1}"
            ) from None


def web_command(host, port, workers):
    """gunicorn, without its control socket and without an access log (addresses are personal data)."""
    in_memory = ["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        *(sys.executable, "-m", "gunicorn", "--bind", address, "--workers", str(workers)),
        *("--no-control-socket", "--max-requests", "2000", "--max-requests-jitter", "200", *in_memory),
        "lms.wsgi",
    ]
