"""S-06: a published page does not change by another file under the same name."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from lms.core.models import SiteDocument, SiteImage
from tests.factories.courses import build_course, page_of
from tests.factories.people import build_center, build_organisation, build_staff, enter

TEXT = b"What the public downloads."


@pytest.fixture
def files(site):
    """A picture and a document of the trainer of "north", used by a public lesson."""
    build_center()
    north = build_organisation("north")
    build_course(site, "north", modules=1, units=1, organisation=north)
    trainer = build_staff("trainer", north)
    kept = {"collection": Collection.objects.get(name="north"), "uploaded_by_user": trainer}
    image = SiteImage.objects.create(title="A picture", file=get_test_image_file(), **kept)
    document = SiteDocument.objects.create(title="A paper", file=SimpleUploadedFile("paper.txt", TEXT), **kept)
    lesson = page_of("north-m01-l1", "en")
    lesson.body = [
        ("figure", {"image": image, "alt": "-", "caption": "-"}),
        ("download", {"document": document, "title": "Paper"}),
    ]
    lesson.save_revision().publish()
    return enter(Client(), trainer), image, document, lesson


def rows():
    return list(SiteImage.objects.values_list("pk", "file")), [(row.pk, content_of(row)) for row in documents()]


def documents():
    return SiteDocument.objects.order_by("pk")


def content_of(document):
    with document.file.open() as file:
        return file.read()


def attempts(client, image, document):
    """Every way in the admin to put another file in the place of these, or none."""
    picture, paper = get_test_image_file(size=(50, 50)), SimpleUploadedFile("other.txt", b"Something else.")
    script = {"headers": {"x-requested-with": "XMLHttpRequest"}}
    for name, pk, data in [
        ("wagtailimages", image.pk, {"file": picture}),
        ("wagtaildocs", document.pk, {"file": paper}),
    ]:
        client.post(reverse(f"{name}:edit", args=[pk]), {"title": "New", "collection": image.collection_id, **data})
        client.post(reverse(f"{name}:delete", args=[pk]))
        client.post(reverse(f"{name}:delete_multiple", args=[pk]), **script)
    for model, pk in [("siteimage", image.pk), ("sitedocument", document.pk)]:
        client.post(reverse("wagtail_bulk_action", args=["core", model, "delete"]) + f"?id={pk}")


def test_a_file_of_a_public_page_is_neither_replaced_nor_deleted(files):
    client, image, document, _lesson = files
    before = rows()
    attempts(client, image, document)
    assert rows() == before


def test_its_title_may_change(files):
    client, _image, document, _lesson = files
    data = {"title": "A better title", "collection": document.collection_id, "tags": ""}
    client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)
    document.refresh_from_db()
    assert document.title == "A better title"


def test_a_file_that_no_public_page_uses_may_go(files):
    client, image, document, lesson = files
    lesson.unpublish()
    attempts(client, image, document)
    assert rows() == ([], [])
