"""Pictures of questions: drawn anew, kept once in the collection of their organisation."""

import secrets
from dataclasses import dataclass
from hashlib import sha1

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from lms.accounts.domain.grants import collections
from lms.core.uploads.pictures import clean_picture

from ..models.bank import QuestionPicture


@dataclass(frozen=True)
class Picture:
    """`image` is the number of the picture that the collection holds already, or None."""

    id: str
    digest: str
    content: bytes
    extension: str
    alt: str
    image: int | None = None


class Shelf:
    """The pictures of an organisation by their digest, read once."""

    def __init__(self, organisation):
        self.organisation, self.collections = organisation, collections()
        here = self.collections.get(organisation.key)  # None before anything was put there
        rows = get_image_model().objects.filter(collection=here).values_list("file_hash", "pk")
        self.known = dict(rows)

    def look(self, place, file, alt):
        """The Picture of a foreign File. Raises ValidationError for what is no picture.

        A file that left here comes back as it is: drawing a JPEG anew would make another one of it.
        """
        digest, content, extension = sha1(file.content).hexdigest(), file.content, file.name.rsplit(".", 1)[-1]
        if digest not in self.known:
            content, extension = clean_picture(file.content)
            digest = sha1(content).hexdigest()
        return Picture(str(place), digest, content, extension, alt, self.known.get(digest))

    def keep(self, picture, title, by):
        """The number of the picture in the collection; it is put there if it is new."""
        if picture.digest not in self.known:
            name = f"{secrets.token_hex(16)}.{picture.extension}"
            image = get_image_model()(
                title=title,
                alt_default=picture.alt[:250],
                file=ContentFile(picture.content, name),
                collection_id=self.collections[self.organisation.key],
                uploaded_by_user=by,
                file_hash=picture.digest,
                file_size=len(picture.content),
            )
            image.save()
            self.known[picture.digest] = image.pk
        return self.known[picture.digest]


def hold(question, body):
    """Keeps the pictures that `body` shows from being deleted."""
    shown = {row["image"] for row in body.get("pictures", [])}
    missing = shown - set(question.pictures.values_list("image", flat=True)) if shown else set()
    QuestionPicture.objects.bulk_create(QuestionPicture(question=question, image_id=pk) for pk in sorted(missing))


def files_of(bodies):
    """{number: (name, bytes)} of every picture that the bodies show."""
    wanted = {row["image"] for body in bodies for row in body.get("pictures", [])}
    found = {}
    for image in get_image_model().objects.filter(pk__in=wanted):
        with image.file.open("rb") as file:
            found[image.pk] = (f"{image.pk}.{image.file.name.rsplit('.', 1)[-1]}", file.read())
    return found
