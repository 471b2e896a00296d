"""Every way to upload a picture or a document in the editor leads past the same cleaning (S-14, S-09)."""

import json
import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from lms.core import uploads
from lms.core.models import SiteDocument, SiteImage, SiteRendition
from tests.factories import files
from tests.factories.people import build_person, enter

from .test_documents import tells_of_the_author

# Wagtail leaves files open when it measures and hashes them.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")

SCRIPT = {"x-requested-with": "XMLHttpRequest", "accept-language": "en"}
LONG_TITLE = "x" * 300


@pytest.fixture
def editor(client, site):
    enter(client, build_person("root", is_superuser=True))
    return client


@pytest.fixture(autouse=True)
def folders(settings, monkeypatch, tmp_path):
    """Both storages, empty, in one folder."""
    cache.clear()  # Wagtail keeps renditions there, by number
    settings.PRIVATE_ROOT = tmp_path / "private"
    own = {**settings.STORAGES["default"], "OPTIONS": {"location": settings.PRIVATE_ROOT}}
    settings.STORAGES = {**settings.STORAGES, "default": own}
    public = FileSystemStorage(tmp_path / "media", settings.MEDIA_URL)
    monkeypatch.setattr(SiteRendition._meta.get_field("file"), "storage", public)
    return tmp_path


def on_disk(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def photo(name="Nurlan-home.jpg", kind="JPEG", **options):
    return SimpleUploadedFile(name, files.picture(kind, **options), f"image/{kind.lower()}")


def paper(name="plan.docx", data=None):
    return SimpleUploadedFile(name, data or files.docx())


def root():
    return Collection.get_first_root_node().pk


def by_form(client, kind, file, title="A"):
    return client.post(f"/admin/{kind}/add/", {"title": title, "file": file, "collection": root(), "tags": ""})


def by_several(client, kind, file, title="A"):
    data = {"title": title, "files[]": file, "collection": root()}
    return client.post(f"/admin/{kind}/multiple/add/", data, headers=SCRIPT)


def by_chooser(client, kind, file, title="A"):
    prefix = "image-chooser-upload" if kind == "images" else "document-chooser-upload"
    fields = {"title": title, "file": file, "collection": root(), "tags": ""}
    return client.post(f"/admin/{kind}/chooser/create/", {f"{prefix}-{key}": value for key, value in fields.items()})


def by_several_with_a_title_put_right_later(client, kind, file, title="A"):
    """The file waits as Wagtail's UploadedFile until the rest of the form is right."""
    answer = json.loads(by_several(client, kind, file, LONG_TITLE).content)
    number = answer.get("uploaded_file_id")
    if number is None:
        return answer
    upload = UploadedFile.objects.get(pk=number)
    with upload.file as waiting:
        assert tells_of_the_author(waiting.read()) == []
    prefix, path = ("uploaded-image", "images") if kind == "images" else ("uploaded-document", "documents")
    fields = {"title": title, "collection": root(), "tags": ""}
    address = f"/admin/{path}/multiple/create_from_uploaded_{path[:-1]}/{number}/"
    return client.post(address, {f"{prefix}-{number}-{key}": value for key, value in fields.items()}, headers=SCRIPT)


def by_replacing(client, kind, file, title="A"):
    if kind == "images":
        by_form(client, kind, photo("clean.png", "PNG"))
        address = f"/admin/images/{SiteImage.objects.get().pk}/"
    else:
        by_form(client, kind, paper("clean.txt", files.TEXT.encode()))
        address = f"/admin/documents/edit/{SiteDocument.objects.get().pk}/"
    return client.post(address, {"title": title, "file": file, "collection": root(), "tags": ""})


DOORS = [by_form, by_several, by_chooser, by_several_with_a_title_put_right_later, by_replacing]


@pytest.mark.parametrize("door", DOORS)
def test_a_picture_arrives_without_place_and_author_by_every_door(editor, folders, door):
    door(editor, "images", photo(orientation=6))
    image = SiteImage.objects.get()
    assert re.fullmatch(r"original_images/[0-9a-f]{32}\.jpg", image.file.name)
    assert (image.width, image.height) == (20, 40)
    rendition = image.get_rendition("width-10")
    assert re.fullmatch(r"images/[0-9a-f]{32}\.jpg", rendition.file.name)
    stored = on_disk(folders)
    assert len(stored) >= 2
    assert [path.name for path in stored if tells_of_the_author(path.read_bytes())] == []
    assert [path.name for path in stored if "Nurlan" in path.name] == []


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_document_arrives_without_its_author_by_every_door(editor, folders, door, kind):
    data = files.docx() if kind == "docx" else files.pdf()
    door(editor, "documents", paper(f"plan.{kind}", data))
    document = SiteDocument.objects.get()
    with document.file as stored:
        assert tells_of_the_author(stored.read()) == []
    assert document.file_size == document.file.size
    assert [path.name for path in on_disk(folders) if tells_of_the_author(path.read_bytes())] == []


@pytest.mark.parametrize("door", DOORS[:4])
@pytest.mark.parametrize(
    "file",
    [
        lambda: SimpleUploadedFile("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
        lambda: SimpleUploadedFile("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/png"),
        lambda: SimpleUploadedFile("page.jpg", b"<html><script>alert(1)</script>", "image/jpeg"),
    ],
)
def test_what_is_no_picture_gets_in_by_no_door(editor, folders, door, file):
    door(editor, "images", file())
    assert (SiteImage.objects.count(), UploadedFile.objects.count(), on_disk(folders)) == (0, 0, [])


@pytest.mark.parametrize("door", DOORS[:4])
def test_a_web_page_under_the_name_of_a_document_gets_in_by_no_door(editor, folders, door):
    door(editor, "documents", paper("plan.pdf", b"<!DOCTYPE html><script>alert(1)</script>"))
    assert (SiteDocument.objects.count(), UploadedFile.objects.count(), on_disk(folders)) == (0, 0, [])


def test_the_words_of_a_refusal_reach_the_author(editor):
    answer = json.loads(by_several(editor, "documents", paper("plan.pdf", files.docx())).content)
    assert answer["error_message"] == ("The name says .pdf, but the file is .docx. Save it again under the right name.")


def test_a_large_upload_that_waits_in_a_file_is_overwritten_there():
    upload = TemporaryUploadedFile("plan.docx", "", len(files.docx()), None)
    upload.write(files.docx())
    uploads.replace_document(upload)
    with open(upload.temporary_file_path(), "rb") as file:
        kept = file.read()
    assert (tells_of_the_author(kept), upload.size) == ([], len(kept))


def test_the_picture_of_a_person_has_no_door(editor):
    editor.post("/admin/account/", {"avatar-avatar": photo(), "theme-theme": "dark"})
    assert UserProfile.objects.get().avatar.name == ""
