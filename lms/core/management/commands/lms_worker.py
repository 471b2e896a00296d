from django_tasks_db.management.commands import db_worker

from lms.core.supervision import held, new_worker_id, remove_old_locks, take_up_again


class Command(db_worker.Command):
    help = "Run background tasks of all queues; first take up again what a killed worker left unfinished."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*", reload=False, worker_id=new_worker_id())

    def configure_logging(self, verbosity):
        """Leaves the levels as settings have them."""

    def handle(self, **options):
        with held(options["worker_id"]):
            remove_old_locks()
            take_up_again()
            super().handle(**options)
