import gc
import os
import socket
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils.translation import gettext, override
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend
from gunicorn.app.base import BaseApplication

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
        shown = "localhost" if host == "127.0.0.1" else host
        try:
            with held("site") as lock:
                self.stdout.write(f"The site is at http://{shown}:{port}  (Ctrl-C stops it)")
                self.stdout.flush()
                share_memory()
                supervise(children(partial(serve, host, port, web_workers), lock))
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


def share_memory():
    """Load now what every child would load for itself, and leave nothing open that must not cross a fork."""
    for language, _ in settings.LANGUAGES:
        with override(language):
            gettext("")
    connections.close_all()
    gc.collect()
    gc.freeze()


def children(web, lock):
    """The processes of the site; `lock` is the supervisor's alone."""
    parts = {"web": web, "scheduler": partial(call_command, "lms_scheduler", skip_checks=True)}
    if isinstance(task_backends["default"], DatabaseBackend):  # another queue brings its own workers
        parts["worker"] = partial(call_command, "lms_worker", skip_checks=True)

    def run(part):
        lock.close()
        try:
            part()
        except CommandError as error:
            sys.exit(f"CommandError: {error}")

    return [Child(name, partial(run, part)) for name, part in parts.items()]


class WebServer(BaseApplication):
    """gunicorn in this process; its workers are forked from it with the site loaded."""

    def __init__(self, **options):
        self.options = options
        super().__init__()

    def load_config(self):
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self):
        return get_wsgi_application()


def serve(host, port, workers):
    """gunicorn, without its control socket and without an access log (addresses are personal data)."""
    in_memory = {"worker_tmp_dir": "/dev/shm"} if Path("/dev/shm").is_dir() else {}
    WebServer(
        bind=f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        workers=workers,
        preload_app=True,
        control_socket_disable=True,
        max_requests=2000,
        max_requests_jitter=200,
        **in_memory,
    ).run()
