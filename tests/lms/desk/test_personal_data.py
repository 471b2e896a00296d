"""A person gets a copy of everything, and after erasure nothing names them: not in the tables, files, or a restored
backup (S-23, S-25)."""

import io
import json

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from assessments.models import Attempt
from certificates.domain import batches, issuing
from certificates.models import Certificate
from courses.domain import attendance
from courses.models import Enrolment
from lms.accounts.models import Membership, Profile, User
from lms.desk import personal_data
from tests.factories.certificates import build_ready_cohort, rename
from tests.factories.people import build_center, build_factor, build_staff

FAMILY, GIVEN, ADDRESS = "Канарейкина", "Аружан", "canary-aruzhan@example.kz"
SIGNS = [FAMILY, GIVEN, "Kanareikina", ADDRESS, "192.0.2.77", "canary-login"]


@pytest.fixture
def graduate(site, settings, tmp_path):
    """Somebody who left traces in every part of the site, and holds a certificate; a second one beside her."""
    settings.VAR_DIR = tmp_path
    own = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = {**settings.STORAGES, "default": own}
    cohort, enrolments = build_ready_cohort(site, people=2)
    enrolment = enrolments[0]
    user = enrolment.user
    rename(enrolment, FAMILY, GIVEN, latin_family_name="Kanareikina", latin_given_name="Aruzhan")
    User.objects.filter(pk=user.pk).update(email=ADDRESS, login_name="canary-login")
    user = User.objects.get(pk=user.pk)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    build_factor(user)
    UserProfile.get_for_user(user)
    UserSession.objects.create(user=user, ip="192.0.2.77", user_agent="Canary", session_key="canary")
    trainer = build_staff("trainer", build_center(), "trainer-marzhan")
    attendance.record(cohort, cohort.starts_on, "am", {enrolment.pk: "present"}, trainer)
    batches.carry_out(issuing.issue([each.pk for each in enrolments], None).pk)
    log(user, "wagtail.edit")
    return user


def signs_in_tables():
    """Each sign of the person that stands in any table, with the table."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            text = "\n".join(map(str, cursor.fetchall()))
            found |= {(table, sign) for sign in SIGNS if sign in text or sign.encode("unicode_escape").decode() in text}
    return found


def test_the_copy_has_every_table_about_the_person_and_nothing_of_others(graduate):
    out = io.StringIO()
    call_command("export_person", ADDRESS.upper(), stdout=out)
    tables = json.loads(out.getvalue())
    assert {table for table, rows in tables.items() if not rows} == {
        "accounts.FactorReset",
        "accounts.Membership",
        "accounts.MembershipRequest",
        "assessments.Attempt",
        "assessments.AttemptItem",
        "assessments.RegradedAttempt",
        "assessments.SittingEvent",
        "assessments.PaperEntry",
        "assessments.Accommodation",
        "assessments.KeyView",
        "courses.OwnerNotice",
        "assessments.SittingNotice",
        "certificates.HolderNotice",
    }
    assert tables["accounts.Profile"][0]["family_name"] == FAMILY
    assert tables["courses.Attendance"][0]["presence"] == "present"
    assert tables["certificates.CertificateHolder"][0]["full_name"].startswith(FAMILY)
    text = out.getvalue()
    assert [word for word in ("Әбенова", "trainer-marzhan", "Үлгі002", "pbkdf2", "md5$") if word in text] == []
    assert "secret" not in text and "session_key" not in text


def test_no_table_about_a_person_is_forgotten():
    leads_to_a_person = {User, Profile, Enrolment, Attempt, Certificate}
    about = {
        f"{model._meta.app_label}.{model.__name__}"
        for label in ("accounts", "courses", "assessments", "certificates", "account", "mfa", "usersessions")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.local_fields
        if field.related_model in leads_to_a_person and field.name not in personal_data.OTHER_PEOPLE
    }
    # Rows that somebody made for others, or whose row is reached by way of the address.
    made_for_others = {f"assessments.{name}" for name in ("QuestionVersion", "Sitting", "PaperForm")}
    made_for_others |= {"certificates.IssueBatch", "account.EmailConfirmation"}
    made_for_others |= {f"courses.{name}" for name in ("Source", "SourceChange", "Recheck", "Figure")}
    assert about - set(personal_data.ABOUT) - made_for_others == set()


def test_after_erasure_nothing_names_the_person_and_the_entry_of_the_register_stays(graduate, tmp_path):
    entry = Certificate.objects.filter(holder__user=graduate).values().get()
    assert {sign for _table, sign in signs_in_tables()} == set(SIGNS)
    call_command("erase_person", ADDRESS, "--confirm", stdout=io.StringIO())

    assert signs_in_tables() == set()
    assert Certificate.objects.filter(pk=entry["id"]).values().get() == entry
    shell = User.objects.get(pk=graduate.pk)
    assert (shell.email, shell.is_active, shell.has_usable_password()) == (None, False, False)
    assert str(shell) == str(graduate.public_id)
    other = Certificate.objects.exclude(pk=entry["id"]).get()
    assert [path.stem for path in tmp_path.rglob("*.pdf")] == [str(other.public_id)]
    texts = [str(path).encode() + path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert [sign for sign in SIGNS for text in texts if sign.encode() in text] == []
    assert ModelLogEntry.objects.filter(label=str(graduate.public_id)).exists()
    assert Profile.objects.filter(family_name="Үлгі002").exists()


def test_the_log_of_an_erasure_holds_a_number_alone(graduate, caplog):
    with caplog.at_level("INFO"):
        personal_data.erase(graduate)
    own = [record.getMessage() for record in caplog.records if record.name == "lms.personal_data"]
    assert own == [f"Erased the person {graduate.public_id}"]


def test_without_confirmation_and_while_a_role_is_held_nothing_is_erased(graduate):
    before = signs_in_tables()
    out = io.StringIO()
    call_command("erase_person", ADDRESS, stdout=out)
    counts = "1 seats in courses, 1 certificates"
    assert out.getvalue() == f"Would erase the account {graduate.public_id}: {counts}. Run it again with --confirm.\n"
    trainer = User.objects.get(email="trainer-marzhan@example.kz")
    with pytest.raises(CommandError, match="holds a role"):
        call_command("erase_person", trainer.email, "--confirm")
    with pytest.raises(CommandError, match="no account"):
        call_command("erase_person", "nobody@example.kz", "--confirm")
    assert signs_in_tables() == before


def test_a_restored_backup_is_erased_again(graduate, settings):
    """The rows come back as the backup had them; the note outside the database is what remembers."""
    profile = Profile.objects.get(user=graduate)
    personal_data.erase(graduate)
    User.objects.filter(pk=graduate.pk).update(email=ADDRESS, login_name="canary-login", is_active=True)
    profile.save(force_insert=True)
    assert signs_in_tables() != set()
    assert "lms.desk.personal_data.erase_again" in settings.LMS_AFTER_RESTORE
    personal_data.erase_again()
    assert signs_in_tables() == set()
    assert Membership.objects.active().count() == 1, "nobody else is touched"
    assert (settings.VAR_DIR / "erased").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's file")
def test_what_is_erased_is_not_left_in_the_database_file(transactional_db):
    user = User.objects.create_user("canary-in-file@example.kz")
    Profile.objects.create(user=user, family_name="Canary-In-File " + "x" * 60)
    path = connection.settings_dict["NAME"]

    def in_file():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with open(path, "rb") as file:
            return b"anary-In-File" in file.read()

    assert in_file() is True
    personal_data.erase(user)
    assert in_file() is False
