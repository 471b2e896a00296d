"""Our migrations build on what an installed package ships, so that a fresh clone can migrate."""

from importlib.metadata import files, packages_distributions

from django.apps import apps
from django.db.migrations.loader import MigrationLoader


def shipped_by_package(label, name):
    """Whether the file belongs to the package as published, and was not made by a `makemigrations` gone astray."""
    module = apps.get_app_config(label).name
    path = f"{module.replace('.', '/')}/migrations/{name}.py"
    distributions = packages_distributions()[module.split(".")[0]]
    return any(str(file) == path for distribution in distributions for file in files(distribution))


def is_ours(label):
    return apps.get_app_config(label).name.split(".")[0] in {"lms", "courses", "assessments", "certificates"}


def test_migrations_depend_only_on_published_ones(db):
    # `db`, since a migration of wagtail-localize asks the database when it is imported.
    foreign = {
        dependency
        for (label, _), migration in MigrationLoader(None).disk_migrations.items()
        if is_ours(label)
        for dependency in migration.dependencies
        if not is_ours(dependency[0]) and not dependency[1].startswith("__")
    }
    assert ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes") in foreign
    assert {f"{label}.{name}" for label, name in foreign if not shipped_by_package(label, name)} == set()
