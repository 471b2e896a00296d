"""Files that have no address of their own."""

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class PrivateStorage(FileSystemStorage):
    """Documents, originals, certificates, exports: outside MEDIA_ROOT, served only by views that ask who reads."""

    def url(self, name):
        raise NotImplementedError("A private file has no address")
