"""A file that a published page shows is neither replaced nor deleted: that would change the page without a review."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views import documents
from wagtail.documents.views import multiple as documents_at_once
from wagtail.images.views import images
from wagtail.images.views import multiple as images_at_once
from wagtail.models import Page, ReferenceIndex

from lms.core.models import SiteDocument, SiteImage


def is_public(file):
    """Whether a live page shows or offers the file."""
    pages = ContentType.objects.get_for_model(Page)
    ids = ReferenceIndex.get_references_to(file).filter(base_content_type=pages).values_list("object_id", flat=True)
    return Page.objects.live().filter(pk__in=[int(pk) for pk in ids]).exists()


def kept(model, parameter, view, only_new_file=False):
    """Wagtail's `view` of one file, whose POST is refused while the file is public.

    `only_new_file`: a change of title or tags goes through, a new file does not.
    """

    @require_admin_access
    def guarded(request, **kwargs):
        file = model.objects.filter(pk=kwargs[parameter]).first()
        changes = request.method == "POST" and (request.FILES or not only_new_file)
        if file is not None and changes and is_public(file):
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                raise PermissionDenied
            messages.error(
                request,
                _("A published page uses this file. Add a new file and change the page, so that it is reviewed."),
            )
            return redirect(request.path)
        return view(request, **kwargs)

    return guarded


admin_patterns = [
    path("admin/images/<int:image_id>/", kept(SiteImage, "image_id", images.EditView.as_view(), only_new_file=True)),
    path("admin/images/<int:image_id>/delete/", kept(SiteImage, "image_id", images.DeleteView.as_view())),
    path(
        "admin/images/multiple/<int:image_id>/delete/",
        kept(SiteImage, "image_id", images_at_once.DeleteView.as_view()),
    ),
    path(
        "admin/documents/edit/<int:document_id>/",
        kept(SiteDocument, "document_id", documents.EditView.as_view(), only_new_file=True),
    ),
    path(
        "admin/documents/delete/<int:document_id>/",
        kept(SiteDocument, "document_id", documents.DeleteView.as_view()),
    ),
    path(
        "admin/documents/multiple/<int:doc_id>/delete/",
        kept(SiteDocument, "doc_id", documents_at_once.DeleteView.as_view()),
    ),
]
