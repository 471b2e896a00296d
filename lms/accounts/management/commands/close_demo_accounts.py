from django.core.management.base import BaseCommand

from lms.accounts.models import User


class Command(BaseCommand):
    help = "Closes every demonstration account, so that a real site may start with this database."
    requires_system_checks = []  # they are what it mends

    def handle(self, **options):
        people = User.objects.filter(is_demo=True, is_active=True)
        for user in people:
            user.is_active = False
            user.set_unusable_password()
            user.save(update_fields=["is_active", "password"])
        self.stdout.write(f"{len(people)} demonstration accounts closed.")
