"""Forms of images and documents in the editor. Every way to upload one there builds on these: single and multiple
upload, the choosers, replacing a file."""

from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from . import uploads


class SiteImageForm(BaseImageForm):
    def clean_file(self):
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            uploads.replace_picture(file)
        return file


class SiteDocumentForm(BaseDocumentForm):
    def clean_file(self):
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            uploads.replace_document(file)
        return file
