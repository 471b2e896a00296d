"""People with roles, granted by the project's own verb. All people are invented."""

import time

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from lms.accounts.domain import memberships
from lms.accounts.models import Organisation, Profile, User
from lms.accounts.roles import Role

NAMES = {
    "trainer": ("Әбенова", "Маржан"),
    "second_reader": ("Оспанов", "Данияр"),
    "editor": ("Жүнісова", "Салтанат"),
    "administrator": ("Тілеуов", "Болат"),
    "issuer": ("Ибраев", "Нұрбек"),
}


def build_organisation(key, kind=Organisation.Kind.UNIVERSITY):
    names = {"name_kk": f"{key} kk", "name_ru": f"{key} ru", "name_en": f"{key} en"}
    return Organisation.objects.get_or_create(key=key, defaults={"kind": kind, **names})[0]


def build_center():
    return build_organisation("center", Organisation.Kind.CENTER)


def build_person(name, **fields):
    """Somebody who can log in as <name>@example.kz, without a role."""
    user = User.objects.create_user(f"{name}@example.kz", language="en", **fields)
    family, given = NAMES.get(name.split("-")[0], (name.title(), "Айгүл"))
    Profile.objects.create(user=user, family_name=family, given_name=given)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def build_staff(role, organisation, name=None):
    """Somebody who holds `role` in `organisation`, as granted on the command line."""
    user = build_person(name or f"{role}-{organisation.key}")
    memberships.bootstrap(user, Role(role), organisation)
    return user


def build_factor(user):
    """A second factor for somebody, without the ceremony of setting one."""
    return TOTP.activate(user, generate_totp_secret()).instance


def enter(client, user):
    """Logs `user` in as one who has used a second factor in this session, as staff must."""
    if not Authenticator.objects.filter(user=user).exists():
        build_factor(user)
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
