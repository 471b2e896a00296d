from datetime import date

from django.core.management.base import BaseCommand, CommandError

from lms.accounts.domain import errors, memberships
from lms.accounts.models import Organisation, User
from lms.accounts.roles import NOT_YET, Role


class Command(BaseCommand):
    help = (
        "Grant a role without an administrator: for the first two administrators of an installation. "
        "The person signs up on the site first."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="E-mail address of the account.")
        parser.add_argument("role", choices=[role.value for role in Role if role not in NOT_YET])
        parser.add_argument("organisation", nargs="?", default="center", help="Key of the organisation.")
        parser.add_argument("--until", type=date.fromisoformat, help="Last day, as 2027-08-31 (default: no end).")

    def handle(self, *, email, role, organisation, until, **options):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError("No account has this e-mail address. The person signs up on the site first.")
        place = Organisation.objects.filter(key=organisation).first()
        if place is None:
            raise CommandError("No organisation has this key.")
        try:
            membership = memberships.bootstrap(user, Role(role), place, valid_to=until)
        except errors.Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Granted: {membership}")
