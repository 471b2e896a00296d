import json

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from lms.accounts.models import User
from lms.desk.personal_data import copy_of


class Command(BaseCommand):
    help = "Prints everything that the site holds of one person as JSON, for that person."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError("There is no account with this e-mail.")
        self.stdout.write(json.dumps(copy_of(user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
