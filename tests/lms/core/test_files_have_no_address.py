"""Whoever guesses addresses finds renditions of pictures and nothing else of what lies on disk (S-09)."""

import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

NAME = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def disk(settings, tmp_path, site):
    """A folder for data as a site in use has it. Returns {path under the folder: content}."""
    var = tmp_path / "var"
    var.mkdir(mode=0o700)
    settings.VAR_DIR, settings.PRIVATE_ROOT, settings.MEDIA_ROOT = var, var / "private", var / "media"
    settings.STATIC_ROOT = var / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": var / "private"}},
        "public": {**settings.STORAGES["public"], "OPTIONS": {"location": var / "media", "base_url": "/media/"}},
    }
    for name in (
        "db.sqlite3",
        "db.sqlite3-wal",
        "secret_key",
        "factor.key",
        "backup.key",
        "backups/lms-1.backup",
        "mail/20261122.log",
        "media/secret.pdf",
        "media/images/photo.jpg",
        f"media/images/{NAME}.svg",
        f"media/images/{NAME}.html",
        f"media/images/deeper/{NAME}.jpg",
        f"media/original_images/{NAME}.jpg",
    ):
        (var / name).parent.mkdir(parents=True, exist_ok=True)
        (var / name).write_text(f"secret of {name}")
    for name in ("documents/plan.docx", f"original_images/{NAME}.jpg", "certificates/2026/a.pdf", "exports/all.xlsx"):
        default_storage.save(name, ContentFile(f"secret of {name}"))
    storages["public"].save(f"images/{NAME}.jpg", ContentFile(b"a picture for everybody"))
    return {str(path.relative_to(var)): path.read_bytes() for path in var.rglob("*") if path.is_file()}


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def addresses(path):
    """Ways in which a path under the folder for data could have become an address."""
    _folder, _, inside = path.partition("/")
    for rest in {path, inside or path}:
        for prefix in ("", "media/", "static/", "documents/", "documents/1/", "media/../", "media/%2e%2e/", "private/"):
            yield f"/{prefix}{rest}"
    yield f"/media/images/{Path(path).name}"
    yield f"/media//{path}"


def test_only_a_rendition_answers(client, disk):
    answered = {
        address
        for path, content in disk.items()
        for address in addresses(path)
        if content in body(client.get(address, follow=True))
    }
    assert answered == {f"/media/images/{NAME}.jpg"}


def test_a_rendition_is_kept_for_a_year_by_everybody_and_can_do_nothing(client, disk):
    response = client.get(f"/media/images/{NAME}.jpg")
    assert (body(response), response["Content-Type"]) == (b"a picture for everybody", "image/jpeg")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (response["Content-Security-Policy"], response["X-Content-Type-Options"]) == (
        "default-src 'none'",
        "nosniff",
    )
    assert "Set-Cookie" not in response and "Cookie" not in response.get("Vary", "")


def test_a_private_file_has_no_address_to_give(disk):
    with pytest.raises(NotImplementedError, match="no address"):
        default_storage.url("documents/plan.docx")


def test_files_and_folders_of_uploads_are_the_sites_own(disk, settings):
    modes = {oct(os.stat(path).st_mode & 0o777) for path in Path(settings.PRIVATE_ROOT).rglob("*")}
    assert modes == {"0o600", "0o700"}
