import signal
import threading

from django.core.management.base import BaseCommand, CommandError

from lms.core.supervision import AlreadyHeld, held, run_ticks


class Command(BaseCommand):
    help = "Call the functions in LMS_TICKS every half minute. One scheduler is enough for an installation."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="One round, then end (for cron).")
        parser.add_argument("--interval", type=float, default=30, help="Seconds between rounds (default: 30).")

    def handle(self, *, once, interval, **options):
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda received, frame: stopped.set())
        try:
            with held("scheduler"):
                run_ticks()
                while not once and not stopped.wait(interval):
                    run_ticks()
        except AlreadyHeld:
            raise CommandError("A scheduler is already running on this folder for data.") from None
