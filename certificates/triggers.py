"""Triggers that refuse UPDATE and DELETE on what is written once (S-22), on SQLite and PostgreSQL.

`install` is called by a migration, and after every `migrate`: SQLite drops a table's triggers when a later migration
rebuilds the table. Who may create tables can also drop triggers; against that helps the copy outside, not this.
"""

TABLES = ("certificates_certificate", "certificates_certificatefile", "certificates_certificateevent")
MESSAGE = "The register of certificates is never changed"

SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{message}'); END"""

FUNCTION = """CREATE OR REPLACE FUNCTION certificates_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
POSTGRESQL = """DROP TRIGGER IF EXISTS {table}_no_{verb} ON {table};
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION certificates_refuse()"""


def verbs(connection):
    return ("update", "delete") if connection.vendor == "sqlite" else ("update", "delete", "truncate")


def install(connection):
    template = SQLITE
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION.format(message=MESSAGE))
            template = POSTGRESQL
        for table in TABLES:
            for verb in verbs(connection):
                cursor.execute(template.format(table=table, verb=verb, message=MESSAGE))


def remove(connection):
    on = "" if connection.vendor == "sqlite" else " ON {table}"
    with connection.cursor() as cursor:
        for table in TABLES:
            for verb in verbs(connection):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on.format(table=table)}")


def names(connection):
    """The names of the triggers that stand now."""
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return sorted(name for (name,) in cursor.fetchall() if name.startswith(TABLES))
