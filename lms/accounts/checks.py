"""Checks of what the database grants (docs/security.md, S-01); `check --database default` and `migrate` run them."""

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
