"""Checks of what the database holds (docs/security.md, S-01, S-02, S-04).

`check --database default`, `lms_run` and `migrate` run them.
"""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections
from django.db.utils import DatabaseError

FORBIDDEN = {("accounts", "user"), ("auth", "group"), ("auth", "permission")}
"""Rights on these models undo every rule on roles: with Wagtail's form they reach a superuser's account."""


@register(Tags.database)
def groups_are_what_the_memberships_say(app_configs, databases, **kwargs):
    if "default" not in (databases or []) or not _migrated():
        return []
    try:
        return [*_forbidden(), *_drift()]
    except DatabaseError:
        # Half way through the first migration: there is nothing to compare yet.
        return []


def _migrated():
    tables = connections["default"].introspection.table_names()
    return {"auth_group", "accounts_membership", "wagtailcore_grouppagepermission", "core_homepage"} <= set(tables)


def _forbidden():
    from django.contrib.auth.models import Permission

    for app, model in FORBIDDEN:
        rows = Permission.objects.filter(content_type__app_label=app, content_type__model=model)
        for group in rows.filter(group__isnull=False).values_list("group__name", flat=True).distinct():
            yield Error(
                f"The group “{group}” may change {app}.{model}, and with it everybody's role.",
                hint="Groups are written by the scheduler alone: manage.py lms_scheduler --once",
                id="accounts.E001",
            )
        if rows.filter(user__isnull=False).exists():
            yield Error(f"Somebody holds a personal right to change {app}.{model}.", id="accounts.E002")


def _drift():
    from .domain import grants

    target, present = grants.wanted(), grants.found()
    for name in sorted({*target, *present}):
        if target.get(name) != present.get(name):
            yield Warning(
                f"The group “{name}” is not what the memberships say.",
                hint="The scheduler puts it right: manage.py lms_scheduler --once",
                id="accounts.W001",
            )


@register(Tags.database)
def no_demo_account_is_active(app_configs, databases, **kwargs):
    """S-04: demonstration people have known names and rights; on a real site nobody may sign in as one."""
    if "default" not in (databases or []) or getattr(settings, "IS_DEVELOPMENT", False) or not _has("accounts_user"):
        return []
    from .models import User

    count = User.objects.filter(is_demo=True, is_active=True).count()
    if not count:
        return []
    return [
        Error(
            f"{count} demonstration accounts are active in this database.",
            hint="Begin with an empty database, or close them: manage.py close_demo_accounts",
            id="accounts.E003",
        )
    ]


@register(Tags.database)
def the_key_of_second_factors_is_there(app_configs, databases, **kwargs):
    """S-02: a new key made in place of a lost one would read none of the stored secrets."""
    if "default" not in (databases or []) or settings.FACTOR_KEY_FILE.exists() or not _has("mfa_authenticator"):
        return []
    from allauth.mfa.models import Authenticator

    if not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists():
        return []
    return [
        Error(
            f"The key of second factors is missing: {settings.FACTOR_KEY_FILE}.",
            hint="Put it back from the backup. Without it, people with an authenticator app cannot sign in.",
            id="accounts.E004",
        )
    ]


def _has(table):
    return table in connections["default"].introspection.table_names()
