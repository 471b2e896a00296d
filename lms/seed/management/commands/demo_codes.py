import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.management.base import BaseCommand

STEP = 30


class Command(BaseCommand):
    help = "Shows the one-time code that each demonstration member of staff would read from an app now."

    def handle(self, **options):
        rows = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__is_demo=True, user__is_active=True)
        for row in rows.select_related("user").order_by("pk"):
            value = hotp_value(decrypt(row.data["secret"]), int(time.time()) // STEP)
            self.stdout.write(f"  {row.user.email:<24} {format_hotp_value(value)}")
        self.stdout.write(f"Valid for about {STEP - int(time.time()) % STEP} seconds.")
