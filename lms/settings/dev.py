"""One machine, http://localhost:8000. Loosens the production settings, and only these."""

import os
import secrets

from .base import *  # noqa: F403
from .base import VAR_DIR

IS_DEVELOPMENT = True


def kept_secret(name):
    """A random value made once for this installation and kept in `var/`, readable by its owner only."""
    path = VAR_DIR / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = "dev-" + kept_secret("secret_key")
ALLOWED_HOSTS = ["localhost"]
WAGTAILADMIN_BASE_URL = f"http://localhost:{os.environ.get('PORT', '8000')}"
CSRF_TRUSTED_ORIGINS = []
TRUSTED_PROXIES = 0
RP_ID = "localhost"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
LMS_TRAINING_EXAMS = True
