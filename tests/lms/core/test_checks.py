"""An unsafe installation does not start, and says every cause at once (S-04, S-09)."""

import re
import secrets
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings

from lms.accounts import checks as account_checks
from lms.accounts.models import User
from lms.core import checks

pytestmark = pytest.mark.any_database
SAFE = {
    "DJANGO_SETTINGS_MODULE": "tests.lms.core.child_production",
    "LMS_SECRET_KEY": secrets.token_urlsafe(48),
    "LMS_ALLOWED_HOSTS": "lms.example.kz",
    "LMS_BASE_URL": "https://lms.example.kz",
    "LMS_PASSKEY_DOMAIN": "lms.example.kz",
    "LMS_TRUSTED_PROXIES": "1",
}


def causes(text):
    return set(re.findall(r"\(((?:lms|accounts)\.E\d+)\)", text))


def run(environment, *command):
    done = subprocess.run(
        [sys.executable, *command], cwd=django_settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    return done.returncode, causes(done.stdout + done.stderr)


def test_the_database_of_a_demonstration_under_production_settings_is_refused_with_every_cause(child_environment):
    User.objects.create_user("trainer@demo.example", is_demo=True)
    bare = {**child_environment, "DJANGO_SETTINGS_MODULE": SAFE["DJANGO_SETTINGS_MODULE"]}
    every = {"lms.E002", "lms.E003", "lms.E004", "lms.E005", "lms.E006", "accounts.E003"}
    assert run(bare, "manage.py", "lms_run", "--port", "0") == (1, every)


@pytest.mark.parametrize("start", [["manage.py", "lms_run", "--port", "0"], ["-c", "import lms.wsgi"]])
def test_a_demo_account_alone_stops_every_way_to_start_until_it_is_closed(child_environment, start):
    user = User.objects.create_user("trainer@demo.example", "nine white horses", is_demo=True)
    safe = {**child_environment, **SAFE}
    assert run(safe, *start) == (1, {"accounts.E003"})
    assert run(safe, "manage.py", "close_demo_accounts") == (0, set())
    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password()) == (False, False)
    assert run(safe, "manage.py", "check", "--database", "default") == (0, set())
    assert run(safe, "-c", "import lms.wsgi") == (0, set())


@pytest.mark.parametrize(
    ("setting", "value", "cause"),
    [
        ("DEBUG", True, "lms.E001"),
        ("SECRET_KEY", "dev-" + "x" * 64, "lms.E002"),
        ("SECRET_KEY", "short", "lms.E002"),
        ("ALLOWED_HOSTS", ["*"], "lms.E003"),
        ("ALLOWED_HOSTS", [".example.kz"], "lms.E003"),
        ("ALLOWED_HOSTS", [], "lms.E003"),
        ("TRUSTED_PROXIES", -1, "lms.E004"),
        ("RP_ID", "", "lms.E005"),
        ("RP_ID", "example.org", "lms.E005"),
        ("RP_ID", "s.example.kz", "lms.E005"),
        ("WAGTAILADMIN_BASE_URL", "http://lms.example.kz", "lms.E006"),
        ("SESSION_COOKIE_SECURE", False, "lms.E007"),
    ],
)
def test_each_unsafe_setting_is_named(settings, setting, value, cause):
    settings.IS_DEVELOPMENT = settings.DEBUG = False
    settings.SECRET_KEY = SAFE["LMS_SECRET_KEY"]
    settings.ALLOWED_HOSTS = [SAFE["LMS_ALLOWED_HOSTS"]]
    settings.WAGTAILADMIN_BASE_URL = SAFE["LMS_BASE_URL"]
    settings.RP_ID = "example.kz"
    settings.TRUSTED_PROXIES = 1
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    assert checks.settings_are_for_production(None) == []
    setattr(settings, setting, value)
    assert [fault.id for fault in checks.settings_are_for_production(None)] == [cause]


@pytest.fixture
def folders(settings, tmp_path):
    for name, setting in {"var": "VAR_DIR", "private": "PRIVATE_ROOT", "media": "MEDIA_ROOT"}.items():
        folder = tmp_path / name
        folder.mkdir(mode=0o700)
        setattr(settings, setting, folder)
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": settings.PRIVATE_ROOT}},
    }
    return settings


def storage_causes():
    return [fault.id for fault in checks.files_are_in_two_storages(None)]


def test_folders_apart_and_closed_are_accepted(folders):
    assert storage_causes() == []


def test_a_folder_that_others_can_enter_is_refused(folders):
    folders.VAR_DIR.chmod(0o750)
    folders.PRIVATE_ROOT.chmod(0o701)
    assert storage_causes() == ["lms.E014", "lms.E014"]


@pytest.mark.parametrize("inside", ["MEDIA_ROOT", "STATIC_ROOT"])
def test_private_files_inside_a_served_folder_and_the_other_way_round_are_refused(folders, inside):
    setattr(folders, inside, folders.PRIVATE_ROOT)
    assert storage_causes() == ["lms.E011"]
    setattr(folders, inside, folders.PRIVATE_ROOT / "deeper")
    assert storage_causes() == ["lms.E011"]
    setattr(folders, inside, folders.PRIVATE_ROOT.parent)
    assert storage_causes() == ["lms.E011"]


@pytest.mark.parametrize(
    ("setting", "value", "cause"),
    [
        ("WAGTAILDOCS_SERVE_METHOD", "direct", "lms.E012"),
        ("WAGTAILIMAGES_RENDITION_STORAGE", "default", "lms.E013"),
    ],
)
def test_ways_past_the_views_are_refused(folders, setting, value, cause):
    setattr(folders, setting, value)
    assert storage_causes() == [cause]


def test_a_default_storage_with_addresses_is_refused(folders):
    folders.STORAGES = {
        **folders.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": "x"}},
    }
    assert storage_causes() == ["lms.E010"]


def test_a_lost_key_of_second_factors_is_named_instead_of_a_new_one_made(db, settings, tmp_path):
    def found():
        return [fault.id for fault in account_checks.the_key_of_second_factors_is_there(None, ["default"])]

    settings.FACTOR_KEY_FILE = tmp_path / "factor.key"
    user = User.objects.create_user("aigul@example.org")
    assert found() == []
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert found() == ["accounts.E004"]
