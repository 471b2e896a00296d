from django.core.management.base import BaseCommand, CommandError

from lms.accounts.models import User
from lms.desk.personal_data import Refused, erase


class Command(BaseCommand):
    help = "Erases one person: account, profile, courses, answers, names and files of certificates. Cannot be undone."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--confirm", action="store_true", help="without it, only says what would be erased")

    def handle(self, *, email, confirm, **options):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError("There is no account with this e-mail.")
        counts = f"{user.enrolments.count()} seats in courses, {user.certificates_held.count()} certificates"
        if not confirm:
            self.stdout.write(f"Would erase the account {user.public_id}: {counts}. Run it again with --confirm.")
            return
        try:
            erase(user)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Erased the account {user.public_id}: {counts}.")
