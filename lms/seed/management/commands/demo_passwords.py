import secrets

from django.core.management.base import BaseCommand, CommandError

from lms.accounts.models import User
from lms.seed.demo import show


class Command(BaseCommand):
    help = "Gives the demonstration people new passwords and shows them once."

    def handle(self, **options):
        people = User.objects.filter(is_demo=True, is_active=True).order_by("pk")
        if not people:
            raise CommandError("There are no demonstration people. Make them with: manage.py seed --demo")
        passwords = {}
        for user in people:
            if not user.has_usable_password():
                continue  # somebody of the past who stands in lists alone
            passwords[user.email] = secrets.token_urlsafe(9)
            user.set_password(passwords[user.email])
            user.save(update_fields=["password"])
        show(self.stdout, passwords)
