"""System checks that hold the project's own rules (docs/security.md). `check`, `lms_run` and every command run them.

Under the production settings each cause that makes an installation unsafe is an error of its own, and nothing starts.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured
from wagtail.models import Page, get_page_models

from .storage import PrivateStorage

SHORTEST_SECRET = 50
FROM_DEVELOPMENT = ("dev-", "test", "django-insecure")


@register
def settings_are_for_production(app_configs, **kwargs):
    """S-04: what development loosens must not reach a real site."""
    if getattr(settings, "IS_DEVELOPMENT", False):
        return []
    return [Error(text, hint=hint, id=code) for is_wrong, code, text, hint in production_faults() if is_wrong]


def secret_key():
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's answer to an empty one, without the other causes
        return ""


def production_faults():
    key, hosts = secret_key(), settings.ALLOWED_HOSTS
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    host, domain = base.hostname or "", settings.RP_ID
    yield settings.DEBUG, "lms.E001", "DEBUG is on: error pages would show settings and data.", None
    yield (
        len(key) < SHORTEST_SECRET or key.startswith(FROM_DEVELOPMENT),
        "lms.E002",
        "The secret key is empty, short or one of development.",
        "LMS_SECRET_KEY: openssl rand -base64 48",
    )
    yield (
        not hosts or any(name.startswith((".", "*")) for name in hosts),
        "lms.E003",
        "The site's names are not given, or any name is accepted.",
        "LMS_ALLOWED_HOSTS: exact names, separated by spaces.",
    )
    yield (
        settings.TRUSTED_PROXIES < 0,
        "lms.E004",
        "The number of proxies in front is not given, so nobody's address is known.",
        "LMS_TRUSTED_PROXIES: 0 for none, 1 for one reverse proxy.",
    )
    yield (
        not domain or not (host == domain or host.endswith(f".{domain}")),
        "lms.E005",
        "The domain of passkeys is not given, or is not that of the site.",
        "LMS_PASSKEY_DOMAIN: the name in LMS_BASE_URL, or a domain above it.",
    )
    yield (
        base.scheme != "https" or not host,
        "lms.E006",
        "The site's address is not given, or does not begin with https://.",
        "LMS_BASE_URL: https://lms.example.kz",
    )
    yield (
        not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE),
        "lms.E007",
        "Cookies may travel without encryption.",
        None,
    )


@register
def files_are_in_two_storages(app_configs, **kwargs):
    """S-09: what is private has no address, and nobody else on the machine reads it."""
    return [Error(text, hint=hint, id=code) for is_wrong, code, text, hint in storage_faults() if is_wrong]


def storage_faults():
    private, public, static, var = (
        Path(folder).resolve()
        for folder in (settings.PRIVATE_ROOT, settings.MEDIA_ROOT, settings.STATIC_ROOT, settings.VAR_DIR)
    )
    default = settings.STORAGES["default"]
    yield (
        default["BACKEND"] != f"{PrivateStorage.__module__}.{PrivateStorage.__qualname__}"
        or Path(default.get("OPTIONS", {}).get("location", "")).resolve() != private,
        "lms.E010",
        "Files without a storage of their own would not be private.",
        "STORAGES['default'] is lms.core.storage.PrivateStorage in PRIVATE_ROOT.",
    )
    yield (
        any(private == other or private in other.parents or other in private.parents for other in (public, static)),
        "lms.E011",
        "Private files lie inside a folder that is served, or the other way round.",
        None,
    )
    yield (
        settings.WAGTAILDOCS_SERVE_METHOD != "serve_view",
        "lms.E012",
        "Documents would be served past the view that asks who reads.",
        "WAGTAILDOCS_SERVE_METHOD = 'serve_view'",
    )
    yield (
        settings.WAGTAILIMAGES_RENDITION_STORAGE != "public",
        "lms.E013",
        "Renditions of pictures do not lie in the public storage.",
        None,
    )
    for folder in (var, *([] if var in private.parents else [private])):
        yield (
            folder.exists() and bool(folder.stat().st_mode & 0o077),
            "lms.E014",
            f"Others on this machine can look into {folder}.",
            f"chmod 700 {folder}",
        )


@register
def pages_name_their_parents(app_configs, **kwargs):
    """Wagtail lets a page without `parent_page_types` stand anywhere; ours say themselves where they belong."""
    return [
        Error(
            f"{page._meta.label} does not name its parents.",
            hint="Declare parent_page_types in the class itself.",
            obj=page,
            id="lms.E020",
        )
        for page in get_page_models()
        if page is not Page and "parent_page_types" not in vars(page)
    ]
