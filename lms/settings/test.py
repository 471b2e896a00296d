"""What the tests run with: the production settings, fast hashing, and a throw-away folder of their own."""

import os
import tempfile

os.environ.setdefault("LMS_VAR_DIR", tempfile.mkdtemp(prefix="lms-test-"))

from .base import *  # noqa: F403
from .base import DATABASES, LOGGING, MIDDLEWARE, STORAGES, VAR_DIR

IS_DEVELOPMENT = True
SECRET_KEY = "test-only"
ALLOWED_HOSTS = ["localhost", "testserver"]
WAGTAILADMIN_BASE_URL = "http://localhost:8000"
CSRF_TRUSTED_ORIGINS = []
TRUSTED_PROXIES = 0
RP_ID = "localhost"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "memory": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, not memory: in memory, threads and processes would not see each other's locks.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "WARNING"}}
# Our messages stay as the source has them, so that a test can name them; tests/lms/translation reads the catalogues.
LOCALE_PATHS = []
