"""Production settings. `dev.py` and `test.py` only loosen what stands here; every value that differs
between installations comes from the environment (docs/howto/production.md)."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("LMS_VAR_DIR", BASE_DIR / "var"))
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

DEBUG = False
SECRET_KEY = os.environ.get("LMS_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("LMS_ALLOWED_HOSTS", "").split()
WAGTAILADMIN_BASE_URL = os.environ.get("LMS_BASE_URL", "")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL] if WAGTAILADMIN_BASE_URL else []
# How many proxies stand in front and are trusted to name the client's address; -1 = not told.
TRUSTED_PROXIES = int(os.environ.get("LMS_TRUSTED_PROXIES", "-1"))
RP_ID = os.environ.get("LMS_PASSKEY_DOMAIN", "")

INSTALLED_APPS = [
    "lms.core",
    "lms.accounts",
    "lms.review",
    "courses",
    "assessments",
    "certificates",
    "lms.desk",
    "lms.translation",
    "lms.seed",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "lms.accounts.apps.ClosedUsersConfig",
    "wagtail.snippets",
    "wagtail.embeds",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lms.core.middleware.AdminContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lms.core.middleware.SiteLocale",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "lms.core.middleware.PrivatePages",
    "lms.accounts.middleware.StaffDoor",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Database ---------------------------------------------------------------------------------


def database(url):
    """Django's DATABASES entry for `postgres://user:password@host:port/name`, or SQLite for an empty `url`."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR_DIR / "db.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA mmap_size=134217728;PRAGMA cache_size=-20000;"
                "PRAGMA secure_delete=ON;",  # what is erased is overwritten in the file, too
            },
        }
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""))}
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Menu and help lines, kept a minute by each process: a change shows within that minute.
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": 60},
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "lms_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # Django's 300 would throw away counts of tries
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- Languages --------------------------------------------------------------------------------

LANGUAGE_CODE = "kk"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"
WAGTAIL_USER_TIME_ZONES = ["Asia/Almaty", "Asia/Aqtau", "Asia/Qyzylorda", "UTC"]
LOCALE_PATHS = [BASE_DIR / "lms/locale", BASE_DIR / "lms/locale_upstream"]
FORMAT_MODULE_PATH = ["lms.formats"]

# --- Files: two storages (docs/security.md, S-09) ----------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "lms/static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "lms.core.storage.PrivateStorage", "OPTIONS": {"location": PRIVATE_ROOT}},
    "public": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": MEDIA_URL},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WAGTAILIMAGES_RENDITION_STORAGE = "public"
WAGTAILIMAGES_IMAGE_MODEL = "core.SiteImage"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "lms.core.forms.SiteImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "core.SiteDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "lms.core.forms.SiteDocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "txt", "mp3", "mp4", "vtt"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Wagtail ----------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = _("National Resource Center")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "lms.review.publishing.publish_reviewed"
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""  # would name any page of the site by its address
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True

# --- People and doors (docs/security.md, S-01 to S-04) ----------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["lms.accounts.backends.LoginBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "lms.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "lms.accounts.forms.LoginForm", "signup": "lms.accounts.forms.SignupForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SESSION_REMEMBER = None  # the person is asked
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Codes that are typed, not links: no token stands in an address, and the step goes on in the same window.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 60 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False  # offered for new addresses alone, it would tell which are taken
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 60 * 60
# Wide per address, for a hall behind one router; tight per account. Wrong passwords: lms.accounts.login_limits.
ACCOUNT_RATE_LIMITS = {
    "login": "900/10m/ip",
    "signup": "300/10m/ip",
    "reset_password": "300/10m/ip,5/h/key",
    "reset_password_from_key": "300/10m/ip",
    "login_failed": "600/10m/ip,10/15m/key",
    "confirm_email": "1/10s/key,20/h/key",
}
MFA_RATE_LIMITS = {"webauthn_login": "900/10m/ip"}
MFA_FORMS = {
    "add_webauthn": "lms.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "lms.accounts.forms.EditPasskeyForm",
}
MFA_ADAPTER = "lms.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
# Encrypts the secrets of second factors; kept apart from the database, carried by backups.
FACTOR_KEY_FILE = Path(os.environ.get("LMS_FACTOR_KEY_FILE", VAR_DIR / "factor.key"))

SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # unless the person asks to stay signed in
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES > 0 else None
SECURE_HSTS_SECONDS = 31536000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "manifest-src": [SELF],
    }
}

# --- Mail, background work, log ---------------------------------------------------------------

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("LMS_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("LMS_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("LMS_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LMS_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("LMS_EMAIL_TLS", "") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("LMS_EMAIL_FROM", "noreply@localhost")
EMAIL_SUBJECT_PREFIX = ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# The neutral page behind "Leave": opened by the reader alone, never loaded by the site.
LMS_QUICK_EXIT_URL = os.environ.get("LMS_QUICK_EXIT_URL", "https://www.kazhydromet.kz/")

# Whether an exam may be taken with specimen questions, which anybody can read in the source (S-17).
LMS_TRAINING_EXAMS = os.environ.get("LMS_TRAINING_EXAMS", "") == "1"

TASKS = {"default": {"BACKEND": os.environ.get("LMS_TASK_BACKEND", "django_tasks_db.DatabaseBackend")}}
# Idempotent functions that the scheduler calls every half minute, by dotted path.
LMS_TICKS = [
    "lms.core.supervision.take_up_again",
    "lms.core.housekeeping.prune_results",
    "lms.core.housekeeping.prune_sessions",
    "lms.accounts.sessions.prune",
    "lms.accounts.domain.memberships.apply_dates",
    "lms.core.ratelimit.prune",
    "assessments.domain.exchange.purge_uploads",
    "assessments.domain.prints.purge",
    "courses.tasks.prepare_documents",
    "courses.tasks.tell_owners_again",
    "assessments.tasks.close_overdue",
    "assessments.tasks.tell_of_exam_days_again",
    "certificates.tasks.take_up_silent_batches",
    "certificates.tasks.tell_holders_again",
]
# Functions called once a backup is restored, by dotted path.
LMS_AFTER_RESTORE = ["lms.desk.personal_data.erase_again"]
KEPT_MONTHS = int(os.environ.get("LMS_KEPT_MONTHS", "24"))  # for `purge`, docs/privacy.md
BACKUP_KEY_FILE = Path(os.environ.get("LMS_BACKUP_KEY_FILE", VAR_DIR / "backup.key"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LMS_LOG_LEVEL", "INFO")},
    "loggers": {
        "django_tasks": {"level": "WARNING"},  # not two lines for every task that went well
        "pikepdf": {"level": "WARNING"},
    },
}
